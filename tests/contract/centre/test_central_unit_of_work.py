# SPDX-License-Identifier: Apache-2.0
"""What the centre's services rely on, of any store: all or nothing, and journals in order."""

import asyncio
from datetime import timedelta, timezone

import pytest

from central.store.abstract import UnitOfWork, Units
from central.store.records import JournalRow, SiteHead
from hall.errors import BadValueError
from tests.contract.centre.samples import (
    HALL,
    K1,
    NOW,
    OTHER,
    TODAY,
    TOMORROW,
    YESTERDAY,
    kiosk,
    logged,
    row,
    site,
)


async def put_sites(units: Units) -> None:
    async with units() as unit:
        await unit.sites.add(site(HALL))
        await unit.sites.add(site(OTHER))
        await unit.commit()


async def append(units: Units, *rows: JournalRow, then: Exception | None = None) -> None:
    async with units() as unit:
        await unit.journal.append(HALL, rows)
        if then:
            raise then
        await unit.commit()


async def end(unit: UnitOfWork) -> int:
    found = await unit.sites.find(HALL)
    assert found
    return found.seq


# --- all or nothing ------------------------------------------------------------------------


async def test_what_is_not_committed_never_happened(units: Units) -> None:
    await put_sites(units)
    async with units() as unit:
        await unit.sites.lock(HALL)
        await unit.journal.append(HALL, [row(1)])
        await unit.kiosks.add(kiosk())
    async with units() as unit:
        assert await end(unit) == 0
        assert await unit.journal.after(HALL, 0) == []
        assert await unit.kiosks.of_site(HALL) == []


async def test_an_error_on_the_way_takes_everything_back(units: Units) -> None:
    await put_sites(units)
    with pytest.raises(BadValueError):
        await append(units, row(1), then=BadValueError(name="count"))
    async with units() as unit:
        assert await end(unit) == 0


async def test_a_unit_is_not_entered_within_itself(units: Units) -> None:
    async with units() as unit:
        with pytest.raises(RuntimeError):
            await unit.__aenter__()


async def test_a_unit_that_was_not_entered_commits_nothing(units: Units) -> None:
    with pytest.raises(RuntimeError):
        await units().commit()


async def test_a_unit_that_only_reads_sees_one_moment(units: Units) -> None:
    await put_sites(units)
    async with units(is_read_only=True) as reading:
        assert await end(reading) == 0
        async with units() as unit:
            await unit.journal.append(HALL, [row(1)])
            await unit.commit()
        assert await end(reading) == 0
        assert await reading.journal.after(HALL, 0) == []


# --- one writer at a time ------------------------------------------------------------------


async def test_who_locks_a_site_sees_all_that_was_committed_before(units: Units) -> None:
    await put_sites(units)

    async def add_one() -> None:
        async with units() as unit:
            locked = await unit.sites.lock(HALL)
            assert locked
            await asyncio.sleep(0)
            assert len(await unit.journal.after(HALL, 0)) == locked.seq
            await unit.journal.append(HALL, [row(locked.seq + 1)])
            await unit.commit()

    await asyncio.gather(*(add_one() for _ in range(8)))
    async with units() as unit:
        assert [found.seq for found in await unit.journal.after(HALL, 0)] == list(range(1, 9))


async def test_nobody_has_a_site_that_there_is_not(units: Units) -> None:
    async with units() as unit:
        assert await unit.sites.lock(HALL) is None
        assert await unit.sites.find(HALL) is None
        assert await unit.sites.head(HALL) is None


@pytest.mark.parametrize("first", [0, 1])
async def test_rows_that_do_not_follow_the_end_are_refused(units: Units, first: int) -> None:
    await put_sites(units)
    await append(units, row(1))
    with pytest.raises(RuntimeError):
        await append(units, row(first))
    async with units() as unit:
        assert [found.seq for found in await unit.journal.after(HALL, 0)] == [1]


async def test_rows_that_do_not_rise_are_refused(units: Units) -> None:
    await put_sites(units)
    with pytest.raises(RuntimeError):
        await append(units, row(1), row(1))


async def test_a_restored_centre_leaves_out_what_was_used_before(units: Units) -> None:
    await put_sites(units)
    await append(units, row(1), row(7))
    await append(units, row(9))
    async with units() as unit:
        assert await end(unit) == 9
        assert [found.seq for found in await unit.journal.after(HALL, 0)] == [1, 7, 9]


async def test_no_rows_are_no_change(units: Units) -> None:
    await put_sites(units)
    await append(units)
    async with units() as unit:
        assert await end(unit) == 0


# --- reading journals ----------------------------------------------------------------------


async def test_a_row_comes_back_as_it_was_written(units: Units) -> None:
    await put_sites(units)
    rows = [row(1), logged(2, 17), logged(3, 18)]
    await append(units, *rows)
    async with units() as unit:
        assert await unit.journal.after(HALL, 0) == rows
        assert await unit.journal.of_kiosk(HALL, K1, TODAY) == rows[1:]
        assert await unit.journal.of_kiosk(HALL, K1, TOMORROW) == []


async def test_an_instant_comes_back_in_utc(units: Units) -> None:
    await put_sites(units)
    at = NOW.astimezone(timezone(timedelta(hours=8)))
    async with units() as unit:
        await unit.journal.append(HALL, [row(1)])
        await unit.kiosks.add(kiosk())
        await unit.kiosks.revoke(HALL, K1, at)
        await unit.commit()
    async with units() as unit:
        found = await unit.kiosks.find(HALL, K1)
        assert found
        assert found.revoked_at == at


async def test_each_site_has_a_journal_of_its_own(units: Units) -> None:
    await put_sites(units)
    async with units() as unit:
        await unit.journal.append(HALL, [row(1), row(2)])
        await unit.journal.append(OTHER, [row(1)])
        await unit.commit()
    async with units() as unit:
        assert len(await unit.journal.after(HALL, 0)) == 2
        assert len(await unit.journal.after(OTHER, 0)) == 1
        assert await unit.journal.after(HALL, 1) == [row(2)]


async def test_only_open_days_are_read_when_a_book_is_made(units: Units) -> None:
    await put_sites(units)
    rows = [row(1, YESTERDAY), row(2, TOMORROW), row(3, YESTERDAY), row(4, TODAY)]
    await append(units, *rows)
    async with units() as unit:
        assert await unit.journal.since(HALL, TODAY) == [rows[1], rows[3]]
        assert await unit.journal.after(HALL, 1) == rows[1:]
        assert await unit.journal.after(HALL, 1, most=2) == rows[1:3]
        assert await unit.journal.first_day(HALL) == min(row.business_date for row in rows)
        assert await unit.journal.first_day(OTHER) is None


# --- sites ---------------------------------------------------------------------------------


async def test_a_site_is_added_once_and_may_be_described_anew(units: Units) -> None:
    async with units() as unit:
        assert await unit.sites.add(site())
        assert not await unit.sites.add(site())
        await unit.sites.describe(HALL, "大厅", "Asia/Urumqi", '{"a":1}')
        await unit.sites.begin_epoch(HALL, 2)
        await unit.journal.append(HALL, [row(1)])
        await unit.commit()
    async with units() as unit:
        (found,) = await unit.sites.all()
    assert (found.name, found.timezone, found.catalogue) == ("大厅", "Asia/Urumqi", '{"a":1}')
    assert (found.epoch, found.seq, found.edition) == (2, 1, 2)
    async with units() as unit:
        head = SiteHead(HALL, seq=1, epoch=2, edition=2)
        assert await unit.sites.head(HALL) == await unit.sites.lock(HALL) == head
