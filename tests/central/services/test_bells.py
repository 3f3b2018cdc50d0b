# SPDX-License-Identifier: Apache-2.0
"""Kiosks that wait for news, also for what another process writes."""

import asyncio
from pathlib import Path

import pytest

from central.services import day_round, listening
from central.services.bells import Bells
from central.services.centre_book import CentreBook
from central.services.listening import Listening
from central.services.notes import NewsEnd
from central.services.site_writer import Rules
from central.services.site_writers import SiteWriters
from hall.ids import KioskId, SiteId
from hall.stopping import Standing, Stop
from tests.central.services.hall import ESTATE, HALL, NOON, Hall, new_hall

OTHER = SiteId("other")
K1, K2 = KioskId("k1"), KioskId("k2")


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return new_hall(tmp_path)


async def test_a_bell_is_heard_at_its_site_alone() -> None:
    bells = Bells()
    here = asyncio.create_task(bells.heard(HALL, K1, 0))
    there = asyncio.create_task(bells.heard(OTHER, K1, 0))
    await asyncio.sleep(0)
    assert set(bells.waiting) == {HALL, OTHER}
    bells.ring(HALL, NewsEnd(7))
    assert await here == 7
    assert not there.done()
    bells.close()
    assert await there == 0
    assert await bells.heard(OTHER, K1, 0) == 0


async def test_what_was_rung_before_is_heard_at_once_and_the_same_end_is_no_news() -> None:
    bells = Bells()
    bells.ring(HALL, NewsEnd(7))
    assert await bells.heard(HALL, K1, 0) == 7
    waiting = asyncio.create_task(bells.heard(HALL, K1, 7))
    await asyncio.sleep(0)
    bells.ring(HALL, NewsEnd(7))
    await asyncio.sleep(0)
    assert not waiting.done()
    bells.ring(HALL, NewsEnd(3))  # the centre was restored
    assert await waiting == 3


def other_process(hall: Hall, bells: Bells) -> SiteWriters[CentreBook]:
    def kept(site_id: SiteId, book: CentreBook) -> None:
        bells.ring(site_id, book.news_end)

    rules = Rules(CentreBook, hall.files.day_of, hall.clock.now, kept)
    return SiteWriters(hall.fake.unit_of_work, rules)


@pytest.mark.parametrize("how", ["hinted", "looked for"])
async def test_what_one_process_writes_wakes_who_waits_at_another(
    hall: Hall, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "RESTS_SECONDS", 0)
    monkeypatch.setattr(listening, "LOOKS_EVERY_SECONDS", 60 if how == "hinted" else 0)
    await hall.round.go()
    bells = Bells()
    others = Listening(other_process(hall, bells), bells)
    known = await hall.writers.of(HALL).look(lambda book: book.news_end)
    bells.ring(HALL, known)
    waiting = asyncio.create_task(bells.heard(HALL, K1, known.of(K1)))
    await asyncio.sleep(0)
    if how == "hinted":
        others.hint(HALL)
    await others.look()
    assert not waiting.done()
    stop = Stop(ESTATE, NOON, Standing.STOPPED)
    await hall.writers.of(HALL).decide(lambda book, _: book.stop(stop))
    if how == "hinted":
        others.hint(HALL)
    await others.look()
    assert await waiting > known.of(K1)


async def test_a_site_where_nobody_waits_is_not_looked_at(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(listening, "RESTS_SECONDS", 0)
    bells = Bells()
    others = Listening(other_process(hall, bells), bells)
    others.hint(SiteId("no_such_site"))  # to look there would fail
    await others.look()
    assert "failed" not in caplog.text


async def test_a_site_that_cannot_be_read_keeps_no_other_from_being_looked_at(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(listening, "RESTS_SECONDS", 0)
    monkeypatch.setattr(listening, "LOOKS_EVERY_SECONDS", 0)
    await hall.round.go()
    bells = Bells()
    others = Listening(other_process(hall, bells), bells)
    gone = asyncio.create_task(bells.heard(SiteId("a_site_that_is_gone"), K1, 0))
    waiting = asyncio.create_task(bells.heard(HALL, K1, 0))
    await asyncio.sleep(0)
    await others.look()
    assert await waiting
    assert "looking failed site=a_site_that_is_gone" in caplog.text
    gone.cancel()


async def test_what_a_kiosk_said_itself_does_not_wake_it() -> None:
    bells = Bells()
    end = NewsEnd().then(1, None)
    bells.ring(HALL, end)
    one = asyncio.create_task(bells.heard(HALL, K1, 1))
    two = asyncio.create_task(bells.heard(HALL, K2, 1))
    end = end.then(2, K1).then(3, K1)
    bells.ring(HALL, end)
    assert await two == 3
    assert not one.done()
    end = end.then(4, K2).then(5, K1)
    bells.ring(HALL, end)
    assert await one == 4
    assert await bells.heard(HALL, K2, 3) == 5
