# SPDX-License-Identifier: Apache-2.0
"""A day of visitors at one kiosk whose paper ends, whose cover opens, whose printer falls silent, whose power fails."""

from collections import Counter
from contextlib import ExitStack
from datetime import time, timedelta
from pathlib import Path
from random import Random
from typing import Self
from unittest.mock import patch

from drivers.transport.deadline import Deadline
from hall.calendar import Calendar, OpeningHours, Period
from hall.log import Entry
from hall.service import Catalogue
from kiosk.flow.states import KeepNumber, TicketShown
from kiosk.flow.touches import (
    DonePressed,
    NoCardPressed,
    ReprintPressed,
    RestartPressed,
    ServicePressed,
)
from kiosk.services.rules import Rules
from kiosk.services.unprinted import Unprinted, unprinted
from kiosk.store import database as store
from kiosk.store.database import Database
from tests.fakes.clock import FakeClock
from tests.kiosk.services.samples import INSURANCE, SERVICES, SHANGHAI, at
from tests.simulation.papers.fuse import Fuse, PowerCutError
from tests.simulation.papers.machine import Machine
from tests.simulation.papers.press import Press

ALL_DAY = OpeningHours(((Period(time(5), time(23)),),) * 7)
RULES = Rules(Catalogue(SERVICES[:1]), Calendar(SHANGHAI, ALL_DAY))
SECONDS_BETWEEN = 20
_WITHOUT_SYNC = tuple(each.replace("= FULL", "= OFF") for each in store.PRAGMAS)
STAYS_BROKEN = 4
"""So many visitors come and go before somebody brings paper, on average."""
MOMENTS = 24
"""At which the power may fail in a visit with its print."""


class PaperDay:
    """Lifetime: of its `with`; `run` once.

    Args:
        harm: how many times as often as on a bad day something breaks.
        knows_clear: whether this make of printer drops what it holds when told to.

    Attributes:
        happened: how often what happened, for those who want to see that it did.
    """

    def __init__(
        self, seed: int, folder: Path, *, harm: float = 1.0, knows_clear: bool = True
    ) -> None:
        self.draw = Random(seed)  # noqa: S311 - a day, no secret
        self.happened = Counter[str]()
        self.clock = FakeClock(at(6))
        self.press = Press(self.clock, knows_clear=knows_clear)
        self._fuse = Fuse(self.draw, self.happened)
        self._path = folder / "kiosk.db"
        self._open = ExitStack()
        self._patches = ExitStack()
        self._broken_for = 0
        self._harm = harm

    def __enter__(self) -> Self:
        # Deadlines pass with the day's own clock; what a killed process has committed is there all the same.
        own = (self.clock.monotonic,)
        self._patches.enter_context(patch.object(Deadline.__init__, "__defaults__", own))
        self._patches.enter_context(patch.object(store, "PRAGMAS", _WITHOUT_SYNC))
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()
        self._patches.close()

    def run(self, visitors: int) -> None:
        """All of them one after the other, and then somebody puts the printer in order."""
        for _ in range(visitors):
            self.clock.pass_time(timedelta(seconds=SECONDS_BETWEEN))
            self._something_breaks()
            self._cut_or_not()
        self._fuse.put_out()
        self.press.mend()
        for _ in range(5):
            self.machine.turn()
            self.clock.pass_time(timedelta(minutes=1))

    def entries(self) -> list[Entry]:
        """The log."""
        with self.database.unit_of_work() as unit:
            return list(unit.log.entries())

    def listed(self) -> tuple[Unprinted, ...]:
        """What the staff list shows."""
        return unprinted(self.database.unit_of_work(), RULES, self.clock.now())

    def _start(self) -> None:
        self.database = Database.open(self._path)
        self._open.callback(self.database.close)
        self.machine = Machine(self.database, RULES, self.clock, self.press, self._fuse)
        self.machine.take_up()

    def _cut_or_not(self) -> None:
        """One process after another until one has lived through it, or its visitor has gone."""
        if self.draw.random() < 0.06 * self._harm:
            self._fuse.light(MOMENTS)
        try:
            self._visit()
        except PowerCutError:
            self._start_again()
        self._fuse.put_out()

    def _start_again(self) -> None:
        """At times the printer was without power too."""
        self._open.close()
        if self.draw.random() < 0.3:
            self.press.lose_power()
        self.clock.pass_time(timedelta(seconds=self.draw.choice((5, 40, 300))))
        self._start()
        self.machine.turn()

    def _visit(self) -> None:
        machine = self.machine
        machine.send(NoCardPressed())
        machine.send(ServicePressed(INSURANCE))
        machine.turn()
        if isinstance(machine.kiosk.screen, KeepNumber):
            self._without_paper(machine)
        elif self.draw.random() < 0.05:
            self._ask_for_a_copy(machine)
        self.happened[type(machine.kiosk.screen).__name__] += 1
        machine.send(DonePressed())
        machine.send(RestartPressed())
        if self.draw.random() < 0.02:
            machine.look_around()

    def _without_paper(self, machine: Machine) -> None:
        """Somebody helps while the visitor stands there, or he asks for a copy, or he goes."""
        chance = self.draw.random()
        if chance < 0.4:
            self._mend()
            for _ in range(3):
                machine.turn()
            shown = machine.kiosk.screen
            self.happened["printed at last"] += isinstance(shown, TicketShown)
        elif chance < 0.6:
            self._ask_for_a_copy(machine)

    def _ask_for_a_copy(self, machine: Machine) -> None:
        self.happened["copy"] += 1
        machine.send(ReprintPressed())
        machine.turn()

    def _something_breaks(self) -> None:
        """Or somebody has put it in order meanwhile."""
        if self._broken_for:
            self._broken_for -= 1
            if not self._broken_for:
                self._mend()
            return
        if self.draw.random() > 0.08 * self._harm:
            return
        self._broken_for = self.draw.randint(1, 2 * STAYS_BROKEN)
        what = self.draw.choice(
            ("paper ends", "paper ends", "no paper", "cover", "mute", "deaf", "unplugged")
        )
        self.happened[what] += 1
        self._break(what)

    def _break(self, what: str) -> None:
        until = self.clock.monotonic() + self.draw.choice((3.0, 10.0, 60.0))
        match what:
            case "paper ends":
                self.press.ends_after = self.draw.randint(1, 6)
            case "no paper":
                self.press.has_paper = False
            case "cover":
                self.press.is_cover_open = True
            case "mute":
                self.press.mute_until = until
            case "deaf":
                self.press.deaf_until = until
            case _:
                self.press.is_plugged_in = False
                self.press.lose_power()

    def _mend(self) -> None:
        self._broken_for = 0
        self.press.mend()
