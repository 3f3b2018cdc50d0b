# SPDX-License-Identifier: Apache-2.0
"""What a visitor asks about the number on the screen; the number comes back whole."""

from dataclasses import replace

import pytest

from kiosk.flow.effects import CancelTicket, ReprintTicket, StartTimer
from kiosk.flow.events import TicketPrinted
from kiosk.flow.states import (
    About,
    AskCancel,
    Help,
    KeepNumber,
    Reading,
    Screen,
    Services,
    TicketShown,
    Welcome,
)
from kiosk.flow.timing import clock_of
from kiosk.flow.touches import (
    AboutPressed,
    BackPressed,
    CancelPressed,
    ConfirmPressed,
    DonePressed,
    HelpPressed,
    NoCardPressed,
    ReprintPressed,
    RestartPressed,
    ScreenTouched,
    SizePressed,
)
from kiosk.flow.values import Paper, Size, Topic
from tests.kiosk.flow.journey import ELDER, Journey, kiosk_at, ticket

WHY, MORE = AboutPressed(Topic.WHY), AboutPressed(Topic.MORE)


def with_number(paper: Paper = Paper.CONFIRMED) -> Journey:
    return kiosk_at().at_ticket().printed(paper)


@pytest.mark.parametrize("paper", [Paper.CONFIRMED, Paper.UNSURE, Paper.NOT_PRINTED])
@pytest.mark.parametrize("topic", [Topic.WHY, Topic.MORE])
def test_it_is_asked_and_back_returns_to_the_number(paper: Paper, topic: Topic) -> None:
    visit = with_number(paper)
    number = visit.kiosk.screen
    visit.send(AboutPressed(topic))
    assert visit.on(About) == About(number, topic)
    visit.send(BackPressed())
    assert visit.kiosk.screen == number
    assert visit.kiosk.unexpected == 0


def test_from_the_further_choices_it_is_one_more_touch_and_one_more_back() -> None:
    visit = with_number().send(MORE, WHY)
    assert visit.on(About).topic is Topic.WHY
    visit.send(BackPressed())
    assert visit.on(About).topic is Topic.MORE
    visit.send(BackPressed()).on(TicketShown)


@pytest.mark.parametrize("screen", [Welcome(), Services(), TicketShown(ticket())])
def test_elsewhere_and_before_the_paper_is_out_there_is_nothing_to_ask(screen: Screen) -> None:
    visit = kiosk_at().at_ticket().show(screen)
    assert visit.ignores(WHY)
    assert visit.ignores(MORE)


def test_what_is_not_there_to_be_touched_means_nothing() -> None:
    visit = with_number().send(WHY)
    for touch in (WHY, MORE, ReprintPressed(), CancelPressed(), NoCardPressed(), DonePressed()):
        assert visit.ignores(touch)
    visit.send(BackPressed(), MORE)
    assert visit.ignores(ConfirmPressed())
    assert visit.ignores(MORE)


def test_the_further_choices_do_what_they_do_beside_the_number() -> None:
    visit = with_number().send(MORE, ReprintPressed())
    visit.asks(ReprintTicket)
    assert visit.on(TicketShown).ticket.paper is Paper.PRINTING
    visit.printed().send(MORE, CancelPressed()).on(AskCancel)
    visit.send(ConfirmPressed()).asks(CancelTicket)


def test_every_touch_gives_the_number_its_whole_time_again() -> None:
    visit = with_number()
    shown = clock_of(visit.kiosk)
    for touch in (WHY, ScreenTouched(), BackPressed()):
        visit.send(touch)
        assert clock_of(visit.kiosk) == shown
        assert visit.asks(StartTimer).seconds == visit.kiosk.settings.ticket_seconds
    visit.send(WHY, SizePressed())
    assert visit.kiosk.size is Size.LARGE
    assert visit.asks(StartTimer).seconds == visit.kiosk.settings.ticket_large_seconds
    visit.time_passes().on(Welcome)


def test_what_the_printer_says_late_is_on_the_screen_that_comes_back() -> None:
    visit = with_number(Paper.UNSURE).send(WHY)
    visit.send(TicketPrinted(ticket().ticket_id, Paper.CONFIRMED))
    assert isinstance(visit.on(About).before, TicketShown)
    visit.send(BackPressed()).on(TicketShown)
    visit = with_number(Paper.NOT_PRINTED).send(WHY, BackPressed())
    visit.on(KeepNumber)


def test_help_covers_it_and_the_next_card_ends_it() -> None:
    visit = with_number().send(WHY, HelpPressed())
    assert isinstance(visit.on(Help).before, About)
    visit.send(BackPressed()).on(About)
    visit.card_read().on(About)
    visit.card_read(ELDER).on(Reading)
    with_number().send(WHY, RestartPressed()).on(Welcome)


def test_the_way_is_asked_only_where_the_site_names_a_picture() -> None:
    way = AboutPressed(Topic.WAY)
    assert with_number().ignores(way)
    drawn = replace(ticket(paper=Paper.CONFIRMED), way_picture="estate.svg")
    visit = with_number().show(TicketShown(drawn)).send(way)
    assert visit.on(About) == About(TicketShown(drawn), Topic.WAY)
    visit.send(BackPressed(), MORE, way)
    assert visit.on(About).topic is Topic.WAY
