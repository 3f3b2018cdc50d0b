# SPDX-License-Identifier: Apache-2.0
"""A card is laid and read: whose visit it is from now on."""

from dataclasses import replace
from typing import assert_never

from hall.identity import Identity
from kiosk.flow.change import (
    Change,
    begin_visit,
    checks_in,
    go_home,
    is_asked_whom,
    may_be_left,
    show,
    show_inside,
    unexpected,
)
from kiosk.flow.covers import innermost
from kiosk.flow.events import CardFound, CardRead, LaidCard
from kiosk.flow.family import is_own
from kiosk.flow.identifying import load_visit, recognised
from kiosk.flow.problems import OWN_CARD
from kiosk.flow.states import (
    AskCancel,
    BeforeOpening,
    CheckingIn,
    Closed,
    CodeKeypad,
    DocumentKeypad,
    Documents,
    Family,
    Issuing,
    KeepNumber,
    Keypad,
    Kiosk,
    Materials,
    NoCard,
    OutOfService,
    Pause,
    Reading,
    Screen,
    Starting,
    StillThere,
    TicketShown,
    Welcome,
    When,
)
from kiosk.flow.values import CameBy, Paper


def react(kiosk: Kiosk, event: LaidCard) -> Change:
    """A card is about the kiosk, not about the screen under help or question."""
    match event:
        case CardFound():
            return _found(replace(kiosk, is_card_present=True, is_lift_asked=False))
        case CardRead(identity):
            return _read(kiosk, identity)
        case _:
            assert_never(event)


def _found(kiosk: Kiosk) -> Change:
    """A visitor who is known keeps the screen until it is read whose card this is."""
    if may_be_left(kiosk):
        return kiosk, ()
    screen = innermost(kiosk.screen)
    if isinstance(screen, Reading) and not screen.is_done:
        return show(kiosk, Reading())
    if is_asked_whom(kiosk):
        return begin_visit(kiosk, CameBy.CARD, Reading()), ()
    has_number = isinstance(screen, TicketShown | KeepNumber | AskCancel)
    if _is_known(kiosk) or has_number or not _makes_room(kiosk, screen):
        return kiosk, ()
    return _next_visit(kiosk), ()


def _read(kiosk: Kiosk, identity: Identity) -> Change:
    if may_be_left(kiosk):
        return _read_after_proxy(kiosk, identity)
    screen = innermost(kiosk.screen)
    if isinstance(screen, Reading) and not screen.is_done:
        return _recognise(kiosk, identity)
    if is_asked_whom(kiosk):
        return _recognise(begin_visit(kiosk, CameBy.CARD, Reading()), identity)
    if not _makes_room(kiosk, screen):
        return unexpected(kiosk)
    if _is_same_person(kiosk, identity):
        return _wake(_by_card(kiosk, identity)), ()
    return _recognise(_next_visit(kiosk), identity)


def _read_after_proxy(kiosk: Kiosk, identity: Identity) -> Change:
    if _is_same_person(kiosk, identity):
        return _wake(kiosk), ()
    return _recognise(_next_visit(kiosk), identity)


def _makes_room(kiosk: Kiosk, screen: Screen) -> bool:
    """Whether somebody else may begin: he can be served, and no number is on its way in or out."""
    match screen:
        case Starting() | OutOfService():
            return False
        case BeforeOpening() | Closed():
            return checks_in(kiosk)
        case Issuing() | CheckingIn() | AskCancel(is_cancelling=True):
            return False
        case TicketShown(ticket):
            return ticket.paper is not Paper.PRINTING
        case _:
            return True


def _is_known(kiosk: Kiosk) -> bool:
    return kiosk.visitor is not None and kiosk.visitor.present is not None


def _is_same_person(kiosk: Kiosk, identity: Identity) -> bool:
    """Also whoever is served and whoever is present for him: both belong to the visit."""
    visitor = kiosk.visitor
    known = (visitor.identity, visitor.present) if visitor else ()
    return any(one is not None and one.digest == identity.digest for one in known)


def _by_card(kiosk: Kiosk, identity: Identity) -> Kiosk:
    """Whoever typed his number and lays the card after all has shown who he is."""
    visitor = kiosk.visitor
    if visitor is None or visitor.identity is None or visitor.identity.digest != identity.digest:
        return kiosk
    return replace(kiosk, visitor=replace(visitor, came_by=CameBy.CARD))


def _wake(kiosk: Kiosk) -> Kiosk:
    """The visitor's own card says that he is there, and leaves the screen to him."""
    match kiosk.screen:
        case StillThere(before):
            return replace(kiosk, screen=before)
        case _:
            return kiosk


def _next_visit(kiosk: Kiosk) -> Kiosk:
    """Nothing of the visitor before is left; what somebody chose who is not yet known is his own."""
    is_on_the_way = isinstance(
        innermost(kiosk.screen),
        Welcome
        | NoCard
        | Keypad
        | Documents
        | DocumentKeypad
        | CodeKeypad
        | Materials
        | When
        | Pause,
    )
    keeps = is_on_the_way and not _is_known(kiosk)
    return begin_visit(kiosk if keeps else go_home(kiosk), CameBy.CARD, Reading())


def _recognise(kiosk: Kiosk, identity: Identity) -> Change:
    if kiosk.visitor is None:  # numbers have ended meanwhile
        return kiosk, ()
    if is_own(kiosk.visitor, identity.digest):
        return show_inside(kiosk, Family(OWN_CARD)), ()
    kiosk = recognised(kiosk, kiosk.visitor, identity)
    return show_inside(kiosk, Reading(is_done=True)), load_visit(kiosk)
