"""Records as JSON: whole, in all languages, read back as they were."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordkit import SUBJECTS, Area, AreaName, Audience, ExportError, Record, Text, Tlp, coverage_subject, from_json, to_json
from coordkit.builtin.json import EXPORTERS
from coordkit.ports import Exporter, Subject
from coordkit.testing.export_samples import samples
from coordkit.testing.releases import release_of
from tests.strategies import records

JSON, LINES = EXPORTERS


def written(exporter: Exporter, subject: Subject, *kept: Record, audience: Audience | None = None) -> str:
    out = io.BytesIO()
    exporter.write(release_of(kept, audience), subject, out, languages=("uk",), options={})
    return out.getvalue().decode()


@settings(max_examples=60)
@given(st.lists(records, max_size=6))
def test_every_record_of_the_desk_is_read_back_as_it_was(drawn: list[Record]) -> None:
    kept = {record.id: record for record in drawn}
    document = json.loads(written(JSON, SUBJECTS["everything"], *kept.values(), audience=Audience.desk()))
    again = [from_json(json.dumps(body)) for body in document["records"]]
    assert {record.id: record for record in again} == kept
    assert document["coordkit"]["label"] == "TLP:RED"


@settings(max_examples=60)
@given(st.lists(records, max_size=6))
def test_each_line_is_the_canonical_body_of_one_record(drawn: list[Record]) -> None:
    kept = {record.id: record for record in drawn}
    *lines, last = written(LINES, SUBJECTS["everything"], *kept.values(), audience=Audience.desk()).split("\n")
    assert last == ""
    assert sorted(lines) == sorted(map(to_json, kept.values()))


def test_a_document_says_what_it_is_and_holds_one_record_a_line() -> None:
    text = written(JSON, SUBJECTS["groups"], *samples())
    first, *bodies, last, end = text.split("\n")
    assert first == (
        '{"coordkit":{"format":1,"subject":"groups","audience":"public","on":"2026-01-15","label":"TLP:CLEAR"},"records":['
    )
    assert [from_json(body.removesuffix(",")) for body in bodies]
    assert (last, end) == ("]}", "")


def test_a_document_without_records_is_one_too() -> None:
    for subject in SUBJECTS.values():
        assert json.loads(written(JSON, subject))["records" if subject.records else "rows"] == []
        assert written(LINES, subject) == ""


def test_a_tables_document_holds_its_own_records_and_not_those_that_they_name() -> None:
    document = json.loads(written(JSON, SUBJECTS["meetings"], *samples()))
    assert {body["record"] for body in document["records"]} == {"meeting"}


def test_everything_holds_all_kinds() -> None:
    document = json.loads(written(JSON, SUBJECTS["everything"], *samples()))
    assert {body["record"] for body in document["records"]} == {
        "organization", "person", "affiliation", "group", "membership", "series", "meeting", "minutes", "outcome", "initiative",
    }  # fmt: skip


def test_coverage_is_written_as_objects_of_columns_to_cells() -> None:
    area = Area(code="UA65", level=1, type="oblast", names=(AreaName(name=Text.of(uk="Область")),))
    subject = coverage_subject([area], date(2026, 1, 1))
    document = json.loads(written(JSON, subject, *samples()))
    assert [row["state"] for row in document["rows"]] == ["active"]
    assert json.loads(written(LINES, subject, *samples())) == document["rows"][0]


@pytest.mark.parametrize("exporter", EXPORTERS, ids=lambda exporter: exporter.name)
def test_there_are_no_options(exporter: Exporter) -> None:
    with pytest.raises(ExportError, match="no option is called indent; this format has none"):
        exporter.write(release_of(()), SUBJECTS["people"], io.BytesIO(), languages=("uk",), options={"indent": 2})


def test_the_label_is_that_of_what_is_shown() -> None:
    out = io.BytesIO()
    audience = Audience.of_organization(next(iter(samples())).id)  # type: ignore[arg-type]  # the first sample is an organization
    report = JSON.write(release_of(samples(), audience), SUBJECTS["initiatives"], out, languages=("uk",), options={})
    assert report.label is Tlp.AMBER_STRICT
    assert json.loads(out.getvalue())["coordkit"]["label"] == "TLP:AMBER+STRICT"
