# SPDX-License-Identifier: Apache-2.0
"""Who takes a number for a family member, screen by screen."""

from collections.abc import Iterator
from dataclasses import replace

from hall.identity import Identity
from kiosk.flow import states
from kiosk.flow.states import Kiosk, Screen
from kiosk.flow.values import CameBy, Devices, FlowSettings, Paper, Visitor, Wait
from tests.gui.sample_bookings import BOOKED_TICKET, EARLY, ON_TIME, with_bookings
from tests.gui.sample_hall import (
    DAY,
    HOME,
    NOW,
    PROPERTY,
    SENIOR,
    SERVICES,
    SLOTS,
    TICKET,
    mixed,
    visit,
    with_waits,
    words,
)


def for_family(screen: Screen, identity: Identity | None = SENIOR, **values: object) -> Kiosk:
    """Somebody who takes a number for a family member; a proxy brings other papers."""
    kiosk = visit(screen)
    papers = (words("经办人身份证和委托书", "ID card and mandate of the proxy"),)
    tiles = tuple(replace(tile, materials=papers) for tile in HOME.services)
    visitor = Visitor(CameBy.CARD, identity, business_date=DAY, proxy=kiosk.visitor)
    return replace(kiosk, visitor=replace(visitor, **values), services=tiles)  # type: ignore[arg-type]  # names of its fields


def one_service() -> Iterator[tuple[str, Kiosk]]:
    """A hall in which nobody chooses a service."""
    offered = replace(FlowSettings(), proxy_limit=3)
    screens = {
        "pause": states.Pause(PROPERTY, NOW),
        "pause_asks": states.Pause(PROPERTY, SLOTS[0], asks=True),
        "again": states.Again(TICKET),
    }
    for name, screen in screens.items():
        kiosk = replace(visit(screen), settings=offered, services=SERVICES[:1])
        yield f"one_service_{name}", kiosk


def family_asked() -> Iterator[tuple[str, Kiosk]]:
    """Until it is known whom the number is for."""
    offered = replace(FlowSettings(), proxy_limit=3)
    own = visit(states.Services())
    yield "family_materials", for_family(states.Materials(PROPERTY))
    yield "family_offered", replace(own, settings=offered)
    many = replace(own, services=SERVICES, settings=offered)
    yield "family_offered_many", many
    by_age = replace(visit(states.Services(), identity=SENIOR), is_size_by_age=True)
    yield "family_offered_by_age", replace(by_age, settings=offered)
    yield from one_service()
    asked = for_family(states.Family(), None)
    yield "family", asked
    yield "booked_family", with_bookings(asked)
    yield "family_own_card", for_family(states.Family("error.flow.own_card"), None)
    no_code = for_family(states.Family("error.booking_code.wrong_signature"), None)
    yield "booked_family_no_code", with_bookings(no_code)
    devices = Devices(reader_problem="error.card_reader.unplugged")
    yield "family_no_reader", replace(asked, devices=devices)
    both = for_family(states.Family("error.flow.too_many_codes"), None)
    yield "booked_family_no_reader", with_bookings(replace(both, devices=devices))
    unread = states.Reading(problem="error.card_reader.card_not_supported")
    yield "family_reading_not_supported", with_bookings(for_family(unread, None))
    again = states.Reading(problem="error.card_reader.card_unreadable")
    yield "family_reading_unreadable", with_bookings(for_family(again, None))
    yield "family_keypad", for_family(states.Keypad(), None)


def family_served() -> Iterator[tuple[str, Kiosk]]:
    """The family member is known."""
    yield "family_services", for_family(states.Services())
    waits = for_family(states.Services())
    yield "family_services_waits", replace(waits, services=with_waits())
    yield "family_services_mixed", replace(waits, services=mixed())
    yield "family_pause", for_family(states.Pause(PROPERTY, NOW))
    yield "family_pause_slot", for_family(states.Pause(PROPERTY, SLOTS[0], asks=True))
    yield "family_issuing", for_family(states.Issuing(PROPERTY, NOW))
    yield "family_check_in_pause", for_family(states.CheckInPause(EARLY, asks=True))
    yield "family_checking_in", for_family(states.CheckingIn(ON_TIME))
    ticket = replace(TICKET, is_proxy=True, materials=waits.services[0].materials)
    yield "family_ticket", for_family(states.TicketShown(ticket))
    green = replace(ticket, is_green=True, wait=Wait(128, 95, 160, 12))
    yield "family_ticket_green", for_family(states.TicketShown(green))
    booked_ticket = replace(BOOKED_TICKET, is_proxy=True)
    yield "family_booked_ticket", for_family(states.TicketShown(booked_ticket))
    yield "family_again", for_family(states.Again(ticket))
    by_code = for_family(states.Again(ticket), None, came_by=CameBy.CODE, open_ticket=ticket)
    yield "booked_family_again_by_code", with_bookings(by_code)
    lost = replace(ticket, paper=Paper.NOT_PRINTED, paper_problem="error.ticket_printer.paper_out")
    yield "family_keep_number", for_family(states.KeepNumber(lost))
    for kind in ("issue", "check_in"):
        refused = states.Refused(f"error.{kind}.proxy_limit", leads_back=True)
        yield f"family_refused_{kind}", for_family(refused)
