# SPDX-License-Identifier: Apache-2.0
"""Looks at every entry of four kiosks' logs, knowing what the manager allowed and what each has heard."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime

from hall.feed import Stopped
from hall.ids import KioskId, ServiceId, TicketId
from hall.log import Cancelled, Entry, Issued, StaffActed
from hall.news import Told
from hall.place import Lane, Place
from hall.stopping import EFFECTS, Standing, Stop
from tests.simulation.leases.watch import check


class Watch:
    """The truth that nobody in the hall has.

    Attributes:
        allowed: extra places, as the manager has said until now.
        counts: what happened.
    """

    def __init__(self) -> None:
        self.allowed = 0
        self.counts = Counter[str]()
        self._taken: dict[Place, TicketId] = {}
        self._known = defaultdict[KioskId, list[Stop]](list)

    @property
    def taken(self) -> int:
        """Extra places with a ticket that counts, at all kiosks together."""
        return len(self._taken)

    def heard(self, kiosk_id: KioskId, told: Iterable[Told]) -> None:
        """What the centre's answer said, which has come to the kiosk."""
        self._known[kiosk_id] += [each.body.stop for each in told if isinstance(each.body, Stopped)]

    def logged(self, kiosk_id: KioskId, entry: Entry) -> None:
        """One entry, in the order of the log; raises ViolationError."""
        body = entry.body
        match body:
            case Issued(place=Place(lane=Lane.EXTRA) as place):
                self._take(place, body.ticket_id)
            case Cancelled(ticket_id=ticket_id):
                self._taken = {at: of for at, of in self._taken.items() if of != ticket_id}
            case StaffActed() if body.stop is not None:
                self._known[kiosk_id].append(body.stop)
            case _:
                pass
        if isinstance(body, Issued):
            may_give = self.may_give(kiosk_id, body.service_id, entry.at)
            check(True in may_give, f"{kiosk_id} gave {body.number} and knew of the stop")

    def may_give(self, kiosk_id: KioskId, service_id: ServiceId, now: datetime) -> frozenset[bool]:
        """Whether it gives numbers by all that was entered there and that it heard.

        Both, where two that were cut off from each other said different things for the very same instant.
        """
        known = [
            stop
            for stop in self._known[kiosk_id]
            if stop.service_id == service_id and stop.at <= now
        ]
        latest = max((stop.at for stop in known), default=None)
        stands = {stop.standing for stop in known if stop.at == latest} or {Standing.OPEN}
        return frozenset(EFFECTS[each].gives_numbers for each in stands)

    def _take(self, place: Place, ticket_id: TicketId) -> None:
        self.counts["extra"] += 1
        check(place not in self._taken, f"I2 {place} was given twice")
        self._taken[place] = ticket_id
        check(self.taken <= self.allowed, f"I2 {self.taken} extras, allowed {self.allowed}")
