# SPDX-License-Identifier: Apache-2.0
"""Files that were spoilt after they were written: never taken for good where numbers would be lost."""

import os
import random
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from hall.ids import TicketId
from hall.log import Cancelled
from kiosk.store.database import Database
from kiosk.store.errors import DatabaseDamagedError
from kiosk.store.journal import check_journal

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
COMMITS = 60


def append(database: Database) -> None:
    with database.unit_of_work() as unit:
        unit.log.append(NOW, Cancelled(TicketId(UUID(int=1))))
        unit.commit()


def end(path: Path) -> int:
    database = Database.open(path)
    try:
        with database.unit_of_work() as unit:
            return unit.log.end()
    finally:
        database.close()


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A database that was closed in order: all is in one file."""
    path = tmp_path / "kiosk.db"
    database = Database.open(path)
    for _ in range(COMMITS * 10):
        append(database)
    database.close()
    return path


@pytest.fixture
def cut(tmp_path: Path) -> Path:
    """What a kill leaves: the last commits are in the journal alone."""
    path, copy = tmp_path / "living" / "kiosk.db", tmp_path / "cut" / "kiosk.db"
    database = Database.open(path)
    database.tidy(always=True)
    for _ in range(COMMITS):
        append(database)
    copy.parent.mkdir()
    for name in ("kiosk.db", "kiosk.db-wal"):
        shutil.copyfile(path.parent / name, copy.parent / name)
    database.close()
    return copy


def open_and_read_all(path: Path) -> None:
    with closing(Database.open(path)) as database:
        database.examine(path, None)


def spoil(path: Path, start: int, garbage: bytes) -> None:
    content = bytearray(path.read_bytes())
    content[start : start + len(garbage)] = garbage
    path.write_bytes(content)


def journal(database: Path) -> Path:
    return database.with_name("kiosk.db-wal")


@pytest.mark.parametrize(
    "spoilt",
    [
        lambda path: spoil(path, 0, os.urandom(100)),
        lambda path: spoil(path, path.stat().st_size // 2 // 4096 * 4096, os.urandom(4096)),
        lambda path: os.truncate(path, path.stat().st_size // 2),
        lambda path: os.truncate(path, 2048),
    ],
    ids=["head", "a page in the middle", "half of it", "less than a page"],
)
def test_a_spoilt_database_is_found_and_left_as_it_is(
    closed: Path, spoilt: Callable[[Path], None]
) -> None:
    spoilt(closed)
    before = closed.read_bytes()
    with pytest.raises(DatabaseDamagedError):
        open_and_read_all(closed)
    assert closed.read_bytes() == before


def test_what_a_kill_leaves_is_good_and_whole(cut: Path) -> None:
    assert end(cut) == COMMITS


@pytest.mark.parametrize("start", [0, 24, 32, 32 + 12, 32 + 24 + 2000, 50_000])
def test_a_spoilt_journal_is_found_instead_of_losing_what_was_committed(
    cut: Path, start: int
) -> None:
    spoil(journal(cut), start, bytes(8) if start == 32 else os.urandom(16))
    before = journal(cut).read_bytes()
    with pytest.raises(DatabaseDamagedError, match="commits"):
        Database.open(cut)
    assert journal(cut).read_bytes() == before


def test_whoever_looks_at_a_spoilt_journal_hears_of_it_and_leaves_the_proof(cut: Path) -> None:
    spoil(journal(cut), 50_000, os.urandom(16))
    before = journal(cut).read_bytes()
    with closing(Database.look(cut)) as looking:
        with looking.unit_of_work() as unit:
            assert unit.log.end() < COMMITS
        with pytest.raises(DatabaseDamagedError, match="commits"):
            looking.examine(cut, None)
    assert journal(cut).read_bytes() == before
    with pytest.raises(DatabaseDamagedError, match="commits"):
        Database.open(cut)


def test_a_transaction_that_was_being_written_is_left_out_without_a_word(cut: Path) -> None:
    size = journal(cut).stat().st_size
    spoil(journal(cut), size - 3000, os.urandom(500))
    assert end(cut) == COMMITS - 1


@pytest.mark.parametrize("seed", range(8))
def test_a_journal_cut_anywhere_opens_with_all_that_is_whole(cut: Path, seed: int) -> None:
    """Only SQLite knows what was never written; nothing behind it tells of a loss."""
    draw = random.Random(seed)  # noqa: S311 - no secret
    os.truncate(journal(cut), draw.randrange(journal(cut).stat().st_size))
    check_journal(cut)
    assert 0 <= end(cut) <= COMMITS


def test_an_older_round_of_the_journal_behind_the_newest_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "living" / "kiosk.db"
    database = Database.open(path)
    for _ in range(COMMITS):
        append(database)
    database.tidy()  # from now on it is written over from its beginning
    for _ in range(5):
        append(database)
    copy = tmp_path / "kiosk.db"
    for name in ("kiosk.db", "kiosk.db-wal"):
        shutil.copyfile(path.parent / name, copy.parent / name)
    database.close()
    assert end(copy) == COMMITS + 5
