# SPDX-License-Identifier: Apache-2.0
"""Brings the tables up to date when the kiosk starts; forward only."""

import logging
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select, table
from sqlalchemy.sql import column

from kiosk.store.errors import DatabaseTooNewError

logger = logging.getLogger(__name__)

HEAD = "0011"
"""The newest revision; kept here so that a start without migration need not load alembic."""

FOLDER = Path(__file__).parent / "migrations"


def migrate(engine: Engine, path: str) -> None:
    """Run what is missing, in one transaction; raises DatabaseTooNewError for unknown revisions."""
    with engine.begin() as connection:
        revision = _revision(connection)
        if revision == HEAD:
            return
        if revision is not None and revision > HEAD:
            raise DatabaseTooNewError(path=path, problem=revision)
        logger.info("migrating from=%s to=%s", revision, HEAD)
        _upgrade(connection)


def _revision(connection: Connection) -> str | None:
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
