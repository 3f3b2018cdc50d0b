# SPDX-License-Identifier: Apache-2.0
"""Kinds of values an option may have: what is read from the file and what is allowed."""

import re
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches
from ipaddress import ip_address
from typing import Any, ClassVar, TypeAlias
from zoneinfo import ZoneInfo, available_timezones

from typing_extensions import override

from common.settings.problems import Phrase, shown
from common.settings.spot import RefusedError, Spot
from hall.words import letters

LIKENESS = 0.6

Schema: TypeAlias = dict[str, Any]
"""A part of a JSON Schema."""

TIME_OF_DAY = "([01][0-9]|2[0-3]):([0-5][0-9])(:00)?"


class Kind(ABC):
    """One kind of value; `accepts` are the types tomllib may return for it."""

    accepts: ClassVar[tuple[type, ...]] = (str,)

    @property
    def allowed(self) -> Phrase:
        """What is allowed, to be put behind "allowed:"."""
        return self._allowed()

    def read(self, value: object, at: Spot) -> Any:
        """The value as the program uses it.

        Raises:
            RefusedError: it cannot be used; noted at the spot.
        """
        is_stray_bool = isinstance(value, bool) and bool not in self.accepts
        if is_stray_bool or not isinstance(value, self.accepts):
            raise self.wrong_type(value, at)
        return self._read(value, at)

    def schema(self) -> Schema:
        """What of it an editor can check; a path or an address only the program can."""
        return {"type": "string"}

    def wrong_type(self, value: object, at: Spot) -> RefusedError:
        """The value is of another kind altogether."""
        return at.refuse("wrong_type", value=shown(value), allowed=self.allowed)

    @abstractmethod
    def _allowed(self) -> Phrase:
        """As `allowed`."""

    @abstractmethod
    def _read(self, value: Any, at: Spot) -> Any:
        """As `read`, for a value of an accepted type."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The one of the known names that was meant, as far as one can guess."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    near = get_close_matches(name.casefold(), by_folded, n=1, cutoff=LIKENESS)
    return by_folded[near[0]] if near else None


def hint(name: str, known: Iterable[str]) -> Phrase | str:
    """The nearest of the known names, empty when none is near."""
    near = nearest(name, known)
    return Phrase("nearest", {"name": near}) if near else ""


@dataclass(frozen=True)
class Line(Kind):
    """Text of one line, without control characters: it goes to screens and printers.

    Lengths count Han characters; what is half as wide counts half.
    """

    longest: int
    shortest: int = 1

    def _allowed(self) -> Phrase:
        return Phrase("allowed.line", {"low": self.shortest, "high": self.longest})

    def _read(self, value: str, at: Spot) -> str:
        text = value.strip()
        length = letters(text) / 2
        if not self.shortest / 2 <= length <= self.longest:
            raise at.refuse("wrong_length", length=f"{length:g}", allowed=self.allowed)
        hidden = next((sign for sign in text if _is_hidden(sign)), None)
        if hidden:
            raise at.refuse("hidden_character", character=f"U+{ord(hidden):04X}")
        return text

    @override
    def schema(self) -> Schema:
        # An English letter counts half.
        return {"type": "string", "minLength": self.shortest, "maxLength": 2 * self.longest}


def _is_hidden(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


@dataclass(frozen=True)
class Name(Kind):
    """An id that stands in logs and tables."""

    longest: int = 32

    def _allowed(self) -> Phrase:
        return Phrase("allowed.name", {"high": self.longest})

    def _read(self, value: str, at: Spot) -> str:
        if not re.fullmatch(f"[a-z][a-z0-9_]{{0,{self.longest - 1}}}", value):
            raise at.refuse("not_allowed", value=shown(value), allowed=self.allowed, hint="")
        return value

    @override
    def schema(self) -> Schema:
        return {"type": "string", "pattern": f"^[a-z][a-z0-9_]{{0,{self.longest - 1}}}$"}


@dataclass(frozen=True)
class Number(Kind):
    """A number with a unit, a key below `unit`."""

    accepts = (int, float)

    low: float
    high: float
    unit: str

    def _allowed(self) -> Phrase:
        fields = {"low": f"{self.low:g}", "high": f"{self.high:g}"}
        return Phrase("allowed.number", fields | {"unit": Phrase(f"unit.{self.unit}")})

    def _read(self, value: float, at: Spot) -> float:
        return float(_in_range(self, value, at))

    @override
    def schema(self) -> Schema:
        return {"type": "number", "minimum": self.low, "maximum": self.high}


@dataclass(frozen=True)
class Whole(Kind):
    """A whole number with a unit, a key below `unit`."""

    accepts = (int,)

    low: int
    high: int
    unit: str

    def _allowed(self) -> Phrase:
        fields = {"low": self.low, "high": self.high, "unit": Phrase(f"unit.{self.unit}")}
        return Phrase("allowed.whole", fields)

    def _read(self, value: int, at: Spot) -> int:
        return int(_in_range(self, value, at))

    @override
    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


def _in_range(kind: Number | Whole, value: float, at: Spot) -> float:
    if not kind.low <= value <= kind.high:  # also true of nan
        raise at.refuse("out_of_range", value=shown(value), allowed=kind.allowed)
    return value


@dataclass(frozen=True)
class YesNo(Kind):
    """A switch."""

    accepts = (bool,)

    def _allowed(self) -> Phrase:
        return Phrase("allowed.yes_no")

    def _read(self, value: Any, at: Spot) -> bool:
        return bool(value)

    @override
    def schema(self) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Choice(Kind):
    """One of some fixed values, all texts or all whole numbers.

    `form` is a key below `allowed` for a list that is too long to be shown.
    """

    accepts = (str, int)

    values: tuple[str, ...] | tuple[int, ...]
    form: str = ""

    def _allowed(self) -> Phrase:
        if self.form:
            return Phrase(f"allowed.{self.form}")
        return Phrase("allowed.choice", {"values": tuple(shown(value) for value in self.values)})

    def _read(self, value: str | int, at: Spot) -> str | int:
        if value not in self.values:
            near = hint(value, map(str, self.values)) if isinstance(value, str) else ""
            raise at.refuse("not_allowed", value=shown(value), allowed=self.allowed, hint=near)
        return value

    @override
    def schema(self) -> Schema:
        return {"enum": list(self.values)}


@dataclass(frozen=True)
class TimeOfDay(Kind):
    """A local time, written "HH:MM"."""

    accepts = (str, time)

    def _allowed(self) -> Phrase:
        return Phrase("allowed.time")

    def _read(self, value: str | time, at: Spot) -> time:
        written = value if isinstance(value, str) else value.isoformat()
        found = re.fullmatch(TIME_OF_DAY, written)
        if not found:
            raise at.refuse("not_allowed", value=shown(value), allowed=self.allowed, hint="")
        return time(int(found[1]), int(found[2]))

    @override
    def schema(self) -> Schema:
        return {"type": "string", "pattern": f"^{TIME_OF_DAY}$"}


@dataclass(frozen=True)
class DayOfYear(Kind):
    """A date, written 2026-10-01."""

    accepts = (date,)

    def _allowed(self) -> Phrase:
        return Phrase("allowed.date")

    def _read(self, value: date, at: Spot) -> date:
        if isinstance(value, datetime):  # which is a date too
            raise self.wrong_type(value, at)
        return value

    @override
    def schema(self) -> Schema:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True)
class Zone(Kind):
    """A time zone of the IANA list."""

    def _allowed(self) -> Phrase:
        return Phrase("allowed.zone")

    def _read(self, value: str, at: Spot) -> ZoneInfo:
        try:
            return ZoneInfo(value)
        except (KeyError, ValueError, OSError):  # unknown, no name at all, or a folder of names
            near = hint(value, available_timezones())
            raise at.refuse(
                "not_allowed", value=shown(value), allowed=self.allowed, hint=near
            ) from None


@dataclass(frozen=True)
class Matching(Kind):
    """Text of a fixed form; `form` is a key below `allowed`."""

    pattern: str
    form: str

    def _allowed(self) -> Phrase:
        return Phrase(f"allowed.{self.form}")

    def _read(self, value: str, at: Spot) -> str:
        if not re.fullmatch(self.pattern, value, re.ASCII):
            raise at.refuse("not_allowed", value=shown(value), allowed=self.allowed, hint="")
        return value

    @override
    def schema(self) -> Schema:
        return {"type": "string", "pattern": f"^({self.pattern})$"}


_LABEL = "(?!-)[A-Za-z0-9-]{1,63}(?<!-)"
_HOST_NAME = re.compile(rf"(?![0-9.]+$)({_LABEL}\.)*{_LABEL}", re.ASCII)


@dataclass(frozen=True)
class Host(Kind):
    """An IP address or a host name."""

    def _allowed(self) -> Phrase:
        return Phrase("allowed.host")

    def _read(self, value: str, at: Spot) -> str:
        try:
            return str(ip_address(value))
        except ValueError:
            if _HOST_NAME.fullmatch(value):
                return value
        raise at.refuse("not_allowed", value=shown(value), allowed=self.allowed, hint="")
