# SPDX-License-Identifier: Apache-2.0
"""A service that needs no number: where to go, and nothing is taken (screens.md S5d)."""

from dataclasses import replace

import pytest

from hall.words import Words
from kiosk.flow.effects import IssueTicket, LoadOffers, PrintTicket
from kiosk.flow.states import Direct, NoCard, Services, Welcome, When
from kiosk.flow.touches import BackPressed, DonePressed, NoCardPressed, ServicePressed
from kiosk.flow.values import Availability
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
