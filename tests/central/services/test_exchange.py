# SPDX-License-Identifier: Apache-2.0
"""An exchange at the centre: what is taken of a log, and what is refused."""

import json
from dataclasses import replace

import pytest

from hall.errors import UnknownKioskError, UnknownPlaceError
from hall.ids import KioskId
from hall.place import Lane, Place
from hall.wire.values import Answer, Finding, Health, Owner, Refusal
from tests.central.services.clerks import issued, ticket
from tests.central.services.hall import ESTATE, HALL, NOON, Hall, LogKiosk
from tests.central.services.told import ALICE, BOB


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


async def test_nothing_of_a_person_stands_in_the_journal(hall: Hall) -> None:
    (one,) = await hall.settled("k1")
    one.say(issued(1))
    await one.exchange(owners={len(one.log): Owner(ALICE, BOB)})
    text = "".join(row.body for row in hall.fake.rows.journal.values())
    assert "aaaa" not in text
    assert "bbbb" not in text
    assert "王" not in text


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
