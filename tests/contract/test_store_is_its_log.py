# SPDX-License-Identifier: Apache-2.0
"""After any day, the kiosk's tables hold what its own log comes to."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import RowMapping, Table, select

from hall.holding import Holding
from hall.ids import KioskId, TicketId
from hall.invariants import broken_invariants
from hall.log import (
    Body,
    Cancelled,
    CheckedIn,
    Granted,
    Issued,
    PrintEnded,
    PrintProof,
    PrintStarted,
    Reprinted,
)
from hall.place import Lane, Place
from hall.ticket import TicketStatus
from kiosk.store import tables
from kiosk.store.database import open_engine
from kiosk.store.tables import Owner
from tests.contract.kiosk_day import KioskDay

STEPS = 250

Sold = dict[TicketId, tuple[Place, int]]
Left = dict[tuple[date, str], list[tuple[int, int]]]


class Tables:
    """The rows of a database file, as values of the rules."""

    def __init__(self, path: Path) -> None:
        with open_engine(path, is_read_only=True).connect() as connection:
            self._rows = {
                table: list(connection.execute(select(table)).mappings())
                for table in tables.metadata.sorted_tables
            }

    def __getitem__(self, table: Table) -> list[RowMapping]:
        return self._rows[table]

    def free(self) -> dict[Place, int]:
        rows = self[tables.place]
        return {_place(row): row["hop"] for row in rows if row["owner"] is Owner.KIOSK}

    def sold(self) -> Sold:
        rows = self[tables.place]
        return {row["ticket_id"]: (_place(row), row["hop"]) for row in rows if row["ticket_id"]}

    def numbers(self) -> Left:
        left: Left = defaultdict(list)
        for row in self[tables.number_range]:
            if row["next"] <= row["last"]:
                left[row["business_date"], row["letter"]].append((row["next"], row["last"]))
        return left

    def issued(self) -> set[tuple[object, ...]]:
        names = ("ticket_id", "business_date", "service_id", "number", "lane")
        names += ("is_standby", "chosen_slot")
        walk_ins = [row for row in self[tables.ticket] if row["lane"] is not Lane.BOOKED]
        return {tuple(row[name] for name in names) for row in walk_ins}

    def checked_in(self) -> set[tuple[object, ...]]:
        names = ("ticket_id", "business_date", "service_id", "number")
        booked = [row for row in self[tables.ticket] if row["lane"] is Lane.BOOKED]
        return {tuple(row[name] for name in names) for row in booked}

    def cancelled(self) -> set[TicketId]:
        rows = self[tables.ticket]
        return {row["ticket_id"] for row in rows if row["status"] is TicketStatus.CANCELLED}

    def reprints(self) -> Counter[TicketId]:
        return Counter({row["ticket_id"]: row["reprints"] for row in self[tables.ticket]})

    def slips(self) -> dict[tuple[TicketId, int], PrintProof | None]:
        return {(row["ticket_id"], row["copy"]): row["proof"] for row in self[tables.slip]}

    def leases(self) -> set[str]:
        return {row["lease_id"] for row in self[tables.lease]}


def _place(row: RowMapping) -> Place:
    return Place(row["service_id"], row["slot_start"], row["lane"], row["place_index"])


def issued_in(holding: Holding) -> Iterator[Issued]:
    return (ticket for ticket in holding.tickets.values() if isinstance(ticket, Issued))


def sold_in(holding: Holding) -> Sold:
    return {
        ticket.ticket_id: (ticket.place, ticket.hop)
        for ticket in issued_in(holding)
        if ticket.place and ticket.ticket_id not in holding._cancelled
    }


def numbers_in(holding: Holding) -> Left:
    left: Left = defaultdict(list)
    for business_date, numbers in holding.numbers:
        left[business_date, numbers.letter].append((numbers.first, numbers.last))
    return left


def tickets_in(holding: Holding) -> set[tuple[object, ...]]:
    """Those of walk-ins; a booking's slot stands in the feed, not in the log."""
    return {
        (
            ticket.ticket_id,
            ticket.business_date,
            ticket.service_id,
            str(ticket.number),
            ticket.lane,
            ticket.is_standby,
            ticket.chosen_slot,
        )
        for ticket in issued_in(holding)
    }


def check_ins_in(holding: Holding) -> set[tuple[object, ...]]:
    return {
        (ticket.ticket_id, ticket.business_date, ticket.service_id, str(ticket.number))
        for ticket in holding.tickets.values()
        if isinstance(ticket, CheckedIn)
    }


def slips_in(log: Iterable[Body]) -> dict[tuple[TicketId, int], PrintProof | None]:
    """Every copy that was begun, and what is known of it in the end."""
    slips: dict[tuple[TicketId, int], PrintProof | None] = {}
    for body in log:
        match body:
            case PrintStarted(ticket_id=ticket_id, copy=copy):
                slips[ticket_id, copy] = None
            case PrintEnded(ticket_id=ticket_id, copy=copy, proof=proof):
                slips[ticket_id, copy] = proof
            case _:
                pass
    return slips


@pytest.mark.parametrize("seed", range(4))
def test_the_tables_hold_what_the_log_comes_to(seed: int, tmp_path: Path) -> None:
    path = tmp_path / "kiosk.db"
    day = KioskDay(path, seed)
    day.run(STEPS)
    with day.unit as unit:
        entries = list(unit.log.entries())
    day.database.close()
    log = [entry.body for entry in entries]
    holding, held = Holding.fold(KioskId("k1"), log), Tables(path)
    assert held.free() == holding.free
    assert held.sold() == sold_in(holding)
    assert held.numbers() == numbers_in(holding)
    assert held.issued() == tickets_in(holding)
    assert held.checked_in() == check_ins_in(holding)
    assert held.cancelled() == holding._cancelled
    assert held.leases() == holding._leases
    assert held.slips() == slips_in(log)
    assert held.reprints() == Counter(body.ticket_id for body in log if isinstance(body, Reprinted))
    assert broken_invariants(entries) == []
    happened = {type(body) for body in log}
    assert happened >= {Granted, Issued, CheckedIn, Cancelled, PrintStarted, PrintEnded, Reprinted}
    assert max(holding.free.values()) > 0
