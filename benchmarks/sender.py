"""A program that sends what is due at a desk and may be killed while it does: DESK SERVER CONNECTIONS MINUTES [marks-first]."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.correspondence import Clock, opened
from benchmarks.wrong_senders import send_marking_first
from coordkit.secretariat.correspondence import send
from coordkit_mail.notifier import MailNotifier

if __name__ == "__main__":
    path, server, connections, minutes, *marks_first = sys.argv[1:]
    desk = opened(Path(path), Clock(datetime(2026, 6, 18, 12, tzinfo=UTC) + timedelta(minutes=int(minutes))))
    notifier = MailNotifier(environ={}).at(server)
    print("ready", flush=True)
    if marks_first:
        send_marking_first(desk, notifier)
    else:
        send(desk, notifier, connections=int(connections))
