# SPDX-License-Identifier: Apache-2.0
"""One centre as a process and kiosks with real stores: granted, cut off, healed, killed."""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from central.store.database import database_url
from hall.ids import ServiceId, TicketId
from hall.log import Granted, Issued
from tests.central.server import Server, run, running
from tests.cluster import Cluster
from tests.e2e.prepared_centre import COPY, PreparedCentre, noon, today
from tests.e2e.synced_kiosk import RealKiosk, eventually

pytestmark = pytest.mark.e2e

ESTATE, SOCIAL = ServiceId("estate"), ServiceId("social")
BACKUP = "backup"


@pytest.fixture(scope="session")
def sqlite_centre(tmp_path_factory: pytest.TempPathFactory) -> PreparedCentre:
    return PreparedCentre.on_sqlite(tmp_path_factory.mktemp("prepared"))


@pytest.fixture(scope="session")
def postgres_centre(cluster: Cluster) -> PreparedCentre:
    return PreparedCentre.on_postgres(cluster)


@pytest.fixture(params=["sqlite", "postgres"])
def prepared(request: pytest.FixtureRequest) -> PreparedCentre:
    found: PreparedCentre = request.getfixturevalue(f"{request.param}_centre")
    return found


@pytest.fixture
def address(prepared: PreparedCentre, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a database of the test's own."""
    if prepared.address.startswith("sqlite"):
        return prepared.copied_to(tmp_path)
    return prepared.copied_in(request.getfixturevalue("cluster"))


class Backup:
    """A database as it was; no centre runs while it is made or brought back."""

    def __init__(self, address: str, folder: Path, cluster: Cluster | None) -> None:
        self._file = Path(address.removeprefix("sqlite:///"))
        self._kept = folder / "backup.db"
        self._cluster = cluster

    def make(self) -> None:
        if self._cluster:
            self._cluster.make(BACKUP, like=COPY)
        else:
            shutil.copy(self._file, self._kept)

    def bring_back(self) -> None:
        if self._cluster:
            self._cluster.make(COPY, like=BACKUP)
        else:
            shutil.copy(self._kept, self._file)


@pytest.fixture
def backup(address: str, request: pytest.FixtureRequest, tmp_path: Path) -> Backup:
    is_file = address.startswith("sqlite")
    return Backup(address, tmp_path, None if is_file else request.getfixturevalue("cluster"))


@pytest.fixture
def centre(tmp_path: Path, address: str) -> Iterator[Server]:
    with running(tmp_path, "--database", address) as server:
        yield server


@pytest.fixture
def kiosks(centre: Server, tmp_path: Path, prepared: PreparedCentre) -> Iterator[list[RealKiosk]]:
    """Two kiosks that have all of today's places and numbers."""
    made = [RealKiosk(tmp_path, enrolled) for enrolled in prepared.kiosks]
    try:
        for kiosk in made:
            kiosk.start(centre.url)
        for kiosk in made:
            eventually(lambda kiosk=kiosk: granted(kiosk) and kiosk.in_sync())
        yield made
    finally:
        for kiosk in made:
            kiosk.cut()
            kiosk.close()


def granted(kiosk: RealKiosk) -> list[Granted]:
    return [entry.body for entry in kiosk.log() if isinstance(entry.body, Granted)]


def issued(kiosk: RealKiosk) -> list[TicketId]:
    return [entry.body.ticket_id for entry in kiosk.log() if isinstance(entry.body, Issued)]


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
    one, two = (set(kiosk.free(ESTATE, noon())) for kiosk in kiosks)
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
    tickets = [one.issue(today(), ESTATE, "A", noon()) for _ in range(5)]
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
    tmp_path: Path,
    address: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for number in range(20):
        for kiosk in kiosks:
            kiosk.issue(today(), SOCIAL, "C")
        if number == 10:
            centre.kill()
    with running(tmp_path, "--database", address) as again:
        for kiosk in kiosks:
            kiosk.cut()
            kiosk.start(again.url)
            eventually(kiosk.in_sync)
        tickets = [str(each) for kiosk in kiosks for each in issued(kiosk)]
        assert at_the_centre(address) == Counter(tickets)
        assert len(tickets) == 40


def test_two_processes_on_one_database_are_one_centre(
    kiosks: list[RealKiosk], centre: Server, tmp_path: Path, address: str
) -> None:
    one, two = kiosks
    with running(tmp_path, "--database", address) as other:
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
    prepared: PreparedCentre,
    address: str,
    backup: Backup,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    database = ("--database", address)
    kiosk = RealKiosk(tmp_path, prepared.kiosks[0])
    with running(tmp_path, *database) as server:
        kiosk.start(server.url)
        eventually(lambda: granted(kiosk) and kiosk.in_sync())
        assert server.end() == 0
    backup.make()
    with running(tmp_path, *database) as server:
        kiosk.cut()
        kiosk.start(server.url)
        for _ in range(3):
            kiosk.issue(today(), SOCIAL, "C")
        eventually(kiosk.in_sync)
        assert server.end() == 0
    backup.bring_back()
    kiosk.issue(today(), SOCIAL, "C")
    assert run(tmp_path, "restored", "hall", *database).returncode == 0
    with running(tmp_path, *database) as server:
        kiosk.cut()
        kiosk.start(server.url)
        kiosk.issue(today(), SOCIAL, "C")
        eventually(kiosk.in_sync)
        assert at_the_centre(address) == Counter(str(each) for each in issued(kiosk))
        assert len(issued(kiosk)) == 5
        kiosk.cut()
    kiosk.close()
