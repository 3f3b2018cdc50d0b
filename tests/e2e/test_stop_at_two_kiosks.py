# SPDX-License-Identifier: Apache-2.0
"""Two whole kiosks and their centre as processes: staff stop a service at one, and it stops at both."""

import asyncio
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from central.services.enrolment import make_token
from central.services.sites import import_site
from central.store.database import Database
from common.clock import SystemClock
from common.settings.site_file import SiteFile, parse_site
from hall.ids import KioskId, ServiceId
from hall.log import Entry, Issued, StaffActed
from hall.span import Span
from hall.stopping import Stops
from tests.central.server import Server
from tests.e2e.harness import Hall
from tests.e2e.persons import person
from tests.e2e.site import Wiring, kiosk_toml_with_centre, site_toml
from tests.e2e.staff_hand import at_work, let_in
from tests.e2e.synced_kiosk import eventually
from tests.e2e.touched_kiosk import MODULE, Finger
from tests.ports import free_port

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

CLOCK = SystemClock()
SERVICE = ServiceId("social_insurance")
SITE = site_toml().replace("quota = true", "")
NAMES = ("k1", "k2")
DAY = timedelta(days=1)
REFUSED = "shows 这项业务今天已停止取号"
STOPPED_HERE, OPEN_HERE = "shows 本机已停止取号", "shows 已恢复取号。"


@dataclass
class TwoHalls:
    """Two kiosks, each with devices of its own, on one centre that may be away."""

    one: Hall
    two: Hall
    folder: Path
    database: str
    port: int

    @contextmanager
    def centre(self) -> Iterator[Server]:
        """At the same address each time."""
        words = ("--port", str(self.port), "--database", self.database)
        server = Server(self.folder, words)
        server.port = self.port
        try:
            server.wait()
            yield server
        finally:
            server.kill()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def halls(tmp_path: Path) -> Iterator[TwoHalls]:
    with ExitStack() as stack:
        for name in (*NAMES, "centre"):
            (tmp_path / name).mkdir()
        one, two = (stack.enter_context(Hall(tmp_path / name, module=MODULE)) for name in NAMES)
        folder = tmp_path / "centre"
        yield TwoHalls(one, two, folder, f"sqlite:///{folder / 'central.db'}", free_port())


async def tokens(address: str) -> list[str]:
    """The site is described; what the kiosks enrol with."""
    site = parse_site(SITE, CLOCK.now().year)
    assert isinstance(site, SiteFile), site
    await Database.migrate(address)
    database = await Database.open(address)
    try:
        units, site_id = database.unit_of_work, site.site.site_id
        await import_site(units, site, CLOCK.now())
        made = [await make_token(units, CLOCK, site_id, KioskId(name)) for name in NAMES]
    finally:
        await database.close()
    return [token.reveal() for token in made]


def test_a_stop_at_one_kiosk_holds_at_both_and_cut_off_wherever_it_was_heard(
    halls: TwoHalls, caplog: pytest.LogCaptureFixture
) -> None:
    made = asyncio.run(tokens(halls.database))
    with halls.centre():
        for kiosk, token in zip((halls.one, halls.two), made, strict=True):
            enrol(kiosk, halls.url, token)
        for number, kiosk in enumerate((halls.one, halls.two), start=1):
            kiosk.start()
            kiosk.confirmed_visit(person(number))
        stop(halls.one)
        is_refused(halls.one, 11)
        eventually(lambda: stops_at(halls.two) == 1)
        is_refused(halls.two, 12)
    # Cut off, killed and started again, both know of it; staff let it go on at one of them.
    for number, kiosk in enumerate((halls.one, halls.two), start=21):
        kiosk.kiosk.kill()
        kiosk.start()
        is_refused(kiosk, number)
    go_on(halls.two)
    halls.two.confirmed_visit(person(31))
    is_refused(halls.one, 32)
    with halls.centre():
        eventually(lambda: stops_at(halls.one) == 2)
        halls.one.confirmed_visit(person(33))
        stop(halls.one, "stop_at.1")
        eventually(lambda: stops_at(halls.two) == 3)
    logs = list[Entry]()
    for kiosk in (halls.one, halls.two):
        kiosk.kiosk.kill()
        logs += kiosk.records().entries
    assert sum(isinstance(entry.body, Issued) for entry in logs) == 4
    assert given_while_stopped(logs) == []


def enrol(kiosk: Hall, url: str, token: str) -> None:
    wiring = Wiring(kiosk.reader.path, kiosk.printer.port)
    kiosk.config.write_text(kiosk_toml_with_centre(wiring, url))
    code, said = kiosk.command("enrol", "--config", kiosk.config, url, token)
    assert code == 0, said
    let_in(kiosk)


def stop(kiosk: Hall, when: str = "stop_now") -> None:
    """By staff at this kiosk."""
    with at_work(kiosk) as finger:
        told = kiosk.kiosk.count(STOPPED_HERE)
        finger.touch("staff.stop", f"stop.{SERVICE}", when, "stop_for.fault")
        kiosk.kiosk.wait_for(STOPPED_HERE, times=told + 1)
        finger.touch("staff_leave")


def go_on(kiosk: Hall) -> None:
    with at_work(kiosk) as finger:
        finger.touch("staff.stop", f"stop.{SERVICE}", "go_on")
        kiosk.kiosk.wait_for(OPEN_HERE)
        finger.touch("staff_leave")


def is_refused(kiosk: Hall, number: int) -> None:
    """A card is laid, the screen says that the service has stopped, and no number comes of it."""
    issued, told = kiosk.kiosk.count("issued number="), kiosk.kiosk.count(REFUSED)
    kiosk.lay(person(number))
    kiosk.kiosk.wait_for(REFUSED, times=told + 1, seconds=20)
    assert kiosk.kiosk.count("issued number=") == issued
    kiosk.lay_nothing()
    with Finger(kiosk.folder) as finger:
        finger.touch("bar.restart")


def stops_at(kiosk: Hall) -> int:
    """How many words on services the kiosk that runs has heard of, its own among them."""
    with closing(sqlite3.connect(f"file:{kiosk.state}/kiosk.db?mode=ro", uri=True)) as database:
        found: int = database.execute("SELECT count(DISTINCT at) FROM stop").fetchone()[0]
    return found


def given_while_stopped(logs: Iterable[Entry]) -> list[Issued]:
    """Numbers from when staff stopped the service, at whichever kiosk, until it went on."""
    bodies = [(entry.at, entry.body) for entry in logs]
    stops = [
        body.stop for _, body in bodies if isinstance(body, StaffActed) and body.stop is not None
    ]
    known = Stops(Span(min(stop.at for stop in stops), max(stop.at for stop in stops) + DAY))
    for stop in stops:
        known = known.with_stop(stop)
    return [
        body
        for at, body in bodies
        if isinstance(body, Issued) and not known.effect(SERVICE, at).gives_numbers
    ]
