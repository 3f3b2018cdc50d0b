# SPDX-License-Identifier: Apache-2.0
"""A kiosk's store and sync as a process of its own, to be killed: writes entries, says so."""

import sys
from itertools import count
from pathlib import Path

from hall.identity import Secret
from hall.log import HelpCalled
from kiosk.clock import SystemClock
from kiosk.crypto import DayKeys
from kiosk.runner.store_thread import StoreThread
from kiosk.store.database import Database
from kiosk.sync.address import CentreAddress
from kiosk.sync.centre_clock import CentreClock
from kiosk.sync.client import CentreClient
from kiosk.sync.incoming import FeedTaker
from kiosk.sync.pause import Pause
from kiosk.sync.wake_listener import WakeListener
from kiosk.sync.worker import SyncWorker, Work
from tests.kiosk.sync.samples import CREDENTIAL, K1


def main(url: str, folder: Path) -> None:
    database = Database.open(folder / "kiosk.db")
    store, address = StoreThread(), CentreAddress(url, None, Secret(CREDENTIAL))
    worker = SyncWorker(
        Work(
            client=CentreClient(address),
            ask=store.ask,
            new_unit=database.unit_of_work,
            taker=FeedTaker(K1, DayKeys(folder / "keys").put),
            clock=CentreClock(SystemClock()),
            pause=Pause(0.1),
        )
    )
    WakeListener(CentreClient(address), worker.wake, worker.be_deaf, Pause(0.1)).start()
    worker.start()
    for number in count(1):
        store.ask(lambda: write(database))
        worker.poke()
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        sys.stdin.readline()


def write(database: Database) -> None:
    with database.unit_of_work() as unit:
        unit.log.append(SystemClock().now(), HelpCalled("services", was_delivered=True))
        unit.commit()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
