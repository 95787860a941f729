"""Registers the channel ``mail``."""

from __future__ import annotations

from collections.abc import Sequence

from coordkit import hookimpl
from coordkit.ports import Notifier
from coordkit_mail.notifier import MailNotifier


@hookimpl
def coordkit_notifiers() -> Sequence[Notifier]:
    """Mail over the server that the environment names. Nothing is read, and no server asked, before a session is opened."""
    return [MailNotifier()]
