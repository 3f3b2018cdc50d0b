# SPDX-License-Identifier: Apache-2.0
"""Who has taken all numbers for others is told so before anybody is asked for a second card."""

import pytest

from kiosk.flow.effects import LoadVisit
from kiosk.flow.events import CardTaken, VisitLoaded
from kiosk.flow.problems import PROXY_LIMIT
from kiosk.flow.states import Family, Refused, Services
from kiosk.flow.touches import BackPressed, ForFamilyPressed
from tests.kiosk.flow.journey import ADULT, Journey, booked_kiosk


def at_services(left: int | None) -> Journey:
    """Her own services, and how many numbers for others are left."""
    visit = booked_kiosk(proxy_limit=3).card_read(ADULT)
    return told(visit, left).send(CardTaken()).time_passes()


def told(visit: Journey, left: int | None) -> Journey:
    tiles = visit.kiosk.site_services
    return visit.send(VisitLoaded(visit.kiosk.visit_no, tiles, left_for_others=left))


@pytest.mark.parametrize("left", [None, 1, 3])
def test_while_some_are_left_she_is_asked_whom_it_is_for(left: int | None) -> None:
    at_services(left).send(ForFamilyPressed()).on(Family)


def test_where_none_is_left_she_is_told_so_and_goes_on_for_herself() -> None:
    visit = at_services(0).send(ForFamilyPressed())
    assert visit.on(Refused) == Refused(PROXY_LIMIT, leads_back=True)
    visit.send(BackPressed())
    visit.on(Services)
    wanted = visit.asks(LoadVisit)
    assert (wanted.digest, wanted.is_proxy) == (ADULT.digest, False)
    assert visit.kiosk.visitor is not None
    assert visit.kiosk.visitor.proxy is None


def test_what_is_told_when_she_comes_back_counts() -> None:
    visit = at_services(1).send(ForFamilyPressed(), BackPressed())
    visit.on(Services)
    told(visit, 0).send(ForFamilyPressed()).on(Refused)
