# SPDX-License-Identifier: Apache-2.0
"""Kinds that hold other values: lists, texts in several languages, opening times, tables."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from typing_extensions import override

from common.settings.kinds import DayOfYear, Kind, Line, Schema, TimeOfDay, hint, nearest
from common.settings.problems import Phrase, shown
from common.settings.spot import RefusedError, Spot
from hall.calendar import MovedDay, Period
from hall.words import Words

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


MOST_GUESSED = 20
"""Unknown names of one table of which is said what was meant: each guess takes a while."""


class _Mandatory(Enum):
    MANDATORY = "mandatory"


MANDATORY: Final = _Mandatory.MANDATORY
"""The default of an option that has none."""


Values = Mapping[str, Any]
"""A table as `Table.read` returns it."""

Reading = tuple[Callable[[object, Spot], Any], object, Spot]


def read_each(readings: Iterable[Reading]) -> list[Any]:
    """All values of a group, so that every mistake in it is noted.

    Raises:
        RefusedError: at least one could not be used.
    """
    values, refused = [], None
    for read, value, at in readings:
        try:
            values.append(read(value, at))
        except RefusedError as error:
            refused = error
    if refused:
        raise refused
    return values


@dataclass(frozen=True)
class ListOf(Kind):
    """A list of values of one kind; `form` is a key below `allowed` for one that is tables."""

    accepts = (list,)

    kind: Kind
    fewest: int = 0
    most: int = 24
    repeats: bool = False
    form: str = "list"

    def _allowed(self) -> Phrase:
        fields = {"low": self.fewest, "high": self.most, "each": self.kind.allowed}
        return Phrase(f"allowed.{self.form}", fields)

    def _read(self, value: list[object], at: Spot) -> tuple[Any, ...]:
        if not self.fewest <= len(value) <= self.most:
            spot = at.at(self.most) if len(value) > self.most else at  # the first too many
            raise spot.refuse("wrong_count", count=len(value), allowed=self.allowed)
        items = read_each((self.kind.read, item, at.at(place)) for place, item in enumerate(value))
        for place, item in enumerate(items):
            if not self.repeats and item in items[:place]:
                raise at.at(place).refuse("twice", value=shown(value[place]))
        return tuple(items)


@dataclass(frozen=True)
class Language(Kind):
    """A language the program has texts of."""

    names: tuple[str, ...]

    def _allowed(self) -> Phrase:
        return Phrase("allowed.choice", {"values": tuple(shown(name) for name in self.names)})

    def _read(self, value: str, at: Spot) -> str:
        if value not in self.names:
            near = hint(value, self.names)
            raise at.refuse("not_allowed", value=shown(value), allowed=self.allowed, hint=near)
        return value

    @override
    def schema(self) -> Schema:
        return {"enum": list(self.names)}


@dataclass(frozen=True)
class WordsOf(Kind):
    """A text in every language of the site: `{ zh_Hans = "…", en = "…" }`.

    One in another script may be left out: zh_Hans is read in place of zh_Hant.

    `longest` counts as in `Line`.
    """

    accepts = (dict,)

    longest: int

    def _allowed(self) -> Phrase:
        return Phrase("allowed.words", {"high": self.longest})

    def _read(self, value: dict[str, object], at: Spot) -> Words:
        known = at.context.known_languages
        line = Line(self.longest)
        names = [name for name in value if name in known]
        texts = read_each((line.read, value[name], at.at(name)) for name in names)
        written = {_without_script(name) for name in names}
        missing = tuple(
            name for name in at.context.languages if _without_script(name) not in written
        )
        strange = [name for name in value if name not in known]
        for place, name in enumerate(strange):
            near = hint(name, known) if place < MOST_GUESSED else ""
            at.at(name).note_key("unknown", allowed=known, hint=near)
        if missing and not strange:
            at.note("languages_missing", missing=missing)
        if missing or strange:
            raise RefusedError
        return Words.of(dict(zip(names, texts, strict=True)))


@dataclass(frozen=True)
class OpenPeriod(Kind):
    """From and to, written ["09:00", "12:00"]."""

    accepts = (list,)

    def _allowed(self) -> Phrase:
        return Phrase("allowed.period")

    def _read(self, value: list[object], at: Spot) -> Period:
        if len(value) != len(("from", "to")):
            raise self.wrong_type(value, at)
        hand = TimeOfDay()
        return Period(
            *read_each((hand.read, item, at.at(place)) for place, item in enumerate(value))
        )

    @override
    def schema(self) -> Schema:
        hand = TimeOfDay().schema()
        return {"type": "array", "items": hand, "minItems": 2, "maxItems": 2}


@dataclass(frozen=True)
class Option:
    """One key of a table.

    Attributes:
        default: as it would be written in the file; None stays None.
        field: its name in the program when that differs.
        when: a sibling and those values of it that make this option mandatory.
    """

    name: str
    kind: Kind
    default: object = MANDATORY
    field: str = ""
    when: tuple[str, tuple[str, ...]] | None = None

    def is_mandatory(self, siblings: Mapping[str, object]) -> bool:
        """Whether it must be written, given the siblings read before it."""
        if self.when:
            name, values = self.when
            return siblings.get(name) in values
        return self.default is MANDATORY


@dataclass(frozen=True)
class Table(Kind):
    """Known keys with their kinds; read as a dict of those that can be used."""

    accepts = (dict,)

    options: tuple[Option, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The keys it may hold."""
        return tuple(option.name for option in self.options)

    def _allowed(self) -> Phrase:
        return Phrase("allowed.table", {"names": self.names})

    def _read(self, value: dict[str, object], at: Spot) -> dict[str, Any]:
        misspelt = self._note_unknown(value, at)
        found: dict[str, Any] = {}
        for option in self.options:
            if option.name in misspelt and option.name not in value:
                continue  # noted as what is written in its place
            try:
                found[option.field or option.name] = self._option(option, value, found, at)
            except RefusedError:
                continue  # noted; the other options are still looked at
        return found

    def _option(
        self, option: Option, value: dict[str, object], found: dict[str, Any], at: Spot
    ) -> Any:
        if option.name in value:
            return option.kind.read(value[option.name], at.at(option.name))
        if option.is_mandatory(found):
            is_last = isinstance(option.kind, ListOf)  # [[tables]] stand at the end of the file
            fields = {"name": option.name, "allowed": option.kind.allowed}
            raise (at.refuse_at_end if is_last else at.refuse)("missing", **fields)
        if option.default is None or option.when:
            return option.default
        return option.kind.read(option.default, at.at(option.name))

    def _note_unknown(self, value: dict[str, object], at: Spot) -> set[str | None]:
        """The options that were meant by what is no option."""
        unknown = [name for name in value if name not in self.names]
        meant = {name: nearest(name, self.names) for name in unknown[:MOST_GUESSED]}
        for name in unknown:
            home, near = at.context.homes.get(name), meant.get(name)
            belongs = Phrase("belongs", {"table": home}) if home else ""
            said = belongs or (Phrase("nearest", {"name": near}) if near else "")
            at.at(name).note_key("unknown", allowed=self.names, hint=said)
        return set(meant.values())


def _without_script(language: str) -> str:
    """`zh` of zh_Hant: who reads one script of a language makes out the other."""
    return language.partition("_")[0]


def moved_day(read: Values) -> MovedDay:
    """A day that works like another weekday, from its table."""
    return MovedDay(on=read["on"], like_weekday=WEEKDAYS.index(read["like"]))


DATES = ListOf(DayOfYear(), most=120)
PERIODS = ListOf(OpenPeriod(), most=6)
