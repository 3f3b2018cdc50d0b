# SPDX-License-Identifier: Apache-2.0
"""What somebody waits for must not grow with what earlier days have left."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from central.store.abstract import Kept, UnitOfWork
from central.store.database import Database, database_url, open_engine
from central.store.records import Answered, Changes, KioskProgress
from hall.booking import BookingStatus
from hall.ticket import TicketStatus
from tests.cluster import Cluster
from tests.contract.centre.samples import (
    HALL,
    K1,
    NOW,
    PERSON,
    TODAY,
    YESTERDAY,
    account,
    booking,
    booking_id,
    call_id,
    help_call,
    kiosk,
    row,
    site,
    ticket,
    ticket_id,
    token,
)

OLD_DAYS = 40
OLD_ROWS = 250
Act = Callable[[UnitOfWork], Awaitable[Any]]


async def _write(unit: UnitOfWork) -> None:
    await unit.tables.write(
        HALL,
        Changes(
            tickets={ticket_id(1): ticket(1, digest=PERSON)},
            ticket_statuses={(TODAY, ticket_id(1)): TicketStatus.CANCELLED},
            bookings={booking_id(1): booking(1, digest=PERSON)},
            booking_statuses={(TODAY, booking_id(1)): BookingStatus.CANCELLED},
            kiosks={K1: KioskProgress(K1, 1)},
            answered=[Answered(TODAY, "platform-1", "k", bytes(32), "{}")],
        ),
    )


ACTS: dict[str, Act] = {
    "lock": lambda unit: unit.sites.lock(HALL),
    "head": lambda unit: unit.sites.head(HALL),
    "append": lambda unit: unit.journal.append(HALL, [row(OLD_DAYS * OLD_ROWS + 1)]),
    "after": lambda unit: unit.journal.after(HALL, OLD_DAYS * OLD_ROWS - 3),
    "since": lambda unit: unit.journal.since(HALL, TODAY),
    "write": _write,
    "ticket": lambda unit: unit.tables.ticket(HALL, TODAY, ticket_id(1)),
    "of person": lambda unit: unit.tables.tickets_of_person(HALL, TODAY, PERSON),
    "booking": lambda unit: unit.tables.booking(HALL, TODAY, booking_id(1)),
    "digests": lambda unit: unit.tables.digests(HALL, TODAY, [booking_id(1)]),
    "answered": lambda unit: unit.tables.answered(HALL, YESTERDAY, "platform-1", "k"),
    "kiosk": lambda unit: unit.kiosks.by_credential(kiosk().credential_hash),
    "token": lambda unit: unit.enrolments.use(token().token_hash, NOW),
    "account": lambda unit: unit.accounts.by_credential(account().credential_hash),
    "help calls": lambda unit: unit.help_calls.open(HALL, NOW),
    "told": lambda unit: unit.help_calls.tell(HALL, NOW, NOW),
    "over": lambda unit: unit.help_calls.end(HALL, K1, NOW),
    "help call": lambda unit: unit.help_calls.lock(HALL, call_id(1)),
    "audit": lambda unit: unit.audit.append(HALL, TODAY, NOW, "stopped", {}),
    "wipe": lambda unit: unit.retention.wipe(HALL, YESTERDAY, 10),
    "delete": lambda unit: unit.retention.delete(Kept.JOURNAL, HALL, YESTERDAY, 10),
}
BIG = ("journal", "ticket", "booking", "idempotency", "audit", "help_call")


async def fill(engine: AsyncEngine) -> None:
    """Forty days that are over."""
    database = Database(engine)
    async with database.unit_of_work() as unit:
        await unit.sites.add(site())
        for day in range(OLD_DAYS):
            on = TODAY - timedelta(days=OLD_DAYS - day)
            numbers = range(1, OLD_ROWS + 1)
            rows = [row(day * OLD_ROWS + number, on) for number in numbers]
            await unit.journal.append(HALL, rows)
            tickets = {ticket_id(n): ticket(n % 999 + 1, on) for n in numbers}
            changes = Changes(
                bookings={booking_id(n): booking(n % 999 + 1, on) for n in numbers},
                answered=[Answered(on, "platform-1", f"{n}", bytes(32), "{}") for n in numbers],
            )
            for number in numbers:
                changes.tickets[ticket_id(number)] = tickets[ticket_id(number)]
            await unit.tables.write(HALL, changes)
            for number in numbers:
                call = help_call(day * OLD_ROWS + number, on)
                await unit.help_calls.add(replace(call, ended_at=NOW))
            await unit.audit.append(HALL, on, NOW, "stopped", {})
        await unit.commit()


async def statements_of(engine: AsyncEngine, act: Act) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []

    def record(*arguments: Any) -> None:
        _, _, statement, parameters, _, many = arguments
        if re.match("SELECT|INSERT|UPDATE|DELETE|WITH", statement):
            found.append((statement, parameters[0] if many else parameters))

    event.listen(engine.sync_engine, "before_cursor_execute", record)
    async with Database(engine).unit_of_work() as unit:
        await act(unit)
    event.remove(engine.sync_engine, "before_cursor_execute", record)
    return found


@pytest.fixture(scope="module")
def sqlite_filled(tmp_path_factory: pytest.TempPathFactory) -> str:
    return filled(f"sqlite:///{tmp_path_factory.mktemp('old') / 'central.db'}")


@pytest.fixture(scope="module")
def postgres_filled(cluster: Cluster) -> str:
    return filled(cluster.make("old"))


def filled(address: str) -> str:
    async def run() -> None:
        await Database.migrate(address)
        engine = open_engine(database_url(address), connections=0)
        await fill(engine)
        async with engine.begin() as connection:
            await connection.execute(text("ANALYZE"))

    asyncio.run(run())
    return address


def searched(plan: str) -> list[str]:
    """The big tables that a plan reads from end to end."""
    return [table for table in BIG if re.search(rf"(SCAN|Seq Scan on) {table}\b", plan)]


@pytest.mark.parametrize("which", ["sqlite_filled", "postgres_filled"])
@pytest.mark.parametrize("name", ACTS)
def test_no_statement_reads_old_days(request: pytest.FixtureRequest, which: str, name: str) -> None:
    address = request.getfixturevalue(which)

    async def run() -> list[str]:
        engine = open_engine(database_url(address), connections=0)
        statements = await statements_of(engine, ACTS[name])
        explain = "EXPLAIN QUERY PLAN " if which.startswith("sqlite") else "EXPLAIN "
        async with engine.connect() as connection:
            return [
                await connection.run_sync(_plan, explain + statement, parameters)
                for statement, parameters in statements
            ]

    plans = asyncio.run(run())
    assert plans
    assert [searched(plan) for plan in plans] == [[]] * len(plans), "\n".join(plans)


def _plan(connection: Connection, statement: str, parameters: Any) -> str:
    rows = connection.exec_driver_sql(statement, parameters)
    return "\n".join(" ".join(str(part) for part in found) for found in rows)
