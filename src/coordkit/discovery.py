"""Where plugins are found, and which of them ``COORDKIT_PLUGINS`` keeps out. Nothing is imported here but metadata."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from difflib import get_close_matches
from importlib import metadata

import attrs

from coordkit.builtin.plugin import BUILTINS
from coordkit.domain.errors import PluginError

GROUP = "coordkit"
VARIABLE = "COORDKIT_PLUGINS"


@attrs.frozen(eq=False)
class Candidate:
    """A plugin before it is imported: its name, the distribution that brings it (None: handed in), and how to load it."""

    name: str
    distribution: str | None
    version: str | None
    load: Callable[[], object]
    builtin: bool = False

    @property
    def label(self) -> str:
        """``kherson (coordkit-kherson 0.1.0)``."""
        return label(self.name, self.distribution, self.version)


def label(name: str, distribution: str | None, version: str | None) -> str:
    """A plugin and where it comes from, in a few words."""
    origin = " ".join(part for part in (distribution, version) if part)
    return f"{name} ({origin})" if origin else name


def builtins() -> Iterator[Candidate]:
    """The adapters that ship with the core."""
    try:
        version = metadata.version("coordkit")
    except metadata.PackageNotFoundError:  # run from its source
        version = None
    for name, plugin in BUILTINS.items():
        yield Candidate(name, "coordkit", version, _giving(plugin), builtin=True)


def installed() -> Iterator[Candidate]:
    """The entry points of the group ``coordkit``, by name. Of a distribution that lies on the path twice the first counts."""
    found: dict[str, list[Candidate]] = {}
    for distribution in metadata.distributions():
        try:
            # Only who speaks of our group is read further: the broken metadata of others are none of our business.
            if f"[{GROUP}]" not in (distribution.read_text("entry_points.txt") or ""):
                continue
        except (OSError, ValueError):
            continue
        name, version = _identity(distribution)
        try:
            candidates = [
                Candidate(point.name, name, version, point.load) for point in distribution.entry_points.select(group=GROUP)
            ]
        except Exception as error:  # importlib.metadata promises nothing about malformed files
            candidates = [Candidate(name, name, version, _raising(error))]
        found.setdefault(re.sub(r"[-_.]+", "-", name).lower(), candidates)
    yield from sorted(
        (candidate for candidates in found.values() for candidate in candidates),
        key=lambda candidate: (candidate.name, candidate.distribution or ""),
    )


def given(thing: object) -> Candidate:
    """A module or object that the program hands in."""
    return Candidate(getattr(thing, "__name__", type(thing).__qualname__), None, None, _giving(thing))


def _identity(distribution: metadata.Distribution) -> tuple[str, str | None]:
    """Its name and version, as far as its metadata tell."""
    try:
        return str(distribution.name or "unnamed"), distribution.version
    except Exception:  # as above: METADATA may be missing or malformed
        return "unnamed", None


def _giving(thing: object) -> Callable[[], object]:
    return lambda: thing


def _raising(error: Exception) -> Callable[[], object]:
    def load() -> object:
        raise PluginError(f"its entry_points.txt cannot be read ({error}); install it again") from error

    return load


def left_out(value: str, found: Sequence[Candidate]) -> list[Candidate]:
    """Those of ``found`` that a value of ``COORDKIT_PLUGINS`` keeps out.

    ``a,b`` allows only these beside the builtins, ``-a,-b`` denies these (builtins too), ``none`` leaves the builtins only, an
    empty value keeps nobody out. Raises ``PluginError`` for mixed forms, and for names that none of ``found`` has: a misspelt
    denial must not let in what it was to keep out.
    """
    words = [word for part in value.split(",") if (word := part.strip())]
    if not words:
        return []
    if words == ["none"]:
        return [candidate for candidate in found if not candidate.builtin]
    denials = [word.startswith("-") for word in words]
    if "none" in words or (any(denials) and not all(denials)):
        raise PluginError(
            f"{value!r} mixes its forms; give either names to allow (a,b), or names to deny (-a,-b), or none alone",
            where=VARIABLE,
        )
    names = {word.removeprefix("-").strip() for word in words}
    known = {candidate.name for candidate in found}
    if unknown := sorted(names - known):
        raise PluginError(
            f"no plugin is named {', '.join(map(repr, unknown))}{meant(unknown[0], known)}; "
            "correct the name, or take it out where the plugin is no longer installed",
            where=VARIABLE,
        )
    if denials[0]:
        return [candidate for candidate in found if candidate.name in names]
    return [candidate for candidate in found if not candidate.builtin and candidate.name not in names]


def meant(name: str, known: Collection[str]) -> str:
    """The end of a message about an unknown name: the one that was probably meant, or those there are."""
    if close := get_close_matches(name, sorted(known), n=1):
        return f"; did you mean {close[0]}?"
    return f"; there are {', '.join(sorted(known))}" if known else ""
