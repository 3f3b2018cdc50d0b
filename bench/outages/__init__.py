# SPDX-License-Identifier: Apache-2.0
"""Each fault of the table in docs/devices.md: how soon the program knows, and how soon all is well again.

Unchanged drivers and the kiosk's own workers over ptys, TCP, a pretended USB bus and a real pcscd. The
faults are spread over the time between two looks. Nearly all of it is waiting, so the devices are
measured at the same time, each in a process of its own.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from bench.figure import Figure, percentile
from bench.outages import chips, lights, printers, readers, scanners, voices
from bench.outages.guide import bounds
from bench.outages.stage import Found
from bench.plan import Plan

SLACK_MS = 50
"""How much later than it asked for this machine may let a waiting thread go on."""
SCENES: Mapping[Callable[[Path, int], Found], Mapping[str, float]] = {
    readers.serial_lines: readers.CALLS,
    readers.serial_answers: readers.CALLS,
    readers.usb: readers.CALLS,
    chips.pcscd: readers.CALLS,
    printers.network: printers.CALLS,
    printers.network_jobs: printers.CALLS,
    printers.lines: printers.CALLS,
    scanners.serial: scanners.CALLS,
    scanners.returns: scanners.CALLS,
    lights.serial: lights.CALLS,
    lights.returns: lights.CALLS,
    voices.espeak: voices.CALLS,
}
"""What is played in one process each, and the seconds that the calls of its driver may take."""


def measure(plan: Plan) -> Iterator[Figure]:
    """All rows that can be played, then the longest calls of the drivers."""
    found = _play(plan)
    times = defaultdict[tuple[str, str], list[float]](list)
    for one in found:
        for fault, milliseconds in one.times.items():
            times[one.device, fault] += milliseconds
    promised = bounds()
    for (device, fault), milliseconds in times.items():
        yield from _row(f"{device}: {fault}", milliseconds, promised[device, fault])
    yield from _calls(found)


def _play(plan: Plan) -> list[Found]:
    room, count = plan.room("outages"), plan.count(5, 15)
    with ProcessPoolExecutor(len(SCENES), get_context("spawn"), _be_quiet) as pool:
        played = []
        for scene in SCENES:
            folder = room / f"{scene.__module__}.{scene.__name__}"
            folder.mkdir()
            played.append(pool.submit(scene, folder, count))
        return [one.result() for one in played]


def _be_quiet() -> None:
    """Nobody reads what the workers log."""
    logging.disable()


def _row(name: str, milliseconds: list[float], bound: int | None) -> Iterator[Figure]:
    yield Figure(f"{name}, median", percentile(milliseconds, 50), "ms")
    yield Figure(f"{name}, max", max(milliseconds), "ms", bound, f"{len(milliseconds)} times")


def _calls(found: list[Found]) -> Iterator[Figure]:
    longest = dict[tuple[str, str], float]()
    deadlines = dict[tuple[str, str], float]()
    for one, promised in zip(found, SCENES.values(), strict=True):
        for (driver, name), milliseconds in one.calls.items():
            longest[driver, name] = max(milliseconds, longest.get((driver, name), 0.0))
            deadlines[driver, name] = promised[name] * 1000 + SLACK_MS
    for (driver, name), milliseconds in longest.items():
        yield Figure(f"{driver}: longest {name}", milliseconds, "ms", deadlines[driver, name])
