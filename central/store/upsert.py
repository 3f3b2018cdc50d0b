# SPDX-License-Identifier: Apache-2.0
"""INSERT ... ON CONFLICT, which SQLAlchemy has once for each database."""

from collections.abc import Callable
from typing import TypeAlias

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

Insert: TypeAlias = "postgresql.Insert | sqlite.Insert"


class Upsert:
    """One statement in both forms, made once."""

    def __init__(self, table: Table, finish: Callable[[Insert], Insert]) -> None:
        self._forms = {
            "postgresql": _counted(finish(postgresql.insert(table))),
            "sqlite": _counted(finish(sqlite.insert(table))),
        }

    def for_dialect(self, name: str) -> Insert:
        """The form of that database."""
        return self._forms[name]


def _counted(insert: Insert) -> Insert:
    """`rowcount` says how many rows were written; else that of an INSERT is not kept."""
    return insert.execution_options(preserve_rowcount=True)


def or_nothing(table: Table) -> Upsert:
    """Leaves a row alone that is there already."""
    return Upsert(table, lambda insert: insert.on_conflict_do_nothing())
