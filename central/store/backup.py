# SPDX-License-Identifier: Apache-2.0
"""A backup of the whole database as one file, beside those of the days before.

It holds no key (protocol.md 5): those of the days lie in files of their own and go with their day.
"""

import os
import sqlite3
import subprocess
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL

from central.store.database import database_name, database_url
from central.store.errors import BackupError

KEPT = 14
"""The newest of a folder; older ones are deleted once a new one is whole."""

BEGINNING = "youhao-"
PG_DUMP = "pg_dump"


def back_up(address: str, folder: Path, now: datetime) -> Path:
    """Make one; the file is whole on the disk when this returns, or not there at all.

    PostgreSQL: for `pg_restore` (custom format), by the server's own pg_dump. SQLite: a database.

    Raises:
        UnknownDatabaseError: there is no such kind of database.
        BackupError: it could not be made; the earlier ones stay.
    """
    url = database_url(address)
    is_sqlite = url.get_backend_name() == "sqlite"
    made = folder / f"{BEGINNING}{now:%Y%m%dT%H%M%SZ}.{'db' if is_sqlite else 'dump'}"
    begun = made.with_suffix(".new")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600))
        (_copy_sqlite if is_sqlite else _dump_postgresql)(url, begun)
        _keep(begun, made)
    except (OSError, sqlite3.Error, subprocess.CalledProcessError) as error:
        begun.unlink(missing_ok=True)
        raise BackupError(database=database_name(url), problem=_problem(error)) from error
    _forget(folder)
    return made


def _copy_sqlite(url: URL, begun: Path) -> None:
    source = f"{Path(str(url.database)).absolute().as_uri()}?mode=ro"
    with (
        closing(sqlite3.connect(source, uri=True)) as database,
        closing(sqlite3.connect(begun)) as copy,
    ):
        database.backup(copy)


def _dump_postgresql(url: URL, begun: Path) -> None:
    """The password goes by the environment: what stands on a command line can be read by all."""
    shown = url.set(drivername="postgresql", password=None).render_as_string()
    secret = {} if url.password is None else {"PGPASSWORD": str(url.password)}
    command = (PG_DUMP, "--format=custom", "--no-password", f"--file={begun}", f"--dbname={shown}")
    subprocess.run(  # noqa: S603 - the address is the technician's own
        command, check=True, env={**os.environ, **secret}, stderr=subprocess.PIPE, text=True
    )


def _keep(begun: Path, made: Path) -> None:
    _sync(begun)
    begun.rename(made)
    _sync(made.parent)


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _forget(folder: Path) -> None:
    made = sorted(path for path in folder.glob(f"{BEGINNING}*") if path.suffix in {".db", ".dump"})
    for path in made[:-KEPT]:
        path.unlink()


def _problem(error: Exception) -> str:
    if isinstance(error, subprocess.CalledProcessError):
        lines = str(error.stderr).strip().splitlines()
        return lines[-1] if lines else f"{PG_DUMP} {error.returncode}"
    if isinstance(error, FileNotFoundError) and error.filename == PG_DUMP:
        return f"{PG_DUMP}: apt install postgresql-client"
    return str(error)
