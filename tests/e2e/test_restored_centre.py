# SPDX-License-Identifier: Apache-2.0
"""A kiosk that was enrolled after the backup its centre came back from, as processes."""

import asyncio
import shutil
from collections import Counter
from pathlib import Path

import pytest

from central.store.database import Database
from common.clock import SystemClock
from common.signatures import Ed25519, PublicKey
from hall.identity import Secret
from hall.ids import KioskId, ServiceId, SiteId
from kiosk.sync import enrolment
from kiosk.sync.address import CentreAddress
from kiosk.sync.enrolment import Enrolled
from tests.central.server import run, running
from tests.e2e.prepared_centre import AGO, PreparedCentre, enrolled_at, noon, today
from tests.e2e.synced_kiosk import Enrolled as Caller
from tests.e2e.synced_kiosk import RealKiosk, eventually
from tests.e2e.test_exchange import at_the_centre, granted, issued
from tests.fakes.clock import FakeClock

pytestmark = pytest.mark.e2e

LATE = KioskId("kiosk_3")
ESTATE, SOCIAL = ServiceId("estate"), ServiceId("social")


def enrolled_late(address: str) -> Caller:
    async def enrol() -> Caller:
        database = await Database.open(address)
        try:
            clock = FakeClock(SystemClock().now() - AGO)
            return await enrolled_at(database, clock, LATE)
        finally:
            await database.close()

    return asyncio.run(enrol())


def test_it_says_so_gives_nothing_more_and_comes_back_with_its_whole_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    address = PreparedCentre.on_sqlite(tmp_path).copied_to(tmp_path)
    database, file = ("--database", address), Path(address.removeprefix("sqlite:///"))
    shutil.copy(file, tmp_path / "backup.db")
    kiosk = RealKiosk(tmp_path, enrolled_late(address))
    with running(tmp_path, *database) as server:
        kiosk.start(server.url)
        eventually(lambda: bool(granted(kiosk)) and kiosk.in_sync())
        tickets = [kiosk.issue(today(), ESTATE, "A", noon()), kiosk.issue(today(), SOCIAL, "C")]
        eventually(kiosk.in_sync)
        assert server.end() == 0
    shutil.copy(tmp_path / "backup.db", file)
    assert run(tmp_path, "restored", "hall", *database).returncode == 0
    with running(tmp_path, *database) as server:
        kiosk.cut()
        kiosk.start(server.url)
        eventually(kiosk.is_disowned)
        assert at_the_centre(address) == Counter()
        said = run(tmp_path, "enrol-kiosk", "hall", LATE, *database)
        token = Secret(said.stdout.split()[0])
        come_back(kiosk, server.url, token, tmp_path / "centre.json")
        eventually(lambda: kiosk.in_sync() and not kiosk.is_disowned())
        assert issued(kiosk) == tickets
        assert at_the_centre(address) == Counter(map(str, tickets))
        tickets.append(kiosk.issue(today(), SOCIAL, "C"))
        eventually(lambda: at_the_centre(address) == Counter(map(str, tickets)))
        kiosk.cut()
    kiosk.close()
    checked = run(tmp_path, "check-audit", "hall", *database)
    assert checked.returncode == 0, checked.stdout


def come_back(kiosk: RealKiosk, url: str, token: Secret, path: Path) -> None:
    """As `kiosk enrol` does it: the same kiosk, with another credential."""
    signer, before = Ed25519(), kiosk.enrolled
    key = PublicKey("YH1", signer.public_key(signer.new_key()))
    known = Enrolled(SiteId("hall"), before.kiosk_id, before.credential)
    kiosk.cut()
    done = enrolment.enrol(CentreAddress(url, None), token, key, path, before=known)
    kiosk.enrolled = Caller(done.kiosk_id, done.credential)
    kiosk.start(url)
