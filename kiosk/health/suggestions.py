# SPDX-License-Identifier: Apache-2.0
"""Which sentence says what to do about a fault of a device."""

from enum import StrEnum
from pathlib import Path

from drivers.errors import DeviceError
from kiosk.health.finding import Line, Said, Where

ROOT = "health.suggestion."
OF_THE_LINE = frozenset(
    {"unplugged", "port_refused", "port_forbidden", "port_unfit", "silent", "garbled"}
)
"""Reasons that mean the same in every family, and something else on each kind of line."""

NO_LIBRARY = "no_library"
"""Only devices on USB need one."""

BY_ID = Path("/dev/serial/by-id")
UNSTABLE = ("ttyUSB", "ttyACM")
"""Beginnings of names that go to another device after the next start."""


def suggestion_for(error: type[DeviceError], reason: StrEnum, where: Where) -> Said:
    """What to do about this reason of this family."""
    is_of_the_line = where.line is not None and reason in OF_THE_LINE
    owner = where.line if is_of_the_line else error.family
    if reason == NO_LIBRARY:
        owner = Line.USB
    return Said(f"{ROOT}{owner}.{reason}", {"place": where.place, "table": where.table})


def better_name(where: Where, folder: Path = BY_ID) -> Said | None:
    """That a serial line should be named as it stays, if its name is one that moves on."""
    device = Path(where.place)
    if where.line is not Line.SERIAL or not device.name.startswith(UNSTABLE):
        return None
    names = sorted(folder.iterdir()) if folder.is_dir() else []
    stable = next((name for name in names if name.resolve() == device.resolve()), folder)
    fields = {"place": where.place, "table": where.table, "stable": stable}
    return Said(f"{ROOT}stable_name", fields)
