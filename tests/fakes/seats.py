# SPDX-License-Identifier: Apache-2.0
"""A site whose day has twenty slots of two booked places, and rivals who all want all of them."""

from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias
from uuid import NAMESPACE_OID, uuid5

from central.services.draft import Draft
from central.services.site_writer import Rules, SiteWriter
from central.services.site_writers import SiteWriters
from central.store.abstract import Units
from central.store.records import JournalRow, SiteRecord
from hall.errors import SoldOutError
from hall.ids import HoldId, ServiceId, SiteId
from hall.journal import DayOpened, HoldMade, ServiceOfDay, SlotOfDay
from hall.quota import LaneQuota
from hall.site_book import SiteBook
from hall.span import Span

Writer: TypeAlias = "SiteWriter[SiteBook]"

HALL = SiteId("hall-1")
ESTATE = ServiceId("estate")
TODAY = date(2026, 3, 2)
BEGINS = datetime(2026, 3, 1, 20, tzinfo=UTC)
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=8)
HALF_HOUR = timedelta(minutes=30)
DAY = timedelta(days=1)
SLOTS = tuple(NOW + number * HALF_HOUR for number in range(20))
CAPACITY = 2
RIVALS = 20


def site() -> SiteRecord:
    return SiteRecord(HALL, "政务服务中心", "Asia/Shanghai", "{}")


def day_opened(begins: datetime = BEGINS) -> DayOpened:
    shift = begins - BEGINS
    quota = LaneQuota(CAPACITY, 4, 1)
    slots = tuple(SlotOfDay(Span(at + shift, at + shift + HALF_HOUR), quota) for at in SLOTS)
    return DayOpened(TODAY + shift, Span(begins, begins + DAY), (ServiceOfDay(ESTATE, "A", slots),))


def rules(now: Callable[[], datetime] = lambda: NOW) -> Rules[SiteBook]:
    """A business day begins at 04:00 in Shanghai."""

    def day_of(_: SiteRecord, at: datetime) -> tuple[date, datetime]:
        days = (at - BEGINS) // DAY
        return TODAY + days * DAY, BEGINS + days * DAY

    return Rules(SiteBook, day_of, now)


def hold_id(name: str) -> HoldId:
    return HoldId(uuid5(NAMESPACE_OID, name))


def holding(name: str, slot: datetime = SLOTS[0]) -> Callable[[SiteBook, Draft], HoldId]:
    """Set a place of a slot aside."""

    def command(book: SiteBook, _: Draft) -> HoldId:
        return book.hold(hold_id(name), ESTATE, slot, LATER).hold_id

    return command


def opening(book: SiteBook, _: Draft) -> None:
    if book.days.today == TODAY:
        book.open_day(day_opened())


@asynccontextmanager
async def writing(units: Units, how: Rules[SiteBook] | None = None) -> "Iterator[Writer]":
    """A writer, as one process has it; the site is there and its day open."""
    async with units() as unit:
        await unit.sites.add(site())
        await unit.commit()
    async with SiteWriters(units, how or rules()) as writers:
        writer = writers.of(HALL)
        await writer.decide(opening)
        yield writer


async def compete(writer: Writer, rival: str) -> list[HoldId]:
    """Want a place in each slot; those that were got."""
    got = []
    for number, slot in enumerate(SLOTS):
        try:
            got.append(await writer.decide(holding(f"{rival} {number}", slot)))
        except SoldOutError:
            continue
    return got


async def rows(units: Units) -> list[JournalRow]:
    async with units(is_read_only=True) as unit:
        return list(await unit.journal.after(HALL, 0))


async def holds_made(units: Units) -> list[str]:
    """The ids of all holds in the journal, in its order."""
    return [row.body for row in await rows(units) if row.kind == HoldMade.kind]
