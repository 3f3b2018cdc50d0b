# SPDX-License-Identifier: Apache-2.0
"""A centre without a network whose days are open, and those who book there."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from central.services.accounts import add_account
from central.services.day_round import DayRound
from central.services.roles import Role
from central.services.sites import SiteFiles, import_site
from hall.ids import SiteId
from tests.central.api.centre import HttpCentre
from tests.central.services.hall import HALL, site_file
from tests.central.small_site import SMALL_SITE

OTHER_HALL = SiteId("other_hall")
ALICE = "11010519491231002X"


class Visitor(httpx.AsyncClient):
    """One account; requests as its program would send them."""

    def __init__(self, centre: HttpCentre, credential: str) -> None:
        super().__init__(
            transport=httpx.ASGITransport(centre.app, raise_app_exceptions=False),
            base_url="http://centre.test",
            headers={"authorization": f"Bearer {credential}", "accept-language": "en"},
        )

    async def send_json(
        self, path: str, body: object, key: str | None = "k", **headers: str
    ) -> httpx.Response:
        keyed = {"idempotency-key": key} if key else {}
        content = json.dumps(body, ensure_ascii=False).encode()
        return await self.post(path, content=content, headers={**keyed, **headers})

    async def hold(self, key: str = "h", slot: int = 0, service: str = "estate") -> httpx.Response:
        answer = await self.get(f"/v1/services/{service}/slots")
        slots = answer.json()["days"][0]["slots"]
        wanted = {"service_id": service, "slot_start": slots[slot]["slot_start"]}
        return await self.send_json("/v1/holds", wanted, key)

    async def book(self, key: str = "b", **more: object) -> httpx.Response:
        held = (await self.hold(f"hold for {key}".replace(" ", "-"))).json()
        return await self.send_json(
            "/v1/bookings", {"hold_id": held["hold_id"], "identity_number": ALICE, **more}, key
        )


@dataclass
class BookingCentre:
    """Two sites with the same services; a credential for each account."""

    http: HttpCentre
    credentials: dict[str, str]
    files: SiteFiles = field(default_factory=SiteFiles)

    async def go_round(self) -> None:
        """As the centre does by itself, every few seconds."""
        parts = self.http.parts
        await DayRound(parts.units, parts.writers, self.files, parts.clock).go()

    @asynccontextmanager
    async def visitors(self, *names: str) -> AsyncIterator[list[Visitor]]:
        """With the days of both sites open."""
        async with self.http.parts.writers:
            await self.go_round()
            yield [Visitor(self.http, self.credentials[name]) for name in names]


def booking_centre(folder: Path) -> BookingCentre:
    http = HttpCentre(folder=folder)
    units, clock = http.fake.unit_of_work, http.clock
    roles = {
        "web": (HALL, Role.PLATFORM),
        "app": (HALL, Role.PLATFORM),
        "elsewhere": (OTHER_HALL, Role.PLATFORM),
        "clerk": (HALL, Role.CLERK),
        "auditor": (HALL, Role.AUDITOR),
    }

    async def fill() -> dict[str, str]:
        other = SMALL_SITE.replace('"hall"', f'"{OTHER_HALL}"')
        for text in (SMALL_SITE, other):
            await import_site(units, site_file(text), clock.now())
        made = {
            name: await add_account(units, clock.now(), site_id, name, role)
            for name, (site_id, role) in roles.items()
        }
        return {name: account.credential.reveal() for name, account in made.items()}

    return BookingCentre(http, asyncio.run(fill()))
