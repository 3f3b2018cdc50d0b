# SPDX-License-Identifier: Apache-2.0
"""A whole process, killed with -9 while it pushes and pulls: it goes on where it was."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from hall.feed import BookingMade, Reduced
from hall.news import DayKeyTold
from hall.numbering import NumberRange
from hall.place import Lane
from kiosk.store.database import Database
from tests.contract.store_samples import ESTATE, NOW, TODAY
from tests.fakes.centre import CentreServer, Fault
from tests.kiosk.sync.samples import SyncedKiosk, booking, grant, walk_in
from tests.kiosk.sync.test_faults import check, heal

KILLS = 5
MOST_ENTRIES = 12
FAULTS = (Fault.ANSWER_LOST, Fault.LOST, Fault.DOUBLED, Fault.LATE_AGAIN, Fault.BUSY, Fault.HALF)
ROOT = Path(__file__).parents[3]


def run_and_kill(server: CentreServer, folder: Path, entries: int) -> None:
    """Let it write so many entries, each while the centre has something new, and kill it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.kiosk.sync.kiosk_process", server.url, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        for _ in range(entries):
            assert process.stdout.readline()
            server.centre.tell(BookingMade(booking(len(server.centre.feed) + 1)))
            server.wake()
            process.stdin.write("\n")
            process.stdin.flush()
        process.kill()


@pytest.mark.usefixtures("caplog")
@pytest.mark.timeout(180)
def test_a_kiosk_killed_again_and_again_ends_with_everything_once(
    server: CentreServer, tmp_path: Path
) -> None:
    rng = random.Random(20260302)  # noqa: S311 - a schedule, no secret
    centre = server.centre
    centre.tell(DayKeyTold(TODAY, "k", bytes(32)))
    for number in range(KILLS):
        first = 10 * number + 1
        numbers = (NumberRange("C", first, first + 9),)
        centre.granted.append(grant(number, walk_in(first, 3), numbers=numbers))
        centre.tell(Reduced(ESTATE, NOW, Lane.WALK_IN, 1))
        server.faults.extend(rng.choices(FAULTS, k=3))
        run_and_kill(server, tmp_path, rng.randint(1, MOST_ENTRIES))
    server.faults.clear()
    database = Database.open(tmp_path / "kiosk.db")
    kiosk = SyncedKiosk(database.unit_of_work(), server.url)
    heal(kiosk)
    kiosk.end()
    check(centre, database.unit_of_work())
    database.close()
    assert (tmp_path / "keys" / f"day-{TODAY}.key").read_bytes() == bytes(32)
