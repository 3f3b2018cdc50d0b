# SPDX-License-Identifier: Apache-2.0
"""Who is served first for another reason than her age, screen by screen."""

from collections.abc import Iterator
from dataclasses import replace

from hall.words import Words
from kiosk.flow import states
from kiosk.flow.states import Kiosk
from kiosk.flow.values import Availability, CameBy, FlowSettings, Paper
from tests.gui.sample_hall import (
    NOW,
    PROPERTY,
    REASONS,
    SERVICES,
    SLOTS,
    STANDBY,
    TICKET,
    visit,
    with_waits,
    words,
)

LONG: Words = words("因工伤残的军人、烈士的父母、配偶", "Disabled soldiers, parents of martyrs")


def offered(kiosk: Kiosk) -> Kiosk:
    """Where the site has reasons."""
    return replace(kiosk, green_reasons=REASONS)


def first(kiosk: Kiosk) -> Kiosk:
    """A reason was touched."""
    visitor = kiosk.visitor
    assert visitor
    tiles = tuple(replace(tile, is_green=True) for tile in kiosk.services)
    kiosk = replace(kiosk, visitor=replace(visitor, has_reason=True), services=tiles)
    return offered(kiosk)


def green() -> Iterator[tuple[str, Kiosk]]:
    services = offered(visit(states.Services()))
    family = replace(FlowSettings(), proxy_limit=3)
    yield "green_offered", services
    yield "green_offered_waits", replace(services, services=with_waits())
    yield "green_offered_family", replace(services, settings=family)
    yield "green_offered_many", replace(services, services=SERVICES, settings=family)
    no_card = offered(visit(states.NoCard(), came_by=CameBy.NOTHING))
    yield "green_offered_no_card", replace(no_card, services=SERVICES)
    reasons = offered(visit(states.GreenReasons()))
    yield "green_reasons", reasons
    yield "green_reasons_few", replace(reasons, green_reasons=REASONS[:2])
    many = (*REASONS, *(replace(each, name=LONG, icon="") for each in REASONS))
    yield "green_reasons_many", replace(reasons, green_reasons=many)
    last = states.GreenReasons(page=1)
    yield "green_reasons_many_2", replace(reasons, screen=last, green_reasons=many)
    yield "green_services", first(visit(states.Services()))
    yield "green_services_no_card", first(visit(states.NoCard(), came_by=CameBy.NOTHING))
    yield "green_pause", first(visit(states.Pause(PROPERTY, NOW)))
    yield from _one_service()
    yield "green_ticket", first(visit(states.TicketShown(replace(TICKET, is_green=True))))


def _one_service() -> Iterator[tuple[str, Kiosk]]:
    """A hall in which nobody chooses a service."""
    family = replace(FlowSettings(), proxy_limit=3)
    screens = {
        "pause": states.Pause(PROPERTY, NOW),
        "pause_asks": states.Pause(PROPERTY, SLOTS[0], asks=True),
        "when": states.When(PROPERTY, (STANDBY,), is_loaded=True),
        "when_none": states.When(PROPERTY, is_loaded=True),
    }
    for name, screen in screens.items():
        is_full = isinstance(screen, states.When)
        one = replace(SERVICES[0], availability=Availability.FULL) if is_full else SERVICES[0]
        kiosk = replace(offered(visit(screen)), services=(one,))
        yield f"green_one_service_{name}", kiosk
        if isinstance(screen, states.Pause):
            yield f"green_one_service_{name}_family", replace(kiosk, settings=family)


SLIPS = {
    "direct": {
        "slip_printing": states.Direct(PROPERTY, Paper.PRINTING),
        "slip_out": states.Direct(PROPERTY, Paper.CONFIRMED),
    },
    "direct_far": {
        "slip_unsure": states.Direct(PROPERTY, Paper.UNSURE),
        "slip_failed": states.Direct(
            PROPERTY, Paper.NOT_PRINTED, "error.ticket_printer.cover_open"
        ),
    },
}


def direct() -> Iterator[tuple[str, Kiosk]]:
    """A service that needs no number."""
    where = words("一楼爱心专窗", "Care counter, floor 1")
    far = words(
        "一楼大厅东侧二十三号爱心专窗（无障碍）", "Care counter 23, ground floor, east side"
    )
    for name, place in (("direct", where), ("direct_far", far)):
        tiles = (replace(SERVICES[0], direct=place), *SERVICES[1:6])
        shown = replace(visit(states.Direct(PROPERTY)), services=tiles)
        yield name, shown
        yield f"{name}_services", replace(shown, screen=states.Services())
        for slip, screen in SLIPS[name].items():
            yield f"{name}_{slip}", replace(shown, screen=screen)
    first_tiles = tuple(replace(tile, is_green=True) for tile in tiles)
    yield "direct_services_first", replace(shown, screen=states.Services(), services=first_tiles)
