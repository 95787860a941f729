"""The strict converter: cattrs with hooks that take nothing for something else.

Plain cattrs reads 5 as a text, a day as a moment, a text as a list, and passes unknown keys by.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Any, cast, get_args

import attrs
from cattrs import Converter
from cattrs.errors import IterableValidationError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from coordkit.domain.dates import Days, PartialDate, Repeat, Slot
from coordkit.domain.records import RecordId, Tlp
from coordkit.domain.text import Text


class WrongShape(ValueError):
    """A value of the wrong shape; turned into a Problem with its path."""


def _typed(expected: type, words: str) -> Callable[[Any, Any], Any]:
    def hook(value: Any, _: Any) -> Any:
        if type(value) is not expected:
            raise WrongShape(f"expected {words}, not {shown(value)}")
        return value

    return hook


def shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."


def _date(value: Any, _: Any) -> date:
    if type(value) is str and len(value) == 10:
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise WrongShape(f'expected a day such as "2025-06-18", not {shown(value)}')


def _moment(value: Any, _: Any) -> datetime:
    if type(value) is str and value.endswith("Z") and "T" in value:
        try:
            return datetime.fromisoformat(value[:-1]).replace(tzinfo=UTC)
        except ValueError:
            pass
    raise WrongShape(f'expected a moment in UTC such as "2025-06-18T12:58:00Z", not {shown(value)}')


def _seconds(value: Any, _: Any) -> timedelta:
    if type(value) is not int:
        raise WrongShape(f"expected whole seconds, not {shown(value)}")
    return timedelta(seconds=value)


def _tlp(value: Any, _: Any) -> Tlp:
    if type(value) is str:
        for tlp in Tlp:
            if tlp.label == "TLP:" + value:
                return tlp
    raise WrongShape(f"expected one of RED, AMBER+STRICT, AMBER, GREEN, CLEAR, not {shown(value)}")


def _enum(value: Any, cls: type[Enum]) -> Enum:
    if type(value) is str:
        try:
            return cls(value)
        except ValueError:
            pass
    raise WrongShape(f"expected one of {', '.join(repr(member.value) for member in cls)}, not {shown(value)}")


def _one_id(value: Any, cls: type[RecordId]) -> RecordId:
    return _any_id(value, (cls,))


def _any_id(value: Any, classes: tuple[type[RecordId], ...]) -> RecordId:
    if type(value) is str:
        kind, _, rest = value.partition(":")
        for cls in classes:
            if cls.kind == kind and len(rest) == 36:
                try:
                    return cls(hex=rest)
                except ValueError:
                    break
    raise WrongShape(f"expected {' or '.join(cls.kind + ':<uuid>' for cls in classes)}, not {shown(value)}")


def _text(value: Any, _: Any) -> Text:
    if not isinstance(value, dict):
        raise WrongShape(f'expected a text by language such as {{"uk": "…"}}, not {shown(value)}')
    order = value.get("order", None)
    words = {language: said for language, said in value.items() if language != "order"}
    for language, said in words.items():
        if type(said) is not str:
            raise WrongShape(f"expected a text in {language}, not {shown(said)}")
    if order is None:
        order = list(words)
    elif type(order) is not list or sorted(map(str, order)) != sorted(words):
        raise WrongShape('"order" must name the languages of the text, each once')
    return Text(tuple((language, words[language]) for language in order))


def _text_body(text: Text) -> dict[str, Any]:
    """Languages to words; keys are sorted in canonical JSON, so an order that differs from theirs is said."""
    body: dict[str, Any] = dict(text.variants)
    if list(body) != sorted(body):
        body["order"] = list(text.languages)
    return body


def _when(value: Any, _: Any) -> Slot | Days | PartialDate:
    if isinstance(value, dict) and len(value) == 1:
        if "slot" in value:
            return _slot(value["slot"])
        if "days" in value and type(value["days"]) is list and len(value["days"]) == 2:
            return Days(_date(value["days"][0], None), _date(value["days"][1], None))
        if "partial" in value and type(value["partial"]) is str:
            return PartialDate(value["partial"])
    raise WrongShape(f'expected {{"slot": …}}, {{"days": [first, last]}} or {{"partial": "2023-09"}}, not {shown(value)}')


def _slot(value: Any) -> Slot:
    if not isinstance(value, dict) or set(value) != {"start", "seconds", "zone", "repeat"}:
        raise WrongShape(f"a slot has start, seconds, zone and repeat, not {shown(value)}")
    start = value["start"]
    if type(start) is not str or "T" not in start:
        raise WrongShape(f'a slot starts at local time such as "2025-06-18T10:00:00", not {shown(start)}')
    try:
        local = datetime.fromisoformat(start)
    except ValueError:
        raise WrongShape(f"{shown(start)} is no local time") from None
    if type(value["zone"]) is not str:
        raise WrongShape(f"a zone is a name such as Europe/Kyiv, not {shown(value['zone'])}")
    repeat = None if value["repeat"] is None else _enum(value["repeat"], Repeat)
    return Slot(local, _seconds(value["seconds"], None), value["zone"], cast(Any, repeat))


def _when_body(when: Slot | Days | PartialDate) -> dict[str, Any]:
    if isinstance(when, Slot):
        repeat = when.repeat.value if when.repeat else None
        seconds = int(when.duration.total_seconds())
        return {"slot": {"start": when.start.isoformat(), "seconds": seconds, "zone": when.zone, "repeat": repeat}}
    if isinstance(when, Days):
        return {"days": [when.first.isoformat(), when.last.isoformat()]}
    return {"partial": when.edtf}


def _moment_body(value: datetime) -> str:
    return value.replace(tzinfo=None).isoformat() + "Z"


def _is_tuple(kind: Any) -> bool:
    return getattr(kind, "__origin__", None) is tuple


def _is_ids(kind: Any) -> bool:
    members = get_args(kind)
    return bool(members) and all(isinstance(member, type) and issubclass(member, RecordId) for member in members)


def _is_optional(kind: Any) -> bool:
    return type(None) in get_args(kind) and not _is_tuple(kind)


def _without_none(kind: Any) -> Any:
    members = [member for member in get_args(kind) if member is not type(None)]
    union = members[0]
    for member in members[1:]:
        union = union | member
    return union


def _make(detailed: bool) -> Converter:
    """A strict converter. ``detailed`` finds every problem with its path; without it the first one ends the reading."""
    made = Converter(forbid_extra_keys=True, detailed_validation=detailed)
    for cls, words in ((str, "a text"), (int, "a whole number"), (bool, "true or false")):
        made.register_structure_hook(cls, _typed(cls, words))
    for kind, hook in (
        (date, _date),
        (datetime, _moment),
        (timedelta, _seconds),
        (Tlp, _tlp),
        (Text, _text),
        (PartialDate, _partial),
    ):
        made.register_structure_hook(kind, hook)
    made.register_structure_hook_func(lambda kind: isinstance(kind, type) and issubclass(kind, Enum) and kind is not Tlp, _enum)
    made.register_structure_hook_func(lambda kind: isinstance(kind, type) and issubclass(kind, RecordId), _one_id)
    made.register_structure_hook_func(lambda kind: set(get_args(kind)) == {Slot, Days, PartialDate}, _when)
    made.register_structure_hook_factory(_is_tuple, lambda kind: _tuple_hook(made, kind, detailed))
    made.register_structure_hook_factory(_is_optional, lambda kind: _optional_hook(made, kind))
    made.register_structure_hook_factory(lambda kind: not _is_tuple(kind) and _is_ids(kind), _ids_hook)
    made.register_structure_hook_factory(
        lambda kind: isinstance(kind, type) and attrs.has(kind) and kind not in (Text, Slot, Days, PartialDate),
        lambda kind: _class_hook(made, kind, detailed),
    )

    made.register_unstructure_hook(date, date.isoformat)
    made.register_unstructure_hook(datetime, _moment_body)
    made.register_unstructure_hook(timedelta, lambda value: int(value.total_seconds()))
    made.register_unstructure_hook(Tlp, lambda value: value.label[4:])
    made.register_unstructure_hook_func(lambda kind: isinstance(kind, type) and issubclass(kind, RecordId), str)
    made.register_unstructure_hook_func(lambda kind: not _is_tuple(kind) and _is_ids(kind), str)
    made.register_unstructure_hook(Text, _text_body)
    made.register_unstructure_hook(PartialDate, lambda value: value.edtf)
    made.register_unstructure_hook_func(lambda kind: set(get_args(kind)) == {Slot, Days, PartialDate}, _when_body)
    made.register_unstructure_hook_factory(_is_tuple, lambda kind: _tuple_body(made, kind))
    made.register_unstructure_hook_factory(_is_optional, lambda kind: _optional_body(made, kind))
    made.register_unstructure_hook_factory(
        lambda kind: isinstance(kind, type) and attrs.has(kind) and kind not in (Text, Slot, Days, PartialDate),
        lambda kind: make_dict_unstructure_fn(kind, made, **_stamps(kind)),
    )
    return made


def _partial(value: Any, _: Any) -> PartialDate:
    if type(value) is not str:
        raise WrongShape(f'expected a date in EDTF such as "2023-09", not {shown(value)}')
    return PartialDate(value)


def _stamps(kind: type) -> dict[str, Any]:
    return {field.name: override(omit=True) for field in attrs.fields(kind) if "stamp" in field.metadata}


def _class_hook(made: Converter, kind: type, detailed: bool) -> Callable[[Any, Any], Any]:
    structure: Callable[[Any, Any], Any] = make_dict_structure_fn(
        kind, made, _cattrs_forbid_extra_keys=True, _cattrs_detailed_validation=detailed, **_stamps(kind)
    )

    def hook(value: Any, cls: Any) -> Any:
        if type(value) is not dict:
            raise WrongShape(f"expected an object, not {shown(value)}")
        return structure(value, cls)

    return hook


def _tuple_hook(made: Converter, kind: Any, detailed: bool) -> Callable[[Any, Any], Any]:
    item = get_args(kind)[0]
    structure = made.get_structure_hook(item)

    def hook(value: Any, _: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise WrongShape(f"expected a list, not {shown(value)}")
        if not detailed:
            return tuple([structure(entry, item) for entry in value])
        done, failed = [], []
        for position, entry in enumerate(value):
            try:
                done.append(structure(entry, item))
            except Exception as error:
                error.add_note(f"\0{position}")
                failed.append(error)
        if failed:
            raise IterableValidationError("list", failed, kind)
        return tuple(done)

    return hook


def _optional_hook(made: Converter, kind: Any) -> Callable[[Any, Any], Any]:
    inner = _without_none(kind)
    structure = made.get_structure_hook(inner)
    return lambda value, _: None if value is None else structure(value, inner)


def _ids_hook(kind: Any) -> Callable[[Any, Any], Any]:
    classes = get_args(kind)
    return lambda value, _: _any_id(value, classes)


def _tuple_body(made: Converter, kind: Any) -> Callable[[Any], Any]:
    unstructure = made.get_unstructure_hook(get_args(kind)[0])
    return lambda value: [unstructure(entry) for entry in value]


def _optional_body(made: Converter, kind: Any) -> Callable[[Any], Any]:
    unstructure = made.get_unstructure_hook(_without_none(kind))
    return lambda value: None if value is None else unstructure(value)


@lru_cache(maxsize=2)
def converter(detailed: bool) -> Converter:
    return _make(detailed)
