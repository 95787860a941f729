"""The builtin adapters, registered by the same hooks as a stranger's.

Each is a plugin of its own, so that each can be denied by name and a broken one takes no other with it. An adapter is
imported when its hook is called, so that finding the builtins loads no database and no calendar.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coordkit.hookspecs import hookimpl
from coordkit.ports import Exporter, Notifier, StoreType


class _Memory:
    @staticmethod
    @hookimpl
    def coordkit_stores() -> Sequence[StoreType]:
        from coordkit.builtin import memory

        return [memory.STORE]


class _Sqlite:
    @staticmethod
    @hookimpl
    def coordkit_stores() -> Sequence[StoreType]:
        from coordkit.builtin import sqlite

        return [sqlite.STORE]


class _Json:
    @staticmethod
    @hookimpl
    def coordkit_exporters() -> Sequence[Exporter]:
        from coordkit.builtin import json

        return json.EXPORTERS


class _Csv:
    @staticmethod
    @hookimpl
    def coordkit_exporters() -> Sequence[Exporter]:
        from coordkit.builtin import csv

        return [csv.EXPORTER]


class _Ics:
    @staticmethod
    @hookimpl
    def coordkit_exporters() -> Sequence[Exporter]:
        from coordkit.builtin import ics

        return [ics.EXPORTER]


class _Folder:
    @staticmethod
    @hookimpl
    def coordkit_notifiers() -> Sequence[Notifier]:
        from coordkit.builtin import folder

        return [folder.FolderNotifier()]


BUILTINS: Mapping[str, object] = {
    "memory": _Memory,
    "sqlite": _Sqlite,
    "json": _Json,
    "csv": _Csv,
    "ics": _Ics,
    "folder": _Folder,
}
