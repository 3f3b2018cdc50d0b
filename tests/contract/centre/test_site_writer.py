# SPDX-License-Identifier: Apache-2.0
"""What is decided by several writers of one site, on any store: once, in one order, and kept."""

import asyncio
import json
from datetime import timedelta
from uuid import UUID

import pytest

from central.services.draft import Draft
from central.services.projection import Origin
from central.store.abstract import Units
from central.store.records import KioskProgress
from hall.booking import BookingStatus
from hall.errors import SoldOutError, UnknownSlotError
from hall.exchange import LogPart
from hall.feed import FIRST_EPOCH, CloseReason
from hall.ids import BookingId, KioskId, TicketId
from hall.log import Body, Cancelled, CheckedIn, Entry, Issued, append
from hall.numbering import TicketNumber
from hall.place import Lane
from hall.site_book import SiteBook
from hall.ticket import TicketStatus
from hall.visit import Persons
from tests.contract.centre.samples import PERSON, kiosk
from tests.fakes.seats import (
    BEGINS,
    CAPACITY,
    DAY,
    ESTATE,
    HALL,
    LATER,
    NOW,
    RIVALS,
    SLOTS,
    TODAY,
    compete,
    day_opened,
    hold_id,
    holding,
    holds_made,
    rows,
    rules,
    writing,
)
from tests.hall.leases import facts

K1 = KioskId("K1")
BOOKING = BookingId(UUID(int=7))
WALK_IN = TicketId(UUID(int=8))


def log(*bodies: Body) -> list[Entry]:
    entries: list[Entry] = []
    for body in bodies:
        entries.append(append(entries[-1] if entries else None, NOW, body))
    return entries


def known(book: SiteBook) -> object:
    return facts(book)


# --- one order -----------------------------------------------------------------------------


async def test_rivals_get_as_many_places_as_there_are(units: Units) -> None:
    async with writing(units) as one, writing(units) as other:
        got = await asyncio.gather(
            *(compete((one, other)[number % 2], f"rival {number}") for number in range(RIVALS))
        )
        answered = [one_hold for holds in got for one_hold in holds]
        assert len(answered) == len(set(answered)) == len(SLOTS) * CAPACITY
        assert len(await holds_made(units)) == len(SLOTS) * CAPACITY
        assert await one.look(known) == await other.look(known)


async def test_the_rows_of_several_writers_have_no_gap(units: Units) -> None:
    async with writing(units) as one, writing(units) as other:
        wishes = (
            writer.decide(holding(f"{slot} {number}", slot))
            for slot in SLOTS
            for number, writer in enumerate((one, other))
        )
        await asyncio.gather(*wishes)
    assert [row.seq for row in await rows(units)] == list(range(1, 42))


async def test_who_looks_sees_what_another_process_has_kept(units: Units) -> None:
    async with writing(units) as one, writing(units) as other:
        await other.look(known)
        await one.decide(holding("a"))
        assert await other.look(lambda book: hold_id("a") in book.holds)


async def test_a_repeat_gets_the_same_and_writes_nothing(units: Units) -> None:
    async with writing(units) as one, writing(units) as other:
        for writer in (one, other, one):
            assert await writer.decide(holding("a")) == hold_id("a")
    assert len(await holds_made(units)) == 1


async def test_what_the_rules_refuse_writes_nothing(units: Units) -> None:
    async with writing(units) as writer:
        before = await rows(units)
        with pytest.raises(UnknownSlotError):
            await writer.decide(holding("a", SLOTS[0] + 9 * DAY))
        assert await rows(units) == before
        for name in ("a", "b"):
            await writer.decide(holding(name))
        with pytest.raises(SoldOutError):
            await writer.decide(holding("c"))


async def test_a_new_process_knows_what_the_last_one_did(units: Units) -> None:
    async with writing(units) as writer:
        await compete(writer, "a")
        expected = await writer.look(known)
    async with writing(units) as again:
        assert await again.look(known) == expected


async def test_a_day_that_is_over_is_forgotten_by_the_book_not_by_the_journal(
    units: Units,
) -> None:
    clock = [NOW]
    async with writing(units, rules(lambda: clock[0])) as writer:
        await writer.decide(holding("a"))
        tomorrow = day_opened(BEGINS + DAY)
        await writer.decide(lambda book, _: book.open_day(tomorrow))
        await writer.decide(holding("b", SLOTS[0] + DAY))
        clock[0] = NOW + DAY
        assert await writer.look(lambda book: set(book.holds)) == {hold_id("b")}
        expected = await writer.look(known)
    async with writing(units, rules(lambda: clock[0])) as again:
        assert await again.look(known) == expected
        assert await again.look(lambda book: book.seq) == 4
        clock[0] = NOW + 2 * DAY
    async with writing(units, rules(lambda: clock[0])) as without_rows:
        assert await without_rows.look(lambda book: (set(book.holds), book.seq)) == (set(), 4)
    assert len(await holds_made(units)) == 2


# --- what stands beside the journal --------------------------------------------------------


def booking(book: SiteBook, draft: Draft) -> None:
    book.hold(hold_id("a"), ESTATE, SLOTS[3], LATER)
    draft.describe(BOOKING, Origin("app", "platform-1", PERSON))
    book.book(hold_id("a"), BOOKING, draft.now)


async def test_a_booking_is_kept_with_its_digest_and_the_journal_without(units: Units) -> None:
    async with writing(units) as writer:
        await writer.decide(booking)
        async with units() as unit:
            found = await unit.tables.booking(HALL, TODAY, BOOKING)
        assert found
        assert (found.status, found.channel) == (BookingStatus.BOOKED, "app")
        assert (found.platform_id, found.digest) == ("platform-1", PERSON)
        told = await rows(units)
        assert (told[-1].kind, told[-1].business_date) == ("booking_made", TODAY)
        assert not any(PERSON in row.body for row in told)
        await writer.decide(lambda book, _: book.close(BOOKING, CloseReason.CANCELLED))
    async with units() as unit:
        closed = await unit.tables.booking(HALL, TODAY, BOOKING)
        assert closed
        assert closed.status is BookingStatus.CANCELLED


async def put_kiosk(units: Units) -> None:
    async with units() as unit:
        await unit.kiosks.add(kiosk(K1))
        await unit.commit()


def taking(*entries: Entry, health: str | None = None, end: int | None = None) -> object:
    def command(book: SiteBook, draft: Draft) -> int:
        book.add_kiosk(K1)
        after = entries[0].position - 1 if entries else book.acknowledged(K1)
        last = entries[-1].position if entries else after
        part = LogPart(K1, FIRST_EPOCH, after, entries, end or last)
        taken = book.take_log(part, draft.now)
        draft.hear(K1, health)
        draft.identify(WALK_IN, Persons(PERSON), kiosk_id=K1)
        return taken

    return command


ISSUED = Issued(WALK_IN, TODAY, ESTATE, TicketNumber("A", 1), Lane.WALK_IN)
CHECKED_IN = CheckedIn(
    TicketId(BOOKING), BOOKING, TODAY, ESTATE, TicketNumber("A", 1, is_booked=True)
)


async def test_a_kiosks_log_becomes_tickets_and_progress(units: Units) -> None:
    entries = log(ISSUED, CHECKED_IN, Cancelled(WALK_IN))
    async with writing(units) as writer:
        await put_kiosk(units)
        await writer.decide(booking)
        assert await writer.decide(taking(*entries, health='{"paper":"low"}', end=5)) == 3
    async with units() as unit:
        ticket = await unit.tables.ticket(HALL, TODAY, WALK_IN)
        checked_in = await unit.tables.ticket(HALL, TODAY, TicketId(BOOKING))
        booked = await unit.tables.booking(HALL, TODAY, BOOKING)
        found = await unit.kiosks.find(HALL, K1)
        taken = await unit.journal.of_kiosk(HALL, K1, TODAY)
    assert ticket
    assert checked_in
    assert booked
    assert found
    assert (ticket.status, ticket.digest) == (TicketStatus.CANCELLED, PERSON)
    assert (ticket.kiosk_id, ticket.issued_at) == (K1, NOW)
    assert (checked_in.lane, checked_in.status) == (Lane.BOOKED, TicketStatus.WAITING)
    assert booked.status is BookingStatus.CHECKED_IN
    progress = KioskProgress(K1, 3, 5, entries[-1].hash, 0, NOW, '{"paper":"low"}')
    assert found.progress == progress
    assert [(row.position, row.hash) for row in taken] == [(e.position, e.hash) for e in entries]
    assert json.loads(taken[0].body)["body"]["number"] == "A001"


async def test_a_log_that_comes_twice_counts_once(units: Units) -> None:
    entries = log(ISSUED, Cancelled(WALK_IN))
    async with writing(units) as one, writing(units) as other:
        await put_kiosk(units)
        answers = await asyncio.gather(
            *(writer.decide(taking(*entries)) for writer in (one, other, one))
        )
    assert answers == [2, 2, 2]
    async with units() as unit:
        assert len(await unit.journal.of_kiosk(HALL, K1, TODAY)) == 2
        ticket = await unit.tables.ticket(HALL, TODAY, WALK_IN)
        assert ticket
        assert (ticket.status, ticket.digest) == (TicketStatus.CANCELLED, PERSON)


async def test_that_a_kiosk_was_heard_is_kept_without_a_row(units: Units) -> None:
    clock = [NOW]
    async with writing(units, rules(lambda: clock[0])) as writer:
        await put_kiosk(units)
        await writer.decide(taking())
        before = await rows(units)
        clock[0] = NOW + timedelta(seconds=30)
        await writer.decide(taking())
        assert await rows(units) == before
    async with units() as unit:
        found = await unit.kiosks.find(HALL, K1)
        assert found
        assert found.progress.heard_at == clock[0]
    async with writing(units) as again:
        assert await again.look(lambda book: book.account(K1).heard_at) == clock[0]
