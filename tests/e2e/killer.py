# SPDX-License-Identifier: Apache-2.0
"""Kills a hall's kiosk, looks after every kill, and knows what must be true when all is over."""

import re
import selectors
from collections import Counter
from datetime import timedelta

from hall.ids import TicketId
from kiosk.clock import SystemClock
from tests.e2e.harness import Hall
from tests.e2e.persons import Person, person
from tests.e2e.records import NUMBER, Records

UNDER_WAY = timedelta(seconds=35)
"""So long a ticket may be missing on the staff list because it counts as being printed."""
AND_OTHERS = "等"


def pause(seconds: float) -> None:
    """Let the kiosk go on for a moment."""
    with selectors.DefaultSelector() as selector:
        selector.select(seconds)


class Killer:
    """Lifetime: as long as its hall.

    Attributes:
        killed_at: how often at which moment.
        records: as the last kill left them.
        owing: issued and not begun, as the last kill left it: to be printed at the next start.
        owed: all that were so after some kill.
    """

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.killed_at: Counter[str] = Counter()
        self.records = Records(())
        self.owing: set[TicketId] = set()
        self.owed: set[TicketId] = set()
        self._persons = 0

    def next_person(self) -> Person:
        self._persons += 1
        return person(self._persons)

    def start(self) -> None:
        """Serving visitors, and all printed that was owing."""
        self.hall.start()
        for ticket_id in self.owing:
            self.hall.kiosk.wait_for(f"print ended ticket_id={ticket_id}")

    def strike(self, moment: str) -> None:
        """Kill -9, and look at what there is now; nothing may be wrong at any time."""
        self.hall.kiosk.kill()
        self.hall.printer.behave()
        self.killed_at[moment] += 1
        self.records = self.hall.records()
        problems = self.hall.broken()
        assert not problems, f"after kill {self.killed_at.total()}, {moment}: {problems}"
        assert all(times == 1 for times in self.records.starts.values()), moment
        self.owing = self.records.never_begun
        self.owed |= self.owing

    def finish(self) -> str:
        """A last start that lives: all is put right, and told as figures."""
        hall = self.hall
        self.start()
        hall.confirmed_visit(self.next_person())
        listed = hall.listed_as_unprinted()
        assert hall.kiosk.end() == 0
        records = hall.records()
        assert not hall.broken()
        _every_ticket_is_on_paper_or_on_the_staff_list(records, listed)
        _the_welcome_screen_names_missing_numbers(hall, records)
        _what_was_owed_was_begun_once_with_its_own_number(hall, records, self.owed)
        return self._figures(records)

    def _figures(self, records: Records) -> str:
        kills = ", ".join(f"{times} at {name!r}" for name, times in self.killed_at.items())
        return (
            f"{self.killed_at.total()} kills ({kills}); "
            f"{len(records.issued)} issued, {len(records.proven)} proven, "
            f"{len(records.issued) - len(records.proven)} on the staff list, "
            f"{len(self.owed)} owed after a kill, {len(self.hall.printer.tickets)} papers"
        )


def _every_ticket_is_on_paper_or_on_the_staff_list(records: Records, listed: list[str]) -> None:
    unproven = set(records.issued) - records.proven
    now = SystemClock().now()
    surely = {each for each in unproven if now - records.issued_at[each] > UNDER_WAY}
    assert set(records.numbers(surely)) <= set(listed) <= set(records.numbers(unproven))


def _the_welcome_screen_names_missing_numbers(hall: Hall, records: Records) -> None:
    """The first ones in full; "and others" stands for the rest."""
    shown = hall.welcome(minutes_ahead=1)
    missing = sorted(records.numbers(set(records.issued) - records.proven))
    named = re.findall(NUMBER, shown)
    assert bool(named) == bool(missing), shown
    assert named == missing[: len(named)]
    assert named == missing or f"{named[-1]} {AND_OTHERS}" in shown


def _what_was_owed_was_begun_once_with_its_own_number(
    hall: Hall, records: Records, owed: set[TicketId]
) -> None:
    assert not records.never_begun
    assert all(records.starts[ticket_id] == 1 for ticket_id in owed)
    if hall.is_readable:
        printed = Counter(line.strip() for ticket in hall.printer.tickets for line in ticket.lines)
        assert all(printed[number] == 1 for number in records.numbers(owed & records.proven))
