# SPDX-License-Identifier: Apache-2.0
"""Visitors who booked: by themselves to the ticket, or to what is left, at any time of the day."""

from dataclasses import replace

import pytest

from kiosk.flow.booked import check_in
from kiosk.flow.effects import CheckIn, IssueTicket, LoadVisit, PrintTicket
from kiosk.flow.events import CardFound, CheckInRefused, IssueRefused, TicketIssued
from kiosk.flow.paging import bookings_on
from kiosk.flow.problems import NO_ANSWER, NO_BOOKING
from kiosk.flow.states import (
    Again,
    BeforeOpening,
    Bookings,
    CheckingIn,
    CheckInPause,
    Closed,
    InsteadOfBooking,
    Issuing,
    NoCard,
    Pause,
    Reading,
    Refused,
    Services,
    StillThere,
    TicketShown,
    Welcome,
    When,
)
from kiosk.flow.touches import (
    AnotherServicePressed,
    BackPressed,
    BookingPressed,
    CancelPressed,
    ConfirmPressed,
    HeldTicketPressed,
    NoCardPressed,
    NotThisPressed,
    OfferPressed,
    PagePressed,
    ReprintPressed,
    RestartPressed,
    ServicePressed,
    SizePressed,
    TypeNumberPressed,
)
from kiosk.flow.values import BookingState, BookingView, Instead, Opening, Paper, Phase
from tests.kiosk.flow.journey import (
    ADULT,
    DIGEST,
    ELDER,
    ESTATE,
    LATER,
    MONDAY,
    NOW,
    ONE,
    SOCIAL,
    STANDBY,
    Journey,
    booked_kiosk,
    booking,
    kiosk_at,
    ticket,
)

READY = booking(no=1)
EARLY = booking(BookingState.EARLY, 2, SOCIAL)
LATE = booking(BookingState.LATE, 3)
HELD = ticket("A900", 900, Paper.CONFIRMED)


def with_booking() -> Journey:
    return booked_kiosk().card_read().loaded(None, READY)


def with_two() -> Journey:
    return booked_kiosk().card_read().loaded(None, READY, LATE).time_passes()


# --- by itself -------------------------------------------------------------------------------


@pytest.mark.parametrize("view", [READY, EARLY])
def test_a_booking_needs_no_touch_and_nobody_waits_for_the_card_to_be_taken(
    view: BookingView,
) -> None:
    visit = booked_kiosk().card_read()
    assert visit.asks(LoadVisit).digest == DIGEST
    visit.loaded(None, view)
    assert visit.on(CheckInPause).booking == view
    visit.time_passes()
    assert visit.on(CheckingIn).booking == view
    wanted = CheckIn(visit.kiosk.visit_no, MONDAY, view.booking, is_green=False)
    assert visit.asks(CheckIn) == wanted
    visit.issued()
    assert visit.on(TicketShown).ticket.paper is Paper.PRINTING
    assert visit.asks(PrintTicket) == PrintTicket(ticket().ticket_id, "zh_Hans")
    visit.printed().on(TicketShown)
    assert visit.touches == 0


def test_who_is_served_first_by_age_is_so_among_what_a_late_booking_offers() -> None:
    visit = booked_kiosk().card_read(ELDER).loaded(None, READY).time_passes()
    assert visit.asks(CheckIn).is_green


def test_the_site_may_want_a_touch() -> None:
    visit = booked_kiosk(is_check_in_asked=True).card_read().loaded(None, READY)
    assert visit.on(CheckInPause).asks
    visit.send(ConfirmPressed()).on(CheckingIn)


def test_of_a_suspended_service_the_visitor_decides_and_keeps_his_place() -> None:
    suspended = replace(READY, is_suspended=True, instead=Instead(other_days=(MONDAY,)))
    visit = booked_kiosk().card_read().loaded(None, suspended)
    assert visit.on(CheckInPause) == CheckInPause(suspended, asks=True)
    visit.time_passes().on(StillThere)
    assert not visit.wanted(CheckIn)
    visit = booked_kiosk().card_read().loaded(None, suspended).send(ConfirmPressed())
    assert visit.asks(CheckIn).booking == READY.booking
    visit.issued().on(TicketShown)


def test_a_pause_of_no_length_is_no_screen() -> None:
    visit = booked_kiosk(pause_seconds=0.0).card_read().loaded(None, READY)
    visit.on(CheckingIn)
    visit.asks(CheckIn)


def test_the_only_service_of_a_site_does_not_stand_before_a_booking() -> None:
    booked_kiosk(services=ONE).card_read().loaded(None, READY).on(CheckInPause)


def test_not_this_leads_to_the_services_and_back_to_the_booking() -> None:
    visit = with_booking().send(NotThisPressed())
    visit.on(Services)
    visit.send(BackPressed()).on(Bookings)
    visit.send(BookingPressed(READY.booking.booking_id)).on(CheckInPause)
    assert visit.send(BackPressed()).on(Services)
    assert not visit.wanted(CheckIn)


def test_not_this_where_there_is_nothing_else_leads_home() -> None:
    booked_kiosk(services=ONE).card_read().loaded(None, READY).send(NotThisPressed()).on(Welcome)


def test_where_no_booking_waits_nothing_is_checked_in() -> None:
    kiosk, wanted = check_in(booked_kiosk().at_services().kiosk)
    assert (kiosk.unexpected, wanted) == (1, ())


def test_nothing_but_help_can_be_pressed_while_the_booking_is_checked_in() -> None:
    visit = with_booking().time_passes()
    for event in (RestartPressed(), BackPressed(), NotThisPressed(), CardFound()):
        screen = visit.kiosk.screen
        visit.send(event)
        assert visit.kiosk.screen == screen


def test_a_check_in_without_an_answer_sends_the_visitor_to_the_desk_and_prints_what_comes() -> None:
    visit = with_booking().time_passes().time_passes()
    assert visit.on(Refused).problem == NO_ANSWER
    visit.send(RestartPressed())
    visit.send(TicketIssued(visit.kiosk.visit_no - 1, ticket()))
    assert visit.asks(PrintTicket).ticket_id == ticket().ticket_id
    visit.on(Welcome)


def test_a_visitor_who_is_asked_whether_he_is_there_loses_nothing() -> None:
    visit = with_two().time_passes()
    assert visit.on(StillThere).before == Bookings()


# --- what the store says at the end ----------------------------------------------------------


def test_a_booking_whose_time_ran_out_meanwhile_leads_to_what_is_left() -> None:
    visit = with_booking().time_passes()
    visit.send(CheckInRefused(visit.kiosk.visit_no, "error.check_in.late", LATE))
    assert visit.on(InsteadOfBooking).booking == LATE
    visit.send(OfferPressed(NOW))
    assert visit.on(Pause).service_id == ESTATE
    visit.time_passes()
    assert visit.asks(IssueTicket).digest == DIGEST


def test_a_refusal_with_nothing_left_says_why() -> None:
    visit = with_booking().time_passes()
    visit.send(CheckInRefused(visit.kiosk.visit_no, "error.check_in.used"))
    assert visit.on(Refused).problem == "error.check_in.used"
    visit.send(BackPressed()).on(Welcome)


def test_a_refusal_after_the_visitor_has_gone_changes_nothing_that_is_seen() -> None:
    visit = with_booking().time_passes()
    visit_no = visit.kiosk.visit_no
    visit.time_passes().send(RestartPressed())
    visit.send(CheckInRefused(visit_no, "error.check_in.late", LATE)).on(Welcome)
    assert visit.ignores(CheckInRefused(visit_no, "error.check_in.late", LATE))


# --- late, and several -----------------------------------------------------------------------


def test_late_takes_one_touch() -> None:
    visit = booked_kiosk().card_read().loaded(None, LATE)
    visit.on(Reading)
    visit.time_passes()
    assert visit.on(InsteadOfBooking).booking == LATE
    visit.send(OfferPressed(LATER))
    assert visit.on(Pause).offer == LATER
    visit.time_passes().on(Issuing)
    assert visit.touches == 1


def test_what_was_not_offered_cannot_be_taken() -> None:
    over = booking(BookingState.CANCELLED)
    visit = booked_kiosk().card_read().loaded(None, over).time_passes()
    visit.on(InsteadOfBooking)
    assert visit.ignores(OfferPressed(STANDBY))


def test_an_offer_that_is_gone_leads_to_those_that_are_left() -> None:
    visit = booked_kiosk().card_read().loaded(None, LATE).time_passes()
    visit.send(OfferPressed(NOW)).time_passes()
    visit.send(IssueRefused(visit.kiosk.visit_no, "error.issue.full", (LATER,)))
    assert visit.on(When).offers == (LATER,)


def test_the_late_one_may_want_something_else() -> None:
    visit = booked_kiosk().card_read().loaded(None, LATE).time_passes()
    visit.send(AnotherServicePressed()).on(Services)
    visit.send(BackPressed()).on(Bookings)
    visit.send(BookingPressed(LATE.booking.booking_id)).on(InsteadOfBooking)
    visit.send(BackPressed()).on(Welcome)


def test_of_several_bookings_one_is_chosen() -> None:
    visit = with_two()
    visit.on(Bookings)
    visit.send(BookingPressed(READY.booking.booking_id)).time_passes()
    assert visit.asks(CheckIn).booking == READY.booking
    assert visit.touches == 1


def test_not_this_and_back_lead_to_the_bookings_where_there_are_several() -> None:
    visit = with_two().send(BookingPressed(READY.booking.booking_id))
    visit.send(NotThisPressed()).on(Bookings)
    visit.send(BookingPressed(LATE.booking.booking_id)).on(InsteadOfBooking)
    visit.send(BackPressed()).on(Bookings)
    visit.send(BackPressed()).on(Welcome)


def test_a_booking_nobody_has_is_not_chosen() -> None:
    assert with_two().ignores(BookingPressed(EARLY.booking.booking_id))
    assert with_booking().ignores(BookingPressed(READY.booking.booking_id))


def test_many_bookings_come_in_pages_that_begin_anew_with_another_size() -> None:
    several = tuple(booking(no=no) for no in range(1, 6))
    visit = booked_kiosk().card_read().loaded(None, *several).time_passes()
    first = visit.kiosk.screen_no
    assert bookings_on(visit.kiosk, 0) == several[:4]
    assert bookings_on(visit.kiosk, 1) == several[4:]
    assert visit.send(PagePressed()).on(Bookings).page == 1
    assert visit.kiosk.screen_no > first
    assert visit.send(SizePressed()).on(Bookings).page == 0
    assert with_two().ignores(PagePressed())


# --- tickets that are there already ----------------------------------------------------------


def test_beside_a_ticket_a_booking_is_not_taken_by_itself() -> None:
    visit = booked_kiosk().card_read().loaded(HELD, READY).time_passes()
    visit.on(Bookings)
    assert visit.send(HeldTicketPressed()).on(Again).ticket == HELD
    assert visit.ignores(HeldTicketPressed())
    assert with_two().ignores(HeldTicketPressed())


def test_a_booking_that_has_its_ticket_leads_to_it() -> None:
    visit = booked_kiosk().card_read().loaded(HELD).time_passes()
    assert visit.on(Again).ticket == HELD


@pytest.mark.parametrize("is_booked", [True, False])
def test_a_ticket_of_another_kiosk_is_never_cancelled_here_and_can_be_printed(
    *, is_booked: bool
) -> None:
    held = ticket("YA001", 1, Paper.CONFIRMED)
    elsewhere = replace(held, is_elsewhere=True, is_booked=is_booked)
    visit = booked_kiosk().card_read().loaded(elsewhere).time_passes()
    visit.on(Again)
    assert visit.ignores(CancelPressed())
    assert not visit.ignores(ReprintPressed())


# --- before numbers start and after they end -------------------------------------------------


@pytest.mark.parametrize("phase", [Phase.BEFORE_ISSUE, Phase.STOPPED])
def test_bookings_check_in_when_walk_ins_get_no_number(phase: Phase) -> None:
    visit = booked_kiosk(Opening(MONDAY, phase)).card_read(ADULT).loaded(None, READY)
    visit.on(CheckInPause)
    visit.time_passes().issued().on(TicketShown)


@pytest.mark.parametrize("phase", [Phase.BEFORE_ISSUE, Phase.STOPPED])
def test_without_a_booking_somebody_is_told_so_then(phase: Phase) -> None:
    visit = booked_kiosk(Opening(MONDAY, phase)).card_read().loaded().time_passes()
    assert visit.on(Refused).problem == NO_BOOKING
    home = BeforeOpening if phase is Phase.BEFORE_ISSUE else Closed
    visit.send(BackPressed()).on(home)


def test_whoever_has_a_ticket_gets_to_it_after_numbers_have_ended() -> None:
    visit = booked_kiosk(Opening(MONDAY, Phase.STOPPED)).card_read().loaded(HELD).time_passes()
    visit.on(Again)
    assert visit.ignores(AnotherServicePressed())


def test_not_this_leads_home_where_no_walk_in_gets_a_number() -> None:
    visit = booked_kiosk(Opening(MONDAY, Phase.BEFORE_ISSUE)).card_read().loaded(None, READY)
    visit.send(NotThisPressed()).on(BeforeOpening)


def test_only_cards_numbers_and_codes_begin_a_visit_then() -> None:
    visit = booked_kiosk(Opening(MONDAY, Phase.BEFORE_ISSUE))
    assert visit.ignores(NoCardPressed())
    visit.send(CardFound()).on(Reading)
    visit.send(NoCardPressed()).on(BeforeOpening)
    visit.send(CardFound(), TypeNumberPressed())
    assert visit.kiosk.visitor is not None


@pytest.mark.parametrize("phase", [Phase.BEFORE_ISSUE, Phase.STOPPED, Phase.CLOSED_DAY])
def test_where_nobody_books_a_card_begins_nothing_then(phase: Phase) -> None:
    visit = kiosk_at(Opening(MONDAY, phase)).send(CardFound())
    assert visit.kiosk.visitor is None


def test_on_a_closed_day_nothing_checks_in() -> None:
    visit = booked_kiosk(Opening(MONDAY, Phase.CLOSED_DAY)).send(CardFound())
    visit.on(Closed)


def test_without_a_card_services_are_as_ever() -> None:
    visit = booked_kiosk().send(NoCardPressed())
    visit.on(NoCard)
    visit.send(ServicePressed(ESTATE)).on(Pause)
