# SPDX-License-Identifier: Apache-2.0
"""What a visitor waits for must not grow with what earlier days have left."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from hall.log import PrintProof
from kiosk.services.cancel import cancel
from kiosk.services.issue import issue
from kiosk.services.list_services import list_services
from kiosk.services.open_day import open_day
from kiosk.services.open_tickets import find_open_ticket
from kiosk.services.print_ticket import end_print, reprint, start_print
from kiosk.services.unprinted import unprinted
from kiosk.store.database import Database
from tests.kiosk.services.samples import ALICE, ESTATE, RULES, at, request, ticket_id

Statements = list[tuple[str, tuple[object, ...]]]
TEN = at(10)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(tmp_path / "kiosk.db")
    open_day(database.unit_of_work(), RULES, at(8))
    yield database
    database.close()


@contextmanager
def recorded(connection: Connection) -> Iterator[Statements]:
    statements: Statements = []

    def record(*arguments: object) -> None:
        _, _, statement, parameters, _, _ = arguments
        if str(statement).startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            statements.append((str(statement), tuple(parameters)))

    event.listen(connection, "before_cursor_execute", record)
    yield statements
    event.remove(connection, "before_cursor_execute", record)


def scans(connection: Connection, statements: Statements) -> list[str]:
    """The steps of SQLite's plans that read a whole table."""
    driver = connection.connection.driver_connection
    assert driver is not None
    steps = [
        f"{step[3]}: {statement}"
        for statement, parameters in statements
        for step in driver.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
    ]
    return [step for step in steps if step.startswith("SCAN")]


def test_nothing_a_visitor_waits_for_reads_a_whole_table(database: Database) -> None:
    unit, connection, one = database.unit_of_work(), database._connection, ticket_id(1)
    with recorded(connection) as statements:
        list_services(unit, RULES, TEN)
        find_open_ticket(unit, RULES, ALICE, TEN)
        issue(unit, RULES, request(1, ESTATE, digest=ALICE), TEN)
        start_print(unit, one, TEN)
        end_print(unit, one, PrintProof.UNKNOWN, "silent", TEN)
        unprinted(unit, RULES, TEN)
        reprint(unit, one, TEN)
        cancel(unit, one, TEN)
    assert len(statements) > 25
    # The log's last entry is found by going backwards from its end, one row.
    found = [step for step in scans(connection, statements) if "log_entry" not in step]
    assert found == []


def test_the_change_of_day_finds_what_is_left_of_earlier_days_by_index(database: Database) -> None:
    unit, connection = database.unit_of_work(), database._connection
    with recorded(connection) as statements, unit:
        unit.tickets.end_days_before(at(8).date())
    assert len(statements) > 4
    assert scans(connection, statements) == []
