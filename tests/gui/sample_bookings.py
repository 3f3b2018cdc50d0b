# SPDX-License-Identifier: Apache-2.0
"""Who has booked, screen by screen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from hall.booking import Booking
from hall.identity import Secret
from hall.ids import BookingId
from hall.numbering import TicketNumber
from hall.place import Lane, Place
from hall.span import Span
from kiosk.flow import states
from kiosk.flow.states import Kiosk, Screen
from kiosk.flow.values import BookingState, BookingView, CameBy, Instead, Paper, TicketView
from tests.gui.sample_hall import DAY, LATER, NOW, SERVICES, SLOTS, STANDBY, TICKET, at, visit
from tests.gui.sample_walk_ins import home

NO_WAY = Instead()


def booking(
    state: BookingState, start: datetime, service: int = 0, instead: Instead = NO_WAY
) -> BookingView:
    """A booking of half an hour, for one of the services."""
    tile, end = SERVICES[service], start + timedelta(minutes=30)
    of_service, number = tile.service_id, TicketNumber("A", 12 + service, is_booked=True)
    made = Booking(
        booking_id=BookingId(UUID(int=100 + service)),
        business_date=DAY,
        service_id=of_service,
        slot=Span(start, end),
        number=number,
        place=Place(of_service, start, Lane.BOOKED, 0),
    )
    return BookingView(
        made, state, tile.name, tile.icon, start, end, start - timedelta(minutes=10), instead
    )


EARLY = booking(BookingState.EARLY, at(14))


ON_TIME = booking(BookingState.ON_TIME, at(10), 1)


DAYS = (DAY + timedelta(days=1), DAY + timedelta(days=2), DAY + timedelta(days=3))


LATE = booking(
    BookingState.LATE, at(9), 3, Instead((NOW, SLOTS[0], SLOTS[1], STANDBY), other_days=DAYS)
)


FULL = booking(BookingState.LATE, at(9), 3, Instead(other_days=DAYS))


SUSPENDED = replace(EARLY, is_suspended=True, instead=Instead(other_days=DAYS))


NO_EXTRA = booking(BookingState.NO_EXTRA, at(10), 2, Instead((LATER, STANDBY), other_days=DAYS[:1]))


CANCELLED = booking(BookingState.CANCELLED, at(10), 4, Instead((NOW,)))


BOOKED_TICKET = replace(
    TICKET, number="YA012", slot_start=at(14), slot_end=at(14, 30), is_booked=True, is_early=True
)


def booked(screen: Screen, *bookings: BookingView, held: TicketView | None = None) -> Kiosk:
    """A visitor with bookings where bookings are."""
    kiosk = visit(screen)
    assert kiosk.visitor is not None
    visitor = replace(kiosk.visitor, bookings=bookings, open_ticket=held)
    return with_bookings(replace(kiosk, visitor=visitor))


def with_bookings(kiosk: Kiosk, *, has_scanner: bool = False) -> Kiosk:
    settings = replace(kiosk.settings, has_bookings=True, has_scanner=has_scanner)
    return replace(kiosk, settings=settings)


def who_booked() -> Iterator[tuple[str, Kiosk]]:
    """From the welcome of a kiosk of a centre to the ticket of a booking."""
    yield from _before()
    yield from _codes()
    yield from _bookings()


def _before() -> Iterator[tuple[str, Kiosk]]:
    shown = dict(home())
    for name in (
        "welcome",
        "welcome_both",
        "welcome_many_unprinted",
        "welcome_cut",
        "before_opening",
    ):
        yield f"booked_{name}", with_bookings(shown[name])
    yield "booked_welcome_cut_scanner", with_bookings(shown["welcome_cut"], has_scanner=True)
    for name in ("closed_stopped", "welcome_lift_paper_out"):
        yield f"booked_{name}", with_bookings(shown[name])
    unread = states.Reading(problem="error.card_reader.card_not_supported")
    yield "booked_reading_not_supported", with_bookings(visit(unread, identity=None))
    again = states.Reading(problem="error.card_reader.card_unreadable")
    yield "booked_reading_unreadable", with_bookings(visit(again, identity=None))


def _codes() -> Iterator[tuple[str, Kiosk]]:
    for name, digits in {"empty": "", "full": "48120637"}.items():
        keypad = visit(states.CodeKeypad(Secret(digits)), came_by=CameBy.CODE, identity=None)
        yield f"code_keypad_{name}", with_bookings(keypad, has_scanner=name == "empty")
    for problem in ("length", "check_digit"):
        typed = Secret("48120" if problem == "length" else "48120637")
        keypad = states.CodeKeypad(typed, problem=f"error.booking_code.{problem}")
        found = visit(keypad, came_by=CameBy.CODE, identity=None)
        yield f"code_keypad_{problem}", with_bookings(found)
    checking = states.CodeKeypad(Secret("48120637"), is_checking=True)
    yield "code_keypad_checking", with_bookings(visit(checking, came_by=CameBy.CODE, identity=None))
    yield "finding", with_bookings(visit(states.Finding(), came_by=CameBy.CODE, identity=None))


def _bookings() -> Iterator[tuple[str, Kiosk]]:
    yield "bookings_two", booked(states.Bookings(), ON_TIME, EARLY)
    several = (ON_TIME, LATE, NO_EXTRA, CANCELLED, EARLY)
    yield "bookings_many", booked(states.Bookings(), *several, held=TICKET)
    for name, over in {"late": LATE, "full": FULL, "no_extra": NO_EXTRA}.items():
        yield f"instead_{name}", booked(states.InsteadOfBooking(over), over)
    yield "instead_cancelled", booked(states.InsteadOfBooking(CANCELLED), CANCELLED)
    yield "check_in_pause", booked(states.CheckInPause(EARLY), EARLY)
    yield "check_in_pause_asks", booked(states.CheckInPause(EARLY, asks=True), EARLY)
    yield "check_in_suspended", booked(states.CheckInPause(SUSPENDED, asks=True), SUSPENDED)
    yield "bookings_suspended", booked(states.Bookings(), SUSPENDED, ON_TIME)
    yield "checking_in", booked(states.CheckingIn(ON_TIME), ON_TIME)
    yield "booked_ticket", booked(states.TicketShown(BOOKED_TICKET))
    lost = replace(
        BOOKED_TICKET, paper=Paper.NOT_PRINTED, paper_problem="error.ticket_printer.paper_out"
    )
    yield "booked_keep_number", booked(states.KeepNumber(lost))
    yield "booked_again", booked(states.Again(replace(BOOKED_TICKET, is_elsewhere=True)))
    for problem in ("booking_code.wrong_signature", "flow.no_booking", "flow.too_many_codes"):
        yield f"booked_refused_{problem}", booked(states.Refused(f"error.{problem}"))
