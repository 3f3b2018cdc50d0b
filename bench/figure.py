# SPDX-License-Identifier: Apache-2.0
"""A figure, what it must reach or not exceed, and how figures are shown."""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

Json = dict[str, str | float | bool | None]


@dataclass(frozen=True)
class Figure:
    """One measured value.

    Attributes:
        name: what was measured, and which percentile of it.
        value: None where it cannot be measured on this machine; `note` then says why.
        goal: the largest value that is good; None for what only explains other figures.
        note: what a reader of the table must know; not in the JSON.
        is_least: the goal is the smallest value that is good.
    """

    name: str
    value: float | None
    unit: str
    goal: float | None = None
    note: str = ""
    is_least: bool = False

    @property
    def holds(self) -> bool | None:
        """Whether the goal is reached; None without a goal or a value."""
        if self.value is None or self.goal is None:
            return None
        return self.value >= self.goal if self.is_least else self.value <= self.goal

    def to_json(self) -> Json:
        """As `./dev bench --json FILE` writes it."""
        return {
            "name": self.name,
            "value": None if self.value is None else rounded(self.value),
            "unit": self.unit,
            "goal": self.goal,
            "holds": self.holds,
        }


def rounded(value: float) -> float:
    """To what a reader believes: three significant digits, and whole numbers from 100 on."""
    if abs(value) >= 100:
        return float(round(value))
    return float(f"{value:.3g}")


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many percent do not exceed (nearest rank)."""
    return sorted(values)[max(0, ceil(percent / 100 * len(values)) - 1)]


def percentiles(
    name: str, values: Sequence[float], unit: str, goals: dict[int, float | None]
) -> Iterator[Figure]:
    """One figure for each percentile that is asked for."""
    for percent, goal in goals.items():
        yield Figure(f"{name}, p{percent}", percentile(values, percent), unit, goal)


def as_json(figures: Iterable[Figure]) -> str:
    """The list for programs."""
    return json.dumps([one.to_json() for one in figures], ensure_ascii=False, indent=2) + "\n"


def as_table(figures: Sequence[Figure]) -> str:
    """The list for people: columns below each other, notes at the end of their lines."""
    rows = [("figure", "value", "unit", "goal", "holds"), *map(_cells, figures)]
    widths = [max(_width(row[column]) for row in rows) for column in range(5)]
    notes = ["", *(one.note for one in figures)]
    return "".join(_line(row, widths, note) for row, note in zip(rows, notes, strict=True))


def _cells(one: Figure) -> tuple[str, str, str, str, str]:
    value = "n/a" if one.value is None else f"{rounded(one.value):g}"
    sign = ">=" if one.is_least else "<="
    goal = "" if one.goal is None else f"{sign} {one.goal:g}"
    holds = {True: "yes", False: "NO", None: ""}[one.holds]
    return one.name, value, one.unit, goal, holds


def _line(row: Sequence[str], widths: Sequence[int], note: str) -> str:
    name, value, *rest = (
        _padded(cell, width, to_right=number in {1, 3})
        for number, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join((name, value, *rest, note)).rstrip() + "\n"


def _padded(cell: str, width: int, *, to_right: bool) -> str:
    room = " " * (width - _width(cell))
    return room + cell if to_right else cell + room


def _width(text: str) -> int:
    """Columns of a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
