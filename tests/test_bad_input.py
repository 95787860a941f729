"""Bad input: each is one clear message that says what, where and what to do; and the desk holds what it held before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest

from coordkit import (
    CheckFailed,
    CoordkitError,
    DomainError,
    Meeting,
    Organization,
    OrganizationId,
    ParseError,
    PluginError,
    RegistryCode,
    Repeat,
    Secretariat,
    Slot,
    StaleEdit,
    Text,
    from_json,
    hookimpl,
    to_json,
)
from coordkit.ports import Region, StoreType
from coordkit.secretariat.meetings import plan
from tests.secretariat import desks

KHERSON_CITY = "UA65100150000057191"


@pytest.fixture(params=["memory", "sqlite"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Secretariat]:
    """A desk of the region kherson with an organization and a meeting on it."""
    url = "memory://" if request.param == "memory" else desks.sqlite(tmp_path)
    with desks.opened(url, region="kherson") as made:
        made.save(desks.organization(made, areas=(KHERSON_CITY,)))
        made.save(desks.meeting(made).scheduled(desks.TEN))
        yield made


@contextmanager
def refused(desk: Secretariat, error: type[CoordkitError], *said: str) -> Iterator[None]:
    """One error, whose message says all of this; and the desk afterwards as before."""
    before = desks.held(desk)
    with pytest.raises(error) as raised:
        yield
    message = str(raised.value)
    assert type(raised.value) is error
    assert [words for words in said if words not in message] == [], message
    assert desks.held(desk) == before


def first(desk: Secretariat, kind: type[Any]) -> Any:
    return desk.each(kind)[0]


# -- JSON --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"name": {"uk": "ДСНС"},\n "kind" "ngo"}', ["this is no JSON", "at line 2, column 9", "repair it there"]),
        ("", ["this is no JSON", "line 1, column 1"]),
        (b'{"name": "\xff"}', ["this is no UTF-8 (byte 10)", "save it as UTF-8"]),
        ('{"kind": "a", "kind": "b"}', ["key 'kind' stands twice; keep one"]),
        ('{"revision": 1.5}', ["1.5 is not a whole number"]),
        ('{"revision": NaN}', ["NaN is not a whole number"]),
        ('{"position": ' + "9" * 5000 + "}", ["a number in it has thousands of digits"]),
        ("[" * 100_000, ["nested too deeply"]),
        ("[]", ["expected an object, not []"]),
        ("{}", ["schema null is not known here"]),
        ('{"schema": 1, "record": "meting"}', ['"meting" is no kind of record; known are ', "meeting"]),
    ],
)
def test_broken_json_tells_where_it_breaks(desk: Secretariat, text: str | bytes, said: list[str]) -> None:
    with refused(desk, ParseError, "inbox/a.json: ", *said):
        desk.save(from_json(text, where="inbox/a.json"))


def test_a_record_in_json_tells_all_that_is_wrong_with_it_by_path(desk: Secretariat) -> None:
    fields = json.loads(to_json(first(desk, Meeting)))
    fields |= {"purpose": 5, "tlp": "PINK", "groups": ["group:1"], "colour": "red"}
    fields["when"]["slot"]["start"] = "2026-06-18T10:00:00+03:00"
    del fields["title"]
    with refused(
        desk, ParseError, "a.json: 6 problem(s)", "purpose: ", "tlp: ", "groups[0]: ", "colour: ", "when: ", "title: is missing"
    ):
        desk.save(from_json(json.dumps(fields), where="a.json"))


# -- codes -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("32855968", "the check digit of EDRPOU 32855968 is 8, but the first seven digits give 1; compare it with the register"),
        ("3285596", "EDRPOU 3285596 has 7 digits, and should have eight"),
        ("3285596І", "holds more than digits; write its eight digits alone"),
    ],
)
def test_a_wrong_edrpou(desk: Secretariat, code: str, said: str) -> None:
    bad = desks.organization(desk, "Рятувальники", codes=(RegistryCode(scheme="UA-EDR", code=code),))
    with refused(desk, CheckFailed, "organization “Рятувальники”, codes[0].code: ", said, "nothing was written"):
        desk.save(bad)


def test_an_unknown_katottg(desk: Secretariat) -> None:
    bad = desks.organization(desk, "Рятувальники", areas=(KHERSON_CITY, "UA65100150000057192"))
    with refused(
        desk,
        CheckFailed,
        "organization “Рятувальники”, areas[1]: 'UA65100150000057192' is no area of region kherson",
        "look it up in the gazetteer",
        "nothing was written",
    ):
        desk.save(bad)


# -- times -------------------------------------------------------------------------------------------------------------


def slotted(desk: Secretariat, **changes: Any) -> str:
    """The meeting on the desk as JSON, with another slot."""
    fields = json.loads(to_json(first(desk, Meeting)))
    fields["when"]["slot"] |= changes
    return json.dumps(fields)


def test_a_naive_time(desk: Secretariat) -> None:
    start, end = datetime(2026, 6, 18, 10), datetime(2026, 6, 18, 12, tzinfo=UTC)
    with refused(desk, DomainError, "start: 2026-06-18 10:00:00 is a naive time; attach tzinfo=ZoneInfo('Europe/Kyiv')"):
        plan(desk, desks.meeting(desk).scheduled(Slot.between(start, end)))
    with refused(desk, DomainError, "is a naive time; attach a zone"):
        desk.save(first(desk, Meeting).started().interrupted(start))
    fields = json.loads(to_json(first(desk, Meeting)))
    fields["interruptions"] = [{"start": "2026-06-18T10:00:00", "end": None, "reason": None}]
    with refused(desk, ParseError, "interruptions[0].start: expected a moment in UTC such as"):
        desk.save(from_json(json.dumps(fields)))


def test_an_end_before_the_start(desk: Secretariat) -> None:
    end = desks.TEN.starts - timedelta(hours=1)
    with refused(desk, DomainError, "end: the end 2026-06-18 09:00:00+03:00 is not after the start", "swap or correct them"):
        plan(desk, desks.meeting(desk).scheduled(Slot.between(desks.TEN.starts, end)))
    with refused(desk, ParseError, "when: it ends before or as it starts; give an end after the start"):
        desk.save(from_json(slotted(desk, seconds=-3600)))


def test_a_skipped_local_time(desk: Secretariat) -> None:
    said = "2026-03-29 03:30:00 does not exist in Europe/Kyiv: the clocks skip it; choose another time"
    with refused(desk, DomainError, "slot.start: ", said):
        plan(desk, desks.meeting(desk).scheduled(Slot(datetime(2026, 3, 29, 3, 30), timedelta(hours=1), "Europe/Kyiv")))
    with refused(desk, ParseError, "when: ", said):
        desk.save(from_json(slotted(desk, start="2026-03-29T03:30:00")))


def test_a_repeated_local_time_without_saying_which_of_the_two(desk: Secretariat) -> None:
    said = "2026-10-25 03:30:00 comes twice in Europe/Kyiv, as the clocks go back; add repeat=Repeat.FIRST or Repeat.SECOND"
    twice = datetime(2026, 10, 25, 3, 30)
    with refused(desk, DomainError, "slot.start: ", said):
        plan(desk, desks.meeting(desk).scheduled(Slot(twice, timedelta(hours=1), "Europe/Kyiv")))
    with refused(desk, ParseError, "when: ", said):
        desk.save(from_json(slotted(desk, start="2026-10-25T03:30:00")))
    plan(desk, desks.meeting(desk).scheduled(Slot(twice, timedelta(hours=1), "Europe/Kyiv", Repeat.FIRST)))


# -- plugins -----------------------------------------------------------------------------------------------------------


def module(name: str, **hooks: Any) -> ModuleType:
    made = ModuleType(name)
    for hook, gives in hooks.items():
        setattr(made, f"coordkit_{hook}", hookimpl(gives if callable(gives) else lambda gives=gives: gives))
    return made


def clay(scheme: str = "clay") -> StoreType:
    def cannot(address: str) -> Any:
        raise AssertionError("nobody opens this")

    return StoreType(scheme, cannot)


def broken() -> Any:
    raise ZeroDivisionError("oops")


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (module("clay", stores=broken), "clay is set aside: ZeroDivisionError: oops"),
        (module("clay", storez=[clay()]), "coordkit_storez: is no hook of coordkit; did you mean coordkit_stores?"),
        (module("clay", stores=["clay"]), "clay is set aside: coordkit_stores"),
    ],
    ids=["broken", "misspelt", "wrong"],
)
def test_a_plugin_that_is_wrong_is_named_and_the_desk_works_on_without_it(tmp_path: Path, bad: ModuleType, said: str) -> None:
    url = desks.sqlite(tmp_path)
    with desks.opened(url, region="kherson") as desk:
        desk.save(desks.organization(desk))
        before = desks.held(desk)
    plugins = desks.plugins(bad)
    (told,) = plugins.broken
    assert said in str(told)
    with pytest.raises(PluginError, match="no store is called 'clay'"):
        desks.opened("clay://x", plugins=plugins)
    with desks.opened(url, plugins=plugins) as desk:
        assert desk.region is not None and desk.region.code == "kherson"
        assert desks.held(desk) == before


def test_a_name_that_two_plugins_claim_is_refused_naming_both_and_nothing_is_written(tmp_path: Path) -> None:
    url = desks.sqlite(tmp_path)
    with desks.opened(url, region="kherson") as desk:
        before = desks.held(desk)
    one, two = (module(name, stores=[clay()]) for name in ("baked", "raw"))
    plugins = desks.plugins(one, two)
    with pytest.raises(PluginError, match=r"'clay' is claimed by baked.* and raw"):
        desks.opened("clay://x", plugins=plugins)
    with desks.opened(url, plugins=plugins) as desk:
        assert desks.held(desk) == before
    second = module("impostor", regions=[Region(code="kherson", names=Text.of(en="No Kherson"))])
    both = desks.plugins(second)
    with pytest.raises(PluginError, match=r"'kherson' is claimed by .*impostor"):
        desks.opened(desks.sqlite(tmp_path, "new.db"), region="kherson", plugins=both)
    with pytest.warns(RuntimeWarning, match=r"region 'kherson' is missing.*impostor"), desks.opened(url, plugins=both) as desk:
        assert desks.held(desk) == before


# -- edits -------------------------------------------------------------------------------------------------------------


def test_a_stale_edit(desk: Secretariat) -> None:
    mine = theirs = first(desk, Organization)
    desk.save(attrs.evolve(theirs, kind="emergency_service"))
    with refused(
        desk, StaleEdit, str(mine.id), "was changed since it was read", "Nothing was written; read it again and repeat the edit"
    ):
        desk.save(desks.organization(desk, "Інша"), attrs.evolve(mine, kind="ngo"))
    assert first(desk, Organization).kind == "emergency_service"
    with refused(desk, StaleEdit, "is already there"):
        desk.save(Organization(id=OrganizationId(int=mine.id.int), name=Text.of(uk="Двійник")))
