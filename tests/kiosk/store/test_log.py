# SPDX-License-Identifier: Apache-2.0
"""Whoever changes the log by hand is found out."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from hall.errors import LogError
from hall.ids import TicketId
from hall.log import Cancelled, Entry, verify_chain
from kiosk.store.database import Database
from kiosk.store.errors import DatabaseDamagedError

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """A log of three entries."""
    path = tmp_path / "kiosk.db"
    database = Database.open(path)
    for number in range(3):
        with database.unit_of_work() as unit:
            unit.log.append(NOW, Cancelled(TicketId(UUID(int=number))))
            unit.commit()
    database.close()
    return path


def read(path: Path) -> list[Entry]:
    database = Database.look(path)
    try:
        with database.unit_of_work() as unit:
            entries = list(unit.log.entries())
        verify_chain(entries)
    finally:
        database.close()
    return entries


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def test_an_untouched_log_is_whole(path: Path) -> None:
    assert [entry.position for entry in read(path)] == [1, 2, 3]


def test_what_was_rolled_back_leaves_no_gap(path: Path) -> None:
    database = Database.open(path)
    unit = database.unit_of_work()
    with unit:
        unit.log.append(NOW, Cancelled(TicketId(UUID(int=4))))
        unit.commit()
    with unit:
        unit.log.append(NOW, Cancelled(TicketId(UUID(int=5))))
    with unit:
        unit.log.append(NOW, Cancelled(TicketId(UUID(int=6))))
        unit.commit()
    database.close()
    entries = read(path)
    assert [entry.position for entry in entries] == [1, 2, 3, 4, 5]
    assert entries[-1].body == Cancelled(TicketId(UUID(int=6)))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE log_entry SET body = replace(body, 'visitor', 'staff') WHERE position = 2",
        "UPDATE log_entry SET body = replace(body, 'visitor', 'staff') WHERE position = 3",
        "UPDATE log_entry SET at = '2026-03-02T02:00:01.000000Z' WHERE position = 1",
        "UPDATE log_entry SET kind = 'requeued' WHERE position = 1",
        "UPDATE log_entry SET hash = previous_hash WHERE position = 3",
        "UPDATE log_entry SET position = 4 WHERE position = 3",
        "DELETE FROM log_entry WHERE position = 1",
        "DELETE FROM log_entry WHERE position = 2",
    ],
)
def test_a_changed_or_missing_entry_is_found(path: Path, statement: str) -> None:
    change(path, statement)
    with pytest.raises(LogError):
        read(path)


def test_a_kiosk_does_not_go_on_with_a_log_whose_end_was_changed(path: Path) -> None:
    change(path, "UPDATE log_entry SET body = replace(body, 'visitor', 'staff') WHERE position = 3")
    with pytest.raises(DatabaseDamagedError) as caught:
        Database.open(path)
    assert "position=3" in str(caught.value.fields["problem"])


def test_who_waits_for_entries_is_told_after_each_commit_that_has_some(tmp_path: Path) -> None:
    database, told = Database.open(tmp_path / "kiosk.db"), list[int]()
    unit = database.unit_of_work()
    database.tell_of_entries(lambda: told.append(unit.commits))
    with unit:
        unit.log.append(NOW, Cancelled(TicketId(UUID(int=1))))
        unit.log.append(NOW, Cancelled(TicketId(UUID(int=2))))
        assert told == []
        unit.commit()
    assert len(told) == 1
    with unit:
        unit.log.append(NOW, Cancelled(TicketId(UUID(int=3))))
    with unit:
        unit.commit()
    assert len(told) == 1
    database.close()
