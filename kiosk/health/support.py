# SPDX-License-Identifier: Apache-2.0
"""Which machines the kiosk is known to run on: what PySide6's wheels are built for."""

import platform
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

Version = tuple[int, ...]

QT_PACKAGE = "PySide6-Essentials"


@dataclass(frozen=True)
class Machine:
    """What a wheel of PySide6 asks of a machine; a version that is not known is empty."""

    processor: str  # "x86_64"
    libc: Version  # (2, 36)
    qt: Version  # of PySide6: (6, 11, 1)


@dataclass(frozen=True)
class Wheels:
    """Releases of PySide6 of one kind, from `first` on and before `end`, and the oldest glibc for them."""

    processor: str
    first: Version
    end: Version
    libc: Version


KNOWN = (
    Wheels("x86_64", (6, 7, 3), (6, 10), (2, 28)),
    Wheels("x86_64", (6, 10), (6, 12), (2, 34)),
    Wheels("aarch64", (6, 7, 3), (6, 8, 1), (2, 31)),
    Wheels("aarch64", (6, 8, 1), (6, 12), (2, 39)),
)
"""The support table of docs/technician.md."""


def is_known(machine: Machine) -> bool:
    """Whether this processor, glibc and PySide6 go together."""
    return any(
        machine.processor == wheels.processor
        and wheels.first <= machine.qt < wheels.end
        and wheels.libc <= machine.libc
        for wheels in KNOWN
    )


def this_machine() -> Machine:
    """What this program runs on."""
    try:
        qt = version(QT_PACKAGE)
    except PackageNotFoundError:
        qt = ""
    name, libc = platform.libc_ver()
    return Machine(platform.machine(), parsed(libc) if name == "glibc" else (), parsed(qt))


def parsed(text: str) -> Version:
    """As numbers: "6.11.1" is (6, 11, 1); empty for what is no such text."""
    parts = text.split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else ()


def shown(numbers: Version) -> str:
    """The same as text; "?" where it is not known."""
    return ".".join(map(str, numbers)) or "?"
