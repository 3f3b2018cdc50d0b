# SPDX-License-Identifier: Apache-2.0
"""Clerks at two processes of one centre, one of them killed: everybody is served, and only once.

Who missed his call lays his ticket at the kiosk and is served too.
"""

import asyncio
import itertools
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from central.services.accounts import add_account
from central.services.roles import Role
from central.store.database import Database
from common.clock import SystemClock
from hall.ids import ServiceId, SiteId, TicketId
from hall.ticket import TicketStatus
from kiosk.flow.values import PutBack
from tests.central.server import Server, running
from tests.cluster import Cluster
from tests.e2e.prepared_centre import PreparedCentre, today
from tests.e2e.synced_kiosk import RealKiosk, eventually

pytestmark = pytest.mark.e2e

SOCIAL = ServiceId("social")
CLERKS, VISITORS = 4, 12
KILLED_AFTER = 2
TRIES = 40
"""Of one press, at one process and the other in turn."""


@pytest.fixture(params=["sqlite", "postgres"])
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, PreparedCentre]]:
    if request.param == "sqlite":
        prepared = PreparedCentre.on_sqlite(tmp_path_factory.mktemp("calling"))
        yield prepared.address, prepared
        return
    cluster: Cluster = request.getfixturevalue("cluster")
    prepared = PreparedCentre.at(cluster.make("calling"))
    yield prepared.address, prepared


async def add_clerks(address: str) -> list[str]:
    database = await Database.open(address)
    try:
        now, units = SystemClock().now(), database.unit_of_work
        made = [
            await add_account(units, now, SiteId("hall"), f"clerk_{number}", Role.CLERK)
            for number in range(CLERKS)
        ]
    finally:
        await database.close()
    return [account.credential.reveal() for account in made]


class Clerk:
    """At one counter; presses again at another process when one does not answer."""

    def __init__(self, number: int, credential: str, servers: Sequence[Server]) -> None:
        self.number = number
        self.served: list[str] = []
        self._client = httpx.Client(headers={"authorization": f"Bearer {credential}"}, timeout=20)
        self._servers = servers

    def press(self, key: str, **more: str) -> httpx.Response:
        body = json.dumps({"act_id": str(SystemClock().new_id()), **more})
        for attempt, server in enumerate(itertools.cycle(self._servers)):
            assert attempt < TRIES
            try:
                answer = self._client.post(
                    f"{server.url}/v1/counters/{self.number}/{key}", content=body
                )
            except httpx.TransportError:
                continue
            if answer.status_code != 503:
                assert answer.status_code == 200, answer.text
                return answer
        raise AssertionError

    def serve(self, killed: Server) -> None:
        with closing(self._client):
            self._serve(killed)

    def miss_next(self) -> TicketId:
        """Nobody comes when the first ticket is called."""
        self.press("open", service_id=SOCIAL)
        ticket_id = self.press("next").json()["ticket"]["ticket_id"]
        self.press("miss", ticket_id=ticket_id)
        return TicketId(UUID(ticket_id))

    def _serve(self, killed: Server) -> None:
        self.press("open", service_id=SOCIAL)
        while ticket := self.press("next").json().get("ticket"):
            for key in ("start", "finish"):
                self.press(key, ticket_id=ticket["ticket_id"])
            self.served.append(ticket["ticket_id"])
            if self.number == 1 and len(self.served) == KILLED_AFTER:
                killed.kill()


def test_everybody_is_served_once_also_when_a_process_is_killed(
    address: tuple[str, PreparedCentre], tmp_path: Path
) -> None:
    database, prepared = address
    credentials = asyncio.run(add_clerks(database))
    kiosk = RealKiosk(tmp_path, prepared.kiosks[0])
    arguments = (tmp_path, "--database", database)
    with running(*arguments) as one, running(*arguments) as two:
        kiosk.start(one.url)
        eventually(lambda: kiosk.numbers(today(), "C") >= VISITORS and kiosk.in_sync())
        issued = [kiosk.issue(today(), SOCIAL, "C") for _ in range(VISITORS)]
        eventually(kiosk.in_sync)
        clerks = [
            Clerk(number, credential, (two, one) if number % 2 else (one, two))
            for number, credential in enumerate(credentials, 1)
        ]
        missed = clerks[0].miss_next()
        eventually(lambda: kiosk.status(missed) is TicketStatus.MISSED)
        assert kiosk.lay(missed) is PutBack.DONE
        eventually(kiosk.in_sync)
        with ThreadPoolExecutor(CLERKS) as pool:
            for done in [pool.submit(clerk.serve, two) for clerk in clerks]:
                done.result()
        served = Counter(each for clerk in clerks for each in clerk.served)
        assert served == Counter(str(each) for each in issued)
        eventually(lambda: {kiosk.status(each) for each in issued} == {TicketStatus.FINISHED})
        kiosk.cut()
    kiosk.close()
