"""Real programs that send from one desk: two at once, and one that is killed at a random moment."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

import attrs
import pytest

from coordkit.ports import MessageState
from coordkit.secretariat.correspondence import outbox
from tests.secretariat import desks
from tests.secretariat.channels import NOON, File, letter, queue

MANY = 40
ROOT = str(Path(__file__).parents[2])


@attrs.frozen
class Post:
    """A desk in a file with letters to go, a file that they go to, and programs that send them."""

    folder: Path

    @property
    def file(self) -> File:
        return File(self.folder / "carried")

    def fill(self, letters: int = MANY) -> None:
        """Every second letter is of one thread."""
        with desks.opened(desks.sqlite(self.folder), clock=desks.Clock(NOON, timedelta(0))) as desk:
            for number in range(letters):
                alone = letter(number)
                of_thread = attrs.evolve(alone, recipient="to@example.org", thread="uid", part=str(number))
                queue(desk, alone if number % 2 else of_thread)

    def start(self, *, connections: int, minutes: int = 1, pause: float = 0.002) -> subprocess.Popen[str]:
        """A program ready to send, so many minutes after noon, with a pause before and after each; ``go`` begins it."""
        desk, carried = str(self.folder / "desk.db"), str(self.file.path)
        command = [sys.executable, "-m", "tests.secretariat.channels", desk, carried, str(connections), str(minutes), str(pause)]
        program = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert program.stdout is not None and program.stdout.readline() == "ready\n"
        return program

    def states(self) -> Counter[MessageState]:
        with desks.opened(desks.sqlite(self.folder)) as desk:
            return Counter(message.state for message in outbox(desk))


@pytest.fixture
def post(tmp_path: Path) -> Post:
    return Post(tmp_path)


def go(program: subprocess.Popen[str]) -> None:
    assert program.stdin is not None
    program.stdin.write("go\n")
    program.stdin.flush()


def test_two_programs_that_send_at_once_send_nothing_twice_and_let_nothing_overtake(post: Post) -> None:
    post.fill()
    programs = [post.start(connections=2, pause=0.01) for _ in range(2)]
    for program in programs:
        go(program)
    sent = [int(program.communicate(timeout=120)[0]) for program in programs]
    carried = post.file.numbers
    assert sorted(carried) == list(range(MANY))
    assert min(sent) > 0 and sum(sent) == MANY
    threaded = [number for number in carried if number % 2 == 0]
    assert threaded == sorted(threaded)
    assert post.states() == {MessageState.SENT: MANY}


def test_a_sender_that_is_killed_loses_nothing_and_sends_at_most_one_for_each_connection_twice(post: Post) -> None:
    post.fill()
    chance, connections, kills, minutes = random.Random(1325), 2, 0, 0
    while post.states()[MessageState.SENT] < MANY:
        minutes += 11  # what a killed program had leased is free again
        before = len(post.file.numbers)
        program = post.start(connections=connections, minutes=minutes)
        go(program)
        patience = monotonic() + 60
        while kills < 5 and len(post.file.numbers) == before and monotonic() < patience:
            sleep(0.001)
        if kills < 5:
            sleep(chance.uniform(0, 0.02))
            program.kill()
            kills += program.wait() == -9
        program.communicate(timeout=120)
    assert kills >= 3, "it was done before it was killed, so this shows little"
    carried = Counter(post.file.numbers)
    assert set(carried) == set(range(MANY)), "none is lost"
    assert sum(carried.values()) - MANY <= kills * connections
    threaded = list(dict.fromkeys(number for number in post.file.numbers if number % 2 == 0))
    assert threaded == sorted(threaded)


def test_what_was_out_when_its_sender_died_goes_again_when_the_lease_is_over(post: Post) -> None:
    post.fill(3)
    program = (
        "import os, sys\n"
        "from tests.secretariat import channels\n"
        "channels.File.deliver = lambda channel, message: os._exit(9)\n"
        f"sys.argv[1:] = [{str(post.folder / 'desk.db')!r}, {str(post.file.path)!r}, '1', '1', '0']\n"
        "channels.main()"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, input="go\n", text=True, check=False).returncode == 9
    assert post.states() == {MessageState.LEASED: 1, MessageState.WAITING: 2}
    for minutes, sent in ((10, 1), (11, 2)):  # of the two that wait one is of the thread of the one that was out
        assert int(post.start(connections=1, minutes=minutes).communicate("go\n", timeout=60)[0]) == sent
    assert sorted(post.file.numbers) == [0, 1, 2]
