# SPDX-License-Identifier: Apache-2.0
"""Business days, opening hours and the slot grid (rules.md 1). Time zones come in as arguments."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import pairwise

from hall.errors import BadValueError, UnknownSlotError
from hall.span import Span, utc

DAY_STARTS = time(4)
"""Default of `site.day_starts`: what happens before it belongs to the day before."""

SLOT_MINUTES = (15, 30)
LOOK_AHEAD_DAYS = 14
"""How far ahead the next opening is looked for."""
DAYS_OF_A_WEEK = 7


class Phase(StrEnum):
    """Whether numbers are given now."""

    BEFORE_ISSUE = "before_issue"
    ISSUING = "issuing"
    """From `issue_from` until `stop_at`, over the lunch break too."""
    STOPPED = "stopped"
    CLOSED_DAY = "closed_day"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Local opening times [start, end) of one business day; times before `day_starts` are past midnight."""

    start: time
    end: time


@dataclass(frozen=True, slots=True)
class MovedDay:
    """A day that works like another weekday (调休); 0 is Monday."""

    on: date
    like_weekday: int


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """Periods for Monday to Sunday, days closed whatever the weekday, and moved working days.

    A moved day wins over a holiday of the same date.
    """

    weekdays: tuple[tuple[Period, ...], ...]
    holidays: frozenset[date] = frozenset()
    moved_days: tuple[MovedDay, ...] = ()

    def __post_init__(self) -> None:
        if len(self.weekdays) != DAYS_OF_A_WEEK:
            raise BadValueError(name="weekdays", value=len(self.weekdays), allowed="7 days")
        moved_on = [moved.on for moved in self.moved_days]
        for moved in self.moved_days:
            if moved.like_weekday not in range(DAYS_OF_A_WEEK):
                raise BadValueError(name="like_weekday", value=moved.like_weekday, allowed="0 to 6")
            if moved_on.count(moved.on) > 1:
                raise BadValueError(name="moved_days", value=moved.on, allowed="each only once")

    def periods(self, on: date) -> tuple[Period, ...]:
        """The periods of that date in order; none when it is closed."""
        for moved in self.moved_days:
            if moved.on == on:
                return self.weekdays[moved.like_weekday]
        return () if on in self.holidays else self.weekdays[on.weekday()]


def first_and_last(days: Iterable[date]) -> dict[str, object]:
    """Which business days are open, as fields of an error; dashes when there are none."""
    in_order: Sequence[date | str] = sorted(days) or ["–"]
    return {"first_on": in_order[0], "last_on": in_order[-1]}


def business_day(now: datetime, tz: tzinfo, day_starts: time = DAY_STARTS) -> date:
    """The business day an instant belongs to: day D runs from `day_starts` to the next one."""
    local = utc("now", now).astimezone(tz)
    before = local.replace(tzinfo=None).time() < day_starts
    return local.date() - timedelta(days=1) if before else local.date()


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One business day of a site or service, in UTC.

    `day` is the business day itself, `opening` the open periods, `slots` the grid over them (the
    last slot of a period may be short), `issuing` the time numbers are given, None on a closed day.
    """

    business_date: date
    day: Span
    opening: tuple[Span, ...]
    slots: tuple[Span, ...]
    issuing: Span | None

    def phase(self, now: datetime) -> Phase:
        """Whether numbers are given at `now`, an instant of this day."""
        if self.issuing is None:
            return Phase.CLOSED_DAY
        if utc("now", now) < self.issuing.start:
            return Phase.BEFORE_ISSUE
        return Phase.ISSUING if now in self.issuing else Phase.STOPPED

    def slot(self, start: datetime) -> Span:
        """The slot that begins at `start`; raises UnknownSlotError outside the grid."""
        for slot in self.slots:
            if slot.start == start:
                return slot
        raise UnknownSlotError(slot_start=start)

    def slots_from(self, now: datetime) -> tuple[Span, ...]:
        """The current slot and all after it; before opening and in a break the next is current."""
        instant = utc("now", now)
        return tuple(slot for slot in self.slots if slot.end > instant)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a site, or a service with hours of its own, works.

    `issue_from` None means from opening, `stop_at` None until closing; a `stop_at` after closing
    counts as closing. All times are local to `tz`. Raises BadValueError for an impossible one.
    """

    tz: tzinfo
    hours: OpeningHours
    day_starts: time = DAY_STARTS
    slot_minutes: int = 30
    issue_from: time | None = None
    stop_at: time | None = None

    def __post_init__(self) -> None:
        if self.slot_minutes not in SLOT_MINUTES:
            raise BadValueError(name="slot_minutes", value=self.slot_minutes, allowed="15 or 30")
        for periods in self.hours.weekdays:
            self._check(periods)
        if self.issue_from and self.stop_at:
            self._check((Period(self.issue_from, self.stop_at),))

    def business_day(self, now: datetime) -> date:
        """The business day `now` belongs to."""
        return business_day(now, self.tz, self.day_starts)

    def plan(self, on: date) -> DayPlan:
        """Opening, slots and issuing of the business day `on` as UTC instants."""
        periods = (self.span(on, period) for period in self.hours.periods(on))
        opening = tuple(span for span in periods if span)
        day = Span(
            self.instant(on, self.day_starts),
            self.instant(on + timedelta(days=1), self.day_starts),
        )
        slots = tuple(slot for span in opening for slot in self._slots(span))
        return DayPlan(on, day, opening, slots, self._issuing(on, opening))

    def instant(self, on: date, at: time) -> datetime:
        """The UTC instant of a local time of the business day `on`, as of a stop at hh:mm."""
        day = on + timedelta(days=1) if at < self.day_starts else on
        return datetime.combine(day, at, self.tz).astimezone(UTC)

    def span(self, on: date, period: Period) -> Span | None:
        """A local period of the business day `on`; None if a change to summer time swallows it."""
        first, last = self.instant(on, period.start), self.instant(on, period.end)
        return Span(first, last) if first < last else None

    @property
    def slot_length(self) -> timedelta:
        """L of the rules; the last slot of a period may be shorter."""
        return timedelta(minutes=self.slot_minutes)

    def next_issuing_at(self, now: datetime) -> datetime | None:
        """When numbers are given next: later today or within 14 days, None when not even then."""
        begins = (plan.issuing.start for plan in self._coming_plans(now) if plan.issuing)
        return next((start for start in begins if start > now), None)

    def next_opening_at(self, now: datetime) -> datetime | None:
        """When the counters open next, after a break too; None when not within 14 days."""
        begins = (span.start for plan in self._coming_plans(now) for span in plan.opening)
        return next((start for start in begins if start > now), None)

    def _coming_plans(self, now: datetime) -> Iterator[DayPlan]:
        today = self.business_day(now)
        return (self.plan(today + timedelta(days=days)) for days in range(LOOK_AHEAD_DAYS + 1))

    def _issuing(self, on: date, opening: tuple[Span, ...]) -> Span | None:
        if not opening:
            return None
        first, last = opening[0].start, opening[-1].end
        start = self.instant(on, self.issue_from) if self.issue_from else first
        end = min(last, self.instant(on, self.stop_at)) if self.stop_at else last
        return Span(start, end) if start < end else None

    def _slots(self, span: Span) -> list[Span]:
        slots = []
        start = span.start
        while start < span.end:
            end = min(start + self.slot_length, span.end)
            slots.append(Span(start, end))
            start = end
        return slots

    def _check(self, periods: tuple[Period, ...]) -> None:
        # Wall-clock order inside the business day: an end at `day_starts` or past it is wrong.
        clock = [self._order(at) for period in periods for at in (period.start, period.end)]
        if any(later <= earlier for earlier, later in pairwise(clock)):
            raise BadValueError(
                name="hours",
                value=", ".join(f"{p.start:%H:%M}-{p.end:%H:%M}" for p in periods),
                allowed="rising times of one business day",
            )

    def _order(self, at: time) -> tuple[bool, time]:
        return at < self.day_starts, at
