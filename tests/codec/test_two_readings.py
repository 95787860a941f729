"""However a body is laid out it is the same record, and the quick reading and the one that tells every problem agree about it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coordkit import Organization, OrganizationId, Record, Text, from_json, to_json
from coordkit.codec.convert import _structured
from coordkit.codec.documents import canonical
from coordkit.codec.kinds import kind_of
from coordkit.domain.records import MeetingId, PersonId
from tests.codec.mutations import changed_once
from tests.strategies import RECORD_CLASSES, made, records

every_class = pytest.mark.parametrize("cls", RECORD_CLASSES, ids=lambda cls: cls.__name__)
LANGUAGES = {"uk", "en", "uk-Latn", "pl"}


def is_text_by_its_keys(body: dict[str, Any]) -> bool:
    """Whether this is a text whose languages stand in the order of its keys."""
    return bool(body) and body.keys() <= LANGUAGES


def laid_out(body: Any, shuffle: st.DataObject) -> Any:
    """The same JSON with its keys in any order, where that says nothing."""
    if isinstance(body, list):
        return [laid_out(entry, shuffle) for entry in body]
    if not isinstance(body, dict):
        return body
    keys = list(body)
    if not is_text_by_its_keys(body):
        shuffle.draw(st.randoms(use_true_random=False)).shuffle(keys)
    return {key: laid_out(body[key], shuffle) for key in keys}


@every_class
def test_neither_the_order_of_keys_nor_white_space_says_anything(cls: type[Record]) -> None:
    @settings(max_examples=8)
    @given(made(cls), st.data(), st.sampled_from([None, 0, 3, "\t", " \n\r"]), st.booleans())
    def is_the_same(record: Record, data: st.DataObject, indent: Any, is_ascii: bool) -> None:
        body = laid_out(json.loads(to_json(record)), data)
        written = json.dumps(body, indent=indent, ensure_ascii=is_ascii, separators=(" , ", " :\n"))
        again = from_json(f"\n {written}\t\r\n")
        assert again == record
        assert to_json(again) == to_json(record)

    is_the_same()


@given(st.permutations(["uk", "en", "uk-Latn"]), st.permutations(["uk", "en", "uk-Latn"]))
def test_the_languages_of_a_text_stand_in_the_order_of_its_keys_or_in_that_which_it_names(
    keys: list[str], named: list[str]
) -> None:
    body = json.loads(to_json(Organization(id=OrganizationId(int=1), name=Text.of(en="x"))))
    words = {language: language.upper() for language in keys}
    for text, expected in ((words, keys), ({"order": named, **words}, named), ({**words, "order": named}, named)):
        read = from_json(json.dumps(body | {"name": text}))
        assert isinstance(read, Organization)
        assert read.name.languages == tuple(expected)
        assert from_json(to_json(read)) == read


def read(body: Any, *, detailed: bool) -> Record | None:
    try:
        return _structured(body, detailed=detailed)
    except Exception:
        return None


@given(records, st.data())
def test_the_quick_and_the_detailed_reading_agree_and_what_was_read_is_written_once_for_all(
    record: Record, data: st.DataObject
) -> None:
    body = json.loads(to_json(record))
    for each in (body, *data.draw(st.lists(changed_once(body), min_size=5, max_size=5))):
        quick, detailed = read(each, detailed=False), read(each, detailed=True)
        assert (quick, type(quick)) == (detailed, type(detailed))
        if quick is not None:
            written = to_json(quick)
            assert from_json(written) == quick
            assert to_json(from_json(written)) == written == canonical(json.loads(written))


def test_ids_of_several_kinds_are_spoken_of_in_one_order_however_the_field_names_them() -> None:
    # Python takes A | B and B | A for one, and so does every cache.
    one, other = kind_of.__wrapped__(PersonId | MeetingId), kind_of.__wrapped__(MeetingId | PersonId)
    assert one is not None and other is not None
    assert one.schema(lambda kind: {"is": kind.kind}) == other.schema(lambda kind: {"is": kind.kind})
    for kind in (one, other):
        with pytest.raises(ValueError, match="expected meeting:<uuid> or person:<uuid>, not 5"):
            kind.read(5, None)
