# SPDX-License-Identifier: Apache-2.0
"""A whole kiosk whose disk is filled while it works: `python -m` this FOLDER, whose `state` is a disk."""

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from tests.e2e.harness import Hall
from tests.e2e.persons import person
from tests.small_disk import fill

GIVEN_WHILE_FULL = 4


def main(folder: Path) -> None:
    with Hall(folder, is_forked=True) as hall:
        hall.start()
        hall.kiosk.wait_for("reserve filled")
        hall.confirmed_visit(person(1))
        filler = fill(hall.state)
        for count in range(GIVEN_WHILE_FULL):
            hall.confirmed_visit(person(2 + count))
        hall.kiosk.wait_for("disk full reserve_left=")
        hall.kiosk.kill()
        hall.start()
        hall.confirmed_visit(person(2 + GIVEN_WHILE_FULL))
        assert hall.kiosk.end() == 0
        hall.kiosk.kill()
        filler.unlink()
        hall.start()
        hall.kiosk.wait_for("reserve filled")
        hall.confirmed_visit(person(3 + GIVEN_WHILE_FULL))
        assert hall.kiosk.end() == 0
        records = hall.records()
        told = {
            "numbers": records.numbers(records.issued),
            "papers": len(hall.printer.tickets),
            "broken": hall.broken(),
        }
    with closing(sqlite3.connect(hall.state / "kiosk.db")) as database:
        told["sound"] = database.execute("PRAGMA integrity_check").fetchone()[0]
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
