# SPDX-License-Identifier: Apache-2.0
"""Four kiosks with their staff, a manager and the centre, by a seed; for hours all four are cut off.

The use cases, the stores in memory and the words on the wire are the product's; what is left out are
threads and the network, which loses answers here. Bookings are those of tests/simulation/leases.
"""

import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from central.services.hall_desk import ExtrasWish
from hall.ids import ActId, ServiceId, TicketId
from hall.place import Lane
from hall.stopping import EFFECTS, Standing
from kiosk.flow.staff_values import EXTRA_REASONS
from kiosk.flow.values import Offer, OfferKind
from kiosk.services.cancel import cancel
from kiosk.services.errors import IssueRefusedError, NoExtraError, StoppedError, SuspendedError
from kiosk.services.give_numbers import StaffRequest, give_numbers
from kiosk.services.issue import IssueRequest, issue
from kiosk.services.rules import Rules
from kiosk.services.standing import stops_of
from kiosk.services.stop_service import StopWish, stop_service, stop_times
from kiosk.sync.stock import SiteNow, Stock
from tests.central.services.clerks import MANAGER
from tests.central.services.hall import ESTATE, SOCIAL, TODAY, Hall, site_file
from tests.central.small_site import SMALL_SITE
from tests.simulation.leases.watch import check
from tests.simulation.staff.watch import Watch
from tests.small_kiosk import SmallKiosk, settled

SITE = SMALL_SITE.replace('"23:30"', '"08:00"').replace("counters = 6", "counters = 2")
"""Few places, so that a schedule is quick: 5 for walk-ins in each slot."""
FILE = site_file(SITE)
RULES = Rules(FILE.catalogue, FILE.calendar, again=None)
KIOSKS = ("k1", "k2", "k3", "k4")
LINKED_STEPS, ALONE_STEPS = 50, 60
MOST_SECONDS = 180
"""Between two steps."""
LOST = 0.2
EXTRAS = 6
"""The manager's number in the morning; some are added in the course of the day."""
ROUNDS = 6
"""So many exchanges of each kiosk, one after the other, and everybody knows everything."""

Act = Callable[[SmallKiosk], Awaitable[None] | None]


class HallOfFour:
    """One schedule; the same seed is the same schedule."""

    def __init__(self, hall: Hall, seed: int) -> None:
        self._hall = hall
        self._rng = random.Random(seed)  # noqa: S311 - a schedule, no secret
        self._watch = Watch()
        self._kiosks: list[SmallKiosk] = []
        self._cut: set[str] = set()
        self._looked = Counter[str]()
        self._open: dict[str, list[TicketId]] = {}

    async def run(self) -> Counter[str]:
        """Raises ViolationError."""
        async with self._hall.writers:
            self._kiosks = await settled(self._hall, SmallKiosk, *KIOSKS)
            for kiosk in self._kiosks:
                kiosk.stock = Stock(self._site, self._hall.clock.monotonic)
                self._open[kiosk.kiosk_id] = []
                self._look(kiosk)
            await self._add(EXTRAS)
            await self._steps(LINKED_STEPS, {**self._at_kiosk(), **self._at_centre()})
            self._cut = {kiosk.kiosk_id for kiosk in self._kiosks}
            await self._steps(ALONE_STEPS, self._at_kiosk())
            self._cut = set()
            await self._steps(LINKED_STEPS, {**self._at_kiosk(), **self._at_centre()})
            await self._heal()
        return self._watch.counts

    async def _steps(self, count: int, acts: dict[Act, float]) -> None:
        for _ in range(count):
            self._hall.clock.pass_time(timedelta(seconds=self._rng.randint(1, MOST_SECONDS)))
            kiosk = self._rng.choice(self._kiosks)
            act = self._rng.choices(list(acts), list(acts.values()))[0]
            done = act(kiosk)
            if done is not None:
                await done
            self._look(kiosk)

    def _at_kiosk(self) -> dict[Act, float]:
        return {
            self._somebody_comes: 20,
            self._somebody_gives_up: 8,
            self._staff_give: 6,
            self._staff_give_to_company: 3,
            self._staff_give_extra: 25,
            self._staff_stop: 8,
            self._starts_again: 2,
        }

    def _at_centre(self) -> dict[Act, float]:
        return {
            self._exchange: 40,
            self._is_cut_or_healed: 8,
            self._manager_adds: 6,
            self._manager_stops: 6,
        }

    # At a kiosk

    def _somebody_comes(self, kiosk: SmallKiosk) -> None:
        now = self._now
        request = IssueRequest(self._new_id(), TODAY, self._service(), Offer(OfferKind.NOW))
        self._give(
            kiosk, request.service_id, lambda: [issue(kiosk.unit, RULES, request, now).ticket_id]
        )

    def _somebody_gives_up(self, kiosk: SmallKiosk) -> None:
        tickets = self._open[kiosk.kiosk_id]
        if tickets:
            gone = tickets.pop(self._rng.randrange(len(tickets)))
            cancel(kiosk.unit, gone, self._now)

    def _staff_give(self, kiosk: SmallKiosk) -> None:
        self._give_by_staff(kiosk, StaffRequest((self._new_id(),), self._service(), "7"))

    def _staff_give_to_company(self, kiosk: SmallKiosk) -> None:
        ids = tuple(self._new_id() for _ in range(self._rng.randint(2, 4)))
        self._give_by_staff(kiosk, StaffRequest(ids, self._service(), "7"))

    def _staff_give_extra(self, kiosk: SmallKiosk) -> None:
        reason = self._rng.choice(EXTRA_REASONS)
        asked = StaffRequest((self._new_id(),), ESTATE, "7", extra_reason=reason)
        self._give_by_staff(kiosk, asked)

    def _give_by_staff(self, kiosk: SmallKiosk, asked: StaffRequest) -> None:
        now = self._now

        def give() -> list[TicketId]:
            return [each.ticket_id for each in give_numbers(kiosk.unit, RULES, asked, now)]

        self._give(kiosk, asked.service_id, give)

    def _give(
        self, kiosk: SmallKiosk, service_id: ServiceId, give: Callable[[], list[TicketId]]
    ) -> None:
        """It is refused for a stop where the kiosk knows of one, and nowhere else."""
        may_give = self._watch.may_give(kiosk.kiosk_id, service_id, self._now)
        try:
            given = give()
        except (StoppedError, SuspendedError):
            self._watch.counts["refused for a stop"] += 1
            check(False in may_give, f"{kiosk.kiosk_id} gave no number and knew of no stop")
        except IssueRefusedError as error:
            self._watch.counts["no extra" if isinstance(error, NoExtraError) else "full"] += 1
        else:
            self._watch.counts["given"] += len(given)
            self._open[kiosk.kiosk_id] += given

    def _staff_stop(self, kiosk: SmallKiosk) -> None:
        """Now or at one of the times on the screen; as often it goes on again."""
        standing = self._rng.choice((Standing.STOPPED, Standing.OPEN))
        at = self._rng.choice((None, *stop_times(RULES, self._now)[:2]))
        wish = StopWish(self._service(), standing, "7", at, "fault")
        stop = stop_service(kiosk.unit, RULES, wish, self._now)
        self._watch.counts["stopped by staff"] += 1
        check(
            self._stands(kiosk, wish.service_id, stop.at) is standing, "staff's word does not count"
        )

    def _starts_again(self, kiosk: SmallKiosk) -> None:
        """It knows what is in its store, and asks up to where its log is known."""
        kiosk.acknowledged = None

    # With the centre

    async def _exchange(self, kiosk: SmallKiosk) -> None:
        if kiosk.kiosk_id in self._cut:
            return
        answer = await kiosk.say()
        if self._rng.random() < LOST:
            self._watch.counts["answer lost"] += 1
            return
        self._watch.heard(kiosk.kiosk_id, answer.told)
        kiosk.hear(answer)

    def _is_cut_or_healed(self, kiosk: SmallKiosk) -> None:
        self._cut ^= {kiosk.kiosk_id}

    async def _manager_adds(self, _: SmallKiosk) -> None:
        """Said twice as often as not: the answer to the first may be lost."""
        await self._add(self._rng.randint(1, 4))

    async def _add(self, count: int) -> None:
        wish = ExtrasWish(ActId(self._hall.clock.new_id()), ESTATE, count, "a full morning")
        self._watch.allowed += count
        for _ in range(self._rng.randint(1, 2)):
            view = await self._hall.hall_desk.add_extras(MANAGER, wish)
            check(view.extras == self._watch.allowed, f"{view.extras} extras at the centre")

    async def _manager_stops(self, _: SmallKiosk) -> None:
        service_id, standing = self._service(), self._rng.choice(tuple(Standing))
        at = self._rng.choice((None, *stop_times(RULES, self._now)[:2]))
        stop = await self._hall.hall_desk.stop(MANAGER, service_id, standing, at, "x")
        self._watch.counts["stopped by the manager"] += 1
        counters = (await self._hall.book()).calling.on(TODAY)
        stands = counters.standing(service_id, max(stop.at, at or self._now))
        check(stands is standing, "the manager's word does not count")

    # The end

    async def _heal(self) -> None:
        """All are linked: they know the same stops, and hold all of the manager's number."""
        for _ in range(ROUNDS):
            for kiosk in self._kiosks:
                answer = await kiosk.say()
                self._watch.heard(kiosk.kiosk_id, answer.told)
                kiosk.hear(answer)
                self._look(kiosk)
        counters = (await self._hall.book()).calling.on(TODAY)
        for service_id in (ESTATE, SOCIAL):
            for at in (self._now, *stop_times(RULES, self._now)):
                said = counters.standing(service_id, at)
                for kiosk in self._kiosks:
                    stands = self._stands(kiosk, service_id, at)
                    check(
                        stands is said, f"{service_id} is {stands} at {kiosk.kiosk_id}, not {said}"
                    )
                if not EFFECTS[said].gives_numbers:
                    self._watch.counts["stopped in the end"] += 1
        free = sum(self._free_extras(kiosk) for kiosk in self._kiosks)
        check(free + self._watch.taken == self._watch.allowed, f"{free} extras are left")

    def _free_extras(self, kiosk: SmallKiosk) -> int:
        day_start = RULES.calendar.plan(TODAY).day.start
        with kiosk.unit as unit:
            free = unit.places.free(ESTATE, day_start)
        return sum(place.lane is Lane.EXTRA for place in free)

    def _stands(self, kiosk: SmallKiosk, service_id: ServiceId, at: datetime) -> Standing:
        with kiosk.unit as unit:
            return stops_of(unit, RULES, TODAY).standing(service_id, at)

    def _look(self, kiosk: SmallKiosk) -> None:
        with kiosk.unit as unit:
            for entry in unit.log.entries(self._looked[kiosk.kiosk_id]):
                self._watch.logged(kiosk.kiosk_id, entry)
                self._looked[kiosk.kiosk_id] = entry.position

    # Draws

    @property
    def _now(self) -> datetime:
        return self._hall.clock.now()

    def _new_id(self) -> TicketId:
        return TicketId(self._hall.clock.new_id())

    def _service(self) -> ServiceId:
        return self._rng.choice((ESTATE, SOCIAL))

    def _site(self) -> SiteNow:
        return SiteNow(self._now, RULES.catalogue, RULES.plans(TODAY))
