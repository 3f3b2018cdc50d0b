# SPDX-License-Identifier: Apache-2.0
"""What the commands of one transaction write: rows of the journal and what stands beside them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from central.services.auditing import Noted
from central.services.projection import Origin, project
from central.store.records import Answered, Changes, JournalRow
from hall.canonical import Json
from hall.ids import BookingId, KioskId, TicketId
from hall.journal import JournalBody, KioskLogged, body_to_text
from hall.visit import Persons


@dataclass(frozen=True, slots=True)
class Heard:
    """A kiosk has spoken; `health` is canonical JSON, None when it did not tell."""

    kiosk_id: KioskId
    health: str | None = None


class _OnlyTriedError(Exception):
    """A command has come to where it would write."""


class Draft:
    """The journal that a book writes into; stored by `central.services.site_writer`, or dropped.

    Lifetime: that of its book, begun anew for each transaction. Identity class goes in by
    `identify` (after the entry) and `describe` (before it), and never stands in the journal.

    Attributes:
        now: the instant of all that is decided in this transaction.
        seq: of the last row.
    """

    def __init__(self, seq: int, now: datetime) -> None:
        self._is_only_tried = False
        self.begin(seq, now)

    def begin(self, seq: int, now: datetime) -> None:
        """Another transaction, on a journal that ends at `seq`."""
        self.seq = seq
        self.now = now
        self.rows: list[JournalRow] = []
        self.changes = Changes()
        self.heard: dict[KioskId, Heard] = {}
        self.noted: list[tuple[Noted, dict[str, Json]]] = []
        self._origins: dict[BookingId, Origin] = {}

    @property
    def size(self) -> int:
        """Rises with everything that is written."""
        return len(self.rows) + len(self.heard) + len(self.changes.answered) + len(self.noted)

    def would_write(self, command: Callable[[], object]) -> bool:
        """Whether a command has anything to write into the journal; it is left off where it does.

        A book writes before it changes, so it stays as it is. What fails is as good as something to
        write: it will be said when it is carried out.
        """
        self._is_only_tried = True
        try:
            command()
        except Exception:  # noqa: BLE001 - see above
            return True
        finally:
            self._is_only_tried = False
        return False

    # As hall.journal.Journal

    def append(self, business_date: date, body: JournalBody) -> int:
        """The seq of the new row."""
        if self._is_only_tried:
            raise _OnlyTriedError
        self.seq += 1
        self.rows.append(journal_row(self.seq, business_date, self.now, body))
        project(self.changes, business_date, body, self._origins)
        if isinstance(body, KioskLogged):
            self.heard.setdefault(body.kiosk_id, Heard(body.kiosk_id))
        return self.seq

    def skip_to(self, seq: int) -> None:
        """The next row has a seq past this one: a restored centre used those before it."""
        self.seq = max(self.seq, seq)

    # What stands beside the journal

    def identify(self, ticket_id: TicketId, persons: Persons, *, kiosk_id: KioskId) -> None:
        """Who a ticket that was just taken in is for, and who took it for that person.

        One that counted before stays as it is, and so does one that counts as another kiosk's.
        """
        ticket = self.changes.tickets.get(ticket_id)
        if ticket and ticket.kiosk_id == kiosk_id:
            self.changes.tickets[ticket_id] = replace(
                ticket, digest=persons.served, proxy=persons.proxy
            )

    def describe(self, booking_id: BookingId, origin: Origin) -> None:
        """Who made the booking and for whom."""
        self._origins[booking_id] = origin

    def hear(self, kiosk_id: KioskId, health: str | None) -> None:
        """The kiosk has spoken, whether its log had anything new or not."""
        self.heard[kiosk_id] = Heard(kiosk_id, health)

    def note(self, act: Noted, by: str, /, **to: Json) -> None:
        """Staff did this; it goes into the site's chain, after what it did."""
        self.noted.append((act, {"by": by, **to}))

    def answer(self, answered: Answered) -> None:
        """The same answer is given to the same key again."""
        self.changes.answered.append(answered)


def journal_row(seq: int, business_date: date, at: datetime, body: JournalBody) -> JournalRow:
    """The row of a body."""
    row = JournalRow(
        seq=seq,
        business_date=business_date,
        at=at,
        kind=body.kind,
        body=body_to_text(body),
    )
    if not isinstance(body, KioskLogged):
        return row
    entry = body.entry
    return replace(row, kiosk_id=body.kiosk_id, position=entry.position, hash=entry.hash)
