# SPDX-License-Identifier: Apache-2.0
"""A service that needs no number: where to go, and nothing is taken (screens.md S5d)."""

from dataclasses import replace

import pytest

from hall.words import Words
from kiosk.flow.direction import can_print
from kiosk.flow.effects import IssueTicket, LoadOffers, PrintDirection, PrintTicket
from kiosk.flow.events import DirectionPrinted, PrinterChanged
from kiosk.flow.states import Direct, NoCard, Services, Welcome, When
from kiosk.flow.touches import (
    BackPressed,
    DonePressed,
    NoCardPressed,
    ServicePressed,
    SlipPressed,
)
from kiosk.flow.values import Availability, FlowSettings, Paper
from tests.kiosk.flow.journey import ESTATE, SOCIAL, Journey, kiosk_at, tile

CARE = Words.of({"zh_Hans": "一楼爱心专窗"})
TILES = (replace(tile(ESTATE), direct=CARE), tile(SOCIAL))


def at_services() -> Journey:
    return kiosk_at(services=TILES).card_read().loaded().time_passes()


def took_nothing(visit: Journey) -> bool:
    return not (visit.wanted(IssueTicket) or visit.wanted(PrintTicket))


@pytest.mark.parametrize("end", ["done", "time"])
def test_a_service_without_numbers_says_where_to_go_and_takes_none(end: str) -> None:
    visit = at_services().send(ServicePressed(ESTATE))
    assert visit.on(Direct) == Direct(ESTATE)
    if end == "done":
        visit.send(DonePressed())
    else:
        visit.time_passes()
    visit.on(Welcome)
    assert took_nothing(visit)
    assert visit.kiosk.visitor is None
    assert visit.kiosk.unexpected == 0


def test_from_there_back_leads_to_the_services() -> None:
    visit = at_services().send(ServicePressed(ESTATE), BackPressed())
    visit.on(Services)
    assert took_nothing(visit)


def test_it_needs_no_card() -> None:
    visit = kiosk_at(services=TILES).send(NoCardPressed()).loaded()
    visit.on(NoCard)
    visit.send(ServicePressed(ESTATE)).on(Direct)
    assert visit.touches == 2


def test_a_hall_with_that_service_only_says_it_without_a_touch() -> None:
    visit = kiosk_at(services=TILES[:1]).card_read().loaded()
    visit.on(Direct)
    visit.send(BackPressed()).on(Welcome)
    assert took_nothing(visit)


def test_while_nobody_is_served_there_it_says_why() -> None:
    closed = (replace(TILES[0], availability=Availability.STOPPED), TILES[1])
    visit = kiosk_at(services=closed).card_read().loaded().time_passes()
    visit.send(ServicePressed(ESTATE)).on(When)
    visit.asks(LoadOffers)


# --- 指路条, on wish ------------------------------------------------------------------------------

COVER_OPEN = "error.ticket_printer.cover_open"


def slip_wished() -> Journey:
    return at_services().send(ServicePressed(ESTATE), SlipPressed())


def answer(visit: Journey, paper: Paper, problem: str | None = None) -> Journey:
    return visit.send(DirectionPrinted(visit.kiosk.visit_no, ESTATE, paper, problem))


def test_a_slip_is_printed_only_when_it_is_wished() -> None:
    visit = at_services().send(ServicePressed(ESTATE))
    assert not visit.wanted(PrintDirection)
    visit.send(SlipPressed())
    wanted = visit.asks(PrintDirection)
    assert (wanted.service_name, wanted.where) == (TILES[0].name, CARE)
    assert wanted.language == "zh_Hans"
    assert visit.on(Direct).slip is Paper.PRINTING
    assert took_nothing(visit)


@pytest.mark.parametrize(
    ("paper", "problem"),
    [(Paper.CONFIRMED, None), (Paper.UNSURE, None), (Paper.NOT_PRINTED, COVER_OPEN)],
)
def test_whatever_became_of_the_paper_the_place_stays_on_the_screen(
    paper: Paper, problem: str | None
) -> None:
    visit = answer(slip_wished(), paper, problem)
    assert visit.on(Direct) == Direct(ESTATE, paper, problem)
    is_out = paper is Paper.CONFIRMED
    assert can_print(visit.kiosk, visit.on(Direct)) is not is_out
    visit.send(DonePressed()).on(Welcome)
    assert visit.kiosk.unexpected == 0


def test_a_second_touch_while_it_is_printed_orders_no_second_one() -> None:
    visit = slip_wished()
    assert visit.ignores(SlipPressed())
    assert len(visit.wanted(PrintDirection)) == 1


def test_a_printer_that_says_nothing_leaves_no_one_waiting() -> None:
    visit = slip_wished().time_passes()
    assert visit.on(Direct).slip is Paper.UNSURE
    visit.time_passes().on(Welcome)


def test_a_printer_in_trouble_is_not_asked() -> None:
    visit = at_services().send(PrinterChanged(COVER_OPEN), ServicePressed(ESTATE))
    assert visit.ignores(SlipPressed())
    visit.on(Direct)


def test_a_visitor_gets_a_few_slips_and_no_more() -> None:
    visit = slip_wished()
    for _ in range(FlowSettings().most_reprints - 1):
        answer(visit, Paper.NOT_PRINTED).send(SlipPressed())
    answer(visit, Paper.NOT_PRINTED)
    assert visit.ignores(SlipPressed())


def test_what_becomes_of_it_is_nothing_to_who_went_on() -> None:
    asked = slip_wished()
    late = DirectionPrinted(asked.kiosk.visit_no, ESTATE, Paper.NOT_PRINTED, COVER_OPEN)
    asked.send(BackPressed(), late).on(Services)
    asked.send(ServicePressed(ESTATE), late)
    assert asked.on(Direct) == Direct(ESTATE)
    asked.send(DonePressed(), late).on(Welcome)
    assert asked.kiosk.unexpected == 0
