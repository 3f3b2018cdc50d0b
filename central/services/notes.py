# SPDX-License-Identifier: Apache-2.0
"""What of a site's journal its kiosks are told, as short as the centre can hold it in memory.

Digests, names, keys and documents are put in at sending (`central.services.telling`).
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from hall.calls import Call, CounterAct, CounterClosed, CounterOpened, Recalled
from hall.feed import FeedBody
from hall.ids import KioskId, TicketId
from hall.journal import (
    DayOpened,
    JournalBody,
    KioskAdded,
    KioskLogged,
    SiteDescribed,
    feed_body,
)
from hall.log import Body, Cancelled, CheckedIn, Issued, Requeued


@dataclass(frozen=True, slots=True)
class KeyNote:
    """The key of that day is needed from here on: a place of it was set aside or granted."""

    business_date: date


@dataclass(frozen=True, slots=True)
class SiteNote:
    """The site was described anew."""


@dataclass(frozen=True, slots=True)
class KioskNote:
    """A kiosk was enrolled; the others check its tickets by its key."""

    kiosk_id: KioskId


@dataclass(frozen=True, slots=True)
class CentreKeyNote:
    """Kiosks check booking codes by the centre's key, told again with every day that is opened."""


@dataclass(frozen=True, slots=True)
class TicketNote:
    """A ticket is new or stands otherwise, as the kiosk's log says; None when counters say so."""

    kiosk_id: KioskId | None
    ticket_id: TicketId


About = FeedBody | KeyNote | SiteNote | KioskNote | CentreKeyNote | TicketNote


@dataclass(frozen=True, slots=True)
class Note:
    """One entry of the feed; `cursor` is the seq of its row."""

    cursor: int
    business_date: date
    about: About


@dataclass(frozen=True, slots=True)
class NewsEnd:
    """Where what the kiosks of a site could fetch ends; what a kiosk said itself is no news to it.

    Attributes:
        seq: of the last row that is news.
        by: the kiosk that said it, None when the centre did.
        before: seq of the last news that another than `by` said.
    """

    seq: int = 0
    by: KioskId | None = None
    before: int = 0

    def then(self, seq: int, by: KioskId | None) -> "NewsEnd":
        """With one more."""
        return NewsEnd(seq, by, self.before if by == self.by else self.seq)

    def of(self, kiosk_id: KioskId) -> int:
        """Where it ends for that kiosk."""
        return self.before if self.by == kiosk_id else self.seq


def about(body: JournalBody) -> About | None:
    """What the kiosks are told of an entry of the journal; None for most."""
    match body:
        case KioskAdded(kiosk_id):
            return KioskNote(kiosk_id)
        case SiteDescribed():
            return SiteNote()
        case DayOpened():
            return CentreKeyNote()
        case KioskLogged(kiosk_id, entry):
            return _about_said(kiosk_id, entry.body)
        case CounterAct():
            return _about_call(body)
        case _:
            return feed_body(body)


def _about_said(kiosk_id: KioskId, said: Body) -> TicketNote | None:
    match said:
        case Issued() | CheckedIn() | Cancelled():
            return TicketNote(kiosk_id, said.ticket_id)
        case Requeued():
            # Whether he was put back is the rules' word, so his own kiosk is told too.
            return TicketNote(None, said.ticket_id)
        case _:
            return None


def _about_call(act: Call) -> TicketNote | None:
    match act:
        case CounterOpened() | CounterClosed() | Recalled():
            return None
        case _:
            return TicketNote(None, act.ticket_id)


class Notes:
    """The feed of one site's open days. Concurrency: one thread."""

    def __init__(self) -> None:
        self._notes: list[Note] = []
        self._last: dict[type[About], int] = {}

    def add(self, note: Note) -> None:
        """The next one; of the site's descriptions, and of the centre's keys, only the last is told."""
        self._notes.append(note)
        if isinstance(note.about, SiteNote | CentreKeyNote):
            self._last[type(note.about)] = note.cursor

    def after(self, cursor: int, kiosk_id: KioskId, most: int) -> tuple[tuple[Note, ...], bool]:
        """What that kiosk has not been told, not more than `most`, and whether there is more."""
        coming = self._coming(cursor, kiosk_id)
        found = tuple(islice(coming, most))
        return found, next(coming, None) is not None

    def forget_before(self, today: date) -> None:
        """What is about earlier days helps nobody any more."""
        self._notes = [note for note in self._notes if note.business_date >= today]

    def _coming(self, cursor: int, kiosk_id: KioskId) -> Iterator[Note]:
        first = bisect_right(self._notes, cursor, key=lambda note: note.cursor)
        for note in self._notes[first:]:
            match note.about:
                case TicketNote(kiosk_id=own) if own == kiosk_id:
                    continue
                case SiteNote() | CentreKeyNote() if note.cursor != self._last[type(note.about)]:
                    continue
                case _:
                    yield note
