# SPDX-License-Identifier: Apache-2.0
"""The lease protocol with one deliberate mistake each; the product has no switch for any of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from typing_extensions import override

from hall.booking import Booking
from hall.claims import Claims
from hall.exchange import LogPart
from hall.feed import FIRST_EPOCH, FeedEntry
from hall.holding import Holding
from hall.ids import KioskId, RequestId
from hall.journal import CentreRestored, DayOpened, KioskAdded, KioskGivenUp, KioskRecovered
from hall.ledger import Ledger
from hall.log import Body, CheckedIn, Entry, Given, Granted, Issued, PrintStarted, Received
from hall.numbering import TicketNumber
from hall.owners import CENTRE, Owner, OwnerKind
from hall.place import Place
from hall.series import Series
from hall.site_book import SiteBook
from tests.simulation.leases.centre import Centre
from tests.simulation.leases.given_up_world import GivenUpWorld
from tests.simulation.leases.kiosk import CrashError, Kiosk, Sent
from tests.simulation.leases.messages import Acknowledged, ToCentre, ToKiosk
from tests.simulation.leases.restored_world import RestoredWorld
from tests.simulation.leases.site import LETTER
from tests.simulation.leases.world import World


def forge(book: SiteBook, place: Place, owner: Owner) -> None:
    """What the product never does: nothing in the journal says so."""
    if place in book.owners:
        book.days.at(place.slot_start).owners.move(place, owner)


class PrintsBeforeCommit(World):
    class kiosk_class(Kiosk):  # noqa: N801 - stands for the attribute
        @override
        def hand_out(self, ticket: Issued | CheckedIn, now: datetime) -> None:
            self.put_on_paper(ticket, now)
            self._may_crash(0.1)
            self.commit(ticket, now)
            self.commit(PrintStarted(ticket.ticket_id), now)


class AppliesAGrantTwice(World):
    class kiosk_class(Kiosk):  # noqa: N801 - stands for the attribute
        class holding_class(Holding):  # noqa: N801 - stands for the attribute
            @override
            def accept(self, granted: Granted, epoch: int = FIRST_EPOCH) -> Granted | None:
                return granted


class ForgetsLeasesAtRestart(World):
    class kiosk_class(Kiosk):  # noqa: N801 - stands for the attribute
        class holding_class(Holding):  # noqa: N801 - stands for the attribute
            @classmethod
            @override
            def fold(
                cls,
                kiosk_id: KioskId,
                log: Iterable[Body],
                feed: Sequence[FeedEntry] = (),
                epoch: int = FIRST_EPOCH,
            ) -> Self:
                holding = super().fold(kiosk_id, log, feed, epoch)
                holding._leases.clear()
                return holding


class GrantsAnewForEachRetry(World):
    class book_class(SiteBook):  # noqa: N801 - stands for the attribute
        @override
        def _known_grant(self, kiosk_id: KioskId, request_no: RequestId) -> Granted | None:
            return None


@dataclass(frozen=True, slots=True)
class UnloggedReturn:
    kiosk_id: KioskId
    places: tuple[Place, ...]


class ReturnsOutsideTheLog(World):
    class kiosk_class(Kiosk):  # noqa: N801 - stands for the attribute
        _returning: tuple[Place, ...] = ()

        @override
        def give_back(self, now: datetime) -> None:
            self._returning = tuple(sorted(self.holding.free))[:2]

        @override
        def tick(self, now: datetime) -> Iterator[Sent]:
            if self._returning:
                yield None, UnloggedReturn(self.kiosk_id, self._returning)
                places, self._returning = self._returning, ()
                if self._rng.random() < 0.3:
                    raise CrashError
                for place in places:
                    self.holding.free.pop(place, None)
            yield from super().tick(now)

    class centre_class(Centre):  # noqa: N801 - stands for the attribute
        @override
        def hear(self, message: ToCentre, now: datetime) -> Iterator[tuple[KioskId, ToKiosk]]:
            if isinstance(message, UnloggedReturn):
                for place in message.places:
                    forge(self.book, place, CENTRE)
                return
            yield from super().hear(message, now)


class ReceivesATransferTwice(World):
    class kiosk_class(Kiosk):  # noqa: N801 - stands for the attribute
        class holding_class(Holding):  # noqa: N801 - stands for the attribute
            @override
            def receive(self, given: Given, from_kiosk: KioskId) -> Received | None:
                return Received(given.transfer_id, from_kiosk, given.places)


class ReleasesWithoutEveryKiosk(World):
    class book_class(SiteBook):  # noqa: N801 - stands for the attribute
        @override
        def _feed_cursors(self) -> dict[KioskId, int]:
            return dict.fromkeys(self.kiosks, 10**9)


class ReclaimsByTimeout(World):
    class centre_class(Centre):  # noqa: N801 - stands for the attribute
        @override
        def release(self, now: datetime) -> None:
            super().release(now)
            kiosk_id = self._rng.choice(self.book.kiosks)
            if self._rng.random() < 0.05:
                for place in self.book.owners.of_kiosk(kiosk_id):
                    forge(self.book, place, CENTRE)


class NumbersABookingLocally(World):
    class kiosk_class(Kiosk):  # noqa: N801 - stands for the attribute
        class holding_class(Holding):  # noqa: N801 - stands for the attribute
            @override
            def _number_of(self, booking: Booking) -> TicketNumber:
                if self.numbers.has(booking.business_date, LETTER):
                    return self.numbers.next(booking.business_date, LETTER)
                return booking.number


class AcceptsLogGaps(World):
    class book_class(SiteBook):  # noqa: N801 - stands for the attribute
        @override
        def _new_entries(self, account: object, part: LogPart) -> Sequence[Entry]:
            applied = self.acknowledged(part.kiosk_id)
            return [entry for entry in part.entries if entry.position > applied]

        @override
        def _check_chain(self, last_hash: bytes, entries: Sequence[Entry]) -> None:
            """It would find them."""


class IgnoresHops(World):
    class book_class(SiteBook):  # noqa: N801 - stands for the attribute
        @override
        def _ledger(self, opened: DayOpened) -> Ledger:
            ledger = super()._ledger(opened)
            ledger.claims = _ClaimsWithoutHops(ledger.owners)
            return ledger


class _ClaimsWithoutHops(Claims):
    @override
    def _wins(self, place: Place, hop: int, *, is_settled: bool) -> bool:
        return True


class IssuedWinsOverAnyHop(World):
    """As the design first had it: wrong since a cancelled ticket's place goes on (docs/adr/0014)."""

    class book_class(SiteBook):  # noqa: N801 - stands for the attribute
        @override
        def _ledger(self, opened: DayOpened) -> Ledger:
            ledger = super()._ledger(opened)
            ledger.claims = _ClaimsOfEveryIssue(ledger.owners)
            return ledger


class _ClaimsOfEveryIssue(Claims):
    @override
    def issue(self, kiosk_id: KioskId, issued: Issued) -> None:
        super().issue(kiosk_id, issued)
        if issued.place is not None:
            ticket = Owner(OwnerKind.TICKET, issued.ticket_id)
            self._owners.move(issued.place, ticket, issued.hop)


class GoesOnAfterARestore(RestoredWorld):
    """The centre grants what its backup had, without waiting for the logs."""

    class book_class(SiteBook):  # noqa: N801 - stands for the attribute
        @override
        def _apply_restored(self, restored: CentreRestored) -> None:
            super()._apply_restored(restored)
            self._missing.clear()
            for place, owner, _ in tuple(self.owners):
                if owner.kind is OwnerKind.FROZEN:
                    forge(self, place, CENTRE)


class FreezesNothingAfterARestore(RestoredWorld):
    class book_class(SiteBook):  # noqa: N801 - stands for the attribute
        @override
        def restore(self, epoch: int, sold_until: date, granted_until: date | None = None) -> None:
            super().restore(epoch, sold_until, self.days.today - timedelta(days=1))


class FreezesTodayAloneInTheEvening(RestoredWorld):
    class book_class(SiteBook):  # noqa: N801 - stands for the attribute
        @override
        def restore(self, epoch: int, sold_until: date, granted_until: date | None = None) -> None:
            super().restore(epoch, sold_until, self.days.today)


class CountsOnAfterARestore(RestoredWorld):
    """It gives numbers that a kiosk it does not know may have."""

    class book_class(SiteBook):  # noqa: N801 - stands for the attribute
        @override
        def _ledger(self, opened: DayOpened) -> Ledger:
            ledger = super()._ledger(opened)
            ledger._series = _SeriesOfOneEra(service.letter for service in opened.services)
            return ledger


class _SeriesOfOneEra(Series):
    @override
    def begin_era(self) -> None:
        pass


class GrantsWhatWasReturnedBeforeARestore(RestoredWorld):
    class book_class(SiteBook):  # noqa: N801 - stands for the attribute
        @override
        def _apply_logged(self, kiosk_id: KioskId, entry: Entry) -> None:
            missing, self._missing = self._missing, set()
            super()._apply_logged(kiosk_id, entry)
            self._missing = missing


class ReleasesBookingsOfALostDay(RestoredWorld):
    class book_class(SiteBook):  # noqa: N801 - stands for the attribute
        @override
        def release_closed(self) -> tuple[Place, ...]:
            lost = [ledger for ledger in self.days if ledger.is_lost]
            for ledger in lost:
                ledger.is_lost = False
            released = super().release_closed()
            for ledger in lost:
                ledger.is_lost = True
            return released


class HasThePlacesOfTheUnheard(RestoredWorld):
    """A kiosk that was never heard since the restore is given up, and its places are granted."""

    class book_class(SiteBook):  # noqa: N801 - stands for the attribute
        @override
        def _apply_of_site(
            self, body: KioskAdded | KioskGivenUp | KioskRecovered | CentreRestored
        ) -> None:
            if isinstance(body, KioskGivenUp):
                self._missing.discard(body.kiosk_id)
            super()._apply_of_site(body)


class TakesPartAgainAfterARestore(GivenUpWorld):
    """A kiosk that was given up believes the restored centre, which knows it again."""

    class kiosk_class(Kiosk):  # noqa: N801 - stands for the attribute
        @override
        def tick(self, now: datetime) -> Iterator[Sent]:
            yield None, LogPart(self.kiosk_id, self.epoch, 0, tuple(self.log), len(self.log))
            yield from super().tick(now)

        @override
        def hear(self, message: ToKiosk, now: datetime) -> Iterator[Sent]:
            if isinstance(message, Acknowledged):
                self.is_given_up = False
            yield from super().hear(message, now)


class ForgetsWhoWasGivenUp(GivenUpWorld):
    """Given up again, a kiosk has its places granted once more; the lost centre had granted them."""

    class book_class(SiteBook):  # noqa: N801 - stands for the attribute
        @override
        def give_up(self, kiosk_id: KioskId, off_since: datetime, now: datetime) -> None:
            places = self.owners.of_kiosk(kiosk_id)
            super().give_up(kiosk_id, off_since, now)
            for place in places:
                forge(self, place, CENTRE)


MUTANTS: Mapping[str, type[World]] = {
    "prints before the commit": PrintsBeforeCommit,
    "applies a grant twice": AppliesAGrantTwice,
    "forgets lease ids at a restart": ForgetsLeasesAtRestart,
    "grants anew for each retry": GrantsAnewForEachRetry,
    "returns places outside the log": ReturnsOutsideTheLog,
    "receives a transfer twice": ReceivesATransferTwice,
    "releases a booking's place before every kiosk knows": ReleasesWithoutEveryKiosk,
    "reclaims places by time": ReclaimsByTimeout,
    "gives a booking a local number": NumbersABookingLocally,
    "accepts gaps in a log": AcceptsLogGaps,
    "ignores hop counts": IgnoresHops,
    "lets issued win over any hop": IssuedWinsOverAnyHop,
    "goes on after a restore without the logs": GoesOnAfterARestore,
    "freezes nothing after a restore": FreezesNothingAfterARestore,
    "freezes today alone in the evening": FreezesTodayAloneInTheEvening,
    "counts on with its numbers after a restore": CountsOnAfterARestore,
    "has the places of a kiosk it never heard": HasThePlacesOfTheUnheard,
    "takes part again after a restore though it was given up": TakesPartAgainAfterARestore,
    "grants the places of who is given up again": ForgetsWhoWasGivenUp,
}

RARE_MUTANTS: Mapping[str, type[World]] = {
    "grants what was returned before a restore": GrantsWhatWasReturnedBeforeARestore,
    "releases bookings of a lost day": ReleasesBookingsOfALostDay,
}
"""It takes some hundred schedules until one of these does harm."""
