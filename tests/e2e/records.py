# SPDX-License-Identifier: Apache-2.0
"""What a kiosk has written, read from a copy, so that looking changes nothing for its next start."""

import re
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from hall.ids import TicketId
from hall.invariants import Paper, broken_invariants
from hall.log import Entry, Granted, Issued, PrintEnded, PrintProof, PrintStarted, verify_chain
from hall.numbering import TicketNumber
from kiosk.crypto import SigningKey, read_ticket_code
from kiosk.store.database import Database
from tests.emulators.escpos_paper import Ticket

NUMBER = re.compile("[A-Z][0-9]{3,4}")
COPY = re.compile("补打 第 [0-9]+ 次")
HAS_PAPER = {PrintProof.CONFIRMED, PrintProof.PROCESSED}


@dataclass(frozen=True)
class Records:
    """The whole log, its chain found good."""

    entries: tuple[Entry, ...]

    @property
    def issued(self) -> dict[TicketId, Issued]:
        bodies = (entry.body for entry in self.entries)
        return {body.ticket_id: body for body in bodies if isinstance(body, Issued)}

    @property
    def issued_at(self) -> dict[TicketId, datetime]:
        return {
            entry.body.ticket_id: entry.at
            for entry in self.entries
            if isinstance(entry.body, Issued)
        }

    @property
    def starts(self) -> Counter[TicketId]:
        """How often a print of each ticket was begun."""
        bodies = (entry.body for entry in self.entries)
        return Counter(body.ticket_id for body in bodies if isinstance(body, PrintStarted))

    @property
    def ends(self) -> dict[TicketId, PrintEnded]:
        bodies = (entry.body for entry in self.entries)
        return {body.ticket_id: body for body in bodies if isinstance(body, PrintEnded)}

    @property
    def proven(self) -> set[TicketId]:
        return {ticket_id for ticket_id, end in self.ends.items() if end.proof in HAS_PAPER}

    @property
    def never_begun(self) -> set[TicketId]:
        """Nothing was sent, and nothing is known."""
        return set(self.issued) - set(self.starts) - set(self.ends)

    def numbers(self, tickets: Iterable[TicketId]) -> list[str]:
        return [str(self.issued[ticket_id].number) for ticket_id in tickets]


def read_records(state: Path, scratch: Path) -> Records:
    """The log as the next start of the program would find it; empty before there is any."""
    if not (state / "kiosk.db").exists():
        return Records(())
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir()
    for part in ("kiosk.db", "kiosk.db-wal"):
        if (state / part).exists():
            shutil.copyfile(state / part, scratch / part)
    database = Database.look(scratch / "kiosk.db")
    try:
        with database.unit_of_work() as unit:
            entries = tuple(unit.log.entries())
    finally:
        database.close()
    verify_chain(entries)
    return Records(entries)


def broken(records: Records, tickets: Sequence[Ticket], key_file: Path) -> list[str]:
    """What rules.md 3 forbids in the log and on paper: I1, I2, I5, and two first papers of one number."""
    papers = [paper for ticket in tickets if (paper := paper_of(records, ticket, key_file))]
    problems = [str(each) for each in broken_invariants(records.entries, papers)]
    firsts = [ticket for ticket in tickets if not is_copy(ticket)]
    first_papers = [paper_of(records, ticket, key_file) for ticket in firsts]
    counts = Counter(str(paper.number) for paper in first_papers if paper)
    problems += [f"{number} is on {count} papers" for number, count in counts.items() if count > 1]
    begun = records.starts.total()
    if len(tickets) > begun:
        problems.append(f"{len(tickets)} papers, {begun} prints begun")
    problems += ["two jobs on one paper" for ticket in tickets if ticket.starts > 1]
    return problems


def is_copy(ticket: Ticket) -> bool:
    """Whether the paper says that it is not the first."""
    return any(COPY.search(line) for line in ticket.lines)


def paper_of(records: Records, ticket: Ticket, key_file: Path) -> Paper | None:
    """What a paper shows; None for one that was torn before its number.

    Read from the paper alone: a number that nobody issued is found too.
    """
    numbers = [line.strip() for line in ticket.lines if NUMBER.fullmatch(line.strip())]
    if not numbers:
        return None
    business_date = next(
        entry.body.business_date for entry in records.entries if isinstance(entry.body, Granted)
    )
    public_key = SigningKey.load_or_make(key_file).public_key
    codes = [read_ticket_code(code.decode(), public_key) for code in ticket.codes]
    return Paper(business_date, TicketNumber.parse(numbers[0]), codes[0] if codes else None)
