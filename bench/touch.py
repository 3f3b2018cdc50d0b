# SPDX-License-Identifier: Apache-2.0
"""From the finger's release to the next screen painted, 1080 x 1920, over whole journeys."""

from collections.abc import Iterator
from dataclasses import replace

from bench.figure import Figure, percentiles
from bench.plan import Plan
from bench.rehearsal import FULL, TILES, Rehearsal, Touched
from bench.screen import application
from kiosk.flow import events, touches
from kiosk.flow.paging import page_count
from kiosk.flow.states import TicketShown
from kiosk.flow.values import Size, Topic
from tests.gui.sample_hall import IDENTITY, LOOK, SENIOR, SLOTS
from tests.kiosk.flow.journey import NUMBER

GOALS: dict[int, float | None] = {50: None, 99: 50}
UNPROMISED: dict[int, float | None] = {50: None, 99: None}
LONGEST = 100
"""No frame of a day takes longer."""
FIRST = TILES[0].service_id


WAYS = {
    "upright": LOOK,
    "across": replace(LOOK, width_px=1920, height_px=1080, bottom_edge_mm=900.0),
}


def measure(plan: Plan) -> Iterator[Figure]:
    """Journeys in turn until enough screens have come; the keys of the keypad stand apart."""
    application()
    enough = plan.count(100, 1000)
    keys, longest = list[Touched](), 0.0
    for way, look in WAYS.items():
        for size in Size:
            touched = journeys(Rehearsal(look), size, enough)
            keys += [one for one in touched if not one.is_new_screen]
            longest = max(longest, *(one.milliseconds for one in touched))
            screens = [one for one in touched if one.is_new_screen]
            name = f"touch to next screen painted, {way}, {size.name.lower().replace('_', ' ')}"
            yield from percentiles(name, [one.milliseconds for one in screens], "ms", GOALS)
            worked = [one.of_processor for one in screens]
            yield from percentiles(f"{name}, of the processor", worked, "ms", UNPROMISED)
    milliseconds = [one.milliseconds for one in keys]
    yield from percentiles("touch of a key to its digit painted", milliseconds, "ms", GOALS)
    yield Figure("longest of all", longest, "ms", LONGEST)


def journeys(visitor: Rehearsal, size: Size, enough: int) -> list[Touched]:
    """Each visitor begins with the size of letters; what was touched until enough screens came."""
    while sum(one.is_new_screen for one in visitor.touched) < enough:
        for journey in (no_card, keypad, card):
            for _ in range(list(Size).index(size)):
                visitor.touch(touches.SizePressed())
            journey(visitor)
    visitor.end()
    return visitor.touched


def no_card(visitor: Rehearsal) -> None:
    """In English, without a card: another page, larger type, a service that is full, a later slot, "not this"."""
    visitor.touch(touches.LanguagePressed("en"))
    visitor.touch(touches.NoCardPressed())
    for _ in range(page_count(visitor.kiosk)):
        visitor.touch(touches.PagePressed())
    visitor.touch(touches.ServicePressed(FULL))
    visitor.touch(touches.OfferPressed(SLOTS[0]))
    visitor.touch(touches.NotThisPressed())
    for _ in range(3):
        visitor.touch(touches.SizePressed())
    visitor.touch(touches.HelpPressed())
    visitor.touch(touches.BackPressed())
    _take_number(visitor)
    visitor.touch(touches.CancelPressed())
    visitor.touch(touches.BackPressed())
    _reprint(visitor)
    if not isinstance(visitor.kiosk.screen, TicketShown):
        visitor.touch(touches.BackPressed())
    visitor.touch(touches.DonePressed())


def keypad(visitor: Rehearsal) -> None:
    """The number typed, one digit wrong first; the number given up in the end."""
    visitor.touch(touches.TypeNumberPressed())
    visitor.touch(touches.DigitPressed("7"))
    visitor.touch(touches.DeletePressed())
    for digit in NUMBER:
        visitor.touch(touches.DigitPressed(digit))
    visitor.touch(touches.NumberDonePressed())
    _take_number(visitor)
    visitor.touch(touches.CancelPressed())
    visitor.touch(touches.ConfirmPressed())
    visitor.touch(touches.RestartPressed())


def card(visitor: Rehearsal) -> None:
    """With a card, the old in large type; asked whether anybody is still there."""
    for identity in (IDENTITY, SENIOR):
        visitor.send(events.CardFound())
        visitor.send(events.CardRead(identity))
        visitor.send(events.CardTaken())
        visitor.settle()
        visitor.time_passes()
        visitor.time_passes()
        visitor.touch(touches.StillHerePressed())
        visitor.touch(touches.HelpPressed())
        visitor.touch(touches.BackPressed())
        _take_number(visitor)
        visitor.touch(touches.DonePressed())


def _reprint(visitor: Rehearsal) -> None:
    """In large letters it stands behind 更多."""
    if not visitor.has(touches.ReprintPressed()):
        visitor.touch(touches.AboutPressed(Topic.MORE))
    visitor.touch(touches.ReprintPressed())


def _take_number(visitor: Rehearsal) -> None:
    visitor.touch(touches.ServicePressed(FIRST))
    visitor.time_passes()
