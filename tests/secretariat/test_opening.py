"""Opening a desk: where it is kept, to which region it belongs, and who works at it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest

import coordkit
from coordkit import DomainError, NotFound, Organization, OrganizationId, Person, PersonId, PluginError, Plugins, Text, hookimpl
from coordkit.ports import Region
from tests.secretariat import desks


def test_a_desk_in_a_file_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    with desks.opened(desks.sqlite(tmp_path)) as desk:
        (kept,) = desk.save(desks.organization(desk))
    with desks.opened(desks.sqlite(tmp_path)) as desk:
        found = desk.get(Organization, kept.id)
    assert (found, found.revision, found.head, found.changed_at) == (kept, 1, kept.head, kept.changed_at)


def test_a_bare_path_means_sqlite(tmp_path: Path) -> None:
    desks.opened(str(tmp_path / "desk.db")).close()
    assert (tmp_path / "desk.db").is_file()


def test_a_path_may_be_a_path(tmp_path: Path) -> None:
    path = tmp_path / "стіл 1 #2%20.db"
    coordkit.open(path, actor="Олена", plugins=desks.plugins()).close()
    assert path.is_file()


@pytest.mark.parametrize("url", [b"desk.db", None, 5])
def test_what_is_no_path_is_told(url: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DomainError, match="url: a desk is named by a text or a Path, not by"):
        coordkit.open(url, actor="Олена", plugins=desks.plugins())
    assert list(tmp_path.iterdir()) == []


def test_a_desk_in_memory_is_fresh_each_time() -> None:
    with desks.opened() as desk:
        desk.save(desks.organization(desk))
    with desks.opened() as desk:
        assert desk.each(Organization) == ()


def test_an_unknown_scheme_is_one_clear_error() -> None:
    with pytest.raises(PluginError, match="'clay'"):
        desks.opened("clay://tablet")


def test_the_region_is_stored_when_the_desk_is_made(tmp_path: Path) -> None:
    url = desks.sqlite(tmp_path)
    with desks.opened(url, region="kherson") as desk:
        assert desk.region is not None and desk.region.code == "kherson"
    for asked in (None, "kherson"):
        with desks.opened(url, region=asked) as desk:
            assert desk.region is not None and desk.region.code == "kherson"


def test_a_desk_belongs_to_one_region(tmp_path: Path) -> None:
    url = desks.sqlite(tmp_path)
    desks.opened(url, region="kherson").close()
    with pytest.raises(DomainError, match="region: this desk belongs to region 'kherson', not 'poltava'; leave region= out"):
        desks.opened(url, region="poltava")
    desks.opened(desks.sqlite(tmp_path, "other.db")).close()
    with pytest.raises(DomainError, match="belongs to region 'none', not 'poltava'"):
        desks.opened(desks.sqlite(tmp_path, "other.db"), region="poltava")


def test_a_new_desk_of_an_unknown_region_is_refused_and_may_be_opened_right_afterwards(tmp_path: Path) -> None:
    url = desks.sqlite(tmp_path)
    with pytest.raises(PluginError, match="no region is called 'khersun'"):
        desks.opened(url, region="khersun")
    with desks.opened(url, region="kherson") as desk:
        assert desk.region is not None


def test_a_desk_whose_region_is_gone_opens_with_a_warning_and_runs_no_checks(tmp_path: Path) -> None:
    url = desks.sqlite(tmp_path)
    with desks.opened(url, region="kherson") as desk:
        desk.save(desks.organization(desk, areas=("UA65100150000057191",)))
    with pytest.warns(RuntimeWarning, match="region 'kherson' is missing, so its checks do not run: no region") as warned:
        desk = coordkit.open(url, actor="Олена", plugins=Plugins.discover(environ=desks.NONE))
    assert warned[0].filename == __file__
    with desk:
        assert desk.region is None
        assert [each.areas for each in desk.each(Organization)] == [("UA65100150000057191",)]
        desk.save(desks.organization(desk, areas=("UA99",)))


def test_today_is_the_day_in_the_regions_zone() -> None:
    late = desks.Clock(datetime(2026, 6, 18, 21, 30, tzinfo=UTC), timedelta(0))
    assert desks.opened(clock=late, region="kherson").today() == date(2026, 6, 19)
    assert desks.opened(clock=late).today() == date(2026, 6, 18)


def test_a_naive_clock_is_refused_and_nothing_is_written() -> None:
    clock = desks.Clock(datetime(2026, 6, 18))
    desk = desks.opened(clock=clock)
    with pytest.raises(DomainError, match="is a naive time; attach a zone"):
        desk.save(desks.organization(desk))
    assert desks.changes(desk) == ()


@pytest.mark.parametrize("actor", ["", "  ", None, 5])
def test_somebody_works_at_a_desk(actor: Any, tmp_path: Path) -> None:
    with pytest.raises(DomainError, match="say who works at this desk"):
        desks.opened(desks.sqlite(tmp_path), actor=actor)
    assert list(tmp_path.iterdir()) == []


def test_the_actor_is_one_person_however_the_name_is_typed(tmp_path: Path) -> None:
    for actor in ("Дар’я", "ДАР'Я", "Дарʼя"):
        with desks.opened(desks.sqlite(tmp_path), actor=actor, new_id=uuid4) as desk:
            desk.save(desks.organization(desk))
    with desks.opened(desks.sqlite(tmp_path)) as desk:
        (person,) = desk.each(Person)
        assert str(person.name) == "Дар’я"
        assert {change.actor for change in desks.changes(desk)} == {person.id.uuid}


def test_the_actor_may_be_a_person_by_id() -> None:
    who = PersonId(int=77)
    desk = coordkit.open("memory://", actor=who, plugins=desks.plugins())
    desk.save(Organization(id=OrganizationId(int=1), name=Text.of(en="x")))
    assert [change.actor for change in desks.changes(desk)] == [who.uuid]


def test_the_name_of_an_actor_stands_in_no_change_but_that_persons_own_and_can_be_erased(desk: coordkit.Secretariat) -> None:
    desk.save(desks.organization(desk))
    (person,) = desk.each(Person)
    assert [change.record for change in desks.changes(desk) if "Олена" in (change.payload or "")] == [person.id.uuid]
    desk.erase(person.id)
    assert desk.each(Person) == ()
    assert not any("Олена" in (change.payload or "") for change in desks.changes(desk))
    desks.verify(desk)


def test_what_is_not_there_is_told(desk: coordkit.Secretariat) -> None:
    with pytest.raises(NotFound, match="no Organization is kept under organization:"):
        desk.get(Organization, OrganizationId(int=5))
    with pytest.raises(NotFound, match="nothing is kept under organization:"):
        desk.erase(OrganizationId(int=5))


def test_a_region_without_areas_asks_for_none() -> None:
    module = ModuleType("moon")
    module.coordkit_regions = hookimpl(lambda: [Region(code="moon", names=Text.of(en="Moon"))])  # type: ignore[attr-defined]  # a module takes any name
    desk = desks.opened(plugins=desks.plugins(module), region="moon")
    desk.save(desks.organization(desk, areas=("anywhere",)))
