# SPDX-License-Identifier: Apache-2.0
"""The open business days of a site, and which of them something is about."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import assert_never

from hall.calendar import first_and_last
from hall.errors import NoOpenDayError, UnknownDayError, UnknownPlaceError
from hall.exchange import places_named
from hall.ids import KioskId, TicketId
from hall.ledger import Ledger
from hall.log import (
    Body,
    Cancelled,
    CheckedIn,
    FeedApplied,
    Given,
    Granted,
    HelpAnswered,
    HelpCalled,
    Issued,
    Linked,
    PrintEnded,
    PrintStarted,
    Received,
    Reprinted,
    Requeued,
    Returned,
    StaffActed,
)
from hall.owners import FROZEN, Owner
from hall.place import Place, PlaceRun
from hall.span import utc


class Days:
    """One ledger for each day that is open. Concurrency: one thread.

    Attributes:
        today: the business day that goes on; what is about an earlier one counts no more.
        begins: when it began, a UTC instant.
    """

    def __init__(self, today: date, begins: datetime) -> None:
        self.today = today
        self.begins = utc("begins", begins)
        self._ledgers: dict[date, Ledger] = {}

    def __iter__(self) -> Iterator[Ledger]:
        return iter(self._ledgers.values())

    def begin(self, today: date, begins: datetime) -> None:
        """Another business day goes on; those before it are forgotten."""
        self.begins = utc("begins", begins)
        self.today = today
        self._ledgers = {on: ledger for on, ledger in self._ledgers.items() if on >= today}

    def open(self, ledger: Ledger) -> None:
        """Another day is open."""
        self._ledgers[ledger.business_date] = ledger

    # Which day

    def on(self, business_date: date) -> Ledger | None:
        """That day; None when it is not open."""
        return self._ledgers.get(business_date)

    def opened(self, business_date: date) -> Ledger:
        """That day; raises UnknownDayError."""
        ledger = self.on(business_date)
        if ledger is None:
            raise UnknownDayError(business_date=business_date, **first_and_last(self._ledgers))
        return ledger

    def at(self, slot_start: datetime) -> Ledger:
        """The day a slot, or any other instant, is of; raises NoOpenDayError, BadValueError (no time zone)."""
        ledger = self._find(utc("slot_start", slot_start))
        if ledger is None:
            raise NoOpenDayError(at=slot_start, **first_and_last(self._ledgers))
        return ledger

    def of_ticket(self, ticket_id: TicketId) -> Ledger | None:
        """The day whose logs told of a ticket."""
        return next((ledger for ledger in self if ledger.knows_ticket(ticket_id)), None)

    def date_of(self, body: Body) -> date:
        """The last day an entry of a kiosk's log is about; today when it names none."""
        match body:
            case Granted(business_date=on) | Issued(business_date=on) | CheckedIn(business_date=on):
                return on
            case Linked(business_date=on):
                return on
            case Returned(places=runs) | Given(places=runs) | Received(places=runs):
                found = [ledger.business_date for ledger, _ in self._by_day(runs)]
                return max(found, default=self.today)
            case (
                PrintStarted(ticket_id=ticket_id)
                | PrintEnded(ticket_id=ticket_id)
                | Reprinted(ticket_id=ticket_id)
                | Cancelled(ticket_id=ticket_id)
                | Requeued(ticket_id=ticket_id)
            ):
                ledger = self.of_ticket(ticket_id)
                return ledger.business_date if ledger else self.today
            case FeedApplied() | StaffActed() | HelpCalled() | HelpAnswered():
                return self.today
            case _:
                assert_never(body)

    def _find(self, instant: datetime) -> Ledger | None:
        return next((ledger for ledger in self if instant in ledger.opened.day), None)

    def _by_day(self, runs: Iterable[PlaceRun]) -> Iterator[tuple[Ledger, list[PlaceRun]]]:
        """The runs of each open day; those of days that are over are left out."""
        found: dict[date, tuple[Ledger, list[PlaceRun]]] = {}
        for run in runs:
            if ledger := self._find(run.slot_start):
                found.setdefault(ledger.business_date, (ledger, []))[1].append(run)
        return iter(found.values())

    # Entries of the kiosks' logs

    def check(self, body: Body) -> None:
        """An entry can be about these days, or about one that is over.

        Of a day that a restored centre may have forgotten something of, places and numbers need not
        be known, the day must.

        Raises UnknownDayError, UnknownPlaceError, BadValueError (numbers of no service's letter).
        """
        match body:
            case (
                Granted(business_date=on) | Issued(business_date=on) | CheckedIn(business_date=on)
            ) if on >= self.today:
                self._check_of(on, body)
            case Returned(places=runs) | Given(places=runs) | Received(places=runs):
                for run in runs:
                    self._check_run(run)
            case _:
                pass

    def _check_of(self, on: date, body: Body) -> None:
        ledger = self.opened(on)
        for place in places_named(body):
            if not (ledger.is_forgetful and place.slot_start in ledger.opened.day):
                ledger.owners.owner(place)
        if isinstance(body, Granted) and not ledger.is_forgetful:
            ledger.check_letters(body.numbers)

    def _check_run(self, run: PlaceRun) -> None:
        if run.slot_start < self.begins:
            return
        ledger = self._find(run.slot_start)
        for place in run.places():
            if ledger is None:
                raise UnknownPlaceError(place=place)
            if not ledger.is_forgetful:
                ledger.owners.owner(place)

    def learn(self, body: Body) -> None:
        """What a log names there was, though a restored centre forgot it (docs/adr/0015)."""
        match body:
            case Granted(business_date=on) | Issued(business_date=on) | CheckedIn(business_date=on):
                if (ledger := self.on(on)) and ledger.is_forgetful:
                    ledger.learn(places_named(body))
                    if isinstance(body, Granted):
                        ledger.learn_letters(body.numbers)
            case Returned(places=places) | Given(places=places) | Received(places=places):
                for ledger, runs in self._by_day(places):
                    if ledger.is_forgetful:
                        ledger.learn(place for run in runs for place in run.places())
            case _:
                pass

    def apply(
        self, kiosk_id: KioskId, body: Body, freed_to: Owner, given_up: Mapping[KioskId, Owner]
    ) -> None:
        """An entry of a kiosk's log counts.

        `freed_to` has what the kiosk returned; `given_up` are the kiosks that will not speak again,
        with who has what was theirs.
        """
        match body:
            case Granted(business_date=on) | Issued(business_date=on) | CheckedIn(business_date=on):
                if ledger := self.on(on):
                    ledger.is_touched = True
                    _apply_of_day(ledger, kiosk_id, body)
            case Cancelled(ticket_id=ticket_id):
                if ledger := self.of_ticket(ticket_id):
                    ledger.claims.cancel(kiosk_id, body)
            case Returned() | Given() | Received():
                self._apply_moved(kiosk_id, body, freed_to, given_up)
            case _:
                pass

    def _apply_moved(
        self,
        kiosk_id: KioskId,
        body: Returned | Given | Received,
        freed_to: Owner,
        given_up: Mapping[KioskId, Owner],
    ) -> None:
        """Places change hands; as `apply`."""
        for ledger, runs in self._by_day(body.places):
            ledger.is_touched = True
            match body:
                case Returned(asked_at=asked_at):
                    ledger.claims.return_(runs, asked_at, freed_to)
                case Given(to_kiosk=to_kiosk):
                    instead = _heir(given_up.get(to_kiosk), freed_to)
                    ledger.claims.give(runs, to_kiosk, instead)
                case Received():
                    ledger.claims.receive(kiosk_id, runs)
                case _:
                    assert_never(body)


def _heir(has_its_places: Owner | None, freed_to: Owner) -> Owner | None:
    """Who has what was given to a kiosk that was given up; None where it was not.

    Frozen if either end is: what a kiosk gave before a restore, the lost centre may have heard of, and
    granted anew when it gave the receiver up.
    """
    return FROZEN if has_its_places and freed_to == FROZEN else has_its_places


def _apply_of_day(ledger: Ledger, kiosk_id: KioskId, body: Granted | Issued | CheckedIn) -> None:
    match body:
        case Granted():
            ledger.logged_grant(kiosk_id, body)
        case Issued():
            ledger.claims.issue(kiosk_id, body)
        case CheckedIn(booking_id=booking_id, place=place):
            ledger.sale.checked_in(booking_id, place)
        case _:
            assert_never(body)


class OwnersOfDays:
    """Who owns each place of all open days; only for looking (as `hall.owners.Owners`)."""

    def __init__(self, days: Days) -> None:
        self._days = days

    def __iter__(self) -> Iterator[tuple[Place, Owner, int]]:
        return (each for ledger in self._days for each in ledger.owners)

    def __contains__(self, place: Place) -> bool:
        return any(place in ledger.owners for ledger in self._days)

    def owner(self, place: Place) -> Owner:
        """Raises UnknownPlaceError."""
        return self._day(place).owners.owner(place)

    def hop(self, place: Place) -> int:
        """How often it was granted, given or freed by a cancel; raises UnknownPlaceError."""
        return self._day(place).owners.hop(place)

    def of_kiosk(self, kiosk_id: KioskId) -> dict[Place, int]:
        """What a kiosk holds by the centre's book (I9), with hops."""
        return {
            place: hop
            for ledger in self._days
            for place, hop in ledger.owners.of_kiosk(kiosk_id).items()
        }

    def _day(self, place: Place) -> Ledger:
        for ledger in self._days:
            if place in ledger.owners:
                return ledger
        raise UnknownPlaceError(place=place)
