# SPDX-License-Identifier: Apache-2.0
"""A backup of either database can be restored, and a failed one takes nothing away."""

import asyncio
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from central.__main__ import main
from central.store import backup
from central.store.backup import KEPT, back_up
from central.store.database import Database
from central.store.errors import BackupError
from tests.cluster import Cluster

NOW = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path / 'central.db'}"
    asyncio.run(Database.migrate(address))
    return address


async def opens(address: str) -> bool:
    database = await Database.open(address, connections=1)
    await database.close()
    return True


def test_a_backup_of_sqlite_is_a_database_nobody_else_may_read(sqlite: str, tmp_path: Path) -> None:
    made = back_up(sqlite, tmp_path / "backups", NOW)
    assert made.name == "youhao-20260302T183000Z.db"
    assert made.stat().st_mode & 0o777 == 0o600
    assert asyncio.run(opens(f"sqlite:///{made}"))


def test_a_backup_of_postgresql_is_restored_by_its_own_program(
    cluster: Cluster, tmp_path: Path
) -> None:
    address = cluster.make("backed_up")
    asyncio.run(Database.migrate(address))
    made = back_up(address, tmp_path / "backups", NOW)
    empty = cluster.make("restored_into")
    command = ("pg_restore", "--exit-on-error", "--no-owner", f"--dbname={empty}", str(made))
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert asyncio.run(opens(empty))


def test_the_newest_are_kept_and_older_ones_go(sqlite: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    made = [back_up(sqlite, folder, NOW + timedelta(days=day)) for day in range(KEPT + 2)]
    assert sorted(folder.iterdir()) == made[2:]


def test_a_backup_that_cannot_be_made_leaves_the_earlier_ones(sqlite: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    made = back_up(sqlite, folder, NOW)
    (tmp_path / "central.db").write_bytes(b"no database any more" * 500)
    with pytest.raises(BackupError):
        back_up(sqlite, folder, NOW + timedelta(days=1))
    assert list(folder.iterdir()) == [made]


def test_without_the_servers_program_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "PG_DUMP", "pg_dump_that_is_not_there")
    with pytest.raises(BackupError, match="apt install postgresql-client"):
        back_up("postgresql:///youhao", tmp_path / "backups", NOW)


def test_the_command_says_where_the_backup_is(
    sqlite: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "backups"
    assert main(["--language", "en", "backup", "--database", sqlite, str(folder)]) == 0
    (made,) = folder.iterdir()
    assert str(made) in capsys.readouterr().out
