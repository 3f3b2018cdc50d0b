# SPDX-License-Identifier: Apache-2.0
"""A whole business day of visits of every kind before the real panel: how long each frame takes."""

import gc
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from typing_extensions import override

from bench.figure import Figure, percentiles
from bench.plan import Plan, say
from bench.rehearsal import TILES, Painted, Rehearsal
from bench.screen import application
from bench.touch import GOALS, LONGEST, WAYS, card, keypad, no_card
from kiosk.flow import effects, events, touches
from kiosk.flow.change import is_as_new, is_home
from kiosk.flow.covers import innermost
from kiosk.flow.effects import Effect
from kiosk.flow.timing import clock_of
from kiosk.flow.values import BookingView, FlowSettings, HelpReach, Paper, Phase
from kiosk.ui.look import PanelLook
from tests.gui.sample_bookings import EARLY, LATE, ON_TIME
from tests.gui.sample_hall import IDENTITY, OPENING, REASONS, SENIOR, TICKET

SETTINGS = FlowSettings(
    has_voice=True,
    has_bookings=True,
    has_scanner=True,
    proxy_limit=3,
    calls_centre=True,
    has_lamp=True,
)
VISITS = 120
"""One every four minutes from 9:00 to 17:00."""
MOST_TOUCHES = 14
"""Touches of somebody who looks around, at most."""
BOOKINGS = ((), (), (), (ON_TIME,), (EARLY,), (LATE,), (EARLY, ON_TIME))
UNPRINTED = ((), (), (), ("A017",))
BAR = (touches.SizePressed, touches.HelpPressed, touches.VoicePressed, touches.ContrastPressed)
ENDS = (touches.RestartPressed, touches.BackPressed, touches.DonePressed)
SELDOM = 0.1
"""How often a control of the bar is touched, beside any other."""
COSTLIEST = 5
HAVE_CARDS = 0.6
UNPROMISED: dict[int, float | None] = {50: None}


def measure(plan: Plan) -> Iterator[Figure]:
    """Upright and across; the first day of a process, nothing painted before it."""
    application()
    gc.collect()
    gc.freeze()  # as the kiosk does when all is loaded
    for way, look in WAYS.items():
        frames = day(look, plan.count(VISITS, 4 * VISITS))
        name = f"a frame of a day, {way}"
        by_clock = [one.milliseconds for one in frames]
        worked = [one.of_processor for one in frames]
        yield from percentiles(name, by_clock, "ms", UNPROMISED | GOALS)
        yield Figure(f"{name}, longest of {len(frames):,}", max(by_clock), "ms", LONGEST)
        yield from percentiles(f"{name}, of the processor", worked, "ms", UNPROMISED | GOALS)
        yield Figure(f"{name}, of the processor, longest", max(worked), "ms", LONGEST)
        for one in sorted(frames, key=lambda one: -one.of_processor)[:COSTLIEST]:
            say(f"{way}: {one.of_processor:.0f} ms of the processor for {one.screen}")


def day(look: PanelLook, visits: int) -> list[Painted]:
    """From before the hall opens until it has closed; the same day each time."""
    chance = Random(20261123)  # noqa: S311 - a simulation
    hall = Hall(look, chance)
    for phase in (Phase.BEFORE_ISSUE, Phase.ISSUING):
        hall.opens(phase)
    for number in range(visits):
        hall.minute_passes()
        journey: Callable[[Hall], None] = chance.choice((no_card, keypad, card, *[look_around] * 5))
        journey(hall)
        hall.leave()
        if number == visits // 2:
            hall.pauses()
    hall.opens(Phase.STOPPED)
    hall.end()
    return hall.frames


class Hall(Rehearsal):
    """Visitors of every kind before one panel; what they meet is drawn."""

    def __init__(self, look: PanelLook, chance: Random) -> None:
        self.chance = chance
        self.bookings: tuple[BookingView, ...] = ()
        super().__init__(look, SETTINGS)

    @override
    def answers(self, effect: Effect) -> list[events.Event]:
        match effect:
            case effects.LoadVisit(visit_no, digest) if digest is not None:
                booked = self.bookings
                return [events.VisitLoaded(visit_no, TILES, bookings=booked, left_for_others=3)]
            case effects.FindBooking(visit_no):
                return [events.VisitLoaded(visit_no, TILES, bookings=(ON_TIME,))]
            case effects.CheckIn(visit_no):
                issued = replace(TICKET, paper=Paper.PRINTING)
                return [events.TicketIssued(visit_no, issued)]
            case effects.CallForHelp(call_no):
                told = (HelpReach.TOLD, HelpReach.COMING, HelpReach.DONE)
                return [events.HelpChanged(call_no, reach) for reach in told]
            case _:
                return super().answers(effect)

    def opens(self, phase: Phase) -> None:
        """The day goes on."""
        self.send(events.OpeningChanged(replace(OPENING, phase=phase)))

    def pauses(self) -> None:
        """The printer is without paper, the centre out of reach; both come back."""
        self.send(events.PrinterChanged("error.printer.paper_out"))
        self.send(events.LinkChanged(OPENING.issue_from))
        look_around(self)
        self.leave()
        self.send(events.LinkChanged(None))
        self.send(events.PrinterChanged(None))

    def minute_passes(self) -> None:
        """Nobody is there; what is known of the hall changes."""
        tiles = self.chance.sample(TILES, len(TILES))
        self.send(events.ServicesChanged(tuple(tiles), REASONS))
        self.send(events.UnprintedChanged(self.chance.choice(UNPRINTED)))

    def leave(self) -> None:
        """The visitor goes, and the screen comes back by itself."""
        while self._is_used():
            if clock_of(self.kiosk) is None:
                raise RuntimeError(type(self.kiosk.screen).__name__)
            self.time_passes()
        self.bookings = ()

    def _is_used(self) -> bool:
        """Help and staff mode may cover a home screen."""
        screen = self.kiosk.screen
        return not (innermost(screen) is screen and is_home(screen) and is_as_new(self.kiosk))


def look_around(hall: Hall) -> None:
    """With a card or without, touching what is there."""
    chance = hall.chance
    hall.bookings = chance.choice(BOOKINGS)
    if chance.random() < HAVE_CARDS:
        hall.send(events.CardFound())
        hall.send(events.CardRead(chance.choice((IDENTITY, SENIOR))))
        hall.send(events.CardTaken())
        hall.settle()
        hall.time_passes()
    for _ in range(chance.randrange(3, MOST_TOUCHES)):
        wanted = hall.awake()
        if not wanted:
            return
        hall.touch(*chance.choices(wanted, [_weight(one) for one in wanted]))
        if not hall.has(touches.HelpPressed()) and clock_of(hall.kiosk) is not None:
            hall.time_passes()


def _weight(touch: touches.Touch) -> float:
    return SELDOM if isinstance(touch, (*BAR, *ENDS)) else 1.0
