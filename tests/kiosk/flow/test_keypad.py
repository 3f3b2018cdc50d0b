# SPDX-License-Identifier: Apache-2.0
"""The ID number typed by hand, and the way without any card."""

import pytest

from kiosk.flow.effects import IdentifyTyped, LoadVisit
from kiosk.flow.events import CardFailed, CardFound, NumberIdentified
from kiosk.flow.problems import NO_ANSWER
from kiosk.flow.states import (
    Again,
    Closed,
    Keypad,
    NoCard,
    Pause,
    Reading,
    Refused,
    Services,
    Welcome,
)
from kiosk.flow.touches import (
    BackPressed,
    DeletePressed,
    DigitPressed,
    NoCardPressed,
    NumberDonePressed,
    RestartPressed,
    SizePressed,
    TypeNumberPressed,
)
from kiosk.flow.values import CameBy, Opening, Phase, Size
from tests.kiosk.flow.journey import (
    ADULT,
    ELDER,
    FOREIGNER,
    MONDAY,
    NUMBER,
    ONE,
    Journey,
    kiosk_at,
    ticket,
)

WRONG_LAST = NUMBER[:-1] + ("1" if NUMBER[-1] == "0" else "0")
NO_SUCH_DAY = NUMBER[:10] + "1399" + NUMBER[14:]


def typed(number: str) -> Journey:
    visit = kiosk_at().send(TypeNumberPressed())
    return visit.send(*(DigitPressed(digit) for digit in number))


def value(visit: Journey) -> str:
    return visit.on(Keypad).typed.reveal()


def test_digits_are_added_and_taken_back() -> None:
    visit = typed("110").send(DeletePressed())
    assert value(visit) == "11"
    assert visit.kiosk.unexpected == 0


def test_nothing_to_take_back_changes_nothing() -> None:
    assert typed("").ignores(DeletePressed())


def test_a_nineteenth_digit_is_not_taken() -> None:
    visit = typed(NUMBER)
    assert visit.ignores(DigitPressed("1"))
    assert value(visit) == NUMBER


def test_x_is_taken_only_as_the_last() -> None:
    visit = typed(NUMBER[:16])
    assert visit.ignores(DigitPressed("X"))
    visit.send(DigitPressed("1"), DigitPressed("X"))
    assert value(visit) == NUMBER[:16] + "1X"


@pytest.mark.parametrize("key", ["", "12", "a", "٣", "-"])
def test_only_the_keys_of_the_keypad_type(key: str) -> None:
    assert typed("1").ignores(DigitPressed(key))


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (NUMBER[:-1], "error.number.length"),
        (NO_SUCH_DAY, "error.number.birth"),
        (WRONG_LAST, "error.number.check_digit"),
    ],
)
def test_a_wrong_number_is_told_before_anybody_is_asked_and_stays(
    number: str, problem: str
) -> None:
    visit = typed(number).send(NumberDonePressed())
    assert visit.on(Keypad).problem == problem
    assert value(visit) == number
    assert visit.asks_nothing()


def test_the_problem_goes_when_the_visitor_mends_it() -> None:
    visit = typed(WRONG_LAST).send(NumberDonePressed(), DeletePressed())
    assert visit.on(Keypad).problem is None
    visit.send(DigitPressed(NUMBER[-1]), NumberDonePressed())
    assert visit.asks(IdentifyTyped).number.reveal() == NUMBER


def test_a_right_number_is_in_no_state_any_more_once_it_was_handed_over() -> None:
    visit = typed(NUMBER).send(NumberDonePressed())
    assert visit.on(Keypad) == Keypad(is_checking=True)


def test_nothing_is_typed_while_the_number_is_checked() -> None:
    visit = typed(NUMBER).send(NumberDonePressed())
    for event in (DigitPressed("1"), DeletePressed(), NumberDonePressed(), NoCardPressed()):
        assert visit.ignores(event)


def test_after_a_typed_number_all_goes_on_as_after_a_card() -> None:
    visit = typed(NUMBER).send(NumberDonePressed())
    visit.send(NumberIdentified(visit.kiosk.visit_no, ELDER))
    assert visit.asks(LoadVisit).digest == ELDER.digest
    assert visit.kiosk.size is Size.LARGE
    visitor = visit.kiosk.visitor
    assert visitor is not None
    assert (visitor.came_by, visitor.identity) == (CameBy.TYPED, ELDER)
    visit.loaded().on(Services)


def test_a_typed_number_with_an_open_ticket_leads_to_it() -> None:
    visit = typed(NUMBER).send(NumberDonePressed())
    visit.send(NumberIdentified(visit.kiosk.visit_no, FOREIGNER)).loaded(ticket()).on(Again)
    assert visit.kiosk.language == "en"


def test_a_typed_number_on_a_one_service_site_leads_to_the_pause() -> None:
    visit = kiosk_at(services=ONE).send(TypeNumberPressed())
    visit.send(*(DigitPressed(digit) for digit in NUMBER), NumberDonePressed())
    visit.send(NumberIdentified(visit.kiosk.visit_no, ADULT)).loaded().on(Pause)


def test_an_identity_that_nobody_waits_for_is_not_taken() -> None:
    visit = typed(NUMBER)
    assert visit.ignores(NumberIdentified(visit.kiosk.visit_no, ADULT))
    visit.send(NumberDonePressed(), NumberIdentified(visit.kiosk.visit_no, ADULT))
    assert visit.ignores(NumberIdentified(visit.kiosk.visit_no, ELDER))


def test_a_check_without_an_answer_sends_the_visitor_to_the_desk() -> None:
    visit = typed(NUMBER).send(NumberDonePressed()).time_passes()
    assert visit.on(Refused).problem == NO_ANSWER
    visit.send(BackPressed()).on(Welcome)


def test_back_and_restart_leave_nothing_of_what_was_typed() -> None:
    for way in (BackPressed(), RestartPressed()):
        visit = typed(NUMBER[:12]).send(way)
        visit.on(Welcome)
        visit.send(TypeNumberPressed())
        assert value(visit) == ""


def test_back_keeps_the_size_chosen_before_and_restart_does_not() -> None:
    visit = kiosk_at().send(SizePressed(), TypeNumberPressed())
    assert visit.send(BackPressed()).kiosk.size is Size.LARGE
    assert visit.send(TypeNumberPressed(), RestartPressed()).kiosk.size is Size.NORMAL


def test_somebody_whose_card_cannot_be_read_can_go_on_without_it_or_type_the_number() -> None:
    unread = (CardFound(), CardFailed("error.card_reader.unreadable"))
    kiosk_at().send(*unread, NoCardPressed()).on(NoCard)
    kiosk_at().send(*unread, TypeNumberPressed()).on(Keypad)


def test_no_card_and_keypad_lead_to_each_other_and_each_is_a_visit_of_its_own() -> None:
    visit = kiosk_at().send(NoCardPressed())
    first = visit.kiosk.visit_no
    visit.send(TypeNumberPressed()).on(Keypad)
    assert visit.kiosk.visit_no > first
    visit.send(NoCardPressed()).on(NoCard)


def test_nobody_begins_where_a_visit_is_on_or_numbers_are_not_given() -> None:
    for visit in (kiosk_at().at_services(), kiosk_at(Opening(MONDAY, Phase.STOPPED))):
        assert visit.ignores(NoCardPressed())
        assert visit.ignores(TypeNumberPressed())


def test_no_new_beginning_under_a_day_that_ended_meanwhile() -> None:
    for button in (NoCardPressed(), TypeNumberPressed()):
        visit = kiosk_at().send(CardFound()).opens(Opening(MONDAY, Phase.STOPPED))
        visit.on(Reading)
        visit.send(button).on(Closed)
        assert visit.asks_nothing()


def test_keys_mean_nothing_where_no_keypad_is() -> None:
    visit = kiosk_at()
    for event in (DigitPressed("1"), DeletePressed(), NumberDonePressed()):
        assert visit.ignores(event)
