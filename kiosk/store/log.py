# SPDX-License-Identifier: Apache-2.0
"""The log on SQLite: appending and reading; nothing here changes or removes an entry."""

import json
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, insert, select
from typing_extensions import override

from hall.errors import LogError
from hall.log import (
    FIRST_POSITION,
    GENESIS,
    Body,
    Entry,
    body_from_json,
    body_to_text,
    chain_hash,
)
from kiosk.store.abstract import Log
from kiosk.store.tables import log_entry

_LAST = (
    select(log_entry.c.position, log_entry.c.hash).order_by(log_entry.c.position.desc()).limit(1)
)
_INSERT = insert(log_entry)
_AFTER = (
    select(log_entry)
    .where(log_entry.c.position > bindparam("after"))
    .order_by(log_entry.c.position)
)


class SqlLog(Log):
    """One table, one strictly rising position."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @override
    def append(self, at: datetime, body: Body) -> int:
        last = self._connection.execute(_LAST).one_or_none()
        position, previous = (last.position + 1, last.hash) if last else (FIRST_POSITION, GENESIS)
        text = body_to_text(body)
        self._connection.execute(
            _INSERT,
            {
                "position": position,
                "at": at,
                "kind": body.kind,
                "body": text,
                "previous_hash": previous,
                "hash": chain_hash(previous, position, at, body.kind, text),
            },
        )
        return int(position)

    @override
    def end(self) -> int:
        last = self._connection.execute(_LAST).one_or_none()
        return last.position if last else 0

    @override
    def entries(self, after: int = 0) -> Iterator[Entry]:
        """All entries past a position, in order; raises LogError for one that was changed."""
        for row in self._connection.execute(_AFTER, {"after": after}).mappings():
            yield _entry(row)


def _entry(row: RowMapping) -> Entry:
    body = body_from_json(row["kind"], json.loads(row["body"]))
    entry = Entry(row["position"], row["at"], body, row["previous_hash"])
    if entry.hash != row["hash"]:
        raise LogError(position=entry.position, problem="was changed")
    return entry
