# SPDX-License-Identifier: Apache-2.0
"""Values of the hall as canonical JSON and back: the same value always gives the same text."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from fractions import Fraction
from functools import cache, partial
from types import MappingProxyType, UnionType
from typing import (
    NewType,
    TypeAlias,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)
from uuid import UUID

from hall.errors import BadValueError, LogError
from hall.numbering import NumberRange, TicketNumber
from hall.place import Place, PlaceRun
from hall.span import utc

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"
"""What a log entry is made of; no floats, since they have more than one spelling."""

PARTS: tuple[type, ...] = (Place, PlaceRun, NumberRange)
"""What an entry of a kiosk's log may have inside itself."""

ADDED: Mapping[str, bool] = MappingProxyType({"added": True})
"""Metadata of a field that earlier entries do not have: with its default it is not written.

So they keep their text and their hash.
"""

_T = TypeVar("_T")
_Decoder: TypeAlias = Callable[[Json], object]
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
    cls = type(value)
    written = {name: encode(getattr(value, name), parts) for name in _decoders_of_fields(cls)}
    for name, default in _added(cls).items():
        if written[name] == default:
            del written[name]
    return written


def decode_fields(cls: type[_T], values: Mapping[str, Json]) -> _T:
    """The dataclass that `encode_fields` wrote; LogError for other fields, values or spellings."""
    decoders = _decoders_of_fields(cls)
    if values.keys() != decoders.keys() and (odd := _odd_fields(cls, values)):
        problem = f"fields of {cls.__name__}: {', '.join(sorted(odd))}"
        raise LogError(position=None, problem=problem)
    make: Callable[..., _T] = cls
    try:
        return make(**{name: decoders[name](value) for name, value in _spelled(cls, values)})
    except (ValueError, BadValueError) as error:
        raise LogError(position=None, problem=f"{cls.__name__}: {error}") from error


def _odd_fields(cls: type, values: Mapping[str, Json]) -> set[str]:
    known = _decoders_of_fields(cls).keys()
    missing = known - values.keys() - _added(cls).keys()
    return missing | (values.keys() - known)


def _spelled(cls: type, values: Mapping[str, Json]) -> Iterable[tuple[str, Json]]:
    for name, default in _added(cls).items():
        if name in values and values[name] == default:
            raise ValueError(f"{name} is left out as long as it is {default}")
    return values.items()


def _decoders_of_fields(cls: type) -> Mapping[str, _Decoder]:
    return _once(cls)[0]


def _added(cls: type) -> Mapping[str, Json]:
    """The defaults of fields that earlier entries do not have."""
    return _once(cls)[1]


@cache
def _once(cls: type) -> tuple[Mapping[str, _Decoder], Mapping[str, Json]]:
    """What reads each field; found once for each class, since a log has thousands of entries."""
    hints, known = get_type_hints(cls), fields(cls)
    added = {each.name: cast("Json", each.default) for each in known if each.metadata == ADDED}
    return {each.name: _decoder(hints[each.name]) for each in known}, added


def _decoder(hint: object) -> _Decoder:
    if isinstance(hint, NewType):
        return _decoder(hint.__supertype__)
    if get_origin(hint) in (Union, UnionType):
        return partial(_optional, _decoder(get_args(hint)[0]))
    if get_origin(hint) is tuple:
        return partial(_items, _decoder(get_args(hint)[0]))
    cls = cast("type", hint)
    if cls in (bool, int, str):
        return partial(_exactly, cls)
    if cls in _TEXTS or issubclass(cls, Enum):
        return partial(_from_text, _TEXTS.get(cls, cls))
    return partial(_fields, cls)


def _optional(decode: _Decoder, value: Json) -> object:
    return None if value is None else decode(value)


def _items(decode: _Decoder, value: Json) -> object:
    match value:
        case list():
            return tuple(decode(item) for item in value)
        case _:
            raise ValueError(f"not a list: {value!r}")


def _exactly(cls: type, value: Json) -> object:
    # `type(...) is`: True is an int to isinstance, and must not pass for one.
    if type(value) is not cls:
        raise ValueError(f"not {cls.__name__}: {value!r}")
    return value


def _from_text(read: Callable[[str], object], value: Json) -> object:
    match value:
        case str():
            return read(value)
        case _:
            raise ValueError(f"not a text: {value!r}")


def _fields(cls: type, value: Json) -> object:
    if not is_dataclass(cls) or not isinstance(value, dict):
        raise ValueError(f"not {cls.__name__}: {value!r}")
    return decode_fields(cls, value)


def _instant(text: str) -> datetime:
    instant = datetime.fromisoformat(text)
    if instant_text(instant) != text:  # one instant has one text
        raise ValueError(f"not an instant: {text!r}")
    return instant.astimezone(UTC)


def _date(text: str) -> date:
    on = date.fromisoformat(text)
    if on.isoformat() != text:  # 20260302 is one too
        raise ValueError(f"not a date: {text!r}")
    return on


def _uuid(text: str) -> UUID:
    found = UUID(text)
    if str(found) != text:  # {...} and upper case are UUIDs too
        raise ValueError(f"not an id: {text!r}")
    return found


def _fraction(text: str) -> Fraction:
    try:
        fraction = Fraction(text)
    except ZeroDivisionError as error:
        raise ValueError(f"not a fraction: {text!r}") from error
    if str(fraction) != text:  # 2/4 is 1/2
        raise ValueError(f"not a fraction: {text!r}")
    return fraction


_TEXTS: Mapping[type, Callable[[str], object]] = {
    TicketNumber: TicketNumber.parse,
    datetime: _instant,
    date: _date,
    UUID: _uuid,
    Fraction: _fraction,
}
