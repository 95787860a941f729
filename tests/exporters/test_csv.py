"""Tables for spreadsheets: the bytes, the options, and what reads them back."""

from __future__ import annotations

import csv as stdlib_csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordkit import (
    SUBJECTS,
    Audience,
    Contact,
    ContactKind,
    ExportError,
    Organization,
    OrganizationId,
    Record,
    Text,
    Tlp,
    read_rows,
)
from coordkit.builtin.csv import EXPORTER
from coordkit.testing.export_samples import hostile, samples
from coordkit.testing.releases import release_of
from tests.strategies import records


def written(*kept: Record, subject: str = "organizations", **options: Any) -> bytes:
    out = io.BytesIO()
    EXPORTER.write(release_of(kept, Audience.desk()), SUBJECTS[subject], out, languages=("uk",), options=options)
    return out.getvalue()


def organization(name: str, **more: Any) -> Organization:
    return Organization(id=OrganizationId(int=1), name=Text.of(uk=name), **more)


def test_a_table_begins_with_a_byte_order_mark_and_its_rows_end_with_crlf() -> None:
    content = written(organization("Одна"))
    assert content.startswith(b"\xef\xbb\xbfid,name,")
    assert content.endswith(b",TLP:AMBER\r\n")
    assert content.count(b"\r\n") == content.count(b"\n") == 2


def test_the_mark_can_be_left_out() -> None:
    assert written(bom=False).startswith(b"id,name,")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_separator_is_read_back(separator: str) -> None:
    content = written(organization('a,b;c\td "e"'), separator=separator)
    assert content.startswith(f"\ufeffid{separator}name{separator}".encode())
    assert [row["name"] for row in read_rows(content)] == ['a,b;c\td "e"']


NONSENSE = [
    {"separator": "|"},
    {"separator": ""},
    {"separator": ",;"},
    {"separator": None},
    {"bom": "no"},
    {"bom": 1},
    {"bon": True},
]


@pytest.mark.parametrize("options", NONSENSE, ids=str)
def test_an_option_that_makes_no_sense_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ExportError, match=r"^csv"):
        written(**options)


def test_an_unknown_option_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ExportError, match="no option is called delimiter; there are separator, bom"):
        written(delimiter=";")


@pytest.mark.parametrize("mark", ["'", "=", "+", "-", "@", "\t", "\r", "\n", "＇", "＝", "＋", "－", "＠"])
def test_no_cell_starts_a_formula(mark: str) -> None:
    (row,) = stdlib_csv.DictReader(io.StringIO(written(organization(f"{mark}cmd|' /C calc'!A0")).decode("utf-8-sig"), newline=""))
    assert row["name"].startswith(f"'{mark}cmd")


def test_several_values_in_one_cell_are_guarded_each() -> None:
    (row,) = stdlib_csv.DictReader(io.StringIO(written(organization("А", aliases=("=1", "-2"))).decode("utf-8-sig"), newline=""))
    assert row["aliases"] == "'=1; '-2"


def test_a_phone_stands_as_it_is() -> None:
    phone = Contact(kind=ContactKind.PHONE, value="+380000000000")
    assert b",+380000000000," in written(organization("Одна", contacts=(phone,)))


@settings(max_examples=60)
@given(st.lists(records, max_size=4), st.sampled_from([",", ";", "\t"]), st.booleans())
def test_what_is_written_is_read_back_cell_by_cell(kept: list[Record], separator: str, bom: bool) -> None:
    release = release_of({record.id: record for record in kept}.values(), Audience.desk())
    for subject in SUBJECTS.values():
        out = io.BytesIO()
        report = EXPORTER.write(release, subject, out, languages=("uk",), options={"separator": separator, "bom": bom})
        again = list(read_rows(out.getvalue(), separator=separator))
        assert [tuple(row.values()) for row in again] == list(subject.rows(release, ("uk",)))
        assert report.written == len(again)


@pytest.mark.parametrize("taken", [",", ";", "\t"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_hostile_records_start_no_formula_in_a_spreadsheet_set_to_another_separator(separator: str, taken: str) -> None:
    release = release_of(hostile())
    for subject in SUBJECTS.values():
        out = io.BytesIO()
        EXPORTER.write(release, subject, out, languages=("uk",), options={"separator": separator})
        text = out.getvalue().decode("utf-8-sig")
        for row in stdlib_csv.reader(io.StringIO(text, newline=""), delimiter=taken):
            assert not [cell for cell in row if cell[:1] in set("=+-@\t\r\n＝＋－＠")], subject.name


def test_the_label_stands_in_the_report_and_in_every_row() -> None:
    release = release_of(samples())
    for subject in SUBJECTS.values():
        out = io.BytesIO()
        report = EXPORTER.write(release, subject, out, languages=("uk",), options={})
        assert report.label is Tlp.CLEAR
        # Who was asked and who came is nobody's business: those tables have no row for the public.
        expected = set() if subject.name in ("invitations", "attendance") else {"TLP:CLEAR"}
        assert {row["tlp"] for row in read_rows(out.getvalue())} == expected, subject.name
