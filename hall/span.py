# SPDX-License-Identifier: Apache-2.0
"""A stretch of time between two UTC instants."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hall.errors import BadValueError


def utc(name: str, instant: datetime) -> datetime:
    """The same instant in UTC; `name` is for the error when it carries no time zone."""
    if instant.tzinfo is None:
        raise BadValueError(name=name, value=instant, allowed="an instant with a time zone")
    return instant if instant.tzinfo is UTC else instant.astimezone(UTC)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """[start, end) in UTC, never empty."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        object.__setattr__(self, "start", utc("start", self.start))
        object.__setattr__(self, "end", utc("end", self.end))
        if self.end <= self.start:
            raise BadValueError(name="end", value=self.end, allowed=f"after {self.start}")

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end

    @property
    def length(self) -> timedelta:
        """How long it lasts, always more than nothing."""
        return self.end - self.start

    @property
    def middle(self) -> datetime:
        """S + L/2 of a slot (rule R3)."""
        return self.start + self.length / 2
