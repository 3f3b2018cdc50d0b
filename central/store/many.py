# SPDX-License-Identifier: Apache-2.0
"""Many rows in one statement, for what is written and read all day long.

PostgreSQL takes them as one JSON text, and several tables at once: each statement is a trip there and
back, which costs more than its work. For SQLite, which is no further than a call away, they go one
after another.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    JSON,
    ColumnElement,
    CursorResult,
    Select,
    Table,
    Text,
    Update,
    Uuid,
    bindparam,
    cast,
    column,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.selectable import TableValuedAlias
from sqlalchemy.types import TypeEngine

from central.store.upsert import Insert
from hall.canonical import instant_text

Row: TypeAlias = Mapping[str, object]

_IDS = "ids"


def _as_it_is(insert: Insert) -> Insert:
    return insert


@dataclass(frozen=True, eq=False)
class Write:
    """What happens to many rows of one table.

    Attributes:
        name: its own among those that are written together.
        whole: takes all rows from `recordset(name, ...)`, on PostgreSQL.
        single: takes a row as its parameters, on SQLite.
    """

    name: str
    whole: "Insert | Update"
    single: "Insert | Update"


def insertion(
    table: Table,
    finish: Callable[[Insert], Insert] = _as_it_is,
    only_if: ColumnElement[bool] | None = None,
) -> Write:
    """INSERT of rows that have a value, or None, for every column of the table.

    `finish` adds what is to happen to those that are there already; on PostgreSQL there are no rows
    at all unless `only_if`.
    """
    names = [each.name for each in table.columns]
    given = recordset(table.name, {each.name: each.type for each in table.columns})
    rows = select(given) if only_if is None else select(given).where(only_if)
    whole = postgresql.insert(table).from_select(names, rows)
    return Write(table.name, finish(whole), finish(sqlite.insert(table)))


Written: TypeAlias = Sequence[tuple[Write, Sequence[Row]]]


async def write(connection: AsyncConnection, written: Written) -> None:
    """All of it, in this order as far as there is an order; nothing to do without rows."""
    written = [(each, rows) for each, rows in written if rows]
    if connection.dialect.name == "postgresql":
        if written:
            await write_and_select(connection, written, _NOTHING, {})
    else:
        for each, rows in written:
            await connection.execute(each.single, [dict(row) for row in rows])


async def write_and_select(
    connection: AsyncConnection,
    written: Written,
    chosen: Select[Any],
    parameters: Mapping[str, object],
) -> CursorResult[Any]:
    """On PostgreSQL: all of it in one statement, which answers with what is `chosen`.

    They see each other's rows as they were before: no row may be in two of them.
    """
    statement = _together(chosen, tuple(each for each, rows in written if rows))
    given = {_rows_of(each.name): _as_json(rows) for each, rows in written if rows}
    done: CursorResult[Any] = await connection.execute(statement, {**parameters, **given})
    return done


_NOTHING = select(literal(1))


@cache
def _together(chosen: Select[Any], writes: tuple[Write, ...]) -> Select[Any]:
    return chosen.add_cte(*(each.whole.cte(f"{each.name}_written") for each in writes))


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


def recordset(name: str, types: Mapping[str, TypeEngine[Any]]) -> TableValuedAlias:
    """The rows of a `Write` of that name as its statement sees them."""
    typed = (column(each, kind) for each, kind in types.items())
    given = func.json_to_recordset(cast(bindparam(_rows_of(name), type_=Text), JSON))
    return given.table_valued(*typed).render_derived(name=f"{name}_given", with_types=True)


def _rows_of(name: str) -> str:
    return f"{name}_rows"


def _as_json(rows: Sequence[Row]) -> str:
    """Raises BadValueError for an instant without a time zone."""
    return json.dumps(rows, ensure_ascii=False, default=_as_text)


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
