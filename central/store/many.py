# SPDX-License-Identifier: Apache-2.0
"""Many rows in one statement, for what is written and read all day long.

PostgreSQL takes them as one JSON text: a third of the work of a statement for each. For SQLite, which
is no further than a call away, they go one after another.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    JSON,
    Column,
    ColumnElement,
    CursorResult,
    Select,
    Table,
    Text,
    Uuid,
    bindparam,
    cast,
    column,
    func,
    select,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.selectable import TableValuedAlias

from central.store.upsert import Insert
from hall.canonical import instant_text

Row: TypeAlias = Mapping[str, object]

_ROWS = "rows"
_IDS = "ids"


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


class Among:
    """SELECT of the rows with one of some ids, which are one text, however many they are.

    `id_column` says of `every` which row it is: one or none has the same id.
    """

    def __init__(self, every: Select[Any], id_column: ColumnElement[UUID]) -> None:
        ids = func.unnest(cast(bindparam(_IDS, type_=Text), ARRAY(Uuid())))
        wanted = ids.table_valued(column("id", Uuid())).render_derived(name="wanted")
        # Row by row by the whole key: PostgreSQL has not counted today's rows and takes them for few.
        found = every.where(id_column == wanted.c.id).limit(1).lateral("found")
        self._whole = select(found).select_from(wanted.join(found, true()))
        self._single = every.where(id_column.in_(bindparam(_IDS, expanding=True)))

    async def rows(
        self, connection: AsyncConnection, wanted: Mapping[str, object], ids: Iterable[UUID]
    ) -> CursorResult[Any]:
        """`wanted` are the other parameters."""
        if connection.dialect.name == "postgresql":
            given: object = f"{{{','.join(map(str, ids))}}}"
            statement = self._whole
        else:
            given, statement = list(ids), self._single
        rows: CursorResult[Any] = await connection.execute(statement, {**wanted, _IDS: given})
        return rows


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
