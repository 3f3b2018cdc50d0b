# SPDX-License-Identifier: Apache-2.0
"""A site whose journal was damaged: what needs it says so in words, and other sites go on."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from central.api.metrics import Metrics
from central.app import parts_of
from central.crypto import BookingKey, DayKeys
from central.services import day_round
from central.services.sites import SiteFiles
from central.store.records import JournalRow
from hall.ids import SiteId
from hall.journal import DayOpened
from tests.central.api.booking import OTHER_HALL, BookingCentre, Visitor, booking_centre
from tests.central.services.hall import HALL, NOON

NEEDS_THE_JOURNAL = [
    ("web", "GET", "/v1/services/estate/slots", None),
    ("web", "POST", "/v1/holds", {"service_id": "estate", "slot_start": NOON.isoformat()}),
    ("clerk", "GET", "/v1/counters", None),
    ("clerk", "POST", "/v1/counters/1/next", {"act_id": str(UUID(int=1 << 100))}),
    ("auditor", "GET", "/v1/kiosks", None),
]
Damage = Callable[[JournalRow], JournalRow | None]


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BookingCentre:
    """Its days are open, and it has ended."""
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    centre = booking_centre(tmp_path)

    async def begin() -> None:
        async with centre.visitors("web") as [web]:
            assert (await web.hold()).status_code == 201

    asyncio.run(begin())
    return centre


def damage(centre: BookingCentre, site_id: SiteId, kind: str, how: Damage) -> None:
    """The site's rows of a kind become others, or are gone."""
    rows = centre.http.fake.rows.journal
    for key, row in list(rows.items()):
        if key[0] == site_id and row.kind == kind:
            changed = how(row)
            rows.pop(key)
            rows.update({key: changed} if changed else {})


def cut(row: JournalRow) -> JournalRow:
    return replace(row, body=row.body[: len(row.body) // 2])


def start(centre: BookingCentre) -> Metrics:
    """The same centre as another process; its figures."""
    http = centre.http
    keys, entrance = DayKeys(http.folder), http.parts.entrance
    http.use(
        parts_of(
            http.fake.unit_of_work,
            http.clock,
            keys,
            SiteFiles(),
            entrance,
            own_key=BookingKey.new(),
        )
    )
    return http.parts.metrics


@asynccontextmanager
async def visitors(centre: BookingCentre, *names: str) -> AsyncIterator[list[Visitor]]:
    async with centre.http.parts.writers:
        yield [Visitor(centre.http, centre.credentials[name]) for name in names]


HARM: dict[str, Damage] = {
    "cut": cut,
    "no object": lambda row: replace(row, body="[]"),
    "empty": lambda row: replace(row, body="{}"),
    "kind": lambda row: replace(row, kind="unheard_of"),
    "does not fit": lambda row: replace(row, body=row.body.replace("estate", "nothing_of_here")),
}


@pytest.mark.parametrize("how", HARM.values(), ids=HARM)
async def test_no_route_takes_damage_for_the_callers_fault(
    centre: BookingCentre, how: Damage, caplog: pytest.LogCaptureFixture
) -> None:
    # The hold is of a service that the day before it must have opened.
    damage(centre, HALL, DayOpened.kind, how)
    start(centre)
    async with visitors(centre, "web", "clerk", "auditor") as found:
        by_name = dict(zip(("web", "clerk", "auditor"), found, strict=True))
        for name, method, path, body in NEEDS_THE_JOURNAL:
            headers = {"idempotency-key": "k"}
            answer = await by_name[name].request(method, path, json=body, headers=headers)
            said = answer.json()
            assert (answer.status_code, said["key"]) == (503, "error.central.store.journal"), path
            assert said["title"].startswith("The records of site hall cannot be read from row ")
            assert "central check-audit hall" in said["title"]
            assert "Error" not in answer.text
    assert "cause=" in caplog.text


async def test_the_only_site_that_can_be_read_is_enough_to_be_ready(
    centre: BookingCentre, caplog: pytest.LogCaptureFixture
) -> None:
    damage(centre, HALL, DayOpened.kind, cut)
    metrics = start(centre)
    async with visitors(centre, "elsewhere") as [elsewhere]:
        await centre.http.parts.watching.watch()
        assert (await elsewhere.get("/readyz")).status_code == 204
        assert (await elsewhere.get("/v1/services/estate/slots")).status_code == 200
    assert 'youhao_site_damaged{site="hall"} 1.0' in metrics.text().decode()
    assert 'youhao_site_damaged{site="other_hall"} 0.0' in metrics.text().decode()
    assert "watching failed site=hall: error.central.store.journal" in caplog.text


async def test_a_centre_of_damaged_sites_is_not_ready_until_one_is_mended(
    centre: BookingCentre, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    before = dict(centre.http.fake.rows.journal)
    for site_id in (HALL, OTHER_HALL):
        damage(centre, site_id, DayOpened.kind, cut)
    metrics = start(centre)
    async with visitors(centre, "web") as [web]:
        watch = centre.http.parts.watching.watch
        await watch()
        answer = await web.get("/readyz")
        assert (answer.status_code, answer.json()["key"]) == (503, "error.central.store.journal")
        centre.http.fake.rows.journal.update(before)
        await watch()
        assert (await web.get("/readyz")).status_code == 204
    assert 'youhao_site_damaged{site="hall"} 0.0' in metrics.text().decode()
    assert "watching works again site=hall" in caplog.text


async def test_a_site_whose_description_cannot_be_read_is_damaged_too(
    centre: BookingCentre, caplog: pytest.LogCaptureFixture
) -> None:
    for site_id in (HALL, OTHER_HALL):
        rows = centre.http.fake.rows.sites
        rows[site_id] = replace(rows[site_id], catalogue="not = [toml")
    start(centre)
    async with visitors(centre, "web") as [web]:
        await centre.http.parts.watching.watch()
        for path in ("/readyz", "/v1/services/estate/slots"):
            answer = await web.get(path)
            assert (answer.status_code, answer.json()["key"]) == (503, "error.central.damaged_site")
    assert "watching failed site=hall: error.central.damaged_site" in caplog.text
