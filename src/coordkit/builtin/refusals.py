"""What both built-in stores refuse, in one wording."""

from __future__ import annotations

from uuid import UUID

from coordkit import StaleEdit, StoreError
from coordkit.ports import Change


def stale_edit(kind: str, id: UUID, *, stored: bytes | None, expected: bytes | None, where: str) -> StaleEdit:
    """The error of a ``put`` whose expected head is not the stored one."""
    record = f"{kind}:{UUID(int=id.int)}"
    if expected is None:
        what = f"{record} is already there, so it cannot be put as a new one"
    elif stored is None:
        what = f"{record} is not there (any more)"
    else:
        what = f"{record} was changed since it was read"
    return StaleEdit(f"{what}. Nothing was written; read it again and repeat the edit", where=where)


def unit_is_over(where: str) -> StoreError:
    """The error of a unit of work that was used after its end."""
    return StoreError("this unit of work is over (committed, left or broken off); open another with store.unit()", where=where)


def unit_in_unit(where: str) -> StoreError:
    """The error of a unit of work that was opened inside another one of the same store."""
    return StoreError("a unit of work of this store is still open; commit or leave it before the next one", where=where)


def snapshot_is_for_reading(where: str) -> StoreError:
    """The error of a write in a snapshot."""
    return StoreError("a snapshot is only for reading; write in store.unit()", where=where)


def store_is_closed(where: str) -> StoreError:
    """The error of a store that was used after its end."""
    return StoreError("this store is closed; open the desk again", where=where)


def payload_does_not_hold(change: Change, where: str) -> StoreError:
    """The error of a Change whose payload is not the one that its header names."""
    record = f"{change.kind}:{UUID(int=change.record.int)}"
    return StoreError(
        f"the Change {change.digest.hex()[:12]} of {record} bears another payload than its header names. Nothing was written; "
        "fetch the Change again from where it came",
        where=where,
    )


def no_way_to_settle(where: str) -> StoreError:
    """The error of settling a message as leased."""
    return StoreError("a message is settled as sent, failed or waiting; only lease() makes it leased", where=where)
