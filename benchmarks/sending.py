"""Sending through a server that fails and from a program that is killed: nothing lost, and no more twice than must be."""

from __future__ import annotations

import os
import random
import signal
import smtplib
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import attrs
import smtp_servers
from smtp_servers import Chance, Server, Stage

from benchmarks.correspondence import LEASE, Clock, Verdict, changes, invitations, opened, queue, verdict, waiting
from benchmarks.figures import Figure, timed
from benchmarks.wrong_senders import RendersAgain, send_marking_first
from coordkit import Secretariat
from coordkit.ports import Message, MessageState, Notifier
from coordkit.secretariat.correspondence import send
from coordkit_mail.notifier import MailNotifier

MESSAGES = int(os.environ.get("COORDKIT_BENCH_MAILS", "5000"))
KILLS = int(os.environ.get("COORDKIT_BENCH_KILLS", "100"))
CONNECTIONS = 4
_ROOT = Path(__file__).resolve().parent.parent

Sender = Callable[[Secretariat, Notifier], object]


def figures() -> Iterator[Figure]:
    """Through a failing server, from a killed program, and in what time; then the same rules on senders that break them."""
    threads = MESSAGES // 4
    through = failing(threads, seed=1325)
    yield from _rules("a server that fails 30 %", through)
    yield _share("duplicates through it", through.twice, "replies lost after acceptance", through.lost_replies, 1)
    killed, most = kills(threads, KILLS, seed=1325)
    yield from _rules(f"{KILLS} kills", killed)
    yield _share("duplicates by them", killed.twice, "kills and connections", KILLS * CONNECTIONS, 1)
    yield _share("most in doubt after one kill", most, "connections", CONNECTIONS, 1)
    yield from _times(threads)
    marked = failing(50, seed=1325, sender=send_marking_first)
    yield _control("mark sent, then send: lost", marked.lost)
    renamed = failing(50, seed=1325, dress=RendersAgain)
    yield _control("render at each try: several Message-IDs", renamed.renamed)


def _rules(where: str, found: Verdict) -> Iterator[Figure]:
    yield _share(f"lost through {where}", found.lost, "queued", found.queued, 0)
    yield _share("messages of several Message-IDs or other bytes", found.renamed + found.altered, "taken", found.taken, 0)
    yield _share("stale ones after newer", found.stale, "taken", found.taken, 0)


def _share(what: str, ours: int, of: str, all: int, limit: float) -> Figure:
    return Figure(what, of, ours, max(all, 1), "mails", limit)


def _control(what: str, found: int) -> Figure:
    """At least one must be found, or the rule above sees nothing."""
    return Figure(f"control: at least one by those who {what}", "found", 1, max(found, 0.1), "mails", 1)


# -- a server that fails


def failing(
    threads: int,
    *,
    seed: int,
    share: float = 0.3,
    sender: Sender = lambda desk, notifier: send(desk, notifier, connections=CONNECTIONS),
    dress: Callable[[Notifier], Notifier] = lambda notifier: notifier,
) -> Verdict:
    """All messages of so many threads through a server of which so large a share of transactions fails.

    Changes are queued while the first run goes on, a tenth of the threads at a time, so that they meet messages on their way.
    """
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder, Server(Chance(seed, share)).running() as server:
        desk = opened(Path(folder) / "desk.db", clock)
        queue(desk, invitations(threads))
        notifier = dress(MailNotifier(environ={"COORDKIT_SMTP_TIMEOUT": "20"}).at(server.url))
        changing = _Changing(desk, threads, clock)
        if sender is send_marking_first:
            sender(desk, notifier)
        else:
            send(desk, notifier, connections=CONNECTIONS, progress=changing)
        changing(1, 1)
        while due := [message.due_at for message in waiting(desk) if message.state is MessageState.WAITING]:
            clock.now = max(*due, clock.now + LEASE)
            sender(desk, notifier)
        found = verdict(desk, server.accepted)
        desk.close()
    return found


@attrs.define
class _Changing:
    """Queues the changes of the next threads as a run goes on."""

    desk: Secretariat
    threads: int
    clock: Clock
    changed: int = 0

    def __call__(self, done: int, total: int) -> None:
        until = self.threads * (done * 10 // total) // 10
        if until > self.changed:
            queue(self.desk, changes(range(self.changed, until), self.clock.now))
            self.changed = until


# -- a sender that is killed


def kills(
    threads: int, times: int, *, seed: int, marks_first: bool = False, connections: int = CONNECTIONS, latest: float = 0.02
) -> tuple[Verdict, int]:
    """All messages of so many threads from a program that is killed so often, and how many were in doubt after one kill at most.

    It is killed at a step of a conversation that is drawn, or up to ``latest`` seconds after it; the next program begins when the
    lease of what the last one had is over.
    """
    chance, clock = random.Random(seed), Clock()
    most = 0
    with tempfile.TemporaryDirectory() as folder, Server().running() as server:
        path = Path(folder) / "desk.db"
        desk = opened(path, clock)
        queue(desk, invitations(threads))
        began = clock.now
        steps = max(20, 5 * 4 * threads // max(times, 1))
        for killed in range(times):
            if killed == times // 2:
                queue(desk, changes(range(threads), clock.now))
            before = len(server.accepted)
            with _program(path, server, clock.now - began, connections, marks_first) as program:
                server.watch = _Killer(program, chance.randint(1, steps), chance.choice((0.0, chance.uniform(0, latest))))
                program.wait()
            server.watch = smtp_servers.ignore
            _settle_down(server)
            with desk.store.unit() as unit:
                in_doubt = {str(message.id) for message in unit.messages(MessageState.LEASED)}
            most = max(most, len(in_doubt & {each.header("X-Message") for each in server.accepted[before:]}))
            clock.now += LEASE
        with _program(path, server, clock.now - began, connections, marks_first) as program:
            program.wait()
        found = verdict(desk, server.accepted)
        desk.close()
    return found, most


@contextmanager
def _program(path: Path, server: Server, later: timedelta, connections: int, marks_first: bool) -> Iterator[subprocess.Popen[str]]:
    command = [
        sys.executable,
        "-m",
        "benchmarks.sender",
        str(path),
        server.url,
        str(connections),
        str(later // timedelta(minutes=1)),
    ]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [*command, *(["marks-first"] if marks_first else [])], cwd=_ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None and program.stdout.readline() == "ready\n"
        yield program


@attrs.define
class _Killer:
    """Kills a program when the server has met so many steps, or a little later."""

    program: subprocess.Popen[str]
    steps: int
    delay: float

    def __call__(self, stage: Stage) -> None:
        self.steps -= 1
        if self.steps == 0 and self.delay:
            threading.Timer(self.delay, self._kill).start()
        elif self.steps == 0:
            self._kill()

    def _kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.program.pid, signal.SIGKILL)


def _settle_down(server: Server) -> None:
    """Waits until the server has seen the end of all that the last program said."""
    deadline = time.monotonic() + 10
    while server.talking and time.monotonic() < deadline:
        time.sleep(0.001)


# -- in what time


def _times(threads: int) -> Iterator[Figure]:
    """Through the outbox against a bare loop of ``smtplib`` over the same bytes, to the same kind of server."""
    with tempfile.TemporaryDirectory() as folder:
        desk = opened(Path(folder) / "desk.db", Clock())
        messages = invitations(threads)
        queue(desk, messages)
        with _elsewhere() as port:
            bare, bare_wall = _timed(lambda: _bare(messages, port), len(messages))
        with _elsewhere() as port:
            notifier = MailNotifier(environ={}).at(f"smtp://127.0.0.1:{port}?security=none")
            ours, ours_wall = _timed(lambda: send(desk, notifier, connections=CONNECTIONS), len(messages))
        assert not list(waiting(desk))
        desk.close()
    yield Figure("send a message through the outbox", "a bare loop of smtplib: processor", ours, bare, "us", 10)
    yield Figure("the same", "by the clock, which tells of the disk", ours_wall, bare_wall, "us")


def _timed(work: Callable[[], object], pieces: int) -> tuple[float, float]:
    """Microseconds a piece of processor time, and by the clock."""
    begun = time.perf_counter()
    processor = timed(work, pieces)
    return processor, (time.perf_counter() - begun) / pieces * 1e6


def _bare(messages: Sequence[Message], port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port, local_hostname="[127.0.0.1]") as server:
        for message in messages:
            server.sendmail("office@example.org", [message.recipient], message.content)


@contextmanager
def _elsewhere() -> Iterator[int]:
    """The port of a server in a program of its own, whose work is not counted as ours."""
    with subprocess.Popen(
        [sys.executable, smtp_servers.__file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdin is not None and program.stdout is not None
        yield int(program.stdout.readline())
        program.stdin.close()
        program.wait()
