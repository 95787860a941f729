"""Reading JSON strictly, and telling every problem with its path."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from cattrs.errors import ClassValidationError, ForbiddenExtraKeysError, IterableValidationError

from coordkit.codec.values import WrongShape
from coordkit.domain.errors import CoordkitError, ParseError, Problem, told


def strict_loads(text: str | bytes, where: str = "") -> Any:
    """JSON without what cannot come back as it was: repeated keys, floats, NaN. Raises ``ParseError``."""
    given: object = text
    if not isinstance(given, str | bytes):
        raise ParseError(f"expected a text or bytes, not {told(given)}", where=where)
    try:
        return json.loads(text, object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float)
    except json.JSONDecodeError as error:
        raise ParseError(
            f"this is no JSON: {error.msg} at line {error.lineno}, column {error.colno}; repair it there", where=where
        ) from None
    except UnicodeDecodeError as error:
        raise ParseError(f"this is no UTF-8 (byte {error.start}); save it as UTF-8", where=where) from None
    except RecursionError:
        raise ParseError("this JSON is nested too deeply to be a record", where=where) from None
    except WrongShape as error:
        raise ParseError(str(error), where=where) from None
    except ValueError:  # Python's limit on the digits of a number (sys.set_int_max_str_digits)
        raise ParseError("a number in it has thousands of digits; no field of a record does", where=where) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        raise WrongShape(f"key {next(name for name in names if names.count(name) > 1)!r} stands twice; keep one")
    return made


def _no_float(text: str) -> NoReturn:
    raise WrongShape(f"{text} is not a whole number; records hold no fractions")


def problems_of(error: BaseException, path: str) -> list[Problem]:
    if isinstance(error, ClassValidationError):
        with_notes, without = error.group_exceptions()
        found = [problem for inner, note in with_notes for problem in problems_of(inner, _joined(path, note.name))]
        return found + [problem for inner in without for problem in problems_of(inner, path)]
    if isinstance(error, IterableValidationError):
        return [problem for inner in error.exceptions for problem in problems_of(inner, f"{path}[{_position(inner)}]")]
    if isinstance(error, ForbiddenExtraKeysError):
        return [Problem(_joined(path, name), "no such field; remove it") for name in sorted(error.extra_fields)]
    if isinstance(error, KeyError):
        return [Problem(path or str(error.args[0]), "is missing; give it")]
    if isinstance(error, CoordkitError):
        return [Problem(path or error.where, error.message)]
    return [Problem(path, str(error))]


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path and name else path or name


def _position(error: BaseException) -> str:
    return next((note[1:] for note in getattr(error, "__notes__", ()) if note.startswith("\0")), "?")
