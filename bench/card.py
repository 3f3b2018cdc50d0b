# SPDX-License-Identifier: Apache-2.0
"""From the card's data to the first byte at the printer: the whole kiosk, unchanged, between two lines.

One service and a pause of no length, so nothing but work lies between. Three sorts of visitors: in
normal type, in large type by their age, in English.
"""

from collections.abc import Iterator

from bench.devices import plugged_in
from bench.figure import Figure, percentiles
from bench.hall import Hall
from bench.kiosk_process import READY, running
from bench.plan import Plan

VISITS_A_COUNTER = 4
"""A counter has 4.6 places to the half-hour; all visits may fall into one."""
GOALS: dict[int, float | None] = {50: 150, 99: 300}


def measure(plan: Plan) -> Iterator[Figure]:
    """As raster and as text; the very first visit stands apart, all is cold then."""
    for mode, visits in (("raster", plan.count(200, 800)), ("text", plan.count(100, 800))):
        first, *others = _milliseconds(plan, mode, visits)
        yield Figure(f"card to first byte, {mode}, first visit", first, "ms")
        yield from percentiles(f"card to first byte, {mode}", (first, *others), "ms", GOALS)


def _milliseconds(plan: Plan, mode: str, visits: int) -> list[float]:
    folder = plan.room(f"card-{mode}")
    with plugged_in(folder) as desk:
        counters = visits // VISITS_A_COUNTER + 1
        hall = Hall(str(desk.reader.path), desk.printer.port, mode, counters=counters)
        with running(hall.write(folder)) as kiosk:
            kiosk.seconds_to(READY)
            desk.printer.wait_for_blank_slip()
            return [desk.visit(number) * 1000 for number in range(visits)]
