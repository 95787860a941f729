"""Renders templates in a small, closed part of Jinja, so that a template shows its variables and can do nothing else.

What a template may hold is checked node by node before it runs: documented names, `if`, loops over documented lists that do not
nest, four filters. So no template reaches an object of ours, and its work is bounded before its first step. Jinja's immutable
sandbox and strict undefined values stand behind this check, should it ever miss something.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from typing import Any, NoReturn

import attrs
from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from coordkit.domain.errors import DomainError
from coordkit.domain.offices import LetterTemplate

MOST_LETTERS = 20_000
"""How long the text of a template may be."""
_MOST_WORK = 1_000_000
_MOST_WRITTEN = 1_000_000
_LONGEST_SEPARATOR = 20
_NODES = frozenset({
    "And", "Compare", "CondExpr", "Const", "Filter", "For", "Getattr", "If", "Name", "Not", "Operand", "Or", "Output", "Template",
    "TemplateData", "Test",
})  # fmt: skip
FILTERS = ("capitalize", "join", "lower", "upper")
_LOOP = ("first", "index", "last")


@attrs.frozen
class Allowed:
    """The names that a template may use: ``plain`` values, and ``lists`` with what each of their items shows (none: its text)."""

    plain: frozenset[str]
    lists: Mapping[str, tuple[str, ...]] = attrs.field(hash=False)


@attrs.frozen
class Compiled:
    """A template that was checked, ready to be filled in."""

    template: Template
    loops: tuple[tuple[str, int], ...]
    """Each loop: over which list, and how many nodes its body has."""


def rendered(template: LetterTemplate, values: Mapping[str, Any], allowed: Allowed) -> str:
    """The template with these values, escaped where its name ends in ``.html``.

    Raises ``DomainError`` that names template, line and what to do, for one that is broken, asks for what is not there, or would
    do or write too much.
    """
    ready = compiled(template, allowed)
    if sum(len(values[name]) * nodes for name, nodes in ready.loops) > _MOST_WORK:
        raise DomainError("its loops would take too long; loop over less, or once", where=_where(template))
    pieces, written = [], 0
    try:
        for piece in ready.template.generate(values):
            pieces.append(piece)
            written += len(piece)
            if written > _MOST_WRITTEN:
                break
    except Exception as error:  # whatever Jinja or a value raises, the sender gets one error and no half letter
        raise DomainError(
            f"it cannot be filled in ({_told(error)}); correct it", where=_where(template, _line(error, template))
        ) from error
    if written > _MOST_WRITTEN:
        raise DomainError(f"it writes more than {_MOST_WRITTEN} characters; shorten it", where=_where(template))
    return "".join(pieces)


@lru_cache(maxsize=256)
def compiled(template: LetterTemplate, allowed: Allowed) -> Compiled:
    """The template, read and checked. Raises ``DomainError`` as ``rendered`` does."""
    if len(template.text) > MOST_LETTERS:
        raise DomainError(f"it has more than {MOST_LETTERS} characters; shorten it", where=_where(template))
    environment = _environment(template.name.endswith(".html"))
    try:
        tree = environment.parse(template.text)
        loops = tuple(_Check(template, allowed).loops(tree))
        code = environment.compile(tree, template.name, template.name)
        return Compiled(Template.from_code(environment, code, {}), loops)
    except DomainError:
        raise
    except TemplateSyntaxError as error:
        raise DomainError(f"it is no Jinja ({error.message}); correct it", where=_where(template, error.lineno)) from error
    except Exception as error:  # nested too deeply for Python, a number too long: as above
        raise DomainError(f"it cannot be read ({_told(error)}); make it simpler", where=_where(template)) from error


def _environment(escaping: bool) -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        autoescape=escaping, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_blank, auto_reload=False
    )
    environment.globals.clear()
    return environment


def _blank(value: Any) -> Any:
    return "" if value is None else value


@attrs.frozen
class _Check:
    """Walks a template and refuses whatever is not on the list."""

    template: LetterTemplate
    allowed: Allowed

    def loops(self, tree: nodes.Node) -> Iterator[tuple[str, int]]:
        """Every loop with the number of nodes in it. Raises ``DomainError`` at the first thing that is not allowed."""
        yield from self._walk(tree, {})

    def _walk(self, node: nodes.Node, items: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, int]]:
        kind = type(node).__name__
        if kind not in _NODES:
            self._refuse(node, f"{kind} is not to be used in a letter; there are if, for, and {{{{ name }}}}")
        if isinstance(node, nodes.Name):
            self._name(node, items)
        elif isinstance(node, nodes.Getattr):
            self._attribute(node, items)
            return
        elif isinstance(node, nodes.Filter):
            self._filter(node)
        elif isinstance(node, nodes.Test) and (node.name != "none" or node.args):
            self._refuse(node, f"the test {node.name!r} is not to be used in a letter; there is none")
        elif isinstance(node, nodes.For):
            name, source = self._loop(node, items)
            yield source, sum(1 for _ in node.find_all(nodes.Node))
            items = {name: self.allowed.lists[source]}
            for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
                yield from self._walk(child, items)
            return
        for child in node.iter_child_nodes():
            yield from self._walk(child, items)

    def _name(self, node: nodes.Name, items: Mapping[str, tuple[str, ...]]) -> None:
        known = {*self.allowed.plain, *self.allowed.lists, *items}
        if node.name not in known:
            close = get_close_matches(node.name, sorted(known), n=1)
            hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(sorted(known))}"
            self._refuse(node, f"nothing is called {node.name!r} here; {hint}")

    def _attribute(self, node: nodes.Getattr, items: Mapping[str, tuple[str, ...]]) -> None:
        of = node.node.name if isinstance(node.node, nodes.Name) else ""
        has = items.get(of, _LOOP if of == "loop" and items else ())
        if node.attr not in has:
            hint = f"it has {', '.join(has)}" if has else "it has no parts"
            self._refuse(node, f"there is no .{node.attr} of {of or 'this'!r}; {hint}")

    def _filter(self, node: nodes.Filter) -> None:
        if node.name not in FILTERS or node.node is None or node.kwargs or node.dyn_args or node.dyn_kwargs:
            self._refuse(node, f"the filter {node.name!r} is not to be used so in a letter; there are {', '.join(FILTERS)}")
        wanted = [str] if node.name == "join" and node.args else []
        given = [type(each.value) if isinstance(each, nodes.Const) else None for each in node.args]
        if given != wanted or any(len(each.value) > _LONGEST_SEPARATOR for each in node.args if isinstance(each, nodes.Const)):
            self._refuse(node, f"the filter {node.name!r} takes no such argument; write | join(', ')")

    def _loop(self, node: nodes.For, items: Mapping[str, tuple[str, ...]]) -> tuple[str, str]:
        """The name that a loop gives its items, and the list that it goes over."""
        if items:
            self._refuse(node, "loops may not stand in one another; end the outer one first")
        source = node.iter.name if isinstance(node.iter, nodes.Name) else ""
        if source not in self.allowed.lists or node.recursive:
            self._refuse(node, f"a loop goes over one of {', '.join(sorted(self.allowed.lists))}")
        name = node.target.name if isinstance(node.target, nodes.Name) else "loop"
        if name in {*self.allowed.plain, *self.allowed.lists, "loop"}:
            self._refuse(node, "a loop gives its items one new name; write: for item in …")
        return name, source

    def _refuse(self, node: nodes.Node, why: str) -> NoReturn:
        raise DomainError(why, where=_where(self.template, node.lineno))


def _where(template: LetterTemplate, line: int | None = None) -> str:
    name = f"template {template.name!r} ({template.language!r})"
    return f"{name}, line {line}" if line else name


def _line(error: BaseException, template: LetterTemplate) -> int | None:
    """The template's line in which it was raised: Jinja puts lines of the template into the traceback."""
    found, trace = None, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == template.name:
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


def _told(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:200].rstrip(": ")
