# SPDX-License-Identifier: Apache-2.0
"""The log on SQLite: appending, reading, and forgetting its oldest entries; none is ever changed."""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import takewhile

from sqlalchemy import Connection, RowMapping, bindparam, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as put
from typing_extensions import override

from hall.errors import LogError
from hall.log import (
    FIRST_POSITION,
    GENESIS,
    Body,
    Entry,
    StaffActed,
    body_from_json,
    body_to_text,
    chain_hash,
)
from kiosk.store.abstract import Log, LogStart
from kiosk.store.tables import log_entry, log_start

_LAST = (
    select(log_entry.c.position, log_entry.c.hash).order_by(log_entry.c.position.desc()).limit(1)
)
_INSERT = insert(log_entry)
_AFTER = (
    select(log_entry)
    .where(log_entry.c.position > bindparam("after"))
    .order_by(log_entry.c.position)
    .limit(bindparam("most"))
)
_ACTS = (
    select(log_entry)
    .where(log_entry.c.kind == StaffActed.kind, log_entry.c.at >= bindparam("since"))
    .order_by(log_entry.c.position)
)
_ALL = -1
_START = select(log_start.c.position, log_start.c.hash)
_PUT_START = put(log_start)
_MOVE_START = _PUT_START.on_conflict_do_update(
    set_={name: _PUT_START.excluded[name] for name in ("position", "hash")}
)
_OLDEST = (
    select(log_entry.c.position, log_entry.c.at, log_entry.c.hash)
    .where(log_entry.c.position <= bindparam("until"))
    .order_by(log_entry.c.position)
    .limit(bindparam("most"))
)
_FORGET = delete(log_entry).where(log_entry.c.position <= bindparam("until"))


class SqlLog(Log):
    """One table, one strictly rising position.

    The last entry is remembered while the transactions that wrote it are committed; nobody else
    may write to the file (`Database`).
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: tuple[int, bytes] | None = None
        self.has_grown = False

    def take_back(self) -> None:
        """What was appended has been rolled back."""
        self._last = None
        self.has_grown = False

    @override
    def append(self, at: datetime, body: Body) -> int:
        last, previous = self._last or self._find_last()
        position, text = last + 1, body_to_text(body)
        digest = chain_hash(previous, position, at, body.kind, text)
        self._connection.execute(
            _INSERT,
            {
                "position": position,
                "at": at,
                "kind": body.kind,
                "body": text,
                "previous_hash": previous,
                "hash": digest,
            },
        )
        self._last = position, digest
        self.has_grown = True
        return position

    @override
    def acts(self, act: str, since: datetime) -> tuple[StaffActed, ...]:
        rows = self._connection.execute(_ACTS, {"since": since}).mappings()
        bodies = (_entry(row).body for row in rows)
        return tuple(each for each in bodies if isinstance(each, StaffActed) and each.act == act)

    @override
    def start(self) -> LogStart:
        found = self._connection.execute(_START).one_or_none()
        return LogStart(found.position, found.hash) if found else LogStart()

    @override
    def forget(self, before: datetime | None, until: int, most: int) -> int:
        # One is always kept: it says where the log goes on.
        wanted = {"until": min(until, self.end() - 1), "most": most}
        rows = self._connection.execute(_OLDEST, wanted)
        old = list(takewhile(lambda row: before is None or row.at < before, rows))
        if old:
            start = {"only": 1, "position": old[-1].position, "hash": old[-1].hash}
            self._connection.execute(_MOVE_START, start)
            self._connection.execute(_FORGET, {"until": old[-1].position})
        return len(old)

    @override
    def end(self) -> int:
        return self._find_last()[0]

    def _find_last(self) -> tuple[int, bytes]:
        found = self._connection.execute(_LAST).one_or_none()
        return (found.position, found.hash) if found else (FIRST_POSITION - 1, GENESIS)

    @override
    def entries(self, after: int = 0, most: int | None = None) -> Iterator[Entry]:
        """As `Log.entries`; raises LogError for one that was changed."""
        wanted = {"after": after, "most": _ALL if most is None else most}
        for row in self._connection.execute(_AFTER, wanted).mappings():
            yield _entry(row)


def _entry(row: RowMapping) -> Entry:
    body = body_from_json(row["kind"], json.loads(row["body"]))
    entry = Entry(row["position"], row["at"], body, row["previous_hash"])
    if entry.hash != row["hash"]:
        raise LogError(position=entry.position, problem="was changed")
    return entry
