# SPDX-License-Identifier: Apache-2.0
"""Staff hold the kiosk: it serves nobody, until staff release it."""

import pytest

from hall.identity import Secret
from kiosk.flow.effects import PrintTicket, ShowHeld
from kiosk.flow.events import (
    CardFound,
    CardRead,
    CodeScanned,
    Event,
    OpeningChanged,
    TicketIssued,
)
from kiosk.flow.staff_effects import HoldKiosk
from kiosk.flow.staff_events import ActEnded, HeldTold, StaffCardRead, StaffKnown
from kiosk.flow.staff_states import HoldAsked, StaffHome, Working
from kiosk.flow.staff_touches import (
    HoldPressed,
    HoldReasonPressed,
    ReleasePressed,
    StaffLeavePressed,
    StaffPressed,
)
from kiosk.flow.staff_values import HoldReason, Remark
from kiosk.flow.states import OutOfService, StaffMode, Welcome
from kiosk.flow.touches import (
    BackPressed,
    BookingCodePressed,
    DigitPressed,
    HelpPressed,
    NoCardPressed,
    NumberDonePressed,
    ServicePressed,
    TypeNumberPressed,
)
from kiosk.flow.values import Paper
from tests.kiosk.flow.journey import ADULT, ESTATE, OPEN, Journey, booked_kiosk, kiosk_at, ticket
from tests.kiosk.flow.staff_moves import STAFF


def inside(journey: Journey | None = None) -> Journey:
    return (journey or kiosk_at()).send(CardFound(), StaffCardRead(STAFF))


def held() -> Journey:
    return booked_kiosk().send(HeldTold(is_held=True))


def page(journey: Journey) -> object:
    return journey.on(StaffMode).page


def test_two_touches_hold_the_kiosk_with_a_reason_and_who_did_it() -> None:
    journey = inside().send(HoldPressed())
    assert page(journey) == HoldAsked()
    journey.send(HoldReasonPressed(HoldReason.FAULT))
    assert journey.asks(HoldKiosk) == HoldKiosk(STAFF.staff_id, HoldReason.FAULT)
    assert page(journey) == Working()
    journey.send(HeldTold(is_held=True)).on(OutOfService)
    assert journey.asks(ShowHeld) == ShowHeld(is_held=True)


@pytest.mark.parametrize(
    "event",
    [
        CardFound(),
        CardRead(ADULT),
        CodeScanned(Secret("YHB1.x.y")),
        NoCardPressed(),
        TypeNumberPressed(),
        BookingCodePressed(),
        ServicePressed(ESTATE),
        OpeningChanged(OPEN),
        ReleasePressed(),
    ],
)
def test_a_held_kiosk_serves_nobody_whatever_is_tried(event: Event) -> None:
    journey = held().send(event)
    journey.on(OutOfService)
    assert journey.kiosk.visitor is None


def test_it_is_held_from_the_first_screen_on_after_a_restart() -> None:
    journey = Journey(held().kiosk.__class__(kiosk_at().kiosk.settings))
    journey.send(HeldTold(is_held=True), OpeningChanged(OPEN)).on(OutOfService)


def test_staff_alone_release_it_by_card_or_pin() -> None:
    journey = inside(held()).send(ReleasePressed())
    assert journey.asks(HoldKiosk) == HoldKiosk(STAFF.staff_id, None)
    journey.send(HeldTold(is_held=False))
    assert page(journey) == StaffHome(Remark("screen.staff_hold.released", is_good=True))
    assert ShowHeld(is_held=False) in journey.last
    journey.send(StaffLeavePressed()).on(Welcome)
    typing = held().send(HelpPressed(), StaffPressed(), DigitPressed("7"), NumberDonePressed())
    typing.send(DigitPressed("2"), NumberDonePressed(), StaffKnown(STAFF), ReleasePressed())
    assert typing.asks(HoldKiosk).reason is None


def test_a_number_that_is_being_taken_is_printed_all_the_same() -> None:
    journey = kiosk_at().at_issuing()
    visit_no = journey.kiosk.visit_no
    inside(journey).send(HoldPressed(), HoldReasonPressed(HoldReason.CARE), HeldTold(is_held=True))
    journey.send(TicketIssued(visit_no, ticket(paper=Paper.PRINTING)))
    assert journey.asks(PrintTicket).ticket_id == ticket().ticket_id
    journey.on(OutOfService)


def test_what_the_store_refuses_is_told_and_holds_nothing() -> None:
    journey = inside().send(HoldPressed(), HoldReasonPressed(HoldReason.OTHER))
    remark = Remark("error.store.failed")
    assert page(journey.send(ActEnded(remark))) == StaffHome(remark)
    assert not journey.kiosk.is_held
    assert journey.send(ActEnded(remark)).on(StaffMode)


def test_back_holds_nothing_and_the_same_said_again_changes_nothing() -> None:
    journey = inside().send(HoldPressed(), BackPressed())
    assert page(journey) == StaffHome()
    before = journey.kiosk
    assert journey.send(HeldTold(is_held=False)).kiosk == before
