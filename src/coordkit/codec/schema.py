"""JSON Schema (draft 2020-12) of the bodies that ``to_json`` writes, generated from the classes and the kinds of their values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import NoneType
from typing import Any, get_args

import attrs

from coordkit.codec.convert import OUTCOMES, RECORDS, SCHEMA
from coordkit.codec.hooks import converter
from coordkit.codec.kinds import Schema, about, closed, is_optional, is_tuple, kind_of, without_none, written_fields
from coordkit.codec.limits import LIMITS
from coordkit.domain.errors import DomainError, told
from coordkit.domain.outcomes import Outcome
from coordkit.domain.records import Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_URN = f"urn:coordkit:schema:{SCHEMA}"
_OUTCOME_NAMES: Mapping[type, str] = {cls: name for name, cls in OUTCOMES.items()}


def json_schema(kind: type[Record] | None = None) -> dict[str, Any]:
    """The JSON Schema of what ``to_json`` writes for one class of records; without a class, for all of them.

    Every key is required (null too) and no other is allowed. ``x-sensitivity`` is the mark of a field, ``x-speaker`` stands
    where the Chatham House rule strips it, ``default`` is what ``from_json`` takes where the key is missing, and ``x-rules``
    tells in words what no schema says: how the values of a record or part go together. A body that the schema accepts is read
    by ``from_json`` unless one of these rules refuses it, or it holds

    * a whole number written as ``1.0``, or one of thousands of digits: JSON Schema counts both as integers;
    * a lone surrogate, which only an escape can write, or a key twice, which no schema sees.

    Raises ``DomainError`` for a class that is no kind of record.
    """
    definitions = _Definitions()
    if kind is None:
        body: Schema = {"title": "coordkit records", **definitions.any_of([*RECORDS.values()])}
    elif kind in RECORDS.values() or kind in _OUTCOME_NAMES:
        body = {"title": kind.__name__, **definitions.refer(kind)}
    else:
        known = ", ".join(sorted(cls.__name__ for cls in (*RECORDS.values(), *OUTCOMES.values())))
        raise DomainError(f"{told(kind)} is no kind of record that a desk keeps; there are {known}", where="kind")
    name = "" if kind is None else f":{_OUTCOME_NAMES.get(kind, kind.id_type.kind)}"
    return {"$schema": DIALECT, "$id": _URN + name, **body, "$defs": dict(sorted(definitions.made.items()))}


@attrs.define
class _Definitions:
    """What stands under ``$defs``: each named kind once."""

    made: dict[str, Schema] = attrs.field(factory=dict)
    _owners: dict[str, Any] = attrs.field(factory=dict)

    def refer(self, kind: Any) -> Schema:
        """The schema of a type, or where it has a name a reference to it. Raises ``DomainError`` for a type that has none."""
        if kind is NoneType:
            return {"type": "null"}
        if is_tuple(kind):
            return {"type": "array", "items": self.refer(get_args(kind)[0])}
        if is_optional(kind):
            return self.any_of([without_none(kind), NoneType])
        if kind is Outcome:
            return self._named("Outcome", kind, lambda: {**about(kind), **self.any_of([*OUTCOMES.values()])})
        found = kind_of(kind)
        if found is not None:
            return (
                found.schema(self.refer) if found.name is None else self._named(found.name, kind, lambda: found.schema(self.refer))
            )
        if isinstance(kind, type) and attrs.has(kind):
            return self._named(kind.__name__, kind, lambda: self._object(kind))
        raise DomainError(f"no schema is known for {told(kind)}; give it a row in coordkit.codec.kinds", where="kind")

    def any_of(self, kinds: list[Any]) -> Schema:
        """One of several types."""
        return {"anyOf": [self.refer(kind) for kind in kinds]}

    def _named(self, name: str, kind: Any, make: Callable[[], Schema]) -> Schema:
        if name not in self._owners:
            self._owners[name] = kind
            self.made[name] = make()
        elif self._owners[name] != kind:
            raise DomainError(f"two types are called {name}; rename one", where="kind")
        return {"$ref": f"#/$defs/{name}"}

    def _object(self, cls: type) -> Schema:
        limits: Mapping[str, Schema] = LIMITS.get(cls, {})
        properties = {field.name: self._field(field, limits.get(field.name, {})) for field in written_fields(cls)}
        return {**about(cls), **closed(_fixed(cls) | properties)}

    def _field(self, field: attrs.Attribute[Any], limits: Schema) -> Schema:
        mark = field.metadata.get("sensitivity")
        if mark is None:
            raise DomainError("the field states no sensitivity; give it metadata=OPEN or another mark", where=field.name)
        schema = {**_limited(self.refer(field.type), limits), "x-sensitivity": mark.value}
        if "speaker" in field.metadata:
            schema["x-speaker"] = True
        given: Any = field.default
        if given is attrs.NOTHING or getattr(given, "takes_self", False):
            return schema
        value = given.factory() if hasattr(given, "factory") else given
        return schema | {"default": converter(False).get_unstructure_hook(field.type)(value)}


def _fixed(cls: type) -> dict[str, Schema]:
    """What stands in the body of a record beside its fields."""
    if not issubclass(cls, Record):
        return {}
    outcome = {"type": _OUTCOME_NAMES[cls]} if cls in _OUTCOME_NAMES else {}
    return {key: {"const": value} for key, value in ({"schema": SCHEMA, "record": cls.id_type.kind} | outcome).items()}


def _limited(schema: Schema, limits: Schema) -> Schema:
    """The schema with further limits; null stays allowed where it was."""
    if limits and "anyOf" in schema:
        first, *others = schema["anyOf"]
        return {"anyOf": [{**first, **limits}, *others]}
    return {**schema, **limits}
