# SPDX-License-Identifier: Apache-2.0
"""Records on a disk that is filled to the last block: `python -m` this FOLDER, which holds the disk."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from hall.ids import TicketId
from hall.log import Cancelled
from kiosk.store.database import Database
from kiosk.store.errors import DiskFullError
from kiosk.store.reserve import Reserve
from tests.small_disk import fill

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
WHOLE, PART = 4 * 2**20, 2**20
MANY = 20_000


def append(database: Database) -> None:
    with database.unit_of_work() as unit:
        for _ in range(20):
            unit.log.append(NOW, Cancelled(TicketId(UUID(int=1))))
        unit.commit()


def append_until_full(database: Database) -> int:
    for count in range(MANY):
        try:
            append(database)
        except DiskFullError:
            return count
    return MANY


def entries(database: Database) -> int:
    with database.unit_of_work() as unit:
        return sum(1 for _ in unit.log.entries())


def main(disk: Path) -> None:
    path, file = disk / "kiosk.db", disk / "kiosk.db.reserve"
    database = Database.open(path, Reserve(file, WHOLE, PART))
    told: dict[str, object] = {"at first": file.stat().st_size}
    filler = fill(disk)
    append(database)
    told["after one more"] = file.stat().st_size
    told["in reserve"] = database.is_in_reserve
    commits = 1 + append_until_full(database)
    told["on the full disk"], told["left at the end"] = commits, file.stat().st_size
    database.close()
    filler.unlink()
    database = Database.open(path, Reserve(file, WHOLE, PART))
    told["all kept"] = entries(database) == 20 * commits
    told["filled again"], told["still in reserve"] = file.stat().st_size, database.is_in_reserve
    append(database)
    database.close()
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]) / "disk")
