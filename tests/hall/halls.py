# SPDX-License-Identifier: Apache-2.0
"""Small halls of a centre and two kiosks, right and forged, for the tests of the invariants."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from hall.booking import Booking
from hall.conservation import Hall
from hall.ids import BookingId, HoldId, KioskId
from hall.invariants import Broken, Logs
from hall.log import Body, CheckedIn, Granted
from hall.place import Lane, Place
from hall.site_book import SiteBook
from tests.hall.leases import K1, K2, NINE, NOON, Kiosk, centre, tell, walk_ins, wish
from tests.hall.samples import ESTATE_ID, MONDAY, at, booking, log, ticket_id

W = tuple(walk_ins().places())
"""The four walk-in places of 09:00."""
EARLY = at("08:00")


@dataclass
class Site:
    """A centre with two kiosks; what is done here reaches nobody until it is told."""

    centre: SiteBook = field(default_factory=lambda: centre(K1, K2))
    one: Kiosk = field(default_factory=lambda: Kiosk(K1))
    two: Kiosk = field(default_factory=lambda: Kiosk(K2))

    def hall(self, *dead: KioskId) -> Hall:
        kiosks = {kiosk.kiosk_id: kiosk for kiosk in (self.one, self.two)}
        return Hall(
            self.centre,
            {kiosk_id: kiosk.log for kiosk_id, kiosk in kiosks.items()},
            {kiosk_id: kiosk.feed for kiosk_id, kiosk in kiosks.items()},
            frozenset(kiosks) - {*dead},
        )

    def grant(
        self, kiosk: Kiosk, request_no: int, places: int, *, lane: Lane = Lane.WALK_IN
    ) -> Granted:
        """Granted, and not arrived."""
        return self.centre.grant(kiosk.kiosk_id, wish(request_no, places, 10, lane=lane))

    def tell(self) -> None:
        """Both logs reach the centre, and its feed both kiosks; they say so."""
        for kiosk in (self.one, self.two):
            kiosk.take(self.centre.feed.after(kiosk.holding.cursor))
        tell(self.centre, self.one, self.two)

    def issue(self, kiosk: Kiosk, number: int, place: Place | None = None) -> None:
        free = place or min(kiosk.holding.free)
        issued = kiosk.holding.issue(ticket_id(number), MONDAY, ESTATE_ID, "A", free)
        kiosk.commit(issued)

    def hold(self, number: int, now: datetime = NOON) -> HoldId:
        hold_id = HoldId(ticket_id(800 + number))
        self.centre.hold(hold_id, *NINE, now)
        return hold_id

    def book(self, number: int) -> Booking:
        booking_id = BookingId(ticket_id(900 + number))
        return self.centre.book(self.hold(number), booking_id, EARLY)


def granted_site() -> Site:
    """The first kiosk has W0 and W1, the second W2, the centre W3; everybody knows."""
    site = Site()
    site.one.commit(site.grant(site.one, 1, 2))
    site.two.commit(site.grant(site.two, 1, 1))
    site.tell()
    return site


def said(found: Iterable[Broken]) -> list[str]:
    """What is broken, without the name of the invariant."""
    return [broken.what for broken in found]


def names(found: Iterable[Broken]) -> list[str]:
    return [broken.invariant for broken in found]


def logs(*of_k1: Body, k2: tuple[Body, ...] = ()) -> Logs:
    """Of the kiosks k1 and k2."""
    return {K1: log(*of_k1), K2: log(*k2)}


def check_in(number: int = 1, taken: Place | None = None, *, clock: str = "09:00") -> CheckedIn:
    """Of booking YA001 and so on, on its own place or another."""
    made = booking(clock, number)
    return CheckedIn(
        made.ticket_id,
        made.booking_id,
        MONDAY,
        ESTATE_ID,
        made.number,
        taken or made.place,
    )
