"""Controls: a schema with one fault in it, looser or tighter than the codec, turns the comparison red."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import attrs
import jsonschema
import pytest

from coordkit import ActionItem, Contact, Meeting, Membership, Minutes, Organization, Person, Seat, Source, Tlp, Venue
from coordkit.codec import limits
from tests.codec import test_schema as comparison

Definitions = dict[str, Any]
Test = Callable[[Any], None]


def at(*keys: str) -> Test:
    """The part of the comparison that puts everything in these places."""
    return lambda cls: comparison.test_schema_and_codec_agree_about_a_key_whatever_stands_there(cls, list(keys))


@attrs.frozen
class Fault:
    """What is wrong with the schema of a class, how it comes to be so, and the part of the comparison that finds it."""

    name: str
    cls: type
    make: Callable[[Definitions], Any]
    found_by: Test


def dropped(holder: Any, key: Any) -> None:
    del holder[key]


WRITTEN: Test = comparison.test_whatever_is_written_fits_its_schema
LEFT_OUT: Test = comparison.test_a_key_left_out_is_refused_by_the_schema_and_read_as_the_default_that_it_states
MARKED: Test = comparison.test_a_schema_shows_the_marks_and_words_of_the_class

FAULTS = (
    # looser than the codec
    Fault("no key required", Organization, lambda defs: dropped(defs["Organization"], "required"), LEFT_OUT),
    Fault("a key not required", Organization, lambda defs: defs["Organization"]["required"].remove("areas"), LEFT_OUT),
    Fault("the record's name not required", Person, lambda defs: defs["Person"]["required"].remove("record"), LEFT_OUT),
    Fault("further keys", Organization, lambda defs: defs["Organization"].update(additionalProperties=True), at()),
    Fault("further keys in a part", Contact, lambda defs: defs["Contact"].update(additionalProperties=True), at()),
    Fault("further keys in a text", Seat, lambda defs: dropped(defs["Text"], "additionalProperties"), at("label")),
    Fault("any text as a day", ActionItem, lambda defs: dropped(defs["Day"], "pattern"), at("due")),
    Fault("a line break after a day", ActionItem, lambda defs: dropped(defs["Day"], "not"), at("due")),
    Fault("a line break after an id", Minutes, lambda defs: dropped(defs["MeetingId"], "not"), at("meeting")),
    Fault("NUL in a text", Seat, lambda defs: dropped(defs["PlainText"], "pattern"), at("code")),
    Fault(
        "a blank text", Seat, lambda defs: defs["Text"].update(patternProperties={"^[a-z]{2}$": {"type": "string"}}), at("label")
    ),
    Fault("a text without a language", Seat, lambda defs: dropped(defs["Text"], "minProperties"), at("label")),
    Fault("any id", Membership, lambda defs: dropped(defs["WorkingGroupId"], "pattern"), at("group")),
    Fault("one more in an enumeration", Membership, lambda defs: defs["Role"]["enum"].append("held"), at("role")),
    Fault("any record", Organization, lambda defs: dropped(defs["Organization"]["properties"]["record"], "const"), at()),
    Fault("a later schema", Organization, lambda defs: defs["Organization"]["properties"].update(schema={}), at()),
    Fault("a number under its least", Venue, lambda defs: dropped(_capacity(defs), "minimum"), at("capacity")),
    Fault(
        "a web address of any kind",
        Source,
        lambda defs: dropped(defs["Source"]["properties"]["url"]["anyOf"][0], "pattern"),
        at("url"),
    ),
    Fault("a slot of no length", Meeting, lambda defs: dropped(_slot(defs)["seconds"], "minimum"), at("when")),
    # tighter than the codec
    Fault("one less in an enumeration", Membership, lambda defs: defs["Role"]["enum"].remove("member"), at("role")),
    Fault("one label less", Organization, lambda defs: defs["Tlp"]["enum"].remove(Tlp.GREEN.label[4:]), at("tlp")),
    Fault("no null", ActionItem, lambda defs: defs["ActionItem"]["properties"].update(due={"$ref": "#/$defs/Day"}), at("due")),
    Fault("no leap day", ActionItem, lambda defs: defs["Day"].update(pattern="-[013][0-9]$|-2[0-8]$"), at("due")),
    Fault("a key that nobody writes", Person, lambda defs: defs["Person"]["required"].append("colour"), WRITTEN),
    # says something else
    Fault("another default", Membership, lambda defs: defs["Membership"]["properties"]["role"].update(default="chair"), LEFT_OUT),
    Fault("another mark", Person, lambda defs: defs["Person"]["properties"]["name"].update({"x-sensitivity": "open"}), MARKED),
)


def _capacity(defs: Definitions) -> Definitions:
    limited: Definitions = defs["Venue"]["properties"]["capacity"]["anyOf"][0]
    return limited


def _slot(defs: Definitions) -> Definitions:
    slot: Definitions = defs["When"]["oneOf"][0]["properties"]["slot"]["properties"]
    return slot


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_schema_with_a_fault_turns_the_comparison_red(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    sound: Any = comparison.validator_of(fault.cls).schema
    spoilt = copy.deepcopy(sound)
    fault.make(spoilt["$defs"])
    assert spoilt != sound
    monkeypatch.setitem(comparison.VALIDATORS, fault.cls, jsonschema.Draft202012Validator(spoilt))
    monkeypatch.setattr(comparison, "json_schema", lambda cls: spoilt)
    with pytest.raises(AssertionError):
        fault.found_by(fault.cls)


def test_a_rule_that_is_told_no_longer_is_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    for cls, rules in limits.RULES.items():
        monkeypatch.setattr(comparison, "RULES", {**limits.RULES, cls: rules[1:]})
        with pytest.raises(AssertionError):
            comparison.test_each_rule_that_no_schema_says_is_known_by_its_words()
