# SPDX-License-Identifier: Apache-2.0
"""One centre, four kiosks and what lies between them, each a process; made, killed and looked at."""

import asyncio
import time
from collections import Counter
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Client, Connection
from pathlib import Path
from types import TracebackType
from typing import Self

import httpx

from central.crypto import TimedCode, secret_of
from central.services.accounts import NewAccount, add_account
from central.services.enrolment import make_token
from central.services.roles import Role
from central.services.sites import import_site
from central.store.database import Database
from common.settings.site_file import SiteFile, parse_site
from common.signatures import FIRST_CHOICE, PublicKey
from hall.identity import Secret
from hall.ids import KioskId, ServiceId, SiteId
from kiosk.crypto import SigningKey
from kiosk.sync.address import CentreAddress
from kiosk.sync.enrolment import enrol
from tests.central.small_site import SMALL_SITE
from tests.e2e.fire.audit import Audit, read_centre, read_kiosk
from tests.e2e.fire.booker import Booker
from tests.e2e.fire.changes import FOREIGN_ANSWERS, NONE, OTHER_ALGORITHMS
from tests.e2e.fire.hall_time import HallTime
from tests.e2e.fire.kiosk_process import HAND
from tests.e2e.fire.proxy import FaultProxy
from tests.e2e.fire.staff import Staff
from tests.e2e.fire.words import Answer, Ask, End, Order, State
from tests.e2e.killer import pause
from tests.e2e.process import ForkedProgram
from tests.e2e.synced_kiosk import eventually
from tests.fakes.algorithms import SIGNATURE as SECOND_SET
from tests.ports import free_port

HALL = SiteId("hall")
ESTATE, SOCIAL = ServiceId("estate"), ServiceId("social")
KIOSKS = tuple(KioskId(f"kiosk_{number}") for number in range(1, 5))
PLATFORM, DESK = "city_app", "desk"
COUNTERS = {1: ESTATE, 2: ESTATE, 3: ESTATE, 4: SOCIAL}
BEGINS = datetime(2026, 3, 2, 9, 2, tzinfo=UTC)
SCARCE = SMALL_SITE.replace("counters = 6", "counters = 4")
"""22 places in each slot: 11 for online sale, 9 for walk-ins, 2 green; kiosks run out of them."""
SECONDS = 60
"""For what has to come on a loaded machine."""
QUIET_ROUNDS = 3
LOOK_SECONDS = 0.15
MOST_REFUSALS = 40
"""Whose truth is looked at."""


class KioskUnderFire:
    """One kiosk: what outlives its processes, and the process of now."""

    def __init__(self, kiosk_id: KioskId, folder: Path) -> None:
        self.kiosk_id = kiosk_id
        self.folder = folder
        self.answers = Counter[str]()
        self._program: ForkedProgram | None = None
        self._hand: Connection | None = None
        self._asked = 0

    @property
    def is_up(self) -> bool:
        return self._program is not None

    @property
    def said(self) -> str:
        return self._program.output if self._program else ""

    def start(self, url: str, clock: Path, change: str) -> None:
        words = (self.folder, url, clock, change)
        self._program = ForkedProgram(words, self.folder, module="tests.e2e.fire.kiosk_process")

    def meet(self) -> None:
        """Until it serves visitors."""
        assert self._program
        self._program.wait_for("kiosk is ready")
        self._hand = Client(str(self.folder / HAND))
        self._asked = 0

    def order(self, order: Order) -> None:
        """Somebody does something; the answer is for `hear`."""
        if self._hand:
            self._hand.send(order)
            self._asked += 1

    def hear(self) -> Answer | None:
        """Until all that was asked is answered; the last answer."""
        answer: Answer | None = None
        while self._hand and self._asked:
            assert self._hand.poll(SECONDS), f"{self.kiosk_id} hangs; it said:\n{self.said}"
            answer = self._hand.recv()
            self._asked -= 1
            if isinstance(answer, str):
                self.answers[answer] += 1
        return answer

    def kill(self) -> None:
        """Without warning, whatever it is doing."""
        if self._program:
            self._program.kill()
        if self._hand:
            self._hand.close()
        self._program = self._hand = None

    def end(self) -> None:
        """In order."""
        self.order(End())
        self.hear()
        self.kill()


class FireHall:
    """Lifetime: a with block; nothing of it runs after it.

    Args:
        address: of the centre's database, empty.
        seed: of what the lines and the platform do.
        change: what its processes do otherwise; one of `changes.MISTAKES` is to be found.
        processes: of the centre, on one database.
        is_staffed: clerks call at their counters, and a manager acts.
    """

    def __init__(
        self,
        folder: Path,
        address: str,
        seed: int,
        change: str = NONE,
        *,
        processes: int = 1,
        is_staffed: bool = False,
    ) -> None:
        self.folder = folder
        self.address = address
        self._change = change
        self._mark = SECOND_SET if change == OTHER_ALGORITHMS else FIRST_CHOICE
        self.time = HallTime(folder / "clock", BEGINS)
        self.kiosks = {one: KioskUnderFire(one, folder / one) for one in KIOSKS}
        is_foreign = change == FOREIGN_ANSWERS
        self.proxy = FaultProxy(seed, (*KIOSKS, PLATFORM, DESK), answers_of_others=is_foreign)
        self.booker = Booker(address, HALL, self.time, seed)
        self.staff = Staff(COUNTERS, seed) if is_staffed else None
        self._centres: dict[int, ForkedProgram] = {}
        self._processes = processes
        self._keys: dict[KioskId, PublicKey] = {}
        self._open = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as undo:
            undo.callback(self._kill_all)
            accounts = asyncio.run(_set_up(self.address, self.time))
            undo.enter_context(self.proxy)
            self.booker.meet(
                self.proxy.url(PLATFORM), Secret(accounts[Role.PLATFORM].credential.reveal())
            )
            undo.enter_context(self.booker)
            self.start_centre()
            if self.staff:
                manager = self._session(accounts[Role.MANAGER])
                clerk = Secret(accounts[Role.CLERK].credential.reveal())
                self.staff.meet(self.proxy.url(DESK), clerk, manager)
                undo.enter_context(self.staff)
            self._enrol()
            for one in KIOSKS:
                self.start_kiosk(one)
            for one in KIOSKS:
                self.kiosks[one].meet()
            self._open = undo.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def _session(self, account: NewAccount) -> Secret:
        """Of somebody who sees the code of now."""
        assert account.second_factor
        step = int(self.time.now().timestamp()) // TimedCode.SECONDS
        code = TimedCode().code(secret_of(account.second_factor), step)
        url = f"http://127.0.0.1:{min(self._centres)}/v1/sessions"
        headers = {"Authorization": f"Bearer {account.credential.reveal()}"}
        begun = httpx.post(url, headers=headers, json={"code": code})
        return Secret(begun.json()["token"])

    def _kill_all(self) -> None:
        while self._centres:
            self.kill_centre()
        for kiosk in self.kiosks.values():
            kiosk.kill()

    def _enrol(self) -> None:
        tokens = asyncio.run(_tokens(self.address, self.time))
        for one, token in tokens.items():
            folder = self.kiosks[one].folder
            key = SigningKey.load_or_make(folder / "keys" / "ticket.key", self._mark).public_key
            self._keys[one] = key
            enrol(CentreAddress(self.proxy.url(one)), token, key, folder / "enrolment.json")
        # The day is granted to those who were there when all had come.
        self.time.let_pass(timedelta(minutes=1))

    # Processes

    def start_centre(self) -> None:
        """As many processes as are missing; returns when they answer."""
        while len(self._centres) < self._processes:
            port = free_port()
            words = (self.time.path, self._change, "--language", "en", "serve", "--port", str(port))
            database = ("--database", self.address)
            self._centres[port] = ForkedProgram(
                (*words, *database), self.folder / "centre", module="tests.e2e.fire.centre_process"
            )
            eventually(lambda port=port: _is_ready(port), SECONDS)
        self.proxy.upstreams = tuple(self._centres)

    def kill_centre(self) -> None:
        """The process that has run the longest."""
        port = next(iter(self._centres))
        self._centres.pop(port).kill()
        self.proxy.upstreams = tuple(self._centres)

    def start_kiosk(self, kiosk_id: KioskId) -> None:
        """Not yet met."""
        self.kiosks[kiosk_id].start(self.proxy.url(kiosk_id), self.time.path, self._change)

    # The end

    def is_granted(self) -> bool:
        """Every kiosk has its part of the day."""
        return all(state.leases for state in self._states())

    def settle(self) -> bool:
        """All lines are whole: until nobody has anything to say; whether that came to be.

        In a quiet round every kiosk asked the centre, and heard nothing new: what one of them says
        may be a grant to another.
        """
        before, quiet = self._states(), 0
        until = time.monotonic() + SECONDS
        while quiet < QUIET_ROUNDS and time.monotonic() < until:
            pause(LOOK_SECONDS)
            states = self._states()
            is_quiet = all(state.is_acknowledged for state in states) and states == before
            if is_quiet and not all(
                now.heard > then.heard for now, then in zip(states, before, strict=True)
            ):
                continue
            quiet = quiet + 1 if is_quiet else 0
            before = states
        return quiet == QUIET_ROUNDS

    def _states(self) -> list[State]:
        for kiosk in self.kiosks.values():
            kiosk.order(Ask())
        states = [kiosk.hear() for kiosk in self.kiosks.values()]
        return [state for state in states if isinstance(state, State)]

    def audit(self) -> Audit:
        """Everything ends in order first."""
        for kiosk in self.kiosks.values():
            kiosk.end()
        for centre in self._centres.values():
            assert centre.end() == 0, centre.output
        file = _site_file()
        now = self.time.now()
        today = file.calendar.business_day(now)
        centre = read_centre(self.address, HALL, today)
        slots = [(ESTATE, slot.start) for slot in file.calendar.plan(today).slots]
        kiosks = [
            read_kiosk(one, self.kiosks[one].folder, self._keys[one], slots) for one in KIOSKS
        ]
        begins = file.calendar.instant(today, file.calendar.day_starts)
        return Audit(centre, kiosks, today, begins)

    @property
    def said(self) -> str:
        """By all that run, for whoever looks for the cause."""
        parts = [(f"centre {port}", each.output) for port, each in self._centres.items()]
        parts += [(one, kiosk.said) for one, kiosk in self.kiosks.items()]
        return "\n".join(f"--- {name}\n{said}" for name, said in parts)


def _site_file() -> SiteFile:
    found = parse_site(SCARCE, BEGINS.year)
    assert isinstance(found, SiteFile)
    return found


async def _set_up(address: str, clock: HallTime) -> dict[Role, NewAccount]:
    """Those who call the centre."""
    await Database.migrate(address)
    database = await Database.open(address, connections=0)
    units = database.unit_of_work
    await import_site(units, _site_file(), clock.now())
    names = {Role.PLATFORM: PLATFORM, Role.CLERK: "li", Role.MANAGER: "wang"}
    made = {
        role: await add_account(units, clock.now(), HALL, name, role)
        for role, name in names.items()
    }
    await database.close()
    return made


async def _tokens(address: str, clock: HallTime) -> dict[KioskId, Secret]:
    database = await Database.open(address, connections=0)
    units = database.unit_of_work
    made = {one: await make_token(units, clock, HALL, one) for one in KIOSKS}
    await database.close()
    return {one: Secret(token.reveal()) for one, token in made.items()}


def _is_ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz").status_code == 204
    except httpx.TransportError:
        return False
