# SPDX-License-Identifier: Apache-2.0
"""Resident memory of the kiosk's process after 20 visits, and how much it has grown after 2,000."""

import time
from collections.abc import Iterator

from bench.devices import plugged_in
from bench.figure import Figure
from bench.hall import Hall
from bench.kiosk_process import READY, KioskProcess, running
from bench.plan import Plan

FEW, MANY = 20, 2000
GOAL_PERCENT = 5.0
QUICK_KIOSK = ("-m", "bench.quick_kiosk")
REST_SECONDS = 2.5
"""Housekeeping and the screen's clock come by in between."""


def measure(plan: Plan) -> Iterator[Figure]:
    """A ticket as a picture for every visitor; three sorts of cards in turn."""
    folder, many = plan.room("memory"), plan.count(MANY, 4 * MANY)
    with plugged_in(folder) as desk:
        hall = Hall(str(desk.reader.path), desk.printer.port, has_quota=False)
        config = hall.write(folder)
        with running(config, program=QUICK_KIOSK) as kiosk:
            kiosk.seconds_to(READY)
            desk.printer.wait_for_blank_slip()
            at_start = _memory_mib(kiosk)
            for number in range(FEW):
                desk.visit(number)
            after_few = _memory_mib(kiosk)
            for number in range(FEW, many):
                desk.visit(number)
            after_many = _memory_mib(kiosk)
    yield Figure("memory, ready", at_start, "MiB")
    yield Figure(f"memory, after {FEW} visits", after_few, "MiB")
    yield Figure(f"memory, after {many:,} visits", after_many, "MiB")
    grown = (after_many / after_few - 1) * 100
    yield Figure(f"memory, growth from {FEW} to {many:,} visits", grown, "%", GOAL_PERCENT)


def _memory_mib(kiosk: KioskProcess) -> float:
    time.sleep(REST_SECONDS)
    return kiosk.memory_kib() / 1024
