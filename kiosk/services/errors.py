# SPDX-License-Identifier: Apache-2.0
"""What the services refuse; nothing has changed then."""

from typing import ClassVar

from kiosk.errors import KioskError
from kiosk.flow.values import BookingView, Offer


class NotReadyError(KioskError):
    """The kiosk does not know its site yet; nobody can begin a visit then."""

    key: ClassVar[str] = "error.kiosk_not_ready"


class DisownedKioskError(KioskError):
    """The centre says that this kiosk is none of its own, so its places may be somebody else's."""

    key: ClassVar[str] = "error.kiosk_disowned"


class ServiceGoneError(KioskError):
    """The site no longer has that service; it had when it was asked for. Fields: `service_id`."""

    key: ClassVar[str] = "error.service_gone"


class UnreadableCatalogueError(KioskError):
    """What the centre said of the site is beyond this version. Fields: `count` of mistakes."""

    key: ClassVar[str] = "error.centre.unreadable_catalogue"


class IssueRefusedError(KioskError):
    """No number was taken; `offers` is what the visitor can still have. Fields: `service_id`."""

    key: ClassVar[str] = "error.issue.refused"

    def __init__(self, *, offers: tuple[Offer, ...] = (), **fields: object) -> None:
        super().__init__(**fields)
        self.offers = offers


class FullError(IssueRefusedError):
    """What the visitor chose is no longer there."""

    key: ClassVar[str] = "error.issue.full"


class LaterError(IssueRefusedError):
    """The earliest place is later than the tile had said; the visitor is asked again."""

    key: ClassVar[str] = "error.issue.later"


class NotBegunError(IssueRefusedError):
    """Numbers of this service have not begun today, or go on later.

    Fields: `service_id`, `from_at` (local).
    """

    key: ClassVar[str] = "error.issue.not_begun"


class StoppedError(IssueRefusedError):
    """Numbers of this service have ended for this business day, or staff stopped them."""

    key: ClassVar[str] = "error.issue.stopped"


class SuspendedError(IssueRefusedError):
    """Staff suspended the service: nobody is served until it goes on."""

    key: ClassVar[str] = "error.issue.suspended"


class AlreadyOpenError(IssueRefusedError):
    """The person has as many open tickets of this service as are allowed. Fields: `number`."""

    key: ClassVar[str] = "error.issue.already_open"


class ProxyLimitError(IssueRefusedError):
    """Who stands at the kiosk has taken as many numbers for others today as are allowed.

    Fields: `service_id`, `limit`; 0 where no number is given to proxies.
    """

    key: ClassVar[str] = "error.issue.proxy_limit"


class NoExtraError(IssueRefusedError):
    """This kiosk has no extra place (加号) of the service left today."""

    key: ClassVar[str] = "error.issue.no_extra"


class GroupTooLargeError(IssueRefusedError):
    """The day has not so many numbers for one company. Fields: `wanted`, `left`."""

    key: ClassVar[str] = "error.issue.group"


class NumbersUsedUpError(IssueRefusedError):
    """The service has no number left, or its day was not opened."""

    key: ClassVar[str] = "error.issue.numbers_used_up"


class CheckInRefusedError(KioskError):
    """No ticket was made; `booking` says what its visitor can have instead. Fields: `service_id`."""

    key: ClassVar[str] = "error.check_in.refused"

    def __init__(self, *, booking: BookingView | None = None, **fields: object) -> None:
        super().__init__(**fields)
        self.booking = booking


class LateBookingError(CheckInRefusedError):
    """Its time is over. Fields: `late_after`."""

    key: ClassVar[str] = "error.check_in.late"


class CancelledBookingError(CheckInRefusedError):
    """It was cancelled. Fields: `status`, `action`."""

    key: ClassVar[str] = "error.check_in.cancelled"


class NoExtraLeftError(CheckInRefusedError):
    """Its place was released, and this kiosk has no extra one (I6). Fields: `service_id`."""

    key: ClassVar[str] = "error.check_in.no_extra"


class OtherDayBookingError(CheckInRefusedError):
    """It is for another business day. Fields: `booked_on`, `today`."""

    key: ClassVar[str] = "error.check_in.other_day"


class BookingUsedError(CheckInRefusedError):
    """Its ticket was cancelled, or has been served. Fields: `status`."""

    key: ClassVar[str] = "error.check_in.used"


class ProxyCheckInError(CheckInRefusedError):
    """The same as ProxyLimitError, of a booking; its `booking` is None. Fields: as there."""

    key: ClassVar[str] = "error.check_in.proxy_limit"


class BookingCodeError(KioskError):
    """A code leads to no booking here."""

    key: ClassVar[str] = "error.booking_code.refused"


class NoBookingCodeError(BookingCodeError):
    """Something else was scanned."""

    key: ClassVar[str] = "error.booking_code.no_code"


class NewerBookingCodeError(BookingCodeError):
    """A later version made the code."""

    key: ClassVar[str] = "error.booking_code.unknown_algorithm"


class ForgedBookingCodeError(BookingCodeError):
    """The centre of this site did not make it, or it was changed."""

    key: ClassVar[str] = "error.booking_code.wrong_signature"


class OtherSiteError(BookingCodeError):
    """The booking is for another hall."""

    key: ClassVar[str] = "error.booking_code.other_site"


class UncheckedBookingCodeError(BookingCodeError):
    """What checks the codes has not come here yet: this kiosk never heard its centre."""

    key: ClassVar[str] = "error.booking_code.no_key"


class UnknownBookingError(BookingCodeError):
    """No booking that this kiosk knows has these digits."""

    key: ClassVar[str] = "error.booking_code.unknown"


class UnknownTicketError(KioskError):
    """No such ticket on this kiosk, nor told of by the centre. Fields: `ticket_id`."""

    key: ClassVar[str] = "error.ticket.unknown"


class NotOpenError(KioskError):
    """The ticket is cancelled, expired or served. Fields: `ticket_id`, `status`."""

    key: ClassVar[str] = "error.ticket.not_open"


class AlreadyPrintedError(KioskError):
    """That paper was begun and may be out; only a reprint may follow. Fields: `ticket_id`."""

    key: ClassVar[str] = "error.ticket.already_printed"


class CancelRefusedError(KioskError):
    """The ticket stays valid: it is not waiting any more. Fields: `ticket_id`, `status`."""

    key: ClassVar[str] = "error.cancel.refused"
