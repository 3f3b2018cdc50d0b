# SPDX-License-Identifier: Apache-2.0
"""优先 in a hall with one service, where nobody chooses and so nobody sees the tiles."""

import pytest

from hall.identity import Identity
from kiosk.flow.effects import IssueTicket, LoadOffers, LoadVisit
from kiosk.flow.events import OpeningChanged, ServicesChanged
from kiosk.flow.states import GreenReasons, Pause, Services, Welcome, When
from kiosk.flow.timing import CHOICES_PAUSE_SECONDS, clock_of
from kiosk.flow.touches import (
    BackPressed,
    GreenPressed,
    NoCardPressed,
    NotThisPressed,
    ReasonPressed,
    SizePressed,
)
from kiosk.flow.values import Availability, FlowSettings, Opening, Phase
from tests.kiosk.flow.journey import (
    ADULT,
    ELDER,
    ESTATE,
    MONDAY,
    ONE,
    STANDBY,
    Journey,
    booked_kiosk,
    kiosk_at,
    tile,
)
from tests.kiosk.flow.test_green import REASONS

FULL = (tile(ESTATE, Availability.FULL),)


def hall(settings: FlowSettings | None = None) -> Journey:
    return kiosk_at(services=ONE, settings=settings).send(ServicesChanged(ONE, REASONS))


def known(identity: Identity = ADULT, settings: FlowSettings | None = None) -> Journey:
    return hall(settings).card_read(identity).loaded()


def test_nobody_else_is_asked_anything() -> None:
    visit = known()
    visit.on(Pause)
    visit.time_passes()
    assert not visit.asks(IssueTicket).is_green
    assert visit.touches == 0


def test_an_elder_is_first_without_a_touch_and_sees_no_reasons() -> None:
    visit = hall().card_read(ELDER)
    assert visit.asks(LoadVisit).is_green
    visit.loaded().on(Pause)
    assert visit.ignores(GreenPressed())
    visit.time_passes()
    assert visit.touches == 1  # the one that is ignored


def test_another_reason_takes_two_touches() -> None:
    visit = known().send(GreenPressed())
    visit.on(GreenReasons)
    visit.send(ReasonPressed())
    assert visit.asks(LoadVisit).is_green
    visit.on(Pause)
    visit.time_passes()
    assert visit.asks(IssueTicket).is_green
    assert visit.touches == 2
    assert visit.kiosk.unexpected == 0


def test_without_a_card_too() -> None:
    visit = hall().send(NoCardPressed(), GreenPressed(), ReasonPressed())
    visit.on(Pause)
    visit.time_passes()
    assert visit.asks(IssueTicket).is_green


def test_where_nothing_is_left_what_is_left_for_the_first_is_asked_for() -> None:
    visit = kiosk_at(services=FULL).send(ServicesChanged(FULL, REASONS)).card_read().loaded()
    visit.on(When)
    assert not visit.asks(LoadOffers).is_green
    visit.offers(ESTATE, STANDBY).send(GreenPressed(), ReasonPressed())
    visit.on(When)
    asked = visit.asks(LoadOffers)
    assert (asked.is_green, asked.visit_no) == (True, visit.kiosk.visit_no)


def test_back_takes_the_reason_back_and_then_leads_on_as_always() -> None:
    visit = known().send(GreenPressed(), ReasonPressed(), BackPressed())
    visit.on(GreenReasons)
    assert visit.kiosk.visitor
    assert not visit.kiosk.visitor.is_green
    assert not visit.asks(LoadVisit).is_green
    visit.send(BackPressed()).on(Pause)
    visit.send(BackPressed()).on(Welcome)


def test_who_may_take_one_for_somebody_else_comes_back_to_the_service() -> None:
    visit = known(settings=FlowSettings(proxy_limit=3))
    visit.send(GreenPressed(), BackPressed()).on(Services)
    visit.send(GreenPressed(), ReasonPressed()).on(Pause)
    visit.send(NotThisPressed()).on(Services)
    visit.send(BackPressed()).on(GreenReasons)


@pytest.mark.parametrize("touch", [ReasonPressed(), BackPressed()])
def test_when_its_numbers_have_ended_meanwhile_it_leads_home(
    touch: ReasonPressed | BackPressed,
) -> None:
    visit = booked_kiosk(services=ONE).send(ServicesChanged(ONE, REASONS)).card_read().loaded()
    visit.send(GreenPressed(), OpeningChanged(Opening(MONDAY, Phase.STOPPED)), touch)
    assert visit.kiosk.visitor is None
    assert visit.asks_nothing()


def test_who_reads_large_letters_has_longer_to_read_the_choices() -> None:
    def seconds(visit: Journey) -> float:
        visit.on(Pause)
        clock = clock_of(visit.kiosk)
        assert clock is not None
        return clock.seconds

    assert seconds(known()) == 2.0
    assert seconds(known().send(SizePressed())) == CHOICES_PAUSE_SECONDS
    assert seconds(known(ELDER)) == 2.0


@pytest.mark.parametrize("ended", [Availability.STOPPED, Availability.SUSPENDED])
def test_where_nobody_gets_a_number_nobody_is_asked(ended: Availability) -> None:
    tiles = (tile(ESTATE, ended),)
    visit = kiosk_at(services=tiles).send(ServicesChanged(tiles, REASONS)).card_read().loaded()
    visit.on(When)
    assert visit.ignores(GreenPressed())
