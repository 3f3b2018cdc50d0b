# SPDX-License-Identifier: Apache-2.0
"""Two processes of the centre on PostgreSQL behind nginx, as the guide says: kiosks and platforms lose nothing."""

import asyncio
import ssl
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from central.services.accounts import add_account
from central.services.roles import Role
from central.store.database import Database
from common.clock import SystemClock
from hall.exchange import LogPart
from hall.ids import SiteId
from hall.wire.values import Answer, Exchange
from kiosk.sync.address import CentreAddress
from kiosk.sync.client import CentreClient
from kiosk.sync.errors import SyncError
from tests.central.server import running
from tests.cluster import Cluster
from tests.e2e.certificates import Authority
from tests.e2e.nginx import nginx, program
from tests.e2e.prepared_centre import PreparedCentre
from tests.e2e.synced_kiosk import Enrolled, eventually

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.skipif(program() is None, reason="apt-get install nginx-light, and it runs"),
]

SOONER_THAN_ASKED = 5.0
"""Seconds; a kiosk that hears nothing asks every 10."""


async def platform_of(address: str) -> str:
    database = await Database.open(address)
    try:
        now, units = SystemClock().now(), database.unit_of_work
        made = await add_account(units, now, SiteId("hall"), "web", Role.PLATFORM)
    finally:
        await database.close()
    return made.credential.reveal()


class Listener:
    """Holds the wake stream on a thread of its own, until it is closed."""

    def __init__(self, client: CentreClient) -> None:
        self.begun, self.woken = threading.Event(), threading.Event()
        self._client = client
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        with suppress(SyncError):
            for _ in self._client.wakes():
                (self.woken if self.begun.is_set() else self.begun).set()

    def close(self) -> None:
        self._client.close()
        self._thread.join()
        self._client.dispose()


class Platform:
    """Sends each request once: what is lost on the way is lost."""

    def __init__(self, url: str, authority: Authority, credential: str) -> None:
        headers = {"authorization": f"Bearer {credential}"}
        verify = ssl.create_default_context(cafile=authority.certificate)
        self._http = httpx.Client(base_url=url, verify=verify, headers=headers, timeout=20)
        eventually(lambda: len(self._days()) > 1)  # after the centre's first round
        self._slot = self._days()[1]["slots"][0]["slot_start"]

    def _days(self) -> list[Any]:
        days: list[Any] = self._http.get("/v1/services/estate/slots").json().get("days", [])
        return days

    def hold(self, key: str) -> httpx.Response:
        wanted = {"service_id": "estate", "slot_start": self._slot}
        return self._http.post("/v1/holds", json=wanted, headers={"idempotency-key": key})

    def book(self) -> httpx.Response:
        wish = {"hold_id": self.hold("first").json()["hold_id"]}
        return self._http.post("/v1/bookings", json=wish, headers={"idempotency-key": "b"})

    def close(self) -> None:
        self._http.close()


def client(url: str, authority: Authority, kiosk: Enrolled) -> CentreClient:
    return CentreClient(CentreAddress(url, authority.certificate, kiosk.credential))


def test_kiosks_are_woken_and_no_request_is_lost_when_a_process_falls(
    cluster: Cluster, tmp_path: Path
) -> None:
    prepared = PreparedCentre.at(cluster.make("nginx"))
    credential = asyncio.run(platform_of(prepared.address))
    authority = Authority(tmp_path / "tls", "Own authority")
    (tmp_path / "central.toml").write_text("[listen]\nbehind_proxy = true\n")
    arguments = (tmp_path, "--database", prepared.address)
    kiosk = prepared.kiosks[0]
    with (
        running(*arguments) as one,
        running(*arguments) as two,
        nginx(tmp_path, (one.port, two.port), authority) as url,
    ):
        eventually(lambda: is_there(url, authority))
        listener = Listener(client(url, authority, kiosk))
        platform, exchanging = Platform(url, authority, credential), client(url, authority, kiosk)
        try:
            assert listener.begun.wait(SOONER_THAN_ASKED)
            assert platform.book().status_code == 201
            assert listener.woken.wait(SOONER_THAN_ASKED)
            fallen = threading.Timer(0.2, one.kill)
            fallen.start()
            statuses = {platform.hold(f"h{number % 8}").status_code for number in range(40)}
            fallen.join()
            assert statuses == {201}
            part = LogPart(kiosk.kiosk_id, 1, 0, (), 0)
            assert isinstance(exchanging.exchange(Exchange(part, 0)), Answer)
        finally:
            listener.close()
            platform.close()
            exchanging.dispose()


def is_there(url: str, authority: Authority) -> bool:
    verify = ssl.create_default_context(cafile=authority.certificate)
    with suppress(httpx.TransportError):
        return httpx.get(f"{url}/v1/services", verify=verify).status_code == 401
    return False
