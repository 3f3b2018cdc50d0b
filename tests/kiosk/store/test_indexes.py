# SPDX-License-Identifier: Apache-2.0
"""What a visitor waits for must not grow with what earlier days have left."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from hall.ids import KioskId
from hall.log import PrintProof
from hall.news import QueueFigures
from kiosk.services.cancel import cancel
from kiosk.services.issue import issue
from kiosk.services.list_services import list_services
from kiosk.services.open_day import open_day
from kiosk.services.print_ticket import end_print, reprint, start_print
from kiosk.services.put_back import lay_card
from kiosk.services.unprinted import unprinted
from kiosk.services.waits import Waits
from kiosk.store.abstract import UnitOfWork
from kiosk.store.database import Database, open_engine
from kiosk.sync.outgoing import Position, next_exchange
from kiosk.sync.stock import SiteNow, Stock
from tests.kiosk.services.samples import (
    ALICE,
    BOB,
    ESTATE,
    MONDAY,
    RULES,
    TUESDAY,
    at,
    request,
    ticket_id,
)

Statements = list[tuple[str, tuple[object, ...]]]
TEN = at(10)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A kiosk's file in the morning."""
    path = tmp_path / "kiosk.db"
    database = Database.open(path)
    open_day(database.unit_of_work(), RULES, at(8))
    database.close()
    return path


@pytest.fixture
def engine(path: Path) -> Engine:
    return open_engine(path)


@pytest.fixture
def unit(engine: Engine) -> Iterator[UnitOfWork]:
    database = Database(engine, None)
    yield database.unit_of_work()
    database.close()


@contextmanager
def recorded(engine: Engine) -> Iterator[Statements]:
    statements: Statements = []

    def record(*arguments: object) -> None:
        _, _, statement, parameters, _, _ = arguments
        if str(statement).startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            statements.append((str(statement), tuple(parameters)))

    event.listen(engine, "before_cursor_execute", record)
    yield statements
    event.remove(engine, "before_cursor_execute", record)


def scans(path: Path, statements: Statements) -> list[str]:
    """The steps of SQLite's plans that read a whole table."""
    with closing(sqlite3.connect(path)) as connection:
        steps = [
            f"{step[3]}: {statement}"
            for statement, parameters in statements
            for step in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    return [step for step in steps if step.startswith("SCAN")]


def test_nothing_a_visitor_waits_for_reads_a_whole_table(
    path: Path, engine: Engine, unit: UnitOfWork
) -> None:
    one, waits = ticket_id(1), Waits()
    waits.take((QueueFigures(ESTATE, 6, 10, 15, TEN),))
    with recorded(engine) as statements:
        list_services(unit, RULES, TEN, waits=waits)
        lay_card(unit, RULES, ALICE, TEN)
        issue(unit, RULES, request(1, ESTATE, digest=ALICE, present=BOB), TEN)
        start_print(unit, one, TEN)
        end_print(unit, one, PrintProof.UNKNOWN, "silent", TEN)
        unprinted(unit, RULES, TEN)
        reprint(unit, RULES, one, TEN)
        cancel(unit, one, TEN)
    assert len(statements) > 25
    # The log's last entry is found by going backwards from its end, one row.
    found = [step for step in scans(path, statements) if "log_entry" not in step]
    assert found == []


def test_nothing_an_exchange_keeps_the_store_for_reads_a_whole_table(
    path: Path, engine: Engine, unit: UnitOfWork
) -> None:
    stock = Stock(lambda: SiteNow(TEN, RULES.catalogue, RULES.plans(MONDAY)), lambda: 0.0)
    issue(unit, RULES, request(1, ESTATE, digest=ALICE), TEN)
    with recorded(engine) as statements:
        next_exchange(unit, KioskId("k1"), Position(0), stock)
    assert len(statements) > 6
    # One row of how far they are, one of where the log begins; its end is found going backwards.
    found = [step for step in scans(path, statements) if "log_entry" not in step]
    assert [step for step in found if not step.startswith(("SCAN centre", "SCAN log_start"))] == []


def test_the_change_of_day_finds_what_is_left_of_earlier_days_by_index(
    path: Path, engine: Engine, unit: UnitOfWork
) -> None:
    with recorded(engine) as statements, unit:
        unit.tickets.end_days_before(at(8).date())
        unit.bookings.end_days_before(at(8).date())
        unit.site_tickets.end_days_before(at(8).date())
        unit.absences.end_days_before(at(8).date())
    assert len(statements) > 5
    assert scans(path, statements) == []


def test_what_was_kept_long_enough_is_found_by_index(
    path: Path, engine: Engine, unit: UnitOfWork
) -> None:
    issue(unit, RULES, request(1, ESTATE), TEN)
    with recorded(engine) as statements, unit:
        assert unit.leases.granted_days(14) == (MONDAY,)
        assert unit.log.forget(at(23), 99, 50)
        assert unit.retention.forget(at(8, day=TUESDAY).date(), at(4, day=TUESDAY), 999)
    assert len(statements) > 12
    found = [step for step in scans(path, statements) if not _is_short(step)]
    assert found == []


def _is_short(step: str) -> bool:
    """One row, or going backwards or along an index that is not read to its end."""
    return step.startswith(("SCAN log_start", "SCAN log_entry", "SCAN lease USING COVERING INDEX"))
