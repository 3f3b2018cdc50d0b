# SPDX-License-Identifier: Apache-2.0
"""替家人办: when she may take no more for others."""

from kiosk.flow.effects import IssueTicket
from kiosk.flow.events import CardTaken, CheckInRefused, IssueRefused, VisitLoaded
from kiosk.flow.problems import PROXY_LIMIT, PROXY_LIMIT_BOOKED
from kiosk.flow.states import Pause, Refused, Services, When
from kiosk.flow.touches import BackPressed, ForFamilyPressed, ServicePressed
from tests.kiosk.flow.family import asked, is_home_and_wiped, scanned, served
from tests.kiosk.flow.journey import ADULT, ELDER, ESTATE, NOW, THREE, Journey, booked_kiosk


def test_at_the_limit_she_can_still_take_a_number_for_herself() -> None:
    visit = served().loaded().time_passes().send(ServicePressed(ESTATE)).time_passes()
    visit.send(IssueRefused(visit.kiosk.visit_no, PROXY_LIMIT))
    assert visit.on(Refused) == Refused(PROXY_LIMIT, leads_back=True)
    visit.send(BackPressed())
    visit.on(Services)
    visit.send(ServicePressed(ESTATE)).time_passes()
    wanted = visit.asks(IssueTicket)
    assert (wanted.digest, wanted.present) == (ELDER.digest, None)


def test_who_may_take_no_more_is_told_before_anybody_s_card_is_asked_for() -> None:
    visit = booked_kiosk(proxy_limit=3).card_read(ELDER)
    told = VisitLoaded(visit.kiosk.visit_no, THREE, left_for_others=0)
    visit.send(told, CardTaken()).time_passes().send(ForFamilyPressed())
    assert visit.on(Refused) == Refused(PROXY_LIMIT, leads_back=True)
    third = Journey(visit.kiosk).card_read(ADULT)
    assert third.kiosk.visitor is not None
    assert (third.kiosk.visitor.identity, third.kiosk.visitor.proxy) == (ADULT, None)
    visit.send(BackPressed()).on(Services)
    visit.send(ServicePressed(ESTATE)).on(Pause)


def test_the_limit_of_a_booking_leads_there_too() -> None:
    visit = scanned(asked()).time_passes()
    visit.send(CheckInRefused(visit.kiosk.visit_no, PROXY_LIMIT_BOOKED))
    visit.on(Refused)
    visit.send(BackPressed()).on(Services)
    assert is_home_and_wiped(visit.send(BackPressed()))


def test_another_refusal_keeps_whom_the_number_is_for() -> None:
    visit = served().loaded().time_passes().send(ServicePressed(ESTATE)).time_passes()
    visit.send(IssueRefused(visit.kiosk.visit_no, "error.issue.full", (NOW,)))
    visit.on(When)
    visitor = visit.kiosk.visitor
    assert visitor is not None
    assert (visitor.identity, visitor.present) == (ADULT, ELDER)
