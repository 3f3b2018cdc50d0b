# SPDX-License-Identifier: Apache-2.0
"""Values put into a kiosk.toml that somebody reads: comments and order stay as they are."""

from collections.abc import Iterable, Mapping

import tomlkit
from tomlkit.items import Table

Changes = Mapping[str, object]
"""Options of one table with their values."""


def with_values(text: str, table: str, changes: Changes) -> str:
    """The file with these options; the table is made where there is none."""
    file = tomlkit.parse(text)
    found = file.get(table)
    if not isinstance(found, Table):
        found = tomlkit.table()
        file.append(table, found)
    for option, value in changes.items():
        found[option] = value
    return tomlkit.dumps(file)


def without(text: str, tables: Iterable[str]) -> str:
    """The file without these tables."""
    file = tomlkit.parse(text)
    for table in tables:
        file.pop(table, None)
    return tomlkit.dumps(file)
