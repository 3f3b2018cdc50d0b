# SPDX-License-Identifier: Apache-2.0
"""What the kiosks' logs say of places, in whatever order the logs arrive (rules.md 3, points 3-5)."""

from collections.abc import Iterable

from hall.ids import KioskId, TicketId
from hall.log import Cancelled, Granted, Issued
from hall.owners import CENTRE, WITHDRAWN, Owner, OwnerKind, Owners
from hall.place import Place, PlaceRun, hops_of, runs_of


class Claims:
    """The entries of all logs as owners of places: who has the highest hop has the place.

    Concurrency: one thread.
    """

    def __init__(self, owners: Owners) -> None:
        self._owners = owners
        self._issued: dict[TicketId, Issued] = {}
        self._issuers: dict[TicketId, KioskId] = {}
        self._owed: dict[int, int] = {}

    def knows_ticket(self, ticket_id: TicketId) -> bool:
        """Whether a kiosk has issued it."""
        return ticket_id in self._issued

    def owe(self, cursor: int, count: int) -> None:
        """So many places are to be given up of those returned at the wish of that feed entry (R5)."""
        self._owed[cursor] = count

    def grant(self, kiosk_id: KioskId, granted: Granted) -> None:
        """Known already, but to a centre that was restored from before it."""
        self._claim(granted.places, Owner(OwnerKind.KIOSK, kiosk_id))

    def issue(self, kiosk_id: KioskId, issued: Issued) -> None:
        """A place is used up, unless something later is known of it.

        A higher hop says that this ticket was cancelled since, and that its place went on
        (docs/adr/0014).
        """
        self._issued[issued.ticket_id] = issued
        self._issuers[issued.ticket_id] = kiosk_id
        if issued.place is not None and not self._is_newer(issued.place, issued.hop):
            self._owners.move(issued.place, Owner(OwnerKind.TICKET, issued.ticket_id), issued.hop)

    def cancel(self, kiosk_id: KioskId, cancelled: Cancelled) -> None:
        """The place is free again at the kiosk that issued it, once that one says so itself."""
        issued = self._issued.get(cancelled.ticket_id)
        if issued is None or self._issuers[cancelled.ticket_id] != kiosk_id:
            return
        if issued.place is not None:
            run = runs_of({issued.place: issued.hop + 1})
            self._claim(run, Owner(OwnerKind.KIOSK, kiosk_id))

    def return_(self, runs: Iterable[PlaceRun], asked_at: int | None, to: Owner = CENTRE) -> None:
        """The places go to the centre, or are given up if that was why it asked for them."""
        for place, hop in hops_of(runs).items():
            if not self._is_newer(place, hop):
                self._owners.move(place, self._owner_of_return(asked_at, to), hop)

    def give(
        self, runs: Iterable[PlaceRun], to_kiosk: KioskId, instead: Owner | None = None
    ) -> None:
        """On the way to a peer, or `instead` of one that was given up whoever has its places."""
        self._claim(runs, instead or Owner(OwnerKind.TRANSFER, to_kiosk))

    def receive(self, kiosk_id: KioskId, runs: Iterable[PlaceRun]) -> None:
        """Also before the giver's log has told of it; it wins over a claim of the same hop."""
        self._claim(runs, Owner(OwnerKind.KIOSK, kiosk_id), is_settled=True)

    def _owner_of_return(self, asked_at: int | None, to: Owner) -> Owner:
        owed = self._owed.get(asked_at or 0, 0)
        if not owed:
            return to
        self._owed[asked_at or 0] = owed - 1
        return WITHDRAWN

    def _claim(self, runs: Iterable[PlaceRun], owner: Owner, *, is_settled: bool = False) -> None:
        for place, hop in hops_of(runs).items():
            if self._wins(place, hop, is_settled=is_settled):
                self._owners.move(place, owner, hop)

    def _wins(self, place: Place, hop: int, *, is_settled: bool) -> bool:
        known = self._owners.hop(place)
        return hop > known or (is_settled and hop == known)

    def _is_newer(self, place: Place, hop: int) -> bool:
        return self._owners.hop(place) > hop
