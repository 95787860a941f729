"""Finds plugins, sets broken ones aside, and gives what they registered through typed methods, one or two for each hook.

A plugin is imported and checked when it is found; its hooks are called, all of them once, when something of a kind that it
offers is first asked for. Neither other plugins nor the order in which they are found change an answer.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import attrs

from coordkit.discovery import VARIABLE, Candidate, builtins, given, installed, label, left_out
from coordkit.domain.errors import PluginError
from coordkit.domain.gazetteer import Gazetteer
from coordkit.plugins.checking import (
    COMMANDS,
    EXPORTERS,
    HOOKS,
    NOTIFIERS,
    REGIONS,
    STORES,
    TEMPLATES,
    Hook,
    Offers,
    Plugin,
    checked,
)
from coordkit.ports import Exporter, LetterTemplate, Notifier, Region, StoreType
from coordkit.regions import Resolved, resolved

__all__ = ["Broken", "Clash", "Listed", "Plugins"]


@attrs.frozen
class Broken:
    """A plugin, or one region of a plugin, that was set aside: where it comes from, and what is wrong with it.

    ``distribution`` and ``version`` are None for what the program handed in; ``cause`` is the exception, where one was raised.
    """

    name: str
    distribution: str | None
    version: str | None
    error: str
    cause: BaseException | None = attrs.field(default=None, eq=False, repr=False)

    def __str__(self) -> str:
        return f"{label(self.name, self.distribution, self.version)} is set aside: {self.error}"


@attrs.frozen
class Clash:
    """A name that is claimed more than once: of what (``store``, ``region``), which one, and by which plugins."""

    what: str
    name: str
    claimants: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.what} {self.name!r} is claimed by {_joined(self.claimants)}"


@attrs.frozen
class Listed:
    """A plugin that works, and what it gives, such as ``("store sqlite",)``."""

    name: str
    distribution: str | None
    version: str | None
    gives: tuple[str, ...]


class Plugins:
    """The plugins of one program, as ``discover`` found them. Nothing of it is global: another instance looks anew.

    A name that two plugins claim stands in no mapping; it is listed in ``clashes``, and refused when it is asked for.
    """

    def __init__(self) -> None:
        self._seen: list[object] = []
        self._plugins: list[Plugin] = []
        self._offers: dict[Plugin, Offers] = {}
        self._broken: list[Broken] = []
        self._left_out: tuple[str, ...] = ()
        self._resolved: Resolved | None = None

    @classmethod
    def discover(cls, *modules: object, environ: Mapping[str, str] | None = None) -> Plugins:
        """The builtins, then the installed plugins (entry points ``coordkit``, by name), then modules or objects handed in.

        ``COORDKIT_PLUGINS`` in ``environ`` (None: the process's) decides before anything is imported: ``a,b`` allows only these
        beside the builtins, ``-a,-b`` denies these (builtins too), ``none`` leaves the builtins only. It does not rule over
        ``modules``, which the program itself chose. Raises ``PluginError`` for mixed forms and for names that no plugin has.
        """
        plugins = cls()
        found = [*builtins(), *installed()]
        denied = left_out((os.environ if environ is None else environ).get(VARIABLE, ""), found)
        plugins._left_out = tuple(sorted({candidate.name for candidate in denied}))
        for candidate in [*(each for each in found if each not in denied), *map(given, modules)]:
            plugins._isolated(candidate, plugins._load, candidate)
        return plugins

    # -- one or two methods for each hook ---------------------------------------------------------------------------------

    def stores(self) -> Mapping[str, StoreType]:
        """Kinds of store by scheme."""
        return self._undisputed(STORES)

    def store(self, scheme: str) -> StoreType:
        """The kind of store with this scheme. Raises ``PluginError`` if there is none, or more than one."""
        store: StoreType = self._asked(STORES, scheme)
        return store

    def exporters(self) -> Mapping[str, Exporter]:
        """Formats by name."""
        return self._undisputed(EXPORTERS)

    def exporter(self, name: str) -> Exporter:
        """The format of this name. Raises ``PluginError`` if there is none, or more than one."""
        exporter: Exporter = self._asked(EXPORTERS, name)
        return exporter

    def notifiers(self) -> Mapping[str, Notifier]:
        """Channels by name."""
        return self._undisputed(NOTIFIERS)

    def notifier(self, name: str, *, at: str | os.PathLike[str] | None = None) -> Notifier:
        """The channel of this name, ``at`` another place (a folder, a server) where it knows several.

        Raises ``PluginError`` if there is none, or more than one, and for a place if the channel has but one.
        """
        notifier: Notifier = self._asked(NOTIFIERS, name)
        if at is None:
            return notifier
        if not callable(elsewhere := getattr(notifier, "at", None)):
            raise PluginError(f"the channel {name!r} delivers to one place only; leave `at` out")
        moved: Notifier = elsewhere(at)
        return moved

    def regions(self) -> Mapping[str, Region]:
        """Regions by code, each with all that its parents have."""
        return MappingProxyType(dict(self._regions().whole))

    def region(self, code: str) -> Region:
        """The region of this code, with all that its parents have. Raises ``PluginError`` if there is none, or more than one."""
        found = self._regions()
        if code in found.aside:
            raise PluginError(f"region {code!r} is set aside: {found.aside[code]}")
        self._asked(REGIONS, code)
        return found.whole[code]

    def areas_of(self, code: str) -> Gazetteer:
        """The areas that a region is: all that lies in its ``areas``, or else its own gazetteer; its parents' others are not among.

        Raises ``PluginError`` if there is no such region, or more than one.
        """
        return self._regions().own_areas(self.region(code).code)

    def region_for_area(self, code: str) -> Region | None:
        """The region whose own area (``areas_of``) this is, of parent and child the child; None if it is none's.

        Raises ``PluginError`` where it is two regions' and neither is above the other.
        """
        found = self._regions()
        holders = found.holding(code)
        if len(holders) > 1:
            raise PluginError(f"area {code!r} stands in the regions {_joined(holders)}; {_LEAVE_OUT}")
        return found.whole[holders[0]] if holders else None

    def templates(self) -> tuple[LetterTemplate, ...]:
        """Templates of letters, by name and language.

        A letter is made from several at once, so there is no asking for one: raises ``PluginError`` where any is claimed twice.
        """
        for clash in self._clashes(TEMPLATES).values():
            raise PluginError(f"{clash}; {_LEAVE_OUT}")
        return tuple(self._undisputed(TEMPLATES).values())

    def commands(self) -> Mapping[str, Any]:
        """Commands (``click.Command``) by name."""
        return self._undisputed(COMMANDS)

    # -- what there is to tell about them ---------------------------------------------------------------------------------

    @property
    def broken(self) -> tuple[Broken, ...]:
        """All that was set aside, by name. Calls every hook that was not called yet."""
        self._call(self._plugins)
        self._regions()
        return tuple(sorted(self._broken, key=lambda each: (each.name, each.distribution or "", each.error)))

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """Every name that is claimed more than once. Calls every hook that was not called yet."""
        return tuple(clash for hook in HOOKS for clash in self._clashes(hook).values())

    @property
    def left_out(self) -> tuple[str, ...]:
        """The names of the plugins that ``COORDKIT_PLUGINS`` keeps out."""
        return self._left_out

    def listing(self) -> tuple[Listed, ...]:
        """The plugins that work, by name, and what they give. Calls every hook that was not called yet."""
        self._call(self._plugins)
        return tuple(sorted(map(self._listed, self._offers), key=lambda each: (each.name, each.distribution or "", each.gives)))

    def _listed(self, plugin: Plugin) -> Listed:
        aside = self._regions().aside
        gives = [
            f"{hook.what} {name}"
            for hook in HOOKS
            for name in sorted(name for name, _ in self._offers[plugin].get(hook.name, ()))
            if not (hook is REGIONS and name in aside)
        ]
        return Listed(plugin.candidate.name, plugin.candidate.distribution, plugin.candidate.version, tuple(gives))

    # -- each plugin for itself -------------------------------------------------------------------------------------------

    def _load(self, candidate: Candidate) -> None:
        thing = candidate.load()
        if not any(seen is thing for seen in self._seen):
            self._seen.append(thing)
            self._plugins.append(checked(candidate, thing))

    def _call(self, plugins: Iterable[Plugin]) -> None:
        """Calls the hooks of those plugins that were not called yet; one that fails is out."""

        def call(plugin: Plugin) -> None:
            self._offers[plugin] = plugin.offers()

        for plugin in [each for each in plugins if each not in self._offers]:
            if not self._isolated(plugin.candidate, call, plugin):
                self._plugins.remove(plugin)

    def _isolated(self, candidate: Candidate, step: Callable[[Any], None], subject: object) -> bool:
        """Takes a step with one plugin. Whatever that raises, an exit too, sets this plugin aside and stops no other."""
        try:
            step(subject)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            self._set_aside(candidate, _told(error), error)
            return False
        return True

    def _set_aside(self, candidate: Candidate, error: str, cause: BaseException | None = None) -> None:
        self._broken.append(Broken(candidate.name, candidate.distribution, candidate.version, error, cause))

    # -- all of them together ---------------------------------------------------------------------------------------------

    def _claims(self, hook: Hook) -> dict[str, list[tuple[Plugin, Any]]]:
        self._call([plugin for plugin in self._plugins if hook.name in plugin.hooks])
        claims: dict[str, list[tuple[Plugin, Any]]] = {}
        for plugin, offers in self._offers.items():
            for name, thing in offers.get(hook.name, ()):
                claims.setdefault(name, []).append((plugin, thing))
        return dict(sorted(claims.items()))

    def _undisputed(self, hook: Hook) -> Mapping[str, Any]:
        return MappingProxyType({name: found[0][1] for name, found in self._claims(hook).items() if len(found) == 1})

    def _clashes(self, hook: Hook) -> dict[str, Clash]:
        return {
            name: Clash(hook.what, name, tuple(sorted(plugin.candidate.label for plugin, _ in found)))
            for name, found in self._claims(hook).items()
            if len(found) > 1
        }

    def _asked(self, hook: Hook, name: str) -> Any:
        there = self._undisputed(hook)
        if name in there:
            return there[name]
        if clash := self._clashes(hook).get(name):
            raise PluginError(f"{clash}; {_LEAVE_OUT}")
        hints = [f"{each.name} is set aside: {each.error.splitlines()[0]}" for each in self.broken]
        if self.left_out:
            hints.append(f"{VARIABLE} keeps out {', '.join(self.left_out)}")
        names = f"there are {', '.join(there)}" if there else "there is none at all"
        raise PluginError(
            f"no {hook.what} is called {name!r}; {names}; correct the name, or install the plugin that brings it "
            f"(distributions are called coordkit-<thing>)" + "".join(f"\n  {hint}" for hint in hints)
        )

    def _regions(self) -> Resolved:
        if self._resolved is None:  # the hooks of a plugin are called all at once, so no later call changes who claims what
            claims = self._claims(REGIONS)
            doubtful = {name: _joined(clash.claimants) for name, clash in self._clashes(REGIONS).items()}
            self._resolved = resolved(self._undisputed(REGIONS), doubtful)
            for code, reason in self._resolved.aside.items():
                self._set_aside(claims[code][0][0].candidate, reason)
        return self._resolved


_LEAVE_OUT = f"leave one of them out: uninstall it, or deny its plugin ({VARIABLE}=-name)"


def _joined(names: Iterable[str]) -> str:
    return " and ".join(names)


def _told(error: BaseException) -> str:
    """What went wrong, in few lines; an error of our own needs no class name."""
    return str(error) if isinstance(error, PluginError) else f"{type(error).__name__}: {error}".rstrip(": ")
