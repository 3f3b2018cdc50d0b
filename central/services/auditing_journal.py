# SPDX-License-Identifier: Apache-2.0
"""Whether the journal of a site is whole: row after row, and each kiosk's own chain within it.

What is missing may be: days are forgotten (the site counts their rows, `SiteRecord.forgotten`), and
a restored centre leaves numbers out. The centre's own rows carry no hash; staff's acts stand in a
chain of their own (`central.services.auditing_check`).
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from central.services.auditing_findings import MOST_SAID, Findings, Hint, Wrong
from central.store.records import JournalRow, KioskRecord, SiteRecord
from hall.errors import HallError
from hall.ids import KioskId
from hall.journal import (
    EVERY_DAY,
    MOST_LOST,
    CentreRestored,
    DayOpened,
    GrantMade,
    JournalBody,
    KioskAdded,
    KioskGivenUp,
    KioskLogged,
    KioskRecovered,
    SiteDescribed,
    body_from_text,
    body_to_text,
)
from hall.log import GENESIS, CheckedIn, Entry, Granted, Issued

LEFT_OUT = MOST_LOST - 1
"""Numbers between the end of a backup and the row that says it was restored."""


@dataclass(slots=True)
class _Chain:
    """How far a kiosk's entries were followed; `on` is when the last one was written."""

    position: int = 0
    hash: bytes = GENESIS
    on: date | None = None


@dataclass(frozen=True, slots=True)
class _Gap:
    """What stands before it was written `on` that day."""

    first: int
    last: int
    on: date | None
    kiosk_id: KioskId | None


@dataclass(slots=True)
class _Gaps:
    """What is missing of something that is counted.

    Attributes:
        since: no gap that was written about before is kept.
        count: how much, beside what is explained otherwise.
        seen: how many gaps; `latest` are the last of them.
    """

    since: date | None
    count: int = 0
    seen: int = 0
    first: int = 0
    last: int = 0
    latest: deque[_Gap] = field(default_factory=lambda: deque(maxlen=MOST_SAID // 2))

    def add(self, first: int, last: int, on: date | None, kiosk_id: KioskId | None = None) -> None:
        """These are missing."""
        if last < first:
            return
        self.count += last - first + 1
        self.first, self.last = self.first or first, last
        if self.since is None or (on is not None and on >= self.since):
            self.seen += 1
            self.latest.append(_Gap(first, last, on, kiosk_id))


class JournalWalk:
    """Is shown every row once, in order, and then the end. Remembers a kiosk's last entry each."""

    def __init__(self, site: SiteRecord, first_day: date | None, findings: Findings) -> None:
        self._site = site
        self._zone = ZoneInfo(site.timezone)
        self._findings = findings
        # What was written before is mostly about days that are forgotten.
        since = first_day if site.forgotten else None
        self._rows_missing = _Gaps(since)
        self._logged_missing = _Gaps(since)
        self._seq = 0
        self._on: date | None = None
        self._chains: dict[KioskId, _Chain] = {}
        self._recovery = _Recovery()
        self._has_skipped = False
        self._unsure = 0
        self.rows = 0
        self.logged = 0

    @property
    def kiosks(self) -> int:
        """Of how many entries were seen."""
        return len(self._chains)

    def see(self, row: JournalRow) -> None:
        """The next row that is kept."""
        self.rows += 1
        self.logged += row.kiosk_id is not None
        on = row.at.astimezone(self._zone).date()
        self._see_gap(row, on)
        self._seq, self._on = row.seq, on
        try:
            body = body_from_text(row.kind, row.body)
        except HallError:
            self._unsure += row.kiosk_id is not None
            self._findings.add(Wrong.ROW_UNREADABLE, seq=row.seq, on=_day(row))
            return
        self._recovery.see(body)
        if isinstance(body, KioskLogged):
            self._see_logged(row, body, on)
        elif row.kiosk_id is not None or not _is_dated(row, body):
            self._findings.add(Wrong.ROW_CHANGED, seq=row.seq, on=_day(row))

    def _see_gap(self, row: JournalRow, on: date) -> None:
        missing = row.seq - self._seq - 1
        if row.kind == CentreRestored.kind:
            # What is left of it was forgotten; where it is too small, rows were put in.
            self._rows_missing.count -= max(0, LEFT_OUT - missing)
            missing = max(0, missing - LEFT_OUT)
        elif missing and self._recovery.is_going_on:
            # A kiosk was told of more by the centre that is lost; its cursor is not used again.
            self._has_skipped = True
            return
        self._rows_missing.add(self._seq + 1, self._seq + missing, self._on or on)

    def _see_logged(self, row: JournalRow, logged: KioskLogged, on: date) -> None:
        entry, kiosk_id = logged.entry, logged.kiosk_id
        chain = self._chains.setdefault(kiosk_id, _Chain())
        where = {
            "seq": row.seq,
            "on": _day(row),
            "kiosk_id": kiosk_id,
            "position": entry.position,
        }
        columns = (row.kiosk_id, row.position, row.hash)
        is_same = columns == (kiosk_id, entry.position, entry.hash) and _is_dated(row, logged)
        if not is_same or row.body != body_to_text(logged):
            self._unsure += 1
            self._findings.add(Wrong.LOGGED_CHANGED, **where)
            return
        if entry.position <= chain.position:
            # If it is the one that was missing before, it is here after all.
            self._unsure += entry.position < chain.position
            self._findings.add(Wrong.LOGGED_ELSEWHERE, **where)
            return
        is_next = entry.position == chain.position + 1
        if is_next and entry.previous_hash != chain.hash:
            self._findings.add(Wrong.LOGGED_LOOSE, **where)
        before = chain.on or on
        self._logged_missing.add(chain.position + 1, entry.position - 1, before, kiosk_id)
        chain.position, chain.hash, chain.on = entry.position, entry.hash, on

    def end(self, kiosks: Sequence[KioskRecord]) -> None:
        """There are no more rows; these are the kiosks of the site."""
        self._rows_missing.count -= max(0, self._seq - self._site.seq)
        self._rows_missing.add(self._seq + 1, self._site.seq, self._on)
        for kiosk in kiosks:
            self._see_end(kiosk)
        self._say_missing()

    def _see_end(self, kiosk: KioskRecord) -> None:
        chain = self._chains.get(kiosk.kiosk_id, _Chain())
        applied = kiosk.progress.applied
        self._logged_missing.add(chain.position + 1, applied, chain.on, kiosk.kiosk_id)
        is_other = applied == chain.position and kiosk.progress.last_hash != chain.hash
        if applied < chain.position or is_other:
            self._findings.add(
                Wrong.KIOSK_OTHERWISE,
                kiosk_id=kiosk.kiosk_id,
                applied=applied,
                position=chain.position,
            )

    def _say_missing(self) -> None:
        rows, logged, forgotten = self._rows_missing, self._logged_missing, self._site.forgotten
        more_rows = rows.count - forgotten
        more_logged = logged.count - self._unsure - forgotten
        if more_rows < 0 and not self._has_skipped:
            self._findings.add(Wrong.ROWS_TOO_MANY, count=-more_rows)
        if more_rows <= 0 and more_logged <= 0:
            return
        if not forgotten:
            self._say_each(rows, Wrong.ROWS_MISSING)
            self._say_each(logged, Wrong.LOGGED_MISSING)
            return
        if more_rows > 0:
            self._findings.add(
                Wrong.ROWS_MISSING_SOMEWHERE, count=more_rows, first=rows.first, last=rows.last
            )
        else:
            self._findings.add(Wrong.LOGGED_MISSING_SOMEWHERE, count=more_logged)
        for hint, gaps in ((Hint.ROWS, rows), (Hint.LOGGED, logged)):
            for gap in reversed(gaps.latest):
                self._findings.hint(hint, **_fields(gap))

    def _say_each(self, gaps: _Gaps, wrong: Wrong) -> None:
        for gap in gaps.latest:
            self._findings.add(wrong, **_fields(gap))
        self._findings.count += gaps.seen - len(gaps.latest)


def _fields(gap: _Gap) -> dict[str, object]:
    of_kiosk = {"kiosk_id": gap.kiosk_id} if gap.kiosk_id else {}
    return {**of_kiosk, "first": gap.first, "last": gap.last, "on": gap.on or "-"}


class _Recovery:
    """Whether a restored centre waits for a kiosk's log (`hall.site_fold`)."""

    def __init__(self) -> None:
        self._kiosks: set[KioskId] = set()
        self._missing: set[KioskId] = set()
        self._was_restored = False

    @property
    def is_going_on(self) -> bool:
        return bool(self._missing)

    def see(self, body: JournalBody) -> None:
        match body:
            case KioskAdded(kiosk_id):
                self._kiosks.add(kiosk_id)
                if self._was_restored:
                    self._missing.add(kiosk_id)
            case KioskGivenUp(kiosk_id):
                self._kiosks.discard(kiosk_id)
                self._missing.discard(kiosk_id)
            case KioskRecovered(kiosk_id):
                self._missing.discard(kiosk_id)
            case CentreRestored():
                self._missing, self._was_restored = set(self._kiosks), True
            case _:
                pass


def _is_dated(row: JournalRow, body: JournalBody) -> bool:
    """A row of another day than it says would be forgotten, or left out, with that day."""
    on = _date_said(body)
    return on is None or on == row.business_date


def _date_said(body: JournalBody) -> date | None:
    match body:
        case KioskAdded() | KioskGivenUp() | KioskRecovered() | CentreRestored() | SiteDescribed():
            return EVERY_DAY
        case DayOpened(business_date=on) | GrantMade(granted=Granted(business_date=on)):
            return on
        case KioskLogged(
            entry=Entry(
                body=Granted(business_date=on)
                | Issued(business_date=on)
                | CheckedIn(business_date=on)
            )
        ):
            return on
        case _:
            return None


def _day(row: JournalRow) -> str:
    return "-" if row.business_date == EVERY_DAY else row.business_date.isoformat()
