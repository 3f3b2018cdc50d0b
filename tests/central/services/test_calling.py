# SPDX-License-Identifier: Apache-2.0
"""Counters at the centre: acts that count once, closed counters, stops, extra places, figures."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from central.services import day_round
from central.services.auditing import Noted
from central.services.centre_book import CentreBook
from central.services.draft import Draft
from central.services.errors import NotEnrolledError
from central.services.figures import Figures
from central.services.hall_desk import ExtrasWish, HallDesk
from central.services.site_writer import Rules
from central.services.site_writers import SiteWriters
from central.services.sites import SiteFiles, import_site
from hall.calls import Finished, Missed, Recalled, Started
from hall.errors import (
    ActTakenError,
    BadValueError,
    CounterBusyError,
    NoOpenDayError,
    OtherCounterError,
    StillHeardError,
    SuspendedError,
    UnknownDayError,
    UnknownServiceError,
)
from hall.feed import Reduced, Stopped
from hall.ids import BookingId, CounterId, HoldId, KioskId, ServiceId
from hall.log import Cancelled, Requeued
from hall.news import QueueFigures, TicketsTold
from hall.place import Lane
from hall.stopping import Standing
from hall.ticket import TicketStatus
from tests.central.services.clerks import CLERK, MANAGER, ONE, TWO, Clerk, issued, new_act, ticket
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
)
from tests.central.small_site import SMALL_SITE

HALF_HOUR, DAY = timedelta(minutes=30), timedelta(days=1)


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 1)
    return new_hall(tmp_path)


async def waiting(hall: Hall, *numbers: int) -> LogKiosk:
    """A kiosk where those were issued for SOCIAL."""
    (kiosk,) = await hall.settled("k1")
    kiosk.say(*(issued(number) for number in numbers))
    await kiosk.exchange()
    return kiosk


async def notes(hall: Hall) -> list[str]:
    async with hall.units(is_read_only=True) as unit:
        return [entry.act for entry in await unit.audit.entries(HALL, 0, 1000)]


async def test_a_press_that_is_sent_again_counts_once(hall: Hall) -> None:
    async with hall.writers:
        await waiting(hall, 1, 2)
        clerk = Clerk(hall)
        await clerk.open()
        press = new_act()
        first = await clerk.next(press)
        assert first is not None
        assert (first.number, first.status, first.calls) == ("C001", TicketStatus.CALLED, 1)
        assert await clerk.next(press) == first
        again = new_act()
        for _ in range(2):
            assert (await clerk.act(Recalled, 1, again)).calls == 2
        with pytest.raises(ActTakenError):
            await clerk.act(Started, 1, again)
        assert len([act for act in await notes(hall) if act == Noted.COUNTER_ACTED]) == 3


async def test_what_the_rules_refuse_leaves_no_trace(hall: Hall) -> None:
    async with hall.writers:
        await waiting(hall, 1)
        clerk, other = Clerk(hall), Clerk(hall, TWO)
        await clerk.open()
        await other.open()
        await clerk.next()
        before = await notes(hall)
        with pytest.raises(CounterBusyError):
            await clerk.next()
        with pytest.raises(OtherCounterError):
            await other.act(Started, 1)
        with pytest.raises(UnknownServiceError):
            await Clerk(hall).open(ServiceId("none"))
        assert await notes(hall) == before
        assert await other.next() is None


async def test_kiosks_are_told_until_when_a_missed_visitor_may_come_back(hall: Hall) -> None:
    async with hall.writers:
        kiosk = await waiting(hall, 1)
        clerk = Clerk(hall)
        await clerk.open()
        first_missed_at = hall.clock.now()
        told: list[datetime | None] = []
        for _ in range(3):
            await clerk.next()
            await clerk.act(Missed, 1)
            answer = await kiosk.exchange()
            told += [
                each.back_until
                for said in answer.told
                if isinstance(said.body, TicketsTold)
                for each in said.body.tickets
                if each.status is TicketStatus.MISSED
            ]
            kiosk.say(Requeued(ticket(1)))
            await kiosk.exchange()
    assert told == [first_missed_at + timedelta(hours=1)] * 2 + [None]


async def test_a_cancel_that_comes_when_the_visitor_is_served_or_gone_changes_nothing(
    hall: Hall,
) -> None:
    """A kiosk that was cut off did not know; who was not called yet is cancelled."""
    async with hall.writers:
        kiosk = await waiting(hall, 1, 2, 3)
        clerk = Clerk(hall)
        await clerk.open()
        await clerk.next()
        await clerk.act(Started, 1)
        await clerk.act(Finished, 1)
        await clerk.next()
        await clerk.act(Started, 2)
        kiosk.say(*(Cancelled(ticket(number)) for number in (1, 2, 3)))
        await kiosk.exchange()
        async with hall.units(is_read_only=True) as unit:
            kept = await unit.tables.tickets(HALL, TODAY, map(ticket, (1, 2, 3)))
    assert [kept[ticket(number)].status for number in (1, 2, 3)] == [
        TicketStatus.FINISHED,
        TicketStatus.SERVING,
        TicketStatus.CANCELLED,
    ]


async def test_a_visitor_is_sent_on_to_another_service(hall: Hall) -> None:
    async with hall.writers:
        await waiting(hall, 1)
        clerk = Clerk(hall)
        await clerk.open()
        await clerk.next()
        await clerk.act(Started, 1)
        sent = await hall.calling.transfer(CLERK, new_act(), ONE, ticket(1), ESTATE)
        assert (sent.service_id, sent.status, sent.counter_id) == (
            ESTATE,
            TicketStatus.WAITING,
            None,
        )
        floor = await hall.calling.floor(CLERK)
        assert {each.service_id: each.waiting for each in floor.queues} == {ESTATE: 1, SOCIAL: 0}
        (counter,) = floor.counters
        assert (counter.is_open, counter.ticket) == (True, None)


async def left_of(hall: Hall, kiosk: LogKiosk) -> list[Reduced]:
    return [each.body for each in (await kiosk.exchange()).told if isinstance(each.body, Reduced)]


async def test_counters_that_close_unplanned_take_unsold_places_along(hall: Hall) -> None:
    """Of 6 planned counters 2 are left: 11 places in half an hour instead of 33."""
    async with hall.writers:
        kiosk = await waiting(hall)
        clerks = [Clerk(hall, each) for each in (ONE, TWO, CounterId("3"))]
        for clerk in clerks:
            await clerk.open(ESTATE)
        await clerks[0].close(is_pause=True)
        await clerks[0].open(ESTATE)
        assert not await left_of(hall, kiosk)
        await clerks[2].close()
        told = await left_of(hall, kiosk)
        lanes = {each.lane: each.count for each in told if each.slot_start == NOON}
        assert lanes == {Lane.WALK_IN: 9, Lane.GREEN: 2}
        book = await hall.book()
        ledger = book.days.on(TODAY)
        assert ledger is not None
        assert ledger.quotas[ESTATE, NOON].total == 11
        await clerks[1].close(is_pause=True)
        assert not await left_of(hall, kiosk)


async def test_a_counter_too_many_takes_nothing_along(hall: Hall) -> None:
    async with hall.writers:
        kiosk = await waiting(hall)
        clerks = [Clerk(hall, CounterId(str(number))) for number in range(2)]
        for clerk in clerks:
            await clerk.open()
        await clerks[0].close()
        assert not await left_of(hall, kiosk)


async def test_a_service_that_is_gone_from_the_site_loses_no_places(hall: Hall) -> None:
    async with hall.writers:
        await waiting(hall)
        clerk = Clerk(hall)
        await clerk.open()
        shorter = SMALL_SITE[: SMALL_SITE.rindex("[[service]]")]
        await import_site(hall.units, site_file(shorter), hall.clock.now())
        assert not (await clerk.close()).is_open


async def test_a_service_is_suspended_and_goes_on(hall: Hall) -> None:
    async with hall.writers:
        kiosk = await waiting(hall, 1)
        clerk = Clerk(hall)
        await clerk.open()
        said = await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.SUSPENDED, None, "no power")
        hall.clock.pass_time(timedelta(seconds=3))
        again = await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.SUSPENDED, None, "no power")
        assert again == said
        with pytest.raises(SuspendedError):
            await clerk.next()
        later = hall.clock.now() + HALF_HOUR
        at_three = await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.OPEN, later, "soon")
        assert at_three.at == later
        assert await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.OPEN, later, "x") == at_three
        await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.OPEN, None, "power")
        assert await clerk.next()
        told = [
            each.body.stop
            for each in (await kiosk.exchange()).told
            if isinstance(each.body, Stopped)
        ]
        assert [each.standing for each in told] == [
            Standing.SUSPENDED,
            Standing.OPEN,
            Standing.OPEN,
        ]
        assert (await notes(hall)).count(Noted.SERVICE_STOPPED) == 3


async def test_a_stop_is_from_now_on_or_at_an_instant_of_an_open_day(hall: Hall) -> None:
    async with hall.writers:
        await hall.round.go()
        now = hall.clock.now()
        days = {"first_on": TODAY, "last_on": TODAY + DAY}
        for at in (now + timedelta(days=30), now - timedelta(days=1)):
            with pytest.raises(NoOpenDayError) as caught:
                await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.STOPPED, at, "x")
            assert caught.value.fields == {"at": at, **days}
        with pytest.raises(BadValueError) as over:
            await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.STOPPED, now - HALF_HOUR, "x")
        assert over.value.fields["name"] == "at"
        assert Noted.SERVICE_STOPPED not in await notes(hall)
        a_moment_ago = now - timedelta(minutes=1)
        said = await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.STOPPED, a_moment_ago, "x")
        assert said.at == now


async def test_a_stop_that_is_sent_again_after_its_instant_is_the_same(hall: Hall) -> None:
    async with hall.writers:
        await hall.round.go()
        at = hall.clock.now() + HALF_HOUR
        said = await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.STOPPED, at, "x")
        hall.clock.pass_time(2 * HALF_HOUR)
        assert await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.STOPPED, at, "x") == said


async def test_extra_places_lie_at_the_kiosks(hall: Hall) -> None:
    async with hall.writers:
        one, two = await hall.settled("k1", "k2")
        wish = ExtrasWish(new_act(), ESTATE, 4, "a burst pipe yesterday")
        for _ in range(2):
            view = await hall.hall_desk.add_extras(MANAGER, wish)
            assert (view.business_date, view.extras) == (TODAY, 4)
        for kiosk in (one, two):
            assert (await kiosk.exchange()).grants
        book = await hall.book()
        for kiosk in (one, two):
            held = book.owners.of_kiosk(kiosk.kiosk_id)
            assert sum(place.lane is Lane.EXTRA for place in held) == 2
        assert (await notes(hall)).count(Noted.EXTRAS_ADDED) == 1
        late = ExtrasWish(new_act(), ESTATE, 1, "x", TODAY + timedelta(days=40))
        with pytest.raises(UnknownDayError) as caught:
            await hall.hall_desk.add_extras(MANAGER, late)
        assert caught.value.fields["last_on"] == TODAY + DAY


async def test_a_kiosk_whose_log_is_here_is_given_up_once(hall: Hall) -> None:
    async with hall.writers:
        kiosk = await waiting(hall, 1)
        off_since = hall.clock.now()
        with pytest.raises(StillHeardError):
            await hall.hall_desk.give_up(MANAGER, kiosk.kiosk_id, off_since, "burnt")
        hall.clock.pass_time(timedelta(minutes=5))
        now = hall.clock.now()
        with pytest.raises(BadValueError):
            await hall.hall_desk.give_up(MANAGER, kiosk.kiosk_id, now, "burnt")
        for _ in range(2):
            await hall.hall_desk.give_up(MANAGER, kiosk.kiosk_id, off_since, "burnt")
        assert (await notes(hall)).count(Noted.KIOSK_GIVEN_UP) == 1
        book = await hall.book()
        assert kiosk.kiosk_id not in book.kiosks
        with pytest.raises(NotEnrolledError):
            await hall.hall_desk.give_up(MANAGER, KioskId("none"), off_since, "x")


async def test_what_another_process_heard_counts_when_a_kiosk_is_given_up(hall: Hall) -> None:
    other = SiteWriters(hall.units, Rules(CentreBook, hall.files.day_of, hall.clock.now))
    async with hall.writers, other:
        kiosk = await waiting(hall, 1)
        await kiosk.exchange()
        off_since = hall.clock.now()
        hall.clock.pass_time(timedelta(minutes=1))
        await other.of(HALL).look(lambda book: book)
        await kiosk.exchange()
        with pytest.raises(StillHeardError):
            await HallDesk(hall.units, other).give_up(MANAGER, kiosk.kiosk_id, off_since, "x")
        assert kiosk.kiosk_id in (await hall.book()).kiosks


async def newest(kiosk: LogKiosk) -> QueueFigures:
    (figures,) = (await kiosk.exchange()).figures
    return figures


async def test_figures_follow_what_happens_at_most_once_a_second(hall: Hall) -> None:
    async with hall.writers:
        kiosk = await waiting(hall, 1, 2)
        clerk = Clerk(hall)
        await clerk.open()
        first = await newest(kiosk)
        assert first.ahead == 2
        await clerk.next()
        assert await newest(kiosk) == first
        hall.clock.pass_time(timedelta(seconds=1))
        assert (await newest(kiosk)).ahead == 1
        hall.clock.pass_time(timedelta(seconds=29))
        unchanged = await newest(kiosk)
        hall.clock.pass_time(timedelta(seconds=1))
        assert (await newest(kiosk)).as_of > unchanged.as_of


async def test_who_booked_and_may_come_is_waited_for(hall: Hall) -> None:
    async with hall.writers:
        (kiosk,) = await hall.settled("k1")
        kiosk.say(*(issued(number, ESTATE, "A") for number in range(1, 5)))
        await kiosk.exchange()
        clerk = Clerk(hall)
        await clerk.open(ESTATE)
        alone = await newest(kiosk)
        slot = NOON

        def booking(book: CentreBook, draft: Draft) -> None:
            for number in range(16):
                hold_id = HoldId(UUID(int=900 + number))
                book.hold(hold_id, ESTATE, slot, draft.now + timedelta(minutes=5))
                book.book(hold_id, BookingId(UUID(int=800 + number)), draft.now)

        await hall.writers.of(HALL).decide(booking)
        hall.clock.pass_time(timedelta(seconds=31))
        assert (await newest(kiosk)).ahead == alone.ahead == 4


async def test_while_a_service_is_suspended_nobody_knows_the_wait(hall: Hall) -> None:
    async with hall.writers:
        kiosk = await waiting(hall, 1)
        await Clerk(hall).open()
        await hall.hall_desk.stop(MANAGER, SOCIAL, Standing.SUSPENDED, None, "x")
        figures = await newest(kiosk)
        assert (figures.ahead, figures.wait_low, figures.wait_high) == (1, None, None)


async def test_of_a_site_nobody_read_there_are_no_figures(hall: Hall) -> None:
    async with hall.writers:
        await waiting(hall, 1)
        await Clerk(hall).open()
        book = await hall.book()
        assert Figures(SiteFiles()).of(HALL, book, hall.clock.now()) == ()
        assert Figures(hall.files).of(HALL, book, hall.clock.now())


async def test_what_cannot_be_made_out_fails_no_exchange(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    async with hall.writers:
        kiosk = await waiting(hall, 1)
        clerk = Clerk(hall)
        await clerk.open()
        book = await hall.book()
        book.counters.turns.pool(SOCIAL).mean_minutes = -1
        assert not (await kiosk.exchange()).figures
        assert "no figures service=social" in caplog.text
        called = await clerk.next()
        assert called is not None
        await clerk.act(Started, 1)
        book.counters.turns.pool(SOCIAL).mean_minutes = 5
        await clerk.act(Finished, 1)


@pytest.mark.parametrize(
    ("hours", "gone"),
    [('[["00:00", "20:00"]]', 11), ('[["00:00", "03:00"], ["09:00", "23:30"]]', -6)],
)
async def test_a_counter_closes_also_when_the_hours_were_changed_since_the_day_began(
    hours: str, gone: int, hall: Hall
) -> None:
    async with hall.writers:
        await hall.settled("k1")
        clerks = [Clerk(hall), Clerk(hall, TWO)]
        for clerk in clerks:
            await clerk.open(ESTATE)
        text = SMALL_SITE.replace('[["00:00", "23:30"]]', hours)
        await import_site(hall.units, site_file(text), hall.clock.now())
        before = (await hall.book()).days.at(NOON).quotas
        assert not (await clerks[1].close()).is_open
        after = (await hall.book()).days.at(NOON).quotas
        # A slot the file has no more stays; noon, which it has, one counter of six has to serve.
        slot = ESTATE, NOON + timedelta(hours=gone)
        assert after[slot] == before[slot]
        assert after[ESTATE, NOON].total < before[ESTATE, NOON].total
