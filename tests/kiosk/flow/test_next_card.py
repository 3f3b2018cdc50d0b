# SPDX-License-Identifier: Apache-2.0
"""A card laid while somebody is served: it is the visitor's own, or the next visitor's."""

import pytest

from kiosk.flow.effects import IssueTicket, LoadVisit, StartTimer, Timer
from kiosk.flow.events import (
    CardFailed,
    CardFound,
    CardRead,
    CardTaken,
    IssueRefused,
    NumberIdentified,
    TicketCancelled,
    VisitLoaded,
)
from kiosk.flow.states import (
    Again,
    AskCancel,
    Cancelled,
    Closed,
    Help,
    Issuing,
    KeepNumber,
    Keypad,
    NoCard,
    Pause,
    Reading,
    Refused,
    Screen,
    Services,
    StillThere,
    TicketShown,
    Welcome,
    When,
)
from kiosk.flow.timing import ScreenClock, clock_of
from kiosk.flow.touches import (
    BackPressed,
    CancelPressed,
    ConfirmPressed,
    DigitPressed,
    DonePressed,
    HelpPressed,
    NoCardPressed,
    NumberDonePressed,
    RestartPressed,
    ServicePressed,
    SizePressed,
    TypeNumberPressed,
)
from kiosk.flow.values import CameBy, FlowSettings, Opening, Paper, Phase, Size
from tests.kiosk.flow.journey import (
    ADULT,
    ELDER,
    ESTATE,
    FOREIGNER,
    MONDAY,
    NOW,
    NUMBER,
    Journey,
    kiosk_at,
    ticket,
)

PRINTED = ticket(paper=Paper.CONFIRMED)
WHERE_OTHERS_BEGIN: list[Screen] = [
    Reading(is_done=True),
    Keypad(is_checking=True),
    NoCard(),
    Services(),
    Services(page=1),
    When(ESTATE),
    Pause(ESTATE, NOW),
    TicketShown(PRINTED),
    KeepNumber(ticket(paper=Paper.UNSURE)),
    KeepNumber(ticket(paper=Paper.NOT_PRINTED)),
    AskCancel(PRINTED),
    Cancelled(PRINTED),
    Again(ticket()),
    Refused("error.issue.refused"),
    Help(Services()),
    StillThere(Services()),
    StillThere(Help(Pause(ESTATE, NOW))),
]
WHERE_A_NUMBER_IS_ON_ITS_WAY: list[Screen] = [
    Issuing(ESTATE, NOW),
    TicketShown(ticket()),
    AskCancel(PRINTED, is_cancelling=True),
]


def elder_at(screen: Screen) -> Journey:
    """An old visitor in large type; his card lies there no more."""
    return kiosk_at().at_services(ELDER).show(screen)


# --- somebody else's card ------------------------------------------------------------------


@pytest.mark.parametrize("screen", WHERE_OTHERS_BEGIN)
def test_somebody_elses_card_begins_his_visit_and_nothing_of_the_last_visitor_stays(
    screen: Screen,
) -> None:
    visit = elder_at(screen)
    before = visit.kiosk.visit_no
    visit.send(CardFound(), CardRead(ADULT))
    assert visit.on(Reading) == Reading(is_done=True)
    asked = visit.asks(LoadVisit)
    assert (asked.visit_no, asked.digest) == (visit.kiosk.visit_no, ADULT.digest)
    assert not asked.is_green
    assert visit.kiosk.visit_no > before
    assert visit.kiosk.size is Size.NORMAL
    visitor = visit.kiosk.visitor
    assert visitor is not None
    assert (visitor.came_by, visitor.identity, visitor.is_loaded) == (CameBy.CARD, ADULT, False)


def test_after_somebody_elses_card_a_touch_takes_his_own_number() -> None:
    visit = kiosk_at().at_services(ELDER).card_read(ADULT).loaded().time_passes()
    visit.send(ServicePressed(ESTATE)).time_passes()
    asked = visit.asks(IssueTicket)
    assert (asked.digest, asked.is_green) == (ADULT.digest, False)


def test_the_language_of_the_one_who_walked_off_goes_with_him() -> None:
    assert kiosk_at().at_services(FOREIGNER).kiosk.language == "en"
    assert kiosk_at().at_services(FOREIGNER).card_read(ADULT).kiosk.language == "zh_Hans"


def test_tiles_still_asked_for_the_last_visitor_are_not_shown_to_the_next() -> None:
    visit = kiosk_at().card_read(ELDER)
    old = visit.kiosk.visit_no
    visit.card_read(ADULT)
    assert visit.ignores(VisitLoaded(old, (), ticket()))


@pytest.mark.parametrize(
    "screen", [one for one in WHERE_OTHERS_BEGIN if not isinstance(one, StillThere)]
)
def test_a_card_that_is_not_yet_read_disturbs_no_visitor_who_is_known(screen: Screen) -> None:
    visit = elder_at(screen).send(CardFound())
    assert visit.kiosk.screen == screen
    assert visit.kiosk.size is Size.LARGE
    visit.send(CardFailed("error.card_reader.card_unreadable"), CardTaken())
    assert visit.kiosk.screen == screen


def test_a_card_found_under_the_question_waits_for_what_is_read() -> None:
    visit = elder_at(StillThere(Services())).send(CardFound())
    visit.on(StillThere)


@pytest.mark.parametrize("screen", WHERE_A_NUMBER_IS_ON_ITS_WAY)
def test_while_a_number_is_on_its_way_no_card_takes_the_screen(screen: Screen) -> None:
    visit = elder_at(screen).send(CardFound())
    assert visit.ignores(CardRead(ADULT))
    assert visit.ignores(CardRead(ELDER))
    assert visit.kiosk.screen == screen


def test_a_card_read_when_the_screen_has_just_gone_home_begins_a_visit_all_the_same() -> None:
    visit = elder_at(TicketShown(PRINTED)).send(CardFound()).time_passes()
    visit.on(Welcome)
    visit.send(CardRead(ADULT))
    assert visit.on(Reading).is_done
    visit.loaded().time_passes().on(Services)


def test_a_card_laid_when_numbers_have_stopped_meanwhile_ends_at_the_closed_screen() -> None:
    visit = kiosk_at().at_ticket().printed().opens(Opening(MONDAY, Phase.STOPPED))
    visit.send(CardFound()).on(TicketShown)
    visit.send(CardRead(ELDER)).on(Closed)
    assert visit.kiosk.visitor is None


# --- the visitor's own card ----------------------------------------------------------------


@pytest.mark.parametrize(
    "screen", [one for one in WHERE_OTHERS_BEGIN if not isinstance(one, StillThere)]
)
def test_the_visitors_own_card_changes_nothing(screen: Screen) -> None:
    visit = elder_at(screen).send(CardFound())
    before = visit.kiosk
    visit.send(CardRead(ELDER), CardTaken())
    assert visit.kiosk.screen == screen
    assert visit.kiosk.visitor == before.visitor
    assert visit.wanted(LoadVisit)[1:] == []
    assert visit.kiosk.unexpected == 0


def test_the_visitors_own_card_answers_the_question_whether_he_is_there() -> None:
    visit = elder_at(Services()).send(HelpPressed()).time_passes()
    visit.on(StillThere)
    visit.send(CardFound(), CardRead(ELDER))
    assert visit.on(Help).before == Services()


def test_the_visitors_own_card_begins_the_idle_clock_anew() -> None:
    visit = elder_at(Services()).send(CardRead(ELDER))
    assert visit.asks(StartTimer) == StartTimer(Timer.IDLE, 120.0, visit.kiosk.timer_no)


def test_the_visitors_card_moved_while_the_ticket_prints_leaves_the_ticket_there() -> None:
    visit = kiosk_at().at_ticket().send(CardFound(), CardRead(ADULT))
    assert visit.on(TicketShown).ticket.paper is Paper.PRINTING
    visit.send(CardTaken()).printed().send(CardFound(), CardRead(ADULT), CardTaken())
    assert visit.on(TicketShown).ticket.paper is Paper.CONFIRMED


def test_the_same_card_after_the_ticket_screen_ended_shows_the_number_again() -> None:
    visit = kiosk_at().at_ticket().printed().send(DonePressed()).card_read().loaded(PRINTED)
    visit.time_passes().on(Again)


def test_a_card_laid_by_somebody_who_typed_its_number_is_his_own() -> None:
    visit = kiosk_at().send(TypeNumberPressed(), *(DigitPressed(digit) for digit in NUMBER))
    visit.send(NumberDonePressed(), NumberIdentified(visit.kiosk.visit_no, ADULT)).loaded()
    visit.on(Services)
    visit.card_read(ADULT).on(Services)
    visit.card_read(ELDER).on(Reading)


# --- nobody is known -----------------------------------------------------------------------


@pytest.mark.parametrize("screen", [NoCard(), When(ESTATE), Pause(ESTATE, NOW)])
def test_a_visitor_without_a_card_who_finds_it_is_read_at_once_and_keeps_his_size(
    screen: Screen,
) -> None:
    visit = kiosk_at().send(SizePressed(), NoCardPressed()).show(screen).send(CardFound())
    assert visit.on(Reading) == Reading()
    assert visit.kiosk.size is Size.LARGE


@pytest.mark.parametrize("screen", [Cancelled(PRINTED), Refused("error.issue.refused")])
def test_after_a_visitor_without_a_card_has_ended_the_next_card_is_read_in_normal_size(
    screen: Screen,
) -> None:
    visit = kiosk_at().send(SizePressed(), NoCardPressed()).show(screen).send(CardFound())
    assert visit.on(Reading) == Reading()
    assert visit.kiosk.size is Size.NORMAL


@pytest.mark.parametrize(
    "screen", [TicketShown(PRINTED), KeepNumber(ticket(paper=Paper.UNSURE)), AskCancel(PRINTED)]
)
def test_the_number_of_a_visitor_without_a_card_stays_until_the_next_card_is_read(
    screen: Screen,
) -> None:
    visit = kiosk_at().send(SizePressed(), NoCardPressed()).show(screen).send(CardFound())
    assert visit.kiosk.screen == screen
    visit.send(CardRead(ADULT))
    assert visit.on(Reading).is_done
    assert visit.kiosk.size is Size.NORMAL


def test_a_card_that_is_read_after_all_is_welcome_to_somebody_who_went_on_without() -> None:
    visit = kiosk_at().send(CardFound(), CardFailed("error.card_reader.moved"), NoCardPressed())
    visit.on(NoCard)
    visit.send(CardRead(ADULT))
    assert visit.on(Reading).is_done


# --- a card that was not lifted ------------------------------------------------------------


@pytest.mark.parametrize("way", [RestartPressed(), BackPressed()])
def test_after_a_visit_by_card_the_welcome_screen_asks_for_a_while_to_lift_it(
    way: RestartPressed | BackPressed,
) -> None:
    visit = kiosk_at().at_services().send(way)
    asking = visit.kiosk
    assert (asking.screen, asking.is_lift_asked) == (Welcome(), True)
    assert clock_of(asking) == ScreenClock(Timer.SCREEN, FlowSettings().lift_seconds)
    quiet = visit.time_passes().kiosk
    assert (quiet.screen, quiet.is_lift_asked) == (Welcome(), False)
    assert clock_of(quiet) is None


def test_nobody_is_asked_to_lift_a_card_who_had_none() -> None:
    visit = kiosk_at().send(NoCardPressed(), RestartPressed())
    assert not visit.kiosk.is_lift_asked


def test_a_card_that_lies_there_unread_after_a_visit_without_it_is_to_be_lifted() -> None:
    visit = kiosk_at().send(NoCardPressed()).show(TicketShown(PRINTED))
    visit.send(CardFound(), CardFailed("error.card_reader.card_unreadable"), DonePressed())
    assert visit.kiosk.is_lift_asked


def test_a_card_laid_anew_needs_no_more_hint() -> None:
    visit = kiosk_at().at_services().send(RestartPressed(), CardFound())
    visit.on(Reading)
    assert not visit.kiosk.is_lift_asked


def test_who_goes_on_without_a_card_takes_the_hint_away() -> None:
    visit = kiosk_at().at_services().send(RestartPressed(), NoCardPressed())
    assert not visit.kiosk.is_lift_asked


def test_a_size_chosen_on_the_welcome_screen_stays_when_the_hint_goes() -> None:
    visit = kiosk_at().at_services().send(RestartPressed(), SizePressed()).time_passes()
    assert (visit.kiosk.size, visit.kiosk.is_lift_asked) == (Size.LARGE, False)
    visit.time_passes()
    assert visit.kiosk.size is Size.NORMAL


def test_the_hint_goes_on_a_closed_screen_too() -> None:
    visit = kiosk_at().at_services().opens(Opening(MONDAY, Phase.STOPPED)).send(RestartPressed())
    visit.on(Closed)
    visit.time_passes().on(Closed)
    assert not visit.kiosk.is_lift_asked


# --- a number on its way in or out ---------------------------------------------------------


def test_a_refused_number_makes_room_for_the_next_card() -> None:
    visit = kiosk_at().at_issuing()
    visit.send(IssueRefused(visit.kiosk.visit_no, "error.issue.refused")).on(Refused)
    visit.card_read(ELDER)
    assert visit.on(Reading).is_done


def test_a_number_given_up_makes_room_for_the_next_card() -> None:
    visit = kiosk_at().at_ticket().printed().send(CancelPressed(), ConfirmPressed())
    assert visit.send(CardFound()).ignores(CardRead(ELDER))
    visit.send(TicketCancelled(ticket().ticket_id)).on(Cancelled)
    visit.card_read(ELDER)
    assert visit.on(Reading).is_done
