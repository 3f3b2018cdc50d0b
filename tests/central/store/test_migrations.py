# SPDX-License-Identifier: Apache-2.0
"""The centre's migrations end at the tables the program knows, on both databases."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, CreateTable, MetaData, inspect, text

from central.store.database import Database, database_url, open_engine
from central.store.errors import DatabaseOldError, DatabaseTooNewError, NotMigratedError
from central.store.migrate import FOLDER, HEAD
from central.store.tables import metadata
from tests.cluster import Cluster

T = TypeVar("T")

AFTER_A_RESTORE = ("restored", 1_000_003, "centre_restored")
"""The journal of that site ended at row 3."""


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'central.db'}"
    cluster: Cluster = request.getfixturevalue("cluster")
    return cluster.make("migrated")


def migrate(address: str) -> str | None:
    return asyncio.run(Database.migrate(address))


def ask(address: str, question: Callable[[Connection], T]) -> T:
    async def run() -> T:
        engine = open_engine(database_url(address), connections=0)
        async with engine.begin() as connection:
            return await connection.run_sync(question)

    return asyncio.run(run())


def upgrade(connection: Connection, revision: str) -> None:
    """To an earlier version's tables."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return ScriptDirectory.from_config(config)


def names(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def checks(connection: Connection) -> dict[str, set[str | None]]:
    """What alembic does not compare."""
    look = inspect(connection)
    return {
        table.name: {check["name"] for check in look.get_check_constraints(table.name)}
        for table in metadata.sorted_tables
    }


def test_the_newest_migration_is_the_one_the_program_asks_for() -> None:
    assert scripts().get_heads() == [HEAD]


def test_revisions_sort_in_the_order_they_are_run() -> None:
    revisions = [script.revision for script in scripts().walk_revisions()]
    assert revisions == sorted(revisions, reverse=True)


def test_migrating_makes_exactly_the_tables_of_the_program(address: str) -> None:
    assert migrate(address) is None
    options = {"compare_type": True, "compare_server_default": True}
    found = ask(
        address,
        lambda connection: compare_metadata(
            MigrationContext.configure(connection, opts=options), metadata
        ),
    )
    assert found == []
    assert ask(address, checks) == {
        table.name: {str(check.name) for check in table.constraints if "ck_" in str(check.name)}
        for table in metadata.sorted_tables
    }


def test_on_sqlite_the_tables_are_the_same_word_for_word(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'central.db'}"
    migrate(address)

    def declared(connection: Connection) -> dict[str, set[str]]:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
        return {name: as_set(sql) for name, sql in rows if name != "alembic_version"}

    def expected(connection: Connection) -> dict[str, set[str]]:
        return {
            table.name: as_set(str(CreateTable(table).compile(connection)))
            for table in metadata.sorted_tables
        }

    assert ask(address, declared) == ask(address, expected)


def as_set(sql: str) -> set[str]:
    # A column that came later stands in the line of the one before it.
    return {part.strip() for part in re.split("[,\n]", sql.strip())} - {""}


def test_migrating_again_changes_nothing(address: str) -> None:
    assert [migrate(address) for _ in range(2)] == [None, HEAD]


def test_two_that_migrate_at_once_do_it_once(address: str) -> None:
    async def both() -> list[str | None]:
        return await asyncio.gather(*(Database.migrate(address) for _ in range(2)))

    assert sorted(asyncio.run(both()), key=str) == [HEAD, None]


def test_an_account_of_the_first_version_has_used_no_code(address: str) -> None:
    def before(connection: Connection) -> None:
        upgrade(connection, "0001")
        site = "INSERT INTO site VALUES ('hall', 'Hall', 'UTC', '', 0, 1, 1)"
        at = "'2026-03-02T02:00:00Z'"
        account = "INSERT INTO account VALUES ('hall', 'li', 'manager', 'sha256:1', NULL, AT, NULL)"
        connection.exec_driver_sql(site)
        connection.exec_driver_sql(account.replace("AT", at))

    if address.startswith("sqlite"):
        Path(str(database_url(address).database)).touch()
    ask(address, before)
    assert migrate(address) == "0001"
    codes = text("SELECT used_step, wrong_codes, wrong_at FROM account")
    found = ask(address, lambda connection: connection.execute(codes).all())
    assert found == [(None, 0, None)]


def test_a_ticket_of_a_version_without_proxies_was_taken_by_nobody_else(address: str) -> None:
    def before(connection: Connection) -> None:
        upgrade(connection, "0002")
        site = "INSERT INTO site VALUES ('hall', 'Hall', 'UTC', '', 0, 1, 1)"
        columns = (
            "'hall', '2026-03-02', ID, 'k1', 'A001', 'estate', 'walk_in', 'waiting', AT, 'h1:a'"
        )
        ticket = f"INSERT INTO ticket VALUES ({columns}, NULL)"  # noqa: S608 - all of it stands here
        connection.exec_driver_sql(site)
        of = str(UUID(int=1)) if connection.dialect.name == "postgresql" else UUID(int=1).hex
        at = "'2026-03-02T02:00:00.000000Z'"
        connection.exec_driver_sql(ticket.replace("ID", f"'{of}'").replace("AT", at))

    if address.startswith("sqlite"):
        Path(str(database_url(address).database)).touch()
    ask(address, before)
    assert migrate(address) == "0002"
    persons = text("SELECT number, digest, proxy FROM ticket")
    found = ask(address, lambda connection: connection.execute(persons).all())
    assert found == [("A001", "h1:a", None)]


def test_rows_that_an_earlier_version_forgot_are_counted(address: str) -> None:
    def before(connection: Connection) -> None:
        upgrade(connection, "0003")
        for name, seq in (("hall", 5), ("other", 2), ("restored", 1_000_003)):
            values = f"'{name}', 'Hall', 'UTC', '', {seq}, 1, 1"
            connection.exec_driver_sql(f"INSERT INTO site VALUES ({values})")  # noqa: S608 - as above
        kept = [("hall", 2), ("hall", 5), ("other", 1), ("other", 2), ("restored", 1)]
        for name, seq, kind in [*((*each, "held") for each in kept), AFTER_A_RESTORE]:
            at = "'2026-03-02', SEQ, '2026-03-02T02:00:00.000000Z'".replace("SEQ", str(seq))
            values = f"'{name}', {at}, '{kind}', '{{}}', NULL, NULL, NULL"
            connection.exec_driver_sql(f"INSERT INTO journal VALUES ({values})")  # noqa: S608 - as above

    if address.startswith("sqlite"):
        Path(str(database_url(address).database)).touch()
    ask(address, before)
    assert migrate(address) == "0003"
    counted = text("SELECT site_id, forgotten FROM site ORDER BY site_id")
    found = ask(address, lambda connection: connection.execute(counted).all())
    assert found == [("hall", 3), ("other", 0), ("restored", 2)]


def test_a_migration_that_fails_leaves_nothing_behind(address: str) -> None:
    if address.startswith("sqlite"):
        Path(str(database_url(address).database)).touch()
    # The last table of the first migration is in its way.
    ask(address, lambda connection: connection.exec_driver_sql("CREATE TABLE audit (odd INT)"))
    with pytest.raises(Exception, match="audit"):
        migrate(address)
    assert ask(address, names) == {"audit"}


def test_what_was_made_can_be_taken_down(address: str) -> None:
    migrate(address)

    def down(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(FOLDER))
        config.attributes["connection"] = connection
        command.downgrade(config, "base")

    ask(address, down)
    assert ask(address, names) <= {"alembic_version"}
    assert migrate(address) is None


def test_a_database_without_tables_is_not_used(address: str) -> None:
    if address.startswith("sqlite"):
        Path(str(database_url(address).database)).touch()
    with pytest.raises(NotMigratedError):
        asyncio.run(Database.open(address, connections=0))


@pytest.mark.parametrize(
    ("revision", "error"), [("0000", DatabaseOldError), ("9999", DatabaseTooNewError)]
)
def test_tables_of_another_version_are_not_used(
    address: str, revision: str, error: type[Exception]
) -> None:
    migrate(address)
    change = text("UPDATE alembic_version SET version_num = :revision")
    ask(address, lambda connection: connection.execute(change, {"revision": revision}))
    with pytest.raises(error):
        asyncio.run(Database.open(address, connections=0))
    if error is DatabaseTooNewError:
        with pytest.raises(error):
            migrate(address)


def test_no_table_has_another_name_than_one_of_the_program(address: str) -> None:
    migrate(address)

    def reflected(connection: Connection) -> set[str]:
        found = MetaData()
        found.reflect(connection)
        return set(found.tables)

    assert ask(address, reflected) == {*metadata.tables, "alembic_version"}
