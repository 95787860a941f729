"""Saving: what counts as a change, what is refused, and that nothing is ever half written."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import attrs
import pytest

from coordkit import (
    Affiliation,
    AffiliationId,
    CheckFailed,
    Decision,
    DomainError,
    Information,
    InvitationId,
    Meeting,
    MeetingId,
    Organization,
    OrganizationId,
    OutcomeId,
    Person,
    PersonId,
    RegistryCode,
    Secretariat,
    StaleEdit,
    Text,
    Venue,
    hookimpl,
)
from coordkit.ports import Region
from tests.secretariat import desks


def test_a_saved_record_tells_its_place_in_the_history_and_the_callers_stays_as_it_was(desk: Secretariat) -> None:
    mine = desks.organization(desk)
    (kept,) = desk.save(mine)
    assert kept == mine
    assert kept.revision == 1 and kept.head == desks.changes(desk)[-1].digest and kept.changed_at is not None
    assert (mine.revision, mine.head, mine.changed_at) == (0, None, None)


def test_revisions_count_the_changes_of_the_record(desk: Secretariat) -> None:
    (first,) = desk.save(desks.organization(desk))
    (second,) = desk.save(attrs.evolve(first, kind="ngo"))
    (third,) = desk.save(attrs.evolve(second, kind="charity"))
    assert [each.revision for each in (first, second, third)] == [1, 2, 3]
    assert desk.get(Organization, first.id).revision == 3
    desks.verify(desk)


def test_saving_what_did_not_change_makes_no_change_by_whomever(url: str) -> None:
    with desks.opened(url) as desk:
        (kept,) = desk.save(desks.organization(desk))
        before = desks.held(desk)
        assert desk.save(kept) == (kept,)
        another = attrs.evolve(desk, actor="Інша")
        assert another.save(kept)[0].revision == 1
        assert desks.held(desk) == before


def test_a_stale_edit_is_refused_and_nothing_is_written(desk: Secretariat) -> None:
    (kept,) = desk.save(desks.organization(desk))
    desk.save(attrs.evolve(kept, kind="ngo"))
    before = desks.held(desk)
    for late in (attrs.evolve(kept, kind="charity"), kept, attrs.evolve(kept, kind="ngo")):
        with pytest.raises(
            StaleEdit, match=r"was changed since it was read.*Nothing was written; read it again and repeat the edit"
        ):
            desk.save(desks.organization(desk, "Інша"), late)
        assert desks.held(desk) == before


def test_a_new_record_does_not_take_the_place_of_one_that_is_there(desk: Secretariat) -> None:
    mine = desks.organization(desk)
    desk.save(mine)
    before = desks.held(desk)
    with pytest.raises(StaleEdit, match="is already there"):
        desk.save(mine)
    assert desks.held(desk) == before


def test_an_edit_of_what_was_erased_is_stale(desk: Secretariat) -> None:
    (kept,) = desk.save(desks.organization(desk))
    desk.erase(kept.id)
    before = desks.held(desk)
    for late in (attrs.evolve(kept, kind="ngo"), kept):
        with pytest.raises(StaleEdit, match="is not there"):
            desk.save(late)
    assert desks.held(desk) == before


def test_all_problems_of_all_records_come_together_and_nothing_is_written() -> None:
    desk = desks.opened(region="kherson")
    before = desks.held(desk)
    good = desks.organization(desk, "Добра")
    bad = desks.organization(desk, "Хибна", areas=("UA65", "UA99"), codes=(RegistryCode(scheme="UA-EDR", code="32855968"),))
    lonely = Decision(id=desk.new(OutcomeId), meeting=MeetingId(int=999), text=Text.of(en="x"))
    with pytest.raises(CheckFailed) as failed:
        desk.save(good, bad, lonely)
    told = {(problem.path, problem.message) for problem in failed.value.problems}
    assert any(path == "organization “Хибна”, areas[1]" and "'UA99' is no area of region kherson" in words for path, words in told)
    assert any(path == "organization “Хибна”, codes[0].code" and "check digit" in words for path, words in told)
    assert any(path == f"{lonely.id}, meeting" and "is not on this desk; save it first" in words for path, words in told)
    assert desks.held(desk) == before
    assert good.head is None
    desk.save(good)


def test_what_could_not_be_read_again_is_not_kept(desk: Secretariat) -> None:
    before = desks.held(desk)
    good = desks.organization(desk)
    bad = desks.meeting(desk, sequence=1.5, convener=desk.new(PersonId))
    with desk.work() as work:
        with pytest.raises(CheckFailed) as failed:
            work.save(good, bad)
        work.commit()
    assert [problem.path for problem in failed.value.problems] == [
        "meeting “Нарада”, convener",
        "meeting “Нарада”, sequence",
    ]
    assert desks.held(desk) == before


def test_nothing_is_half_written_even_for_somebody_who_goes_on_after_the_error() -> None:
    desk = desks.opened(region="kherson")
    with desk.work() as work:
        with pytest.raises(CheckFailed):
            work.save(desks.organization(desk, "Добра"), desks.organization(desk, "Хибна", areas=("UA99",)))
        work.commit()
    assert desk.each(Organization) == ()


def test_records_that_need_one_another_may_come_in_any_order(desk: Secretariat) -> None:
    person = Person(id=desk.new(PersonId), name=Text.of(uk="Ірина"))
    organization = desks.organization(desk)
    works = Affiliation(id=desk.new(AffiliationId), person=person.id, organization=organization.id, position=Text.of(uk="радниця"))
    records: tuple[Any, ...] = (works, person, organization)
    desk.save(*records)
    assert desk.get(Affiliation, works.id) == works


def test_a_unit_of_work_that_is_left_without_commit_forgets_everything(desk: Secretariat) -> None:
    before = desks.held(desk)
    mine = desks.organization(desk)
    with desk.work() as work:
        work.save(mine)
        assert work.get(Organization, mine.id) == mine
    assert desks.held(desk) == before
    with pytest.raises(RuntimeError), desk.work() as work:
        work.save(mine)
        raise RuntimeError("power cut")
    assert desks.held(desk) == before
    (kept,) = desk.save(mine)
    assert kept.revision == 1


def test_an_outcome_keeps_its_type(desk: Secretariat) -> None:
    (gathering,) = desk.save(desks.meeting(desk))
    (told,) = desk.save(Information(id=desk.new(OutcomeId), meeting=gathering.id, text=Text.of(en="x")))
    decided = Decision(id=told.id, meeting=gathering.id, text=Text.of(en="x"), head=told.head)
    with pytest.raises(DomainError, match="an outcome keeps its type; make a new outcome instead"):
        desk.save(decided)


def test_an_area_of_another_region_is_known_to_the_desk() -> None:
    desk = desks.opened(region="kherson")
    poltava = next(iter(desk.plugins.region("poltava").gazetteer)).code
    (kept,) = desk.save(desks.meeting(desk, venue=Venue(locality=poltava)))
    assert desk.get(Meeting, kept.id).venue == Venue(locality=poltava)


def test_a_register_whose_check_fails_is_named_and_nothing_is_written() -> None:
    def broken(code: str) -> str | None:
        raise ZeroDivisionError("oops")

    module = ModuleType("moon")
    region = Region(code="moon", names=Text.of(en="Moon"), registries={"MOON": broken})
    module.coordkit_regions = hookimpl(lambda: [region])  # type: ignore[attr-defined]  # a module takes any name
    desk = desks.opened(plugins=desks.plugins(module), region="moon")
    with pytest.raises(
        CheckFailed, match=r"codes\[0\]\.code: the check of '1' itself failed, tell its author: ZeroDivisionError: oops"
    ):
        desk.save(desks.organization(desk, codes=(RegistryCode(scheme="MOON", code="1"),)))
    assert desks.changes(desk) == ()


def test_typed_ids_do_not_meet(desk: Secretariat) -> None:
    (kept,) = desk.save(desks.organization(desk))
    assert desk.new(InvitationId) != kept.id
    with desk.work() as work:
        assert work.find(PersonId(int=kept.id.int)) is None
        assert work.find(OrganizationId(int=kept.id.int)) == kept
