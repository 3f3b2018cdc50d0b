# SPDX-License-Identifier: Apache-2.0
"""A kiosk without screen and devices, as a process of its own that dies where it is told.

    python -m tests.kiosk.services.child FOLDER visit STEP
    python -m tests.kiosk.services.child FOLDER book STEP
    python -m tests.kiosk.services.child FOLDER many COUNT
    python -m tests.kiosk.services.child FOLDER hammer COUNT

`visit` opens the day, takes up what was left, serves one visitor and kills itself at STEP, `book`
one who has booked. `many` serves visitors one after another and says so of each, `hammer` only
issues, without the lock that keeps others out.
The paper is the file `paper`: what is in it has come out of the printer.
"""

import os
import signal
import sys
from pathlib import Path

from sqlalchemy import Connection

from hall.ids import TicketId
from hall.log import PrintProof
from hall.ticket import Ticket
from kiosk.clock import SystemClock
from kiosk.services.check_in import CheckInRequest, check_in
from kiosk.services.errors import IssueRefusedError
from kiosk.services.issue import IssueRequest, issue
from kiosk.services.offers import list_offers
from kiosk.services.open_day import open_day
from kiosk.services.print_ticket import end_print, start_print
from kiosk.services.recover import recover
from kiosk.store.database import Database, open_engine
from kiosk.store.unit_of_work import SqliteUnitOfWork
from tests.kiosk.services.booked import booking, tell
from tests.kiosk.services.samples import ESTATE, INSURANCE, MONDAY, NOW_OFFER, RULES, at

TEN = at(10)
BOOKED = booking()
CLOCK = SystemClock()  # for its ids
STEPS = (
    "issue: before commit",
    "issue: after commit",
    "print_started: before commit",
    "print_started: after commit",
    "first byte",
    "last byte",
    "print_ended: before commit",
    "print_ended: after commit",
)


class Crash:
    """Kills the process at one step, as hard as it can be done."""

    def __init__(self, at_step: str) -> None:
        self._at_step = at_step
        self.act = ""

    def reach(self, step: str) -> None:
        if step == self._at_step:
            os.kill(os.getpid(), signal.SIGKILL)


class CrashingUnit(SqliteUnitOfWork):
    """Dies just before or just after a commit; `act` says which one it is."""

    def __init__(self, connection: Connection, crash: Crash) -> None:
        super().__init__(connection)
        self._crash = crash

    def commit(self) -> None:
        self._crash.reach(f"{self._crash.act}: before commit")
        super().commit()
        self._crash.reach(f"{self._crash.act}: after commit")


class Printer:
    """Appends a line to the file; the number is out with the first byte."""

    def __init__(self, folder: Path, crash: Crash) -> None:
        self._file = os.open(folder / "paper", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._crash = crash

    def print(self, ticket: Ticket) -> None:
        os.write(self._file, f"{ticket.ticket_id} {ticket.number}".encode())
        self._crash.reach("first byte")
        os.write(self._file, b"\n")
        self._crash.reach("last byte")

    def close(self) -> None:
        os.close(self._file)


class Kiosk:
    """Opened as after a start."""

    def __init__(self, folder: Path, crash: Crash) -> None:
        self.database = Database.open(folder / "kiosk.db")
        self._crash = crash
        self._unit = CrashingUnit(self.database._connection, crash)
        self._printer = Printer(folder, crash)
        self._touches = os.open(folder / "touches", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        open_day(self.database.unit_of_work(), RULES, TEN)
        for ticket in recover(self._unit, RULES, TEN):
            self._print(ticket)

    def visit(self) -> None:
        os.write(self._touches, b"touch\n")
        self._crash.act = "issue"
        request = IssueRequest(TicketId(CLOCK.new_id()), MONDAY, INSURANCE, NOW_OFFER)
        self._print(issue(self._unit, RULES, request, TEN))
        self.database.tidy()

    def booked_visit(self) -> None:
        """The feed has told of it before; the same again comes to the same ticket."""
        tell(self.database.unit_of_work(), BOOKED)
        self._crash.act = "issue"
        self._print(check_in(self._unit, RULES, CheckInRequest(BOOKED, MONDAY), TEN))

    def close(self) -> None:
        self.database.close()
        self._printer.close()
        os.close(self._touches)

    def _print(self, ticket: Ticket) -> None:
        self._crash.act = "print_started"
        start_print(self._unit, ticket.ticket_id, TEN)
        self._printer.print(ticket)
        self._crash.act = "print_ended"
        end_print(self._unit, ticket.ticket_id, PrintProof.CONFIRMED, None, TEN)


def hammer(folder: Path, count: int) -> None:
    """Take places and numbers as fast as it goes, and say which, each as soon as it is promised."""
    unit = SqliteUnitOfWork(open_engine(folder / "kiosk.db").connect())
    for _ in range(count):
        offers = list_offers(unit, RULES, ESTATE, TEN)
        service, offer = (ESTATE, offers[0]) if offers else (INSURANCE, NOW_OFFER)
        request = IssueRequest(TicketId(CLOCK.new_id()), MONDAY, service, offer)
        try:
            ticket = issue(unit, RULES, request, TEN)
        except IssueRefusedError:
            continue  # the other process was quicker: that is what the offers are checked for
        _say(f"{ticket.ticket_id} {ticket.number}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    folder, act, how = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    match act:
        case "visit":
            Kiosk(folder, Crash(how)).visit()
        case "book":
            Kiosk(folder, Crash(how)).booked_visit()
        case "many":
            kiosk = Kiosk(folder, Crash(""))
            for _ in range(int(how)):
                kiosk.visit()
                _say("served")
        case _:
            hammer(folder, int(how))


if __name__ == "__main__":
    main()
