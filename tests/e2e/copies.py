# SPDX-License-Identifier: Apache-2.0
"""Copies of a kiosk's files as the power leaves them when it fails, and a kiosk that begins with one.

The living kiosk stands still while it is copied and then goes on, so one life is cut at many moments.
"""

import random
import re
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.harness import Hall
from tests.e2e.killer import pause
from tests.e2e.moments import MOMENTS, Moment
from tests.e2e.persons import person
from tests.e2e.records import NUMBER, broken, read_records
from tests.emulators.escpos_paper import Ticket

LONGEST_TORN_BYTES = 6000
"""More than a page and its head: of what was being written anything may have reached the disk."""


@dataclass(frozen=True)
class Copy:
    """A state folder, and what visitors had been told by then.

    Attributes:
        moment: at which the kiosk stood still.
        numbers: that the kiosk had said to have given.
        papers: that had come out, or were coming out by bytes sent before.
    """

    moment: str
    state: Path
    numbers: frozenset[str]
    papers: tuple[Ticket, ...]


class Copier:
    """Serves visitors at one kiosk, and copies its files at random moments.

    Lifetime: as long as its hall, whose kiosk is started here.
    """

    def __init__(self, hall: Hall, draw: random.Random) -> None:
        self.hall = hall
        self._draw = draw
        self._persons = 0
        self.hall.start()

    def copy_at(self, moment: Moment) -> Copy:
        """A visitor comes, and at that moment the power fails, for the copy alone."""
        self.hall.lay_nothing()
        self._persons += 1
        moment.comes(self.hall, person(self._persons))
        pause(self._draw.uniform(0, moment.longest_delay))
        with self.hall.kiosk.held():
            copy = Copy(
                moment.name,
                self._copied(),
                frozenset(re.findall(rf"issued number=({NUMBER.pattern})", self.hall.kiosk.output)),
                tuple(self.hall.printer.tickets),
            )
        self.hall.printer.behave()
        return copy

    def _copied(self) -> Path:
        state = self.hall.folder / f"copy-{self._persons}" / "state"
        shutil.copytree(self.hall.state, state)
        if self._draw.random() < 0.5:  # it is in memory, and comes to the disk when it likes
            (state / "kiosk.db-shm").unlink(missing_ok=True)
        torn = self._draw.randbytes(self._draw.randrange(LONGEST_TORN_BYTES))
        with (state / "kiosk.db-wal").open("ab") as journal:
            journal.write(torn)
        return state


def problems_after(copy: Copy, visitor_no: int) -> list[str]:
    """Start a kiosk with the copy, serve one more visitor, and say what is wrong then."""
    with Hall(copy.state.parent, is_forked=True) as hall:
        owed = read_records(hall.state, hall.folder / "before").never_begun
        hall.start()
        for ticket_id in owed:
            hall.kiosk.wait_for(f"print ended ticket_id={ticket_id}")
        hall.confirmed_visit(person(visitor_no))
        assert hall.kiosk.end() == 0, hall.kiosk.output
        records = hall.records()
        papers = [*copy.papers, *hall.printer.tickets]
        problems = broken(records, papers, hall.state / "keys" / "ticket.key")
        given = Counter(records.numbers(records.issued))
        problems += [f"{number} is lost" for number in copy.numbers - set(given)]
        problems += [
            f"{number} is given {times} times" for number, times in given.items() if times > 1
        ]
        problems += _unsound(hall.state / "kiosk.db")
    return [f"{copy.moment}: {problem}" for problem in problems]


def _unsound(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check")]
        found += [f"{row} points nowhere" for row in connection.execute("PRAGMA foreign_key_check")]
    return [] if found == ["ok"] else found


def moments(draw: random.Random, count: int) -> list[Moment]:
    """Each about as often, in any order."""
    chosen = [MOMENTS[number % len(MOMENTS)] for number in range(count)]
    draw.shuffle(chosen)
    return chosen
