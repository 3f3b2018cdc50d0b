# SPDX-License-Identifier: Apache-2.0
"""Values of the hall as canonical JSON and back: the same value always gives the same text."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from fractions import Fraction
from functools import cache
from types import UnionType
from typing import NewType, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from hall.errors import BadValueError, LogError
from hall.numbering import NumberRange, TicketNumber
from hall.place import Place, PlaceRun
from hall.span import utc

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
"""What a log entry is made of; no floats, since they have more than one spelling."""

PARTS: tuple[type, ...] = (Place, PlaceRun, NumberRange)
"""What an entry of a kiosk's log may have inside itself."""

_T = TypeVar("_T")
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def to_text(values: Mapping[str, Json]) -> str:
    """JSON with sorted keys and nothing between; Chinese stays readable."""
    return _ENCODER.encode(values)


def instant_text(at: datetime) -> str:
    """An instant in UTC to the microsecond, always of the same length."""
    return utc("at", at).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def encode(value: object, parts: tuple[type, ...] = PARTS) -> Json:
    """A value as plain JSON; BadValueError for a type that has no place there, as a Secret.

    `parts` are the dataclasses it may have inside itself.
    """
    if value is None or (isinstance(value, str | int) and not isinstance(value, Enum)):
        return value
    match value:
        case Enum():
            return str(value.value)
        case tuple():
            return [encode(item, parts) for item in value]
        case _ if isinstance(value, parts):
            return encode_fields(value, parts)
        case _:
            return _text(value)


def _text(value: object) -> str:
    match value:
        case datetime():
            return instant_text(value)
        case date() | UUID() | TicketNumber() | Fraction():
            return str(value)
        case _:
            raise BadValueError(name="value", value=type(value).__name__, allowed="log values")


def encode_fields(value: object, parts: tuple[type, ...] = PARTS) -> dict[str, Json]:
    """A dataclass as a JSON object, field by field; raises as `encode`."""
    return {name: encode(getattr(value, name), parts) for name in _hints_of_fields(type(value))}


def decode_fields(cls: type[_T], values: Mapping[str, Json]) -> _T:
    """The dataclass that `encode_fields` wrote; LogError for other fields or values."""
    hints = _hints_of_fields(cls)
    if values.keys() != hints.keys():
        odd = ", ".join(sorted(values.keys() ^ hints.keys()))
        raise LogError(position=None, problem=f"fields of {cls.__name__}: {odd}")
    make: Callable[..., _T] = cls
    try:
        return make(**{name: _decode(hint, values[name]) for name, hint in hints.items()})
    except (ValueError, BadValueError) as error:
        raise LogError(position=None, problem=f"{cls.__name__}: {error}") from error


def _hints_of_fields(cls: type) -> Mapping[str, object]:
    return _once(cls)


@cache
def _once(cls: type) -> Mapping[str, object]:
    hints = get_type_hints(cls)
    return {field.name: hints[field.name] for field in fields(cls)}


def _decode(hint: object, value: Json) -> object:
    if isinstance(hint, NewType):
        return _decode(hint.__supertype__, value)
    if get_origin(hint) in (Union, UnionType):
        return None if value is None else _decode(get_args(hint)[0], value)
    if get_origin(hint) is tuple and isinstance(value, list):
        return tuple(_decode(get_args(hint)[0], item) for item in value)
    if isinstance(hint, type):
        return _decode_type(hint, value)
    raise ValueError(f"not a list: {value!r}")


def _decode_type(cls: type, value: Json) -> object:
    # `type(...) is`: True is an int to isinstance, and must not pass for one.
    if cls in (bool, int, str) and type(value) is cls:
        return value
    if is_dataclass(cls) and isinstance(value, dict):
        return decode_fields(cls, value)
    if isinstance(value, str):
        return _decode_text(cls, value)
    raise ValueError(f"not {cls.__name__}: {value!r}")


def _decode_text(cls: type, text: str) -> object:
    if cls is TicketNumber:
        return TicketNumber.parse(text)
    if cls is datetime:
        return _instant(text)
    if cls is date:
        return date.fromisoformat(text)
    if cls is Fraction:
        return _fraction(text)
    if cls is UUID or issubclass(cls, Enum):
        return cls(text)
    raise ValueError(f"not {cls.__name__}: {text!r}")


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant_text(instant) != text:  # one instant has one text
        raise ValueError(f"not an instant: {text!r}")
    return instant.astimezone(UTC)


def _fraction(text: str) -> Fraction:
    try:
        fraction = Fraction(text)
    except ZeroDivisionError as error:
        raise ValueError(f"not a fraction: {text!r}") from error
    if str(fraction) != text:  # 2/4 is 1/2
        raise ValueError(f"not a fraction: {text!r}")
    return fraction
