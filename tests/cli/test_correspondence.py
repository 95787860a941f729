"""Correspondence at the terminal: inviting, announcing with the change, answers by mail and by phone, what waits for a person."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.cli.conftest import Line

SERVER = "mx.example.org"
STRANGER = "someone@elsewhere.example"


@pytest.fixture
def post(desk: Line) -> Line:
    """The desk with an office that writes into a folder, two organizations that have addresses, and a monthly series."""
    desk.good("office", "set", "--address", "desk@example.org", "--channel", "folder", "--trusted-server", SERVER)
    desk.good("organizations", "edit", "громадська", "--email", "ngo@example.org")
    desk.good("organizations", "edit", "дснс", "--email", "ses@example.org")
    monthly = ("series", "plan", "Щомісячна", "--first", "2027-02-02 10:00", "--for", "1h", "--place", "зала 3")
    desk.good(*monthly, "--rule", "FREQ=MONTHLY;BYDAY=1TU")
    return desk


def queued(line: Line) -> list[str]:
    """To whom messages wait, sorted."""
    return sorted(each["recipient"] for each in line.json("outbox", "list", "--all") if each["state"] == "waiting")


def letters(line: Line) -> Iterator[email.message.EmailMessage]:
    """Sends what waits into a folder, and reads what is new there."""
    folder = line.folder / "letters"
    before = set(folder.glob("*.eml")) if folder.exists() else set()
    line.good("outbox", "send", "--channel", "folder", "--at", str(folder))
    for file in sorted(set(folder.glob("*.eml")) - before):
        yield email.message_from_bytes(file.read_bytes(), policy=email.policy.default)


def calendar_of(letter: email.message.EmailMessage) -> str:
    (first, *_) = (part for part in letter.walk() if part.get_content_type() == "text/calendar")
    return str(first.get_content()).replace("\r\n ", "").replace("\n ", "")


def a_reply(
    letter: email.message.EmailMessage, answer: str, *, method: str = "REPLY", lines: str = "", vouched: bool = True
) -> bytes:
    """What a small client answers to a letter: in words of our own, from the address that was written to."""
    calendar, who = calendar_of(letter), str(letter["To"]).rpartition("<")[2].rstrip(">")
    (uid,), (sequence,) = re.findall(r"^UID:(\S+)", calendar, re.M), re.findall(r"^SEQUENCE:(\d+)", calendar, re.M)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    said = f"Authentication-Results: {SERVER}; dmarc=pass header.from={who.partition('@')[2]}\r\n" if vouched else ""
    return (
        f"{said}From: <{who}>\r\nTo: desk@example.org\r\nSubject: Re\r\nMIME-Version: 1.0\r\n"
        f"Content-Type: text/calendar; method={method}; charset=utf-8\r\n\r\n"
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//small//EN\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n"
        f"SEQUENCE:{sequence}\r\nDTSTAMP:{stamp}\r\n{lines}ATTENDEE;PARTSTAT={answer}:mailto:{who}\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


def received(line: Line, raw: bytes, *words: str) -> Any:
    (line.folder / "answer.eml").write_bytes(raw)
    (one,) = line.json("inbox", "receive", "answer.eml", *words)
    return one


def responses(line: Line, about: str = "перше") -> dict[str, str]:
    known = {"ngo@example.org": "громадська", "ses@example.org": "дснс"}
    ids = {line.json("organizations", "show", name)["id"]: address for address, name in known.items()}
    return {ids[each["invitee"]]: each["response"] for each in line.json("invitations", "list", about)}


def test_a_meeting_is_invited_to_answered_moved_and_cancelled(post: Line) -> None:
    shown = post.good("meetings", "invite", "перше", "громадська", "дснс", "--role", "optional")
    assert "До надсилання: 2 листи" in shown and "громадська" in shown.lower()
    first, second = letters(post)
    assert "зала 2" not in calendar_of(first) + calendar_of(second)

    taken = received(post, a_reply(first, "ACCEPTED"))
    assert taken["verdict"] == "taken"
    assert sorted(responses(post).values()) == ["ACCEPTED", "NEEDS-ACTION"]
    (place,) = letters(post)
    assert place["To"] == first["To"] and "зала 2" in calendar_of(place)

    doubtful = received(post, a_reply(second, "DECLINED", vouched=False))
    assert doubtful["verdict"] == "quarantined"
    waiting = post.good("inbox", "list", "--quarantined")
    assert "сервер не підтверджує відправника" in waiting and doubtful["id"].partition(":")[2][:8] in waiting
    accepted = post.good("inbox", "accept", doubtful["id"])
    assert doubtful["id"].partition(":")[2][:8] in accepted and "не підтверджує" not in accepted, "why it waited is past"
    assert post.json("inbox", "list", "--quarantined") == []
    assert sorted(responses(post).values()) == ["ACCEPTED", "DECLINED"]

    done = post.json("meetings", "reschedule", "перше", "--to", "2026-12-02 10:00", "--announce")
    assert (done["meeting"]["sequence"], done["told"]["queued"], done["told"]["unreached"]) == (1, 2, [])
    assert set(responses(post).values()) == {"NEEDS-ACTION"}
    shown = post.good("meetings", "cancel", "перше", "--announce", "--yes")
    assert "До надсилання: 2 листи" in shown
    assert all("METHOD:CANCEL" in calendar_of(each) for each in letters(post)), "what was not sent yet is superseded"


def test_a_change_without_a_word_is_remarked_on_until_it_is_announced(post: Line) -> None:
    post.good("meetings", "invite", "перше", "громадська")
    shown = post.good("meetings", "reschedule", "перше", "--to", "2026-12-02 10:00")
    (how,) = re.findall(r"coordkit (meetings announce \w+)", shown)
    assert queued(post) == ["ngo@example.org"]
    told = post.json(*how.split())["told"]
    assert (told["queued"], told["recipients"]) == (1, ["ngo@example.org"])
    assert "Нового ні для кого немає" in post.good(*how.split())
    assert "announce" not in post.good("meetings", "edit", "перше", "--kind", "training")


def test_who_accepts_by_phone_is_told_the_place_by_the_next_announcement(post: Line) -> None:
    post.good("meetings", "invite", "перше", "громадська", "дснс")
    list(letters(post))
    post.good("invitations", "answer", "перше", "громадська", "accepted", "--by", "phone")
    assert post.json("meetings", "announce", "перше")["told"] == {"queued": 1, "recipients": ["ngo@example.org"], "unreached": []}
    (place,) = letters(post)
    assert "зала 2" in calendar_of(place) and "SEQUENCE:0" in calendar_of(place)
    assert post.json("meetings", "announce", "перше")["told"]["queued"] == 0


def test_every_step_that_changes_a_meeting_can_tell_of_it(post: Line) -> None:
    post.good("meetings", "invite", "перше", "громадська")
    steps = (
        ("meetings", "move-online", "перше", "--link", "https://meet.example.org/a"),
        ("meetings", "postpone", "перше", "--until", "2027-01"),
        ("meetings", "reschedule", "перше", "--to", "2027-01-12 10:00", "--for", "90m"),
        ("meetings", "edit", "перше", "--locality", "Бериславська міська"),
        ("meetings", "cancel", "перше", "--yes"),
    )
    list(letters(post))
    for number, step in enumerate(steps, 1):
        done = post.json(*step, "--announce")
        assert (done["meeting"]["sequence"], done["told"]["queued"]) == (number, 1), step
        assert len(list(letters(post))) == 1


def test_those_whom_no_mail_reaches_are_named(post: Line) -> None:
    post.good("meetings", "invite", "перше", "громадська", "дснс")
    post.good("organizations", "edit", "дснс", "--phone", "+380441234567")  # which replaces its contacts
    shown = post.good("meetings", "reschedule", "перше", "--to", "2026-12-02 10:00", "--announce", "--lang", "en")
    assert "To be sent: 1 message" in shown and "No mail reaches them, tell them in another way: Emergency Service [" in shown


def test_one_day_of_a_series_is_moved_cancelled_and_answered_for_itself(post: Line) -> None:
    post.good("series", "invite", "щомісячна", "громадська", "дснс")
    list(letters(post))
    done = post.json("series", "move", "щомісячна", "2027-03-02", "--to", "2027-03-03 10:00", "--announce")
    assert done["told"]["queued"] == 2
    assert all("RECURRENCE-ID" in calendar_of(each) for each in letters(post))
    post.good("invitations", "answer", "щомісячна", "громадська", "accepted", "--by", "phone")
    post.good("invitations", "answer", "щомісячна", "громадська", "declined", "--by", "messenger", "--day", "2027-04-06")
    rows = {
        (each["occurrence"] or {}).get("start"): each
        for each in post.json("invitations", "list", "щомісячна")
        if each["recorded_by"]
    }
    assert {day: each["response"] for day, each in rows.items()} == {None: "ACCEPTED", "2027-04-06T10:00:00": "DECLINED"}
    assert rows[None]["response_source"] == "phone"
    assert post("invitations", "answer", "щомісячна", "громадська", "declined", "--by", "phone", "--day", "2027-04-07").code == 1
    told = post.json("series", "cancel", "щомісячна", "--day", "2027-04-06", "--announce", "--yes")["told"]
    assert told["queued"] == 2
    later = post.json(
        "series",
        "split",
        "щомісячна",
        "2027-06-01",
        "--first",
        "2027-06-02 11:00",
        "--rule",
        "FREQ=MONTHLY;BYDAY=1WE",
        "--announce",
    )
    assert later["later"]["follows"] == later["ended"]["id"] and later["told"]["queued"] == 4
    ended = post.json("series", "end", later["later"]["id"], "2027-09-01", "--announce", "--yes")
    assert ended["told"]["queued"] == 2
    assert post.json("series", "cancel", later["later"]["id"], "--announce", "--yes")["told"]["queued"] == 2


def test_who_is_named_with_a_meeting_of_a_series_answers_for_that_day(post: Line) -> None:
    post.good("series", "invite", "щомісячна", "громадська")
    meeting = post.json("series", "move", "щомісячна", "2027-03-02", "--to", "2027-03-03 10:00")["meeting"]["id"]
    post.good("invitations", "answer", meeting, "громадська", "tentative", "--by", "in_person")
    assert [each["response"] for each in post.json("invitations", "list", meeting)] == ["NEEDS-ACTION", "TENTATIVE"]
    refused = post("invitations", "withdraw", post.json("series", "meeting", "щомісячна", "2027-04-06")["id"], "громадська")
    assert refused.code == 1 and "the whole series" in refused.err
    assert post.json("invitations", "withdraw", "щомісячна", "громадська")["withdrawn_at"]


def test_series_have_their_own_list_of_invitees(post: Line) -> None:
    assert post("series", "invite", "щомісячна").code == 0
    assert len(post.json("series", "invite", "щомісячна", "громадська")["invitations"]) == 1
    again = post.json("series", "invite", "щомісячна", "громадська", "дснс")
    assert (len(again["invitations"]), len(again["invited_already"])) == (1, 1)
    post.good("people", "edit", "голова", "--email", "head@example.org")
    one = post.json("series", "invite", "щомісячна", "голова", "--day", "2027-02-02")
    assert one["invitations"][0]["occurrence"]["start"] == "2027-02-02T10:00:00"


def test_an_invitation_is_withdrawn_and_passed_on(post: Line) -> None:
    post.good("meetings", "invite", "перше", "громадська")
    list(letters(post))
    passed = post.json("invitations", "delegate", "перше", "громадська", "дснс", "--by", "phone", "--announce")
    assert (passed["delegator"]["response"], passed["told"]["recipients"]) == ("DELEGATED", ["ses@example.org"])
    assert "участь делеговано → ДСНС" in re.sub(r"\s+", " ", post.good("invitations", "list", "перше"))
    (invited,) = letters(post)
    assert "METHOD:REQUEST" in calendar_of(invited)
    post.good("invitations", "withdraw", "перше", "дснс")
    (gone,) = letters(post)
    assert "METHOD:CANCEL" in calendar_of(gone) and gone["To"] == invited["To"]
    assert "запрошення відкликано" in re.sub(r"\s+", " ", post.good("invitations", "list", "перше"))
    again = post.json("invitations", "delegate", "перше", "громадська", "дснс", "--by", "in_person")
    assert again["delegate"]["withdrawn_at"] is None
    assert len(post.json("invitations", "list", "перше")) == 2, "whoever was on the list before has one invitation"


def test_a_delegate_whom_no_mail_reaches_is_named(post: Line) -> None:
    post.good("meetings", "invite", "перше", "громадська")
    someone = post.json("people", "add", "uk=Без адреси")["id"]
    passed = post.json("invitations", "delegate", "перше", "громадська", "Без адреси", "--by", "phone", "--announce")
    assert passed["told"] == {"queued": 0, "recipients": [], "unreached": [someone]}


def test_another_time_proposed_is_accepted_or_refused(post: Line) -> None:
    post.good("meetings", "invite", "перше", "громадська", "дснс")
    first, second = letters(post)
    proposed = "DTSTART:20261203T080000Z\r\nDTEND:20261203T093000Z\r\n"
    counter = received(post, a_reply(first, "TENTATIVE", method="COUNTER", lines=proposed))
    assert (counter["kind"], counter["verdict"]) == ("counter", "quarantined")
    shown = re.sub(r"\s+", " ", post.good("inbox", "show", counter["id"]))
    assert "3 грудня 2026, 10:00–11:30, за київським часом" in shown, "proposed in UTC, shown by the clock of the office"
    post.good("inbox", "reject", counter["id"], "--reason", "Залишаємо цей час")
    (declined,) = letters(post)
    assert "METHOD:DECLINECOUNTER" in calendar_of(declined) and declined["To"] == first["To"]
    counter = received(post, a_reply(second, "TENTATIVE", method="COUNTER", lines=proposed))
    for wrong in (("--for", "90m"), ("--when", "2026-12"), ("--when", "2026-12-04", "--for", "1h")):
        assert post("inbox", "accept", counter["id"], *wrong).code == 2
    post.good("inbox", "accept", counter["id"], "--when", "2026-12-04 11:00")
    slot = post.json("meetings", "show", "перше")["when"]["slot"]
    assert (slot["start"], slot["seconds"], slot["zone"]) == ("2026-12-04T11:00:00", 5400, "Europe/Kyiv")
    assert len(list(letters(post))) == 2
    assert post("inbox", "accept", counter["id"]).code == 1


def test_the_same_message_again_changes_nothing_and_several_are_taken_in_at_once(post: Line) -> None:
    post.good("meetings", "invite", "перше", "громадська", "дснс")
    for number, letter in enumerate(letters(post)):
        (post.folder / f"{number}.eml").write_bytes(a_reply(letter, "ACCEPTED"))
    both = post.json("inbox", "receive", "0.eml", "1.eml", "0.eml")
    assert [each["verdict"] for each in both] == ["taken"] * 3 and both[0] == both[2]
    assert len(post.json("inbox", "list")) == 2
    shown = post.good("inbox", "receive", "0.eml", "--lang", "en")
    assert re.fullmatch(r"[0-9a-f]{8}  taken, answer, ngo@example.org\n", shown), shown


def test_a_message_comes_by_the_standard_input_and_a_bare_file_with_a_sender(post: Line) -> None:
    post.good("meetings", "invite", "перше", "громадська")
    (letter,) = letters(post)
    raw = a_reply(letter, "ACCEPTED").decode()
    bare = raw.partition("\r\n\r\n")[2]
    (post.folder / "bare.ics").write_bytes(bare.encode())
    (unsaid,) = post.json("inbox", "receive", "bare.ics")
    assert (unsaid["verdict"], unsaid["reason"]["en"]) == ("quarantined", "nobody knows who sent it")
    (post.folder / "bare2.ics").write_bytes(bare.replace("ACCEPTED", "TENTATIVE").encode())
    (said,) = post.json("inbox", "receive", "bare2.ics", "--sender", "ngo@example.org")
    assert (said["sender"], said["verdict"]) == ("ngo@example.org", "quarantined"), "no server vouches for it"
    done = post("inbox", "receive", "-", answer=raw)
    assert (done.code, done.err) == (0, "") and "ngo@example.org" in done.out
    assert responses(post) == {"ngo@example.org": "ACCEPTED"}


def test_what_strangers_write_steers_no_terminal(post: Line) -> None:
    hostile = "=?utf-8?q?=1B[31m[red]Urgent=E2=80=AE=0D=0A[/red]?="
    raw = f"From: =?utf-8?q?=1B]0;x=07?= <{STRANGER}>\r\nSubject: {hostile}\r\n\r\nHello\r\n"
    one = received(post, raw.encode())
    for words in (("inbox", "list"), ("inbox", "show", one["id"]), ("inbox", "reject", one["id"], "--reason", "\x1b[31mні")):
        done = post(*words)
        assert done.code == 0
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", done.out + done.err), words
        if words[1] != "reject":
            assert "[red]Urgent" in done.out, "what looks like markup is text"


def test_reminding_is_quiet_until_something_is_due(post: Line) -> None:
    soon = datetime.now(UTC) + timedelta(hours=30)
    post.good("meetings", "reschedule", "перше", "--to", f"{soon:%Y-%m-%d} 12:00", "--zone", "UTC")
    assert post.good("remind") == ""
    post.good("meetings", "invite", "перше", "громадська")
    post.good("office", "set", "--reminder", "unanswered=3d", "--reminder", "venue=3d", "--reminder", "overdue=0d")
    assert post.good("remind").startswith("Додано до надсилання: точне місце: 1"), "who was asked just now is not asked again"
    assert post.good("remind") == ""
    assert post.json("remind") == {"reminders": {}, "queued": 0, "recipients": [], "unreached": []}


def test_the_office_says_how_it_corresponds(post: Line) -> None:
    post.good("office", "set", "--reply-policy", "take", "--reminder", "unanswered=1d12h", "--reminder", "venue=90m")
    shown = post.json("office", "show")
    assert (shown["channel"], shown["trusted_server"], shown["reply_policy"]) == ("folder", SERVER, "take")
    assert shown["reminders"] == [{"kind": "unanswered", "by": 129600}, {"kind": "venue", "by": 5400}]
    post.good("office", "set", "--reminder", "none", "--trusted-server", "none")
    shown = post.json("office", "show")
    assert (shown["reminders"], shown["trusted_server"]) == ([], None)
    done = post("office", "set", "--channel", "pigeon")
    assert done.code == 0 and "pigeon" in done.err
    for wrong in ("unanswered", "unanswered=soon", "birthday=2d", "unanswered=400d", "=2d", "unanswered="):
        assert post("office", "set", "--reminder", wrong).code == 2, wrong


def test_the_office_has_its_own_words(post: Line) -> None:
    (post.folder / "ours.txt").write_bytes("\ufeffШановні колеги!\r\n".encode())
    post.good("office", "letter", "greeting.txt", "uk", "ours.txt")
    assert "greeting.txt (uk)" in post.good("office", "show")
    post.good("meetings", "invite", "перше", "громадська")
    (letter,) = letters(post)
    assert "Шановні колеги!" in letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]  # there is one
    (post.folder / "wrong.txt").write_text("{{ secrets() }}")
    (post.folder / "bytes.txt").write_bytes(b"\xff\xfe")
    for code, *words in (
        (1, "greeting.txt", "uk", "wrong.txt"),
        (1, "greeting.txt", "uk", "bytes.txt"),
        (1, "greeting.txt", "uk", "nowhere.txt"),
        (1, "greetings.txt", "uk", "ours.txt"),
        (2, "greeting.txt", "uk"),
        (2, "greeting.txt", "uk", "ours.txt", "--remove"),
        (2, "greeting.txt", "Ukrainian", "ours.txt"),
        (1, "greeting.txt", "en", "--remove"),
    ):
        done = post("office", "letter", *words)
        assert (done.code, done.out) == (code, "") and done.err.startswith("coordkit: "), (words, done)
    post.good("office", "letter", "greeting.txt", "uk", "--remove")
    assert post.json("office", "show")["templates"] == []


def test_a_step_that_is_undone_is_told_of_too(post: Line) -> None:
    post.good("meetings", "invite", "перше", "громадська")
    post.good("meetings", "reschedule", "перше", "--to", "2026-12-02 10:00", "--announce")
    assert "meetings announce" in post.good("restore", "перше", "1")
    told = post.json("meetings", "announce", "перше")
    assert (told["meeting"]["sequence"], told["told"]["queued"]) == (2, 1)


def test_who_sees_whom_is_said_with_the_meeting(post: Line) -> None:
    for name, address in (("громадська", "ngo@example.org"), ("дснс", "ses@example.org")):
        post.good("organizations", "edit", name, "--email", address, "--consent", "group")
    post.good("meetings", "edit", "перше", "--show-attendees")
    post.good("meetings", "invite", "перше", "громадська", "дснс")
    assert all(calendar_of(each).count("\nATTENDEE") == 2 for each in letters(post))
    post.good("meetings", "edit", "перше", "--hide-attendees", "--announce")
    assert all(calendar_of(each).count("\nATTENDEE") == 1 for each in letters(post))


WRONG: tuple[tuple[int, str], ...] = (
    (2, "meetings invite перше"),
    (1, "meetings invite перше nobody"),
    (1, "meetings invite nowhere громадська"),
    (2, "meetings invite перше громадська --role boss"),
    (1, "meetings invite перше громадська --organizer громадська"),
    (1, "meetings invite перше громадська --office nowhere"),
    (1, "meetings invite перше громадська --channel pigeon"),
    (1, "meetings invite перше голова"),
    (1, "series invite щомісячна громадська --day 2027-02-03"),
    (2, "series invite щомісячна громадська --day tomorrow"),
    (1, "meetings announce nowhere"),
    (1, "meetings announce перше --channel pigeon"),
    (1, "series announce nowhere"),
    (2, "series split щомісячна 2027-06-01"),
    (2, "series split щомісячна 2027-06-01 --rule monthly"),
    (2, "series split щомісячна 2027-06-01 --for 1h --zone UTC"),
    (1, "series split щомісячна 2027-06-02 --for 2h"),
    (2, "series split щомісячна 2027-06-01 --first 2027-06-02T10:00Z"),
    (1, "invitations list nowhere"),
    (1, "invitations withdraw перше громадська"),
    (1, "invitations withdraw 00000000"),
    (2, "invitations withdraw перше громадська дснс"),
    (2, "invitations withdraw"),
    (2, "invitations answer перше громадська accepted"),
    (2, "invitations answer перше громадська perhaps --by phone"),
    (2, "invitations answer перше громадська accepted --by pigeon"),
    (1, "invitations answer перше громадська accepted --by phone"),
    (1, "invitations answer перше дснс delegated --by phone"),
    (1, "invitations answer перше дснс accepted --by phone --day 2027-02-02"),
    (2, "invitations answer перше дснс accepted --by phone --at yesterday"),
    (1, "invitations answer перше дснс accepted --by phone --at 2999-01-01T00:00Z"),
    (1, "invitations delegate перше дснс дснс --by phone"),
    (1, "invitations delegate перше дснс nobody --by phone"),
    (2, "invitations delegate перше дснс --by"),
    (2, "inbox receive"),
    (1, "inbox receive nowhere.eml"),
    (2, "inbox receive ."),
    (2, "inbox receive answer.ics --sender nobody"),
    (1, "inbox receive answer.ics --office nowhere"),
    (2, "inbox list --verdict lost"),
    (2, "inbox list --quarantined --verdict taken"),
    (1, "inbox show 00000000"),
    (1, "inbox accept 00000000"),
    (1, "inbox reject перше"),
    (1, "remind --channel pigeon"),
    (1, "remind --office nowhere"),
)


@pytest.mark.parametrize(("code", "words"), WRONG, ids=lambda value: str(value))
def test_wrong_input_gives_one_clear_message_and_nothing_is_written(post: Line, code: int, words: str) -> None:
    post.good("meetings", "invite", "перше", "дснс")
    (post.folder / "answer.ics").write_text("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    before = (post.folder / "desk.db").read_bytes()
    done = post(*words.split())
    assert (done.code, done.out) == (code, ""), done
    assert done.err.startswith(("coordkit: ", "Usage")) and "fault in coordkit" not in done.err, done.err
    assert (post.folder / "desk.db").read_bytes() == before
