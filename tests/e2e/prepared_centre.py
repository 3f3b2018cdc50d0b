# SPDX-License-Identifier: Apache-2.0
"""A centre's database with a site and two kiosks, made once and copied for each test.

The kiosks were enrolled an hour ago, so a centre that starts on it grants them the day at once.
"""

import asyncio
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from central.services.enrolment import enrol, make_token
from central.services.sites import import_site
from central.store.database import Database
from common.clock import SystemClock
from common.settings.site_file import SiteFile, parse_site
from common.signatures import Ed25519, PublicKey
from hall.identity import Secret
from hall.ids import KioskId, SiteId
from tests.central.small_site import SMALL_SITE
from tests.cluster import Cluster
from tests.e2e.site import zone_of_the_early_morning
from tests.e2e.synced_kiosk import Enrolled
from tests.fakes.clock import FakeClock

KIOSKS = (KioskId("kiosk_1"), KioskId("kiosk_2"))
AGO = timedelta(hours=1)
"""Later on the same day, as it is at least six in the morning there."""
PREPARED, COPY = "prepared", "copied"

ZONE = zone_of_the_early_morning(SystemClock().now())
SITE = SMALL_SITE.replace('timezone = "UTC"', f'timezone = "{ZONE.key}"')


@dataclass(frozen=True)
class PreparedCentre:
    """The database as its address, and who may call."""

    address: str
    kiosks: Sequence[Enrolled]

    @classmethod
    def on_sqlite(cls, folder: Path) -> "PreparedCentre":
        return cls.at(f"sqlite:///{folder / PREPARED}")

    @classmethod
    def on_postgres(cls, cluster: Cluster) -> "PreparedCentre":
        return cls.at(cluster.make(PREPARED))

    @classmethod
    def at(cls, address: str) -> "PreparedCentre":
        """In that empty database."""
        return cls(address, asyncio.run(_fill(address)))

    def copied_to(self, folder: Path) -> str:
        """The address of an SQLite database like it."""
        shutil.copy(self.address.removeprefix("sqlite:///"), folder / COPY)
        return f"sqlite:///{folder / COPY}"

    def copied_in(self, cluster: Cluster) -> str:
        """The address of a PostgreSQL database like it, in place of the last one."""
        return cluster.make(COPY, like=PREPARED)


async def _fill(address: str) -> Sequence[Enrolled]:
    clock = FakeClock(SystemClock().now() - AGO)
    site = parse_site(SITE, clock.now().year)
    assert isinstance(site, SiteFile), site
    await Database.migrate(address)
    database = await Database.open(address)
    try:
        await import_site(database.unit_of_work, site, clock.now())
        return [await enrolled_at(database, clock, kiosk_id) for kiosk_id in KIOSKS]
    finally:
        await database.close()


async def enrolled_at(database: Database, clock: FakeClock, kiosk_id: KioskId) -> Enrolled:
    """One more, enrolled when that clock says."""
    units, signer = database.unit_of_work, Ed25519()
    key = PublicKey("YH1", signer.public_key(signer.new_key()))
    token = await make_token(units, clock, SiteId("hall"), kiosk_id)
    enrolment = await enrol(units, clock, token, key)
    return Enrolled(kiosk_id, Secret(enrolment.credential))


def today() -> date:
    """By that site's clock."""
    return SystemClock().now().astimezone(ZONE).date()


def noon() -> datetime:
    """A slot to come begins then, whenever the test runs."""
    return datetime.combine(today(), datetime.min.time(), ZoneInfo(ZONE.key)).replace(hour=12)
