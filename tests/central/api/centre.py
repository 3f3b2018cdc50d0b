# SPDX-License-Identifier: Apache-2.0
"""A centre over HTTP without a network, and what its tests ask of it."""

import asyncio
import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
from fastapi import FastAPI

from central.api.application import application
from central.api.metrics import Metrics
from central.api.parts import Parts
from central.app import entrance_of, parts_of
from central.crypto import BookingKey, DayKeys, SessionKey
from central.services.enrolment import make_token
from central.services.sites import SiteFiles
from central.settings.model import LimitSettings
from central.store.abstract import Units
from central.store.records import SiteRecord
from common.signatures import Ed25519
from hall.ids import KioskId, SiteId
from tests.fakes.central_unit_of_work import FakeCentre
from tests.fakes.clock import FakeClock

SITE = SiteId("hall_1")


def public_key() -> str:
    algorithm = Ed25519()
    return b64encode(algorithm.public_key(algorithm.new_key())).decode()


@dataclass
class HttpCentre:
    """Asks one application; errors of our own become answers, as in the real server."""

    fake: FakeCentre = field(default_factory=FakeCentre)
    clock: FakeClock = field(default_factory=FakeClock)
    metrics: Metrics = field(default_factory=Metrics)
    folder: Path = Path("keys-of-nobody")
    stored: Units | None = None
    """A database in place of the fake."""

    def __post_init__(self) -> None:
        self.use(self._parts())

    def use(self, parts: Parts) -> None:
        """An application of other parts."""
        self.parts = parts
        self.app: FastAPI = application(parts)

    def _parts(self) -> Parts:
        keys = DayKeys(self.folder)
        units, clock = self.stored or self.fake.unit_of_work, self.clock
        entrance = entrance_of(units, clock, SessionKey(bytes(32)), LimitSettings(100, 50, 200))
        parts = parts_of(units, clock, keys, SiteFiles(), entrance, own_key=BookingKey.new())
        return replace(parts, metrics=self.metrics)

    def ask(
        self,
        method: str,
        path: str,
        content: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(
                transport=transport, base_url="http://centre.test"
            ) as client:
                return await client.request(method, path, content=content, headers=headers)

        return asyncio.run(ask())

    def post(self, path: str, body: object, **headers: str) -> httpx.Response:
        return self.ask("POST", path, json.dumps(body, ensure_ascii=False), headers)

    def add_site(self, site_id: SiteId = SITE) -> None:
        async def add() -> None:
            async with self.fake.unit_of_work() as unit:
                await unit.sites.add(SiteRecord(site_id, "Hall", "Asia/Shanghai", ""))
                await unit.commit()

        asyncio.run(add())

    def token(self, kiosk_id: str = "k1") -> str:
        made = make_token(self.fake.unit_of_work, self.clock, SITE, KioskId(kiosk_id))
        return asyncio.run(made).reveal()

    def enrol(self, token: str, key: str) -> httpx.Response:
        return self.post("/v1/enrol", {"token": token, "algorithm": "YH1", "public_key": key})
