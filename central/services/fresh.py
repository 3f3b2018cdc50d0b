# SPDX-License-Identifier: Apache-2.0
"""Tickets that this process took in a moment ago, which other kiosks are mostly told at once."""

from collections.abc import Iterable
from datetime import date

from central.services.notes import Note, TicketNote
from central.store.records import TicketRecord
from hall.ids import TicketId

MOST = 1_000
"""Tickets; an older one is looked up in the database again."""


class Fresh:
    """As they are stored with their book's last commit, whom they are for with them.

    Lifetime: that of its book, which is thrown away when a commit fails. Concurrency: one thread.
    """

    def __init__(self) -> None:
        self._known: dict[TicketId, tuple[int, TicketRecord]] = {}

    def add(self, seq: int, ticket: TicketRecord) -> None:
        """How a new ticket is stored after the row `seq` of the journal."""
        self._known[ticket.ticket_id] = seq, ticket
        if len(self._known) > MOST:
            del self._known[next(iter(self._known))]

    def told_in(self, notes: Iterable[Note]) -> dict[TicketId, TicketRecord]:
        """Those among the notes of which no note says anything later."""
        last = {
            note.about.ticket_id: note.cursor
            for note in notes
            if isinstance(note.about, TicketNote)
        }
        known = {
            ticket_id: self._known[ticket_id] for ticket_id in last if ticket_id in self._known
        }
        return {each: ticket for each, (seq, ticket) in known.items() if last[each] <= seq}

    def forget_before(self, today: date) -> None:
        """Nobody is kept in memory after his day."""
        self._known = {
            ticket_id: known
            for ticket_id, known in self._known.items()
            if known[1].business_date >= today
        }
