# SPDX-License-Identifier: Apache-2.0
"""Whether an issue at a kiosk takes longer while it talks to a real centre on PostgreSQL.

The kiosk's own store and sync, three busy kiosks of the same hall beside it. As in `bench.syncing`,
where the centre is a stand-in, the figures without a link come from the same run, before and after.
"""

import time
from collections.abc import Iterator

from bench.centre.crowd import crowd
from bench.centre.stage import beginnings, centre, cluster, furnish
from bench.figure import Figure, percentile
from bench.plan import Plan
from bench.syncing import MOST_TIMES, PACE_SECONDS
from hall.identity import Secret
from hall.ids import ServiceId
from hall.log import Granted
from kiosk.clock import SystemClock
from tests.e2e.synced_kiosk import Enrolled, RealKiosk, eventually

ESTATE, LETTER = ServiceId("estate"), "A"
PAUSE_SECONDS = 0.3
"""Between two tickets of each of the others: ten a second in the hall."""
PATIENCE_SECONDS = 60


def measure(plan: Plan) -> Iterator[Figure]:
    """p50 and p99 of an issue with the link up, against those without."""
    count, folder = plan.count(100, 300), plan.room("synced")
    with cluster() as server:
        url = server.make("synced")
        own, *others = furnish(url, halls=1)
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
                eventually(kiosk.in_sync, PATIENCE_SECONDS)
                kiosk.cut()
                alone += _costs(kiosk, count)
            kiosk.close()
    yield Figure("issue without a link, p50", percentile(alone, 50), "ms")
    for percent, goal in ((50, MOST_TIMES), (99, None)):
        times = percentile(live, percent) / percentile(alone, percent)
        yield Figure(f"issue while linked to a centre against that, p{percent}", times, "x", goal)


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
