# SPDX-License-Identifier: Apache-2.0
"""A kiosk dies for good: the tickets that it told of are found, and printed again, at another one.

Two kiosks with their stores on disk and their centre, with the wire between them, without processes.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from central.services import day_round
from hall.account import SILENT_AFTER
from hall.identity import IdentityDigest, Secret
from hall.ids import TicketId
from hall.log import Issued
from hall.ticket import Ticket
from kiosk.crypto import SigningKey, WrongSignatureError
from kiosk.flow.staff_values import How, Sought
from kiosk.flow.values import Offer, OfferKind
from kiosk.services.errors import AlreadyOpenError, UnknownTicketError
from kiosk.services.find_tickets import find_tickets
from kiosk.services.issue import IssueRequest, issue
from kiosk.services.print_ticket import reprint, start_print
from kiosk.services.put_back import lay_card, lay_ticket
from kiosk.services.rules import Rules
from kiosk.store.database import Database
from tests.central.services.clerks import MANAGER
from tests.central.services.hall import HALL, SOCIAL, TODAY, Hall, new_hall, site_file
from tests.small_kiosk import SmallKiosk, grant

RULES = Rules(site_file().catalogue, site_file().calendar, again=None)
ALICE = IdentityDigest("h1:" + "a" * 32)
NAMES = ("k1", "k2")
LINKED, CUT_OFF, GIVEN_UP = "linked", "cut off", "given up"


@dataclass
class KioskOnDisk(SmallKiosk):
    """With the key that signs its tickets."""

    key: SigningKey | None = None

    @property
    def signs(self) -> SigningKey:
        assert self.key
        return self.key

    def take(self, digest: IdentityDigest) -> Ticket:
        """A walk-in's number."""
        now, ticket_id = self.hall.clock.now(), TicketId(self.hall.clock.new_id())
        request = IssueRequest(ticket_id, TODAY, SOCIAL, Offer(OfferKind.NOW), digest)
        return issue(self.unit, RULES, request, now)

    def find(self, sought: Sought) -> list[Ticket]:
        """As staff look for it."""
        now, key = self.hall.clock.now(), self.signs.public_key
        return [each.ticket for each in find_tickets(self.unit, RULES, key, sought, now)]


@dataclass
class TwoKiosks:
    """The first one is about to die; `code` is on the paper that it printed."""

    hall: Hall
    dying: KioskOnDisk
    other: KioskOnDisk
    ticket: Ticket
    code: Secret

    async def dies(self, how: str) -> None:
        """Nobody hears of the first one any more; the second one is linked, or cut off, too."""
        off_since = self.hall.clock.now()
        self.hall.clock.pass_time(SILENT_AFTER + timedelta(minutes=1))
        if how == GIVEN_UP:
            desk = self.hall.hall_desk
            await desk.give_up(MANAGER, self.dying.kiosk_id, off_since, "burnt")
        if how != CUT_OFF:
            await self.other.exchange()

    def ways(self) -> Iterator[Sought]:
        """In which staff find the ticket."""
        yield Sought(How.CODE, code=self.code)
        yield Sought(How.CARD, digest=ALICE)
        yield Sought(How.NUMBER, digits=str(self.ticket.number.number))
        yield Sought(How.LATEST)


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return new_hall(tmp_path)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


async def two_kiosks(hall: Hall, folder: Path, stack: ExitStack) -> TwoKiosks:
    """Alice has a number of the first one, of which the second one was told."""
    kiosks = list[KioskOnDisk]()
    for name in NAMES:
        key = SigningKey.load_or_make(folder / name / "ticket.key")
        kiosk_id = (await hall.kiosk(name, key.public_key)).kiosk_id
        database = Database.open(folder / name / "kiosk.db")
        stack.callback(database.close)
        kiosks.append(KioskOnDisk(hall, kiosk_id, database.unit_of_work(), key=key))
    await grant(hall, kiosks)
    one, two = kiosks
    ticket = one.take(ALICE)
    await one.exchange()
    await two.exchange()
    code = Secret(one.signs.sign(ticket.ticket_id))
    return TwoKiosks(hall, one, two, ticket, code)


@pytest.mark.parametrize("how", [LINKED, CUT_OFF, GIVEN_UP])
async def test_its_ticket_is_found_at_another_by_code_card_and_number_and_copied(
    hall: Hall, tmp_path: Path, stack: ExitStack, how: str
) -> None:
    async with hall.writers:
        two = await two_kiosks(hall, tmp_path, stack)
        await two.dies(how)
        other, ticket, now = two.other, two.ticket, hall.clock.now()
        by_code = lay_ticket(other.unit, RULES, other.signs.public_key, two.code, now)
        (by_card,) = lay_card(other.unit, RULES, ALICE, now)
        for held in (by_code, by_card):
            assert (held.ticket.ticket_id, held.ticket.number) == (ticket.ticket_id, ticket.number)
            assert held.is_elsewhere
        for sought in two.ways():
            assert [each.ticket_id for each in other.find(sought)] == [ticket.ticket_id], sought
        copy = reprint(other.unit, RULES, ticket.ticket_id, now, staff_id="7")
        assert (copy.number, copy.reprints) == (ticket.number, 1)
        assert start_print(other.unit, ticket.ticket_id, now, copy=1).number == ticket.number
        await only_one_number(two)


async def only_one_number(two: TwoKiosks) -> None:
    """For Alice there is no second one, and the centre knows of one after it has heard all."""
    with pytest.raises(AlreadyOpenError):
        two.other.take(ALICE)
    await two.other.exchange()
    with two.other.unit as unit:
        bodies = [entry.body for entry in unit.log.entries()]
    assert not [body for body in bodies if isinstance(body, Issued)]
    async with two.hall.units(is_read_only=True) as unit:
        known = await unit.tables.tickets(HALL, TODAY, [two.ticket.ticket_id])
    assert known[two.ticket.ticket_id].number == two.ticket.number


async def test_a_ticket_of_which_it_told_nobody_is_found_nowhere_and_said_so(
    hall: Hall, tmp_path: Path, stack: ExitStack
) -> None:
    """Its paper counts at the counter (rules.md 3, point 9)."""
    async with hall.writers:
        two = await two_kiosks(hall, tmp_path, stack)
        untold = two.dying.take(IdentityDigest("h1:" + "b" * 32))
        code = Secret(two.dying.signs.sign(untold.ticket_id))
        await two.dies(LINKED)
        now, key = hall.clock.now(), two.other.signs.public_key
        with pytest.raises(UnknownTicketError):
            lay_ticket(two.other.unit, RULES, key, code, now)
        with pytest.raises(UnknownTicketError):
            two.other.find(Sought(How.CODE, code=code))


async def test_a_code_that_no_kiosk_of_the_site_signed_finds_nothing(
    hall: Hall, tmp_path: Path, stack: ExitStack
) -> None:
    async with hall.writers:
        two = await two_kiosks(hall, tmp_path, stack)
        await two.dies(LINKED)
        stranger = SigningKey.load_or_make(tmp_path / "stranger" / "ticket.key")
        forged = Secret(stranger.sign(two.ticket.ticket_id))
        with pytest.raises(WrongSignatureError):
            two.other.find(Sought(How.CODE, code=forged))
