# SPDX-License-Identifier: Apache-2.0
"""Fields of JSON bodies: every number, text and instant bounded, nothing unknown."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    PlainSerializer,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from hall.canonical import instant_text
from hall.items import MOST_ITEMS
from hall.wire.mistakes import NOT_PRINTABLE, OTHER_AGE, OUT_OF_BOUNDS

LARGEST = 2**53 - 1
"""The largest whole number that JSON carries everywhere; it also fits every database's."""
LONGEST_TEXT = 500
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)


def printable(text: str) -> str:
    """The text, which has no sign that cannot be printed."""
    if _UNPRINTABLE.search(text):
        raise PydanticCustomError(NOT_PRINTABLE, "control characters")
    return text


def _in_utc(at: datetime) -> datetime:
    if not _EARLIEST <= at < _LATEST:
        raise PydanticCustomError(OTHER_AGE, "not of this age")
    return at.astimezone(UTC)


def _of_this_age(on: date) -> date:
    if not _EARLIEST.date() <= on < _LATEST.date():
        raise PydanticCustomError(OTHER_AGE, "not of this age")
    return on


def _bounded(values: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """The body of a log entry; which fields it has is for `hall.log` to check."""
    for value in values.values():
        _check_bounds(value)
    return values


def _check_bounds(value: JsonValue) -> None:
    match value:
        case str():
            if len(value) > LONGEST_TEXT:
                raise PydanticCustomError(OUT_OF_BOUNDS, "a text is too long")
            printable(value)
        case int() | float():
            if not isinstance(value, int) or abs(value) > LARGEST:
                raise PydanticCustomError(OUT_OF_BOUNDS, "not whole, or too large")
        case list():
            for item in value:
                _check_bounds(item)
        case dict():
            _bounded(value)
        case _:
            pass


Count = Annotated[int, Field(ge=0, le=LARGEST)]
Positive = Annotated[int, Field(ge=1, le=LARGEST)]
Items = Annotated[int, Field(ge=1, le=MOST_ITEMS)]
Small = Annotated[int, Field(ge=0, le=1_000_000)]
Hop = Annotated[int, Field(ge=0, le=2**31 - 1)]
Instant = Annotated[
    AwareDatetime, AfterValidator(_in_utc), PlainSerializer(instant_text, return_type=str)
]
Day = Annotated[date, AfterValidator(_of_this_age)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=64), AfterValidator(printable)]
"""Ids and keys."""
Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(printable)]
LONGEST_DOCUMENT = 500_000
Document = Annotated[str, StringConstraints(max_length=LONGEST_DOCUMENT)]
Number = Annotated[str, StringConstraints(pattern=r"^Y?[A-Z][0-9]{3,4}$")]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Digest = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,8}:[0-9a-f]{32}$")]
Base64 = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/]{1,2000}={0,2}$")]
EntryBody = Annotated[dict[str, JsonValue], AfterValidator(_bounded)]
Credential = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,256}$"), Field(repr=False)]


class WireModel(BaseModel):
    """The root of all: strict, frozen, nothing unknown; what was wrong is never repeated."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", hide_input_in_errors=True)


class TellingModel(WireModel):
    """Only says how something is: a newer program may say more, and who does not know it misses nothing.

    Never for what decides: places, numbers, tickets, entries of a log or of the feed.
    """

    model_config = ConfigDict(extra="ignore")
