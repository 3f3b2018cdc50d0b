# SPDX-License-Identifier: Apache-2.0
"""A writer of a site when something goes wrong: nobody is left waiting, nothing is kept twice."""

import asyncio
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime

import pytest

from central.errors import CentralError
from central.services import ending, site_writer
from central.services.draft import Draft
from central.services.errors import TryAgainError, UnknownSiteError
from central.services.site_writer import SiteWriter
from central.services.site_writers import SiteWriters
from central.store.errors import DatabaseAwayError, JournalDamagedError
from central.store.records import SiteRecord
from hall.errors import SoldOutError
from hall.ids import HoldId, KioskId, SiteId
from hall.site_book import SiteBook
from tests.fakes.central_unit_of_work import FakeCentralUnitOfWork, FakeCentre
from tests.fakes.seats import (
    BEGINS,
    ESTATE,
    HALL,
    LATER,
    SLOTS,
    TODAY,
    compete,
    hold_id,
    holding,
    holds_made,
    opening,
    rules,
    writing,
)

AWAY = DatabaseAwayError(database="hall", problem="gone")


class ShakyCentre(FakeCentre):
    """A store whose next commits fail: before anything is kept, or after all of it was."""

    def __init__(self) -> None:
        super().__init__()
        self.before = 0
        self.after = 0

    def unit_of_work(self, *, is_read_only: bool = False) -> FakeCentralUnitOfWork:
        return ShakyUnitOfWork(self, is_read_only=is_read_only)


class ShakyUnitOfWork(FakeCentralUnitOfWork):
    async def commit(self) -> None:
        assert isinstance(self._centre, ShakyCentre)
        if self._centre.before:
            self._centre.before -= 1
            raise AWAY
        await super().commit()
        if self._centre.after:
            self._centre.after -= 1
            raise AWAY


@pytest.fixture
def centre() -> ShakyCentre:
    return ShakyCentre()


async def test_callers_who_wait_share_a_commit(centre: ShakyCentre) -> None:
    async with writing(centre.unit_of_work) as writer:
        before = centre.commits
        await asyncio.gather(*(writer.decide(holding(f"{slot}", slot)) for slot in SLOTS))
        assert centre.commits - before <= 2
        assert len(await holds_made(centre.unit_of_work)) == len(SLOTS)


async def test_who_comes_while_the_writer_wakes_up_shares_the_commit(centre: ShakyCentre) -> None:
    async with writing(centre.unit_of_work) as writer:
        before = centre.commits
        woke_it = asyncio.create_task(writer.decide(holding("a")))
        await asyncio.sleep(0)
        came_then = asyncio.create_task(writer.decide(holding("b")))
        await asyncio.gather(woke_it, came_then)
        assert centre.commits - before == 1


async def test_nobody_is_answered_before_the_commit(centre: ShakyCentre) -> None:
    async with writing(centre.unit_of_work) as writer:
        await centre.writing.acquire()  # so that no unit gets in
        asked = asyncio.create_task(writer.decide(holding("a")))
        for _ in range(20):
            await asyncio.sleep(0)
        assert not asked.done()
        centre.writing.release()
        assert await asked == hold_id("a")


async def test_whether_there_is_something_to_write_is_found_out_without_the_lock(
    centre: ShakyCentre,
) -> None:
    async with writing(centre.unit_of_work) as writer:
        commits = centre.commits
        await centre.writing.acquire()  # somebody else has it
        assert await writer.would_write([opening, holding("a")])
        assert await writer.would_write([mistaken])
        assert not await writer.would_write([opening])
        centre.writing.release()
        assert centre.commits == commits
        assert not await writer.look(lambda book: book.days.on(TODAY).sale.holds)  # type: ignore[union-attr]  # open
        assert await writer.decide(holding("a")) == hold_id("a")


@pytest.mark.parametrize("when", ["before", "after"])
async def test_after_a_failed_commit_a_repeat_is_kept_once(
    centre: ShakyCentre, when: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with writing(centre.unit_of_work) as writer:
        setattr(centre, when, 1)
        with pytest.raises(TryAgainError) as caught:
            await writer.decide(holding("a"))
        assert caught.value.__cause__ is AWAY
        assert await writer.decide(holding("a")) == hold_id("a")
    assert len(await holds_made(centre.unit_of_work)) == 1
    assert "not written site=hall-1" in caplog.text


async def test_what_was_not_kept_is_not_in_the_book(
    centre: ShakyCentre, caplog: pytest.LogCaptureFixture
) -> None:
    async with writing(centre.unit_of_work) as writer:
        centre.before = 1
        with pytest.raises(TryAgainError):
            await writer.decide(holding("a"))
        assert not await writer.look(lambda book: book.holds)


async def test_rivals_on_a_shaky_store_get_as_many_places_as_there_are(
    centre: ShakyCentre, caplog: pytest.LogCaptureFixture
) -> None:
    async with writing(centre.unit_of_work) as writer:

        async def patient(rival: str) -> list[HoldId]:
            while True:
                try:
                    return await compete(writer, rival)
                except TryAgainError:
                    continue

        centre.before, centre.after = 7, 7
        got = await asyncio.gather(*(patient(f"{number}") for number in range(6)))
    assert sum(len(holds) for holds in got) == 40
    assert len(await holds_made(centre.unit_of_work)) == 40


def mistaken(book: SiteBook, _: Draft) -> None:
    book.hold(hold_id("mistaken"), ESTATE, SLOTS[5], LATER)
    raise ZeroDivisionError


def refused_half_way(book: SiteBook, _: Draft) -> None:
    book.hold(hold_id("half"), ESTATE, SLOTS[5], LATER)
    raise SoldOutError


@pytest.mark.parametrize(
    ("command", "error"), [(mistaken, ZeroDivisionError), (refused_half_way, RuntimeError)]
)
async def test_a_mistake_in_one_command_harms_no_other(
    centre: ShakyCentre, command: Callable[[SiteBook, Draft], None], error: type[Exception]
) -> None:
    async with writing(centre.unit_of_work) as writer:
        answers = await asyncio.gather(
            writer.decide(holding("a")),
            writer.decide(command),
            writer.decide(holding("b")),
            return_exceptions=True,
        )
        assert answers[::2] == [hold_id("a"), hold_id("b")]
        assert isinstance(answers[1], error)
        assert await writer.look(lambda book: set(book.holds)) == {hold_id("a"), hold_id("b")}
        assert await writer.decide(holding("c", SLOTS[1])) == hold_id("c")
    assert len(await holds_made(centre.unit_of_work)) == 3


async def test_what_a_service_refuses_concerns_its_caller_alone(centre: ShakyCentre) -> None:
    def refused(_: SiteBook, __: Draft) -> None:
        raise CentralError

    async with writing(centre.unit_of_work) as writer:
        answers = await asyncio.gather(
            writer.decide(refused), writer.decide(holding("a")), return_exceptions=True
        )
    assert isinstance(answers[0], CentralError)
    assert answers[1] == hold_id("a")


async def test_a_caller_who_goes_away_harms_nobody(centre: ShakyCentre) -> None:
    async with writing(centre.unit_of_work) as writer:
        gone = asyncio.create_task(writer.decide(holding("a")))
        stays = asyncio.create_task(writer.decide(holding("b")))
        await asyncio.sleep(0)
        gone.cancel()
        assert await stays == hold_id("b")
        assert await writer.decide(holding("a")) == hold_id("a")
    assert len(await holds_made(centre.unit_of_work)) == 2


async def test_who_is_served_when_the_process_ends_has_his_answer(centre: ShakyCentre) -> None:
    async with writing(centre.unit_of_work):
        pass  # the site is there
    async with SiteWriters(centre.unit_of_work, rules()) as writers:
        writer = writers.of(HALL)
        await centre.writing.acquire()
        first = asyncio.create_task(writer.decide(holding("a")))
        for _ in range(9):
            await asyncio.sleep(0)
        second = asyncio.create_task(writer.decide(holding("b")))
        await asyncio.sleep(0)
        asyncio.get_running_loop().call_soon(centre.writing.release)  # after the word to end
    assert await first == hold_id("a")
    with pytest.raises(TryAgainError):
        await second


async def test_who_waits_when_the_process_ends_is_told_to_try_again(
    centre: ShakyCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "GRACE_SECONDS", 0)
    async with SiteWriters(centre.unit_of_work, rules()) as writers:
        writer = writers.of(HALL)
        await centre.writing.acquire()
        first = asyncio.create_task(writer.decide(holding("a")))
        for _ in range(9):
            await asyncio.sleep(0)
        second = asyncio.create_task(writer.decide(holding("b")))
        await asyncio.sleep(0)
    for asked in (first, second):
        with pytest.raises((TryAgainError, UnknownSiteError)):
            await asked
    with pytest.raises(TryAgainError):
        await writer.decide(holding("c"))


async def test_a_site_that_there_is_not_is_refused(centre: ShakyCentre) -> None:
    async with SiteWriters(centre.unit_of_work, rules()) as writers:
        with pytest.raises(UnknownSiteError):
            await writers.of(SiteId("nowhere")).decide(holding("a"))
        with pytest.raises(UnknownSiteError):
            await writers.of(SiteId("nowhere")).look(lambda book: book.seq)
        assert writers.of(HALL) is writers.of(HALL)


async def test_a_store_that_takes_too_long_is_given_up(
    centre: ShakyCentre, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async with writing(centre.unit_of_work) as writer:
        await centre.writing.acquire()
        monkeypatch.setattr(site_writer, "DEADLINE_SECONDS", 0)
        with pytest.raises(TryAgainError) as caught:
            await writer.decide(holding("a"))
        assert isinstance(caught.value.__cause__, TimeoutError)
        monkeypatch.setattr(site_writer, "DEADLINE_SECONDS", 60)
        centre.writing.release()
        assert await writer.decide(holding("a")) == hold_id("a")


@pytest.mark.parametrize(("epoch", "names"), [(1, ""), (2, ""), (2, "bcd")])
async def test_a_store_that_was_restored_beneath_a_writer_is_read_anew(
    centre: ShakyCentre, epoch: int, names: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with writing(centre.unit_of_work) as writer:
        backup = centre.rows
        await writer.decide(holding("a"))
        centre.rows = deepcopy(backup)
        async with writing(centre.unit_of_work) as other:  # its history may even be longer
            for name, slot in zip(names, SLOTS, strict=False):
                await other.decide(holding(name, slot))
        centre.rows.sites[HALL] = replace(centre.rows.sites[HALL], epoch=epoch)
        with pytest.raises(TryAgainError):
            await writer.look(lambda book: book.seq)
        found = await writer.look(lambda book: set(book.holds))
        assert found == {hold_id(name) for name in names}


async def test_what_is_kept_is_told_of_in_every_process(centre: ShakyCentre) -> None:
    told: list[tuple[str, int]] = []
    ears = [
        replace(rules(), kept=lambda _, book, name=name: told.append((name, book.seq)))
        for name in ("one", "other")
    ]
    async with (
        writing(centre.unit_of_work, ears[0]) as one,
        writing(centre.unit_of_work, ears[1]) as other,
    ):
        told.clear()
        await one.decide(holding("a"))
        assert told == [("one", 2)]
        await other.look(lambda book: book.seq)
        assert told == [("one", 2), ("other", 2)]
    assert centre.rows.sites[HALL].seq == 2


async def test_what_was_not_kept_is_not_told_of(
    centre: ShakyCentre, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[int] = []
    ear = replace(rules(), kept=lambda _, book: told.append(book.seq))
    async with writing(centre.unit_of_work, ear) as writer:
        told.clear()
        centre.before = 1
        with pytest.raises(TryAgainError):
            await writer.decide(holding("a"))
        assert told == []


async def test_a_journal_that_was_changed_is_not_folded(
    centre: ShakyCentre, caplog: pytest.LogCaptureFixture
) -> None:
    async with writing(centre.unit_of_work):
        key, row = next(iter(centre.rows.journal.items()))
        centre.rows.journal[key] = replace(row, kind="unheard_of")
    async with SiteWriters(centre.unit_of_work, rules()) as writers:
        with pytest.raises(JournalDamagedError) as caught:
            await writers.of(HALL).look(lambda book: book.seq)
    where = {"site_id": HALL, "business_date": row.business_date, "seq": row.seq}
    assert caught.value.fields.items() >= where.items()
    assert "unheard_of" in caplog.text


async def test_a_writer_folds_many_rows_without_keeping_others_waiting(
    centre: ShakyCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_writer, "ROWS_IN_A_ROW", 1)
    async with writing(centre.unit_of_work) as writer:
        await compete(writer, "a")
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    busy = asyncio.create_task(other())
    async with SiteWriters(centre.unit_of_work, rules()) as writers:
        assert len(await writers.of(HALL).look(lambda book: book.holds)) == 20
    busy.cancel()
    assert turns > 20
    assert isinstance(writers.of(HALL), SiteWriter)


def skipping(book: SiteBook, draft: Draft) -> int:
    draft.skip_to(700)
    draft.hear(KioskId("K1"), None)
    return book.seq


def adding_and_skipping(book: SiteBook, draft: Draft) -> None:
    book.add_kiosk(KioskId("K1"))
    draft.skip_to(700)


async def test_positions_left_out_count_from_the_next_row_on(centre: ShakyCentre) -> None:
    async with writing(centre.unit_of_work) as writer:
        await writer.decide(adding_and_skipping)
        for _ in range(2):
            assert await writer.decide(skipping) == 2
        await asyncio.gather(writer.decide(skipping), writer.decide(holding("a")))
        assert await writer.look(lambda book: book.seq) == 701
    assert [row.seq for row in centre.rows.journal.values()] == [1, 2, 701]


async def test_a_site_described_anew_has_its_new_hours_at_once(centre: ShakyCentre) -> None:
    asked: list[str] = []

    def day_of(record: SiteRecord, now: datetime) -> tuple[date, datetime]:
        asked.append(record.catalogue)
        return TODAY, BEGINS

    async with writing(centre.unit_of_work, replace(rules(), day_of=day_of)) as writer:
        async with centre.unit_of_work() as unit:
            await unit.sites.describe(HALL, "大厅", "Asia/Shanghai", "new")
            await unit.commit()
        assert asked[-1] == "{}"
        await writer.look(lambda book: book.seq)
        assert asked[-1] == "new"
