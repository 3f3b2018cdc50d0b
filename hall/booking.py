# SPDX-License-Identifier: Apache-2.0
"""Holds and bookings with their status tables (rules.md 1). Nothing else may assign a status."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Self

from hall.errors import BadValueError, StatusError
from hall.identity import IdentityDigest
from hall.ids import BookingId, HoldId, ServiceId, TicketId
from hall.numbering import TicketNumber
from hall.place import Lane, Place
from hall.span import Span, utc


class HoldStatus(StrEnum):
    """Where a hold stands; it is born `held`."""

    HELD = "held"
    BOOKED = "booked"
    RELEASED = "released"
    EXPIRED = "expired"


class HoldAction(StrEnum):
    """What can be done to a hold."""

    BOOK = "book"
    RELEASE = "release"
    EXPIRE = "expire"


HOLD_STEPS: dict[tuple[HoldStatus, HoldAction], HoldStatus] = {
    (HoldStatus.HELD, HoldAction.BOOK): HoldStatus.BOOKED,
    (HoldStatus.HELD, HoldAction.RELEASE): HoldStatus.RELEASED,
    (HoldStatus.HELD, HoldAction.EXPIRE): HoldStatus.EXPIRED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A booked place set aside while somebody decides, until `expires_at`.

    `by` is the account that may book it; None where there is no more than one.
    """

    hold_id: HoldId
    place: Place
    expires_at: datetime
    by: str | None = None
    status: HoldStatus = HoldStatus.HELD

    def __post_init__(self) -> None:
        object.__setattr__(self, "expires_at", utc("expires_at", self.expires_at))
        _check_lane(self.place)

    def after(self, action: HoldAction, now: datetime) -> Self:
        """The hold after an action: booked before `expires_at`, expired from then on.

        Raises StatusError when the table has no such step, or not at that time.
        """
        is_over = utc("now", now) >= self.expires_at
        if action is (HoldAction.BOOK if is_over else HoldAction.EXPIRE):
            raise StatusError(status=self.status, action=action)
        return self.stepped(action)

    def stepped(self, action: HoldAction) -> Self:
        """The hold after an action whose time was looked at when it was decided; raises StatusError."""
        if (self.status, action) not in HOLD_STEPS:
            raise StatusError(status=self.status, action=action)
        return replace(self, status=HOLD_STEPS[self.status, action])


class BookingStatus(StrEnum):
    """Where a booking stands; it is born `booked`."""

    BOOKED = "booked"
    CHECKED_IN = "checked_in"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    LATE = "late"


class BookingAction(StrEnum):
    """What can be done to a booking."""

    CHECK_IN = "check_in"
    CANCEL = "cancel"
    RELEASE_PLACE = "release_place"
    """The place is sold to somebody else (R2, or after a cancel); the status stays."""
    LAPSE = "lapse"
    """Nobody came until `late_from`."""
    COME_LATE = "come_late"
    """He came after all."""


_S = BookingStatus
_A = BookingAction

BOOKING_STEPS: dict[tuple[BookingStatus, BookingAction], BookingStatus] = {
    (_S.BOOKED, _A.CHECK_IN): _S.CHECKED_IN,
    (_S.BOOKED, _A.CANCEL): _S.CANCELLED,
    (_S.BOOKED, _A.RELEASE_PLACE): _S.BOOKED,
    (_S.BOOKED, _A.LAPSE): _S.NO_SHOW,
    (_S.CANCELLED, _A.RELEASE_PLACE): _S.CANCELLED,
    (_S.NO_SHOW, _A.RELEASE_PLACE): _S.NO_SHOW,
    (_S.NO_SHOW, _A.COME_LATE): _S.LATE,
    (_S.LATE, _A.RELEASE_PLACE): _S.LATE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """An online reservation of a place in a slot.

    Attributes:
        place: the place it was booked on, lane booked, of this service and slot.
        number: of the booked series, fixed at booking.
        digest: of the person served, with the day's key; identity class.
        late_after: until then it is on time; None means until its slot ends.
        has_place: False from the moment its place was released (R2): a check-in then needs an
            extra one (I6).
    """

    booking_id: BookingId
    business_date: date
    service_id: ServiceId
    slot: Span
    number: TicketNumber
    place: Place
    digest: IdentityDigest | None = field(default=None, repr=False)
    late_after: datetime | None = None
    status: BookingStatus = BookingStatus.BOOKED
    has_place: bool = True

    def __post_init__(self) -> None:
        if not self.number.is_booked:
            raise BadValueError(name="number", value=self.number, allowed="as in YA012")
        _check_lane(self.place)
        if (self.place.service_id, self.place.slot_start) != (self.service_id, self.slot.start):
            raise BadValueError(name="place", value=self.place, allowed="of the booking's slot")
        if self.late_after is not None:
            object.__setattr__(self, "late_after", utc("late_after", self.late_after))
            if self.late_from <= self.slot.start:
                allowed = f"after {self.slot.start}"
                raise BadValueError(name="late_after", value=self.late_after, allowed=allowed)

    @property
    def late_from(self) -> datetime:
        """From this instant it is late; the confirmation prints it."""
        return self.late_after or self.slot.end

    @property
    def ticket_id(self) -> TicketId:
        """Its one ticket, whichever kiosk it checks in at (I6; rules.md 3, point 7)."""
        return TicketId(self.booking_id)

    def after(self, action: BookingAction) -> Self:
        """The booking after an action; raises StatusError when the table has no such step."""
        if (self.status, action) not in BOOKING_STEPS:
            raise StatusError(status=self.status, action=action)
        has_place = self.has_place and action is not BookingAction.RELEASE_PLACE
        return replace(self, status=BOOKING_STEPS[self.status, action], has_place=has_place)


def _check_lane(place: Place) -> None:
    if place.lane is not Lane.BOOKED:
        raise BadValueError(name="place", value=place, allowed="lane booked")
