"""The whole plugin API. A plugin registers with these hooks and nothing else; the core calls what was registered.

Mark each with ``@coordkit.hookimpl``. A plugin gives lists, so one may bring several things, and an empty list is fine.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pluggy

from coordkit.ports import Exporter, LetterTemplate, Notifier, Region, StoreType

PROJECT = "coordkit"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def coordkit_stores() -> Sequence[StoreType]:
    """Kinds of store, each for one scheme of ``coordkit.open``."""
    return ()


@hookspec
def coordkit_exporters() -> Sequence[Exporter]:
    """Formats."""
    return ()


@hookspec
def coordkit_notifiers() -> Sequence[Notifier]:
    """Channels."""
    return ()


@hookspec
def coordkit_regions() -> Sequence[Region]:
    """Regions, with everything that differs from place to place."""
    return ()


@hookspec
def coordkit_templates() -> Sequence[LetterTemplate]:
    """Templates of letters, in place of ours; an office's own come before them."""
    return ()


@hookspec
def coordkit_commands() -> Sequence[Any]:
    """Commands (``click.Command``) that join the ``coordkit`` command line."""
    return ()
