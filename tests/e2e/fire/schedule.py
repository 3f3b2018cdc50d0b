# SPDX-License-Identifier: Apache-2.0
"""What happens in a hall under fire, by a seed: visitors, bookings, faults, a cut of two hours, kills."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from hall.ids import KioskId
from hall.place import Lane
from hall.stopping import Standing
from tests.e2e.fire.hall import ESTATE, KIOSKS, SECONDS, SOCIAL, FireHall
from tests.e2e.fire.words import GiveExtra, GiveUp, LayCard, Order, StandHere, WalkIn
from tests.e2e.killer import pause
from tests.e2e.persons import person
from tests.e2e.synced_kiosk import eventually

SLOT = timedelta(minutes=30)
STRIKES_WITHIN_SECONDS = 0.06
MOST_VISITS = 3
"""At one kiosk in one step."""
MANAGER_ACTS = 0.25
"""How likely in one step."""
ORDERS = {"walk-in": 50, "green": 8, "social": 12, "card": 22, "gives up": 8}
STAFF_ORDERS = {"extra": 10, "stands": 4}
"""At the kiosks, where there are staff."""


class Fire:
    """One schedule; the same seed is the same schedule, as far as processes are."""

    def __init__(self, hall: FireHall, seed: int, kill_database: Callable[[], None] | None) -> None:
        self.hall = hall
        self.counts = Counter[str]()
        self._kill_database = kill_database
        self._rng = random.Random(f"{seed} fire")  # noqa: S311 - a schedule, no secret
        self._manager = random.Random(f"{seed} manager")  # noqa: S311 - a schedule, no secret
        self._persons = 0
        self._down: list[KioskId] = []

    def run(self) -> None:
        """From the first visitor until the lines are whole again."""
        eventually(self.hall.is_granted, SECONDS)
        self._steps(4, timedelta(minutes=2))
        self.hall.proxy.is_rough = True
        self._steps(6, timedelta(minutes=2), kills=2)
        self._kill_centre()
        self._be_cut_off()
        self._come_back()
        self.hall.proxy.is_rough = False
        self._raise()
        self.hall.booker.wait()
        self._go_home()

    def _be_cut_off(self) -> None:
        """Three kiosks for two hours, the last one for the second of them."""
        last, *first = self._rng.sample(KIOSKS, len(KIOSKS))
        self.hall.proxy.cut(*first)
        self._steps(10, timedelta(minutes=6), kills=1)
        self.hall.proxy.cut(last)
        self._steps(10, timedelta(minutes=6), kills=1)

    def _come_back(self) -> None:
        """One after the other, while everything else dies once more."""
        kiosks = self._rng.sample(KIOSKS, len(KIOSKS))
        self.hall.proxy.heal(*kiosks[:2])
        self._steps(2, timedelta(minutes=1), kills=1)
        self._kill_centre()
        self.hall.proxy.heal(*kiosks[2:])
        if self._kill_database:
            self._visitors()
            self._kill_database()
            self.counts["database killed"] += 1
        self._steps(4, timedelta(minutes=1), kills=1)

    # Steps

    def _steps(self, count: int, passing: timedelta, kills: int = 0) -> None:
        struck = set(self._rng.sample(range(count), kills))
        for number in range(count):
            self.hall.time.let_pass(passing)
            self._raise()
            self._platform()
            self._staff()
            self._visitors()
            if number in struck:
                self._strike()
            for kiosk in self.hall.kiosks.values():
                kiosk.hear()

    def _visitors(self) -> None:
        for kiosk in self.hall.kiosks.values():
            for _ in range(self._rng.randint(0, MOST_VISITS)):
                kiosk.order(self._order())

    def _order(self) -> Order:
        likely = {**ORDERS, **STAFF_ORDERS} if self.hall.staff else ORDERS
        what = self._rng.choices(tuple(likely), tuple(likely.values()))[0]
        self.counts[what] += 1
        if what == "gives up":
            return GiveUp()
        if what == "extra":
            return GiveExtra(ESTATE)
        if what == "stands":
            return StandHere(SOCIAL, self._rng.choice((Standing.STOPPED, Standing.OPEN)))
        booked = tuple(self.hall.booker.made.values())
        if what == "card" and booked:
            return LayCard(self._rng.choice(booked))
        service_id = SOCIAL if what == "social" else ESTATE
        return WalkIn(service_id, self._somebody(), is_green=what == "green")

    def _somebody(self) -> str:
        self._persons += 1
        return person(self._persons).number

    def _platform(self) -> None:
        slot = self._slot_in(self._rng.randint(2, 6))
        for _ in range(self._rng.randint(0, 3)):
            self.hall.booker.book(self._somebody(), ESTATE, slot)
        if self._rng.random() < 0.15:
            self.hall.booker.cancel_one()
        if self._rng.random() < 0.1:
            lane = self._rng.choice((Lane.WALK_IN, Lane.BOOKED))
            self.hall.booker.reduce(ESTATE, slot, lane)

    def _staff(self) -> None:
        """At each counter the next one; now and then the manager does something."""
        if (staff := self.hall.staff) is None:
            return
        staff.work()
        if self._manager.random() < MANAGER_ACTS:
            staff.stand(SOCIAL, self._manager.choice(tuple(Standing)))
        if self._manager.random() < MANAGER_ACTS:
            staff.add_extras(ESTATE, self._manager.randint(1, 4))

    def _go_home(self) -> None:
        if staff := self.hall.staff:
            staff.stand(SOCIAL, Standing.OPEN)
            staff.wait()
            self.counts += staff.counts

    def _slot_in(self, slots: int) -> datetime:
        now = self.hall.time.now()
        whole = now.replace(minute=now.minute // 30 * 30, second=0, microsecond=0)
        return whole + slots * SLOT

    # Deaths

    def _strike(self) -> None:
        """A kiosk dies at any moment of what it is doing."""
        kiosk_id = self._rng.choice(KIOSKS)
        pause(self._rng.uniform(0, STRIKES_WITHIN_SECONDS))
        self.hall.kiosks[kiosk_id].kill()
        self._down.append(kiosk_id)
        self.counts["kiosk killed"] += 1

    def _raise(self) -> None:
        """The dead start again."""
        down, self._down = set(self._down), []
        for kiosk_id in down:
            self.hall.start_kiosk(kiosk_id)
        for kiosk_id in down:
            self.hall.kiosks[kiosk_id].meet()

    def _kill_centre(self) -> None:
        self._visitors()
        pause(self._rng.uniform(0, STRIKES_WITHIN_SECONDS))
        self.hall.kill_centre()
        self.counts["centre killed"] += 1
        self.hall.start_centre()
        for kiosk in self.hall.kiosks.values():
            kiosk.hear()
