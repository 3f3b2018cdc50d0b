# SPDX-License-Identifier: Apache-2.0
"""Who may give up a number that was there before: who holds its person's card."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from hall.identity import Secret
from kiosk.flow.effects import CancelTicket
from kiosk.flow.events import CodeScanned, NumberIdentified, TicketPrinted
from kiosk.flow.states import Again, AskCancel, CheckingIn, KeepNumber, TicketShown
from kiosk.flow.touches import (
    CancelPressed,
    ConfirmPressed,
    DigitPressed,
    ForFamilyPressed,
    NumberDonePressed,
    OfferPressed,
    ReprintPressed,
    TypeNumberPressed,
)
from kiosk.flow.values import BookingState, Paper
from tests.kiosk.flow.journey import (
    ADULT,
    ELDER,
    NUMBER,
    OVER,
    Journey,
    booked_kiosk,
    booking,
    ticket,
)

HELD = ticket(paper=Paper.CONFIRMED)
SCANNED = CodeScanned(Secret("YHB1.abc.def"))


def for_family() -> Journey:
    return booked_kiosk(proxy_limit=3).at_services(ELDER).send(ForFamilyPressed())


def typed(visit: Journey) -> Journey:
    visit.send(TypeNumberPressed(), *(DigitPressed(digit) for digit in NUMBER), NumberDonePressed())
    return visit.send(NumberIdentified(visit.kiosk.visit_no, ADULT)).loaded(HELD)


def own_card() -> Journey:
    return booked_kiosk().card_read().loaded(HELD).time_passes()


def own_number() -> Journey:
    return typed(booked_kiosk())


def card_of_family() -> Journey:
    return for_family().card_read().loaded(HELD).time_passes()


def code() -> Journey:
    return booked_kiosk().send(SCANNED).loaded(HELD)


def code_of_family() -> Journey:
    return for_family().send(SCANNED).loaded(HELD)


def number_of_family() -> Journey:
    return typed(for_family())


def number_and_then_card() -> Journey:
    return own_number().card_read()


def number_and_then_card_under_the_question() -> Journey:
    return own_number().time_passes().card_read()


def number_and_then_card_of_family() -> Journey:
    return number_of_family().card_read()


def number_of_family_and_then_her_own_card() -> Journey:
    return number_of_family().card_read(ELDER)


MAY = [
    own_card,
    card_of_family,
    number_and_then_card,
    number_and_then_card_under_the_question,
    number_and_then_card_of_family,
]
MAY_NOT = [
    code,
    code_of_family,
    own_number,
    number_of_family,
    number_of_family_and_then_her_own_card,
]


@pytest.mark.parametrize("came", MAY)
def test_who_holds_the_card_gives_it_up(came: Callable[[], Journey]) -> None:
    visit = came()
    visit.on(Again)
    visit.send(CancelPressed()).on(AskCancel)
    visit.send(ConfirmPressed())
    assert visit.asks(CancelTicket) == CancelTicket(HELD.ticket_id)


@pytest.mark.parametrize("came", MAY_NOT)
def test_who_has_a_code_or_knows_the_number_does_not(came: Callable[[], Journey]) -> None:
    """Codes and numbers are seen and heard by others; one who waits keeps his number."""
    visit = came()
    visit.on(Again)
    assert visit.ignores(CancelPressed())


@pytest.mark.parametrize("came", MAY_NOT)
@pytest.mark.parametrize("paper", [Paper.CONFIRMED, Paper.NOT_PRINTED])
def test_but_may_print_it_again_and_cannot_give_it_up_by_that(
    came: Callable[[], Journey], paper: Paper
) -> None:
    visit = came().send(ReprintPressed(), TicketPrinted(HELD.ticket_id, paper))
    assert isinstance(visit.kiosk.screen, TicketShown | KeepNumber)
    assert visit.ignores(CancelPressed())


def checked_in_by_code(begin: Callable[[], Journey]) -> Journey:
    return begin().send(SCANNED).loaded(None, booking())


def checked_in_by_number(begin: Callable[[], Journey]) -> Journey:
    visit = begin()
    visit.send(TypeNumberPressed(), *(DigitPressed(digit) for digit in NUMBER), NumberDonePressed())
    return visit.send(NumberIdentified(visit.kiosk.visit_no, ADULT)).loaded(None, booking())


def with_paper(visit: Journey) -> Journey:
    visit.time_passes().on(CheckingIn)
    visit.issued(replace(HELD, is_booked=True)).printed()
    visit.on(TicketShown)
    return visit


@pytest.mark.parametrize("come", [checked_in_by_code, checked_in_by_number])
@pytest.mark.parametrize("begin", [booked_kiosk, for_family])
def test_a_booking_checked_in_without_the_card_is_not_given_up_by_the_same_means(
    come: Callable[[Callable[[], Journey]], Journey], begin: Callable[[], Journey]
) -> None:
    """Its person may have taken the number at a kiosk of which this one, cut off, hears nothing."""
    visit = with_paper(come(begin))
    assert visit.ignores(CancelPressed())
    visit.send(ReprintPressed()).printed()
    assert visit.ignores(CancelPressed())


@pytest.mark.parametrize("begin", [booked_kiosk, for_family])
def test_who_checked_in_with_the_card_may_give_it_up(begin: Callable[[], Journey]) -> None:
    visit = with_paper(begin().card_read().time_passes().loaded(None, booking()))
    visit.send(CancelPressed()).on(AskCancel)


@pytest.mark.parametrize("begin", [booked_kiosk, for_family])
def test_a_number_taken_instead_of_a_booking_in_this_visit_can_be_taken_back(
    begin: Callable[[], Journey],
) -> None:
    late = booking(BookingState.LATE)
    visit = begin().send(SCANNED).loaded(None, late).send(OfferPressed(OVER.offers[0]))
    visit.time_passes().issued().printed().send(CancelPressed()).on(AskCancel)
