# SPDX-License-Identifier: Apache-2.0
"""A small centre and its kiosks, for the tests of places that change hands."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

import pytest

from hall.account import SILENT_AFTER
from hall.days import OwnersOfDays
from hall.errors import HallError
from hall.exchange import LeaseRequest, LogPart
from hall.feed import FIRST_EPOCH, BookingMade, FeedBody, FeedEntry, FeedPart
from hall.holding import Holding
from hall.ids import KioskId, LeaseId, RequestId, ServiceId
from hall.journal import DayOpened, JournalEntry, ServiceOfDay, SlotOfDay
from hall.line import Lines
from hall.log import Body, Entry, Granted, append
from hall.numbering import NumberRange
from hall.owners import Owner, OwnerKind, Owners, SlotKey
from hall.place import Lane, Place, PlaceRun
from hall.quota import LaneQuota
from hall.site_book import SiteBook
from hall.span import Span
from tests.hall.rows import Rows
from tests.hall.samples import ESTATE_ID, INSURANCE_ID, MONDAY, at, booking, ticket_id

K1, K2, K3 = KIOSKS = tuple(KioskId(name) for name in ("k1", "k2", "k3"))
DAY_START = at("04:00")
NINE = (ESTATE_ID, at("09:00"))
HALF_PAST = (ESTATE_ID, at("09:30"))
NOON = at("12:00")
SILENT = NOON + SILENT_AFTER
"""A kiosk that was heard at noon may be off."""
HALF_HOUR = timedelta(minutes=30)
DAY = timedelta(days=1)
LETTERS = {ESTATE_ID: "A", INSURANCE_ID: "C"}
QUOTAS = {NINE: LaneQuota(2, 4, 1), HALF_PAST: LaneQuota(2, 4, 1)}
EXTRAS = {ESTATE_ID: 2}


def at_kiosk(kiosk_id: KioskId) -> Owner:
    return Owner(OwnerKind.KIOSK, kiosk_id)


def on_ticket(number: int) -> Owner:
    return Owner(OwnerKind.TICKET, ticket_id(number))


def day_of(
    quotas: Mapping[SlotKey, LaneQuota] = MappingProxyType(QUOTAS),
    extras: Mapping[ServiceId, int] = MappingProxyType(EXTRAS),
    letters: Mapping[ServiceId, str] = MappingProxyType(LETTERS),
    on: date = MONDAY,
) -> DayOpened:
    """That business day, with slots of half an hour."""
    services = tuple(
        ServiceOfDay(
            service_id,
            letter,
            tuple(
                SlotOfDay(Span(start, start + HALF_HOUR), quota)
                for (owner, start), quota in quotas.items()
                if owner == service_id
            ),
            extras.get(service_id, 0),
        )
        for service_id, letter in letters.items()
    )
    begins = at("04:00", on)
    return DayOpened(on, Span(begins, begins + DAY), services)


def book_of(day: DayOpened, *kiosks: KioskId) -> SiteBook:
    """A book with that one day, and its journal."""
    site = SiteBook(Rows(), day.business_date, day.day.start)
    for kiosk_id in kiosks:
        site.add_kiosk(kiosk_id)
    site.open_day(day)
    return site


def centre(*kiosks: KioskId) -> SiteBook:
    """A book of MONDAY with two slots of ESTATE: 2 booked, 4 walk-in, 1 green; 2 extra places."""
    return book_of(day_of(), *(kiosks or KIOSKS))


def rows_of(site: SiteBook) -> list[JournalEntry]:
    """What stands in its journal."""
    assert isinstance(site._journal, Rows)
    return site._journal.rows


def replayed(site: SiteBook, until: int | None = None) -> SiteBook:
    """A book that reads the other's journal, up to that many rows; it has a journal of its own."""
    rows = rows_of(site)[:until]
    again = SiteBook(Rows(rows), site.days.today, site.days.begins)
    for row in rows:
        again.apply(row)
    return again


def restore_of(site: SiteBook, epoch: int, sold_until: date = MONDAY) -> SiteBook:
    """The centre that goes on from that backup; no later day may have been sold unless it is said."""
    again = copy.deepcopy(site)
    again.restore(epoch, sold_until)
    return again


def move(site: SiteBook, place: Place, owner: Owner, hop: int | None = None) -> None:
    """Forge the book."""
    site.days.at(place.slot_start).owners.move(place, owner, hop)


def facts(site: SiteBook) -> dict[str, object]:
    """What the book knows, in whatever order it was told; who came first is a matter of that order."""
    known = state(site)
    assert isinstance(known, dict)
    by_order = ("seq", "_journal", "calling")
    return {name: value for name, value in known.items() if name not in by_order}


def written(site: SiteBook) -> dict[str, object]:
    """What the book knows from its journal alone: not when a kiosk was last heard."""
    accounts = {
        kiosk_id: replace(account, end=0, heard_at=None)
        for kiosk_id, account in site._accounts.items()
    }
    in_order = {"seq": site.seq, "calling": state(site.calling)}
    return {**facts(site), **in_order, "_accounts": accounts}


def wish(
    request_no: int,
    places: int = 2,
    numbers: int = 0,
    *,
    lane: Lane = Lane.WALK_IN,
    slot_start: datetime | None = None,
    service_id: ServiceId = ESTATE_ID,
) -> LeaseRequest:
    """A request of the slot at 09:00, of the whole day for extra places, unless said otherwise."""
    start = DAY_START if lane is Lane.EXTRA else at("09:00")
    return LeaseRequest(
        RequestId(request_no), service_id, slot_start or start, lane, places, numbers
    )


def extra(index: int = 0) -> Place:
    return Place(ESTATE_ID, DAY_START, Lane.EXTRA, index)


def walk_ins(first: int = 0, count: int = 4, hop: int = 1, clock: str = "09:00") -> PlaceRun:
    return PlaceRun(ESTATE_ID, at(clock), Lane.WALK_IN, first, count, hop)


def lease(
    name: str,
    *runs: PlaceRun,
    numbers: tuple[int, int] | None = None,
    request_no: int | None = None,
) -> Granted:
    """A grant of those places, and of those first and last numbers of letter A."""
    ranges = (NumberRange("A", *numbers),) if numbers else ()
    request = None if request_no is None else RequestId(request_no)
    return Granted(LeaseId(name), MONDAY, runs, ranges, request)


def news(*bodies: FeedBody, first: int = 1) -> tuple[FeedEntry, ...]:
    """Entries of the feed from that cursor on."""
    return tuple(FeedEntry(cursor, body) for cursor, body in enumerate(bodies, first))


def booked(clock: str = "09:00", number: int = 1) -> BookingMade:
    return BookingMade(booking(clock, number))


class Kiosk:
    """A holding with the log and the feed that it is a fold of; what it commits is durable at once."""

    def __init__(self, kiosk_id: KioskId = K1, epoch: int = FIRST_EPOCH) -> None:
        self.kiosk_id = kiosk_id
        self.epoch = epoch
        self.holding = Holding(kiosk_id, epoch)
        self.log: list[Entry] = []
        self.feed: list[FeedEntry] = []

    def commit(self, *bodies: Body | None) -> None:
        """None, as a decision gives it when it was made before, is left out."""
        for body in bodies:
            if body is not None:
                self.holding.apply(body, self.feed)
                self.log.append(append(self.log[-1] if self.log else None, at("09:00"), body))

    def take(self, part: FeedPart) -> None:
        applied = self.holding.take_feed(part)
        self.feed += [entry for entry in part.entries if entry.cursor > self.holding.cursor]
        self.commit(applied)

    def meet(self, epoch: int) -> None:
        self.epoch = epoch
        self.holding.meet(epoch)

    def part(self, after: int = 0, end: int | None = None) -> LogPart:
        """The entries past `after` up to position `end`, the last one unless it is given."""
        entries = tuple(self.log[max(0, after) : end])
        return LogPart(self.kiosk_id, self.epoch, after, entries, len(self.log))

    def fold(self) -> Holding:
        bodies = [entry.body for entry in self.log]
        return Holding.fold(self.kiosk_id, bodies, self.feed, self.epoch)


def kiosk(*bodies: Body, feed: Sequence[FeedEntry] = (), kiosk_id: KioskId = K1) -> Kiosk:
    """A kiosk with that feed and a log of those bodies."""
    made = Kiosk(kiosk_id)
    if feed:
        made.take(FeedPart(FIRST_EPOCH, 0, tuple(feed)))
    made.commit(*bodies)
    return made


def state(thing: object) -> object:
    """All that something remembers, as values that can be compared; copied, so it stays as it was."""
    if isinstance(thing, Owners | OwnersOfDays):
        return {place: (owner, hop) for place, owner, hop in thing}, pools(thing)
    if isinstance(thing, Rows):
        return thing._seq, tuple(thing.rows)
    if isinstance(thing, Lines):
        lines = [(line.rank, line.tag, tuple(line.entries)) for line in thing._lines]
        return lines, copy.deepcopy((thing._heaps, thing._gone, thing._virtual))
    if isinstance(thing, Mapping):
        return {key: state(value) for key, value in thing.items()}
    if type(thing).__eq__ is object.__eq__:
        return {name: state(value) for name, value in vars(thing).items()}
    return copy.deepcopy(thing)


def tell(site: SiteBook, *kiosks: Kiosk) -> None:
    """Each kiosk's whole log reaches the centre."""
    for each in kiosks:
        site.take_log(each.part(), NOON)


def owner(site: SiteBook, place: Place) -> Owner:
    return site.owners.owner(place)


def pools(owners: Owners | OwnersOfDays) -> dict[OwnerKind, set[Place]]:
    """What lies in the centre's pools, by asking slot for slot."""
    if isinstance(owners, OwnersOfDays):
        days = [pools(ledger.owners) for ledger in owners._days]
        return {
            kind: set[Place]().union(*(day[kind] for day in days))
            for kind in (OwnerKind.ONLINE, OwnerKind.CENTRE)
        }
    slots = {(place.service_id, place.slot_start) for place, _, _ in owners}
    return {
        kind: {place for slot in slots for place in owners.pooled(kind, slot, Lane)}
        for kind in (OwnerKind.ONLINE, OwnerKind.CENTRE)
    }


def check_pools(owners: Owners | OwnersOfDays) -> None:
    """Every place that the book calls the centre's lies in that pool, and no other place does."""
    for kind, places in pools(owners).items():
        assert places == {place for place, owner, _ in owners if owner.kind is kind}


@contextmanager
def refused(error: type[HallError], *things: object) -> Iterator[pytest.ExceptionInfo[HallError]]:
    """The block is refused with that error, and the things are as they were before."""
    before = [state(thing) for thing in things]
    with pytest.raises(error) as caught:
        yield caught
    assert [state(thing) for thing in things] == before
