"""The desk: opening one, and what belongs to it: its store, region, clock, and who works at it."""

from __future__ import annotations

import os
import re
import secrets
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from types import NoneType, TracebackType
from typing import Self, TypeVar
from uuid import UUID, uuid4

import attrs

from coordkit.codec.history import as_recorded
from coordkit.domain.audiences import Audience
from coordkit.domain.errors import DomainError, NotFound, PluginError, expect
from coordkit.domain.records import PersonId, Record, RecordId
from coordkit.domain.sharing import Release
from coordkit.plugins import Plugins
from coordkit.ports import Region, Store, Where, Words
from coordkit.secretariat.circumstances import REGION, Circumstances, refuse_empty
from coordkit.secretariat.guarding import release_for
from coordkit.secretariat.snapshot import DeskSnapshot
from coordkit.secretariat.work import Work, index_setting

R = TypeVar("R", bound=Record)
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*)://(.*)", re.DOTALL)
_INDEX = "index"


@attrs.frozen(kw_only=True, eq=False, repr=False)
class Secretariat(Circumstances):
    """A desk and who works at it. It belongs to one thread. Close it, or use it in a ``with``."""

    store: Store

    # -- work

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A unit of work: ``with desk.work() as work: work.save(meeting); work.commit()``."""
        with self.store.unit() as unit:
            yield Work(self, unit)

    def save(self, *records: R) -> tuple[R, ...]:
        """Keeps records in one unit of work, and gives them back with their place in the history. See ``Work.save``."""
        with self.work() as work:
            saved = work.save(*records)
            work.commit()
        return saved

    def get(self, kind: type[R], ref: RecordId) -> R:
        """The record of this id. Raises ``NotFound``."""
        with self.work() as work:
            return work.get(kind, ref)

    def each(
        self,
        kind: type[R],
        where: Where | None = None,
        words: Words = (),
        *,
        after: RecordId | None = None,
        limit: int | None = None,
    ) -> tuple[R, ...]:
        """The records of a kind, in order of id; see ``Work.each`` for the conditions, for pages and for streaming."""
        with self.work() as work:
            return tuple(work.each(kind, where, words, after=after, limit=limit))

    def erase(self, ref: RecordId) -> None:
        """Erases a record for good; see ``Work.erase``."""
        with self.work() as work:
            work.erase(ref)
            work.commit()

    def as_recorded(self, ref: RecordId, at: datetime) -> Record:
        """The record as this desk had it at the moment ``at`` (aware). Raises ``NotFound`` if it was not there yet."""
        expect(ref, RecordId, "id", "give its id, such as meeting.id")
        with self.work() as work:
            record = as_recorded(work.unit.history(ref.kind, ref.uuid), at)
        if record is None:
            raise NotFound(f"{ref} was not on this desk at {at}", where=str(ref))
        return record

    # -- the gate

    @contextmanager
    def release(self, audience: Audience, on: date | None = None) -> Iterator[Release]:
        """What ``audience`` may see on the day ``on`` (today), from one state of the desk; others may write meanwhile."""
        with self.store.snapshot() as unit:
            yield release_for(self, unit, DeskSnapshot(unit), audience, on)

    # -- the end

    def close(self) -> None:
        """Gives the store back."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def open(
    url: str | os.PathLike[str],
    *,
    actor: PersonId | str,
    region: str | None = None,
    plugins: Plugins | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    new_id: Callable[[], UUID] = uuid4,
    salt: Callable[[], bytes] = lambda: secrets.token_bytes(16),
) -> Secretariat:
    """Opens a desk, and makes it if it is not there.

    ``url`` is ``sqlite:///desk.db``, ``memory://``, the scheme of a plugin, or a bare path (a text or a ``Path``), which means
    SQLite. ``actor`` is the person who works at it, by id or by a name. ``region`` is the code of a region plugin; it is stored
    when the desk is made. ``clock`` gives aware times, ``new_id`` UUIDs, ``salt`` 16 bytes: hand in your own and every output
    can be made again byte for byte. Raises ``PluginError`` for an unknown scheme or (at a new desk) region, ``StoreError`` from
    the store, and ``DomainError`` where ``region`` is another than the desk's or ``url`` no path at all. A desk whose region
    plugin is gone opens with a warning.
    """
    refuse_empty(actor)
    expect(region, (str, NoneType), "region", 'write its code, such as "kherson"')
    expect(plugins, (Plugins, NoneType), "plugins", "write Plugins.discover()")
    for name, source in (("clock", clock), ("new_id", new_id), ("salt", salt)):
        expect(source, Callable, name, "give the function, not what it gives")  # type: ignore[arg-type]  # an abstract class serves isinstance
    plugins = plugins if plugins is not None else Plugins.discover()
    scheme, rest = _address(url)
    store = plugins.store(scheme).open(rest)
    try:
        found = _region(store, region, plugins)
        return Secretariat(store=store, region=found, actor=actor, plugins=plugins, clock=clock, new_id=new_id, salt=salt)
    except BaseException:
        store.close()
        raise


def _address(url: str | os.PathLike[str]) -> tuple[str, str]:
    """The scheme, and what follows ``scheme://``."""
    if isinstance(url, str) and (match := _ADDRESS.fullmatch(url)):
        return match[1], match[2]
    try:
        path: object = os.fspath(url)
    except TypeError:
        path = None
    if isinstance(path, str):
        return "sqlite", f"/{path}"
    raise DomainError(f"a desk is named by a text or a Path, not by {type(url).__name__}; write desk.db", where="url")


def _region(store: Store, asked: str | None, plugins: Plugins) -> Region | None:
    with store.unit() as unit:
        kept = unit.setting(REGION)
        if kept is None:
            found = plugins.region(asked) if asked else None
            unit.set(REGION, asked or "")
            unit.set(*index_setting(found))
            unit.commit()
            return found
        index = unit.setting(_INDEX)
    if asked is not None and asked != kept:
        raise DomainError(f"this desk belongs to region {kept or 'none'!r}, not {asked!r}; leave region= out", where="region")
    region = None
    if kept:
        try:
            region = plugins.region(kept)
        except PluginError as error:
            warnings.warn(f"region {kept!r} is missing, so its checks do not run: {error}", RuntimeWarning, stacklevel=3)
            return None
    if index != index_setting(region)[1]:
        message = "this desk's records were indexed by other rules, so some are not found; call registry.reindex(desk) once"
        warnings.warn(message, RuntimeWarning, stacklevel=3)
    return region


__all__ = ["Secretariat", "open"]
