# SPDX-License-Identifier: Apache-2.0
"""An exchange at the centre: what is taken, granted and told, and what is refused."""

import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import pytest

from central.services import day_round, exchange
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
from hall.errors import UnknownKioskError, UnknownPlaceError
from hall.exchange import LogPart
from hall.feed import BookingMade, ReturnAsked
from hall.identity import IdentityDigest
from hall.ids import BookingId, HoldId, KioskId, ServiceId, TicketId
from hall.log import Actor, Cancelled, CheckedIn, Issued, Returned
from hall.news import CatalogueTold, DayKeyTold, KioskKeyTold, TicketsTold
from hall.numbering import TicketNumber
from hall.owners import WITHDRAWN
from hall.place import Lane, Place, hops_of, runs_of
from hall.ticket import TicketStatus
from hall.wire.values import Answer, Exchange, Finding, Health, Owner, Refusal
from tests.central.services.hall import (
    ESTATE,
    HALL,
    NOON,
    SOCIAL,
    TODAY,
    Hall,
    LogKiosk,
    new_hall,
    site_file,
    wish,
)
from tests.central.small_site import SMALL_SITE

K = TypeVar("K")

ALICE, BOB = IdentityDigest("h1:" + "a" * 32), IdentityDigest("h1:" + "b" * 32)


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 1)
    return new_hall(tmp_path)


def ticket(number: int) -> TicketId:
    return TicketId(UUID(int=number))


def issued(number: int, service_id: ServiceId = SOCIAL, letter: str = "C") -> Issued:
    return Issued(ticket(number), TODAY, service_id, TicketNumber(letter, number), Lane.WALK_IN)


def told(answer: Answer, kind: type[K]) -> list[K]:
    return [each.body for each in answer.told if isinstance(each.body, kind)]


async def test_a_kiosk_learns_from_where_to_send(hall: Hall) -> None:
    (one,) = await hall.settled("k1")
    one.say(issued(1), issued(2))
    gap = await one.ask(after=len(one.log) - 1)
    assert isinstance(gap, Refusal)
    assert (gap.status, gap.key) == (409, "error.hall.log")
    assert (gap.acknowledged, gap.epoch) == (one.acknowledged, 1)
    other = await LogKiosk(hall, one.kiosk_id, one.log, epoch=7).ask()
    assert isinstance(other, Refusal)
    assert (other.key, other.epoch) == ("error.hall.epoch", 1)


async def test_a_log_that_was_changed_is_refused(hall: Hall) -> None:
    (one,) = await hall.settled("k1")
    one.say(issued(1), issued(2))
    forged = [replace(one.log[-2], body=issued(3)), one.log[-1]]
    assert isinstance(await one.ask(entries=forged, after=len(one.log) - 2), Refusal)
    assert not (await hall.book()).knows_ticket(ticket(3))


async def test_what_is_sent_twice_counts_once(hall: Hall) -> None:
    (one,) = await hall.settled("k1")
    one.say(issued(1))
    first = await one.ask()
    again = await one.ask()
    assert isinstance(first, Answer)
    assert isinstance(again, Answer)
    assert first.acknowledged == again.acknowledged == len(one.log)
    rows = [row for row in hall.fake.rows.journal.values() if row.kiosk_id == one.kiosk_id]
    assert len(rows) == len(one.log)


async def test_a_kiosk_nobody_enrolled_is_refused(hall: Hall) -> None:
    await hall.settled("k1")
    with pytest.raises(UnknownKioskError):
        await LogKiosk(hall, KioskId("other")).ask()


async def test_a_place_there_never_was_is_refused_and_changes_nothing(hall: Hall) -> None:
    (one,) = await hall.settled("k1")
    place = Place(ESTATE, NOON, Lane.WALK_IN, 999)
    one.say(replace(issued(1, ESTATE, "A"), place=place, hop=1))
    with pytest.raises(UnknownPlaceError):
        await one.ask()
    assert not (await hall.book()).knows_ticket(ticket(1))


async def test_others_are_told_of_a_ticket_and_whose_it_is(hall: Hall) -> None:
    one, two = await hall.settled("k1", "k2")
    one.say(issued(1))
    own = await one.exchange(owners={len(one.log): Owner(ALICE, "王*")})
    assert told(own, TicketsTold) == []
    (tickets,) = told(await two.exchange(), TicketsTold)
    (seen,) = tickets.tickets
    assert (seen.kiosk_id, seen.digest, seen.masked_name) == ("k1", ALICE, "王*")
    assert seen.status is TicketStatus.WAITING
    one.say(Cancelled(ticket(1), Actor.VISITOR, ""))
    await one.exchange()
    (later,) = told(await two.exchange(), TicketsTold)
    assert later.tickets[0].status is TicketStatus.CANCELLED


async def test_a_number_that_was_just_given_is_told_without_looking_it_up(hall: Hall) -> None:
    one, two = await hall.settled("k1", "k2")
    one.say(issued(1), issued(2), Cancelled(ticket(2), Actor.VISITOR, ""))
    await one.exchange(owners={len(one.log) - 2: Owner(ALICE, "王*")})
    hall.fake.rows.tickets.clear()
    (tickets,) = told(await two.exchange(), TicketsTold)
    found = [(each.digest, each.masked_name, each.status) for each in tickets.tickets]
    assert found == [(ALICE, "王*", TicketStatus.WAITING), (None, "", TicketStatus.CANCELLED)]


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


async def test_nothing_of_a_person_stands_in_the_journal(hall: Hall) -> None:
    (one,) = await hall.settled("k1")
    one.say(issued(1))
    await one.exchange(owners={len(one.log): Owner(ALICE, "王*", BOB)})
    text = "".join(row.body for row in hall.fake.rows.journal.values())
    assert "aaaa" not in text
    assert "bbbb" not in text
    assert "王" not in text


async def test_a_kiosk_is_told_the_site_the_keys_and_the_days_key(hall: Hall) -> None:
    one, _ = [await hall.kiosk(name) for name in ("k1", "k2")]
    hall.clock.pass_time(timedelta(minutes=1))
    await hall.round.go()
    answer = await one.exchange()
    assert told(answer, CatalogueTold) == [CatalogueTold(SMALL_SITE)]
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
    assert told(await one.exchange(), CatalogueTold) == [CatalogueTold(newer)]


async def test_a_wish_is_granted_and_told_until_the_log_has_it(hall: Hall) -> None:
    zero, one = await hall.settled("k0", "k1")
    held = Place(ESTATE, NOON, Lane.WALK_IN, 0)
    zero.say(Returned(runs_of({held: 1})))
    await zero.exchange()
    first = await one.ask(wish(1, 3, 20))
    again = await one.ask(wish(1, 3, 20))
    assert isinstance(first, Answer)
    assert isinstance(again, Answer)
    assert first.grants == again.grants
    (grant,) = first.grants
    assert hops_of(grant.places) == {held: 2}
    assert sum(map(len, grant.numbers)) == 20
    one.say(grant)
    assert (await one.exchange()).grants == ()


async def test_a_vain_wish_is_left_out_and_the_log_counts(hall: Hall) -> None:
    (one,) = await hall.settled("k1")
    one.say(issued(1))
    answer = await one.exchange(wish(9), wish(10, at=NOON + timedelta(days=400)))
    assert answer.grants == ()
    assert answer.acknowledged == len(one.log)


async def test_a_kiosk_that_has_places_is_asked_for_one_that_has_none(hall: Hall) -> None:
    (one,) = await hall.settled("k1")
    two = await hall.kiosk("k2")
    await two.exchange(wish(1))
    await two.exchange(wish(1))
    (asked,) = told(await one.exchange(), ReturnAsked)
    assert (asked.kiosk_id, asked.count, asked.for_kiosk) == ("k1", 7, None)
    given = {Place(ESTATE, NOON, Lane.WALK_IN, index): 1 for index in range(7)}
    one.say(Returned(runs_of(given), one.cursor))
    await one.exchange()
    # At once, and to it: k1, which has fewer now, is not granted them again.
    (grant,) = (await two.exchange()).grants
    assert hops_of(grant.places) == dict.fromkeys(given, 2)


async def test_of_a_day_that_was_not_granted_yet_there_is_nothing_to_wish_for(hall: Hall) -> None:
    await hall.kiosk("k0")
    hall.clock.pass_time(timedelta(seconds=1))
    one = await hall.kiosk("k1")
    await hall.round.go()  # the days are open, and kiosks are still being enrolled
    assert (await one.exchange(wish(1, 3, 20))).grants == ()
    hall.clock.pass_time(timedelta(minutes=1))
    await hall.round.go()
    (today,) = (await one.exchange()).grants
    assert today.request_no is None


async def test_what_is_returned_in_vain_is_passed_on_to_nobody(hall: Hall) -> None:
    (one,) = await hall.settled("k1")
    two = await hall.kiosk("k2")
    await two.exchange(wish(1))
    assert told(await one.exchange(), ReturnAsked)
    one.say(Returned((), one.cursor))
    await one.exchange()
    assert (await two.exchange()).grants == ()
    await two.exchange(wish(1))
    told(await one.exchange(), ReturnAsked)
    await (hall.writers.of(HALL)).decide(lambda book, _: book.restore(2, TODAY))
    one.epoch = 2
    given = {Place(ESTATE, NOON, Lane.WALK_IN, index): 1 for index in range(7)}
    one.say(Returned(runs_of(given), one.cursor))
    await one.exchange()
    two.epoch = 2
    assert (await two.exchange()).grants == ()


async def test_kiosks_that_all_run_low_do_not_send_the_last_places_round(hall: Hall) -> None:
    kiosks = await hall.settled("k1", "k2", "k3")
    counts = zip(kiosks, (2, 1, 0), strict=True)
    await leave(hall, {kiosk.kiosk_id: count for kiosk, count in counts})
    moved = 0
    for number in range(1, 20):
        for kiosk in kiosks:
            is_low = len(await held_by(hall, kiosk)) < 2
            answer = await kiosk.exchange(*([wish(number)] if is_low else []))
            for asked in told(answer, ReturnAsked):
                if asked.kiosk_id == kiosk.kiosk_id:
                    places = sorted((await held_by(hall, kiosk)).items())[: asked.count]
                    kiosk.say(Returned(runs_of(dict(places)), answer.cursor))
                    await kiosk.exchange()
                    moved += 1
    assert moved == 1
    assert [len(await held_by(hall, kiosk)) for kiosk in kiosks] == [1, 1, 1]


async def held_by(hall: Hall, kiosk: LogKiosk) -> dict[Place, int]:
    """Of the slot at noon, for walk-ins, by the centre's book."""
    held = (await hall.book()).owners.of_kiosk(kiosk.kiosk_id)
    return {
        place: hop
        for place, hop in held.items()
        if place.slot_start == NOON and place.lane is Lane.WALK_IN
    }


async def leave(hall: Hall, counts: dict[KioskId, int]) -> None:
    """So many places of the slot at noon at each kiosk, and none at the centre."""

    def leaving(book: CentreBook) -> None:
        owners = book.days.at(NOON).owners
        seen: Counter[object] = Counter()
        for place, owner, hop in tuple(owners):
            if place.slot_start == NOON and place.lane is Lane.WALK_IN:
                seen[owner.of] += 1
                if seen[owner.of] > counts[KioskId(str(owner.of))]:
                    owners.move(place, WITHDRAWN, hop)

    await hall.writers.of(HALL).look(leaving)


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


async def test_health_is_kept_as_it_was_told_last(hall: Hall) -> None:
    (one,) = await hall.settled("k1")
    await one.ask(
        health=Health("1.2", -3, (Finding("printer", is_good=False, key="error.printer"),))
    )
    await one.ask()
    record = hall.fake.rows.kiosks[HALL, one.kiosk_id]
    health = json.loads(record.progress.health or "")
    assert (health["version"], health["clock_seconds"]) == ("1.2", -3)
    assert health["findings"] == [{"check": "printer", "is_good": False, "key": "error.printer"}]
    assert record.progress.heard_at == hall.clock.now()


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


async def test_places_that_nobody_booked_wait_for_a_kiosk_that_was_cut_off(hall: Hall) -> None:
    """R1 goes on in a cut: they lie at the centre, and who heals and runs low gets them at once."""
    linked, cut = await hall.settled("k1", "k2")
    (today, *_) = (await hall.book()).days
    unbooked = today.sale.left(ESTATE, NOON)
    assert unbooked > 0
    hall.clock.jump_to(NOON - timedelta(minutes=30))
    await hall.round.go()
    await linked.exchange()
    released = places_of(await cut.exchange(wish(1, places=100)))
    assert {place.lane for place in released} == {Lane.BOOKED}
    assert len(released) == unbooked
    assert not places_of(await linked.exchange(wish(1)))


def places_of(answer: Answer) -> set[Place]:
    return {place for granted in answer.grants for place in hops_of(granted.places)}
