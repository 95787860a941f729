"""The JSON Schema of each record and its codec say the same: what is written fits, and what fits is read."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from itertools import product
from typing import Any

import attrs
import jsonschema
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from coordkit import (
    CoordkitError,
    DomainError,
    Meeting,
    Outcome,
    ParseError,
    PartialDate,
    Record,
    Text,
    from_json,
    json_schema,
    to_json,
)
from coordkit.codec.convert import OUTCOMES, RECORDS
from coordkit.codec.hooks import converter
from coordkit.codec.kinds import written_fields
from coordkit.codec.limits import LIMITS, RULES
from coordkit.codec.patterns import NOT_BLANK
from coordkit.codec.schema import DIALECT, _Definitions
from coordkit.domain.records import OPEN
from tests.codec.mutations import HEARD, PARTS, VALUES, changed_once, differ
from tests.strategies import RECORD_CLASSES, made, records

# Found the same way each time, and shown as found: to make a whole body small takes minutes.
SAME_EACH_TIME = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=8,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
every_class = pytest.mark.parametrize("cls", RECORD_CLASSES, ids=lambda cls: cls.__name__)


def validator_of_kind(kind: Any) -> jsonschema.Draft202012Validator:
    """For a value of a type that is no record."""
    definitions = _Definitions()
    return jsonschema.Draft202012Validator({**definitions.refer(kind), "$defs": definitions.made})


VALIDATORS: dict[type | None, jsonschema.Draft202012Validator] = {
    **{cls: jsonschema.Draft202012Validator(json_schema(cls)) for cls in (None, Outcome, *RECORD_CLASSES)},
    **{part: validator_of_kind(part) for part in PARTS},
}


def validator_of(cls: type | None) -> jsonschema.Draft202012Validator:
    return VALIDATORS[cls]


@pytest.mark.parametrize("cls", [None, Outcome, *RECORD_CLASSES], ids=lambda cls: cls.__name__ if cls else "all")
def test_every_schema_is_one_of_the_draft_that_it_names(cls: type[Record] | None) -> None:
    schema = json_schema(cls)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == DIALECT
    assert schema["$id"].startswith("urn:coordkit:schema:")
    assert json.loads(json.dumps(schema)) == schema


def test_no_two_schemas_share_an_id() -> None:
    ids = [json_schema(cls)["$id"] for cls in (None, Outcome, *RECORD_CLASSES)]
    assert len(set(ids)) == len(ids)


@every_class
def test_whatever_is_written_fits_its_schema(cls: type[Record]) -> None:
    @SAME_EACH_TIME
    @given(made(cls))
    def fits(record: Record) -> None:
        problems = [f"{error.json_path}: {error.message}" for error in validator_of(cls).iter_errors(json.loads(to_json(record)))]
        assert problems == []

    fits()


@SAME_EACH_TIME
@given(records)
def test_the_schema_of_all_takes_every_record_and_that_of_outcomes_every_outcome(record: Record) -> None:
    body = json.loads(to_json(record))
    assert validator_of(None).is_valid(body)
    assert validator_of(Outcome).is_valid(body) is isinstance(record, Outcome)
    assert [cls for cls in RECORD_CLASSES if validator_of(cls).is_valid(body)] == [type(record)]


@every_class
def test_schema_and_codec_agree_about_a_body_changed_in_one_place(cls: type[Record]) -> None:
    @SAME_EACH_TIME
    @given(made(cls), st.data())
    def agree(record: Record, data: st.DataObject) -> None:
        body = json.loads(to_json(record))
        for changed in data.draw(st.lists(changed_once(body), min_size=15, max_size=15)):
            assert (differ(changed, validator_of(cls).is_valid), changed) == ("", changed)

    agree()


def keys_of_new_types() -> Iterator[tuple[type, list[str]]]:
    """Each class with its fields of a type that no class before it has, or with a limit of their own; parts come first."""
    seen = set()
    for cls in (*PARTS, *RECORD_CLASSES):
        limited = LIMITS.get(cls, {})
        fields = written_fields(cls)
        yield cls, [field.name for field in fields if field.type not in seen or field.name in limited]
        seen |= {field.type for field in fields}


@pytest.mark.parametrize(("cls", "keys"), list(keys_of_new_types()), ids=lambda given: getattr(given, "__name__", ""))
def test_schema_and_codec_agree_about_a_key_whatever_stands_there(cls: type, keys: list[str]) -> None:
    part = cls if cls in PARTS else None
    schema: Any = validator_of(cls).schema
    said = schema["$defs"][cls.__name__]["properties"]
    few: tuple[Any, ...] = () if part else (None, True, 1, 2, 3, "2", [], *RECORDS, *OUTCOMES)

    def fits_at(key: str, changed: dict[str, Any]) -> bool:
        return validator_of(cls).evolve(schema={**said[key], "$defs": schema["$defs"]}).is_valid(changed[key])

    @settings(SAME_EACH_TIME, max_examples=1)
    @given(made(cls))
    def agree(instance: Any) -> None:
        body = converter(False).unstructure(instance, part) if part else json.loads(to_json(instance))
        assert validator_of(cls).is_valid(body)
        for key, value in (("colour", 1), *product(("schema", "record", "type"), few)):
            assert (differ(body | {key: value}, validator_of(cls).is_valid, part), key, value) == ("", key, value)
        for key, value in product(keys, VALUES):  # the other keys fit
            assert (differ(body | {key: value}, partial(fits_at, key), part), key, value) == ("", key, value)

    agree()


@every_class
def test_a_key_left_out_is_refused_by_the_schema_and_read_as_the_default_that_it_states(cls: type[Record]) -> None:
    @settings(SAME_EACH_TIME, max_examples=2)
    @given(made(cls))
    def holds(record: Record) -> None:
        body = json.loads(to_json(record))
        said = json_schema(cls)["$defs"][cls.__name__]["properties"]
        for key in body:
            rest = {name: value for name, value in body.items() if name != key}
            assert not validator_of(cls).is_valid(rest), key
            try:
                again = json.loads(to_json(from_json(json.dumps(rest))))
            except ParseError as error:
                assert "is missing" not in str(error) or "default" not in said[key], key
            else:
                assert again[key] == said[key].get("default", again[key]), key

    holds()


@every_class
def test_a_schema_shows_the_marks_and_words_of_the_class(cls: type[Record]) -> None:
    said = json_schema(cls)["$defs"][cls.__name__]
    for field in written_fields(cls):
        shown = said["properties"][field.name]
        assert shown["x-sensitivity"] == field.metadata["sensitivity"].value
        assert shown.get("x-speaker", False) is ("speaker" in field.metadata)
    assert said["required"] == list(said["properties"])
    assert said["description"]
    assert "``" not in said["description"]


def test_a_type_that_nobody_taught_the_codec_is_an_error() -> None:
    for kind in (float, dict[str, str], int | str, bytes):
        with pytest.raises(DomainError, match=r"coordkit\.codec\.kinds"):
            _Definitions().refer(kind)


def test_a_field_without_a_mark_is_an_error() -> None:
    @attrs.frozen
    class Careless:
        note: str

    with pytest.raises(DomainError, match="states no sensitivity"):
        _Definitions().refer(Careless)


def test_two_types_of_one_name_are_an_error() -> None:
    @attrs.frozen
    class Text:
        note: str = attrs.field(metadata=OPEN)

    definitions = _Definitions()
    definitions.refer(Meeting)
    with pytest.raises(DomainError, match="rename one"):
        definitions.refer(Text)


def test_what_is_no_kind_of_record_has_no_schema() -> None:
    for wrong in (Record, Text, "meeting"):
        with pytest.raises(DomainError, match="no kind of record"):
            json_schema(wrong)  # type: ignore[arg-type]  # what a caller without mypy may hand in


# -- values, exhaustively ----------------------------------------------------------------------------------------------

YEARS = ["0000", "0001", "0004", "0100", "0400", "1900", "2000", "2023", "2024", "9998", "9999"]


def is_partial(text: str) -> bool:
    try:
        return PartialDate(text).edtf == text
    except CoordkitError:
        return False


def test_a_day_is_one_of_the_calendar_and_nothing_else() -> None:
    fits = validator_of_kind(date)
    for year, month, day in product(YEARS, range(14), range(33)):
        text = f"{year}-{month:02}-{day:02}"
        try:
            date.fromisoformat(text)
        except ValueError:
            assert not fits.is_valid(text), text
        else:
            assert fits.is_valid(text), text


def test_a_partial_date_is_what_the_domain_takes() -> None:
    fits = validator_of_kind(PartialDate)
    alone = [f"{year}-{part:02}" for year, part in product(YEARS, range(100))]
    months = [*map("{:02}".format, range(14)), "XX"]
    no_year = [f"XXXX-{month}-{day}" for month, day in product(months, [*map("{:02}".format, range(33)), "XX"])]
    ranges = [f"[{one}..]" for one in alone] + [f"[..{one}]" for one in alone]
    others = [
        "[..]",
        "[XXXX-06-XX..]",
        "[2023-06-31..]",
        "2023-1",
        "202",
        "20230",
        "",
        "2023..2024",
        "[2023..2024",
        "XXXX",
        "XXXX-06",
    ]
    for text in (*alone, *no_year, *ranges, *others, *YEARS):
        assert fits.is_valid(text) is is_partial(text), text
    for text in (*alone[-100:], *no_year[-40:], *ranges[-40:], *others, *YEARS):
        assert not fits.is_valid(text + "\n") and not is_partial(text + "\n"), text


def test_only_the_order_of_its_limits_is_not_said_of_a_range() -> None:
    fits = validator_of_kind(PartialDate)
    for first, last in product(["2023", "2023-12", "2024-22", "2024-02-29", "2024-41"], repeat=2):
        text = f"[{first}..{last}]"
        assert fits.is_valid(text)
        earliest, latest = PartialDate(first).earliest, PartialDate(last).latest
        assert earliest and latest
        assert is_partial(text) is (earliest <= latest)


def test_blank_is_what_python_calls_blank() -> None:
    letters = "".join(map(chr, range(sys.maxunicode + 1)))
    assert re.sub(NOT_BLANK, "", letters) == "".join(letter for letter in letters if letter.isspace())
    assert not any(letter.strip() for letter in letters if letter.isspace())


NUMBERS = [(cls, name, said["minimum"]) for cls, fields in LIMITS.items() for name, said in fields.items() if "minimum" in said]


@pytest.mark.parametrize(("cls", "name", "least"), NUMBERS, ids=[f"{cls.__name__}.{name}" for cls, name, _ in NUMBERS])
def test_a_limit_of_the_schema_is_one_of_the_domain(cls: type[Any], name: str, least: int) -> None:
    @settings(SAME_EACH_TIME, max_examples=2)
    @given(made(cls))
    def holds(part: Any) -> None:
        too_little = timedelta(seconds=least - 1) if name == "duration" else least - 1
        with pytest.raises(DomainError):
            attrs.evolve(part, **{name: too_little})
        body = converter(False).unstructure(part, cls) | {name: least - 1}
        assert not validator_of_kind(cls).evolve(schema=_fields_only(cls, name)).is_valid(body[name])

    holds()


def _fields_only(cls: type, name: str) -> dict[str, Any]:
    definitions = _Definitions()
    definitions.refer(cls)
    field: dict[str, Any] = definitions.made[cls.__name__]["properties"][name]
    return {**field, "$defs": definitions.made}


def test_each_rule_that_no_schema_says_is_known_by_its_words() -> None:
    assert {cls.__name__: len(rules) for cls, rules in RULES.items()} == {name: len(said) for name, said in HEARD.items()}
