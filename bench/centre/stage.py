# SPDX-License-Identifier: Apache-2.0
"""A throw-away PostgreSQL with halls in it, and the processes that serve them: centre or skeleton."""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import httpx

from bench.centre import booker
from bench.centre.talker import Start
from bench.plan import ROOT
from central.crypto import Token
from central.services.accounts import add_account
from central.services.enrolment import enrol, make_token
from central.services.roles import Role
from central.services.sites import import_site
from central.store.database import Database
from common.clock import SystemClock
from common.settings.site_file import SiteFile, parse_site
from common.signatures import Ed25519, PublicKey
from hall.canonical import instant_text
from hall.exchange import LogPart
from hall.identity import Secret
from hall.ids import KioskId, SiteId
from hall.log import GENESIS, Body, Entry, FeedApplied, Granted, append
from hall.place import Lane
from hall.wire.values import Answer, Exchange, Refusal
from kiosk.sync.address import CentreAddress
from kiosk.sync.client import CentreClient
from tests.central.server import CENTRAL, environment
from tests.central.small_site import SMALL_SITE
from tests.cluster import Cluster
from tests.ports import free_port

HALLS = 4
KIOSKS = 4
"""In each hall."""
COUNTERS = 12
"""Of the service with places: 67 to the half-hour."""
SLOTS, DAYS = 46, 5
"""Half-hours of each day that surely are open, and days to come that are."""
HALLS_ZONE = timezone(timedelta(hours=8))
PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 0.05
"""Between two looks whether a process answers, or a kiosk was granted its day by the next round."""
SERVER_SETTINGS = {"shared_buffers": "256MB", "max_wal_size": "4GB"}
"""As a server of its own would have; everything that keeps data safe is left as it comes."""

SETTINGS = """\
[database]
url = "{url}"
[listen]
port = {port}
[state]
dir = "{folder}"
[limits]
kiosk_per_second = 10000
platform_per_second = 10000
platform_holds = 100000
"""
"""As shipped, but for the limits: here each kiosk does the work of hundreds."""


@dataclass(frozen=True)
class Enrolled:
    """A kiosk as the centre knows it."""

    site_id: SiteId
    kiosk_id: KioskId
    credential: str


@dataclass(frozen=True)
class Served:
    """A server that answers."""

    port: int
    pid: int

    def cpu_seconds(self) -> float:
        """The processor's time that it has used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL on this machine's disk, fsync on."""
    with Cluster(SERVER_SETTINGS) as server:
        yield server


def furnish(url: str, halls: int = HALLS, kiosks: int = KIOSKS) -> list[Enrolled]:
    """Tables, halls, and kiosks with credentials."""
    return asyncio.run(_furnish(url, halls, kiosks))


async def _furnish(url: str, halls: int, kiosks: int) -> list[Enrolled]:
    await Database.migrate(url)
    database = await Database.open(url, connections=1)
    try:
        return [
            await _enrolled(database, f"hall_{hall}", f"kiosk_{kiosk}")
            for hall in range(halls)
            if await import_site(database.unit_of_work, _site(hall), SystemClock().now())
            for kiosk in range(kiosks)
        ]
    finally:
        await database.close()


def _site(hall: int) -> SiteFile:
    text = SMALL_SITE.replace('"hall"', f'"hall_{hall}"')
    text = text.replace("counters = 6", f"counters = {COUNTERS}")
    found = parse_site(text, SystemClock().now().year)
    if not isinstance(found, SiteFile):
        raise TypeError(found)
    return found


async def _enrolled(database: Database, hall: str, kiosk: str) -> Enrolled:
    units, clock, algorithm = database.unit_of_work, SystemClock(), Ed25519()
    token = await make_token(units, clock, SiteId(hall), KioskId(kiosk))
    key = PublicKey("YH1", algorithm.public_key(algorithm.new_key()))
    done = await enrol(units, clock, Token(token.reveal()), key)
    return Enrolled(SiteId(hall), KioskId(done.kiosk_id), done.credential)


def bookers(url: str, count: int, halls: int = HALLS) -> list[booker.Start]:
    """Clients of a platform of each hall, who book slots of the week to come."""
    credentials = [asyncio.run(_platform(url, SiteId(f"hall_{hall}"))) for hall in range(halls)]
    # By the halls' own clocks: their next day's first slot is eight hours away at least.
    tomorrow = SystemClock().now().astimezone(HALLS_ZONE).date() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, datetime.min.time(), UTC)
    slots = [
        instant_text(midnight + timedelta(days=day, minutes=30 * slot))
        for slot in range(SLOTS)
        for day in range(DAYS)
    ]
    return [booker.Start(credentials[one % halls], one, slots) for one in range(count)]


async def _platform(url: str, site_id: SiteId) -> str:
    database = await Database.open(url, connections=1)
    try:
        made = await add_account(
            database.unit_of_work, SystemClock().now(), site_id, "city", Role.PLATFORM
        )
    finally:
        await database.close()
    return made.credential.reveal()


def wait_for_days(port: int, starts: Sequence[booker.Start]) -> None:
    """Until the centre's first round has opened all that these clients book."""
    for credential in {start.credential for start in starts}:
        headers = {"authorization": f"Bearer {credential}"}
        until = time.monotonic() + PATIENCE_SECONDS
        url = f"http://127.0.0.1:{port}/v1/services/estate/slots"
        while len(httpx.get(url, headers=headers).json()["days"]) <= DAYS + 1:
            if time.monotonic() > until:
                raise RuntimeError("days are not open")
            time.sleep(LOOK_SECONDS)


@contextmanager
def centre(folder: Path, url: str) -> Iterator[Served]:
    """One process of the centre."""
    port = free_port()
    config = folder / "central.toml"
    config.write_text(SETTINGS.format(url=url, port=port, folder=folder / "state"))
    with _serving(folder, port, *CENTRAL, "serve", "--config", str(config)) as served:
        yield served


@contextmanager
def skeleton(folder: Path, url: str) -> Iterator[Served]:
    """One process of the skeleton."""
    port = free_port()
    with _serving(folder, port, sys.executable, "-m", "bench.skeleton", url, str(port)) as served:
        yield served


@contextmanager
def _serving(folder: Path, port: int, *command: str) -> Iterator[Served]:
    with (folder / f"{port}.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=environment(), stderr=log)
    try:
        _wait(process, f"http://127.0.0.1:{port}/readyz", folder / f"{port}.log")
        yield Served(port, process.pid)
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _wait(process: "subprocess.Popen[bytes]", url: str, log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx.get(url).is_success:
                return
        except httpx.TransportError:
            pass
        time.sleep(LOOK_SECONDS)
    raise RuntimeError(log.read_text())


# What kiosks say before the measurement begins


def beginnings(port: int, kiosks: list[Enrolled]) -> list[Start]:
    """Each kiosk with today's grant in its log, which the centre has; those of a skeleton have none."""
    return [_begin(port, kiosk) for kiosk in kiosks]


def plain_beginnings(kiosks: list[Enrolled], like: list[Start]) -> list[Start]:
    """The same for kiosks of the skeleton, which grants nothing: they sell the same places."""
    return [
        replace(start, credential=kiosk.credential, position=0, last_hash=GENESIS.hex(), cursor=0)
        for kiosk, start in zip(kiosks, like, strict=True)
    ]


def _begin(port: int, kiosk: Enrolled) -> Start:
    """As `kiosk.sync` does it, until nothing is left to be told."""
    client = CentreClient(CentreAddress(f"http://127.0.0.1:{port}", None, Secret(kiosk.credential)))
    said = _Said(kiosk.kiosk_id)
    until = time.monotonic() + PATIENCE_SECONDS
    while not (said.granted and said.is_heard):
        if time.monotonic() > until:
            raise RuntimeError("no grant")
        said.hear(client.exchange(said.exchange()))
        time.sleep(LOOK_SECONDS * (not said.granted))
    client.dispose()
    return said.start(kiosk.credential)


class _Said:
    """A kiosk's log so far."""

    def __init__(self, kiosk_id: KioskId) -> None:
        self._kiosk_id = kiosk_id
        self._log: list[Entry] = []
        self._acknowledged = 0
        self._cursor = 0
        self._epoch = 1
        self.granted: list[Granted] = []

    @property
    def is_heard(self) -> bool:
        return self._acknowledged == len(self._log)

    def exchange(self) -> Exchange:
        coming = tuple(self._log[self._acknowledged :])
        part = LogPart(self._kiosk_id, self._epoch, self._acknowledged, coming, len(self._log))
        return Exchange(part, self._cursor)

    def hear(self, answer: Answer | Refusal) -> None:
        if not isinstance(answer, Answer):
            raise TypeError(answer.key)
        self._acknowledged = answer.acknowledged
        self._epoch = answer.epoch
        for grant in answer.grants:
            if grant not in self.granted:
                self.granted.append(grant)
                self._say(grant)
        if answer.cursor > self._cursor:
            self._cursor = answer.cursor
            self._say(FeedApplied(answer.cursor))

    def _say(self, body: Body) -> None:
        self._log.append(append(self._log[-1] if self._log else None, SystemClock().now(), body))

    def start(self, credential: str) -> Start:
        today = min(grant.business_date for grant in self.granted)
        return Start(
            kiosk_id=self._kiosk_id,
            credential=credential,
            epoch=self._epoch,
            position=len(self._log),
            last_hash=self._log[-1].hash.hex(),
            cursor=self._cursor,
            business_date=today.isoformat(),
            places=list(_places(grant for grant in self.granted if grant.business_date == today)),
        )


def _places(grants: Iterator[Granted]) -> Iterator[tuple[str, int, int]]:
    for grant in grants:
        for run in grant.places:
            if run.lane is Lane.WALK_IN:
                for place in run.places():
                    yield instant_text(place.slot_start), place.index, run.hop
