# SPDX-License-Identifier: Apache-2.0
"""From the start of the process to the first frame, and to the first card that can be laid."""

from collections.abc import Iterator

from bench.devices import plugged_in
from bench.figure import Figure, percentile
from bench.hall import Hall
from bench.kiosk_process import FIRST_FRAME, READY, running
from bench.plan import Plan

GOAL = 1.5
READY_GOAL = 3.0


def measure(plan: Plan) -> Iterator[Figure]:
    """Warm: one start before, which also makes the database; the median, as one start may be unlucky."""
    folder = plan.room("start")
    frames, cards = list[float](), list[float]()
    with plugged_in(folder) as desk:
        config = Hall(str(desk.reader.path), desk.printer.port).write(folder)
        for _ in range(1 + plan.count(7, 21)):
            with running(config) as kiosk:
                frames.append(kiosk.seconds_to(FIRST_FRAME))
                cards.append(kiosk.seconds_to(READY))
    yield Figure("start to first frame, first start", frames[0], "s")
    yield Figure("start to first frame, median", percentile(frames[1:], 50), "s", GOAL)
    yield Figure("start to ready for cards, median", percentile(cards[1:], 50), "s", READY_GOAL)
