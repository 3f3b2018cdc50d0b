# SPDX-License-Identifier: Apache-2.0
"""A card is laid, read, not read, taken away."""

import pytest

from kiosk.flow.effects import LoadVisit
from kiosk.flow.events import CardFailed, CardFound, CardRead, CardTaken, ReaderChanged, VisitLoaded
from kiosk.flow.problems import CARD_NOT_READ, CARD_TAKEN_EARLY, NO_ANSWER
from kiosk.flow.states import (
    Again,
    BeforeOpening,
    Closed,
    Keypad,
    NoCard,
    Pause,
    Reading,
    Refused,
    Screen,
    Services,
    Welcome,
)
from kiosk.flow.touches import (
    DonePressed,
    LanguagePressed,
    NoCardPressed,
    ServicePressed,
    SizePressed,
    TypeNumberPressed,
)
from kiosk.flow.values import CameBy, FlowSettings, Opening, Phase, Size
from tests.kiosk.flow.journey import (
    ADULT,
    ELDER,
    FOREIGNER,
    MONDAY,
    ONE,
    THREE,
    kiosk_at,
    ticket,
)

MOVED = "error.card_reader.card_moved"


def test_the_card_is_given_back_before_the_services_show() -> None:
    visit = kiosk_at().card_read().loaded()
    assert visit.on(Reading).is_done
    visit.send(CardTaken())
    assert visit.on(Reading).is_done
    visit.time_passes().on(Services)


def test_services_that_come_late_are_waited_for_a_while() -> None:
    visit = kiosk_at().card_read().time_passes()
    assert visit.on(Reading).is_time_over
    visit.loaded().on(Services)


def test_services_that_never_come_send_the_visitor_to_the_desk() -> None:
    visit = kiosk_at().card_read().time_passes().time_passes()
    assert visit.on(Refused).problem == NO_ANSWER


def test_the_visitor_of_a_card_is_known_by_digest_and_day() -> None:
    visitor = kiosk_at().card_read().kiosk.visitor
    assert visitor is not None
    assert (visitor.came_by, visitor.identity) == (CameBy.CARD, ADULT)
    assert visitor.business_date == MONDAY


def test_a_card_that_is_not_read_is_asked_for_again_and_read_at_the_next_try() -> None:
    visit = kiosk_at().send(CardFound(), CardFailed(MOVED))
    assert visit.on(Reading).problem == MOVED
    visit.send(CardRead(ADULT))
    assert visit.on(Reading) == Reading(is_done=True)


def test_a_card_that_failed_and_was_taken_leaves_its_message_for_a_while() -> None:
    visit = kiosk_at().send(CardFound(), CardFailed(MOVED), CardTaken())
    assert visit.on(Reading).problem == MOVED
    visit.time_passes().on(Welcome)


def test_a_card_that_failed_and_stays_holds_the_screen_no_longer_than_a_visitor_would() -> None:
    visit = kiosk_at().send(CardFound(), CardFailed(MOVED)).time_passes()
    visit.on(Welcome)


def test_a_card_laid_again_after_a_failure_is_the_same_visit() -> None:
    visit = kiosk_at().send(CardFound(), CardFailed(MOVED), CardTaken())
    before = visit.kiosk.visit_no
    visit.send(CardFound())
    assert visit.on(Reading) == Reading()
    assert visit.kiosk.visit_no == before


def test_a_card_taken_before_it_was_read_is_asked_for_again() -> None:
    visit = kiosk_at().send(CardFound(), CardTaken())
    assert visit.on(Reading).problem == CARD_TAKEN_EARLY


def test_a_reader_that_says_nothing_ends_at_home_with_the_reason_shown_before() -> None:
    visit = kiosk_at().send(CardFound()).time_passes()
    assert visit.on(Reading).problem == CARD_NOT_READ
    visit.send(CardTaken()).time_passes().on(Welcome)


def test_a_reader_that_breaks_while_reading_sends_home_where_its_trouble_is_told() -> None:
    visit = kiosk_at().send(CardFound(), ReaderChanged("error.card_reader.silent"))
    visit.on(Welcome)
    assert visit.kiosk.devices.reader_problem == "error.card_reader.silent"
    assert not visit.kiosk.is_card_present


def test_a_reader_that_breaks_after_reading_disturbs_nobody() -> None:
    visit = kiosk_at().card_read().send(ReaderChanged("error.card_reader.silent"))
    assert visit.on(Reading).is_done


def test_a_reader_that_is_well_again_while_reading_changes_no_screen() -> None:
    visit = kiosk_at().send(CardFound(), ReaderChanged(None))
    visit.on(Reading)


@pytest.mark.parametrize("phase", [Phase.BEFORE_ISSUE, Phase.STOPPED, Phase.CLOSED_DAY])
def test_where_no_numbers_are_given_a_card_begins_no_visit(phase: Phase) -> None:
    visit = kiosk_at(Opening(MONDAY, phase)).send(CardFound())
    visit.on(BeforeOpening if phase is Phase.BEFORE_ISSUE else Closed)
    assert visit.kiosk.is_card_present
    visit.send(CardRead(ADULT))
    assert visit.kiosk.visitor is None
    assert visit.wanted(LoadVisit) == []
    assert not visit.send(CardTaken()).kiosk.is_card_present


@pytest.mark.parametrize("screen", [NoCard(), Keypad()])
def test_a_card_laid_by_somebody_not_yet_known_takes_over_and_keeps_the_chosen_size(
    screen: Screen,
) -> None:
    button = NoCardPressed() if isinstance(screen, NoCard) else TypeNumberPressed()
    visit = kiosk_at().send(SizePressed(), button)
    before = visit.on(type(screen)), visit.kiosk.visit_no
    visit.send(CardFound()).on(Reading)
    assert visit.kiosk.visit_no > before[1]
    assert visit.kiosk.size is Size.LARGE
    visitor = visit.kiosk.visitor
    assert visitor is not None
    assert visitor.came_by is CameBy.CARD


def test_a_card_found_again_after_it_was_read_is_the_same_card() -> None:
    visit = kiosk_at().card_read().send(CardFound())
    assert visit.on(Reading).is_done


def test_large_type_comes_by_age_unless_the_visitor_chose_a_size() -> None:
    visit = kiosk_at().send(SizePressed(), SizePressed(), SizePressed())
    visit.card_read(ELDER)
    assert visit.kiosk.size is Size.NORMAL
    assert not visit.kiosk.is_size_by_age


def test_large_type_by_age_is_turned_off_by_hand_and_no_longer_said() -> None:
    visit = kiosk_at().card_read(ELDER).send(SizePressed(), SizePressed())
    assert visit.kiosk.size is Size.NORMAL
    assert not visit.kiosk.is_size_by_age


def test_a_foreign_residents_card_brings_english_where_the_kiosk_has_it() -> None:
    assert kiosk_at().card_read(FOREIGNER).kiosk.language == "en"
    only_chinese = FlowSettings(languages=("zh_Hans",))
    assert kiosk_at(settings=only_chinese).card_read(FOREIGNER).kiosk.language == "zh_Hans"


def test_a_language_chosen_on_the_welcome_screen_stays_for_the_visit() -> None:
    visit = kiosk_at().send(LanguagePressed("en")).at_pause()
    assert visit.kiosk.language == "en"


def test_an_open_ticket_is_shown_instead_of_the_services() -> None:
    held = ticket()
    visit = kiosk_at().card_read().loaded(held).time_passes()
    assert visit.on(Again).ticket == held


def test_an_open_ticket_keeps_a_one_service_kiosk_from_taking_another() -> None:
    visit = kiosk_at(services=ONE).card_read().loaded(ticket())
    visit.on(Again)


def test_a_one_service_kiosk_waits_for_no_timer_and_not_for_the_card_to_be_taken() -> None:
    visit = kiosk_at(services=ONE).card_read().loaded()
    visit.on(Pause)
    assert visit.kiosk.is_card_present


def test_tiles_loaded_for_a_visitor_are_shown_and_forgotten_with_him() -> None:
    visit = kiosk_at().card_read()
    visit.send(VisitLoaded(visit.kiosk.visit_no, THREE[:2])).time_passes()
    assert visit.kiosk.services == THREE[:2]
    assert visit.ignores(ServicePressed(THREE[2].service_id))
    visit.time_passes().time_passes().on(Welcome)
    assert visit.kiosk.services == THREE


def test_an_answer_for_an_earlier_visitor_is_not_shown_to_this_one() -> None:
    visit = kiosk_at().card_read()
    old = visit.kiosk.visit_no
    visit.send(CardTaken()).time_passes().time_passes().send(DonePressed())
    visit.send(CardFound(), CardRead(ELDER))
    assert visit.ignores(VisitLoaded(old, ONE, ticket()))
    visit.on(Reading)


def test_tiles_that_answer_nobody_are_not_kept() -> None:
    visit = kiosk_at()
    assert visit.ignores(VisitLoaded(visit.kiosk.visit_no, ONE))
