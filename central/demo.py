# SPDX-License-Identifier: Apache-2.0
"""A centre to play with: a sample site at whatever hour, who may ask it, and its end with its owner."""

import json
import os
import signal
import socket
import sys
import threading
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar, TextIO

from typing_extensions import override

from central.app import answer
from central.errors import CommandLineError
from central.services.accounts import add_account
from central.services.centre_book import CentreBook
from central.services.day_round import DayRound
from central.services.enrolment import make_token
from central.services.roles import Role
from central.services.site_writer import Rules
from central.services.site_writers import SiteWriters
from central.services.sites import SiteFiles, import_site
from central.settings.load import load_site_file
from central.settings.model import Settings
from central.store.database import Database
from common.clock import Clock, SystemClock
from common.service_manager import ServiceManager
from common.settings.problems import shown
from common.settings.site_file import SiteFile
from hall.ids import KioskId

KIOSK = KioskId("kiosk_1")
EXAMPLE = "2026-11-23T10:12+08:00"


class InstantError(CommandLineError):
    """No such instant. Fields: `option`, `value`, `example`."""

    key: ClassVar[str] = "error.central.bad_instant"


class DemoClock(Clock):
    """Runs like the machine's from a chosen instant on."""

    def __init__(self, begins_at: datetime) -> None:
        self._system = SystemClock()
        self._ahead = begins_at - self._system.now()

    @override
    def now(self) -> datetime:
        return self._system.now() + self._ahead

    @override
    def monotonic(self) -> float:
        return self._system.monotonic()


@dataclass(frozen=True)
class Invitation:
    """Who may ask the demo's centre: a kiosk by its token, a platform and a clerk by credentials."""

    url: str
    token: str
    platform: str
    clerk: str


async def demo(settings: Settings, site_file: Path, begins_at: str, out: TextIO) -> int:
    """Say one line of JSON, an Invitation, then answer until standard input ends.

    Raises:
        InstantError: `begins_at` is no instant as in EXAMPLE.
        SettingsError: the site's file has errors.
        StoreError: the database cannot be used.
    """
    clock = DemoClock(_instant(begins_at))
    site = load_site_file(site_file, clock.now().year)
    await Database.migrate(settings.database.url)
    database = await Database.open(settings.database.url)
    try:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            url = f"http://127.0.0.1:{listening.getsockname()[1]}"
            invitation = await _prepare(database, clock, site, url)
            out.write(json.dumps(asdict(invitation)) + "\n")
            out.flush()
            threading.Thread(target=_end_with_owner, name="owner", daemon=True).start()
            await answer(settings, database, listening, clock, ServiceManager(None))
    finally:
        await database.close()
    return 0


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise InstantError(option="--begins-at", value=shown(text), example=EXAMPLE)
    return found


async def _prepare(database: Database, clock: Clock, site: SiteFile, url: str) -> Invitation:
    units, now, site_id = database.unit_of_work, clock.now(), site.site.site_id
    await import_site(units, site, now)
    await _open_days(database, clock)
    platform = await add_account(units, now, site_id, "demo_platform", Role.PLATFORM)
    clerk = await add_account(units, now, site_id, "demo_clerk", Role.CLERK)
    token = await make_token(units, clock, site_id, KIOSK)
    return Invitation(url, token.reveal(), platform.credential.reveal(), clerk.credential.reveal())


async def _open_days(database: Database, clock: Clock) -> None:
    """Whoever is invited finds days that can be booked."""
    files = SiteFiles()
    rules = Rules(CentreBook, files.day_of, clock.now)
    async with SiteWriters(database.unit_of_work, rules) as writers:
        await DayRound(database.unit_of_work, writers, files, clock).go()


def _end_with_owner() -> None:
    """Whoever started this holds the other end, also when it is killed: then it is closed."""
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)
