# SPDX-License-Identifier: Apache-2.0
"""Brings the tables up to date; done by `central migrate` alone, since processes share them."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, select, table, text
from sqlalchemy.sql import column

from central.store.errors import DatabaseOldError, DatabaseTooNewError, NotMigratedError

logger = logging.getLogger(__name__)

HEAD = "0006"
"""The newest revision; revisions sort."""

FOLDER = Path(__file__).parent / "migrations"
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('youhao migrate'))")


def migrate(connection: Connection, name: str) -> str | None:
    """Run what is missing, in the caller's transaction; the revision there was.

    Raises DatabaseTooNewError.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(_ONE_AT_A_TIME)
    found = revision(connection)
    if found is not None and found > HEAD:
        raise DatabaseTooNewError(database=name, problem=found)
    if found != HEAD:
        logger.info("migrating database=%s from=%s to=%s", name, found, HEAD)
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return found


def check_revision(connection: Connection, name: str) -> None:
    """Raises NotMigratedError, DatabaseOldError, DatabaseTooNewError."""
    found = revision(connection)
    if found is None:
        raise NotMigratedError(database=name, problem="no tables")
    if found < HEAD:
        raise DatabaseOldError(database=name, problem=found)
    if found > HEAD:
        raise DatabaseTooNewError(database=name, problem=found)


def revision(connection: Connection) -> str | None:
    """The newest migration that was run, None without tables."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version = table("alembic_version", column("version_num"))
    return connection.execute(select(version.c.version_num)).scalar_one_or_none()
