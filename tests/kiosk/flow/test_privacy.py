# SPDX-License-Identifier: Apache-2.0
"""No state, event or effect shows a number or a name when it is printed or logged."""

from dataclasses import replace
from typing import get_args

import pytest

from hall.documents import Document
from hall.identity import Secret
from kiosk.flow.effects import IdentifyTyped
from kiosk.flow.events import CardRead
from kiosk.flow.staff_pages import ask_who, enter
from kiosk.flow.staff_values import StaffPerson
from kiosk.flow.states import (
    About,
    Again,
    AskCancel,
    BeforeOpening,
    Bookings,
    Cancelled,
    CheckingIn,
    CheckInPause,
    Closed,
    CodeKeypad,
    Direct,
    DocumentKeypad,
    Documents,
    Family,
    Finding,
    GreenReasons,
    Help,
    InsteadOfBooking,
    Issuing,
    KeepNumber,
    Keypad,
    Materials,
    NoCard,
    OutOfService,
    Pause,
    Privacy,
    Reading,
    Refused,
    Screen,
    Services,
    Starting,
    StillThere,
    TicketShown,
    Welcome,
    When,
)
from kiosk.flow.touches import (
    DigitPressed,
    DocumentPressed,
    NumberDonePressed,
    OtherDocumentPressed,
    TypeNumberPressed,
)
from kiosk.flow.values import Topic
from tests.kiosk.flow.journey import ADULT, ESTATE, NOW, NUMBER, booking, kiosk_at, ticket

PASSPORT = "QZ1234567"
EVERY_SCREEN: list[Screen] = [
    Starting(),
    Welcome(),
    BeforeOpening(),
    Closed(),
    OutOfService(),
    Reading(problem="error"),
    Keypad(Secret(NUMBER)),
    CodeKeypad(Secret(NUMBER)),
    Documents(),
    *(DocumentKeypad(document, Secret(NUMBER)) for document in Document),
    Privacy(Welcome()),
    Finding(),
    NoCard(),
    Bookings(),
    InsteadOfBooking(booking()),
    CheckInPause(booking()),
    CheckingIn(booking()),
    Family("error"),
    GreenReasons(),
    Direct(ESTATE),
    Services(),
    Materials(ESTATE),
    When(ESTATE, (NOW,)),
    Pause(ESTATE, NOW),
    Issuing(ESTATE, NOW),
    TicketShown(ticket()),
    About(TicketShown(ticket()), Topic.WHY),
    KeepNumber(ticket()),
    AskCancel(ticket()),
    Cancelled(ticket()),
    Again(ticket()),
    Refused("error"),
    StillThere(Keypad(Secret(NUMBER))),
    Help(StillThere(Keypad(Secret(NUMBER)))),
    ask_who(replace(kiosk_at().kiosk, screen=Help(Keypad(Secret(NUMBER))))).screen,
    enter(kiosk_at().kiosk, StaffPerson("7", ADULT.masked_name)).screen,
]


def test_every_screen_is_looked_at() -> None:
    assert {type(screen) for screen in EVERY_SCREEN} == set(get_args(Screen))


@pytest.mark.parametrize("screen", EVERY_SCREEN)
def test_no_screen_shows_the_typed_number_or_the_name_when_printed(screen: Screen) -> None:
    seen = repr(kiosk_at().card_read().show(screen).kiosk)
    assert NUMBER not in seen
    assert ADULT.digest not in seen
    assert ADULT.masked_name not in seen


def test_each_key_of_the_keypad_and_the_handed_over_number_are_blank_when_printed() -> None:
    visit = kiosk_at().send(TypeNumberPressed())
    for digit in NUMBER:
        event = DigitPressed(digit)
        assert repr(event) == "DigitPressed(…)"
        assert not any(sign.isdigit() for sign in repr(visit.send(event).on(Keypad)))
    visit.send(NumberDonePressed())
    assert visit.asks(IdentifyTyped).number.reveal() == NUMBER
    assert NUMBER not in repr(visit.last)


def test_each_letter_and_the_handed_over_number_of_another_document_are_blank_when_printed() -> (
    None
):
    visit = kiosk_at().send(OtherDocumentPressed(), DocumentPressed(Document.PASSPORT))
    for key in PASSPORT:
        visit.send(DigitPressed(key))
        assert PASSPORT[:2] not in repr((visit.kiosk, visit.last))
    visit.send(NumberDonePressed())
    assert visit.asks(IdentifyTyped).number.reveal() == PASSPORT
    assert PASSPORT not in repr((visit.kiosk, visit.last))


def test_a_card_that_was_read_is_not_shown_when_printed() -> None:
    assert ADULT.masked_name not in repr(CardRead(ADULT))
    assert ADULT.digest not in repr(CardRead(ADULT))
