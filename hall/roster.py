# SPDX-License-Identifier: Apache-2.0
"""How many counters of a pool are open when: planned and actual, as steps over a day (rules.md 1)."""

import math
from bisect import bisect_right
from collections import Counter as Tally
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Self

from hall.calendar import Calendar, DayPlan, Period
from hall.checks import at_least
from hall.errors import BadValueError
from hall.ids import CounterId
from hall.span import Span, utc


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """From the UTC instant `at` on, `counters` are open."""

    at: datetime
    counters: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", utc("at", self.at))
        at_least("counters", self.counters)


@dataclass(frozen=True, slots=True)
class Roster:
    """The open counters of one pool as rising steps; before the first step none is open."""

    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        for earlier, later in pairwise(self.steps):
            if later.at <= earlier.at:
                raise BadValueError(name="steps", value=later.at, allowed=f"after {earlier.at}")

    @classmethod
    def of_changes(cls, changes: Iterable[tuple[datetime, int]]) -> Self:
        """From changes of the number of open counters: +2 at nine, -1 at noon; any order."""
        by_instant: Tally[datetime] = Tally()
        for instant, change in changes:
            by_instant[utc("at", instant)] += change
        counters, steps = 0, []
        for instant in sorted(by_instant):
            counters += by_instant[instant]
            steps.append(Step(instant, counters))
        return cls(tuple(_without_repeats(steps)))

    def open_at(self, now: datetime) -> int:
        """How many counters are open at `now`."""
        index = bisect_right(self.steps, utc("now", now), key=lambda step: step.at)
        return self.steps[index - 1].counters if index else 0

    def counter_minutes(self, span: Span) -> Fraction:
        """Sum of the open counters over the minutes of `span` (rules.md 1, capacity)."""
        parts = pairwise(self._instants(span))
        return sum(
            (self.open_at(start) * _minutes(start, end) for start, end in parts), Fraction(0)
        )

    def next_step_at(self, span: Span) -> datetime:
        """When the number next changes inside `span`, its end if it does not."""
        return self._instants(span)[1]

    def at_most(self, span: Span, counters: int) -> Self:
        """With no more than `counters` open in `span`, as when some close unplanned (R5)."""
        at_least("counters", counters)
        return self.changed(span, lambda planned: min(planned, counters))

    def changed(self, span: Span, change: Callable[[int], int]) -> Self:
        """With `change` made to the number of open counters inside `span`."""
        instants = sorted({*self._instants(span), *(step.at for step in self.steps)})
        counts = ((at, self.open_at(at)) for at in instants)
        steps = (Step(at, change(count) if at in span else count) for at, count in counts)
        return type(self)(tuple(_without_repeats(steps)))

    def _instants(self, span: Span) -> list[datetime]:
        inside = (step.at for step in self.steps if span.start < step.at < span.end)
        return [span.start, *inside, span.end]


# --- planned -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shift:
    """Local times of one business day in which `counters` are planned to be open."""

    period: Period
    counters: int

    def __post_init__(self) -> None:
        at_least("counters", self.counters)


def planned(calendar: Calendar, on: date, shifts: Iterable[Shift]) -> Roster:
    """The schedule of a pool for one business day; shifts that overlap add up."""
    spans = ((calendar.span(on, shift.period), shift.counters) for shift in shifts)
    return _of_spans((span, counters) for span, counters in spans if span)


def planned_all_day(plan: DayPlan, counters: int) -> Roster:
    """The same number of counters whenever the service is open; a break has none."""
    at_least("counters", counters)
    return _of_spans((span, counters) for span in plan.opening)


# --- actual ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CounterReport:
    """A counter said at the UTC instant `at` that it opened or closed."""

    counter_id: CounterId
    at: datetime
    is_open: bool

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", utc("at", self.at))


def actual(reports: Iterable[CounterReport]) -> Roster:
    """What the counters of a pool reported, in any order; a repeated report changes nothing.

    Of two reports of one counter and instant the later in `reports` counts.
    """
    is_open: dict[CounterId, bool] = {}
    changes: list[tuple[datetime, int]] = []
    for report in sorted(reports, key=lambda report: report.at):
        if report.is_open is not is_open.get(report.counter_id, False):
            is_open[report.counter_id] = report.is_open
            changes.append((report.at, 1 if report.is_open else -1))
    return Roster.of_changes(changes)


def expected(plan: Roster, open_now: int, rest: Span) -> Roster:
    """What the rest of the day will be as far as anybody knows (rules.md 4, wait estimate).

    `open_now` counters stay open until the plan changes; later steps are the planned ones, scaled
    by open now / planned now and rounded, but never to 0. Where nobody is planned now they stay as
    planned. `rest` begins now and ends when the desk knows that all is as planned again, else with
    the business day.
    """
    at_least("open_now", open_now)
    planned_now = plan.open_at(rest.start)
    scale = Fraction(open_now, planned_now) if planned_now else Fraction(1)
    later = plan.changed(rest, lambda counters: _scaled(counters, scale))
    return later.changed(Span(rest.start, plan.next_step_at(rest)), lambda _: open_now)


def _scaled(counters: int, scale: Fraction) -> int:
    return max(1, math.floor(counters * scale + Fraction(1, 2))) if counters else 0


def _minutes(start: datetime, end: datetime) -> Fraction:
    return Fraction((end - start) // timedelta(microseconds=1), 60_000_000)


def _of_spans(spans: Iterable[tuple[Span, int]]) -> Roster:
    changes = []
    for span, counters in spans:
        changes += [(span.start, counters), (span.end, -counters)]
    return Roster.of_changes(changes)


def _without_repeats(steps: Iterable[Step]) -> Iterator[Step]:
    counters = 0
    for step in steps:
        if step.counters != counters:
            yield step
        counters = step.counters
