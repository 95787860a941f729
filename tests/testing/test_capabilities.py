"""What an adapter says it cannot do is not asked of it: the test is gone, not skipped, and comes back in an heir that can."""

from __future__ import annotations

import pytest

from coordkit import CoordkitError
from coordkit.testing.contract import Contract, needs
from tests.stores.test_memory import TestMemory as Memory


class Flight(Contract):
    flies: bool = True
    lands: bool = True

    def test_it_has_a_name(self) -> None:
        assert type(self).__name__

    @needs("flies")
    def test_it_takes_off(self) -> None:
        assert self.flies

    @needs("flies", "lands")
    def test_it_comes_down(self) -> None:
        assert self.lands


class Ostrich(Flight):
    flies = False


class Rocket(Flight):
    lands = False


class TamedOstrich(Ostrich):
    flies = True


class OwnWords(Flight):
    flies = False

    def test_it_takes_off(self) -> None:
        assert not self.flies


def test_an_adapter_that_can_do_all_is_asked_all() -> None:
    assert Flight.promises() == ("test_it_comes_down", "test_it_has_a_name", "test_it_takes_off")
    assert Flight.exempt() == ()


def test_what_needs_a_missing_capability_is_gone() -> None:
    assert Ostrich.promises() == ("test_it_has_a_name",)
    assert Ostrich.exempt() == ("test_it_comes_down", "test_it_takes_off")
    assert Rocket.exempt() == ("test_it_comes_down",)


def test_an_heir_that_regains_a_capability_is_asked_again() -> None:
    assert TamedOstrich.promises() == Flight.promises()


def test_a_test_that_the_heir_wrote_itself_stays() -> None:
    assert OwnWords.promises() == ("test_it_has_a_name", "test_it_takes_off")


def test_the_memory_store_is_exempt_from_what_lasts_and_from_nothing_else() -> None:
    assert Memory.exempt() == (
        "test_a_desk_opened_again_is_the_same",
        "test_a_killed_program_leaves_all_that_it_committed_and_nothing_else",
        "test_a_unit_open_at_the_end_is_forgotten",
        "test_two_programs_lose_no_edit",
        "test_two_programs_send_nothing_twice",
        "test_two_programs_that_send_one_thread_let_nothing_overtake",
    )


def test_a_capability_that_is_neither_true_nor_false_is_refused_where_it_stands() -> None:
    with pytest.raises(CoordkitError, match=r"Penguin\.flies: expected True or False, not 'a little'"):
        type("Penguin", (Flight,), {"flies": "a little"})
