# SPDX-License-Identifier: Apache-2.0
"""What happens at a site by the clock alone: days open, are granted, and places change hands."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from central.services import day_round
from central.services.centre_book import CentreBook
from central.services.draft import Draft
from central.services.sites import import_site
from central.store.records import Changes, SiteRecord, TicketRecord
from hall.booking import HoldStatus
from hall.errors import BadValueError
from hall.feed import BookingClosed
from hall.ids import BookingId, HoldId, KioskId, SiteId
from hall.log import Granted, Issued
from hall.numbering import TicketNumber
from hall.owners import CENTRE, OwnerKind
from hall.place import Lane, Place
from hall.ticket import TicketStatus
from tests.central.services.clerks import ticket
from tests.central.services.hall import (
    ESTATE,
    HALL,
    NOON,
    SOCIAL,
    TODAY,
    Hall,
    new_hall,
    site_file,
)
from tests.central.services.told import told
from tests.central.small_site import SMALL_SITE

TOMORROW = TODAY + timedelta(days=1)
HALF_HOUR = timedelta(minutes=30)
HOLD, BOOKING = HoldId(UUID(int=1)), BookingId(UUID(int=2))


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 2)
    return new_hall(tmp_path)


SMALLER = SMALL_SITE.replace("counters = 6", "counters = 3").replace('"C"', '"D"')


async def describe(hall: Hall, text: str) -> None:
    """The manager imports the site again."""
    await import_site(hall.units, site_file(text), hall.clock.now())


async def left(hall: Hall, ahead: int) -> int:
    """How many places of noon can be held, so many days from today."""
    return (await hall.book()).places_left(ESTATE, NOON + timedelta(days=ahead))


def _fail(*_: object) -> bool:
    raise BadValueError(name="slot", value=0, allowed="")


async def decide(hall: Hall, command: Callable[[CentreBook, Draft], object]) -> None:
    await hall.writers.of(HALL).decide(command)


def places_of(granted: Granted, lane: Lane) -> int:
    return sum(run.count for run in granted.places if run.lane is lane)


async def test_days_are_open_ahead_and_twice_is_harmless(hall: Hall) -> None:
    await hall.round.go()
    rows = len(hall.fake.rows.journal)
    await hall.round.go()
    assert len(hall.fake.rows.journal) == rows
    book = await hall.book()
    assert [ledger.business_date for ledger in book.days] == [
        TODAY + timedelta(days=ahead) for ahead in range(3)
    ]
    assert book.places_left(ESTATE, NOON) == 16


async def test_a_changed_site_holds_from_tomorrow_on(hall: Hall, tmp_path: Path) -> None:
    await hall.round.go()
    await describe(hall, SMALLER)
    await hall.round.go()
    assert [await left(hall, ahead) for ahead in range(3)] == [16, 8, 8]
    book = await hall.book()
    letters = [[each.letter for each in day.opened.services] for day in book.days]
    assert letters == [["A", "C"], ["A", "D"], ["A", "D"]]
    rows = len(hall.fake.rows.journal)
    await hall.round.go()
    await replace(hall.round, _described={}).go()  # as another process does
    assert len(hall.fake.rows.journal) == rows
    again = Hall(tmp_path, hall.units)
    assert [await left(again, ahead) for ahead in range(3)] == [16, 8, 8]


async def test_a_day_that_was_held_or_granted_stays_as_it_was_opened(hall: Hall) -> None:
    await hall.settled("k1")
    hall.clock.jump_to(NOON + timedelta(hours=2))
    await hall.round.go()  # grants tomorrow
    await describe(hall, SMALLER)
    await hall.round.go()
    assert [await left(hall, ahead) for ahead in (1, 2)] == [16, 8]
    expires = hall.clock.now() + timedelta(minutes=5)
    after_tomorrow = NOON + timedelta(days=2)
    await decide(hall, lambda book, _: book.hold(HOLD, ESTATE, after_tomorrow, expires))
    await describe(hall, SMALL_SITE)
    await hall.round.go()
    assert await left(hall, 2) == 7


async def test_what_could_not_be_described_is_tried_again(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await hall.round.go()
    await describe(hall, SMALLER)
    with monkeypatch.context() as patch:
        patch.setattr(CentreBook, "describe_day", _fail)
        await hall.round.go()
    assert "day round failed site=hall at=describing" in caplog.text
    assert await left(hall, 1) == 16
    await hall.round.go()
    assert await left(hall, 1) == 8


async def test_nobody_has_all_of_a_day_while_kiosks_are_being_enrolled(hall: Hall) -> None:
    one = await hall.kiosk("k1")
    await hall.round.go()
    assert (await one.exchange()).grants == ()


async def test_tomorrow_is_granted_the_evening_before_by_who_came_today(hall: Hall) -> None:
    one, two = await hall.settled("k1", "k2")
    issued = [
        Issued(ticket(n), TODAY, SOCIAL, TicketNumber("C", n), Lane.WALK_IN) for n in range(1, 9)
    ]
    one.say(*issued)
    await one.exchange()
    hall.clock.jump_to(NOON + timedelta(hours=1, minutes=59))
    await hall.round.go()
    assert (await one.exchange()).grants == ()
    hall.clock.jump_to(NOON + timedelta(hours=2))
    await hall.round.go()
    await hall.round.go()
    (first,), (second,) = (await one.exchange()).grants, (await two.exchange()).grants
    assert {first.business_date, second.business_date} == {TOMORROW}
    # Nobody came for estate: equal. For social all eight came to the first.
    assert abs(places_of(first, Lane.WALK_IN) - places_of(second, Lane.WALK_IN)) <= 47
    numbers = [
        sum(len(each) for each in one.numbers if each.letter == "C") for one in (first, second)
    ]
    assert numbers[0] > 5 * numbers[1] > 0


async def test_who_came_on_the_days_before_counts_too(hall: Hall) -> None:
    one, two = await hall.settled("k1", "k2")
    came = {
        ticket(number): TicketRecord(
            business_date=TODAY - timedelta(days=days),
            ticket_id=ticket(number),
            kiosk_id=KioskId("k2"),
            number=TicketNumber("A", number),
            service_id=ESTATE,
            lane=Lane.WALK_IN,
            status=TicketStatus.FINISHED,
            issued_at=NOON - timedelta(days=days),
        )
        for number, days in enumerate((1, 1, 14, 14, 15), start=1)
    }
    async with hall.fake.unit_of_work() as unit:
        await unit.tables.write(HALL, Changes(tickets=came))
        await unit.commit()
    # Another process, which has not read them yet.
    later = replace(hall.round, _past={})
    hall.clock.jump_to(NOON + timedelta(hours=2))
    await later.go()
    (first,), (second,) = (await one.exchange()).grants, (await two.exchange()).grants
    # 1 to 5, each with the one more: of 14 places 2 and 12.
    held = [
        {run.slot_start: run.count for run in each.places if run.lane is Lane.WALK_IN}
        for each in (first, second)
    ]
    slot = NOON + timedelta(days=1)
    assert (held[0][slot], held[1][slot]) == (2, 12)


async def test_a_kiosk_that_is_long_silent_gets_nothing_of_a_day(hall: Hall) -> None:
    one, two = await hall.settled("k1", "k2")
    hall.clock.jump_to(NOON + timedelta(days=2, hours=3))
    await one.exchange()
    await hall.round.go()
    assert {each.business_date for each in (await one.exchange()).grants} >= {
        TODAY + timedelta(days=2)
    }
    assert (await two.exchange()).grants == ()


async def test_what_is_not_booked_goes_to_walk_ins_a_slot_before(hall: Hall) -> None:
    await hall.settled("k1")
    hall.clock.jump_to(NOON - HALF_HOUR - timedelta(seconds=1))
    await hall.round.go()
    assert (await hall.book()).places_left(ESTATE, NOON) == 16
    hall.clock.jump_to(NOON - HALF_HOUR)
    await hall.round.go()
    assert (await hall.book()).places_left(ESTATE, NOON) == 0
    assert (await hall.book()).owners.owner(Place(ESTATE, NOON, Lane.BOOKED, 0)) == CENTRE


async def test_a_hold_nobody_confirms_ends(hall: Hall) -> None:
    await hall.settled("k1")
    expires = hall.clock.now() + timedelta(minutes=5)
    await decide(hall, lambda book, _: book.hold(HOLD, ESTATE, NOON, expires))
    await hall.round.go()
    assert (await hall.book()).holds[HOLD].status is HoldStatus.HELD
    hall.clock.jump_to(expires)
    await hall.round.go()
    book = await hall.book()
    assert book.holds[HOLD].status is HoldStatus.EXPIRED
    assert book.places_left(ESTATE, NOON) == 16


async def test_the_place_of_who_did_not_come_goes_on_when_all_kiosks_know(hall: Hall) -> None:
    one, two = await hall.settled("k1", "k2")

    def book_it(book: CentreBook, draft: Draft) -> None:
        book.hold(HOLD, ESTATE, NOON, draft.now + timedelta(minutes=5))
        book.book(HOLD, BOOKING, draft.now)

    await decide(hall, book_it)
    for kiosk in (one, two):
        await kiosk.exchange()
    hall.clock.jump_to(NOON + timedelta(minutes=15))
    await hall.round.go()
    assert told(await one.exchange(), BookingClosed)
    await one.exchange()
    await hall.round.go()
    book = await hall.book()
    place = book.bookings[BOOKING].place
    assert book.owners.owner(place).kind is OwnerKind.BOOKING
    await two.exchange()
    await two.exchange()
    await hall.round.go()
    book = await hall.book()
    assert book.owners.owner(place) == CENTRE
    assert not book.bookings[BOOKING].has_place


async def test_another_day_begins_with_what_was_granted_for_it(hall: Hall) -> None:
    (one,) = await hall.settled("k1")
    hall.clock.jump_to(NOON + timedelta(hours=3))
    await hall.round.go()
    hall.clock.jump_to(NOON + timedelta(hours=13))
    await hall.round.go()
    book = await hall.book()
    assert next(iter(book.days)).business_date == TOMORROW
    grants = (await one.exchange()).grants
    assert [each.business_date for each in grants] == [TOMORROW]


async def test_a_restored_centre_opens_days_and_grants_nothing(hall: Hall) -> None:
    await hall.settled("k1")
    await decide(hall, lambda book, _: book.restore(2, TODAY))
    hall.clock.jump_to(NOON + timedelta(hours=13))
    before = (await hall.book()).seq
    await hall.round.go()
    book = await hall.book()
    assert book.is_recovering
    kinds = {row.kind for row in hall.fake.rows.journal.values() if row.seq > before}
    assert kinds <= {"day_opened", "sale_ended"}


NEW_SERVICE = (
    SMALL_SITE
    + """
[[service]]
service_id = "tax"
letter = "D"
name = { zh_Hans = "税务" }
icon = "house"
where = { zh_Hans = "一楼" }
"""
)
SERVICE_GONE = SMALL_SITE[: SMALL_SITE.rindex("[[service]]")]


@pytest.mark.parametrize("text", [NEW_SERVICE, SERVICE_GONE])
async def test_a_day_goes_on_with_the_services_it_was_opened_with(
    text: str, hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    (one,) = await hall.settled("k1")
    await import_site(hall.units, site_file(text), hall.clock.now())
    hall.clock.jump_to(NOON + timedelta(hours=2))
    await hall.round.go()
    (granted,) = (await one.exchange()).grants
    assert granted.business_date == TOMORROW
    assert places_of(granted, Lane.WALK_IN)
    place = Place(ESTATE, NOON + timedelta(hours=2, minutes=30), Lane.BOOKED, 0)
    assert (await hall.book()).owners.owner(place) == CENTRE
    assert caplog.records == []


async def test_a_damaged_site_is_said_once_and_the_others_go_on(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "central.services.by_itself")
    annex = SiteId("annex")
    hall.fake.rows.sites[annex] = SiteRecord(annex, "Annex", "UTC", "[site]")
    (one,) = await hall.settled("k1")
    await hall.round.go()
    assert len(one.log) > 1
    assert caplog.text.count("day round failed site=annex") == 1
    whole = SMALL_SITE.replace('site_id = "hall"', 'site_id = "annex"')
    await import_site(hall.units, site_file(whole), hall.clock.now())
    await hall.round.go()
    await hall.round.go()
    assert caplog.text.count("day round works again site=annex") == 1


async def test_a_mistake_in_one_command_is_told_whole_once_and_the_next_go_on(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await hall.settled("k1")

    def mistaken(*_: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr(CentreBook, "allot", mistaken)
    monkeypatch.setattr(CentreBook, "lay_out", mistaken)
    hall.clock.jump_to(NOON + timedelta(hours=2))
    await hall.round.go()
    await hall.round.go()
    place = Place(ESTATE, NOON + timedelta(hours=2, minutes=30), Lane.BOOKED, 0)
    assert (await hall.book()).owners.owner(place) == CENTRE
    said = [record for record in caplog.records if record.name == "central.services.by_itself"]
    assert [record.getMessage() for record in said] == [
        "day round failed site=hall at=today",
        "day round failed site=hall at=tomorrow",
    ]
    assert all(record.exc_info and record.exc_info[0] is ZeroDivisionError for record in said)
