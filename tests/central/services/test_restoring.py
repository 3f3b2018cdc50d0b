# SPDX-License-Identifier: Apache-2.0
"""A centre whose database came back from a backup: it forgot, and the kiosks remind it."""

import json
from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import pytest

from central.services import day_round
from central.services.access import Caller
from central.services.auditing_check import check_audit
from central.services.booking import Wish
from central.services.errors import KeyUsedError, TryAgainError, UnknownSiteError
from central.services.hall_desk import ExtrasWish
from central.services.restoring import StoppedAtError, declare_restored
from central.services.roles import Role
from hall.errors import RecoveringError, SoldOutError, UnknownHoldError
from hall.identity import Secret
from hall.ids import KioskId, SiteId
from hall.journal import CentreRestored, body_from_json
from hall.log import Issued
from hall.news import TicketsTold
from hall.numbering import TicketNumber
from hall.place import Lane, Place
from hall.wire.values import Refusal
from tests.central.services.clerks import MANAGER, new_act, ticket
from tests.central.services.hall import (
    ESTATE,
    HALL,
    NOON,
    TODAY,
    Hall,
    LogKiosk,
    new_hall,
    wish,
)
from tests.central.services.told import told
from tests.fakes.clock import FakeClock

WEB = Caller(HALL, "web", Role.PLATFORM)
ALICE = "11010519491231002X"


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return new_hall(tmp_path)


def with_place(index: int) -> Issued:
    place = Place(ESTATE, NOON, Lane.WALK_IN, index)
    return Issued(
        ticket(index), TODAY, ESTATE, TicketNumber("A", index + 1), Lane.WALK_IN, place, 1
    )


async def test_kiosks_remind_a_restored_centre_of_what_it_forgot(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    one, two = await hall.settled("k1", "k2")
    backup = deepcopy(hall.fake.rows)
    held = (await hall.book()).owners.of_kiosk(one.kiosk_id)
    place = next(each for each in held if (each.slot_start, each.lane) == (NOON, Lane.WALK_IN))
    one.say(with_place(place.index))
    await one.exchange()
    await two.exchange()
    hall.fake.rows = backup
    epoch = (await declare_restored(hall.fake.unit_of_work, hall.clock, HALL)).epoch
    assert (await check_audit(hall.fake.unit_of_work, HALL)).findings == ()
    with pytest.raises(TryAgainError):  # whoever still had the lost history in memory
        await hall.book()
    assert "restored from a backup" in caplog.text

    lost = len(one.log)
    refused = await one.ask()
    assert isinstance(refused, Refusal)
    assert (refused.key, refused.epoch) == ("error.hall.epoch", epoch)
    assert refused.acknowledged is not None
    assert refused.acknowledged < lost
    one.epoch, one.acknowledged = epoch, refused.acknowledged
    assert (await one.exchange()).acknowledged == lost
    with pytest.raises(RecoveringError):
        await hall.writers.of(HALL).decide(lambda book, _: book.grant(two.kiosk_id, wish(50)))
    again = await two.ask()
    assert isinstance(again, Refusal)
    two.epoch, two.acknowledged = epoch, again.acknowledged or 0
    news = told(await two.exchange(), TicketsTold)
    assert [each.ticket_id for part in news for each in part.tickets] == [ticket(place.index)]
    book = await hall.book()
    assert not book.is_recovering
    assert book.knows_ticket(ticket(place.index))


async def meet(hall: Hall, *kiosks: LogKiosk) -> None:
    """They learn of the restore, and send their logs again."""
    with pytest.raises(TryAgainError):
        await hall.book()
    for kiosk in kiosks:
        refused = await kiosk.ask()
        assert isinstance(refused, Refusal)
        assert refused.epoch is not None
        kiosk.epoch, kiosk.acknowledged = refused.epoch, refused.acknowledged or 0
        await kiosk.exchange()


@pytest.mark.parametrize("names", [("k1",), ()])
async def test_what_was_booked_of_a_day_that_the_backup_does_not_know_is_not_sold_again(
    hall: Hall,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    names: tuple[str, ...],
) -> None:
    kiosks = await hall.settled(*names)
    backup = deepcopy(hall.fake.rows)
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 1)
    await hall.round.go()
    tomorrow = NOON + timedelta(days=1)
    hold = await hall.desk.hold(WEB, "h", ESTATE, tomorrow)
    await hall.desk.confirm(WEB, "c", Wish(hold.hold_id))
    hall.fake.rows = backup
    await declare_restored(hall.fake.unit_of_work, hall.clock, HALL)
    await meet(hall, *kiosks)
    assert "restored from a backup" in caplog.text
    assert not (await hall.book()).is_recovering
    await hall.round.go()
    with pytest.raises(SoldOutError):
        await hall.desk.hold(WEB, "h2", ESTATE, tomorrow)
    hall.clock.jump_to(tomorrow)
    await hall.round.go()
    await hall.desk.hold(WEB, "h3", ESTATE, tomorrow + timedelta(days=1))


async def test_extra_places_that_were_forgotten_are_learnt_from_the_kiosks_logs(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    kiosks = await hall.settled("k1", "k2")
    backup = deepcopy(hall.fake.rows)
    await hall.hall_desk.add_extras(MANAGER, ExtrasWish(new_act(), ESTATE, 4, "many came"))
    for kiosk in kiosks:
        await kiosk.exchange()
    hall.fake.rows = backup
    await declare_restored(hall.fake.unit_of_work, hall.clock, HALL)
    await meet(hall, *kiosks)
    assert "restored from a backup" in caplog.text
    assert not (await hall.book()).is_recovering
    more = ExtrasWish(new_act(), ESTATE, 2, "many came")
    assert (await hall.hall_desk.add_extras(MANAGER, more)).extras == 6


async def test_a_booking_that_is_kept_is_confirmed_again_by_its_key(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    await hall.round.go()
    hold = await hall.desk.hold(WEB, "h", ESTATE, NOON)
    booked = await hall.desk.confirm(WEB, "c", Wish(hold.hold_id, Secret(ALICE)))
    await declare_restored(hall.fake.unit_of_work, hall.clock, HALL)
    await meet(hall)
    assert "restored from a backup" in caplog.text
    again = await hall.desk.confirm(WEB, "c", Wish(hold.hold_id, Secret(ALICE)))
    assert again.booking == booked.booking
    with pytest.raises(KeyUsedError):
        await hall.desk.confirm(WEB, "c", Wish(hold.hold_id))
    with pytest.raises(UnknownHoldError):
        await hall.desk.confirm(WEB, "another", Wish(hold.hold_id, Secret(ALICE)))


async def test_a_site_that_is_not_there_is_not_restored(hall: Hall) -> None:
    with pytest.raises(UnknownSiteError):
        await declare_restored(hall.fake.unit_of_work, hall.clock, SiteId("other"))


async def restored_at(
    hall: Hall, after_noon: timedelta, stopped_at: str | None = None
) -> CentreRestored:
    """What is said to be lost then."""
    clock = FakeClock(NOON + after_noon)
    await declare_restored(hall.fake.unit_of_work, clock, HALL, stopped_at)
    rows = hall.fake.rows.journal.values()
    bodies = [body_from_json(row.kind, json.loads(row.body)) for row in rows]
    *_, found = (body for body in bodies if isinstance(body, CentreRestored))
    return found


@pytest.mark.parametrize(
    ("after_noon", "today", "granted_until"),
    [(0, 0, 0), (59, 0, 0), (60, 0, 1), (11 * 60 - 1, 0, 1), (11 * 60, 1, 1), (12 * 60, 1, 1)],
)
async def test_tomorrow_may_have_been_granted_from_the_evening_on(
    hall: Hall, after_noon: int, today: int, granted_until: int
) -> None:
    """At 14:00 here, by the clock of the lost centre, which may have been an hour ahead."""
    restored = await restored_at(hall, timedelta(minutes=after_noon))
    assert restored.sold_until == TODAY + timedelta(days=today)
    assert restored.granted_until == TODAY + timedelta(days=granted_until)


FRIDAY = NOON + timedelta(days=4)
AS_SAID = ("2026-03-06T12:00:00Z", "2026-03-06T12:00", "2026-03-06 20:00+08:00")


@pytest.mark.parametrize("stopped_at", AS_SAID)
async def test_a_centre_that_was_down_over_days_lost_what_it_did_before(
    hall: Hall, stopped_at: str
) -> None:
    restored = await restored_at(hall, timedelta(days=7), stopped_at)
    assert restored.granted_until == restored.sold_until == FRIDAY.date()
    async with hall.units(is_read_only=True) as unit:
        *_, act = await unit.audit.entries(HALL, 0, 100)
    assert "2026-03-06T12:00:00+00:00" in act.body


@pytest.mark.parametrize("wrong", ["2026-03-02T01:59:59Z", "2026-03-09T12:01Z", "friday", ""])
async def test_a_centre_stopped_after_its_backup_and_before_now(hall: Hall, wrong: str) -> None:
    """Its backup ends on Monday at 02:00."""
    before = deepcopy(hall.fake.rows)
    with pytest.raises(StoppedAtError) as caught:
        await restored_at(hall, timedelta(days=7), wrong)
    latest = NOON + timedelta(days=7)
    fields = {"stopped_at": wrong, "earliest": hall.clock.now(), "latest": latest}
    assert caught.value.fields == fields
    assert hall.fake.rows == before
    await restored_at(hall, timedelta(days=7), "2026-03-02T02:00Z")


async def test_on_the_monday_after_walk_ins_have_their_places_at_once(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 3)
    one, two = await hall.settled("k1", "k2")
    hall.clock.jump_to(NOON + timedelta(days=7))
    units = hall.fake.unit_of_work
    await declare_restored(units, hall.clock, HALL, "2026-03-02T02:30")
    await meet(hall, one, two)
    assert "restored from a backup" in caplog.text
    await hall.round.go()
    for kiosk in (one, two):
        await kiosk.exchange()
    (on,) = {place.slot_start.date() for place in (await hall.book()).owners.of_kiosk(one.kiosk_id)}
    assert on == NOON.date() + timedelta(days=7)
    assert (await hall.book()).places_left(ESTATE, hall.clock.now() + timedelta(hours=2)) == 16


async def test_one_backup_restored_twice_begins_two_epochs(hall: Hall) -> None:
    await hall.round.go()
    backup = deepcopy(hall.fake.rows)
    first = await restored_at(hall, timedelta(0))
    hall.fake.rows = backup
    second, third = [await restored_at(hall, timedelta(minutes=5)) for _ in range(2)]
    assert first.epoch < second.epoch < third.epoch


async def test_how_many_numbers_a_restore_leaves_is_told(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    await hall.settled("k1")
    told = [
        (await declare_restored(hall.fake.unit_of_work, hall.clock, HALL)).numbers
        for _ in range(15)
    ]
    assert told[:8] == [1000, 1000, 1000, 1000, 500, 250, 125, 63]
    assert told[-1] == 0
    await meet(hall)
    assert "restored from a backup" in caplog.text
    ledger = (await hall.book()).days.opened(TODAY)
    assert ledger.grant(KioskId("k1"), wish(1, places=0, numbers=1), 1).granted.numbers == ()
    tomorrow = FakeClock(NOON + timedelta(days=1))
    assert (await declare_restored(hall.fake.unit_of_work, tomorrow, HALL)).numbers == 1000


async def test_a_restore_in_the_evening_costs_numbers_of_tomorrow_too(hall: Hall) -> None:
    await hall.round.go()
    evening = FakeClock(NOON + timedelta(hours=5))
    for _ in range(4):
        await declare_restored(hall.fake.unit_of_work, evening, HALL)
    tomorrow = FakeClock(NOON + timedelta(days=1))
    assert (await declare_restored(hall.fake.unit_of_work, tomorrow, HALL)).numbers == 500


async def test_after_a_restore_on_monday_noon_the_walk_in_places_of_wednesday_are_there(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 3)
    one, _ = await hall.settled("k1", "k2")
    await declare_restored(hall.fake.unit_of_work, hall.clock, HALL)
    await meet(hall, one)
    assert "restored from a backup" in caplog.text
    assert (await hall.book()).missing == {"k2"}
    wednesday = NOON + timedelta(days=2)
    hall.clock.jump_to(wednesday - timedelta(hours=21))  # Tuesday, 15:00
    await hall.round.go()
    held = (await hall.book()).owners.of_kiosk(one.kiosk_id)
    assert {place.slot_start.date() for place in held} == {(wednesday - timedelta(days=1)).date()}
    await one.exchange()  # k2 was heard less than two days ago: it is waited for
    hall.clock.jump_to(hall.clock.now() + day_round.PATIENCE)
    await hall.round.go()
    held = (await hall.book()).owners.of_kiosk(one.kiosk_id)
    of_wednesday = [place for place in held if place.slot_start.date() == wednesday.date()]
    assert {place.lane for place in of_wednesday} == {Lane.WALK_IN, Lane.GREEN}
