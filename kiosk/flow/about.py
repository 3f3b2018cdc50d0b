# SPDX-License-Identifier: Apache-2.0
"""What a visitor asks about the number that was just taken: who is before it, and why."""

from dataclasses import replace

from kiosk.flow import another, bar, ticket
from kiosk.flow.change import Change, show, unexpected
from kiosk.flow.covers import innermost
from kiosk.flow.states import About, KeepNumber, Kiosk, TicketShown
from kiosk.flow.touches import (
    AboutPressed,
    AnotherServicePressed,
    BackPressed,
    BarTouch,
    CancelPressed,
    ReprintPressed,
    ScreenTouched,
    TicketTouch,
    Touch,
)
from kiosk.flow.values import Paper, Topic


def react(kiosk: Kiosk, event: AboutPressed) -> Change:
    """A question on the number's own screen; not while its paper is on the way."""
    match kiosk.screen:
        case TicketShown(shown) | KeepNumber(shown) if shown.paper is not Paper.PRINTING:
            return _ask(kiosk, kiosk.screen, event.topic)
        case _:
            return unexpected(kiosk)


def touched(kiosk: Kiosk, screen: About, event: Touch) -> Change:
    """A touch on an answer: back, on to another, or what can be done with the number."""
    is_more = screen.topic is Topic.MORE
    match event:
        case BackPressed():
            return show(kiosk, screen.before)
        case AboutPressed(topic) if is_more and topic is not Topic.MORE:
            return _ask(kiosk, screen, topic)
        case ScreenTouched():
            return kiosk, ()
        case _ if isinstance(event, BarTouch):
            return bar.react(kiosk, event)
        case AnotherServicePressed() | ReprintPressed() | CancelPressed() if is_more:
            return _done_with_number(kiosk, event)
        case _:
            return unexpected(kiosk)


def _ask(kiosk: Kiosk, screen: TicketShown | KeepNumber | About, topic: Topic) -> Change:
    if topic is Topic.WAY and not screen.ticket.way_picture:
        return unexpected(kiosk)
    return show(kiosk, About(screen, topic))


def _done_with_number(kiosk: Kiosk, event: TicketTouch | AnotherServicePressed) -> Change:
    """As if it had been touched beside the number."""
    uncovered = replace(kiosk, screen=innermost(kiosk.screen))
    if isinstance(event, AnotherServicePressed):
        after, effects = another.pressed(uncovered)
    else:
        after, effects = ticket.react(uncovered, event)
    return unexpected(kiosk) if after.unexpected > kiosk.unexpected else (after, effects)
