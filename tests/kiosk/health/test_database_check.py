# SPDX-License-Identifier: Apache-2.0
"""Files that are sound, torn, changed, of another version, and gone: real ones, which the check leaves as they are."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from hall.ids import TicketId
from hall.log import Cancelled
from kiosk.app.records import Records
from kiosk.app.store import DATABASE_FILE, KEYS_FOLDER, SIGNING_KEY_FILE
from kiosk.health.checks.database import DatabaseCheck
from kiosk.health.finding import Finding
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings
from kiosk.store.database import Database
from tests.fakes.clock import MONDAY_TEN, FakeClock
from tests.kiosk.health.said import keys
from tests.kiosk.settings.samples import SMALL, write

ENTRIES = 200
PAGE = 4096


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = load_settings(write(tmp_path, SMALL))
    settings.machine.state_dir.mkdir()
    return settings


@pytest.fixture
def path(settings: Settings) -> Path:
    """A file with a log, closed."""
    path = settings.machine.state_dir / DATABASE_FILE
    database = Database.open(path)
    with database.unit_of_work() as unit:
        for number in range(ENTRIES):
            unit.log.append(MONDAY_TEN, Cancelled(TicketId(UUID(int=number))))
        unit.commit()
    database.tidy(always=True)
    database.close()
    return path


def look(settings: Settings, most_entries: int | None = None) -> Finding:
    records = Records(settings, FakeClock())
    return DatabaseCheck(records.path, lambda: records.examine(most_entries)).look()


def test_a_sound_file_says_how_long_its_log_is_also_while_the_kiosk_writes(
    settings: Settings, path: Path
) -> None:
    kiosk = Database.open(path)
    with kiosk.unit_of_work() as unit:
        unit.log.append(MONDAY_TEN, Cancelled(TicketId(UUID(int=1))))
        finding = look(settings)
        unit.commit()
    assert finding.found[-1].fields == {"entries": ENTRIES}
    finding = look(settings)
    assert (keys(finding)[-1], finding.found[-1].fields) == (
        "entries",
        {"entries": ENTRIES + 1},
    )
    kiosk.close()


def tear(path: Path) -> None:
    """A page in the middle, as a disk loses it."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // PAGE // 2 * PAGE)
        file.write(b"\xff" * PAGE)


def cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def overwrite(path: Path) -> None:
    path.write_bytes(b"no database at all, " * 500)


def forge(path: Path) -> None:
    """An old entry, well-formed, of which SQLite knows nothing wrong."""
    with closing(sqlite3.connect(path)) as connection, connection:
        found = connection.execute("UPDATE log_entry SET at = 0 WHERE position = 7")
        assert found.rowcount == 1


@pytest.mark.parametrize("spoil", [tear, cut, overwrite, forge])
def test_a_damaged_file_is_found_and_to_be_kept(
    settings: Settings, path: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(path)
    before = path.read_bytes()
    finding = look(settings)
    assert keys(finding)[-1] == "error.store.damaged"
    assert finding.suggestion is not None
    assert finding.suggestion.key == "health.suggestion.keep_damaged"
    assert path.read_bytes() == before


def test_while_the_kiosk_runs_only_the_last_entries_are_followed(
    settings: Settings, path: Path
) -> None:
    forge(path)
    assert look(settings, 50).is_good
    assert not look(settings, ENTRIES).is_good


def revise(path: Path, revision: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))


def test_a_file_of_a_later_version_is_refused_and_one_of_an_earlier_waits_for_the_start(
    settings: Settings, path: Path
) -> None:
    revise(path, "9999")
    assert keys(look(settings))[-1] == "error.store.too_new"
    revise(path, "0001")
    assert keys(look(settings))[-1] == "no_records"
    records = Records(settings, FakeClock())
    assert (records.last_entry_at(), records.stock(), records.centre()) == (None, None, None)


def test_no_file_is_in_order_before_the_first_start_and_lost_afterwards(settings: Settings) -> None:
    assert keys(look(settings))[-1] == "no_records"
    folder = settings.machine.state_dir / KEYS_FOLDER
    folder.mkdir()
    (folder / SIGNING_KEY_FILE).write_bytes(b"key")
    assert keys(look(settings))[-1] == "error.store.lost"


def test_what_the_clock_is_compared_with_is_the_last_entry(settings: Settings, path: Path) -> None:
    records = Records(settings, FakeClock())
    assert records.last_entry_at() == MONDAY_TEN
    assert str(records.zone()) == "Asia/Shanghai"
