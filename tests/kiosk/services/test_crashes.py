# SPDX-License-Identifier: Apache-2.0
"""kill -9 anywhere, two writers at once: no number twice, no paper without its entry."""

import re
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import pytest

from hall.ids import TicketId
from hall.invariants import Paper, broken_invariants
from hall.log import CheckedIn, Entry, Issued, PrintEnded, PrintStarted, verify_chain
from hall.numbering import TicketNumber
from kiosk.services.errors import AlreadyPrintedError
from kiosk.services.open_day import open_day
from kiosk.services.recover import recover
from kiosk.services.unprinted import unprinted
from kiosk.store.database import Database
from tests.e2e.process import run_to_end
from tests.kiosk.services.child import STEPS, TEN, Crash, Kiosk
from tests.kiosk.services.samples import MONDAY, RULES, at

ROOT = Path(__file__).parents[3]
STRACE = shutil.which("strace")
CHILD = "tests.kiosk.services.child"


def command(folder: Path, *arguments: object) -> list[str]:
    return [sys.executable, "-m", CHILD, str(folder), *map(str, arguments)]


def run(folder: Path, *arguments: object) -> int | None:
    words = [folder, *map(str, arguments)]
    code, _ = run_to_end(words, folder / "process", module=CHILD)
    return code


def start(folder: Path, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(folder, *arguments), cwd=ROOT, stdout=subprocess.PIPE, text=True
    )


def log(folder: Path) -> list[Entry]:
    """The log as a kiosk finds it that starts now; its chain is whole."""
    database = Database.open(folder / "kiosk.db")
    with database.unit_of_work() as unit:
        entries = list(unit.log.entries())
    database.close()
    verify_chain(entries)
    return entries


def papers(folder: Path) -> list[Paper]:
    """What came out of the printer; of a ticket cut off by the crash its number may be readable."""
    if not (folder / "paper").exists():
        return []
    found = re.findall(r"([0-9a-f-]{36}) (Y?[A-Z]\d{3})", (folder / "paper").read_text())
    return [
        Paper(MONDAY, TicketNumber.parse(number), TicketId(UUID(ticket_id)))
        for ticket_id, number in found
    ]


def check(folder: Path) -> list[Entry]:
    entries = log(folder)
    assert broken_invariants(entries, papers(folder)) == []
    return entries


# --- kill -9 -------------------------------------------------------------------------------


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_at_any_step_loses_no_number_and_prints_none_twice(
    tmp_path: Path, step: str
) -> None:
    assert run(tmp_path, "visit", step) == -9
    entries = check(tmp_path)
    issued = [entry for entry in entries if isinstance(entry.body, Issued)]
    started = [entry for entry in entries if isinstance(entry.body, PrintStarted)]
    ended = [entry for entry in entries if isinstance(entry.body, PrintEnded)]
    done = STEPS.index(step)
    assert len(issued) == (done >= STEPS.index("issue: after commit"))
    assert len(started) == (done >= STEPS.index("print_started: after commit"))
    assert len(ended) == (done >= STEPS.index("print_ended: after commit"))
    assert len(papers(tmp_path)) == (done >= STEPS.index("first byte"))
    _check_what_a_start_does(tmp_path, is_issued=bool(issued), is_started=bool(started))


def _check_what_a_start_does(folder: Path, *, is_issued: bool, is_started: bool) -> None:
    """Not begun: printed with the same number. Begun: on the staff list, until it is proven."""
    database = Database.open(folder / "kiosk.db")
    unit = database.unit_of_work()
    with unit:
        is_proven = any(isinstance(entry.body, PrintEnded) for entry in unit.log.entries())
    again = [str(ticket.number) for ticket in recover(unit, RULES, TEN)]
    listed = [str(each.ticket.number) for each in unprinted(unit, RULES, at(10, 1))]
    database.close()
    assert again == (["A001"] if is_issued and not is_started else [])
    assert listed == (["A001"] if is_issued and not is_proven else [])
    came_out = [str(paper.number) for paper in papers(folder)]
    kiosk = Kiosk(folder, Crash("never"))
    kiosk.visit()
    kiosk.close()
    check(folder)
    numbers = [str(paper.number) for paper in papers(folder)]
    assert numbers == [*came_out, *again, "A002" if is_issued else "A001"]


@pytest.mark.parametrize("step", ["issue: before commit", "issue: after commit", "first byte"])
def test_a_crash_while_a_booking_checks_in_comes_to_its_one_ticket(
    tmp_path: Path, step: str
) -> None:
    assert run(tmp_path, "book", step) == -9
    is_made = step != "issue: before commit"
    assert len(check_ins(tmp_path)) == is_made
    kiosk = Kiosk(tmp_path, Crash("never"))
    assert len(papers(tmp_path)) == is_made
    with suppress(AlreadyPrintedError):
        kiosk.booked_visit()
    kiosk.close()
    assert [str(body.number) for body in check_ins(tmp_path)] == ["YC001"]
    assert [str(paper.number) for paper in papers(tmp_path)] == ["YC001"]
    check(tmp_path)


def check_ins(folder: Path) -> list[CheckedIn]:
    return [entry.body for entry in log(folder) if isinstance(entry.body, CheckedIn)]


def test_killed_again_and_again_it_never_gives_a_number_twice(tmp_path: Path) -> None:
    for wait in (0.0, 0.05, 0.011, 0.12):
        kiosk = start(tmp_path, "many", 10_000)
        assert kiosk.stdout is not None
        assert [kiosk.stdout.readline() for _ in range(3)] == ["served\n"] * 3
        time.sleep(wait)  # any moment will do: the point is that it is not chosen
        kiosk.kill()
        kiosk.communicate()
        check(tmp_path)


# --- two writers ---------------------------------------------------------------------------


def test_two_processes_on_one_file_never_give_one_number_or_place_twice(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "kiosk.db")
    open_day(database.unit_of_work(), RULES, TEN)
    # Without the lock that keeps a second kiosk out: the transactions alone must do.
    both = [start(tmp_path, "hammer", 100) for _ in range(2)]
    promised = [line for each in both for line in each.communicate(timeout=40)[0].splitlines()]
    database.close()
    assert [each.returncode for each in both] == [0, 0]
    issued = {
        f"{entry.body.ticket_id} {entry.body.number}"
        for entry in check(tmp_path)
        if isinstance(entry.body, Issued)
    }
    assert set(promised) == issued
    assert len({line.split()[1] for line in promised}) == len(promised) > 150


# --- what reaches the disk before the printer ------------------------------------------------


@pytest.mark.skipif(STRACE is None, reason="needs strace")
def test_two_syncs_have_returned_before_the_first_byte_and_no_more(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    traced = [
        STRACE,
        "-f",
        "-qq",
        "-s",
        "80",
        "-e",
        "trace=fsync,fdatasync,write",
        "-o",
        str(trace),
    ]
    done = subprocess.run(
        [*traced, *command(tmp_path, "many", 60)],
        cwd=ROOT,
        timeout=50,
        check=False,
        capture_output=True,
        text=True,
    )
    if "ptrace" in done.stderr:
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr
    visits = trace.read_text().split('"touch\\n"')[1:]
    assert len(visits) == 60
    for visit in visits:
        before, number, _ = re.split(r"\w+ +write\(\d+, \"[0-9a-f-]{36} (A\d+)\"", visit)[:3]
        assert re.findall(r"(?:fsync|fdatasync)\(\d+\) += (\d+)", before) == ["0", "0"], number
        assert "unfinished" not in before
