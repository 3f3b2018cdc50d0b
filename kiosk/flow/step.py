# SPDX-License-Identifier: Apache-2.0
"""The visitor's session: one event in, the next state and what is to be done out."""

from dataclasses import replace

from kiosk.flow import (
    about,
    another,
    bar,
    booked,
    choosing,
    green,
    helping,
    identifying,
    laying,
    presence,
    reading,
    scanning,
    site,
    staff_card,
    staff_mode,
    staff_pages,
    staff_ticket,
    ticket,
    ticket_answers,
    time_out,
    timing,
    visit_answers,
    voice,
)
from kiosk.flow.change import Change
from kiosk.flow.covers import innermost, put_inside
from kiosk.flow.effects import Effect
from kiosk.flow.events import (
    CardEvent,
    CodeEvent,
    Event,
    HelpEvent,
    LaidCard,
    SpeechEvent,
    TicketAnswer,
    TicketPrinted,
    TimerFired,
    Told,
    VisitAnswer,
)
from kiosk.flow.staff_events import StaffAnswer
from kiosk.flow.states import (
    About,
    Again,
    Bookings,
    CheckInPause,
    GreenReasons,
    Help,
    Kiosk,
    Materials,
    NoCard,
    Pause,
    Privacy,
    Services,
    StaffMode,
    StillThere,
    When,
)
from kiosk.flow.touches import (
    AboutPressed,
    AnotherServicePressed,
    BarTouch,
    BookingTouch,
    ChoiceTouch,
    GreenTouch,
    IdentifyTouch,
    ModeTouch,
    NumberTouch,
    TicketTouch,
    Touch,
)
from kiosk.flow.values import TicketView


def step(kiosk: Kiosk, event: Event) -> tuple[Kiosk, tuple[Effect, ...]]:
    """What an event leads to. Pure; an event no screen wants changes nothing but a count."""
    after, effects = _react(kiosk, event)
    after, issuing = _skip_pause(after)
    after, calls = helping.with_call(kiosk, after, event)
    calls = (*calls, *staff_card.no_more(kiosk, after))
    if _face(after) != _face(kiosk):
        is_adjusting = isinstance(event, ModeTouch) and after.is_adjusting
        after = replace(after, screen_no=after.screen_no + 1, is_adjusting=is_adjusting)
    after, timers = timing.with_clock(kiosk, after, event)
    return after, (*effects, *issuing, *calls, *timers)


def _react(kiosk: Kiosk, event: Event) -> Change:
    if isinstance(event, TimerFired):
        return time_out.react(kiosk, event)
    if isinstance(event, StaffAnswer):
        return staff_mode.answered(kiosk, event)
    if isinstance(event, LaidCard | CodeEvent):
        return _shown(kiosk, event)
    if isinstance(event, Touch):
        return _touched(voice.hushed(kiosk), event)
    language = staff_pages.language_of_visitor(kiosk)
    uncovered = replace(kiosk, screen=innermost(kiosk.screen), language=language)
    after, effects = _told(uncovered, event)
    after = replace(after, screen=put_inside(kiosk.screen, after.screen))
    if isinstance(kiosk.screen, StaffMode):
        after = replace(after, language=kiosk.language)
    if isinstance(event, TicketPrinted):
        after = staff_ticket.printed(after, event)
    return after, effects


def _shown(kiosk: Kiosk, event: LaidCard | CodeEvent) -> Change:
    """A card, or a code; about staff's own work where they are at it."""
    mode = kiosk.screen
    if isinstance(event, LaidCard):
        if isinstance(mode, StaffMode):
            return staff_mode.laid(kiosk, mode, event)
        return laying.react(kiosk, event)
    if isinstance(mode, StaffMode):
        return staff_mode.coded(kiosk, mode, event)
    return scanning.react(kiosk, event)


def _touched(kiosk: Kiosk, event: Touch) -> Change:
    match kiosk.screen:
        case Help() | Privacy() as screen:
            return presence.touched_under_help(kiosk, screen, event)
        case StillThere() as screen:
            return presence.touched_under_question(kiosk, screen, event)
        case About() as screen:
            return about.touched(kiosk, screen, event)
        case StaffMode() as mode:
            return staff_mode.touched(kiosk, mode, event)
        case _:
            return _touched_uncovered(kiosk, event)


def _touched_uncovered(kiosk: Kiosk, event: Touch) -> Change:
    if isinstance(event, BarTouch):
        return bar.react(kiosk, event)
    if isinstance(event, IdentifyTouch):
        return identifying.react(kiosk, event)
    if isinstance(event, BookingTouch):
        return booked.react(kiosk, event)
    if isinstance(event, ChoiceTouch | GreenTouch):
        return _chosen(kiosk, event)
    if isinstance(event, TicketTouch | NumberTouch):
        return _with_number(kiosk, event)
    return presence.react(kiosk, event)


def _chosen(kiosk: Kiosk, event: ChoiceTouch | GreenTouch) -> Change:
    if isinstance(event, GreenTouch):
        return green.react(kiosk, event)
    return choosing.react(kiosk, event)


def _with_number(kiosk: Kiosk, event: TicketTouch | NumberTouch) -> Change:
    match event:
        case AboutPressed():
            return about.react(kiosk, event)
        case AnotherServicePressed():
            return another.pressed(kiosk)
        case _:
            return ticket.react(kiosk, event)


def _told(kiosk: Kiosk, event: Told) -> Change:
    """Devices and services speak about the screen under help or question."""
    if isinstance(event, SpeechEvent):
        return voice.spoken(kiosk, event)
    if isinstance(event, CardEvent):
        return reading.react(kiosk, event)
    if isinstance(event, VisitAnswer):
        return visit_answers.react(kiosk, event)
    if isinstance(event, TicketAnswer):
        return ticket_answers.react(kiosk, event)
    if isinstance(event, HelpEvent):
        return helping.react(kiosk, event)
    return site.react(kiosk, event)


def _skip_pause(kiosk: Kiosk) -> Change:
    """A pause of no length shows no screen, also when it comes back from under help."""
    match kiosk.screen:
        case Pause(asks=False) | CheckInPause(asks=False) if kiosk.settings.pause_seconds <= 0:
            return ticket.pause_over(kiosk)
        case _:
            return kiosk, ()


def _face(kiosk: Kiosk) -> object:
    """What tells one set of touchable things from another."""
    match kiosk.screen:
        case (
            NoCard(what)
            | Services(what)
            | GreenReasons(what)
            | Bookings(what)
            | Materials(page=what)
            | When(offers=what)
            | About(topic=what)
            | Again(TicketView(ticket_id=what))
        ):
            return type(kiosk.screen), what
        case Help():
            return Help, helping.can_call_again(kiosk)
        case StaffMode() as mode:
            return staff_mode.face(mode)
        case screen:
            return type(screen)
