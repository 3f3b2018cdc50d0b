# SPDX-License-Identifier: Apache-2.0
"""Booking through whole processes: rivals, the guide's own commands, and where an ID number is not."""

import asyncio
import json
import os
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

import httpx
import pytest
from sqlalchemy import MetaData, create_engine, select

from central.services.accounts import add_account
from central.services.roles import Role
from central.services.sites import import_site
from central.store.database import Database, database_url
from common.clock import SystemClock
from common.settings.site_file import SiteFile, parse_site
from hall.identity import check_digit
from hall.ids import SiteId
from tests.central.server import Server
from tests.central.small_site import DAYS
from tests.cluster import Cluster
from tests.e2e.site import ROOT
from tests.e2e.synced_kiosk import eventually

pytestmark = pytest.mark.e2e

GUIDE = ROOT / "docs" / "booking-api.md"
HALL = SiteId("hall")
SLOTS_PATH = "/v1/services/estate/slots"
RIVALS, SLOTS, CAPACITY, PROCESSES = 20, 20, 2, 4
HOURS = "".join(f'{day} = [["08:00", "18:00"]]\n' for day in DAYS)
SITE = f"""
[site]
site_id = "{HALL}"
name = {{ zh_Hans = "大厅" }}
help_desk = {{ zh_Hans = "服务台" }}
languages = ["zh_Hans"]
timezone = "UTC"
[hours]
{HOURS}
[[service]]
service_id = "estate"
letter = "A"
name = {{ zh_Hans = "不动产" }}
icon = "house"
where = {{ zh_Hans = "二楼" }}
mean_minutes = 5
counters = 1
quota = true
"""
"""Five places in each of twenty slots, two of them for bookings."""
_SYNC = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}


def number_of(rival: int) -> str:
    """An ID number that no other test has."""
    first = f"45030519850101{rival + 307:03}"
    return first + check_digit(first)


@dataclass
class Booking:
    """A centre of several processes on one database.

    Attributes:
        told: all that was answered.
        files: where the database lies on the disk.
    """

    servers: list[Server]
    address: str
    files: Path
    credentials: list[str]
    told: list[str]

    def has_days(self) -> bool:
        """The centre has gone round for the first time."""
        bearer = {"Authorization": f"Bearer {self.credentials[0]}"}
        answer = httpx.get(self.servers[0].url + SLOTS_PATH, headers=bearer)
        return bool(answer.json().get("days"))

    def said(self) -> Iterator[bytes]:
        """All that answers, logs and database hold."""
        yield "".join(self.told).encode()
        for server in self.servers:
            yield server.log.encode()
        for path in self.files.rglob("*"):
            if path.is_file() and "global" not in path.parts:
                yield path.read_bytes()

    def tables(self) -> dict[str, list[tuple[object, ...]]]:
        engine = create_engine(
            database_url(self.address).set(drivername=_SYNC[self.address.partition(":")[0]])
        )
        metadata = MetaData()
        with engine.connect() as connection:
            metadata.reflect(connection)
            found = {
                name: [tuple(row) for row in connection.execute(select(table))]
                for name, table in metadata.tables.items()
            }
        engine.dispose()
        return found


async def _fill(address: str) -> list[str]:
    now = SystemClock().now()
    site = parse_site(SITE, now.year)
    assert isinstance(site, SiteFile), site
    await Database.migrate(address)
    database = await Database.open(address)
    try:
        units = database.unit_of_work
        await import_site(units, site, now)
        accounts = [
            await add_account(units, now, HALL, f"platform_{rival}", Role.PLATFORM)
            for rival in range(RIVALS)
        ]
    finally:
        await database.close()
    return [account.credential.reveal() for account in accounts]


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def booking(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Booking]:
    folder = tmp_path_factory.mktemp("booking")
    if request.param == "sqlite":
        address, files = f"sqlite:///{folder / 'central.db'}", folder
    else:
        cluster: Cluster = request.getfixturevalue("cluster")
        address, files = cluster.make("booking"), cluster._folder
    credentials = asyncio.run(_fill(address))
    with ExitStack() as stack:
        servers = [Server(folder, ["--database", address]) for _ in range(PROCESSES)]
        for server in servers:
            stack.callback(server.kill)
        for server in servers:
            server.wait()
        booking = Booking(servers, address, files, credentials, [])
        eventually(booking.has_days)
        yield booking


def day(ahead: int) -> date:
    return SystemClock().now().date() + timedelta(days=ahead)


class Rival:
    """Wants a place of every slot, whatever the others want; asks the processes in turn."""

    def __init__(self, booking: Booking, number: int, processes: int) -> None:
        self._booking, self._number = booking, number
        self._urls = cycle(server.url for server in booking.servers[:processes])
        self._client = httpx.AsyncClient(
            # A centre closes what was idle for 5 s, perhaps while the next request is on its way.
            limits=httpx.Limits(max_keepalive_connections=0),
            headers={"Authorization": f"Bearer {booking.credentials[number]}"},
            timeout=60,
        )

    async def book_all(self, on: date) -> list[dict[str, str]]:
        async with self._client:
            slots = await self._slots(on)
            mine = slots[self._number :] + slots[: self._number]
            made = [await self._book(slot["slot_start"]) for slot in mine]
            return [each for each in made if each]

    async def _slots(self, on: date) -> list[dict[str, str]]:
        answer = await self._client.get(next(self._urls) + f"{SLOTS_PATH}?on={on}")
        slots: list[dict[str, str]] = answer.json()["days"][0]["slots"]
        return slots

    async def _book(self, start: str) -> dict[str, str] | None:
        held = await self._post("/v1/holds", {"service_id": "estate", "slot_start": start})
        if held.status_code != 201:
            assert held.json()["key"] == "error.hall.sold_out", held.text
            return None
        # Everybody's own number would allow one booking a day; these book for many.
        wish = {"hold_id": held.json()["hold_id"]}
        if start.endswith("T08:00:00.000000Z"):
            wish["identity_number"] = number_of(self._number)
        booked = await self._post("/v1/bookings", wish)
        assert booked.status_code == 201, booked.text
        found: dict[str, str] = booked.json()
        return found

    async def _post(self, path: str, body: dict[str, str]) -> httpx.Response:
        """What was done is sent again to the next process, as if the answer had been lost."""
        key = {"Idempotency-Key": f"{body.get('slot_start') or body['hold_id']}"}
        answer = await self._client.post(next(self._urls) + path, json=body, headers=key)
        if answer.status_code == 201:
            again = await self._client.post(next(self._urls) + path, json=body, headers=key)
            assert (again.status_code, again.json()) == (201, answer.json())
        self._booking.told.append(answer.text)
        return answer


@pytest.mark.parametrize(("processes", "ahead"), [(1, 2), (PROCESSES, 3)])
def test_twenty_rivals_get_just_the_places_there_are(
    booking: Booking, processes: int, ahead: int
) -> None:
    async def compete() -> list[dict[str, str]]:
        rivals = [Rival(booking, number, processes) for number in range(RIVALS)]
        found = await asyncio.gather(*(rival.book_all(day(ahead)) for rival in rivals))
        return [each for made in found for each in made]

    made = asyncio.run(compete())
    assert Counter(Counter(each["slot_start"] for each in made).values()) == {CAPACITY: SLOTS}
    assert len({each["number"] for each in made}) == SLOTS * CAPACITY
    assert len({each["digits"] for each in made}) == SLOTS * CAPACITY
    rows = [row for row in booking.tables()["booking"] if day(ahead) in row]
    assert len(rows) == SLOTS * CAPACITY


def test_the_commands_of_the_guide_do_what_it_says(booking: Booking) -> None:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    known = {
        "PATH": os.environ["PATH"],
        "CENTRE": booking.servers[0].url,
        "KEY": booking.credentials[0],
        "NUMBER": number_of(50),
        "DAY": str(day(5)),
    }
    commands = [
        command
        for block in re.findall(r"```sh\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
        for command in re.findall(r"^curl (?:.*\\\n)*.*$", block, re.MULTILINE)
    ]
    statuses = []
    for command in commands:
        done = subprocess.run(
            ["sh", "-euc", f"{command} -w '\n%{{http_code}}'"],
            env=known,
            capture_output=True,
            text=True,
            check=True,
            timeout=30,
        )
        text, _, status = done.stdout.rpartition("\n")
        booking.told.append(text)
        statuses.append(int(status))
        known |= _found(json.loads(text))
    assert statuses == [200, 200, 200, 201, 201, 200, 200]


def _found(answer: dict[str, object]) -> dict[str, str]:
    """What the guide says to take from an answer."""
    match answer:
        case {"services": [{"service_id": str(service)}, *_]}:
            return {"SERVICE": service}
        case {"days": [*_, {"slots": [{"slot_start": str(start)}, *_]}]}:
            return {"SLOT": start}
        case {"booking_id": str(booking_id)}:
            return {"BOOKING": booking_id}
        case {"hold_id": str(hold_id)}:
            return {"HOLD": hold_id}
        case _:
            pytest.fail(f"nothing of use in {answer}")


def test_an_id_number_is_nowhere_but_in_the_request(booking: Booking) -> None:
    client = httpx.Client(
        base_url=booking.servers[0].url,
        headers={"Authorization": f"Bearer {booking.credentials[1]}"},
    )
    number = number_of(60)
    with client:
        start = f"{day(4)}T10:00:00Z"
        wanted = {"service_id": "estate", "slot_start": start}
        held = client.post("/v1/holds", json=wanted, headers={"Idempotency-Key": "n1"})
        wish = {"hold_id": held.json()["hold_id"], "identity_number": number}
        for body in (wish, {**wish, "channel": number}, {**wish, "identity_number": number + "1"}):
            answer = client.post("/v1/bookings", json=body, headers={"Idempotency-Key": "n2"})
            booking.told.append(f"{answer.headers}{answer.text}")
    (row,) = [row for row in booking.tables()["booking"] if day(4) in row]
    assert any(str(value).startswith("h1:") for value in row)
    for said in booking.said():
        assert number[:-1].encode() not in said
