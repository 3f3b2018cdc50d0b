# SPDX-License-Identifier: Apache-2.0
"""替家人办 in a hall with one service, where nobody chooses and so nobody sees the tiles."""

import pytest

from hall.identity import Identity
from kiosk.flow.effects import IssueTicket, LoadVisit
from kiosk.flow.events import VisitLoaded
from kiosk.flow.problems import PROXY_LIMIT
from kiosk.flow.states import Again, CheckInPause, Family, Pause, Refused, Services, Welcome, When
from kiosk.flow.timing import CHOICES_PAUSE_SECONDS, clock_of
from kiosk.flow.touches import (
    AnotherServicePressed,
    BackPressed,
    ForFamilyPressed,
    NoCardPressed,
    NotThisPressed,
    ServicePressed,
    SizePressed,
)
from kiosk.flow.values import Availability, Paper
from tests.kiosk.flow.journey import (
    ADULT,
    ELDER,
    ESTATE,
    Journey,
    booked_kiosk,
    booking,
    ticket,
    tile,
)

ONE = (tile(ESTATE),)
HELD = ticket(paper=Paper.CONFIRMED)


def hall(proxy_limit: int = 3, **settings: bool | float) -> Journey:
    return booked_kiosk(services=ONE, proxy_limit=proxy_limit, **settings)


def known(identity: Identity = ADULT, **settings: bool | float) -> Journey:
    """The card was read and taken, and nothing is held or booked."""
    return hall(**settings).card_read(identity).loaded()


def test_the_pause_still_takes_a_number_without_a_touch() -> None:
    visit = known()
    visit.on(Pause)
    visit.time_passes()
    assert visit.asks(IssueTicket).present is None
    assert visit.touches == 0


def test_from_the_pause_one_touch_asks_whom_the_number_is_for() -> None:
    visit = known(ELDER)
    visit.send(ForFamilyPressed()).on(Family)
    visit.card_read(ADULT)
    assert visit.asks(LoadVisit).is_proxy
    visit.loaded().on(Pause)
    visit.time_passes()
    wanted = visit.asks(IssueTicket)
    assert (wanted.digest, wanted.present) == (ADULT.digest, ELDER.digest)
    assert visit.touches == 1


def test_who_came_back_with_a_number_may_take_one_for_somebody_else() -> None:
    visit = hall().card_read(ELDER).loaded(HELD)
    visit.on(Again)
    assert visit.ignores(AnotherServicePressed())
    visit.send(ForFamilyPressed()).on(Family)


@pytest.mark.parametrize("way", [NotThisPressed(), BackPressed()])
def test_whoever_takes_it_back_may_choose_whom_it_is_for(
    way: NotThisPressed | BackPressed,
) -> None:
    visit = known().send(way)
    assert visit.on(Services) == Services()
    visit.send(ForFamilyPressed()).on(Family)
    visit.send(BackPressed()).on(Services)
    visit.send(ServicePressed(ESTATE)).on(Pause)


def test_so_may_who_has_booked_and_who_gets_no_number_now() -> None:
    booked = hall().card_read().loaded(None, booking())
    booked.on(CheckInPause)
    booked.send(NotThisPressed()).on(Services)
    full = booked_kiosk(services=(tile(ESTATE, Availability.FULL),), proxy_limit=3)
    full.card_read().loaded().on(When)
    full.send(BackPressed()).on(Services)


def test_not_this_for_somebody_else_keeps_whom_it_is_for_and_back_asks_again() -> None:
    visit = known(ELDER).send(ForFamilyPressed()).card_read(ADULT).loaded()
    visit.on(Pause)
    visit.send(NotThisPressed()).on(Services)
    assert visit.ignores(ForFamilyPressed())
    visit.send(BackPressed()).on(Family)


def test_who_may_take_no_more_is_told_and_can_still_take_her_own() -> None:
    visit = hall().card_read()
    visit.send(VisitLoaded(visit.kiosk.visit_no, ONE, left_for_others=0), ForFamilyPressed())
    assert visit.on(Refused).problem == PROXY_LIMIT
    visit.send(BackPressed()).on(Services)


@pytest.mark.parametrize(
    "visit",
    [known(proxy_limit=0), hall().send(NoCardPressed())],
    ids=["none for others", "no card"],
)
def test_nobody_else_is_offered_it_and_not_this_leads_home(visit: Journey) -> None:
    visit.on(Pause)
    assert visit.ignores(ForFamilyPressed())
    visit.send(NotThisPressed()).on(Welcome)


def test_with_several_services_the_pause_offers_no_other_person() -> None:
    visit = booked_kiosk(proxy_limit=3).at_services().send(ServicePressed(ESTATE))
    visit.on(Pause)
    assert visit.ignores(ForFamilyPressed())


def test_who_reads_large_letters_has_longer_to_read_two_choices() -> None:
    def seconds(visit: Journey) -> float:
        visit.on(Pause)
        clock = clock_of(visit.kiosk)
        assert clock is not None
        return clock.seconds

    assert seconds(known(ADULT)) == 2.0
    assert seconds(known(ELDER)) == CHOICES_PAUSE_SECONDS == 5.0
    assert seconds(known(ADULT).send(SizePressed())) == CHOICES_PAUSE_SECONDS
    assert seconds(known(ELDER, proxy_limit=0)) == 2.0
    assert seconds(known(ELDER).send(ForFamilyPressed()).card_read(ADULT).loaded()) == 2.0
