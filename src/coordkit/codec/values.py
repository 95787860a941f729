"""Single values in JSON: strict readers that take nothing for something else, and how each value is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any, cast

from coordkit.domain.clock_times import ClockTime
from coordkit.domain.dates import Days, PartialDate
from coordkit.domain.records import RecordId, Tlp
from coordkit.domain.recurrence import ForeignRule, Recurrence, read_rule
from coordkit.domain.slots import Repeat, Slot, is_repeated
from coordkit.domain.text import Text

MOST_SECONDS = 10**11  # a little over 3000 years


class WrongShape(ValueError):
    """A value of the wrong shape; turned into a Problem with its path."""


def typed(expected: type, words: str) -> Callable[[Any, Any], Any]:
    def hook(value: Any, _: Any) -> Any:
        if type(value) is not expected:
            raise WrongShape(f"expected {words}, not {shown(value)}")
        return value

    return hook


def shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."


def day_of(value: Any, _: Any) -> date:
    if type(value) is str:
        try:
            day = date.fromisoformat(value)
        except ValueError:
            pass
        else:
            if day.isoformat() == value:  # fromisoformat reads 2025-W25-3 as well
                return day
    raise WrongShape(f'expected a day such as "2025-06-18", not {shown(value)}')


def moment_of(value: Any, _: Any) -> datetime:
    if type(value) is str and value.endswith("Z") and (local := _clock(value[:-1])) is not None:
        return local.replace(tzinfo=UTC)
    raise WrongShape(f'expected a moment in UTC such as "2025-06-18T12:58:00Z", not {shown(value)}')


def _clock(text: str) -> datetime | None:
    """A naive time written as we write it; anything else that fromisoformat reads (an offset, a week, a bare day) is None."""
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        return None
    return local if local.tzinfo is None and local.isoformat() == text else None


def seconds_of(value: Any, _: Any) -> timedelta:
    if type(value) is not int or abs(value) > MOST_SECONDS:
        raise WrongShape(f"expected whole seconds, not {shown(value)}")
    return timedelta(seconds=value)


def tlp_of(value: Any, _: Any) -> Tlp:
    if type(value) is str:
        for tlp in Tlp:
            if tlp.label == "TLP:" + value:
                return tlp
    raise WrongShape(f"expected one of RED, AMBER+STRICT, AMBER, GREEN, CLEAR, not {shown(value)}")


def enum_of(value: Any, cls: type[Enum]) -> Enum:
    if type(value) is str:
        try:
            return cls(value)
        except ValueError:
            pass
    raise WrongShape(f"expected one of {', '.join(repr(member.value) for member in cls)}, not {shown(value)}")


def one_id_of(value: Any, cls: type[RecordId]) -> RecordId:
    return any_id_of(value, (cls,))


def any_id_of(value: Any, classes: tuple[type[RecordId], ...]) -> RecordId:
    if type(value) is str:
        kind, _, rest = value.partition(":")
        for cls in classes:
            if cls.kind == kind and len(rest) == 36:
                try:
                    return cls(hex=rest)
                except ValueError:
                    break
    raise WrongShape(f"expected {' or '.join(cls.kind + ':<uuid>' for cls in classes)}, not {shown(value)}")


def text_of(value: Any, _: Any) -> Text:
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


def text_body(text: Text) -> dict[str, Any]:
    """Languages to words; keys are sorted in canonical JSON, so an order that differs from theirs is said."""
    body: dict[str, Any] = dict(text.variants)
    if list(body) != sorted(body):
        body["order"] = list(text.languages)
    return body


def when_of(value: Any, _: Any) -> Slot | Days | PartialDate:
    if isinstance(value, dict) and len(value) == 1:
        if "slot" in value:
            return _slot(value["slot"])
        if "days" in value and type(value["days"]) is list and len(value["days"]) == 2:
            return Days(day_of(value["days"][0], None), day_of(value["days"][1], None))
        if "partial" in value and type(value["partial"]) is str:
            return PartialDate(value["partial"])
    raise WrongShape(f'expected {{"slot": …}}, {{"days": [first, last]}} or {{"partial": "2023-09"}}, not {shown(value)}')


def _slot(value: Any) -> Slot:
    if not isinstance(value, dict) or set(value) != {"start", "seconds", "zone", "repeat"}:
        raise WrongShape(f"a slot has start, seconds, zone and repeat, not {shown(value)}")
    start = value["start"]
    local = _clock(start) if type(start) is str else None
    if local is None:
        raise WrongShape(f'a slot starts at local time such as "2025-06-18T10:00:00", without an offset, not {shown(start)}')
    if type(value["zone"]) is not str:
        raise WrongShape(f"a zone is a name such as Europe/Kyiv, not {shown(value['zone'])}")
    repeat = None if value["repeat"] is None else enum_of(value["repeat"], Repeat)
    if repeat is not None and not is_repeated(local, value["zone"]):
        repeat = None  # written when the law still made the clocks go back then: the time itself is as clear as before
    return Slot(local, seconds_of(value["seconds"], None), value["zone"], cast(Any, repeat))


def when_body(when: Slot | Days | PartialDate) -> dict[str, Any]:
    if isinstance(when, Slot):
        repeat = when.repeat.value if when.repeat else None
        seconds = int(when.duration.total_seconds())
        return {"slot": {"start": when.start.isoformat(), "seconds": seconds, "zone": when.zone, "repeat": repeat}}
    if isinstance(when, Days):
        return {"days": [when.first.isoformat(), when.last.isoformat()]}
    return {"partial": when.edtf}


def clock_time_of(value: Any, _: Any) -> ClockTime:
    if not isinstance(value, dict) or set(value) != {"start", "zone"}:
        raise WrongShape(f"a time on the clock has start and zone, not {shown(value)}")
    local = _clock(value["start"]) if type(value["start"]) is str else None
    if local is None:
        raise WrongShape(f'expected local time such as "2025-06-18T10:00:00", without an offset, not {shown(value["start"])}')
    if type(value["zone"]) is not str:
        raise WrongShape(f"a zone is a name such as Europe/Kyiv, not {shown(value['zone'])}")
    return ClockTime(local, value["zone"])


def clock_time_body(value: ClockTime) -> dict[str, Any]:
    return {"start": value.start.isoformat(), "zone": value.zone}


def rule_of(value: Any, _: Any) -> Recurrence | ForeignRule:
    if type(value) is not str:
        raise WrongShape(f'expected a rule such as "FREQ=WEEKLY;BYDAY=TU", not {shown(value)}')
    return read_rule(value)


def moment_body(value: datetime) -> str:
    return value.replace(tzinfo=None).isoformat() + "Z"


def partial_of(value: Any, _: Any) -> PartialDate:
    if type(value) is not str:
        raise WrongShape(f'expected a date in EDTF such as "2023-09", not {shown(value)}')
    return PartialDate(value)
