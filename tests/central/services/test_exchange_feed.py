# SPDX-License-Identifier: Apache-2.0
"""An exchange at the centre: what it tells, and whose it is."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from central.services import exchange
from central.services.centre_book import CentreBook
from central.services.draft import Draft
from central.services.fresh import MOST, Fresh
from central.services.notes import Note, TicketNote
from central.services.projection import Origin
from central.services.site_writer import Rules
from central.services.site_writers import SiteWriters
from central.services.sites import import_site
from central.store.records import TicketRecord
from hall.booking_code import CENTRE_KEY
from hall.exchange import LogPart
from hall.feed import BookingMade
from hall.ids import BookingId, HoldId, KioskId, TicketId
from hall.log import Actor, Cancelled, CheckedIn
from hall.news import CatalogueTold, DayKeyTold, KioskKeyTold, TicketsTold
from hall.numbering import TicketNumber
from hall.place import Lane
from hall.ticket import TicketStatus
from hall.wire.values import Exchange, Owner
from tests.central.services.clerks import issued, ticket
from tests.central.services.hall import ESTATE, HALL, NOON, SOCIAL, TODAY, Hall, site_file
from tests.central.services.told import ALICE, BOB, told
from tests.central.small_site import SMALL_SITE


async def test_others_are_told_of_a_ticket_and_whose_it_is(hall: Hall) -> None:
    one, two = await hall.settled("k1", "k2")
    one.say(issued(1))
    own = await one.exchange(owners={len(one.log): Owner(ALICE)})
    assert told(own, TicketsTold) == []
    (tickets,) = told(await two.exchange(), TicketsTold)
    (seen,) = tickets.tickets
    assert (seen.kiosk_id, seen.digest) == ("k1", ALICE)
    assert seen.status is TicketStatus.WAITING
    one.say(Cancelled(ticket(1), Actor.VISITOR, ""))
    await one.exchange()
    (later,) = told(await two.exchange(), TicketsTold)
    assert later.tickets[0].status is TicketStatus.CANCELLED


async def test_others_are_told_whose_visitor_wishes_that_staff_come_to_him(hall: Hall) -> None:
    one, two = await hall.settled("k1", "k2")
    one.say(replace(issued(1), is_in_person=True), issued(2))
    await one.exchange()
    (tickets,) = told(await two.exchange(), TicketsTold)
    assert [each.is_in_person for each in tickets.tickets] == [True, False]


async def test_others_are_told_for_how_many_items_a_number_stands(hall: Hall) -> None:
    one, two = await hall.settled("k1", "k2")
    one.say(replace(issued(1), items=3), issued(2))
    await one.exchange()
    (tickets,) = told(await two.exchange(), TicketsTold)
    assert [each.items for each in tickets.tickets] == [3, 1]


async def test_a_number_that_was_just_given_is_told_without_looking_it_up(hall: Hall) -> None:
    one, two = await hall.settled("k1", "k2")
    one.say(issued(1), issued(2), Cancelled(ticket(2), Actor.VISITOR, ""))
    await one.exchange(owners={len(one.log) - 2: Owner(ALICE)})
    hall.fake.rows.tickets.clear()
    (tickets,) = told(await two.exchange(), TicketsTold)
    found = [(each.digest, each.status) for each in tickets.tickets]
    assert found == [(ALICE, TicketStatus.WAITING), (None, TicketStatus.CANCELLED)]


async def test_what_became_of_a_number_elsewhere_is_looked_up(hall: Hall) -> None:
    one, two = await hall.settled("k1", "k2")
    one.say(issued(1))
    await one.exchange()
    part = LogPart(one.kiosk_id, one.epoch, one.acknowledged, (), len(one.log))
    async with SiteWriters(hall.units, Rules(CentreBook, hall.files.day_of, hall.clock.now)) as far:
        other = replace(hall.exchanging, writers=far)
        one.say(Cancelled(ticket(1), Actor.VISITOR, ""))
        part = replace(part, entries=tuple(one.log[one.acknowledged :]), end=len(one.log))
        await other.exchange(HALL, Exchange(part, one.cursor))
    (tickets,) = told(await two.exchange(), TicketsTold)
    assert [each.status for each in tickets.tickets] == [TicketStatus.CANCELLED]


def test_so_many_numbers_are_kept_at_hand_until_their_day_ends() -> None:
    fresh = Fresh()
    for number in range(MOST + 1):
        record = TicketRecord(
            business_date=TODAY,
            ticket_id=ticket(number),
            kiosk_id=KioskId("k1"),
            number=TicketNumber("C", 1),
            service_id=SOCIAL,
            lane=Lane.WALK_IN,
            status=TicketStatus.WAITING,
            issued_at=NOON,
        )
        fresh.add(number, record)
    notes = [Note(at, TODAY, TicketNote(KioskId("k1"), ticket(at))) for at in range(MOST + 1)]
    assert len(fresh.told_in(notes)) == MOST
    fresh.forget_before(TODAY + timedelta(days=1))
    assert not fresh.told_in(notes)


async def test_others_are_told_who_took_a_ticket_for_its_owner(hall: Hall) -> None:
    one, two = await hall.settled("k1", "k2")
    one.say(issued(1), issued(2))
    end = len(one.log)
    await one.exchange(owners={end - 1: Owner(ALICE, proxy=BOB), end: Owner(BOB)})
    (tickets,) = told(await two.exchange(), TicketsTold)
    assert [(each.digest, each.proxy) for each in tickets.tickets] == [(ALICE, BOB), (BOB, None)]


async def test_who_checked_in_somebody_elses_booking_is_told(hall: Hall) -> None:
    one, two = await hall.settled("k1", "k2")
    made = await book(hall)
    (seen,) = told(await one.exchange(), BookingMade)
    one.say(CheckedIn(TicketId(made), made, TODAY, ESTATE, seen.booking.number, seen.booking.place))
    await one.exchange(owners={len(one.log): Owner(proxy=BOB)})
    (tickets,) = told(await two.exchange(), TicketsTold)
    assert [(each.digest, each.proxy) for each in tickets.tickets] == [(ALICE, BOB)]


async def test_a_kiosk_is_told_the_site_the_keys_and_the_days_key(hall: Hall) -> None:
    one, _ = [await hall.kiosk(name) for name in ("k1", "k2")]
    hall.clock.pass_time(timedelta(minutes=1))
    await hall.round.go()
    answer = await one.exchange()
    assert told(answer, CatalogueTold) == [CatalogueTold(SMALL_SITE, 1)]
    keys = told(answer, KioskKeyTold)
    # Of the two days that are open the last one brings the centre's key; the other is spared.
    assert [key.kiosk_id for key in keys] == ["k1", "k2", CENTRE_KEY]
    assert keys[-1].public_key == hall.own_key.public_key.data
    (key,) = told(answer, DayKeyTold)
    assert key.key == hall.keys.key(HALL, TODAY).reveal()


async def test_only_the_last_description_of_the_site_is_told(hall: Hall) -> None:
    newer = SMALL_SITE.replace("大厅", "新大厅")
    await import_site(hall.fake.unit_of_work, site_file(newer), hall.clock.now())
    (one,) = await hall.settled("k1")
    one.cursor = 0
    assert told(await one.exchange(), CatalogueTold) == [CatalogueTold(newer, 2)]


async def test_a_booking_and_its_ticket_carry_the_digest_it_was_made_with(hall: Hall) -> None:
    one, two = await hall.settled("k1", "k2")
    made = await book(hall)
    (seen,) = told(await one.exchange(), BookingMade)
    assert seen.booking.digest == ALICE
    one.say(CheckedIn(TicketId(made), made, TODAY, ESTATE, seen.booking.number, seen.booking.place))
    await one.exchange()
    (tickets,) = told(await two.exchange(), TicketsTold)
    assert tickets.tickets[0].digest == ALICE


async def book(hall: Hall) -> BookingId:
    booking_id, hold_id = BookingId(UUID(int=77)), HoldId(UUID(int=78))

    def command(book: CentreBook, draft: Draft) -> None:
        book.hold(hold_id, ESTATE, NOON, draft.now + timedelta(minutes=5))
        draft.describe(booking_id, Origin("app", "p1", ALICE))
        book.book(hold_id, booking_id, draft.now)

    await hall.writers.of(HALL).decide(command)
    return booking_id


async def test_the_feed_comes_in_parts_and_whole(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = await hall.settled("k1", "k2")
    for number in range(1, 8):
        one.say(issued(number))
        await one.exchange()
        one.say(Cancelled(ticket(number), Actor.VISITOR, ""))
    monkeypatch.setattr(exchange, "MOST_ENTRIES", 3)
    found, more = [], True
    while more:
        answer = await two.exchange()
        more = answer.has_more
        found += [each.ticket_id for part in told(answer, TicketsTold) for each in part.tickets]
    assert set(found) == {ticket(number) for number in range(1, 8)}


async def test_a_restored_centre_tells_nothing_under_a_cursor_that_was_used(hall: Hall) -> None:
    one, two = await hall.settled("k1", "k2")
    one.cursor = 10_000  # so far it was told by the centre that is lost
    await hall.writers.of(HALL).decide(lambda book, _: book.restore(2, TODAY))
    for kiosk in (one, two):
        kiosk.epoch = 2
        kiosk.acknowledged = 0
        await kiosk.exchange()
    assert not (await hall.book()).is_recovering
    one.say(issued(5))
    await one.exchange()
    assert two.cursor < 10_000
    assert told(await two.exchange(), TicketsTold)
    assert two.cursor > 10_000
