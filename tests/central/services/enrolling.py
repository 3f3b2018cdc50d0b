# SPDX-License-Identifier: Apache-2.0
"""A centre in memory with one site, and the calls of the tests without their constants."""

import asyncio

from central.crypto import Token
from central.services.access import Caller, find_caller
from central.services.enrolment import enrol, make_token, revoke
from central.store.records import JournalRow, KioskRecord, SiteRecord
from common.signatures import Ed25519, PublicKey
from hall.ids import KioskId, SiteId
from hall.wire.values import Enrolment
from tests.fakes.central_unit_of_work import FakeCentre
from tests.fakes.clock import FakeClock

SITE = SiteId("hall_1")
K1, K2 = KioskId("k1"), KioskId("k2")


def new_key() -> PublicKey:
    algorithm = Ed25519()
    return PublicKey("YH1", algorithm.public_key(algorithm.new_key()))


class Centre:
    """A centre with one site, and the calls of the tests without their constants."""

    def __init__(self) -> None:
        self.fake = FakeCentre()
        self.clock = FakeClock()
        asyncio.run(self._add_site())

    async def _add_site(self) -> None:
        async with self.fake.unit_of_work() as unit:
            await unit.sites.add(SiteRecord(SITE, "Hall", "Asia/Shanghai", ""))
            await unit.commit()

    def token(self, kiosk_id: KioskId = K1, site_id: SiteId = SITE) -> Token:
        return asyncio.run(make_token(self.fake.unit_of_work, self.clock, site_id, kiosk_id))

    def enrol(self, token: Token, key: PublicKey) -> Enrolment:
        return asyncio.run(enrol(self.fake.unit_of_work, self.clock, token, key))

    def revoke(self, kiosk_id: KioskId) -> None:
        asyncio.run(revoke(self.fake.unit_of_work, self.clock, SITE, kiosk_id))

    def caller(self, credential: str) -> Caller:
        return asyncio.run(find_caller(self.fake.unit_of_work, Token(credential)))

    def journal(self) -> list[JournalRow]:
        async def read() -> list[JournalRow]:
            async with self.fake.unit_of_work(is_read_only=True) as unit:
                return list(await unit.journal.after(SITE, 0))

        return asyncio.run(read())

    def kiosks(self) -> list[KioskRecord]:
        async def read() -> list[KioskRecord]:
            async with self.fake.unit_of_work(is_read_only=True) as unit:
                return list(await unit.kiosks.of_site(SITE))

        return asyncio.run(read())
