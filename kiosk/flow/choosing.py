# SPDX-License-Identifier: Apache-2.0
"""From the services to the pause: tiles, pages, later slots, "not this"."""

from dataclasses import replace
from typing import assert_never

from hall.ids import ServiceId
from kiosk.flow.booked import has_list
from kiosk.flow.change import Change, gives_numbers, go_home, show, unexpected
from kiosk.flow.effects import LoadOffers
from kiosk.flow.paging import pages_of
from kiosk.flow.states import (
    Again,
    Bookings,
    CheckInPause,
    Direct,
    GreenReasons,
    InsteadOfBooking,
    Kiosk,
    Materials,
    NoCard,
    Pause,
    Services,
    When,
)
from kiosk.flow.touches import (
    ChoiceTouch,
    NotThisPressed,
    OfferPressed,
    PagePressed,
    ServicePressed,
)
from kiosk.flow.values import Availability, CameBy, Offer, OfferKind, ServiceTile, TicketView


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
            return _not_this_pressed(kiosk)
        case _:
            assert_never(event)


def is_single(kiosk: Kiosk) -> bool:
    """Whether there is nothing to choose."""
    return len(kiosk.services) == 1


def has_services(kiosk: Kiosk) -> bool:
    """Whether there is another service to be had."""
    return not is_single(kiosk) and gives_numbers(kiosk)


def takes_for_others(kiosk: Kiosk) -> bool:
    """Whether numbers for others are given here, and it is known who would take one."""
    visitor = kiosk.visitor
    if visitor is None or visitor.identity is None or visitor.proxy is not None:
        return False
    return kiosk.settings.proxy_limit > 0


def held_of(kiosk: Kiosk, service_id: ServiceId) -> TicketView | None:
    """The number that the person served has of it, and no second one can be had; the latest."""
    held = kiosk.visitor.held if kiosk.visitor else ()
    own = [each for each in held if each.service_id == service_id]
    return own[-1] if len(own) >= kiosk.settings.max_open else None


def tile_of(kiosk: Kiosk, service_id: ServiceId) -> ServiceTile | None:
    """The tile of a service, unless it went away meanwhile."""
    return next((tile for tile in kiosk.services if tile.service_id == service_id), None)


def has_list_of_services(kiosk: Kiosk) -> bool:
    """Whether the services are ever shown: where there is one only, whom it is for is chosen there."""
    is_for_family = kiosk.visitor is not None and kiosk.visitor.proxy is not None
    may_choose = not is_single(kiosk) or is_for_family or takes_for_others(kiosk)
    return may_choose and gives_numbers(kiosk)


def list_of_services(kiosk: Kiosk) -> Kiosk:
    """The services as this visitor saw them first; home where there is nothing to choose."""
    if not has_list_of_services(kiosk):
        return go_home(kiosk)
    is_without_card = kiosk.visitor is not None and kiosk.visitor.came_by is CameBy.NOTHING
    return replace(kiosk, screen=NoCard() if is_without_card else Services())


def choose(kiosk: Kiosk, tile: ServiceTile) -> Change:
    """The plain way to a number, or what is left where the plain way is not open."""
    if tile.availability is Availability.NOW and tile.direct:
        return show(kiosk, Direct(tile.service_id))
    if _is_asked_for_materials(kiosk, tile):
        return show(kiosk, Materials(tile.service_id))
    if tile.availability is Availability.NOW:
        return show(kiosk, pause_before(kiosk, tile.service_id, Offer(OfferKind.NOW)))
    wanted = LoadOffers(kiosk.visit_no, tile.service_id, tile.is_green)
    return replace(kiosk, screen=When(tile.service_id)), (wanted,)


def _is_asked_for_materials(kiosk: Kiosk, tile: ServiceTile) -> bool:
    """Once, where the site wants it and a number is to be had."""
    leads_on = tile.availability in (Availability.NOW, Availability.LATER, Availability.STANDBY)
    has_them = kiosk.visitor is not None and kiosk.visitor.has_materials_for == tile.service_id
    return tile.asks_materials and bool(tile.materials) and leads_on and not has_them


def has_materials(kiosk: Kiosk, service_id: ServiceId) -> Change:
    """我带齐了: on to the number, as if nothing had been asked."""
    tile = tile_of(kiosk, service_id)
    if tile is None or kiosk.visitor is None:
        return list_of_services(kiosk), ()
    visitor = replace(kiosk.visitor, has_materials_for=service_id)
    return choose(replace(kiosk, visitor=visitor), tile)


def pause_before(kiosk: Kiosk, service_id: ServiceId, offer: Offer) -> Pause:
    """The time to say "not this", or the question, as the site wants it."""
    return Pause(service_id, offer, asks=kiosk.settings.is_confirm_asked)


def not_this_booking(kiosk: Kiosk) -> Kiosk:
    """The other bookings, else the services."""
    return replace(kiosk, screen=Bookings()) if has_list(kiosk) else list_of_services(kiosk)


def _not_this_pressed(kiosk: Kiosk) -> Change:
    match kiosk.screen:
        case Pause() | Materials():
            return list_of_services(kiosk), ()
        case CheckInPause():
            return not_this_booking(kiosk), ()
        case _:
            return unexpected(kiosk)


def _service_pressed(kiosk: Kiosk, service_id: ServiceId) -> Change:
    tile = tile_of(kiosk, service_id)
    if tile is None or not isinstance(kiosk.screen, Services | NoCard):
        return unexpected(kiosk)
    if (held := held_of(kiosk, service_id)) is not None:
        return show(kiosk, Again(held, is_of_tile=True))
    return choose(kiosk, tile)


def _page_pressed(kiosk: Kiosk) -> Change:
    screen = kiosk.screen
    if isinstance(screen, Again):
        return _next_held(kiosk, screen)
    if not isinstance(screen, Services | NoCard | GreenReasons | Bookings | Materials):
        return unexpected(kiosk)
    pages = pages_of(kiosk, screen)
    if pages == 1:
        return unexpected(kiosk)
    return show(kiosk, replace(screen, page=(screen.page + 1) % pages))


def next_held(kiosk: Kiosk, screen: Again) -> TicketView | None:
    """The number that comes after the one shown, around; None where there is one only."""
    held = kiosk.visitor.held if kiosk.visitor else ()
    others = [each.ticket_id for each in held]
    if len(held) == 1 or screen.ticket.ticket_id not in others:
        return None
    return held[(others.index(screen.ticket.ticket_id) + 1) % len(held)]


def _next_held(kiosk: Kiosk, screen: Again) -> Change:
    ticket = next_held(kiosk, screen)
    return unexpected(kiosk) if ticket is None else show(kiosk, replace(screen, ticket=ticket))


def _offer_pressed(kiosk: Kiosk, offer: Offer) -> Change:
    match kiosk.screen:
        case When(service_id, offers) if offer in offers:
            return show(kiosk, pause_before(kiosk, service_id, offer))
        case InsteadOfBooking(view) if offer in view.instead.offers:
            return show(kiosk, pause_before(kiosk, view.booking.service_id, offer))
        case _:
            return unexpected(kiosk)
