# SPDX-License-Identifier: Apache-2.0
"""替家人办: whose card or code it is that is shown meanwhile."""

import pytest

from hall.identity import Identity, Secret
from kiosk.flow.effects import CheckIn, FindBooking, LoadVisit
from kiosk.flow.events import CardFound, CardRead, CodeScanned, Event
from kiosk.flow.states import CheckInPause, Family, Finding, Pause, Reading, StillThere
from kiosk.flow.touches import (
    BookingCodePressed,
    DigitPressed,
    HelpPressed,
    ServicePressed,
    TypeNumberPressed,
)
from kiosk.flow.values import CameBy, Size
from tests.kiosk.flow.family import CODE, asked, served
from tests.kiosk.flow.journey import ADULT, ELDER, ESTATE, FOREIGNER, booking


@pytest.mark.parametrize("identity", [ADULT, ELDER], ids=["served", "present"])
def test_the_cards_of_both_belong_to_the_visit(identity: Identity) -> None:
    visit = served().loaded().time_passes().send(ServicePressed(ESTATE))
    before = visit.kiosk.visit_no
    visit.card_read(identity).on(Pause)
    assert visit.kiosk.visit_no == before


def test_the_card_of_a_third_person_begins_his_own_visit() -> None:
    visit = served().loaded().time_passes().card_read(FOREIGNER)
    visitor = visit.kiosk.visitor
    assert visitor is not None
    assert (visitor.identity, visitor.proxy, visitor.came_by) == (FOREIGNER, None, CameBy.CARD)


@pytest.mark.parametrize(
    "moves",
    [
        (),
        (HelpPressed(),),
        (TypeNumberPressed(), DigitPressed("1")),
    ],
    ids=["family", "help", "keypad"],
)
def test_after_the_question_whether_she_is_there_another_card_is_no_family_of_hers(
    moves: tuple[Event, ...],
) -> None:
    visit = asked().send(*moves).time_passes()
    cover = visit.on(StillThere)
    visit.send(CardFound())
    assert visit.on(StillThere) == cover
    visit.send(CardRead(ADULT))
    assert visit.on(Reading).is_done
    visitor, loading = visit.kiosk.visitor, visit.asks(LoadVisit)
    assert visitor is not None
    assert (visitor.identity, visitor.proxy, visitor.came_by) == (ADULT, None, CameBy.CARD)
    assert (loading.digest, loading.is_green, loading.is_proxy) == (ADULT.digest, False, False)
    assert visit.kiosk.size is Size.NORMAL


@pytest.mark.parametrize(
    "moves",
    [
        (),
        (HelpPressed(),),
        (TypeNumberPressed(), DigitPressed("1")),
        (BookingCodePressed(), DigitPressed("1")),
    ],
    ids=["family", "help", "keypad", "digits"],
)
@pytest.mark.parametrize("code", ["YHB1.abc.def", CODE])
def test_nor_is_a_code_a_booking_of_her_family(moves: tuple[Event, ...], code: str) -> None:
    visit = asked().send(*moves).time_passes()
    visit.on(StillThere)
    visit.send(CodeScanned(Secret(code))).on(Finding)
    visitor, looking = visit.kiosk.visitor, visit.asks(FindBooking)
    assert visitor is not None
    assert (visitor.identity, visitor.proxy, visitor.came_by) == (None, None, CameBy.CODE)
    assert (looking.is_green, looking.is_proxy) == (False, False)
    assert visit.kiosk.size is Size.NORMAL
    visit.loaded(None, booking()).on(CheckInPause)
    assert visit.time_passes().asks(CheckIn).present is None


def test_a_code_over_help_is_hers_and_needs_no_touch() -> None:
    visit = asked().send(HelpPressed(), CodeScanned(Secret("YHB1.abc.def")))
    visit.on(Finding)
    assert visit.asks(FindBooking).is_proxy
    assert visit.loaded(None, booking()).time_passes().asks(CheckIn).present == ELDER.digest


def test_her_own_card_says_that_she_is_still_there() -> None:
    visit = asked().time_passes().card_read(ELDER)
    assert visit.on(Family) == Family()
    visit.card_read(ADULT)
    visitor = visit.kiosk.visitor
    assert visitor is not None
    assert (visitor.identity, visitor.present) == (ADULT, ELDER)


def test_a_card_laid_while_the_number_is_typed_says_whom_it_is_for() -> None:
    visit = asked().send(TypeNumberPressed(), DigitPressed("1")).card_read(ADULT)
    visitor = visit.kiosk.visitor
    assert visitor is not None
    assert (visitor.identity, visitor.present, visitor.came_by) == (ADULT, ELDER, CameBy.CARD)
