"""One plugin: whether its hooks are well formed, and what they give. The only caller of pluggy."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import attrs
import pluggy

from coordkit import hookspecs
from coordkit.discovery import Candidate, meant
from coordkit.domain.errors import PluginError, Problem
from coordkit.hookspecs import PROJECT
from coordkit.letters import check_template
from coordkit.ports import LetterTemplate, Region, StoreType
from coordkit.regions import faults

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")

Offers = Mapping[str, tuple[tuple[str, Any], ...]]
"""What a plugin gives: hook name to pairs of name and thing."""


# What may stand under a name: each function gives the name of one thing, or None for what is not such a thing.


def _store(thing: Any) -> object:
    if not isinstance(thing, StoreType) or not _SCHEME.fullmatch(str(thing.scheme)):
        return None
    opener: object = thing.open
    return thing.scheme if callable(opener) else None


def _exporter(thing: Any) -> object:
    fits = callable(getattr(thing, "write", None)) and isinstance(getattr(thing, "suffix", None), str)
    return getattr(thing, "name", None) if fits else None


def _notifier(thing: Any) -> object:
    return getattr(thing, "name", None) if callable(getattr(thing, "session", None)) else None


def _region(thing: Any) -> object:
    if not isinstance(thing, Region):
        return None
    if found := faults(thing):
        raise PluginError(f"region {thing.code!r} holds what it may not: {'; '.join(found)}")
    return thing.code


def _template(thing: Any) -> object:
    if not isinstance(thing, LetterTemplate):
        return None
    check_template(thing)
    return f"{thing.name} {thing.language}"


def _command(thing: Any) -> object:
    return getattr(thing, "name", None) if callable(thing) and not isinstance(thing, type) else None


@attrs.frozen
class Hook:
    """A hook: its name, what it gives (one word, and what that must be), and the function from such a thing to its name."""

    name: str
    what: str
    wanted: str
    named: Callable[[Any], object]


STORES = Hook("coordkit_stores", "store", "StoreType (scheme: lowercase letters, digits, + . -; open: a function)", _store)
EXPORTERS = Hook("coordkit_exporters", "exporter", "Exporter (name, suffix, write)", _exporter)
NOTIFIERS = Hook("coordkit_notifiers", "notifier", "Notifier (name, session)", _notifier)
REGIONS = Hook("coordkit_regions", "region", "Region", _region)
TEMPLATES = Hook("coordkit_templates", "template", "LetterTemplate (name, language, text)", _template)
COMMANDS = Hook("coordkit_commands", "command", "click.Command", _command)
HOOKS = (STORES, EXPORTERS, NOTIFIERS, REGIONS, TEMPLATES, COMMANDS)
_NAMES = frozenset(hook.name for hook in HOOKS)


@attrs.frozen(eq=False)
class Plugin:
    """A plugin that was imported and whose hooks are well formed. Its manager is its own, so no other plugin is in it."""

    candidate: Candidate
    thing: object
    manager: pluggy.PluginManager

    @property
    def hooks(self) -> frozenset[str]:
        """The names of the hooks that it implements."""
        return _NAMES & {caller.name for caller in self.manager.get_hookcallers(self.thing) or ()}

    def offers(self) -> Offers:
        """Calls all its hooks. Raises ``PluginError`` for things of a wrong type, and whatever a hook raises."""
        return {hook.name: tuple(self._called(hook)) for hook in HOOKS if hook.name in self.hooks}

    def _called(self, hook: Hook) -> Iterator[tuple[str, Any]]:
        call = getattr(self.manager.hook, hook.name)
        # pluggy drops None from the results, so a forgotten `return` shows as a missing one.
        for things in call() or [None]:
            if not isinstance(things, Sequence) or isinstance(things, str | bytes):
                raise PluginError(f"{hook.name} gave {_shown(things)}; return a list, each item a {hook.wanted}")
            for thing in things:
                name = hook.named(thing)
                if not isinstance(name, str) or not name:
                    raise PluginError(f"{hook.name} gave {_shown(thing)} in its list; each item is a {hook.wanted}")
                yield name, thing


def checked(candidate: Candidate, thing: object) -> Plugin:
    """The plugin, its hooks not called yet.

    Raises ``PluginError`` for hooks that are misspelt, lack their mark or take what is not given (all of them together), and
    for a plugin without any hook.
    """
    manager = pluggy.PluginManager(PROJECT)
    manager.register(thing)
    problems = [
        Problem(name, "lacks the hook mark; add @coordkit.hookimpl, or rename it if it is no hook")
        for name in dir(thing)
        if _looks_like_a_hook(thing, name) and manager.parse_hookimpl_opts(thing, name) is None
    ]
    for caller in manager.get_hookcallers(thing) or ():
        for implementation in caller.get_hookimpls():
            if caller.name in _NAMES:
                problems += _arguments_not_given(caller.name, implementation.argnames)
            elif not implementation.optionalhook:
                problems.append(Problem(caller.name, f"is no hook of coordkit{meant(caller.name, _NAMES)}"))
    if problems:
        raise PluginError("its hooks are not well formed", problems=problems)
    # The specifications come last, since pluggy reports one fault at a time and we report them all.
    manager.add_hookspecs(hookspecs)
    plugin = Plugin(candidate, thing, manager)
    if not plugin.hooks:
        raise PluginError("it registers nothing; mark its hooks with @coordkit.hookimpl")
    return plugin


def _arguments_not_given(hook: str, taken: Sequence[str]) -> Iterator[Problem]:
    gives = inspect.signature(getattr(hookspecs, hook)).parameters
    if extra := [name for name in taken if name not in gives]:
        yield Problem(hook, f"takes {', '.join(extra)}, which the hook does not give; take no such argument")


def _looks_like_a_hook(thing: object, name: str) -> bool:
    return name in _NAMES or (name.startswith(f"{PROJECT}_") and inspect.isroutine(getattr(thing, name)))


def _shown(thing: object) -> str:
    return "nothing" if thing is None else f"{type(thing).__name__} {thing!r:.80}"
