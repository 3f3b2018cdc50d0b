# SPDX-License-Identifier: Apache-2.0
"""Staff stop a service, now or at a time, or let it go on."""

from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from kiosk.flow.change import Change, unexpected
from kiosk.flow.staff_effects import LoadStops, StopService
from kiosk.flow.staff_events import StopsLoaded
from kiosk.flow.staff_lists import Rows
from kiosk.flow.staff_pages import show_page
from kiosk.flow.staff_states import StaffHome, StopList, Stopping, StopWhen, WhyStop, Working
from kiosk.flow.staff_touches import (
    GoOnPressed,
    StopReasonPressed,
    StopServicePressed,
    StopTimePressed,
)
from kiosk.flow.staff_values import ServiceStands, StaffPerson
from kiosk.flow.states import Kiosk, StaffMode
from kiosk.flow.touches import PagePressed, Touch
from kiosk.flow.values import Size

ROWS = Rows(
    tall={Size.NORMAL: 6, Size.LARGE: 4, Size.EXTRA_LARGE: 3},
    short={Size.NORMAL: 3, Size.LARGE: 2, Size.EXTRA_LARGE: 1},
)


def begun(kiosk: Kiosk) -> Change:
    """The list, empty until the answer comes."""
    return show_page(kiosk, StopList(), LoadStops())


def loaded(kiosk: Kiosk, event: StopsLoaded) -> Change:
    """The answer, where it is still waited for."""
    page = kiosk.screen.page if isinstance(kiosk.screen, StaffMode) else None
    if not isinstance(page, StopList) or page.services is not None:
        return kiosk, ()
    return show_page(kiosk, StopList(event.services, event.times))


def touched(kiosk: Kiosk, person: StaffPerson, page: Stopping, event: Touch) -> Change:
    """One of the services, when, why."""
    match page:
        case StopList():
            return _listed(kiosk, page, event)
        case StopWhen(service=service):
            return _when(kiosk, person, page, service, event)
        case WhyStop(StopWhen(service=service), at) if isinstance(event, StopReasonPressed):
            wanted = StopService(person.staff_id, service.service_id, event.reason, at)
            return show_page(kiosk, Working(), wanted)
        case WhyStop():
            return unexpected(kiosk)
        case _:
            assert_never(page)


def back(page: Stopping) -> Stopping | StaffHome:
    """One page back."""
    return StaffHome() if isinstance(page, StopList) else page.before


def pages_of(kiosk: Kiosk, page: StopList) -> int:
    """At least one."""
    return ROWS.pages_of(kiosk, page.services or ())


def services_on(kiosk: Kiosk, page: StopList) -> Sequence[ServiceStands]:
    """The services of a page."""
    return ROWS.on_page(kiosk, page.services or (), page.page)


def _listed(kiosk: Kiosk, page: StopList, event: Touch) -> Change:
    match event:
        case StopServicePressed(service_id):
            chosen = [each for each in page.services or () if each.service_id == service_id]
            return show_page(kiosk, StopWhen(page, chosen[0])) if chosen else unexpected(kiosk)
        case PagePressed() if pages_of(kiosk, page) > 1:
            after = ROWS.after(kiosk, page.services or (), page.page)
            return show_page(kiosk, replace(page, page=after))
        case _:
            return unexpected(kiosk)


def _when(
    kiosk: Kiosk, person: StaffPerson, page: StopWhen, service: ServiceStands, event: Touch
) -> Change:
    match event:
        case StopTimePressed(at) if service.is_open and at in (None, *page.before.times):
            return show_page(kiosk, WhyStop(page, at))
        case GoOnPressed() if service.stops_at is not None or not service.is_open:
            at = service.stops_at if service.is_open else None
            wanted = StopService(person.staff_id, service.service_id, None, at)
            return show_page(kiosk, Working(), wanted)
        case _:
            return unexpected(kiosk)
