# SPDX-License-Identifier: Apache-2.0
"""One service and three slots of one day; a step of a schedule is a minute, and the day outlasts it."""

from datetime import UTC, date, datetime, timedelta

from hall.ids import ServiceId
from hall.span import Span

TODAY = date(2026, 3, 2)
SERVICE = ServiceId("estate")
LETTER = "A"
DAY_START = datetime(2026, 3, 1, 20, tzinfo=UTC)
OPENS = datetime(2026, 3, 2, 1, tzinfo=UTC)
SLOT_LENGTH = timedelta(minutes=180)
SLOTS = tuple(Span(OPENS + n * SLOT_LENGTH, OPENS + (n + 1) * SLOT_LENGTH) for n in range(3))
MINUTE = timedelta(minutes=1)
