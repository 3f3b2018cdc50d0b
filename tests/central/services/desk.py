# SPDX-License-Identifier: Apache-2.0
"""Who asks the booking desk, and what for."""

from datetime import datetime
from pathlib import Path

from central.services.access import Caller
from central.services.booking import Booked, BookingDesk, Channel, Wish
from central.services.booking_commands import Held
from central.services.roles import Role
from hall.identity import Secret
from tests.central.services.hall import ESTATE, HALL, NOON, Hall

WEB = Caller(HALL, "web", Role.PLATFORM)

APP = Caller(HALL, "app", Role.PLATFORM)

CLERK = Caller(HALL, "clerk_1", Role.CLERK)

ALICE = "11010519491231002X"

BOB = "440524188001010014"


async def held(hall: Hall, key: str = "h1", caller: Caller = WEB, at: datetime = NOON) -> Held:
    await hall.round.go()
    return await hall.desk.hold(caller, key, ESTATE, at)


def wish(hold: Held, number: str | None = ALICE, channel: Channel | None = None) -> Wish:
    return Wish(hold.hold_id, None if number is None else Secret(number), channel)


async def booked(
    hall: Hall, key: str = "k", caller: Caller = WEB, number: str | None = ALICE
) -> Booked:
    hold = await held(hall, key, caller)
    return await hall.desk.confirm(caller, key, wish(hold, number))


def another_process(hall: Hall) -> Hall:
    """Of the same centre."""
    other = Hall(Path(), hall.units)
    other.desk = BookingDesk(hall.units, other.writers, hall.keys, hall.own_key, hall.files)
    return other


async def left(hall: Hall) -> int:
    return (await hall.book()).places_left(ESTATE, NOON)
