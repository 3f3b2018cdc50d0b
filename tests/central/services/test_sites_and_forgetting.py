# SPDX-License-Identifier: Apache-2.0
import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from central.crypto import DayKeys, KeyFileError
from central.services import forgetting
from central.services.forgetting import AT_ONCE, Forgetting
from central.services.sites import DamagedSiteError, business_day, described, import_site
from central.store.abstract import Kept
from central.store.errors import DatabaseFullError
from central.store.records import BookingRecord, Changes, EnrolmentToken, SiteRecord, TicketRecord
from common.settings.site_file import SiteFile, load_site
from hall.booking import BookingStatus
from hall.identity import IdentityDigest
from hall.ids import BookingId, KioskId, ServiceId, SiteId, TicketId
from hall.numbering import TicketNumber
from hall.place import Lane
from hall.ticket import TicketStatus
from tests.fakes.central_unit_of_work import FakeCentre
from tests.fakes.clock import MONDAY_TEN, FakeClock

ROOT = Path(__file__).parents[3]
SITE = SiteId("shili_hall")
TODAY = date(2026, 3, 2)
DAY = timedelta(days=1)
DIGEST = IdentityDigest("h1:" + "ab" * 16)


@pytest.fixture
def site() -> SiteFile:
    found = load_site(ROOT / "site.toml", 2026)
    assert isinstance(found, SiteFile)
    return found


@pytest.fixture
def centre(site: SiteFile) -> FakeCentre:
    """With the shipped site."""
    fake = FakeCentre()
    assert asyncio.run(import_site(fake.unit_of_work, site, MONDAY_TEN))
    return fake


def book(centre: FakeCentre, *days: date) -> list[tuple[date, BookingId]]:
    """A booking of each day."""

    async def add() -> None:
        async with centre.unit_of_work() as unit:
            await unit.tables.write(
                SITE, Changes(bookings={each.booking_id: each for each in made})
            )
            await unit.commit()

    made = [
        BookingRecord(
            business_date=on,
            booking_id=BookingId(UUID(int=number)),
            service_id=ServiceId("real_estate"),
            slot_start=datetime(on.year, on.month, on.day, 1, tzinfo=UTC),
            number=TicketNumber.parse("YA001"),
            status=BookingStatus.BOOKED,
            channel="app",
            digest=DIGEST,
        )
        for number, on in enumerate(days)
    ]
    asyncio.run(add())
    return [(each.business_date, each.booking_id) for each in made]


def kept(centre: FakeCentre, ids: Sequence[tuple[date, BookingId]]) -> list[bool | None]:
    """Of each booking: whether its digest is kept; None if the booking itself is gone."""

    async def read() -> list[bool | None]:
        async with centre.unit_of_work(is_read_only=True) as unit:
            found = [await unit.tables.booking(SITE, on, booking_id) for on, booking_id in ids]
        return [each.digest is not None if each else None for each in found]

    return asyncio.run(read())


def test_a_site_is_kept_as_its_file_and_understood_again(
    centre: FakeCentre, site: SiteFile
) -> None:
    async def read() -> SiteRecord | None:
        async with centre.unit_of_work(is_read_only=True) as unit:
            return await unit.sites.find(SITE)

    record = asyncio.run(read())
    assert record
    assert (record.name, record.timezone) == ("示例区政务服务中心", "Asia/Shanghai")
    assert described(record, MONDAY_TEN) == site
    assert not asyncio.run(import_site(centre.unit_of_work, site, MONDAY_TEN))


def test_a_site_that_cannot_be_understood_any_more_is_named() -> None:
    with pytest.raises(DamagedSiteError) as caught:
        described(SiteRecord(SITE, "Hall", "Asia/Shanghai", "[site]"), MONDAY_TEN)
    assert caught.value.fields["site_id"] == SITE


@pytest.mark.parametrize(
    ("at", "on"),
    [
        (datetime(2026, 3, 1, 19, 59, 59, tzinfo=UTC), TODAY - DAY),
        (datetime(2026, 3, 1, 20, 0, tzinfo=UTC), TODAY),
        (MONDAY_TEN, TODAY),
    ],
)
def test_a_site_s_business_day_begins_when_its_file_says(
    at: datetime, on: date, centre: FakeCentre
) -> None:
    assert business_day(centre.rows.sites[SITE], at) == on


def forget(centre: FakeCentre, state_dir: Path, now: datetime) -> None:
    keys, clock = DayKeys(state_dir), FakeClock(now)
    asyncio.run(Forgetting(centre.unit_of_work, keys, clock, 200 * DAY, 400 * DAY).forget())


def test_key_and_identities_go_with_their_day_and_bookings_after_their_time(
    centre: FakeCentre, tmp_path: Path
) -> None:
    ids = book(centre, TODAY - 401 * DAY, TODAY - 400 * DAY, TODAY - DAY, TODAY, TODAY + DAY)
    keys = DayKeys(tmp_path)
    for on in (TODAY - DAY, TODAY, TODAY + DAY):
        keys.key(SITE, on)
    forget(centre, tmp_path, MONDAY_TEN)
    assert kept(centre, ids) == [None, False, False, True, True]
    names = sorted(path.name for path in (tmp_path / "keys" / SITE).iterdir())
    assert names == [f"day-{TODAY}.key", f"day-{TODAY + DAY}.key"]


def test_a_round_forgets_all_persons_of_a_day_however_many_there_are(
    centre: FakeCentre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    book(centre, TODAY - DAY)
    some = {each.ticket_id: each for each in map(taken_by_a_proxy, range(5))}

    async def add() -> None:
        async with centre.unit_of_work() as unit:
            await unit.tables.write(SITE, Changes(tickets=some))
            await unit.commit()

    asyncio.run(add())
    forget(centre, tmp_path, MONDAY_TEN)
    left = centre.rows.tickets.values()
    assert len(left) == len(some)
    assert {(each.digest, each.proxy) for each in left} == {(None, None)}


def taken_by_a_proxy(number: int) -> TicketRecord:
    return TicketRecord(
        business_date=TODAY - DAY,
        ticket_id=TicketId(UUID(int=number)),
        kiosk_id=KioskId("k1"),
        number=TicketNumber("A", number + 1),
        service_id=ServiceId("real_estate"),
        lane=Lane.WALK_IN,
        status=TicketStatus.FINISHED,
        issued_at=MONDAY_TEN - DAY,
        digest=DIGEST,
        proxy=DIGEST if number % 2 else None,
    )


def test_until_the_last_second_of_a_day_nothing_of_it_is_forgotten(
    centre: FakeCentre, tmp_path: Path
) -> None:
    ids = book(centre, TODAY)
    end = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
    forget(centre, tmp_path, end - timedelta(seconds=1))
    assert kept(centre, ids) == [True]
    forget(centre, tmp_path, end)
    assert kept(centre, ids) == [False]


def test_however_much_there_is_to_forget_all_of_it_goes(centre: FakeCentre, tmp_path: Path) -> None:
    ids = book(centre, *[TODAY - 500 * DAY] * (AT_ONCE + 1))
    forget(centre, tmp_path, MONDAY_TEN)
    assert set(kept(centre, ids)) == {None}


def test_every_table_that_is_forgotten_is_asked_for(
    centre: FakeCentre, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[Kept, date] = {}

    async def delete(_: object, kept: Kept, site_id: SiteId, before: date, most: int) -> int:
        asked[kept] = before
        return 0

    monkeypatch.setattr("tests.fakes.central_projections.FakeRetention.delete", delete)
    forget(centre, tmp_path, MONDAY_TEN)
    assert asked == {
        Kept.IDEMPOTENCY: TODAY,
        Kept.JOURNAL: TODAY - 200 * DAY,
        Kept.AUDIT: TODAY - 200 * DAY,
        Kept.HELP_CALL: TODAY - 200 * DAY,
        Kept.TICKET: TODAY - 400 * DAY,
        Kept.BOOKING: TODAY - 400 * DAY,
    }
    assert asked.keys() == set(Kept)


def test_a_token_that_is_good_no_more_goes_and_one_that_may_be_shown_again_stays(
    centre: FakeCentre, tmp_path: Path
) -> None:
    for number, left in enumerate((-1, 0, 1)):
        kiosk_id, ends = KioskId(f"k{number}"), MONDAY_TEN + timedelta(seconds=left)
        token = EnrolmentToken(SITE, kiosk_id, f"sha256:{number}", ends - DAY, ends, ends - DAY)
        centre.rows.tokens[SITE, kiosk_id] = token
    forget(centre, tmp_path, MONDAY_TEN)
    assert list(centre.rows.tokens) == [(SITE, "k2")]


@pytest.fixture
def damaged(centre: FakeCentre) -> SiteId:
    """A site whose file cannot be read any more, before the other in every list."""
    site_id = SiteId("annex")
    centre.rows.sites[site_id] = SiteRecord(site_id, "Annex", "Asia/Shanghai", "[site]")
    return site_id


def test_a_damaged_site_keeps_no_other_from_forgetting(
    centre: FakeCentre, damaged: SiteId, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ids = book(centre, TODAY - 401 * DAY, TODAY - DAY, TODAY)
    DayKeys(tmp_path).key(SITE, TODAY - DAY)
    forget(centre, tmp_path, MONDAY_TEN)
    assert kept(centre, ids) == [None, False, True]
    assert list((tmp_path / "keys" / SITE).iterdir()) == []
    assert f"forgetting failed site={damaged} of=rows" in caplog.text


def test_keys_and_identities_of_a_damaged_site_go_a_day_later_at_most(
    centre: FakeCentre, damaged: SiteId, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    days = (TODAY - 2 * DAY, TODAY - DAY, TODAY)
    ids = book(centre, *days)
    rows = centre.rows
    for (_, on, booking_id), row in list(rows.bookings.items()):
        rows.bookings[damaged, on, booking_id] = row
    for on in days:
        DayKeys(tmp_path).key(damaged, on)
    forget(centre, tmp_path, MONDAY_TEN)
    names = sorted(path.name for path in (tmp_path / "keys" / damaged).iterdir())
    assert names == [f"day-{on}.key" for on in days[1:]]
    left = centre.rows.bookings
    assert [left[damaged, *each].digest is not None for each in ids] == [False, True, True]
    assert f"forgetting failed site={damaged} of=rows" in caplog.text


def test_what_tells_of_people_goes_though_a_key_or_a_row_cannot(
    centre: FakeCentre,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def delete(*_: object) -> int:
        raise DatabaseFullError(database="x", problem="full")

    def forget_before(*_: object) -> None:
        raise KeyFileError(path="x", problem="not allowed")

    monkeypatch.setattr("tests.fakes.central_projections.FakeRetention.delete", delete)
    monkeypatch.setattr(DayKeys, "forget_before", forget_before)
    ids = book(centre, TODAY - DAY, TODAY)
    forget(centre, tmp_path, MONDAY_TEN)
    assert kept(centre, ids) == [False, True]
    assert [record.args[1] for record in caplog.records if isinstance(record.args, tuple)] == [
        f"site={SITE} of=keys",
        f"site={SITE} of=rows",
    ]
