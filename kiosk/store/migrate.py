# SPDX-License-Identifier: Apache-2.0
"""Brings the tables up to date when the kiosk starts; forward only."""

import logging
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select, table
from sqlalchemy.sql import column

from kiosk.store.errors import DatabaseTooNewError

logger = logging.getLogger(__name__)

HEAD = "0012"
"""The newest revision; kept here so that a start without migration need not load alembic."""

FOLDER = Path(__file__).parent / "migrations"


def migrate(engine: Engine, path: str) -> None:
    """Run what is missing, in one transaction; raises DatabaseTooNewError for unknown revisions."""
    with engine.begin() as connection:
        found = revision(connection)
        if found == HEAD:
            return
        if found is not None and found > HEAD:
            raise DatabaseTooNewError(path=path, problem=found)
        logger.info("migrating from=%s to=%s", found, HEAD)
        _upgrade(connection)


def revision(connection: Connection) -> str | None:
    """That of the file's tables; None where there are none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    version = table("alembic_version", column("version_num"))
    return connection.execute(select(version.c.version_num)).scalar_one_or_none()


def _upgrade(connection: Connection) -> None:
    # Loading alembic takes a tenth of a second that a daily start has no use for.
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
