"""The contract of regions catches those that break it: one fault is planted in each, and the named promise must see it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import count
from typing import Any, cast

import attrs
import pytest

from coordkit import Area, AreaName, Gazetteer, Meeting, Plugins, Point, Record, Seat, Slot, Source, Text, Tlp
from coordkit.ports import Check, Finding, Region, SeatTemplate, Term
from coordkit.testing import RegionContract
from coordkit.testing.region_checks import gatherings
from tests.plugins.strangers import only, plugin
from tests.testing.promises import broken_promises

PAGE = (Source(url="https://example.org/rules"),)
_TURNS = count()


def text(words: str) -> Text:
    return Text.of(uk=f"{words} українською", en=words)


def area(code: str, parent: str | None = None, *, level: int = 1, **more: Any) -> Area:
    names = (AreaName(name=Text.of(uk=f"Місце {code}", en=f"Place {code}")),)
    return Area(code=code, level=level, type="unit", names=names, parent=parent, **more)


def night(record: Record, on: date, *, inside: str = "IS", name: str = "island.night", sources: Any = PAGE) -> Iterator[Finding]:
    """Speaks of meetings late in the evening in areas whose code begins so."""
    if not isinstance(record, Meeting) or not isinstance(record.when, Slot) or record.when.start.hour < 21:
        return
    if record.venue and (record.venue.locality or "").startswith(inside):
        yield Finding(check=name, message=text("the last ferry leaves at nine"), blocks=False, sources=sources)


def register(code: str) -> str | None:
    return None if code.isascii() and code.isdigit() and len(code) == 4 else "four digits, please"


def stricter(record: Record, tlp: Tlp) -> Tlp:
    return max(tlp, Tlp.GREEN)


def latin(words: str) -> str:
    return words.translate({ord("М"): "M", ord("і"): "i", ord("с"): "s", ord("ц"): "ts", ord("е"): "e"} | _REST)


_REST = {ord(letter): "x" for letter in "абвгґдєжзийїклмнопрстуфхчшщьюяОТ"}
NIGHT = Check(name="island.night", run=night, sources=PAGE, since=date(2025, 4, 1))
SEATS = (Seat(code="guard", label=text("coast guard"), kind="guard", sector="safety"),)
COUNTRY = Region(
    code="country",
    names=text("Country"),
    zone="Europe/Kyiv",
    languages=("uk", "en"),
    gazetteer=Gazetteer([area("C")]),
    kinds=(Term(code="ngo", label=text("NGO")),),
)
MAINLAND = Region(
    code="mainland", names=text("Mainland"), parent="country", gazetteer=Gazetteer([area("ML"), area("ML1", "ML", level=2)])
)
ISLAND = Region(
    code="island",
    names=text("Island"),
    parent="country",
    gazetteer=Gazetteer(
        [
            area("IS", codes={"pcode": "P1"}, point=Point(latitude=46.5, longitude=31.5, source="own survey")),
            area("IS1", "IS", level=2, codes={"pcode": "P2"}),
        ]
    ),
    kinds=(Term(code="guard", label=text("coast guard")),),
    sectors=(Term(code="safety", label=text("safety")),),
    labels={"role": (Term(code="chair", label=text("chair")), Term(code="member", label=text("member")))},
    seat_templates=(SeatTemplate(name="council", label=text("council"), seats=SEATS, sources=PAGE),),
    checks=(NIGHT,),
    registries={"island": register},
    romanize=latin,
    sharing_rules=(stricter,),
    status_level=1,
)


class Heir(RegionContract):
    code = "island"
    right_codes = {"island": "1234"}  # noqa: RUF012  # a contract's declaration, as its heirs write it

    def __init__(self, give: Callable[[], Region]) -> None:
        self.give = give

    def discovered(self) -> Plugins:
        return only(plugin("ours", regions=lambda: [self.give()]), plugin("theirs", regions=[COUNTRY, MAINLAND]))


def broken(give: Callable[[], Region], promise: str | None = None) -> set[str]:
    heir = Heir(give)

    def fixtures() -> Mapping[str, Any]:
        plugins = heir.discovered()
        given = give()
        # What is set aside when it is found is asked as it was given.
        return {"plugins": plugins, "region": plugins.regions().get("island", given)}

    return broken_promises(heir, fixtures, only=promise)


def island(**changes: Any) -> Region:
    return attrs.evolve(ISLAND, **changes)


def with_check(**changes: Any) -> Region:
    return island(checks=(attrs.evolve(NIGHT, **changes),))


def checked_by(run: Callable[[Record, date], Any]) -> Region:
    return with_check(run=run)


def with_template(**changes: Any) -> Region:
    return island(seat_templates=(attrs.evolve(ISLAND.seat_templates[0], **changes),))


def holding(*areas: Area, **more: Any) -> Region:
    return island(gazetteer=Gazetteer([*ISLAND.gazetteer, *areas]), **more)


class Careless(Gazetteer):
    """A gazetteer of somebody's own, which does not look whether an area stands twice."""

    def __iter__(self) -> Iterator[Area]:
        yield from (*super().__iter__(), *super().__iter__())


class Deaf(Gazetteer):
    def named(self, words: str) -> tuple[Area, ...]:
        return tuple(found for found in self if words in found.name)


def everywhere(record: Record, on: date) -> Iterator[Finding]:
    return night(record, on, inside="")


def by_a_prefix_that_is_too_short(record: Record, on: date) -> Iterator[Finding]:
    if isinstance(record, Meeting) and record.venue and record.venue.locality and record.venue.locality[-1] == "1":
        yield from night(record, on, inside="")


def without_a_place_too(record: Record, on: date) -> Iterator[Finding]:
    if isinstance(record, Meeting) and (record.venue is None or record.venue.locality in (None, "IS", "IS1")):
        yield Finding(check="island.night", message=text("late"), blocks=False, sources=PAGE)


def trusts_every_record(record: Record, on: date) -> Iterator[Finding]:
    if cast(Any, record).venue.locality.startswith("IS"):
        yield from night(record, on)


def gives_texts(record: Record, on: date) -> Iterator[Any]:
    yield from (finding.message for finding in night(record, on))


def never_the_same(record: Record, on: date) -> Iterator[Finding]:
    for finding in night(record, on):
        yield attrs.evolve(finding, message=text(f"finding {next(_TURNS)}"))


def in_english_only(record: Record, on: date) -> Iterator[Finding]:
    yield from (attrs.evolve(finding, message=Text.of(en="late")) for finding in night(record, on))


def refused_by_its_own_register() -> Region:
    return island(registries={"island": lambda code: "no such code"})


_P = RegionContract
_Y = (Term(code="chair", label=text("chair")), Term(code="chair", label=text("head")))
PLANTED: dict[Callable[..., None], dict[str, Callable[[], Region]]] = {
    _P.test_its_code_is_claimed_once: {
        "a code of another region": lambda: island(code="mainland"),
        "an area that nobody holds": lambda: island(areas=("IS7",)),
        "a parent that is not there": lambda: island(parent="empire"),
    },
    _P.test_its_code_can_be_typed_and_written_into_a_desk: {
        "a code in capitals": lambda: island(code="The Island"),
    },
    _P.test_it_is_the_same_each_time_it_is_found: {
        "new each time": lambda: island(names=text(f"Island {next(_TURNS)}")),
    },
    _P.test_a_desk_works_in_it: {
        "a zone that sets it aside": lambda: island(zone="Nowhere"),
    },
    _P.test_its_zone_can_be_loaded: {
        "an unknown zone": lambda: island(zone="Europe/Nowhere"),
        "areas without a zone": lambda: island(parent=None),
    },
    _P.test_no_area_stands_twice: {
        "an area twice": lambda: island(parent=None, gazetteer=Careless(ISLAND.gazetteer)),
    },
    _P.test_no_further_code_is_of_two_areas: {
        "a P-code twice": lambda: holding(area("IS2", "IS", level=2, codes={"pcode": "P2"})),
    },
    _P.test_no_area_is_a_strangers_too: {
        "a neighbour's area": lambda: holding(area("ML1", "IS", level=2)),
    },
    _P.test_every_parent_of_an_area_is_there_and_a_level_above: {
        "a parent that is missing": lambda: holding(area("IS2", "IS9", level=2)),
        "an area in itself": lambda: holding(area("IS2", "IS2", level=2)),
    },
    _P.test_an_area_answers_to_its_name: {
        "names that are not trimmed": lambda: island(parent=None, gazetteer=Deaf(ISLAND.gazetteer)),
    },
    _P.test_every_point_is_on_the_map_and_says_where_it_comes_from: {
        "degrees the wrong way round": lambda: holding(area("IS2", point=Point(latitude=131.5, longitude=46.5, source="map"))),
        "a point from nowhere": lambda: holding(area("IS2", point=Point(latitude=1, longitude=1, source=" "))),
    },
    _P.test_each_of_its_languages_is_named_once: {
        "a language twice": lambda: island(languages=("uk", "en", "uk")),
        "a language in words": lambda: island(languages=("Ukrainian",)),
    },
    _P.test_every_text_is_there_in_all_its_languages: {
        "a label in one language": lambda: island(kinds=(Term(code="guard", label=Text.of(en="guard")),)),
    },
    _P.test_no_code_stands_twice_in_a_vocabulary: {
        "a code twice in a vocabulary": lambda: island(labels={"role": _Y}),
    },
    _P.test_every_code_of_a_vocabulary_can_be_written: {
        "a code with a space": lambda: island(kinds=(Term(code="guard ", label=text("guard")),)),
    },
    _P.test_seat_templates_and_the_seats_in_each_are_told_apart: {
        "a seat twice": lambda: with_template(seats=SEATS * 2),
        "a template twice": lambda: island(seat_templates=ISLAND.seat_templates * 2),
        "a template without seats": lambda: with_template(seats=()),
    },
    _P.test_every_seat_template_has_a_source: {
        "a template without a source": lambda: with_template(sources=()),
        "a template with an empty source": lambda: with_template(sources=(Source(),)),
    },
    _P.test_seats_are_for_kinds_and_sectors_that_the_region_knows: {
        "a seat for an unknown kind": lambda: with_template(seats=(attrs.evolve(SEATS[0], kind="navy"),)),
    },
    _P.test_every_check_has_a_name_and_a_source: {
        "a check without a source": lambda: with_check(sources=()),
        "a check without a name": lambda: with_check(name=" "),
    },
    _P.test_a_check_ends_after_it_begins_and_no_other_of_its_name_holds_beside_it: {
        "a check that ends before it begins": lambda: with_check(until=date(2025, 3, 1)),
        "two checks of one name on one day": lambda: island(
            checks=(NIGHT, attrs.evolve(NIGHT, since=None, until=date(2025, 5, 1)))
        ),
    },
    _P.test_each_check_speaks_of_some_meeting_of_the_region: {
        "a check that never speaks": lambda: checked_by(lambda record, on: ()),
    },
    _P.test_what_a_check_finds_bears_its_name_and_a_source_in_all_languages: {
        "a finding under another name": lambda: checked_by(lambda record, on: night(record, on, name="night")),
        "a finding without a source": lambda: checked_by(lambda record, on: night(record, on, sources=())),
        "a finding in one language": lambda: checked_by(in_english_only),
    },
    _P.test_a_check_is_silent_about_other_regions_meetings: {
        "speaks of every place": lambda: checked_by(everywhere),
        "speaks of a neighbour": lambda: checked_by(by_a_prefix_that_is_too_short),
    },
    _P.test_a_check_is_silent_about_a_meeting_without_a_place: {
        "speaks of no place": lambda: checked_by(without_a_place_too),
    },
    _P.test_a_check_answers_for_every_record_with_findings_only: {
        "takes every record for a meeting": lambda: checked_by(trusts_every_record),
        "finds texts": lambda: checked_by(lambda record, on: [text("late")]),
    },
    _P.test_a_check_says_the_same_when_it_is_asked_again: {
        "never says the same": lambda: checked_by(never_the_same),
    },
    _P.test_romanization_gives_latin_letters: {
        "leaves Cyrillic": lambda: island(romanize=str),
    },
    _P.test_romanization_leaves_what_is_latin_and_takes_any_text: {
        "changes what is Latin": lambda: island(romanize=lambda words: latin(words).lower()),
    },
    _P.test_a_register_takes_a_right_code_and_says_of_any_other_what_is_wrong: {
        "a register that takes all": lambda: island(registries={"island": lambda code: None}),
        "a register that reads numbers": lambda: island(registries={"island": lambda code: None if int(code) else "0"}),
        "a register that refuses its own": refused_by_its_own_register,
    },
    _P.test_the_level_down_to_which_areas_are_named_is_a_level_of_its_areas: {
        "a level of no area": lambda: island(status_level=9),
    },
    _P.test_no_sharing_rule_makes_a_record_freer: {
        "a rule that makes freer": lambda: island(sharing_rules=(lambda record, tlp: Tlp.CLEAR,)),
        "a rule that decides by words": lambda: island(sharing_rules=(lambda record, tlp: "AMBER",)),
    },
}
FAULTS = {name: (region, promise.__name__) for promise, faults in PLANTED.items() for name, region in faults.items()}


def test_a_sound_region_breaks_no_promise() -> None:
    assert broken(lambda: ISLAND) == set()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_region_that_breaks_a_promise_is_caught(fault: str) -> None:
    region, promise = FAULTS[fault]
    assert broken(region, promise) == {promise}


def test_each_promise_has_a_region_that_breaks_it() -> None:
    assert set(RegionContract.promises()) == {promise.__name__ for promise in PLANTED}


class OfThePeople(Heir):
    by_place = False


def test_a_region_with_a_check_about_people_is_not_asked_about_meetings_without_a_place() -> None:
    assert OfThePeople.exempt() == ("test_a_check_is_silent_about_a_meeting_without_a_place",)


def test_a_check_that_speaks_of_an_unusual_meeting_is_shown_one() -> None:
    def jubilee(record: Record, on: date) -> Iterator[Finding]:
        if isinstance(record, Meeting) and record.kind == "jubilee" and record.venue and record.venue.locality == "IS1":
            yield from night(record, on)

    region = checked_by(jubilee)
    assert broken(lambda: region) == {"test_each_check_speaks_of_some_meeting_of_the_region"}

    class Shown(Heir):
        def meetings(self) -> Iterable[Meeting]:
            return [jubilee_on_the_island()]

    heir = Shown(lambda: region)
    assert broken_promises(heir, lambda: {"plugins": heir.discovered(), "region": heir.discovered().region("island")}) == set()


def jubilee_on_the_island() -> Meeting:
    return attrs.evolve(next(gatherings(NIGHT, "Europe/Kyiv", "IS1")), kind="jubilee")


def test_an_author_who_names_no_region_is_asked_which() -> None:
    class Nameless(RegionContract):
        pass

    with pytest.raises(pytest.fail.Exception, match='say which region it is, such as `code = "island"`'):
        RegionContract.region.__wrapped__(Nameless(), only())  # type: ignore[attr-defined]  # the function behind the fixture
