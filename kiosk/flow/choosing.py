# SPDX-License-Identifier: Apache-2.0
"""From the services to the pause: tiles, pages, later slots, "not this"."""

from dataclasses import replace
from typing import assert_never

from hall.ids import ServiceId
from kiosk.flow.change import Change, go_home, show, unexpected
from kiosk.flow.effects import LoadOffers
from kiosk.flow.events import (
    AnotherServicePressed,
    ChoiceTouch,
    NotThisPressed,
    OfferPressed,
    PagePressed,
    ServicePressed,
)
from kiosk.flow.paging import page_count
from kiosk.flow.states import Again, Kiosk, NoCard, Pause, Services, When
from kiosk.flow.values import Availability, CameBy, Offer, OfferKind, ServiceTile


def react(kiosk: Kiosk, event: ChoiceTouch) -> Change:
    """A touch on the way to a number."""
    match event:
        case ServicePressed(service_id):
            return _service_pressed(kiosk, service_id)
        case PagePressed():
            return _page_pressed(kiosk)
        case OfferPressed(offer):
            return _offer_pressed(kiosk, offer)
        case NotThisPressed():
            is_asked = isinstance(kiosk.screen, Pause)
        case AnotherServicePressed():
            is_asked = isinstance(kiosk.screen, Again) and not is_single(kiosk)
        case _:
            assert_never(event)
    return (list_of_services(kiosk), ()) if is_asked else unexpected(kiosk)


def is_single(kiosk: Kiosk) -> bool:
    """Whether there is nothing to choose."""
    return len(kiosk.services) == 1


def tile_of(kiosk: Kiosk, service_id: ServiceId) -> ServiceTile | None:
    """The tile of a service, unless it went away meanwhile."""
    return next((tile for tile in kiosk.services if tile.service_id == service_id), None)


def onward(kiosk: Kiosk) -> Change:
    """The first thing to decide when the visitor is known: old ticket, service, or nothing."""
    open_ticket = kiosk.visitor.open_ticket if kiosk.visitor else None
    if open_ticket is not None:
        return show(kiosk, Again(open_ticket))
    if is_single(kiosk):
        return choose(kiosk, kiosk.services[0])
    return list_of_services(kiosk), ()


def list_of_services(kiosk: Kiosk) -> Kiosk:
    """The services as this visitor saw them first; home where there is nothing to choose."""
    if is_single(kiosk):
        return go_home(kiosk)
    is_without_card = kiosk.visitor is not None and kiosk.visitor.came_by is CameBy.NOTHING
    return replace(kiosk, screen=NoCard() if is_without_card else Services())


def choose(kiosk: Kiosk, tile: ServiceTile) -> Change:
    """The plain way to a number, or what is left where the plain way is not open."""
    if tile.availability is Availability.NOW:
        return show(kiosk, pause_before(kiosk, tile.service_id, Offer(OfferKind.NOW)))
    wanted = LoadOffers(kiosk.visit_no, tile.service_id, tile.is_green)
    return replace(kiosk, screen=When(tile.service_id)), (wanted,)


def pause_before(kiosk: Kiosk, service_id: ServiceId, offer: Offer) -> Pause:
    """The time to say "not this", or the question, as the site wants it."""
    return Pause(service_id, offer, asks=kiosk.settings.is_confirm_asked)


def _service_pressed(kiosk: Kiosk, service_id: ServiceId) -> Change:
    tile = tile_of(kiosk, service_id)
    if tile is None or not isinstance(kiosk.screen, Services | NoCard):
        return unexpected(kiosk)
    return choose(kiosk, tile)


def _page_pressed(kiosk: Kiosk) -> Change:
    screen = kiosk.screen
    if not isinstance(screen, Services | NoCard) or page_count(kiosk) == 1:
        return unexpected(kiosk)
    return show(kiosk, replace(screen, page=(screen.page + 1) % page_count(kiosk)))


def _offer_pressed(kiosk: Kiosk, offer: Offer) -> Change:
    match kiosk.screen:
        case When(service_id, offers) if offer in offers:
            return show(kiosk, pause_before(kiosk, service_id, offer))
        case _:
            return unexpected(kiosk)
