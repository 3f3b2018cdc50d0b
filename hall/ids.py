# SPDX-License-Identifier: Apache-2.0
"""Typed ids; none is an id of a person."""

from typing import NewType
from uuid import UUID

LONGEST_ID = 32
CHOSEN_ID = f"^[A-Za-z0-9_-]{{1,{LONGEST_ID}}}$"
"""An id that people choose: it stands in addresses, in logs and on command lines. In JSON's
regular expressions too, so Python has to match it whole."""

SiteId = NewType("SiteId", str)
KioskId = NewType("KioskId", str)
ServiceId = NewType("ServiceId", str)
CounterId = NewType("CounterId", str)

TicketId = NewType("TicketId", UUID)
"""Made by the kiosk that issues the ticket, sortable by time (UUIDv7)."""

BookingId = NewType("BookingId", UUID)
"""Also the id of its ticket: two kiosks that are cut off print the same one (rules.md 3, point 7)."""

HoldId = NewType("HoldId", UUID)

VisitId = NewType("VisitId", UUID)
"""One visitor's presence; links his tickets."""

RequestId = NewType("RequestId", int)
"""Counts one kiosk's requests for places; the answer to the same request is repeated unchanged."""

LeaseId = NewType("LeaseId", str)
"""A kiosk applies a lease once. Stand-alone it is the business day, as in 2026-03-02."""

TransferId = NewType("TransferId", str)
"""One gift of places from kiosk to kiosk, received once."""

HelpCallId = NewType("HelpCallId", UUID)
"""Made by the kiosk, one for each call for help; says nothing of who called."""

ActId = NewType("ActId", UUID)
"""Made by whoever works at a counter, one for each press of a key; sent again it changes nothing."""
