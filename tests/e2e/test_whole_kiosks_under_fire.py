# SPDX-License-Identifier: Apache-2.0
"""Two whole kiosks, reader and printer at each, and their centre: bad lines, a cut, and death all round.

What came out of the printers and what is on the disks is looked at as in tests/e2e/fire.
"""

import asyncio
import io
import random
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from central.services.enrolment import make_token
from central.services.sites import import_site
from central.store.database import Database as CentralDatabase
from common.clock import SystemClock
from common.settings.site_file import SiteFile, parse_site
from hall.ids import KioskId
from kiosk.app.enrol import enrol_kiosk
from kiosk.crypto import SigningKey
from kiosk.store.database import Database
from tests.central.server import Server
from tests.e2e.fire.audit import AtKiosk, Audit, read_centre, read_kiosk
from tests.e2e.fire.proxy import FaultProxy
from tests.e2e.harness import Hall
from tests.e2e.killer import pause
from tests.e2e.persons import Person, person
from tests.e2e.records import paper_of
from tests.e2e.site import Wiring, kiosk_toml_with_centre, site_toml
from tests.e2e.synced_kiosk import eventually

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300), pytest.mark.usefixtures("caplog")]

SEED = 20260302
KIOSKS = (KioskId("kiosk_1"), KioskId("kiosk_2"))
SECONDS = 60
"""For what has to come on a loaded machine."""
STRIKES_WITHIN_SECONDS = 0.5


class TwoKiosks:
    """Lifetime: a with block of `stack`."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._address = f"sqlite:///{folder / 'central.db'}"
        found = parse_site(site_toml(), SystemClock().now().year)
        assert isinstance(found, SiteFile)
        self._site = found
        self._rng = random.Random(SEED)  # noqa: S311 - a schedule, no secret
        self._persons = 0
        self.killed = 0
        self.proxy = stack.enter_context(FaultProxy(SEED, KIOSKS))
        self._stack = stack
        self._server: Server | None = None
        tokens = asyncio.run(self._set_up())
        self.start_centre()
        self.halls = {one: self._made(one, tokens[one]) for one in KIOSKS}

    async def _set_up(self) -> dict[KioskId, str]:
        clock = SystemClock()
        await CentralDatabase.migrate(self._address)
        database = await CentralDatabase.open(self._address, connections=0)
        units, site_id = database.unit_of_work, self._site.site.site_id
        await import_site(units, self._site, clock.now())
        made = {one: (await make_token(units, clock, site_id, one)).reveal() for one in KIOSKS}
        await database.close()
        return made

    def _made(self, kiosk_id: KioskId, token: str) -> Hall:
        folder = self._folder / kiosk_id
        folder.mkdir()
        hall = self._stack.enter_context(Hall(folder, is_forked=True))
        wiring, url = Wiring(hall.reader.path, hall.printer.port), self.proxy.url(kiosk_id)
        hall.config.write_text(kiosk_toml_with_centre(wiring, url))
        assert enrol_kiosk(hall.config, url, token, "en", io.StringIO()) == 0
        return hall

    # Processes

    def start_centre(self) -> None:
        self._server = Server(self._folder, ("--database", self._address))
        self._stack.callback(self._server.kill)
        self._server.wait()
        self.proxy.upstreams = (self._server.port,)

    def kill_centre(self) -> None:
        assert self._server
        self.proxy.upstreams = ()
        self._server.kill()

    def start(self) -> None:
        for hall in self.halls.values():
            hall.launch()
        for hall in self.halls.values():
            hall.kiosk.wait_for("ready screen=Welcome")
            eventually(lambda hall=hall: is_granted(hall), SECONDS)

    # Visitors

    def visits(self, times: int) -> None:
        for _ in range(times):
            for hall in self.halls.values():
                hall.visit(self._somebody())

    def strike(self, kiosk_id: KioskId) -> None:
        """At any moment of a visit."""
        hall = self.halls[kiosk_id]
        hall.lay(self._somebody())
        pause(self._rng.uniform(0, STRIKES_WITHIN_SECONDS))
        hall.kiosk.kill()
        self.killed += 1
        hall.start()

    def _somebody(self) -> Person:
        self._persons += 1
        return person(self._persons)

    # The end

    def settle(self) -> None:
        """The lines are whole: until the centre has all that the kiosks have."""
        for hall in self.halls.values():
            hall.confirmed_visit(self._somebody())
        eventually(self._is_quiet, SECONDS)
        for hall in self.halls.values():
            assert hall.kiosk.end() == 0

    def _is_quiet(self) -> bool:
        return not self.audit().problems((), 1)

    def audit(self) -> Audit:
        now, calendar = SystemClock().now(), self._site.calendar
        today = calendar.business_day(now)
        kiosks = [self._left_by(one, hall) for one, hall in self.halls.items()]
        centre = read_centre(self._address, self._site.site.site_id, today)
        return Audit(centre, kiosks, today, calendar.instant(today, calendar.day_starts))

    def _left_by(self, kiosk_id: KioskId, hall: Hall) -> AtKiosk:
        key_file = hall.state / "keys" / "ticket.key"
        today = self._site.calendar.business_day(SystemClock().now())
        services = self._site.catalogue.services
        slots = [
            (each.service_id, slot.start)
            for each in services
            for slot in each.calendar(self._site.calendar).plan(today).slots
        ]
        found = read_kiosk(
            kiosk_id, hall.state, SigningKey.load_or_make(key_file).public_key, slots
        )
        if hall.kiosk.is_alive:
            return found
        records = hall.records()
        papers = (paper_of(records, ticket, key_file) for ticket in hall.printer.tickets)
        return replace(found, papers=tuple(paper for paper in papers if paper))


def is_granted(hall: Hall) -> bool:
    database = Database.look(hall.state / "kiosk.db")
    with database.unit_of_work() as unit:
        # Whatever the business day is: it has one lease at least.
        granted = any(entry.body.kind == "granted" for entry in unit.log.entries())
    database.close()
    return granted


def test_two_whole_kiosks_and_their_centre_come_through(tmp_path: Path) -> None:
    with ExitStack() as stack:
        two = TwoKiosks(tmp_path, stack)
        first, second = KIOSKS
        two.start()
        two.proxy.is_rough = True
        two.visits(2)
        two.strike(first)
        two.proxy.cut(first)
        two.visits(2)
        two.strike(first)
        two.kill_centre()
        two.visits(1)
        two.strike(second)
        two.start_centre()
        two.proxy.heal(first)
        two.visits(1)
        two.proxy.is_rough = False
        two.settle()
        audit = two.audit()
        assert audit.problems((), 1) == []
        assert two.killed == 3
        # A kiosk may die before it has given the number, or while it prints the last one.
        assert 14 <= len(audit.centre.tickets) <= 17
        assert 8 <= audit.papers <= 17
