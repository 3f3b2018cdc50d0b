# SPDX-License-Identifier: Apache-2.0
"""The business day changes under holds, calls and kiosks, also in a night that is an hour shorter or longer."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from central.services import day_round
from central.services.sites import import_site
from hall.booking import HoldStatus
from hall.errors import HallError
from hall.ids import BookingId, HoldId
from tests.central.services.clerks import Clerk, issued, ticket
from tests.central.services.hall import ESTATE, HALL, Hall, site_file
from tests.central.small_site import SMALL_SITE

MIDNIGHT, FOUR = time(0), time(4)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
NEW_YORK, SHANGHAI = "America/New_York", "Asia/Shanghai"


@dataclass(frozen=True)
class Night:
    """Where, the day that begins in it and when, and how many hours the one before it had."""

    timezone: str
    begins: date
    at: time
    hours: int

    def local(self, on: date, at: time) -> datetime:
        return datetime.combine(on, at, ZoneInfo(self.timezone)).astimezone(UTC)

    @property
    def change(self) -> datetime:
        return self.local(self.begins, self.at)


NIGHTS = (
    Night(SHANGHAI, date(2026, 3, 3), FOUR, 24),
    Night(NEW_YORK, date(2026, 3, 3), MIDNIGHT, 24),
    Night(NEW_YORK, date(2026, 3, 8), FOUR, 23),
    Night(NEW_YORK, date(2026, 3, 9), MIDNIGHT, 23),
    Night(NEW_YORK, date(2026, 11, 1), FOUR, 25),
    Night(NEW_YORK, date(2026, 11, 2), MIDNIGHT, 25),
)


@pytest.fixture(params=NIGHTS, ids=lambda night: f"{night.timezone} {night.begins} {night.at}")
def night(request: pytest.FixtureRequest) -> Night:
    assert isinstance(request.param, Night)
    return request.param


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, night: Night) -> Hall:
    """Ten minutes before the business day changes."""
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 2)
    hall = Hall(tmp_path)
    hall.clock.jump_to(night.change - 10 * MINUTE)
    return hall


async def set_up(hall: Hall, night: Night) -> None:
    text = SMALL_SITE.replace('"UTC"', f'"{night.timezone}"')
    if night.at is FOUR:
        text = text.replace('"00:00"', '"04:00"')
    await import_site(hall.units, site_file(text), hall.clock.now())
    await hall.round.go()


async def test_each_day_begins_where_the_one_before_it_ends(hall: Hall, night: Night) -> None:
    await set_up(hall, night)
    async with hall.writers:
        before, today, after = [each.opened for each in (await hall.book()).days]
    assert before.day.end == today.day.start == night.change
    assert before.day.length == timedelta(hours=night.hours)
    assert today.day.end == after.day.start
    slots = [each.slot for each in before.services[0].slots]
    assert len({slot.start for slot in slots}) == len(slots)
    assert all(slot.end <= before.day.end for slot in slots)


async def test_a_hold_of_the_coming_day_outlives_the_change_and_no_longer(
    hall: Hall, night: Night, caplog: pytest.LogCaptureFixture
) -> None:
    await set_up(hall, night)
    noon = night.local(night.begins, time(12))
    hall.clock.jump_to(night.change - MINUTE)
    expires_at = hall.clock.now() + 5 * MINUTE
    one, two = HoldId(ticket(1)), HoldId(ticket(2))
    async with hall.writers:
        writer = hall.writers.of(HALL)
        for hold_id in (one, two):
            await writer.decide(lambda book, _, of=hold_id: book.hold(of, ESTATE, noon, expires_at))
        hall.clock.jump_to(night.change + MINUTE)
        await hall.round.go()
        now = hall.clock.now()
        await writer.decide(lambda book, _: book.book(one, BookingId(ticket(3)), now))
        assert (await hall.book()).places_left(ESTATE, noon) == 14
        hall.clock.jump_to(expires_at)
        await hall.round.go()
        book = await hall.book()
    assert book.places_left(ESTATE, noon) == 15
    assert book.holds[two].status is HoldStatus.EXPIRED
    assert [ledger.business_date for ledger in book.days] == [
        night.begins + ahead * DAY for ahead in range(3)
    ]
    assert "failed" not in caplog.text


async def test_a_call_goes_on_to_the_change_and_is_refused_in_words_after_it(
    hall: Hall, night: Night, caplog: pytest.LogCaptureFixture
) -> None:
    await set_up(hall, night)
    async with hall.writers:
        (kiosk,) = await hall.settled("k1")
        on = night.begins - DAY
        kiosk.say(*(replace(issued(number), business_date=on) for number in (1, 2)))
        await kiosk.exchange()
        clerk = Clerk(hall)
        await clerk.open()
        called = await clerk.next()
        assert called
        assert called.ticket_id == ticket(1)
        hall.clock.jump_to(night.change)
        await hall.round.go()
        with pytest.raises(HallError):
            await clerk.next()
        await clerk.open()
        assert await clerk.next() is None
        kiosk.say(replace(issued(3), business_date=night.begins))
        await kiosk.exchange()
        called = await clerk.next()
        assert called
        assert called.ticket_id == ticket(3)
    assert "failed" not in caplog.text
