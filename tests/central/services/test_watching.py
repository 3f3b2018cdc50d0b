# SPDX-License-Identifier: Apache-2.0
"""Kiosks that are silent, and the places that lie with them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from central.services import day_round
from central.services.watching import KioskState, Watching
from central.store.records import SiteRecord
from hall.account import SILENT_AFTER
from hall.ids import SiteId
from hall.log import Issued
from hall.news import SiteEdition
from hall.numbering import TicketNumber
from hall.place import Lane, Place
from hall.wire.codec import from_bytes
from hall.wire.v1 import HealthV1
from hall.wire.values import Health
from tests.central.services.clerks import ticket
from tests.central.services.hall import ESTATE, HALL, NOON, TODAY, Hall, new_hall


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return new_hall(tmp_path)


class Told:
    """What the figures of the process would show."""

    def __init__(self) -> None:
        self.last: dict[SiteId, Sequence[KioskState]] = {}

    def __call__(self, site_id: SiteId, kiosks: Sequence[KioskState]) -> None:
        self.last[site_id] = kiosks


def watching(hall: Hall) -> Watching:
    return Watching(hall.fake.unit_of_work, hall.writers, hall.clock, Told(), lambda *_: None)


async def test_a_kiosk_that_is_silent_for_half_a_minute_is_reported_with_its_places(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    one, two = await hall.settled("k1", "k2")
    watch = watching(hall)
    await watch.watch()
    hall.clock.pass_time(SILENT_AFTER - timedelta(seconds=1))
    await two.exchange()
    await watch.watch()
    assert "silent" not in caplog.text
    hall.clock.pass_time(timedelta(seconds=1))
    await watch.watch()
    await watch.watch()
    (found,) = [each for each in await watch.kiosks(HALL) if each.is_silent]
    assert found.kiosk_id == "k1"
    # From 2 o'clock to half past eleven at night 43 slots, half of 17 places each.
    assert 300 < found.places < 400
    assert caplog.text.count("silent site=hall kiosk=k1") == 1
    assert f"places={found.places}" in caplog.text
    await one.exchange()
    await watch.watch()
    assert "heard again site=hall kiosk=k1" in caplog.text


async def test_who_has_no_places_left_is_reported_without_alarm(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    await hall.settled("k1")
    hall.clock.jump_to(NOON + timedelta(hours=11, minutes=45))
    await watching(hall).watch()
    assert [record.levelname for record in caplog.records] == []
    (found,) = await watching(hall).kiosks(HALL)
    assert (found.is_silent, found.places) == (True, 0)


async def test_a_ticket_has_its_place_and_the_kiosk_no_more(hall: Hall) -> None:
    (one,) = await hall.settled("k1")
    (before,) = await watching(hall).kiosks(HALL)
    place = Place(ESTATE, NOON, Lane.WALK_IN, 0)
    number = TicketNumber("A", 1)
    one.say(Issued(ticket(1), TODAY, ESTATE, number, Lane.WALK_IN, place, 1))
    await one.exchange()
    (after,) = await watching(hall).kiosks(HALL)
    assert after.places == before.places - 1


async def test_what_a_kiosk_says_of_itself_is_shown_and_what_it_has_not_sent(hall: Hall) -> None:
    (one,) = await hall.settled("k1")
    number = TicketNumber("C", 1)
    one.say(Issued(ticket(1), TODAY, ESTATE, number, Lane.WALK_IN))
    await one.ask(entries=(), health=Health("1.2", -3, site=SiteEdition(7, hall.clock.now())))
    (found,) = await watching(hall).kiosks(HALL)
    assert found.unsent == 1
    shown = from_bytes(HealthV1, (found.health or "").encode())
    assert (shown.version, shown.clock_seconds) == ("1.2", -3)
    assert (shown.site_edition, shown.site_deployed_at) == (7, hall.clock.now())
    assert not found.is_revoked


async def test_a_kiosk_that_was_given_up_is_no_more_reported(hall: Hall) -> None:
    one, _ = await hall.settled("k1", "k2")
    off = hall.clock.now()
    hall.clock.pass_time(SILENT_AFTER)
    now = hall.clock.now()
    await hall.writers.of(HALL).decide(lambda book, _: book.give_up(one.kiosk_id, off, now))
    assert [each.kiosk_id for each in await watching(hall).kiosks(HALL)] == ["k2"]


async def test_a_kiosk_that_never_spoke_is_silent_from_its_enrolment_on(hall: Hall) -> None:
    await hall.kiosk("k1")
    (found,) = await watching(hall).kiosks(HALL)
    assert (found.is_silent, found.heard_at) == (False, None)
    hall.clock.pass_time(SILENT_AFTER)
    watch = watching(hall)
    await watch.watch()
    assert isinstance(watch.told, Told)
    (told,) = watch.told.last[HALL]
    assert told == replace(found, is_silent=True)


async def test_a_damaged_site_keeps_no_other_from_being_watched(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    await hall.settled("k1")
    annex = SiteId("annex")
    hall.fake.rows.sites[annex] = SiteRecord(annex, "Annex", "UTC", "[site]")
    watch = watching(hall)
    await watch.watch()
    await watch.watch()
    assert isinstance(watch.told, Told)
    assert watch.told.last.keys() == {HALL}
    assert caplog.text.count("watching failed site=annex") == 1
