# SPDX-License-Identifier: Apache-2.0
"""What was kept long enough is deleted, a little at a time (protocol.md 5)."""

from datetime import date, timedelta

from kiosk.services.rules import Rules
from kiosk.store.abstract import UnitOfWork

AT_ONCE = 20
"""Rows of one call: deleting them takes two or three milliseconds, which nobody notices."""

DAYS_OF_NUMBERS = 14
"""The last days with numbers stay, whatever the clock says: they must never be given again."""

MOST_ENTRIES = 2_000_000
"""More than a busy kiosk logs in two years; the log is cut there though a wrong clock dated it."""


def forget(
    unit: UnitOfWork, rules: Rules, on: date, kept: timedelta, acknowledged: int | None
) -> int:
    """Delete some of what is older than `kept` on the business day `on`; 0: nothing is left to.

    `acknowledged` is up to where the centre has the log: no entry past it is deleted. None: there
    is no centre to have it.
    """
    with unit:
        day = _first_kept_day(unit, on, kept)
        if day is None:
            return 0
        day_start = rules.calendar.plan(day).day.start
        end = unit.log.end()
        until = end if acknowledged is None else acknowledged
        done = (
            unit.log.forget(day_start, until, AT_ONCE)
            or unit.log.forget(None, min(until, end - MOST_ENTRIES), AT_ONCE)
            or unit.retention.forget(day, day_start, AT_ONCE)
        )
        if done:
            unit.commit()
        return done


def _first_kept_day(unit: UnitOfWork, on: date, kept: timedelta) -> date | None:
    """None where there were too few days yet: then the clock may have jumped."""
    days = unit.leases.granted_days(DAYS_OF_NUMBERS)
    return min(on - kept, days[-1]) if len(days) == DAYS_OF_NUMBERS else None
