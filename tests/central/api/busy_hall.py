# SPDX-License-Identifier: Apache-2.0
"""A hall in the middle of its day on a real database: somebody of each role, and all that requests can name."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from central.crypto import TimedCode, secret_of
from central.services.access import Caller
from central.services.accounts import add_account
from central.services.booking import Wish
from central.services.day_round import DayRound
from central.services.enrolment import make_token
from central.services.entrance import limits
from central.services.roles import Role
from central.services.sites import SiteFiles, import_site
from central.store.database import Database
from hall.calls import Parked, Started
from hall.exchange import LogPart
from hall.ids import CounterId, HelpCallId, KioskId
from hall.log import Entry, append
from hall.wire.values import Answer, Exchange, HelpWish
from tests.central.api.booking import ALICE, BookingCentre
from tests.central.api.centre import HttpCentre, public_key
from tests.central.api.everybody import KIOSK, credential_of, kiosk_credential
from tests.central.services.clerks import CLERK, issued, new_act, ticket
from tests.central.services.hall import ESTATE, HALL, NOON, SOCIAL, TODAY, site_file

TICKETS = range(1, 61)
HOLDS = range(12)
COUNTERS = ("1", "2", "3")
CLOSING = ("4", "5")
"""Counters that may be closed; the others stay open, so that somebody can be called."""
OFTEN = limits(10**6, 10**6) | {role: limits(10**6, 1)[Role.PLATFORM] for role in Role}
EMPTY_PART: Mapping[str, object] = {"epoch": 1, "after_hash": None, "entries": [], "cursor": 0}
"""Of a kiosk that has nothing to say; where its log ends is filled in."""


@dataclass
class BusyHall:
    """Lifetime: that of `life`, in one event loop.

    Attributes:
        credentials: by role; of who needs a second factor the session.
        way_in: the credential by which a manager begins a session.
        known: by name of a field what there is to be named.
    """

    http: HttpCentre
    database: Database
    credentials: dict[Role, str] = field(default_factory=dict)
    way_in: str = ""
    known: dict[str, Sequence[Any]] = field(default_factory=dict)

    @asynccontextmanager
    async def life(self) -> AsyncIterator[None]:
        """The day has begun, tickets were given, counters are open."""
        try:
            async with self.http.parts.writers:
                await self._let_in()
                await self._begin_day()
                await self._wait_for_a_manager()
                await self._come()
                await self._book()
                await self._call_for_help()
                self.http.parts.bells.close()  # who is woken is not kept for ever
                yield
        finally:
            await self.database.close()

    def named(self, value: Any, draw: Random) -> Any:
        """The same, but naming what there is wherever it names something."""
        match value:
            case {"entries": _, "epoch": _}:
                return {
                    **self._named_in(value, draw),
                    **EMPTY_PART,
                    "after": len(TICKETS),
                    "end": len(TICKETS),
                }
            case dict():
                return self._named_in(value, draw)
            case list():
                return [self.named(each, draw) for each in value]
            case _:
                return value

    def _named_in(self, values: Mapping[str, Any], draw: Random) -> dict[str, Any]:
        return {
            name: draw.choice(self.known[name])
            if name in self.known and isinstance(value, str)
            else self.named(value, draw)
            for name, value in values.items()
        }

    async def _let_in(self) -> None:
        parts, centre = self.http.parts, BookingCentre(self.http, {})
        await import_site(parts.units, site_file(), parts.clock.now())
        self.credentials |= {role: await credential_of(centre, role) for role in Role}
        for name in ("k2", "k3"):
            await kiosk_credential(centre, HALL, KioskId(name))
        for name in ("spare_1", "spare_2"):
            await add_account(parts.units, parts.clock.now(), HALL, name, Role.CLERK)
        token = await make_token(parts.units, parts.clock, HALL, KioskId("k7"))
        self.known |= {"token": [token.reveal()], "public_key": [public_key()]}
        self.known["algorithm"] = ["YH1"]

    async def _begin_day(self) -> None:
        parts = self.http.parts
        self.http.clock.pass_time(timedelta(minutes=1))
        await DayRound(parts.units, parts.writers, SiteFiles(), parts.clock).go()

    async def _wait_for_a_manager(self) -> None:
        """He has his credential and sees his code."""
        units, now = self.http.parts.units, self.http.clock.now()
        made = await add_account(units, now, HALL, "wang", Role.MANAGER)
        assert made.second_factor
        self.way_in = made.credential.reveal()
        step = int(now.timestamp()) // TimedCode.SECONDS
        self.known["code"] = [TimedCode().code(secret_of(made.second_factor), step)]

    async def _come(self) -> None:
        parts, now = self.http.parts, self.http.clock.now()
        log: list[Entry] = []
        for number in TICKETS:
            log.append(append(log[-1] if log else None, now, issued(number)))
        part = LogPart(KIOSK, 1, 0, tuple(log), len(log))
        assert isinstance(await parts.exchanging.exchange(HALL, Exchange(part, 0)), Answer)
        for counter_id in (*COUNTERS, *CLOSING):
            await parts.calling.open(CLERK, new_act(), CounterId(counter_id), SOCIAL)
        for counter_id, act in zip(COUNTERS, (None, Started, Parked), strict=True):
            called = await parts.calling.next(CLERK, new_act(), CounterId(counter_id))
            assert called
            if act:
                counter, one = CounterId(counter_id), called.ticket_id
                await parts.calling.act(CLERK, act, new_act(), counter, one)

    async def _call_for_help(self) -> None:
        """From two kiosks, while somebody stands before each."""
        now, calls = self.http.clock.now(), {}
        for name in (KIOSK, KioskId("k2")):
            calls[name] = HelpCallId(new_act())
            caller = Caller(HALL, name, Role.KIOSK)
            await self.http.parts.help_desk.hear(caller, HelpWish(calls[name], now))
        self.known["call_id"] = [str(call_id) for call_id in calls.values()]

    async def _book(self) -> None:
        desk, later = self.http.parts.desk, NOON + timedelta(hours=1)
        web, clerk = (Caller(HALL, f"the_{each}", each) for each in (Role.PLATFORM, Role.CLERK))
        held = [await desk.hold(web, f"h{number}", ESTATE, NOON) for number in HOLDS]
        of_clerk = [await desk.hold(clerk, f"h{number}", ESTATE, later) for number in HOLDS]
        booked = [
            (await desk.confirm(web, f"b{number}", Wish(each.hold_id))).booking
            for number, each in enumerate(held[::2])
        ]
        instants = [NOON, later, self.http.clock.now()]
        texts = [each.isoformat().replace("+00:00", "Z") for each in instants]
        self.known |= {
            "hold_id": [str(each.hold_id) for each in held[1::2] + of_clerk],
            "booking_id": [str(each.booking_id) for each in booked],
            "ticket_id": [str(ticket(number)) for number in TICKETS[:3]],
            "service_id": [str(ESTATE), str(SOCIAL)],
            "counter_id": COUNTERS,
            "kiosk_id": ["k2", "k3", "k9"],
            "account_id": ["spare_1", "spare_2", "somebody"],
            "identity_number": [ALICE],
            "on": [TODAY.isoformat()],
            "business_date": [TODAY.isoformat()],
            "slot_start": texts[:2],
            "at": texts,
            "off_since": texts,
        }


def busy_hall(folder: Path, database: Database) -> BusyHall:
    http = HttpCentre(folder=folder, stored=database.unit_of_work)
    http.parts.entrance.limits = OFTEN
    return BusyHall(http, database)
