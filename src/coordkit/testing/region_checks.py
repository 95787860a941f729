"""What a region promises about its dated checks: each speaks at home, has a source, and is silent about all other places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain, combinations, islice, product
from typing import Any, ClassVar

import attrs

from coordkit import Counted, Days, Headcount, Meeting, MeetingId, MeetingStatus, Mode, Plugins, Record, Slot, Text, Venue
from coordkit.ports import Check, Finding, Region
from coordkit.testing.contract import needs
from coordkit.testing.export_samples import hostile, samples
from coordkit.testing.region_places import at_home, elsewhere
from coordkit.testing.region_words import missing, without_source

_A_DAY = date(2026, 6, 15)
_MOVED = 3  # of the meetings of which a check speaks, so many are moved to every other place
_MODES: tuple[tuple[Mode, ...], ...] = ((), (Mode.IN_PERSON,), (Mode.MIXED,), (Mode.ONLINE,))


def own_checks(plugins: Plugins, region: Region) -> tuple[Check, ...]:
    """The region's checks without its parents'."""
    parent = plugins.regions().get(region.parent) if region.parent else None
    return tuple(check for check in region.checks if parent is None or check not in parent.checks)


def run(check: Check, record: Record) -> list[Finding]:
    """What a check finds, asked as a desk asks it: for the first day of the meeting."""
    when: Any = getattr(record, "when", None)
    on = when.start.date() if isinstance(when, Slot) else when.first if isinstance(when, Days) else check.since or _A_DAY
    return list(check.run(record, on))


def moved(meeting: Meeting, code: str | None) -> Meeting:
    """The meeting in another area, or (None) in none that is told."""
    return attrs.evolve(meeting, venue=attrs.evolve(meeting.venue or Venue(), locality=code))


def gatherings(check: Check, zone: str, code: str) -> Iterator[Meeting]:
    """Meetings in an area while a check holds: by day, by night and over whole days, a week long, with many people."""
    first = check.since or (check.until - timedelta(days=6) if check.until else _A_DAY)
    days = [day for passed in range(8) if check.holds_on(day := first + timedelta(days=passed))]
    for modes, day, start in product(_MODES, days, (time(21, 30), time(10), None)):
        yield Meeting(
            id=MeetingId(int=1),
            title=Text.of(uk="Зустріч", en="Meeting"),
            status=MeetingStatus.SCHEDULED,
            when=Slot(datetime.combine(day, start), timedelta(hours=2), zone) if start else Days(day, day),
            modes=modes,
            venue=Venue(locality=code, shelter_places=1, capacity=1),
            headcount=Headcount(value=500, counted=Counted.PEOPLE),
        )


class CheckPromises:
    """Every check says where its rule is written, and speaks of nothing but its own region."""

    by_place: ClassVar[bool] = True
    """Whether the checks are about places; False for a region with a check on meetings that have none."""

    def meetings(self) -> Iterable[Meeting]:
        """Further meetings of which a check speaks, in areas of the region."""
        return ()

    def test_every_check_has_a_name_and_a_source(self, region: Region) -> None:
        assert [check.name for check in region.checks if not check.name.strip() or without_source(check.sources)] == []

    def test_a_check_ends_after_it_begins_and_no_other_of_its_name_holds_beside_it(self, region: Region) -> None:
        for check in region.checks:
            assert check.since is None or check.until is None or check.since <= check.until, check.name
        for one, other in combinations(region.checks, 2):
            begins = max(one.since or date.min, other.since or date.min)
            both = begins <= min(one.until or date.max, other.until or date.max)
            assert one.name != other.name or not both, f"two checks {one.name} hold on {begins}"

    def test_each_check_speaks_of_some_meeting_of_the_region(self, plugins: Plugins, region: Region) -> None:
        silent = [check.name for check in own_checks(plugins, region) if not self._spoken_of(check, plugins, region)]
        assert silent == [], "a check that never speaks; give a meeting of which it does in `meetings`"

    def test_what_a_check_finds_bears_its_name_and_a_source_in_all_languages(self, plugins: Plugins, region: Region) -> None:
        for check in own_checks(plugins, region):
            for meeting in self._spoken_of(check, plugins, region):
                for finding in run(check, meeting):
                    assert finding.check == check.name
                    assert not without_source(finding.sources), f"{check.name}: a finding without a source"
                    assert missing(finding.message, region.languages) == [], finding.message

    def test_a_check_is_silent_about_other_regions_meetings(self, plugins: Plugins, region: Region) -> None:
        foreign = elsewhere(plugins, region)
        for check in own_checks(plugins, region):
            for meeting in self._asked_of(check, plugins, region):
                spoken_of = [code for code in foreign if run(check, moved(meeting, code))]
                assert spoken_of == [], f"{check.name} speaks of meetings that are not in its region"

    @needs("by_place")
    def test_a_check_is_silent_about_a_meeting_without_a_place(self, plugins: Plugins, region: Region) -> None:
        for check in own_checks(plugins, region):
            for meeting in self._asked_of(check, plugins, region):
                assert run(check, moved(meeting, None)) == [], check.name
                assert run(check, attrs.evolve(meeting, venue=None)) == [], check.name

    def test_a_check_answers_for_every_record_with_findings_only(self, plugins: Plugins, region: Region) -> None:
        drafts = [Meeting(id=MeetingId(int=number), title=Text.of(uk="Зустріч")) for number in (1, 2)]
        drafts += [moved(drafts[0], code) for code in at_home(plugins, region)[:5]]
        for check, record in product(own_checks(plugins, region), (*samples(), *hostile(), *drafts)):
            for finding in run(check, record):
                assert isinstance(finding, Finding), check.name

    def test_a_check_says_the_same_when_it_is_asked_again(self, plugins: Plugins, region: Region) -> None:
        for check in own_checks(plugins, region):
            for meeting in self._spoken_of(check, plugins, region):
                assert run(check, meeting) == run(check, meeting), check.name

    def _spoken_of(self, check: Check, plugins: Plugins, region: Region) -> list[Meeting]:
        """Some meetings in the region of which the check speaks."""
        zone = region.zone or "UTC"
        made = chain.from_iterable(gatherings(check, zone, code) for code in at_home(plugins, region))
        return list(islice((meeting for meeting in chain(self.meetings(), made) if run(check, meeting)), _MOVED))

    def _asked_of(self, check: Check, plugins: Plugins, region: Region) -> list[Meeting]:
        """The same, or where it speaks of none, some others."""
        some = islice(gatherings(check, region.zone or "UTC", ""), _MOVED)
        return self._spoken_of(check, plugins, region) or list(some)
