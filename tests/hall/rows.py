# SPDX-License-Identifier: Apache-2.0
"""A journal in memory, for tests and measurements."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from hall.journal import JournalBody, JournalEntry

WRITTEN_AT = datetime(2026, 3, 2, 4, tzinfo=UTC)


class Rows:
    """A journal that keeps its rows."""

    def __init__(self, rows: Iterable[JournalEntry] = ()) -> None:
        self.rows = list(rows)
        self._seq = self.rows[-1].seq if self.rows else 0

    def append(self, business_date: date, body: JournalBody) -> int:
        self._seq += 1
        self.rows.append(JournalEntry(self._seq, business_date, WRITTEN_AT, body))
        return self._seq

    def skip_to(self, seq: int) -> None:
        self._seq = seq
