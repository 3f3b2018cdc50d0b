# SPDX-License-Identifier: Apache-2.0
"""The migrations end at the tables the program knows."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData, column, insert, inspect, table, text
from sqlalchemy.schema import CreateTable

from hall.ids import TicketId
from kiosk.store.database import Database, open_engine
from kiosk.store.migrate import FOLDER, HEAD, migrate
from kiosk.store.tables import metadata
from tests.kiosk.services.samples import ALICE


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(tmp_path / "kiosk.db")
    yield engine
    engine.dispose()


def config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return config


def scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(config())


def declared(connection: Connection) -> dict[str, str]:
    """Each table as SQLite keeps it, white space apart; its order of constraints does not count."""
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    return {name: as_set(sql) for name, sql in rows if name != "alembic_version"}


def as_set(sql: str) -> str:
    # A column that came later stands in the line of the one before it.
    parts = (part.strip() for part in re.split("[,\n]", sql))
    return "\n".join(sorted(filter(None, parts)))


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


def columns(connection: Connection) -> dict[tuple[str, str], object]:
    """What each column of each table is."""
    found = inspect(connection)
    return {
        (name, column["name"]): (str(column["type"]), column["nullable"], column["primary_key"])
        for name in found.get_table_names()
        for column in found.get_columns(name)
    }


@pytest.mark.parametrize("revision", [str(number).zfill(4) for number in range(9, int(HEAD) + 1)])
def test_a_migration_only_adds_so_that_the_version_before_it_goes_on(
    engine: Engine, revision: str
) -> None:
    """An upgrade that is taken back leaves the tables of the later version to the earlier one."""
    own = config()
    with engine.begin() as connection:
        own.attributes["connection"] = connection
        command.upgrade(own, scripts().get_revision(revision).down_revision)
        before = columns(connection)
        command.upgrade(own, revision)
        after = columns(connection)
        old_tables = {name for name, _ in before}
        must_be_told = [
            (name, each["name"])
            for name in old_tables
            for each in inspect(connection).get_columns(name)
            if (name, each["name"]) not in before
            if not each["nullable"] and each["default"] is None
        ]
    assert must_be_told == []
    assert before.items() <= after.items()


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


def test_tickets_of_a_version_without_proxies_stay_as_they_were(engine: Engine) -> None:
    before = config()
    with engine.begin() as connection:
        before.attributes["connection"] = connection
        command.upgrade(before, "0003")
        for name, row in OLD_ROWS.items():
            columns = [column(each) for each in row]
            connection.execute(insert(table(name, *columns)), row)
    migrate(engine, "kiosk.db")
    unit = Database(engine, None).unit_of_work()
    with unit:
        own = unit.tickets.find(TicketId(UUID(int=1)))
        other = unit.site_tickets.find(TicketId(UUID(int=2)))
        later = unit.tickets.of_proxy(ALICE, date(2026, 3, 2))
    assert own is not None
    assert other is not None
    assert (str(own.number), own.digest, own.proxy, own.items) == ("A001", ALICE, None, 1)
    assert own.place is not None
    assert (str(other.number), other.digest, other.proxy, other.items) == ("A002", ALICE, None, 1)
    assert later == ()


@pytest.mark.parametrize("disowned_at", [None, "2026-03-02T02:00:00.000000Z"])
def test_why_a_kiosk_was_disowned_nobody_knows_so_it_may_have_been_given_up(
    engine: Engine, disowned_at: str | None
) -> None:
    before = config()
    with engine.begin() as connection:
        before.attributes["connection"] = connection
        command.upgrade(before, "0005")
        row = {"only": 1, "epoch": 1, "cursor": 7, "last_request": 2, "disowned_at": disowned_at}
        connection.execute(insert(table("centre", *(column(each) for each in row))), row)
    migrate(engine, "kiosk.db")
    with Database(engine, None).unit_of_work() as unit:
        assert unit.centre.state().is_given_up is (disowned_at is not None)


OWN, OTHERS = "1".zfill(32), "2".zfill(32)
INSTANT = "2026-03-02T02:00:00.000000Z"
OLD_ROWS: dict[str, dict[str, object]] = {
    "ticket": {
        "ticket_id": OWN,
        "business_date": "2026-03-02",
        "service_id": "insurance",
        "number": "A001",
        "lane": "walk_in",
        "status": "waiting",
        "issued_at": INSTANT,
        "digest": ALICE,
        "reprints": 0,
        "is_standby": False,
    },
    "place": {
        "service_id": "insurance",
        "slot_start": INSTANT,
        "lane": "walk_in",
        "place_index": 0,
        "hop": 0,
        "owner": "ticket",
        "ticket_id": OWN,
    },
    "site_ticket": {
        "ticket_id": OTHERS,
        "kiosk_id": "k2",
        "business_date": "2026-03-02",
        "service_id": "insurance",
        "number": "A002",
        "lane": "walk_in",
        "status": "waiting",
        "issued_at": INSTANT,
        "digest": ALICE,
        "masked_name": "",
    },
}
