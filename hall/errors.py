# SPDX-License-Identifier: Apache-2.0
"""What the rules refuse: one root and a few children, each with a text key and fields."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar


class HallError(Exception):
    """A rule of the hall was broken; nothing has changed.

    `key` names the words in the language files, `fields` the values they need. Fields never hold
    anything of a person.
    """

    key: ClassVar[str] = "error.hall.refused"
    fields: Mapping[str, object]

    def __init__(self, **fields: object) -> None:
        super().__init__(self.key)
        self.fields = MappingProxyType(fields)

    def __str__(self) -> str:
        return " ".join([self.key, *(f"{name}={value}" for name, value in self.fields.items())])


class BadValueError(HallError):
    """A value outside what is allowed. Fields: `name`, `value`, `allowed`."""

    key = "error.hall.bad_value"


class UnknownServiceError(HallError):
    """No such service at this site. Fields: `service_id`."""

    key = "error.hall.unknown_service"


class UnknownSlotError(HallError):
    """No slot of that day begins then. Fields: `slot_start`."""

    key = "error.hall.unknown_slot"


class UnknownDayError(HallError):
    """That business day is not open. Fields: `business_date`, `first_on`, `last_on` (open ones)."""

    key = "error.hall.unknown_day"


class NoOpenDayError(UnknownSlotError):
    """That instant is of no open business day. Fields: `at`, `first_on`, `last_on` (open ones)."""

    key = "error.hall.no_open_day"


class StatusError(HallError):
    """The status table has no such step. Fields: `status`, `action`."""

    key = "error.hall.status"


class NoNumberLeftError(HallError):
    """The number range is used up. Fields: `series`."""

    key = "error.hall.no_number_left"


class LogError(HallError):
    """A log with a gap, a changed entry or an unknown kind. Fields: `position`, `problem`."""

    key = "error.hall.log"


class OtherDayError(HallError):
    """A booking of another business day cannot check in. Fields: `booked_on`, `today`."""

    key = "error.hall.other_day"


class BookingLateError(HallError):
    """The booking is late; he is offered other ways in the same dialogue. Fields: `late_after`."""

    key = "error.hall.booking_late"


class BookingNotLateError(HallError):
    """The booking is on time still. Fields: `late_after`."""

    key = "error.hall.booking_not_late"


class ExtraNeededError(HallError):
    """The booking's place was released; only an extra place will do (I6). Fields: `service_id`."""

    key = "error.hall.extra_needed"


class PutBackError(HallError):
    """A missed ticket is not put back any more; staff decide. Fields: `problem`, `allowed`."""

    key = "error.hall.put_back"


class TooManyOpenError(HallError):
    """The person served has tickets enough of that service. Fields: `service_id`, `number`."""

    key = "error.hall.too_many_open"


class VisitBusyError(HallError):
    """Another ticket of the visit is called or served. Fields: `number`."""

    key = "error.hall.visit_busy"


class ProxyLimitError(HallError):
    """Who is present has taken as many numbers for others as a day allows. Fields: `limit`."""

    key = "error.hall.proxy_limit"


class GroupLimitError(HallError):
    """The rules leave a company fewer numbers than it wants. Fields: `wanted`, `left`."""

    key = "error.hall.group_limit"


class TurnError(HallError):
    """The calling order has not got the ticket where this step needs it.

    Fields: `ticket_id`, `needed` (a status, or "not waiting").
    """

    key = "error.hall.turn"


class NotFreeError(HallError):
    """The place is not this kiosk's to give out. Fields: `place`."""

    key = "error.hall.not_free"


class UnknownPlaceError(HallError):
    """No such place was ever made for this site and day. Fields: `place`."""

    key = "error.hall.unknown_place"


class UnknownTicketError(HallError):
    """No such ticket was made here. Fields: `ticket_id`."""

    key = "error.hall.unknown_ticket"


class UnknownBookingError(HallError):
    """No such booking is known here. Fields: `booking_id`."""

    key = "error.hall.unknown_booking"


class UnknownHoldError(HallError):
    """No such hold is known here. Fields: `hold_id`."""

    key = "error.hall.unknown_hold"


class UnknownKioskError(HallError):
    """The site has no such kiosk, or it was given up. Fields: `kiosk_id`."""

    key = "error.hall.unknown_kiosk"


class StillHeardError(HallError):
    """A kiosk that spoke a moment ago is not given up. Fields: `kiosk_id`, `heard_at`, `seconds`."""

    key = "error.hall.still_heard"


class LogNotHereError(HallError):
    """Entries of a kiosk's log are not here, so nobody knows what it gave: it is not given up.

    Fields: `kiosk_id`, `heard_at` (None: never).
    """

    key = "error.hall.log_not_here"


class EpochError(HallError):
    """From a time before the centre was restored, or from no time it knows. Fields: `epoch`, `known`."""

    key = "error.hall.epoch"


class RecoveringError(HallError):
    """A restored centre waits for the logs of its kiosks. Fields: `missing` (how many)."""

    key = "error.hall.recovering"


class SoldOutError(HallError):
    """No place of that lane is left to sell. Fields: `service_id`, `slot_start`."""

    key = "error.hall.sold_out"


class UnknownCounterError(HallError):
    """No counter of that id is open. Fields: `counter_id`."""

    key = "error.hall.unknown_counter"


class CounterBusyError(HallError):
    """The counter has a ticket still. Fields: `counter_id`, `number`."""

    key = "error.hall.counter_busy"


class OtherCounterError(HallError):
    """The ticket is not called to this counter. Fields: `counter_id`, `number`."""

    key = "error.hall.other_counter"


class OtherServiceError(HallError):
    """The counter does not serve what the ticket is for. Fields: `counter_id`, `service_id`."""

    key = "error.hall.other_service"


class CallLimitError(HallError):
    """It was called often enough; who has not come is missed. Fields: `number`, `calls`."""

    key = "error.hall.call_limit"


class SuspendedError(HallError):
    """The service is suspended: nobody is called. Fields: `service_id`."""

    key = "error.hall.suspended"


class ActTakenError(HallError):
    """Another act has that id. Fields: `act_id`."""

    key = "error.hall.act_taken"
