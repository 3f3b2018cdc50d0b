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

SAME_GENERATION = 1
"""Of a revision's digits: while they are the same, what a later revision changed is only more."""

FOLDER = Path(__file__).parent / "migrations"


def migrate(engine: Engine, path: str) -> None:
    """Run what is missing, in one transaction.

    Tables of a later version of the same generation have all that this one knows: it works on them
    as they are, so an upgrade can be taken back and no record with it.

    Raises:
        DatabaseTooNewError: tables of a later generation.
    """
    with engine.begin() as connection:
        found = revision(connection)
        if found == HEAD:
            return
        if is_usable(found, path):
            logger.warning("tables of a later version revision=%s own=%s", found, HEAD)
            return
        logger.info("migrating from=%s to=%s", found, HEAD)
        _upgrade(connection)


def is_usable(found: str | None, path: str) -> bool:
    """Whether tables of that revision can be worked on as they are; False for those of an earlier one.

    Raises DatabaseTooNewError for a later generation.
    """
    if found is None or found < HEAD:
        return False
    if found[:SAME_GENERATION] != HEAD[:SAME_GENERATION]:
        raise DatabaseTooNewError(path=path, problem=found)
    return True


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
