# SPDX-License-Identifier: Apache-2.0
"""One centre as a process and kiosks with real stores: granted, cut off, healed, killed."""

import json
import shutil
import signal
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from central.store.database import database_url
from common.clock import SystemClock
from hall.ids import ServiceId, TicketId
from hall.log import Granted, Issued
from tests.central.server import Server, run, running
from tests.central.small_site import SMALL_SITE
from tests.cluster import Cluster
from tests.e2e.synced_kiosk import RealKiosk, enrol, eventually

pytestmark = pytest.mark.e2e

ESTATE, SOCIAL = ServiceId("estate"), ServiceId("social")


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'central.db'}"
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.make("exchange")


@pytest.fixture
def folder(address: str, tmp_path: Path) -> Path:
    (tmp_path / "site.toml").write_text(SMALL_SITE, encoding="utf-8")
    for command in (["migrate"], ["import-site", "site.toml"]):
        done = run(tmp_path, *command, "--database", address)
        assert done.returncode == 0, done.stderr
    return tmp_path


@pytest.fixture
def centre(folder: Path, address: str) -> Iterator[Server]:
    with running(folder, "--database", address) as server:
        yield server


@pytest.fixture
def kiosks(centre: Server, folder: Path, address: str) -> Iterator[list[RealKiosk]]:
    """Two kiosks that have all of today's places and numbers."""
    tokens = [
        run(folder, "enrol-kiosk", "hall", name, "--database", address).stdout.split()[0]
        for name in ("kiosk_1", "kiosk_2")
    ]
    # One right after the other: the day is granted to those who were there when all had come.
    enrolments = [enrol(centre.url, token) for token in tokens]
    made = [RealKiosk(folder, enrolment) for enrolment in enrolments]
    try:
        for kiosk in made:
            kiosk.start(centre.url)
        for kiosk in made:
            eventually(lambda kiosk=kiosk: granted(kiosk) and kiosk.in_sync(), 40)
        yield made
    finally:
        for kiosk in made:
            kiosk.cut()
            kiosk.close()


def granted(kiosk: RealKiosk) -> list[Granted]:
    return [entry.body for entry in kiosk.log() if isinstance(entry.body, Granted)]


def issued(kiosk: RealKiosk) -> list[TicketId]:
    return [entry.body.ticket_id for entry in kiosk.log() if isinstance(entry.body, Issued)]


def today() -> date:
    return SystemClock().now().date()


def slot() -> datetime:
    """One in the middle of the day; places do not mind what time it is."""
    return datetime.combine(today(), datetime.min.time(), UTC) + timedelta(hours=12)


def at_the_centre(address: str) -> Counter[TicketId]:
    """Each ticket as often as the centre has taken it in."""
    engine = create_engine(
        database_url(address).set(drivername=_SYNC[address.split(":", maxsplit=1)[0]])
    )
    with engine.connect() as connection:
        rows = connection.execute(
            text(
                "SELECT body FROM journal WHERE kind = 'kiosk_logged' AND body LIKE '%\"issued\"%'"
            )
        )
        found = Counter(json.loads(row.body)["body"]["ticket_id"] for row in rows)
        tickets = connection.execute(text("SELECT count(*) FROM ticket")).scalar_one()
    engine.dispose()
    assert tickets == len(found)
    return found


_SYNC = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}


def test_the_days_places_lie_at_the_kiosks(kiosks: list[RealKiosk]) -> None:
    one, two = (set(kiosk.free(ESTATE, slot())) for kiosk in kiosks)
    assert not one & two
    # 30 minutes x 6 counters x 0.92 / 5 minutes = 33 places, half of them sold online.
    assert len(one) + len(two) == 17
    assert abs(len(one) - len(two)) <= 2
    assert all(kiosk.numbers(today(), "C") >= 10 for kiosk in kiosks)


def test_what_was_issued_while_cut_off_is_at_the_centre_once(
    kiosks: list[RealKiosk], centre: Server, address: str
) -> None:
    one, two = kiosks
    one.cut()
    tickets = [one.issue(today(), ESTATE, "A", slot()) for _ in range(5)]
    tickets += [two.issue(today(), SOCIAL, "C") for _ in range(5)]
    one.start(centre.url)
    for kiosk in kiosks:
        eventually(kiosk.in_sync)
    assert at_the_centre(address) == Counter(str(each) for each in tickets)
    eventually(lambda: all(two.knows(each) for each in tickets[:5]))
    eventually(lambda: all(one.knows(each) for each in tickets[5:]))


def test_a_centre_that_is_killed_loses_nothing(
    kiosks: list[RealKiosk],
    centre: Server,
    folder: Path,
    address: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for number in range(20):
        for kiosk in kiosks:
            kiosk.issue(today(), SOCIAL, "C")
        if number == 10:
            centre.end(signal.SIGKILL)
    with running(folder, "--database", address) as again:
        for kiosk in kiosks:
            kiosk.cut()
            kiosk.start(again.url)
            eventually(kiosk.in_sync)
        tickets = [str(each) for kiosk in kiosks for each in issued(kiosk)]
        assert at_the_centre(address) == Counter(tickets)
        assert len(tickets) == 40


def test_two_processes_on_one_database_are_one_centre(
    kiosks: list[RealKiosk], centre: Server, folder: Path, address: str
) -> None:
    one, two = kiosks
    with running(folder, "--database", address) as other:
        two.cut()
        two.start(other.url)
        for _ in range(5):
            here, there = (kiosk.issue(today(), SOCIAL, "C") for kiosk in kiosks)
            eventually(lambda there=there: one.knows(there))
            eventually(lambda here=here: two.knows(here))
        for kiosk in kiosks:
            eventually(kiosk.in_sync)
        assert sum(at_the_centre(address).values()) == 10
        two.cut()
        two.start(centre.url)
        eventually(two.in_sync)


def test_a_centre_restored_from_a_backup_learns_all_tickets_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "central.db"
    database = ("--database", f"sqlite:///{file}")
    (tmp_path / "site.toml").write_text(SMALL_SITE, encoding="utf-8")
    for command in (["migrate"], ["import-site", "site.toml"]):
        assert run(tmp_path, *command, *database).returncode == 0
    with running(tmp_path, *database) as server:
        token = run(tmp_path, "enrol-kiosk", "hall", "kiosk_1", *database).stdout.split()[0]
        kiosk = RealKiosk(tmp_path, enrol(server.url, token))
        kiosk.start(server.url)
        eventually(lambda: granted(kiosk) and kiosk.in_sync())
        assert server.end() == 0
        shutil.copy(file, tmp_path / "backup.db")
    with running(tmp_path, *database) as server:
        kiosk.cut()
        kiosk.start(server.url)
        for _ in range(3):
            kiosk.issue(today(), SOCIAL, "C")
        eventually(kiosk.in_sync)
        assert server.end() == 0
    shutil.copy(tmp_path / "backup.db", file)
    kiosk.issue(today(), SOCIAL, "C")
    assert run(tmp_path, "restored", "hall", *database).returncode == 0
    with running(tmp_path, *database) as server:
        kiosk.cut()
        kiosk.start(server.url)
        kiosk.issue(today(), SOCIAL, "C")
        eventually(kiosk.in_sync)
        assert at_the_centre(database[1]) == Counter(str(each) for each in issued(kiosk))
        assert len(issued(kiosk)) == 5
        kiosk.cut()
    kiosk.close()
