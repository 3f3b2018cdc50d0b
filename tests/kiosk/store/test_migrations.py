# SPDX-License-Identifier: Apache-2.0
"""The migrations end at the tables the program knows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, text
from sqlalchemy.schema import CreateTable

from kiosk.store.database import open_engine
from kiosk.store.migrate import FOLDER, HEAD, migrate
from kiosk.store.tables import metadata


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "kiosk.db")
    yield engine
    engine.dispose()


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return ScriptDirectory.from_config(config)


def declared(connection: Connection) -> dict[str, str]:
    """Each table as SQLite keeps it, white space apart; its order of constraints does not count."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    return {name: as_set(sql) for name, sql in rows if name != "alembic_version"}


def as_set(sql: str) -> str:
    return "\n".join(sorted(line.strip().rstrip(",") for line in sql.strip().splitlines()))


def test_the_newest_migration_is_the_one_the_program_asks_for() -> None:
    assert scripts().get_heads() == [HEAD]


def test_revisions_sort_in_the_order_they_are_run() -> None:
    revisions = [script.revision for script in scripts().walk_revisions()]
    assert revisions == sorted(revisions, reverse=True)


def test_migrating_an_empty_file_makes_exactly_the_tables_of_the_program(engine: Engine) -> None:
    migrate(engine, "kiosk.db")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        found = declared(connection)
    assert found == {
        table.name: as_set(str(CreateTable(table).compile(engine)))
        for table in metadata.tables.values()
    }


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    for _ in range(2):
        migrate(engine, "kiosk.db")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT * FROM alembic_version")).all() == [(HEAD,)]


def test_a_migration_that_fails_leaves_nothing_behind(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine.begin() as connection:
        # The last table of the first migration is in its way.
        connection.exec_driver_sql("CREATE TABLE slip (odd INTEGER)")
    with pytest.raises(Exception, match="slip"):
        migrate(engine, "kiosk.db")
    with engine.connect() as connection:
        found = MetaData()
        found.reflect(connection)
    assert set(found.tables) == {"slip"}
