# SPDX-License-Identifier: Apache-2.0
"""Business days of a hall with two kiosks, one of which is cut off over midnight."""

import asyncio
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from central.services.forgetting import Forgetting
from central.services.restoring import declare_restored
from central.services.sites import import_site
from central.store.abstract import Units
from hall.ids import TicketId
from hall.log import Cancelled, Issued
from hall.numbering import TicketNumber
from hall.place import Lane
from hall.wire.values import Refusal
from tests.central.services.clerks import Clerk
from tests.central.services.hall import HALL, SOCIAL, TODAY, Hall, LogKiosk, site_file
from tests.central.small_site import SMALL_SITE

SHORT_DAYS = SMALL_SITE.replace('"00:00", "23:30"', '"01:00", "05:00"')
DAY = timedelta(days=1)
KEPT = timedelta(days=3)


def issued(on: date, number: int) -> Issued:
    ticket_id = TicketId(UUID(int=on.toordinal() * 1000 + number))
    return Issued(ticket_id, on, SOCIAL, TicketNumber("C", number), Lane.WALK_IN)


def short_days(folder: Path, units: Units | None = None) -> Hall:
    """A hall with few slots, and nobody in it."""
    hall = Hall(folder, units)
    asyncio.run(import_site(hall.units, site_file(SHORT_DAYS), hall.clock.now()))
    return hall


async def first_day(hall: Hall) -> list[LogKiosk]:
    """Both kiosks give numbers, staff call; the second one's last numbers come the day after."""
    one, two = await hall.settled("k1", "k2")
    clerk = Clerk(hall)
    await clerk.open()
    for number in (1, 3, 5):
        one.say(issued(TODAY, number))
        await one.exchange()
        two.say(issued(TODAY, number + 1))
        await two.exchange()
    await clerk.serves_all()
    two.say(issued(TODAY, 8), issued(TODAY, 10))
    await next_day(hall, one, two)
    return [one, two]


async def next_day(hall: Hall, *kiosks: LogKiosk) -> date:
    """Each kiosk gives numbers and one is cancelled; which day it is."""
    hall.clock.jump_to(hall.clock.now() + DAY)
    await hall.round.go()
    on = hall.clock.now().date()
    for first, kiosk in enumerate(kiosks, 1):
        kiosk.say(issued(on, 10 * first), issued(on, 10 * first + 1))
        kiosk.say(Cancelled(issued(on, 10 * first).ticket_id))
        await kiosk.exchange()
        await kiosk.exchange()
    return on


async def forget(hall: Hall) -> None:
    """What is older than KEPT."""
    await Forgetting(hall.units, hall.keys, hall.clock, KEPT, KEPT).forget()


async def restore(hall: Hall, *kiosks: LogKiosk) -> None:
    """The database came back from a backup, and the kiosks send their logs again."""
    await declare_restored(hall.units, hall.clock, HALL)
    for kiosk in kiosks:
        refused = await kiosk.ask()
        assert isinstance(refused, Refusal), refused
        assert refused.epoch is not None
        kiosk.epoch, kiosk.acknowledged = refused.epoch, refused.acknowledged or 0
        await kiosk.exchange()
