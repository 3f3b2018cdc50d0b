# SPDX-License-Identifier: Apache-2.0
"""How many wait and how long, as the centre said last, with its age (protocol.md 3)."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from hall.ids import ServiceId
from hall.news import QueueFigures
from hall.place import Lane
from kiosk.flow.values import Wait
from kiosk.store.abstract import UnitOfWork

FRESH_FOR = timedelta(minutes=2)
"""Older figures are shown with their age."""
GOOD_FOR = timedelta(minutes=15)
"""Older ones are not shown: they say nothing about now."""
MINUTE = timedelta(minutes=1)


class Waits:
    """The newest figures of each service; none where no centre tells any.

    Lifetime: that of the process; after a start the next exchange brings them again.
    Concurrency: `take` on the line's thread, `of` on the store's.
    """

    def __init__(self) -> None:
        self._figures: Mapping[ServiceId, QueueFigures] = {}

    def take(self, figures: tuple[QueueFigures, ...]) -> None:
        """What the centre says now; a service that it does not name keeps what was said, and ages."""
        newer = {each.service_id: each for each in figures}
        self._figures = {**self._figures, **newer}

    def knows(self, service_id: ServiceId) -> bool:
        """Whether the centre has ever told of that service."""
        return service_id in self._figures

    def of(self, unit: UnitOfWork, service_id: ServiceId, on: date, now: datetime) -> Wait | None:
        """What somebody meets who takes a number now; within an entered unit of work.

        Those who took theirs at this kiosk since the figures were made are ahead too. None where
        nobody has told, or too long ago.
        """
        figures = self._figures.get(service_id)
        if figures is None:
            return None
        age = now - figures.as_of
        if age > GOOD_FOR:
            return None
        since = unit.tickets.waiting_since(service_id, on, figures.as_of)
        return Wait(
            ahead=figures.ahead + sum(since.values()),
            low=figures.wait_low,
            high=figures.wait_high,
            minutes_old=age // MINUTE if age > FRESH_FOR else None,
            booked=_with(figures.booked, since, Lane.BOOKED),
            green=_with(figures.green, since, Lane.GREEN),
        )


def _with(told: int | None, since: Mapping[Lane, int], lane: Lane) -> int | None:
    """Those of a line, with those of it who came since; None where nobody told of the others."""
    return None if told is None else told + since.get(lane, 0)
