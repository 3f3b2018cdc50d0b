# SPDX-License-Identifier: Apache-2.0
"""What was kept long enough leaves the file itself, whose room is used again."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest

from hall.ids import LeaseId
from hall.log import Granted, HelpCalled, PrintProof
from hall.numbering import NumberRange
from hall.place import Lane, Place, PlaceRun
from kiosk.services.forget import forget
from kiosk.store.abstract import LogStart, Slip
from kiosk.store.database import Database
from kiosk.store.errors import DatabaseDamagedError
from tests.contract.store_samples import ticket, ticket_id
from tests.kiosk.services.samples import ESTATE, RULES, at

KEPT = timedelta(days=183)
FIRST = date(2026, 3, 2)
TICKETS = 20
DAYS = 16


def fill(database: Database, first: date, word: str) -> None:
    """Some days, each with a lease, tickets with paper and place, and entries with that word."""
    with database.unit_of_work() as unit:
        for day in range(DAYS):
            on = first + timedelta(days=day)
            start = at(9, day=on)
            run = PlaceRun(ESTATE, start, Lane.WALK_IN, 0, TICKETS)
            numbers = (NumberRange("C", 1, TICKETS),)
            granted = Granted(LeaseId(f"{word}-{on}"), on, (run,), numbers)
            unit.leases.apply(granted)
            unit.log.append(start, granted)
            for count in range(TICKETS):
                known = on.toordinal() * 100 + count
                whose = {"ticket_id": ticket_id(known), "business_date": on, "issued_at": start}
                unit.tickets.add(ticket(count + 1, **whose))
                unit.places.take(Place(ESTATE, start, Lane.WALK_IN, count), ticket_id(known))
                proof = PrintProof.NOT_PRINTED
                unit.slips.put(Slip(ticket_id(known), 0, start, start, proof, word))
                unit.log.append(start, HelpCalled(word, was_delivered=False))
        unit.commit()


def forget_all(database: Database, on: date) -> None:
    while forget(database.unit_of_work(), RULES, on, KEPT, None):
        pass
    database.tidy(always=True)


def everything(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def rows(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 (own names)
    return int(count)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kiosk's file with two times two weeks, half a year apart; the first are forgotten."""
    tmp_path = tmp_path_factory.mktemp("made")
    path = tmp_path / "kiosk.db"
    database = Database.open(path)
    fill(database, FIRST, "long_ago")
    database.tidy(always=True)
    assert everything(tmp_path).count(b"long_ago") > 2 * DAYS * TICKETS
    fill(database, FIRST + KEPT, "of_late")
    forget_all(database, FIRST + KEPT + timedelta(days=DAYS))
    database.close()
    return path


@pytest.fixture
def path(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made, tmp_path))


def test_no_byte_of_it_is_left_and_what_is_younger_is_there(path: Path) -> None:
    found = everything(path.parent)
    assert b"long_ago" not in found
    assert found.count(b"of_late") > 2 * DAYS * TICKETS
    tables = ("ticket", "slip", "place", "lease", "number_range")
    assert {table: rows(path, table) for table in tables} == {
        "ticket": DAYS * TICKETS,
        "slip": DAYS * TICKETS,
        "place": DAYS * TICKETS,
        "lease": DAYS,
        "number_range": DAYS,
    }
    assert rows(path, "log_entry") == DAYS * (TICKETS + 1)


def test_the_file_grows_no_more_though_as_much_comes_again(path: Path) -> None:
    before = path.stat().st_size
    for round_no in (2, 3):
        database = Database.open(path)
        fill(database, FIRST + round_no * KEPT, "again")
        forget_all(database, FIRST + round_no * KEPT + timedelta(days=DAYS))
        database.close()
        assert path.stat().st_size <= before * 1.1


def test_the_kiosk_starts_again_and_its_chain_goes_on(path: Path) -> None:
    database = Database.open(path)
    with database.unit_of_work() as unit:
        assert unit.log.start().position == DAYS * (TICKETS + 1)
        assert next(unit.log.entries()).previous_hash == unit.log.start().hash
        assert unit.log.append(at(9), HelpCalled("welcome", was_delivered=False))
        unit.commit()
    database.close()
    Database.open(path).close()


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("DELETE FROM log_entry WHERE position < 350", "is missing"),
        ("DELETE FROM log_entry", "is missing"),
        ("UPDATE log_start SET hash = zeroblob(32)", "does not follow what was forgotten"),
        ("UPDATE log_start SET position = position - 1", "is missing"),
    ],
)
def test_a_log_whose_beginning_is_not_the_one_that_was_kept_is_found_out(
    path: Path, statement: str, problem: str
) -> None:
    with closing(sqlite3.connect(path)) as connection:
        # So few entries that the start looks at all of them.
        connection.execute("DELETE FROM log_entry WHERE position > 400")
        connection.execute(statement)
        connection.commit()
    with pytest.raises(DatabaseDamagedError) as caught:
        Database.open(path)
    assert problem in str(caught.value.fields["problem"])


def test_a_file_that_forgot_nothing_says_so(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "kiosk.db")
    with database.unit_of_work() as unit:
        assert unit.log.start() == LogStart()
    database.close()
