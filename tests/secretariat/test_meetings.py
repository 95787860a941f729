"""Planning under the region's rules, proposing the next meeting, and inviting: who gets what to read."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from types import ModuleType
from typing import Any, cast

import attrs
import pytest

from coordkit import (
    Area,
    AreaName,
    Audience,
    CheckFailed,
    Contact,
    ContactKind,
    CoordkitError,
    DomainError,
    Gazetteer,
    Invitation,
    Meeting,
    MeetingId,
    MeetingStatus,
    NotFound,
    OfficeId,
    OrganizationId,
    OutcomeId,
    Person,
    PersonId,
    Record,
    Request,
    Response,
    ResponseSource,
    Secretariat,
    Slot,
    Text,
    Tlp,
    Venue,
    hookimpl,
)
from coordkit.ports import Check, Finding, Message, Region
from coordkit.secretariat.meetings import findings, invite, plan, propose_next
from tests.secretariat import desks

SECRET_PLACE = "кабінет 314, вхід із двору"
SECRET_LINK = "https://meet.example.org/secret-room"
EXACT = Venue(locality="UA65100150000057191", place=Text.of(uk=SECRET_PLACE), link=SECRET_LINK, shelter_places=70)


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


# -- inviting ----------------------------------------------------------------------------------------------------------


@attrs.frozen
class Table:
    """A meeting with an office, an organization and two people to invite."""

    desk: Secretariat
    meeting: Meeting
    office: OfficeId
    invitees: tuple[PersonId | OrganizationId, ...]

    def invite(self, *invitees: PersonId | OrganizationId) -> tuple[Invitation, ...]:
        return invite(self.desk, self.meeting.id, invitees or self.invitees, office=self.office, channel="folder")


def person(desk: Secretariat, name: str, address: str | None, **more: Any) -> Person:
    contacts = (Contact(kind=ContactKind.EMAIL, value=address),) if address else ()
    return Person(id=desk.new(PersonId), name=Text.of(uk=name), contacts=contacts, **more)


@pytest.fixture
def table(desk: Secretariat) -> Table:
    (meeting,) = desk.save(
        desks.meeting(desk, "Нарада з безпеки", venue=EXACT, notes=Text.of(uk="лише для нас")).scheduled(desks.TEN)
    )
    (office,) = desk.save(desks.office(desk))
    (organization,) = desk.save(desks.organization(desk, "Рятувальники", "duty@rescue.example"))
    one, two = desk.save(
        person(desk, "Ірина Перша", "iryna@one.example", language="en", tlp=Tlp.RED),
        person(desk, "Петро Другий", "petro@two.example"),
    )
    return Table(desk, meeting, office.id, (organization.id, one.id, two.id))


def outbox(desk: Secretariat) -> tuple[Message, ...]:
    with desk.store.unit() as unit:
        return tuple(unit.messages())


def mail(message: Message) -> EmailMessage:
    return email.message_from_bytes(message.content, policy=email.policy.default)


def read(message: Message) -> str:
    """All that a recipient can read, decoded, headers too."""
    whole = mail(message)
    parts = [part for part in whole.walk() if not part.is_multipart()]
    texts = [cast(bytes, part.get_payload(decode=True)).decode() for part in parts]
    return "\n".join([*(f"{name}: {value}" for name, value in whole.items()), *texts]).replace("\r\n ", "")


def test_each_invitee_gets_one_mail_that_names_nobody_else(table: Table) -> None:
    made = table.invite()
    assert [invitation.invitee for invitation in made] == list(table.invitees)
    messages = outbox(table.desk)
    assert sorted(message.recipient for message in messages) == ["duty@rescue.example", "iryna@one.example", "petro@two.example"]
    words = {"duty@rescue.example": "Рятувальники", "iryna@one.example": "Ірина", "petro@two.example": "Петро"}
    for message in messages:
        text = read(message)
        assert message.recipient in text and words[message.recipient] in text
        for address, name in words.items():
            assert address == message.recipient or (address not in text and name not in text)


def test_a_mail_bears_the_label_and_no_note_of_ours_and_no_exact_place_before_it_was_accepted(table: Table) -> None:
    table.invite()
    for message in outbox(table.desk):
        text = read(message)
        assert "TLP:AMBER" in text and "Нарада з безпеки" in text
        assert not any(secret in text for secret in (SECRET_PLACE, SECRET_LINK, "лише для нас"))


def test_whoever_accepted_may_know_the_exact_place_and_nobody_else(table: Table) -> None:
    desk, (_, one, two) = table.desk, table.invitees
    made = {each.invitee: each for each in table.invite()}
    desk.save(made[one].answered(Response.ACCEPTED, at=desks.START, source=ResponseSource.PHONE))
    accepted = [each for each in desk.each(Invitation) if each.response is Response.ACCEPTED]
    for who in (one, two):
        entitled = [each.meeting for each in accepted if each.invitee == who]
        with desk.release(Audience.of_named([who], entitled=entitled)) as release:
            shown = release.get(table.meeting.id)
        assert isinstance(shown, Meeting)
        assert shown.venue == (EXACT if who == one else Venue(locality=EXACT.locality))


def test_each_reads_their_own_language_and_the_offices_else(table: Table) -> None:
    table.invite()
    languages = {message.recipient: mail(message)["Content-Language"] for message in outbox(table.desk)}
    assert languages == {"duty@rescue.example": "uk", "iryna@one.example": "en", "petro@two.example": "uk"}


def test_who_was_invited_already_is_not_invited_twice(table: Table) -> None:
    first = table.invite(table.invitees[0], table.invitees[0])
    second = table.invite()
    assert len(first) == 1 and [each.invitee for each in second] == list(table.invitees[1:])
    assert table.invite() == ()
    assert len(outbox(table.desk)) == len(table.desk.each(Invitation)) == 3


def test_message_ids_differ_and_stay(table: Table) -> None:
    table.invite()
    ids = [mail(message)["Message-ID"] for message in outbox(table.desk)]
    assert len(set(ids)) == 3
    assert [mail(message)["Message-ID"] for message in outbox(table.desk)] == ids


@pytest.mark.parametrize("case", ["no address", "a stranger", "a draft", "no office", "no sending address", "no meeting"])
def test_whatever_stands_in_the_way_of_one_is_told_and_nobody_is_invited(table: Table, case: str) -> None:
    desk = table.desk
    invitees: list[PersonId | OrganizationId] = list(table.invitees)
    complaint = {
        "no address": "“Оксана” has no e-mail address; add a contact first",
        "a stranger": "is not on this desk; save it first",
        "a draft": "nobody can be invited to a meeting that is draft",
        "no office": "no Office is kept under",
        "no sending address": "needs a sending address",
        "no meeting": "no Meeting is kept under",
    }[case]
    meeting, office = table.meeting.id, table.office
    if case == "no address":
        (mute,) = desk.save(person(desk, "Оксана", None))
        invitees.append(mute.id)
    elif case == "a stranger":
        invitees.append(PersonId(int=404))
    elif case == "a draft":
        (draft,) = desk.save(desks.meeting(desk))
        meeting = draft.id
    elif case == "no office":
        office = OfficeId(int=404)
    elif case == "no sending address":
        (silent,) = desk.save(desks.office(desk, addresses=()))
        office = silent.id
    else:
        meeting = MeetingId(int=404)
    before = desks.held(desk)
    with pytest.raises(CoordkitError, match=complaint):
        invite(desk, meeting, invitees, office=office, channel="folder")
    assert desks.held(desk) == before


def test_all_without_an_address_are_told_at_once(table: Table) -> None:
    mute = table.desk.save(person(table.desk, "Оксана", None), person(table.desk, "Юрій", None))
    with pytest.raises(DomainError) as refused:
        table.invite(*table.invitees, *(each.id for each in mute))
    assert "Оксана" in str(refused.value) and "Юрій" in str(refused.value)


def test_an_invitation_is_as_confidential_as_its_meeting(desk: Secretariat) -> None:
    (meeting,) = desk.save(desks.meeting(desk, tlp=Tlp.RED).scheduled(desks.TEN))
    (office,) = desk.save(desks.office(desk))
    (who,) = desk.save(desks.organization(desk))
    (made,) = invite(desk, meeting.id, [who.id], office=office.id, channel="folder")
    assert made.tlp is Tlp.RED
    assert "TLP:RED" in read(outbox(desk)[0])


def named(messages: Iterable[Message]) -> Iterator[set[Any]]:
    return (set(message.about) for message in messages)


def test_erasing_an_invitee_takes_their_mail_out_of_the_outbox(table: Table) -> None:
    table.invite()
    gone = table.invitees[1]
    table.desk.erase(gone)
    left = outbox(table.desk)
    assert sorted(message.recipient for message in left) == ["duty@rescue.example", "petro@two.example"]
    assert not any(gone.uuid in about for about in named(left))
