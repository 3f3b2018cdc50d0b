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

from bench.devices import StuckError
from bench.figure import Figure, percentile
from bench.outages import chips, lights, printers, readers, scanners, voices
from bench.outages.guide import bounds
from bench.outages.stage import Found
from bench.plan import Plan

Scene = Callable[[Path, int], Found]

SLACK_MS = 50
"""How much later than it asked for this machine may let a waiting thread go on."""
SCENES: Mapping[Scene, Mapping[str, float]] = {
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
    played = _play(plan)
    found = {scene: one for scene, one in played.items() if isinstance(one, Found)}
    times = defaultdict[tuple[str, str], list[float]](list)
    for one in found.values():
        for fault, milliseconds in one.times.items():
            times[one.device, fault] += milliseconds
    promised = bounds()
    for (device, fault), milliseconds in times.items():
        yield from _row(f"{device}: {fault}", milliseconds, promised[device, fault])
    yield from _calls(found)
    for scene, why in played.items():
        if isinstance(why, str):
            yield Figure(f"{scene.__module__}.{scene.__name__}", None, "ms", 0, why)


def _play(plan: Plan) -> Mapping[Scene, Found | str]:
    room, count = plan.room("outages"), plan.count(5, 15)
    with ProcessPoolExecutor(len(SCENES), get_context("spawn"), _be_quiet) as pool:
        played = {}
        for scene in SCENES:
            folder = room / f"{scene.__module__}.{scene.__name__}"
            folder.mkdir()
            played[scene] = pool.submit(_act, scene, folder, count)
        return {scene: one.result() for scene, one in played.items()}


def _act(scene: Scene, folder: Path, count: int) -> Found | str:
    """What a scene found; why it did not come to its end, so that the others count nevertheless."""
    try:
        return scene(folder, count)
    except StuckError as error:
        return str(error)


def _be_quiet() -> None:
    """Nobody reads what the workers log."""
    logging.disable()


def _row(name: str, milliseconds: list[float], bound: int | None) -> Iterator[Figure]:
    yield Figure(f"{name}, median", percentile(milliseconds, 50), "ms")
    yield Figure(f"{name}, max", max(milliseconds), "ms", bound, f"{len(milliseconds)} times")


def _calls(found: Mapping[Scene, Found]) -> Iterator[Figure]:
    longest = dict[tuple[str, str], float]()
    deadlines = dict[tuple[str, str], float]()
    for scene, one in found.items():
        for (driver, name), milliseconds in one.calls.items():
            longest[driver, name] = max(milliseconds, longest.get((driver, name), 0.0))
            deadlines[driver, name] = SCENES[scene][name] * 1000 + SLACK_MS
    for (driver, name), milliseconds in longest.items():
        yield Figure(f"{driver}: longest {name}", milliseconds, "ms", deadlines[driver, name])
