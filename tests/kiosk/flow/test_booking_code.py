# SPDX-License-Identifier: Apache-2.0
"""The code of a booking: scanned, or typed as eight digits with a check digit."""

import pytest

from hall.booking_code import digits
from hall.identity import Secret
from kiosk.flow.effects import CheckIn, FindBooking, IssueTicket
from kiosk.flow.events import BookingRefused, CardFound, CodeScanned, Event
from kiosk.flow.problems import CODE_CHECK_DIGIT, CODE_LENGTH, CODE_OF_NO_USE, NO_ANSWER, NO_CODE
from kiosk.flow.states import (
    Again,
    BeforeOpening,
    CheckInPause,
    Closed,
    CodeKeypad,
    Finding,
    InsteadOfBooking,
    Keypad,
    NoCard,
    Reading,
    Refused,
    TicketShown,
    Welcome,
)
from kiosk.flow.touches import (
    BackPressed,
    BookingCodePressed,
    DeletePressed,
    DigitPressed,
    NoCardPressed,
    NumberDonePressed,
    OfferPressed,
    TypeNumberPressed,
)
from kiosk.flow.values import BookingState, CameBy, Opening, Phase
from tests.kiosk.flow.journey import (
    MONDAY,
    NOW,
    Journey,
    booked_kiosk,
    booking,
    kiosk_at,
    ticket,
)

READY = booking()
CODE = digits(READY.booking.booking_id)
WRONG = CODE[:-1] + str((int(CODE[-1]) + 1) % 10)
SCANNED = CodeScanned(Secret("YHB1.abc.def"))


def typed(text: str) -> Journey:
    return booked_kiosk().send(BookingCodePressed()).send(*(DigitPressed(digit) for digit in text))


def refuse(visit: Journey, problem: str) -> Journey:
    return visit.send(BookingRefused(visit.kiosk.visit_no, problem))


# --- scanned ---------------------------------------------------------------------------------


def test_a_code_needs_no_touch() -> None:
    visit = booked_kiosk().send(SCANNED)
    visit.on(Finding)
    assert visit.asks(FindBooking) == FindBooking(visit.kiosk.visit_no, SCANNED.code)
    visit.loaded(None, READY).on(CheckInPause)
    visit.time_passes()
    assert visit.asks(CheckIn).booking == READY.booking
    visit.issued().on(TicketShown)
    assert visit.touches == 0


def test_a_code_whose_booking_has_its_ticket_leads_to_that() -> None:
    booked_kiosk().send(SCANNED).loaded(ticket()).on(Again)


def test_a_late_code_gets_a_number_for_whom_the_booking_is() -> None:
    late = booking(BookingState.LATE)
    visit = booked_kiosk().send(SCANNED).loaded(None, late)
    visit.on(InsteadOfBooking)
    visit.send(OfferPressed(NOW)).time_passes()
    assert visit.asks(IssueTicket).digest == late.booking.digest


def test_a_code_of_something_else_is_answered_where_people_begin() -> None:
    visit = refuse(booked_kiosk().send(SCANNED), NO_CODE)
    visit.on(Welcome)
    assert visit.kiosk.code_problem == CODE_OF_NO_USE
    visit.time_passes()
    assert visit.kiosk.code_problem is None


def test_a_booking_that_cannot_be_used_here_is_told_with_the_way_to_the_desk() -> None:
    visit = refuse(booked_kiosk().send(SCANNED), "error.check_in.other_day")
    assert visit.on(Refused).problem == "error.check_in.other_day"
    visit.send(BackPressed()).on(Welcome)


def test_before_numbers_start_a_code_of_something_else_is_told_too() -> None:
    visit = booked_kiosk(Opening(MONDAY, Phase.BEFORE_ISSUE)).send(SCANNED)
    assert refuse(visit, NO_CODE).on(Refused).problem == NO_CODE


@pytest.mark.parametrize("phase", [Phase.BEFORE_ISSUE, Phase.STOPPED])
def test_codes_work_when_walk_ins_get_no_number(phase: Phase) -> None:
    booked_kiosk(Opening(MONDAY, phase)).send(SCANNED).loaded(None, READY).on(CheckInPause)
    booked_kiosk(Opening(MONDAY, phase)).send(BookingCodePressed()).on(CodeKeypad)


def test_on_a_closed_day_no_code_works() -> None:
    visit = booked_kiosk(Opening(MONDAY, Phase.CLOSED_DAY))
    assert visit.ignores(SCANNED)
    assert visit.ignores(BookingCodePressed())


@pytest.mark.parametrize(
    "way", [NoCardPressed(), TypeNumberPressed(), CardFound(), BookingCodePressed()]
)
def test_who_began_another_way_may_hold_a_code_there(way: Event) -> None:
    visit = booked_kiosk().send(way)
    first = visit.kiosk.visit_no
    visit.send(SCANNED).on(Finding)
    assert visit.kiosk.visit_no > first


def test_nobody_who_is_known_is_disturbed_by_a_code() -> None:
    assert booked_kiosk().at_services().ignores(SCANNED)
    assert booked_kiosk().at_ticket().ignores(SCANNED)
    assert typed(CODE).send(NumberDonePressed()).ignores(SCANNED)


def test_a_day_that_ended_meanwhile_begins_nothing() -> None:
    visit = booked_kiosk().send(CardFound()).opens(Opening(MONDAY, Phase.CLOSED_DAY))
    visit.on(Reading)
    visit.send(SCANNED).on(Closed)
    assert visit.asks_nothing()


def test_a_search_without_an_answer_sends_the_visitor_to_the_desk() -> None:
    assert booked_kiosk().send(SCANNED).time_passes().on(Refused).problem == NO_ANSWER
    booked_kiosk().send(SCANNED, BackPressed()).on(Welcome)


def test_an_answer_nobody_waits_for_changes_nothing() -> None:
    visit = booked_kiosk().at_services()
    assert visit.ignores(BookingRefused(visit.kiosk.visit_no, NO_CODE))


# --- typed -----------------------------------------------------------------------------------


def test_a_typed_code_takes_its_digits_and_two_touches() -> None:
    visit = typed(CODE).send(NumberDonePressed())
    assert visit.on(CodeKeypad) == CodeKeypad(Secret(CODE), is_checking=True)
    assert visit.asks(FindBooking).code.reveal() == CODE
    visitor = visit.kiosk.visitor
    assert visitor is not None
    assert visitor.came_by is CameBy.CODE
    visit.loaded(None, READY).on(CheckInPause)
    assert visit.touches == 2 + len(CODE)


@pytest.mark.parametrize(
    ("text", "problem"), [(CODE[:-1], CODE_LENGTH), ("", CODE_LENGTH), (WRONG, CODE_CHECK_DIGIT)]
)
def test_a_slip_of_the_hand_is_told_before_anybody_is_asked_and_stays(
    text: str, problem: str
) -> None:
    visit = typed(text).send(NumberDonePressed())
    assert visit.on(CodeKeypad) == CodeKeypad(Secret(text), problem=problem)
    assert visit.asks_nothing()


def test_what_was_typed_stays_when_no_booking_has_it() -> None:
    visit = refuse(typed(CODE).send(NumberDonePressed()), "error.booking_code.unknown")
    assert visit.on(CodeKeypad) == CodeKeypad(Secret(CODE), problem="error.booking_code.unknown")
    assert visit.send(DeletePressed()).on(CodeKeypad) == CodeKeypad(Secret(CODE[:-1]))


@pytest.mark.parametrize("key", ["X", "", "12", "٣"])
def test_only_digits_are_typed(key: str) -> None:
    assert typed("1").ignores(DigitPressed(key))


def test_a_ninth_digit_and_nothing_to_take_back_change_nothing() -> None:
    assert typed(CODE).ignores(DigitPressed("1"))
    assert typed("").ignores(DeletePressed())


def test_nothing_is_typed_while_the_booking_is_looked_for() -> None:
    visit = typed(CODE).send(NumberDonePressed())
    for event in (DigitPressed("1"), DeletePressed(), NumberDonePressed(), BookingCodePressed()):
        assert visit.ignores(event)
    assert visit.time_passes().on(Refused).problem == NO_ANSWER


def test_back_leaves_nothing_of_what_was_typed() -> None:
    visit = typed(CODE[:3]).send(BackPressed())
    visit.on(Welcome)
    assert visit.send(BookingCodePressed()).on(CodeKeypad) == CodeKeypad()


def test_the_keypad_for_codes_is_one_touch_from_every_beginning() -> None:
    for way in ((), (NoCardPressed(),), (TypeNumberPressed(),), (CardFound(),)):
        booked_kiosk().send(*way, BookingCodePressed()).on(CodeKeypad)


def test_a_card_on_the_way_takes_the_place_of_a_code() -> None:
    typed("12").send(CardFound()).on(Reading)


def test_where_nobody_books_there_is_no_such_keypad() -> None:
    visit = kiosk_at()
    assert visit.ignores(BookingCodePressed())
    visit.send(NoCardPressed())
    assert visit.ignores(BookingCodePressed())
    visit.on(NoCard)
    visit.send(TypeNumberPressed()).on(Keypad)
    kiosk_at(Opening(MONDAY, Phase.BEFORE_ISSUE)).on(BeforeOpening)


def test_no_code_is_seen_in_what_is_printed() -> None:
    visit = typed(CODE).send(NumberDonePressed())
    assert CODE not in repr((visit.kiosk, visit.effects))
    assert "YHB1" not in repr((SCANNED, booked_kiosk().send(SCANNED).last))
