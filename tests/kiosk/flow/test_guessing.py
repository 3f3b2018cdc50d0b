# SPDX-License-Identifier: Apache-2.0
"""Who tries one row of digits after the other is sent to the desk, and others after a while let in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.booking_code import digits
from hall.identity import Secret
from kiosk.flow.effects import FindBooking, StartTimer, Timer
from kiosk.flow.events import BookingRefused, CardFound, CodeScanned, Event, TimerFired
from kiosk.flow.problems import CODE_CHECK_DIGIT, NO_ANSWER, TOO_MANY_CODES
from kiosk.flow.states import (
    CheckInPause,
    CodeKeypad,
    Finding,
    Help,
    NoCard,
    Reading,
    Refused,
    Welcome,
)
from kiosk.flow.touches import (
    BackPressed,
    BookingCodePressed,
    DigitPressed,
    HelpPressed,
    NoCardPressed,
    NumberDonePressed,
)
from kiosk.flow.values import FlowSettings, Opening, Phase
from tests.kiosk.flow.journey import MONDAY, Journey, booked_kiosk, booking

CODE = digits(booking().booking.booking_id)
SLIP = CODE[:-1] + str((int(CODE[-1]) + 1) % 10)
SIGNED = CodeScanned(Secret("YHB1.abc.def"))
DIGITS = CodeScanned(Secret(f" {CODE}\n"))
UNKNOWN = "error.booking_code.unknown"
SENT_AWAY = Refused(TOO_MANY_CODES)
MOST = FlowSettings().most_wrong_codes
WHILE_OVER = TimerFired(Timer.CODES, 0)


def enter(visit: Journey, code: str = CODE) -> Journey:
    """The digits typed, and the key under them."""
    visit.send(BookingCodePressed()).on(CodeKeypad)
    return visit.send(*(DigitPressed(digit) for digit in code), NumberDonePressed())


def refuse(visit: Journey, problem: str = UNKNOWN) -> Journey:
    return visit.send(BookingRefused(visit.kiosk.visit_no, problem))


def wrong(visit: Journey, times: int) -> Journey:
    """Each of another visitor, as far as the kiosk knows."""
    for _ in range(times):
        refuse(enter(visit.send(BackPressed())))
    return visit


def closed() -> Journey:
    return wrong(booked_kiosk(), MOST).send(BackPressed())


def test_the_last_wrong_code_leads_to_the_desk_and_those_before_only_back_to_the_keys() -> None:
    visit = wrong(booked_kiosk(), MOST - 1)
    assert visit.on(CodeKeypad).problem == UNKNOWN
    refuse(visit.send(NumberDonePressed()))
    assert visit.kiosk.screen == SENT_AWAY
    visit.send(BackPressed()).on(Welcome)


def test_no_key_and_no_scan_lets_digits_in_until_the_while_is_over() -> None:
    visit = closed()
    for way in (BookingCodePressed(), DIGITS):
        assert visit.send(way).kiosk.screen == SENT_AWAY
        assert visit.wanted(FindBooking)[MOST:] == []
        visit.time_passes().on(Welcome)
    visit.send(WHILE_OVER)
    enter(visit).loaded(None, booking()).on(CheckInPause)


def test_the_while_begins_with_the_first_wrong_code_and_nothing_prolongs_it() -> None:
    visit = booked_kiosk()
    wrong(visit, MOST)
    started = [one for one in visit.wanted(StartTimer) if one.timer is Timer.CODES]
    assert [one.seconds for one in started] == [FlowSettings().code_seconds]
    visit.send(WHILE_OVER)
    assert visit.kiosk.screen == SENT_AWAY
    wrong(visit, 1)
    assert len([one for one in visit.wanted(StartTimer) if one.timer is Timer.CODES]) == 2


def test_a_right_code_in_between_forgives_nothing() -> None:
    visit = wrong(booked_kiosk(), MOST - 1).send(BackPressed())
    enter(visit).loaded(None, booking()).on(CheckInPause)
    visit.send(BackPressed(), BackPressed())
    assert wrong(visit, 1).kiosk.screen == SENT_AWAY


def test_digits_that_a_telephone_shows_count_as_typed_ones() -> None:
    visit = booked_kiosk()
    for _ in range(MOST - 1):
        refuse(visit.send(DIGITS))
        assert visit.on(Refused).problem == UNKNOWN
        visit.send(BackPressed())
    assert refuse(visit.send(DIGITS)).kiosk.screen == SENT_AWAY


@pytest.mark.parametrize("problem", [UNKNOWN, "error.check_in.other_day", "error.check_in.used"])
def test_digits_count_as_wrong_whatever_they_lead_to(problem: str) -> None:
    visit = wrong(booked_kiosk(), MOST - 1)
    assert refuse(visit.send(NumberDonePressed()), problem).kiosk.screen == SENT_AWAY


def test_signed_codes_and_slips_of_the_hand_and_silence_do_not_count() -> None:
    visit = wrong(booked_kiosk(), MOST - 1).send(BackPressed())
    for _ in range(MOST):
        refuse(visit.send(SIGNED), "error.booking_code.wrong_signature")
        assert visit.on(Refused).problem == "error.booking_code.wrong_signature"
        visit.send(BackPressed())
        assert enter(visit, SLIP).on(CodeKeypad).problem == CODE_CHECK_DIGIT
        assert enter(visit.send(BackPressed())).time_passes().on(Refused).problem == NO_ANSWER
        visit.send(BackPressed())
    assert visit.kiosk.wrong_codes == MOST - 1


@pytest.mark.parametrize(
    ("way", "screen"), [(CardFound(), Reading), (NoCardPressed(), NoCard), (SIGNED, Finding)]
)
def test_every_other_way_stays_open(way: Event, screen: type[Reading | NoCard | Finding]) -> None:
    closed().send(way).on(screen)


def test_who_was_sent_away_may_hold_his_code_or_card_there_at_once() -> None:
    closed().send(BookingCodePressed(), SIGNED).loaded(None, booking()).on(CheckInPause)
    closed().send(BookingCodePressed(), CardFound()).on(Reading)
    assert closed().send(BookingCodePressed(), DIGITS).kiosk.screen == SENT_AWAY


def test_who_was_refused_something_else_is_not_disturbed_by_a_code() -> None:
    assert booked_kiosk().send(SIGNED).show(Refused(NO_ANSWER)).ignores(SIGNED)


def test_a_wrong_code_counts_under_help_too() -> None:
    visit = enter(wrong(booked_kiosk(), MOST - 1).send(BackPressed())).send(HelpPressed())
    assert refuse(visit).kiosk.screen == Help(SENT_AWAY)


def test_a_day_that_ended_meanwhile_sends_nobody_to_the_desk() -> None:
    visit = closed().send(CardFound()).opens(Opening(MONDAY, Phase.CLOSED_DAY))
    visit.send(BookingCodePressed())
    assert visit.kiosk.visitor is None


def test_nothing_to_forget_changes_nothing() -> None:
    assert booked_kiosk().ignores(WHILE_OVER)


@given(st.lists(st.sampled_from(["right", "wrong", "slip", "card", "over"]), max_size=60))
def test_at_most_so_many_wrong_codes_are_looked_for_in_any_while(moves: list[str]) -> None:
    visit, looked_for = booked_kiosk(), 0
    for move in moves:
        visit.send(BackPressed(), BackPressed(), BackPressed())
        visit.on(Welcome)
        if move == "over":
            visit.send(WHILE_OVER)
            looked_for = 0
        elif move == "card":
            visit.send(CardFound())
        elif visit.send(BookingCodePressed()).kiosk.screen != SENT_AWAY:
            assert looked_for < MOST
            visit.send(*(DigitPressed(one) for one in (SLIP if move == "slip" else CODE)))
            visit.send(NumberDonePressed())
            if move == "right":
                visit.loaded(None, booking()).on(CheckInPause)
            elif move == "wrong":
                looked_for += 1
                refuse(visit)
        else:
            assert looked_for == MOST
