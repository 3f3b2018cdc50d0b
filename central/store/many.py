# SPDX-License-Identifier: Apache-2.0
"""Many rows in one statement, for what is written all day long.

PostgreSQL takes them as one JSON text: a third of the work of a statement for each. For SQLite, which
is no further than a call away, they go one after another.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import JSON, Column, Table, Text, bindparam, cast, column, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.selectable import TableValuedAlias

from central.store.upsert import Insert
from hall.canonical import instant_text

Row: TypeAlias = Mapping[str, object]

_ROWS = "rows"


def _as_it_is(insert: Insert) -> Insert:
    return insert


class Insertion:
    """INSERT of rows that have a value, or None, for every column of the table.

    `finish` adds what is to happen to those that are there already.
    """

    def __init__(self, table: Table, finish: Callable[[Insert], Insert] = _as_it_is) -> None:
        names = [each.name for each in table.columns]
        given = recordset(*table.columns)
        whole = postgresql.insert(table).from_select(names, select(given))
        self._whole = finish(whole)
        self._single = finish(sqlite.insert(table))

    async def execute(self, connection: AsyncConnection, rows: Sequence[Row]) -> None:
        """Nothing to do without rows."""
        if not rows:
            return
        if connection.dialect.name == "postgresql":
            await connection.execute(self._whole, as_given(rows))
        else:
            await connection.execute(self._single, [dict(row) for row in rows])


def recordset(*columns: Column[Any]) -> TableValuedAlias:
    """The rows as PostgreSQL sees them, for use in one statement with `as_given`."""
    typed = (column(each.name, each.type) for each in columns)
    given = func.json_to_recordset(cast(bindparam(_ROWS, type_=Text), JSON))
    return given.table_valued(*typed).render_derived(name="given", with_types=True)


def as_given(rows: Sequence[Row]) -> dict[str, str]:
    """The parameter of such a statement. Raises BadValueError for an instant without a time zone."""
    return {_ROWS: json.dumps(rows, ensure_ascii=False, default=_as_text)}


def _as_text(value: object) -> str:
    match value:
        case datetime():
            return instant_text(value)
        case date() | UUID():
            return str(value)
        case bytes():
            return rf"\x{value.hex()}"
        case _:
            raise TypeError(type(value).__name__)
