# SPDX-License-Identifier: Apache-2.0
"""A kiosk and its centre as processes, from the first start on: enrolled, told, cut off, healed."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from central.services.access import Caller
from central.services.accounts import add_account
from central.services.centre_book import CentreBook
from central.services.enrolment import make_token
from central.services.hall_desk import HallDesk
from central.services.roles import Role
from central.services.site_writer import Rules
from central.services.site_writers import SiteWriters
from central.services.sites import SiteFiles, import_site
from central.store.database import Database
from common.clock import SystemClock
from common.settings.site_file import SiteFile, parse_site
from hall.account import SILENT_AFTER
from hall.errors import StillHeardError
from hall.ids import KioskId
from kiosk.app.centre import program_version
from tests.central.server import Server
from tests.cluster import Cluster
from tests.e2e.harness import Hall
from tests.e2e.persons import person
from tests.e2e.process import Program
from tests.e2e.site import Wiring, kiosk_toml_with_centre, site_toml
from tests.e2e.synced_kiosk import eventually
from tests.ports import free_port

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

CLOCK = SystemClock()
KIOSK = KioskId("kiosk_1")
DATABASE = "whole_kiosk"
TOLD = ("card_reader", "ticket_printer", "paper")

Enrol = tuple[str, str, Path, str, str]
"""The words of the command."""


class Centre:
    """One on PostgreSQL that may be away."""

    def __init__(self, folder: Path, cluster: Cluster) -> None:
        folder.mkdir()
        self._folder = folder
        self._cluster = cluster
        self._address = cluster.make(DATABASE)
        self.port = free_port()
        self.server: Server | None = None
        self._platform = self._auditor = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        words = ("--port", str(self.port), "--database", self._address)
        self.server = Server(self._folder, words)
        self.server.port = self.port
        self.server.wait()

    def kill(self) -> None:
        if self.server:
            self.server.kill()

    def prepare(self) -> str:
        """Make the database with the site; the token of a kiosk."""

        async def prepare() -> str:
            await Database.migrate(self._address)
            database = await Database.open(self._address)
            try:
                await import_site(database.unit_of_work, site(), CLOCK.now())
                units, hall = database.unit_of_work, site().site.site_id
                account = await add_account(units, CLOCK.now(), hall, "city", Role.PLATFORM)
                self._platform = account.credential.reveal()
                account = await add_account(units, CLOCK.now(), hall, "auditor", Role.AUDITOR)
                self._auditor = account.credential.reveal()
                return (await make_token(units, CLOCK, hall, KIOSK)).reveal()
            finally:
                await database.close()

        return asyncio.run(prepare())

    def describe(self, text: str) -> None:
        """The site is another from now on, as `central import-site` says it."""

        async def describe() -> None:
            database = await Database.open(self._address)
            try:
                await import_site(database.unit_of_work, site(text), CLOCK.now())
            finally:
                await database.close()

        asyncio.run(describe())

    def give_up(self, hence: timedelta) -> None:
        """A manager declares that the kiosk was off since it was last heard, at an instant to come."""

        async def give_up() -> None:
            database = await Database.open(self._address)
            units, hall = database.unit_of_work, site().site.site_id
            rules = Rules(CentreBook, SiteFiles().day_of, lambda: CLOCK.now() + hence)
            try:
                async with SiteWriters(units, rules) as writers:
                    async with units(is_read_only=True) as unit:
                        kiosk = await unit.kiosks.find(hall, KIOSK)
                    assert kiosk
                    assert kiosk.progress.heard_at
                    boss = Caller(hall, "boss", Role.MANAGER)
                    desk = HallDesk(units, writers)
                    await desk.give_up(boss, KIOSK, kiosk.progress.heard_at, "stolen")
            finally:
                await database.close()

        asyncio.run(give_up())

    def book(self, number: str) -> str:
        """A platform books the first slot that is for sale; the number the ticket will have."""
        with httpx.Client(
            base_url=self.url, headers={"Authorization": f"Bearer {self._platform}"}, timeout=30
        ) as platform:

            def post(path: str, body: dict[str, str]) -> dict[str, str]:
                key = {"Idempotency-Key": f"{path}-{body.get('identity_number', '')[-4:]}"}
                answer = platform.post(path, json=body, headers=key)
                assert answer.is_success, answer.text
                made: dict[str, str] = answer.json()
                return made

            days = platform.get("/v1/services/social_insurance/slots").json()["days"]
            starts = (slot["slot_start"] for slot in days[0]["slots"] if slot["left"])
            wish = {"service_id": "social_insurance", "slot_start": next(starts)}
            hold_id = post("/v1/holds", wish)["hold_id"]
            made = post("/v1/bookings", {"hold_id": hold_id, "identity_number": number})
        return made["number"]

    def health(self) -> dict[str, object]:
        """What the one call says of the kiosk: its version, and whether each thing told of is good."""
        bearer = {"Authorization": f"Bearer {self._auditor}"}
        answer = httpx.get(f"{self.url}/v1/kiosks", headers=bearer, timeout=30)
        (kiosk,) = answer.raise_for_status().json()["kiosks"]
        told = kiosk["health"]
        findings = {each["check"]: each["is_good"] for each in told.get("findings", ())}
        edition = told.get("site_edition")
        assert (edition is None) == ("site_deployed_at" not in told)
        return {
            "kiosk": kiosk["kiosk_id"],
            "version": told["version"],
            "edition": edition,
            **findings,
        }

    def tickets(self) -> int:
        with closing(self._cluster.connect(DATABASE)) as connection:
            row = connection.execute("SELECT count(*) FROM ticket").fetchone()
        assert row
        return int(row[0])


def bookings_at(hall: Hall) -> int:
    """How many the kiosk that runs has heard of."""
    with sqlite3.connect(f"file:{hall.state}/kiosk.db?mode=ro", uri=True, timeout=5) as connection:
        found: int = connection.execute("SELECT count(*) FROM booking").fetchone()[0]
    connection.close()
    return found


def site(text: str | None = None) -> SiteFile:
    found = parse_site(text or site_toml(), CLOCK.now().year)
    assert isinstance(found, SiteFile), found
    return found


@pytest.fixture
def centre(tmp_path: Path, cluster: Cluster) -> Iterator[Centre]:
    centre = Centre(tmp_path / "centre", cluster)
    yield centre
    centre.kill()


@pytest.fixture
def hall(tmp_path: Path, centre: Centre) -> Iterator[Hall]:
    with Hall(tmp_path) as hall:
        wiring = Wiring(hall.reader.path, hall.printer.port)
        hall.config.write_text(kiosk_toml_with_centre(wiring, centre.url))
        yield hall


def test_a_kiosk_is_enrolled_goes_on_without_its_centre_and_tells_it_all_afterwards(
    hall: Hall, centre: Centre, caplog: pytest.LogCaptureFixture
) -> None:
    kiosk = hall.launch()
    enrol = is_enrolled(kiosk, hall, centre)
    hears_of_the_site(kiosk, hall, centre)
    kiosk = goes_on_alone(kiosk, hall, centre, enrol)
    tells_it_all(kiosk, hall, centre)
    is_given_up(kiosk, hall, centre)


def is_enrolled(kiosk: Program, hall: Hall, centre: Centre) -> Enrol:
    """The first start: nobody is there, and nobody knows it."""
    kiosk.wait_for("missing screen.missing.not_enrolled screen.missing.no_network")
    token = centre.prepare()
    centre.start()
    enrol = ("enrol", "--config", hall.config, centre.url, token)
    code, said = hall.command(*enrol)
    assert code == 0, said
    assert KIOSK in said
    return enrol


def hears_of_the_site(kiosk: Program, hall: Hall, centre: Centre) -> None:
    """While it runs it takes up what the centre tells."""
    kiosk.wait_for("ready screen=Welcome")
    hall.confirmed_visit(person(1))
    eventually(lambda: centre.tickets() == 1)
    told = kiosk.count("site site_id=test_hall")
    hears_how_the_kiosk_is(hall, centre)
    centre.describe(site_toml().replace("社保", "社会保险"))
    kiosk.wait_for("site site_id=test_hall", times=told + 1)
    eventually(lambda: centre.health()["edition"] == 2)


def hears_how_the_kiosk_is(hall: Hall, centre: Centre) -> None:
    """Reader, printer, paper and version in one call, within an exchange of what happens there."""
    well = {
        "kiosk": KIOSK,
        "version": program_version(),
        "edition": 1,
        **dict.fromkeys(TOLD, True),
    }
    eventually(lambda: centre.health() == well)
    hall.printer.take_paper_out()
    eventually(lambda: centre.health() == well | {"ticket_printer": False, "paper": False})
    hall.printer.put_paper_in()
    eventually(lambda: centre.health() == well)


def goes_on_alone(kiosk: Program, hall: Hall, centre: Centre, enrol: Enrol) -> Program:
    """Booked, and cut off before he comes: his card alone gives the number, over a restart too."""
    number = centre.book(person(4).number)
    eventually(lambda: bookings_at(hall) == 1)

    centre.kill()
    hall.lay(person(4))
    kiosk.wait_for(f"checked in number={number}")
    kiosk.wait_for("proof=confirmed", times=2)
    hall.confirmed_visit(person(2))
    kiosk.kill()
    kiosk = hall.start()
    hall.confirmed_visit(person(3))
    code, said = hall.command(*enrol)
    assert (code, KIOSK in said) == (1, True)
    return kiosk


def tells_it_all(kiosk: Program, hall: Hall, centre: Centre) -> None:
    """Healed: each ticket is there once."""
    centre.start()
    eventually(lambda: centre.tickets() == 4)
    assert kiosk.end() == 0
    code, said = hall.command("doctor", "--config", hall.config)
    assert code == 0, said
    assert KIOSK in said


def is_given_up(kiosk: Program, hall: Hall, centre: Centre) -> None:
    """By mistake, though it lives: it gives no more numbers as soon as it hears of it."""
    kiosk.kill()
    kiosk = hall.start()
    with pytest.raises(StillHeardError):
        centre.give_up(timedelta(0))
    centre.give_up(SILENT_AFTER + timedelta(minutes=1))
    kiosk.wait_for("missing screen.missing.disowned")
    kiosk.kill()
    kiosk = hall.launch()
    kiosk.wait_for("missing screen.missing.disowned")
    assert kiosk.end() == 0
    assert centre.tickets() == 4
    code, said = hall.command("--language", "en", "doctor", "--config", hall.config)
    assert (code, "as a new kiosk" in said) == (1, True)
    centre.kill()
    code, said = hall.command("--language", "en", "doctor", "--config", hall.config)
    assert code == 1
    assert "check the network cable" in said.lower()
