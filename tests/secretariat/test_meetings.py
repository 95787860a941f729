"""Planning under the region's rules, and proposing the next meeting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from types import ModuleType
from typing import Any

import pytest

from coordkit import (
    Area,
    AreaName,
    CheckFailed,
    Gazetteer,
    Meeting,
    MeetingId,
    MeetingStatus,
    NotFound,
    OutcomeId,
    Record,
    Request,
    Secretariat,
    Slot,
    Text,
    Tlp,
    Venue,
    hookimpl,
)
from coordkit.ports import Check, Finding, Region
from coordkit.secretariat.meetings import findings, plan, propose_next
from tests.secretariat import desks


def finding(name: str, blocks: bool = False) -> Finding:
    return Finding(check=name, message=Text.of(uk=f"Знахідка {name}", en=f"Found by {name}"), blocks=blocks)


def check(name: str, *found: Any, **more: Any) -> Check:
    def run(record: Record, on: date) -> Iterable[Finding]:
        if found and isinstance(found[0], Exception):
            raise found[0]
        return found

    return Check(name=name, run=run, sources=(), **more)


def region(code: str, *checks: Check, parent: str | None = None, area: str | None = None) -> ModuleType:
    module = ModuleType(code)
    areas = [Area(code=area, level=1, type="x", names=(AreaName(name=Text.of(en=code)),))] if area else []
    made = Region(code=code, names=Text.of(en=code), parent=parent, gazetteer=Gazetteer(areas), checks=checks, languages=("en",))
    module.coordkit_regions = hookimpl(lambda: [made])  # type: ignore[attr-defined]  # a module takes any name
    return module


def desk_of(*regions: ModuleType) -> Secretariat:
    return desks.opened(plugins=desks.plugins(*regions), region=regions[0].__name__)


# -- planning ----------------------------------------------------------------------------------------------------------


def test_a_finding_that_blocks_leaves_nothing_written_and_tells_all_that_block() -> None:
    desk = desk_of(region("moon", check("a", finding("a", True)), check("b", finding("b")), check("c", finding("c", True))))
    with pytest.raises(CheckFailed, match="“Нарада” cannot be planned so; nothing was written") as failed:
        plan(desk, desks.meeting(desk))
    assert [(problem.path, problem.message) for problem in failed.value.problems] == [("a", "Found by a"), ("c", "Found by c")]
    assert desks.changes(desk) == ()


def test_findings_that_advise_come_back_with_the_meeting_that_was_kept() -> None:
    desk = desk_of(region("moon", check("a", finding("a"))))
    planned = plan(desk, desks.meeting(desk))
    assert [each.check for each in planned.findings] == ["a"]
    assert desk.get(Meeting, planned.meeting.id).revision == planned.meeting.revision == 1


@pytest.mark.parametrize("broken", [ZeroDivisionError("oops"), "no finding", SystemError()])
def test_a_check_that_fails_is_named_and_stops_no_other(broken: Any) -> None:
    desk = desk_of(region("moon", check("broken", broken), check("after", finding("after"))))
    first, second = plan(desk, desks.meeting(desk)).findings
    assert first.check == "broken" and not first.blocks
    assert str(first.message).startswith("the check itself failed, tell its author: ")
    assert second.check == "after"


def test_parents_checks_come_first() -> None:
    desk = desk_of(region("child", check("own", finding("own")), parent="above"), region("above", check("far", finding("far"))))
    assert [each.check for each in findings(desk, desks.meeting(desk))] == ["far", "own"]


def test_the_region_that_holds_the_venue_checks_it_and_else_the_desks_own() -> None:
    desk = desk_of(
        region("here", check("here", finding("here")), area="H1"), region("there", check("there", finding("there")), area="T1")
    )
    said = {
        locality: [each.check for each in plan(desk, desks.meeting(desk, venue=Venue(locality=locality))).findings]
        for locality in ("H1", "T1", None)
    }
    assert said == {"H1": ["here"], "T1": ["there"], None: ["here"]}


def test_a_check_runs_on_the_days_on_which_it_is_in_force() -> None:
    dated = check("dated", finding("dated"), since=date(2026, 6, 18), until=date(2026, 6, 18))
    desk = desk_of(region("moon", dated))
    for day, expected in ((17, []), (18, ["dated"]), (19, [])):
        slot = Slot(datetime(2026, 6, day, 10), timedelta(hours=1), "UTC")
        assert [each.check for each in findings(desk, desks.meeting(desk).scheduled(slot))] == expected


def test_a_meeting_in_the_kherson_curfew_is_advised_on() -> None:
    desk = desks.opened(region="kherson")
    late = Slot(datetime(2026, 6, 18, 20), timedelta(hours=2), "Europe/Kyiv")
    planned = plan(desk, desks.meeting(desk, venue=Venue(locality="UA65100150000057191")).scheduled(late))
    assert "kherson.curfew" in [each.check for each in planned.findings]


# -- the next meeting --------------------------------------------------------------------------------------------------


def test_the_next_meeting_is_proposed_from_the_one_before_and_not_kept(desk: Secretariat) -> None:
    (convener,) = desk.save(desks.organization(desk))
    (before,) = desk.save(desks.meeting(desk, convener=convener.id, tlp=Tlp.GREEN, language="uk", notes=Text.of(uk="для себе")))
    desk.save(Request(id=desk.new(OutcomeId), meeting=before.id, text=Text.of(uk="укриття")))
    (other,) = desk.save(desks.meeting(desk))
    desk.save(Request(id=desk.new(OutcomeId), meeting=other.id, text=Text.of(uk="інше")))
    count = len(desks.changes(desk))
    proposed = propose_next(desk, before.id)
    assert [str(item.title) for item in proposed.agenda] == ["Запит: укриття"]
    assert (proposed.predecessor, proposed.convener, proposed.tlp, proposed.language) == (before.id, convener.id, Tlp.AMBER, "uk")
    assert (proposed.status, proposed.when, proposed.head, proposed.notes) == (MeetingStatus.DRAFT, None, None, None)
    assert proposed.id != before.id and proposed.uid != before.uid
    assert len(desks.changes(desk)) == count
    assert str(propose_next(desk, before.id, title=Text.of(uk="Друга")).title) == "Друга"


def test_words_of_a_strict_outcome_make_the_proposal_as_strict(desk: Secretariat) -> None:
    (before,) = desk.save(desks.meeting(desk, tlp=Tlp.CLEAR))
    desk.save(Request(id=desk.new(OutcomeId), meeting=before.id, text=Text.of(uk="таємне"), tlp=Tlp.RED))
    proposed = propose_next(desk, before.id)
    assert [str(item.title) for item in proposed.agenda] == ["Запит: таємне"]
    assert proposed.tlp is Tlp.RED


def test_nothing_follows_a_meeting_that_is_not_there(desk: Secretariat) -> None:
    with pytest.raises(NotFound):
        propose_next(desk, MeetingId(int=404))
