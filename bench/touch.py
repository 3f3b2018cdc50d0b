# SPDX-License-Identifier: Apache-2.0
"""From the finger's release to the next screen painted, 1080 x 1920, over whole journeys."""

from collections.abc import Iterator

from bench.figure import Figure, percentiles
from bench.plan import Plan
from bench.rehearsal import FULL, TILES, Rehearsal
from bench.screen import application
from kiosk.flow import events, touches
from tests.gui.sample_hall import IDENTITY, SENIOR, SLOTS
from tests.kiosk.flow.journey import NUMBER

GOALS: dict[int, float | None] = {50: None, 99: 50}
FIRST = TILES[0].service_id


def measure(plan: Plan) -> Iterator[Figure]:
    """Journeys in turn until enough screens have come; the keys of the keypad stand apart."""
    application()
    rehearsal, enough = Rehearsal(), plan.count(500, 5000)
    screens = list[float]()
    while len(screens) < enough:
        no_card(rehearsal)
        keypad(rehearsal)
        card(rehearsal)
        screens = [one.milliseconds for one in rehearsal.touched if one.is_new_screen]
    rehearsal.end()
    keys = [one.milliseconds for one in rehearsal.touched if not one.is_new_screen]
    yield from percentiles("touch to next screen painted", screens, "ms", GOALS)
    yield from percentiles("touch of a key to its digit painted", keys, "ms", GOALS)


def no_card(visitor: Rehearsal) -> None:
    """In English, without a card: another page, larger type, a service that is full, a later slot, "not this"."""
    visitor.touch(touches.LanguagePressed("en"))
    visitor.touch(touches.NoCardPressed())
    visitor.touch(touches.PagePressed())
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
    visitor.touch(touches.ReprintPressed())
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


def _take_number(visitor: Rehearsal) -> None:
    visitor.touch(touches.ServicePressed(FIRST))
    visitor.time_passes()
