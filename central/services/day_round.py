# SPDX-License-Identifier: Apache-2.0
"""What is due at a site by the clock alone: days open, are granted, and unused places change hands.

Harmless twice: every process goes round, and the book decides what there is to do.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from central.services.by_itself import ByItself
from central.services.centre_book import CentreBook
from central.services.draft import Draft
from central.services.site_writers import SiteWriters
from central.services.sites import SiteFiles
from central.store.abstract import Units
from central.store.records import Came, KioskRecord, SiteRecord
from common.clock import Clock
from common.settings.site_file import SiteFile
from hall.booking import BookingStatus, HoldAction
from hall.feed import CloseReason
from hall.ids import KioskId, ServiceId, SiteId
from hall.journal import DayOpened, ServiceOfDay, SlotOfDay
from hall.ledger import Ledger
from hall.quota import capacity, split
from hall.release import no_show_at, online_sale_ends_at
from hall.service import Service
from hall.span import Span

DAYS_AHEAD = 7
"""So many days beside today can be booked."""
EVENING = timedelta(hours=10)
"""So long before a day begins its places are granted: at 18:00 where days begin at 04:00."""
PATIENCE = timedelta(hours=2)
"""So long the evening's grant waits for kiosks that have not sent their logs since a restore."""
SETTLED = timedelta(seconds=5)
"""Kiosks are often enrolled one after another; the first is not to have all of that day."""
LEARNS_FROM = timedelta(days=14)
"""Of so many days before counts who came to which kiosk: one day alone says little."""
LOST = timedelta(days=2)
"""A kiosk that was silent for so long is left out of the day's grants."""

SECONDS = 60

Command = Callable[[CentreBook, Draft], None]


@dataclass(frozen=True)
class DayRound:
    """Concurrency: one event loop."""

    units: Units
    writers: SiteWriters[CentreBook]
    files: SiteFiles
    clock: Clock
    _past: dict[SiteId, tuple[date, Came]] = field(default_factory=dict, repr=False)
    _described: dict[SiteId, SiteFile] = field(default_factory=dict, repr=False)
    _apart: ByItself = field(default_factory=lambda: ByItself("day round"), repr=False)

    async def go(self) -> None:
        """Once round all sites; what fails at one is said and left for the next round.

        Raises StoreError: nobody knows the sites.
        """
        async with self.units(is_read_only=True) as unit:
            sites = [
                (site, await unit.kiosks.of_site(site.site_id)) for site in await unit.sites.all()
            ]
        for site, kiosks in sites:
            await self._apart.do(f"site={site.site_id}", partial(self._go_round, site, kiosks))

    async def _go_round(self, site: SiteRecord, kiosks: Collection[KioskRecord]) -> None:
        await self._learn(site)
        writer = self.writers.of(site.site_id)
        await self._apart.do(f"site={site.site_id} at=describing", partial(self._describe, site))
        commands = dict(self._commands(site, kiosks))
        # Most rounds find nothing to do; a look locks nobody out.
        if not await writer.would_write(list(commands.values())):
            return
        for name, command in commands.items():
            whose = f"site={site.site_id} at={name}"
            await self._apart.do(whose, partial(writer.decide, command))

    async def _describe(self, site: SiteRecord) -> None:
        """Once for each edition of its file; one that failed is tried again."""
        file = self.files.of(site, self.clock.now())
        if self._described.get(site.site_id) is not file:
            await self.writers.of(site.site_id).decide(_describing(file))
            self._described[site.site_id] = file

    def _commands(
        self, site: SiteRecord, kiosks: Collection[KioskRecord]
    ) -> Iterator[tuple[str, Command]]:
        """By name; one that fails keeps nobody from the next."""
        now = self.clock.now()
        file = self.files.of(site, now)
        yield "opening", _opening(file)
        if present := _present(kiosks, now):
            past = self._past[site.site_id][1]
            yield "today", _granting_today(file, present, past)
            yield "tomorrow", _granting_tomorrow(file, present, past)
        yield "releasing", _releasing(file)

    async def _learn(self, site: SiteRecord) -> None:
        """Who came on the days before, read once a day."""
        today, _ = self.files.day_of(site, self.clock.now())
        known = self._past.get(site.site_id)
        if known is None or known[0] != today:
            async with self.units(is_read_only=True) as unit:
                came = await unit.tables.came(site.site_id, today - LEARNS_FROM, today)
            self._past[site.site_id] = today, came


def _present(kiosks: Collection[KioskRecord], now: datetime) -> frozenset[KioskId]:
    """Who gets places of a day; nobody as long as kiosks are still being enrolled."""
    working = [kiosk for kiosk in kiosks if kiosk.revoked_at is None]
    if any(now - kiosk.enrolled_at < SETTLED for kiosk in working):
        return frozenset()
    heard = {kiosk.kiosk_id: kiosk.progress.heard_at or kiosk.enrolled_at for kiosk in working}
    return frozenset(kiosk_id for kiosk_id, at in heard.items() if now - at < LOST)


def _opening(file: SiteFile) -> Command:
    """All days that can be booked are open."""

    def opening(book: CentreBook, _: Draft) -> None:
        for ahead in range(DAYS_AHEAD + 1):
            on = book.days.today + timedelta(days=ahead)
            if book.days.on(on) is None:
                book.open_day(day_opened(file, on))

    return opening


def _describing(file: SiteFile) -> Command:
    """The days after today are as the file says, but those of which something was granted or sold."""

    def describing(book: CentreBook, _: Draft) -> None:
        for ahead in range(1, DAYS_AHEAD + 1):
            book.describe_day(day_opened(file, book.days.today + timedelta(days=ahead)))

    return describing


def _granting_today(file: SiteFile, present: Collection[KioskId], past: Came) -> Command:
    """Today's places and numbers are the kiosks'."""

    def granting(book: CentreBook, _: Draft) -> None:
        _grant(book, file, book.days.today, present, past)

    return granting


def evening_of(file: SiteFile, on: date) -> datetime:
    """From when on the places of that business day are granted."""
    return file.calendar.instant(on, file.calendar.day_starts) - EVENING


def _granting_tomorrow(file: SiteFile, present: frozenset[KioskId], past: Came) -> Command:
    """Tomorrow's are theirs from the evening on; who was not heard since a restore is waited for."""

    def granting(book: CentreBook, draft: Draft) -> None:
        tomorrow = book.days.today + timedelta(days=1)
        evening = evening_of(file, tomorrow)
        if not present.isdisjoint(book.missing):
            evening += PATIENCE
        if draft.now >= evening:
            _grant(book, file, tomorrow, present, past)

    return granting


def _grant(
    book: CentreBook, file: SiteFile, on: date, present: Collection[KioskId], past: Came
) -> None:
    """A day's services are those it was opened with, whatever the file says since."""
    ledger = book.days.on(on)
    if ledger is None:
        return
    ready = [one for one in book.kiosks if one in present and book.may_be_granted(one, ledger)]
    if not ready:
        return
    if ledger.is_allotted:
        book.lay_out(on, ready)
        return
    own = {service.service_id for service in ledger.opened.services}

    def came(service_id: ServiceId) -> dict[KioskId, int]:
        today = book.came(ready, service_id)
        return {one: count + past.get((service_id, one), 0) for one, count in today.items()}

    services = [service for service in file.catalogue.services if service.service_id in own]
    book.allot(on, _expected(file, on, services, came))


def _releasing(file: SiteFile) -> Command:
    """R1, R2, and holds nobody wants any more."""

    def releasing(book: CentreBook, draft: Draft) -> None:
        held = [hold for ledger in book.days for hold in ledger.sale.open_holds.values()]
        for hold in held:
            if draft.now >= hold.expires_at:
                book.drop(hold.hold_id, HoldAction.EXPIRE, draft.now)
        for service_id, slot in _sold_until(book, file, draft.now):
            book.end_sale(service_id, slot.start)
        for ledger in _begun(book, draft.now):
            # Of a lost day no place comes free, so who comes late can have his own.
            bookings = () if ledger.is_lost else list(ledger.sale.bookings.values())
            for booking in bookings:
                if booking.status is BookingStatus.BOOKED and draft.now >= no_show_at(booking.slot):
                    book.close(booking.booking_id, CloseReason.NO_SHOW)
        book.release_closed()

    return releasing


def _begun(book: CentreBook, by: datetime) -> list[Ledger]:
    """The days that have begun by then; nothing of a later one is due, however much of it is sold."""
    return [ledger for ledger in book.days if ledger.opened.day.start <= by]


def _sold_until(
    book: CentreBook, file: SiteFile, now: datetime
) -> Iterator[tuple[ServiceId, Span]]:
    """The slots whose online sale is over and that have not ended."""
    length = file.calendar.slot_length
    for ledger in _begun(book, now + length):
        for service in ledger.opened.services:
            for each in service.slots:
                if online_sale_ends_at(each.slot, length) <= now < each.slot.end:
                    yield service.service_id, each.slot


def day_opened(file: SiteFile, on: date) -> DayOpened:
    """The places of a business day by planned counters, as the site's file says."""
    calendar = file.calendar
    services = tuple(
        ServiceOfDay(
            service.service_id,
            service.letter,
            tuple(_slots(file, service, on)),
            ratio=service.ratio or file.ratio,
            mean_seconds=round(service.mean_minutes * SECONDS),
        )
        for service in file.catalogue.services
    )
    return DayOpened(on, calendar.plan(on).day, services)


def _slots(file: SiteFile, service: Service, on: date) -> Iterator[SlotOfDay]:
    if not service.has_quota:
        return
    for slot in service.calendar(file.calendar).plan(on).slots:
        places = capacity(service.counter_minutes(slot), service.mean_minutes)
        yield SlotOfDay(slot, split(places, service.ratio or file.ratio))


def _expected(
    file: SiteFile,
    on: date,
    services: Iterable[Service],
    came_of: Callable[[ServiceId], Mapping[KioskId, int]],
) -> dict[ServiceId, dict[KioskId, float]]:
    """How many visitors of each of the services each kiosk is expected to have that day.

    As many as can be served, in the ratio of those who came to the kiosks of late; equal at first.
    """
    expected = {}
    for service in services:
        plan = service.calendar(file.calendar).plan(on)
        visitors = sum(
            capacity(service.counter_minutes(slot), service.mean_minutes) for slot in plan.slots
        )
        # One more each: who had nobody today may have somebody tomorrow.
        came = {kiosk_id: count + 1 for kiosk_id, count in came_of(service.service_id).items()}
        whole = sum(came.values())
        expected[service.service_id] = {
            kiosk_id: visitors * count / whole for kiosk_id, count in came.items()
        }
    return expected
