# SPDX-License-Identifier: Apache-2.0
"""What the services say about a visitor: who it is, the tiles, what is left."""

from dataclasses import replace
from typing import assert_never

from kiosk.flow import coding, direction
from kiosk.flow.booked import is_by_itself
from kiosk.flow.change import Change, show, unexpected
from kiosk.flow.choosing import is_single
from kiosk.flow.events import (
    BookingRefused,
    DirectionPrinted,
    NumberIdentified,
    OffersLoaded,
    VisitAnswer,
    VisitLoaded,
)
from kiosk.flow.family import is_own
from kiosk.flow.identifying import load_visit, recognised
from kiosk.flow.onward import onward
from kiosk.flow.problems import OWN_CARD
from kiosk.flow.states import (
    CodeKeypad,
    DocumentKeypad,
    Family,
    Finding,
    Keypad,
    Kiosk,
    Reading,
    When,
)
from kiosk.flow.values import Visitor


def react(kiosk: Kiosk, event: VisitAnswer) -> Change:
    """The answer is about the screen under help or question; `kiosk.screen` is that one."""
    if event.visit_no != kiosk.visit_no:
        # Nobody waits for a slip who has gone; any other answer is taken before that.
        return (kiosk, ()) if isinstance(event, DirectionPrinted) else unexpected(kiosk)
    match event:
        case VisitLoaded():
            return _loaded(kiosk, event)
        case BookingRefused(problem=problem):
            return coding.refused(kiosk, problem)
        case NumberIdentified():
            return _identified(kiosk, event)
        case OffersLoaded():
            return _offers(kiosk, event)
        case DirectionPrinted():
            return direction.printed(kiosk, event)
        case _:
            assert_never(event)


def _loaded(kiosk: Kiosk, event: VisitLoaded) -> Change:
    visitor = kiosk.visitor
    if visitor is None:
        return unexpected(kiosk)
    if visitor.is_loaded:
        visitor = replace(visitor, left_for_others=event.left_for_others)
        return replace(kiosk, services=event.services, visitor=visitor), ()
    if visitor.proxy is not None and is_own(visitor, event.digest):
        return _loaded_own(kiosk, visitor.proxy, event)
    visitor = replace(
        visitor,
        is_loaded=True,
        open_ticket=event.open_ticket,
        further_tickets=event.further_tickets,
        bookings=event.bookings,
        code_digest=event.digest,
        left_for_others=event.left_for_others,
    )
    kiosk = replace(kiosk, services=event.services, visitor=visitor)
    return onward(kiosk) if _is_waiting(kiosk) else (kiosk, ())


def _loaded_own(kiosk: Kiosk, own: Visitor, event: VisitLoaded) -> Change:
    """A proxy held the code of her own booking there: she checks in herself, with her own tiles."""
    own = replace(
        own,
        open_ticket=event.open_ticket,
        further_tickets=event.further_tickets,
        bookings=event.bookings,
    )
    kiosk, effects = onward(replace(kiosk, visitor=own))
    return kiosk, (*effects, *load_visit(kiosk))


def _is_waiting(kiosk: Kiosk) -> bool:
    """Whether only the answer was missing; where nothing is to choose, nobody waits for more."""
    match kiosk.screen:
        case Reading(is_done=True, is_time_over=is_time_over):
            return is_time_over or is_single(kiosk) or is_by_itself(kiosk)
        case Keypad(is_checking=True) | DocumentKeypad(is_checking=True):
            return True
        case CodeKeypad(is_checking=True) | Finding():
            return True
        case _:
            return False


def _identified(kiosk: Kiosk, event: NumberIdentified) -> Change:
    visitor = kiosk.visitor
    if visitor is None or visitor.identity is not None:
        return unexpected(kiosk)
    match kiosk.screen:
        case Keypad(is_checking=True) | DocumentKeypad(is_checking=True):
            if is_own(visitor, event.identity.digest):
                return show(kiosk, Family(OWN_CARD))
            kiosk = recognised(kiosk, visitor, event.identity)
            return kiosk, load_visit(kiosk)
        case _:
            return unexpected(kiosk)


def _offers(kiosk: Kiosk, event: OffersLoaded) -> Change:
    match kiosk.screen:
        case When(service_id, is_loaded=False) if service_id == event.service_id:
            return show(kiosk, When(service_id, event.offers, is_loaded=True))
        case _:
            return unexpected(kiosk)
