# SPDX-License-Identifier: Apache-2.0
"""A process of the centre, to be run beside others and killed: it says each answer it got.

`python -m tests.fakes.rival compete|write ADDRESS NAME`; "ready" comes first, then waits for a line.
"""

import asyncio
import sys

from central.services.site_writers import SiteWriters
from central.store.database import Database
from hall.errors import SoldOutError
from hall.ids import KioskId
from tests.fakes.seats import HALL, SLOTS, Writer, holding, rules

TASKS = 8


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


async def compete(writer: Writer, name: str) -> None:
    """Want a place in each slot."""
    for number, slot in enumerate(SLOTS):
        try:
            say(await writer.decide(holding(f"{name} {number}", slot)))
        except SoldOutError:
            continue


async def write(writer: Writer, name: str) -> None:
    """Add kiosks without end."""
    number = 0
    while True:
        kiosk_id = KioskId(f"{name}-{number}")
        await writer.decide(lambda book, _, kiosk_id=kiosk_id: book.add_kiosk(kiosk_id))
        say(kiosk_id)
        number += 1


async def main(what: str, address: str, name: str) -> None:
    database = await Database.open(address, connections=2)
    async with SiteWriters(database.unit_of_work, rules()) as writers:
        writer = writers.of(HALL)
        await writer.look(lambda book: book.seq)
        say("ready")
        sys.stdin.readline()
        act = {"compete": compete, "write": write}[what]
        await asyncio.gather(*(act(writer, f"{name}-{task}") for task in range(TASKS)))
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
