# SPDX-License-Identifier: Apache-2.0
"""A hall under a random but repeatable schedule of visitors and faults, over two business days.

Loss, repetition and reordering of messages, pipelined logs, cuts of one kiosk, of the whole hall and
of the hall's own network, crashes before and after a commit, deaths, wrong clocks, a centre that is killed or restored.
Kiosks that are enrolled while others work, and that a restored centre does not know.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from hall.conservation import Hall, broken_i8
from hall.feed import FeedEntry
from hall.ids import KioskId
from hall.invariants import Allowance
from hall.journal import feed_body
from hall.ledger import Ledger
from hall.place import Place
from hall.quota import LaneQuota
from hall.site_book import SiteBook
from tests.healed import broken_when_healed
from tests.simulation.leases.centre import Centre
from tests.simulation.leases.kiosk import CrashError, Kiosk
from tests.simulation.leases.messages import Confirmed, ToCentre, ToKiosk, Transfer
from tests.simulation.leases.site import (
    CHANGE_AT,
    DAYS,
    MINUTE,
    SERVICE,
    TODAY,
    TOMORROW,
    day_at,
)
from tests.simulation.leases.watch import ViolationError, Watch

STEPS = 500
HEALED_AT = 200
"""After so many steps, in the evening of the first day; and at the end of the second."""
EXTRAS = 4
ROUNDS = 80
MOST_SKEW = 150
Message = tuple[KioskId | None, ToCentre | ToKiosk]


class World:
    """One schedule; the same seed is the same schedule."""

    kiosk_class: type[Kiosk] = Kiosk
    book_class: type[SiteBook] = SiteBook
    centre_class: type[Centre] = Centre
    restores = 0.25
    """In so many schedules of all the centre may be restored."""

    def __init__(self, seed: int) -> None:
        rng = self._rng = random.Random(seed)  # noqa: S311 - a schedule, no secret
        self._minute = 0
        self._loss, self._repeats = rng.choice([0, 0.1, 0.3]), rng.choice([0, 0.1, 0.3])
        self._is_mortal, self._can_restore = rng.random() < 0.5, rng.random() < self.restores
        ids = tuple(KioskId(f"k{number}") for number in range(rng.randint(2, 5)))
        quotas = {
            (SERVICE, slot.start): LaneQuota(rng.randint(2, 5), rng.randint(2, 6), 1)
            for day in DAYS
            for slot in day.slots
        }
        self.allowance = Allowance(quotas, {SERVICE: EXTRAS})
        self.watch = Watch(self._every_place(), self.allowance)
        self.centre = self.centre_class(self.book_class, self.allowance, ids, self.watch, rng)
        self._to_come = [KioskId("late")] if self._can_restore else []
        self.kiosks = {one: self.kiosk_class(one, self.watch, rng) for one in ids}
        self._skews = Counter[KioskId]()
        self._network: list[Message] = []
        self._cut: set[KioskId] = set()
        self._is_hall_cut = False
        self._bookings_seen: Counter[KioskId] = Counter()

    def _every_place(self) -> Iterator[Place]:
        for day in DAYS:
            ledger = Ledger(day.opened(self.allowance.quotas, EXTRAS))
            yield from (place for place, _, _ in ledger.owners)

    # Time

    @property
    def now(self) -> datetime:
        if self._minute <= CHANGE_AT:
            return TODAY.opens + self._minute * MINUTE
        return TOMORROW.opens + (self._minute - CHANGE_AT) * MINUTE

    def clock_of(self, kiosk_id: KioskId) -> datetime:
        """Wrong by up to a slot and more; no invariant uses it (rules.md 3, point 11)."""
        return max(day_at(self.now).opens, self.now + self._skews[kiosk_id] * MINUTE)

    # A schedule

    def run(self, steps: int = STEPS) -> Counter[str]:
        """Raises ViolationError."""
        for number in range(steps):
            self.step()
            if number == HEALED_AT:
                self.heal()
        self.heal()
        return self.watch.counts

    def step(self) -> None:
        self._minute += 1
        if self._minute == CHANGE_AT + 1:
            self.centre.begin(self.now)
        kiosk = self._rng.choice(list(self.kiosks.values()))
        actions = self._actions(kiosk)
        act = self._rng.choices(list(actions), list(actions.values()))[0]
        try:
            act()
        except CrashError:
            kiosk.crash()

    def _actions(self, kiosk: Kiosk) -> dict[Callable[[], None], float]:
        now, rng = self.clock_of(kiosk.kiosk_id), self._rng
        centre = self.centre
        anywhere: dict[Callable[[], None], float] = {
            self.deliver: 40,
            lambda: centre.hold(self.now): 5,
            lambda: centre.decide(self.now): 4,
            lambda: centre.release(self.now): 4,
            centre.close: 3,
            lambda: centre.reduce(self.now): 0.5,
            lambda: centre.ask_return(kiosk.kiosk_id, self.now): 2 if self._can_restore else 0.5,
            lambda: centre.restart(self.now): 0.5,
            lambda: self._toggle_cut(kiosk.kiosk_id): 2,
            self._toggle_whole_cut: 0.5,
            self._toggle_hall: 0.5,
            lambda: self._jump(kiosk.kiosk_id): 0.3,
            lambda: self._disaster(kiosk): 0.7 if self._can_restore else 0.5,
            self._enrol: 0.7 if self._to_come else 0.2 if self.unknown else 0,
        }
        if not kiosk.is_alive:
            return anywhere
        if not kiosk.is_up:
            return {**anywhere, lambda: kiosk.restart(now): 30}
        if kiosk.is_given_up:
            return {**anywhere, lambda: self._send(kiosk.tick(now)): 30}
        peer = rng.choice(list(self.kiosks))
        return {
            **anywhere,
            lambda: kiosk.walk_in(now, green=rng.random() < 0.1): 15,
            lambda: self._check_in(kiosk, now): 8,
            lambda: kiosk.cancel(now): 6,
            lambda: self._send(kiosk.tick(now)): 10,
            lambda: kiosk.give_back(now): 2.5,
            lambda: kiosk.give(peer, now): 6,
            kiosk.crash: 1,
        }

    def _check_in(self, kiosk: Kiosk, now: datetime) -> None:
        today = day_at(now).business_date
        bookings = [
            booking.booking_id
            for booking in self.centre.book.bookings.values()
            if booking.business_date == today
        ]
        if bookings:
            kiosk.check_in(self._rng.choice(bookings), now)

    # Network

    def _send(self, messages: Iterable[Message]) -> None:
        self._network.extend(messages)

    def deliver(self, *, fair: bool = False) -> None:
        """Any message on its way, or the loss of it; `fair`: none is lost or repeated."""
        if not self._network:
            return
        at = self._rng.randrange(len(self._network))
        receiver, message = self._network[at]
        if fair or self._rng.random() >= self._repeats:
            self._network[at] = self._network[-1]
            self._network.pop()
        if not fair and (self._rng.random() < self._loss or not self._reaches(receiver, message)):
            return
        self._arrive(receiver, message)

    def _reaches(self, receiver: KioskId | None, message: ToCentre | ToKiosk) -> bool:
        if isinstance(message, Transfer | Confirmed):
            return not self._is_hall_cut
        end = message.kiosk_id if receiver is None else receiver
        return end not in self._cut

    def _arrive(self, receiver: KioskId | None, message: ToCentre | ToKiosk) -> None:
        if receiver is None:
            self._send(self.centre.hear(message, self.now))
            return
        kiosk = self.kiosks[receiver]
        if kiosk.is_alive and kiosk.is_up:
            self._send(kiosk.hear(message, self.clock_of(receiver)))

    # Faults

    def _toggle_cut(self, kiosk_id: KioskId) -> None:
        self._cut ^= {kiosk_id}

    def _toggle_whole_cut(self) -> None:
        self._cut = set() if len(self._cut) == len(self.kiosks) else set(self.kiosks)

    def _toggle_hall(self) -> None:
        self._is_hall_cut = not self._is_hall_cut

    def _jump(self, kiosk_id: KioskId) -> None:
        self._skews[kiosk_id] = self._rng.randint(-MOST_SKEW, MOST_SKEW)

    def _disaster(self, kiosk: Kiosk) -> None:
        if self._can_restore:
            acts = [self.centre.back_up, lambda: self.centre.restore(self.now)]
            if self._is_mortal and self.centre.book.is_recovering:
                acts.append(lambda: self._die_unheard(kiosk))
            self._rng.choice(acts)()
        elif self._is_mortal:
            self._die(kiosk)

    def _enrol(self) -> None:
        """One that comes while the others work, or one that a restored centre does not know."""
        kiosk_id = self._rng.choice([*self._to_come, *self.unknown])
        if kiosk_id in self._to_come:
            self._come(kiosk_id)
        else:
            self.watch.counts["enrolled anew"] += 1
            self.centre.enrol(kiosk_id)

    def _come(self, kiosk_id: KioskId) -> None:
        self._to_come.remove(kiosk_id)
        self.kiosks[kiosk_id] = self.kiosk_class(kiosk_id, self.watch, self._rng)
        self.kiosks[kiosk_id].ask()
        self.centre.enrol(kiosk_id)

    @property
    def unknown(self) -> list[KioskId]:
        """They were enrolled after the backup."""
        known = self.centre.book.kiosks
        able = (one for one, kiosk in self.kiosks.items() if kiosk.is_alive)
        return [one for one in able if one not in known and not self.kiosks[one].is_given_up]

    def _die_unheard(self, kiosk: Kiosk) -> None:
        """Before it has sent its log again to a restored centre, and staff say so or do not."""
        if kiosk.kiosk_id in self.centre.book.missing and len(self.living) > 1:
            kiosk.is_alive = False
            self.watch.counts["dead unheard"] += 1
            if self._rng.random() < 0.7:
                self.centre.give_up(kiosk.kiosk_id, self.now)

    def _die(self, kiosk: Kiosk) -> None:
        """For good; sometimes staff know that nothing was given since it was last heard of."""
        if len(self.living) < 2:
            return
        kiosk.is_alive = False
        self.watch.counts["dead"] += 1
        book = self.centre.book
        is_known = kiosk.kiosk_id in book.kiosks and book.acknowledged(kiosk.kiosk_id) == len(
            kiosk.log
        )
        if is_known and self._rng.random() < 0.5:
            self.centre.give_up(kiosk.kiosk_id, self.now)

    # Healing

    def heal(self) -> None:
        """All cuts end, the living are up; all is exchanged, and then every invariant must hold."""
        self._cut, self._is_hall_cut = set(), False
        if self.unknown and self._rng.random() < 0.5:
            self._enrol()
        self.watch.counts["unknown to the end"] += len(self.unknown)
        for kiosk in self.living:
            self._restart(kiosk)
        for _ in range(ROUNDS):
            for kiosk in self.living:
                self._repeat(kiosk)
            while self._network:
                self.deliver(fair=True)
            if not broken_i8(self.hall()):
                break
        self._check_all()

    def _repeat(self, kiosk: Kiosk) -> None:
        try:
            self._send(kiosk.tick(self.clock_of(kiosk.kiosk_id)))
        except CrashError:
            kiosk.crash()
            self._restart(kiosk)

    def _restart(self, kiosk: Kiosk) -> None:
        while not kiosk.is_up:
            try:
                kiosk.restart(self.clock_of(kiosk.kiosk_id))
            except CrashError:
                kiosk.crash()

    @property
    def living(self) -> list[Kiosk]:
        """Those that take part."""
        known = self.centre.book.kiosks
        able = (each for each in self.kiosks.values() if each.is_alive and not each.is_given_up)
        return [each for each in able if each.kiosk_id in known]

    def hall(self) -> Hall:
        return Hall(
            self.centre.book,
            {one: kiosk.log for one, kiosk in self.kiosks.items()},
            {one: kiosk.feed for one, kiosk in self.kiosks.items()},
            frozenset(kiosk.kiosk_id for kiosk in self.living),
            self.centre.given_up,
        )

    def _check_all(self) -> None:
        papers = {one: kiosk.papers for one, kiosk in self.kiosks.items()}
        refusals = [refusal for kiosk in self.kiosks.values() for refusal in kiosk.refusals]
        some = self._rng.sample(refusals, min(5, len(refusals)))
        broken = broken_when_healed(self.hall(), papers, self.allowance, self._told(), some)
        if broken:
            raise ViolationError(f"{broken[0].invariant} {broken[0].what}")

    def _told(self) -> list[FeedEntry]:
        """The feed of both days."""
        rows = self.centre.journal.rows
        told = ((row.seq, feed_body(row.body)) for row in rows)
        return [FeedEntry(seq, body) for seq, body in told if body is not None]
