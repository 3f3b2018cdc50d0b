# SPDX-License-Identifier: Apache-2.0
"""A kiosk linked to a real centre on PostgreSQL: how soon it knows a booking, and whether an issue takes longer.

The kiosk's own store and sync, three busy kiosks of the same hall beside it. The figures without a
link come from the same run, before and after. What a whole day's backlog does to an issue is measured
with a stand-in for the centre (`bench.catching_up`).
"""

import asyncio
import time
from collections.abc import Iterator

from bench.catching_up import MOST_TIMES, PACE_SECONDS, catching_up
from bench.centre import booker
from bench.centre.booker import Booker
from bench.centre.crowd import crowd
from bench.centre.line import Line
from bench.centre.stage import beginnings, bookers, centre, cluster, furnish
from bench.figure import Figure, percentile, percentiles
from bench.plan import Plan
from hall.identity import Secret
from hall.ids import ServiceId
from hall.log import Granted
from kiosk.clock import SystemClock
from tests.e2e.synced_kiosk import Enrolled, RealKiosk, eventually

ESTATE, LETTER = ServiceId("estate"), "A"
PAUSE_SECONDS = 0.3
"""Between two tickets of each of the others: ten a second in the hall."""
BOOKED_EVERY_SECONDS = 0.1
LOOKS_EVERY_SECONDS = 0.002
PATIENCE_SECONDS = 60
FRESH_MS: dict[int, float | None] = {50: None, 99: 1000.0}


def measure(plan: Plan) -> Iterator[Figure]:
    """p50 and p99 of what a booking takes to the kiosk, and of an issue with and without the link."""
    count, folder = plan.count(100, 300), plan.room("synced")
    with cluster() as server:
        url = server.make("synced")
        own, *others = furnish(url, halls=1)
        (platform,) = bookers(url, 1, halls=1)
        with centre(folder, url) as served:
            kiosk = RealKiosk(folder, Enrolled(own.kiosk_id, Secret(own.credential)))
            address = f"http://127.0.0.1:{served.port}"
            kiosk.start(address)
            eventually(lambda: _is_granted(kiosk) and kiosk.in_sync(), PATIENCE_SECONDS)
            kiosk.cut()
            with crowd(served.port, beginnings(served.port, others), 1) as busy:
                seconds = PACE_SECONDS * count
                alone = _costs(kiosk, count)
                kiosk.start(address)
                eventually(kiosk.in_sync, PATIENCE_SECONDS)
                with busy.going(seconds, pause=PAUSE_SECONDS):
                    live = _costs(kiosk, count)
                with busy.going(BOOKED_EVERY_SECONDS * count, pause=PAUSE_SECONDS):
                    fresh = asyncio.run(_until_known(kiosk, served.port, platform, count))
                eventually(kiosk.in_sync, PATIENCE_SECONDS)
                kiosk.cut()
                alone += _costs(kiosk, count)
            kiosk.close()
    yield from percentiles("booking answered to booking in the kiosk", fresh, "ms", FRESH_MS)
    yield Figure("issue without a link, p50", percentile(alone, 50), "ms")
    for percent, goal in ((50, MOST_TIMES), (99, None)):
        times = percentile(live, percent) / percentile(alone, percent)
        yield Figure(f"issue while linked to a centre against that, p{percent}", times, "x", goal)
    yield from catching_up(plan)


def _is_granted(kiosk: RealKiosk) -> bool:
    return any(isinstance(entry.body, Granted) for entry in kiosk.log())


def _costs(kiosk: RealKiosk, count: int) -> list[float]:
    costs, today = list[float](), SystemClock().now().date()
    for _ in range(count):
        time.sleep(PACE_SECONDS)
        began = time.perf_counter()
        kiosk.issue(today, ESTATE, LETTER)
        costs.append((time.perf_counter() - began) * 1000)
    return costs


async def _until_known(
    kiosk: RealKiosk, port: int, platform: booker.Start, count: int
) -> list[float]:
    """Milliseconds from each answer to a platform until the booking stands in the kiosk's store."""
    line = Line(port, platform.credential)
    await line.open()
    client, found = Booker(platform, line), list[float]()
    for _ in range(count):
        booking_id = await client.book()
        answered = time.perf_counter()
        while not await asyncio.to_thread(kiosk.knows_booking, booking_id):
            if time.perf_counter() - answered > PATIENCE_SECONDS:
                raise RuntimeError(f"never known: {booking_id}")
            await asyncio.sleep(LOOKS_EVERY_SECONDS)
        found.append((time.perf_counter() - answered) * 1000)
        await asyncio.sleep(BOOKED_EVERY_SECONDS)
    line.close()
    return found
