# SPDX-License-Identifier: Apache-2.0
"""How long a screen, a thread or a compositor that hangs goes unnoticed, and until all is back.

The stand-in for systemd of the tests restarts as `systemd/kiosk.service` says; what hangs is a whole
kiosk that was told to hang.
"""

import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

from bench.figure import Figure
from bench.plan import Plan
from tests.e2e import frozen
from tests.units import StandIn

NOTICED_SECONDS = 20.0
CURED_SECONDS = 10.0

Start = Callable[[Path], AbstractContextManager[StandIn]]
CASES: dict[str, tuple[Start, signal.Signals]] = {
    "frozen screen": (frozen.kiosk, signal.SIGUSR1),
    "frozen card reader's thread": (frozen.kiosk, signal.SIGUSR2),
    "frozen compositor": (partial(frozen.kiosk, has_compositor=True), signal.SIGSTOP),
    "dead compositor": (partial(frozen.kiosk, has_compositor=True), signal.SIGKILL),
    "frozen centre": (frozen.central, signal.SIGSTOP),
}


def measure(plan: Plan) -> Iterator[Figure]:
    """Each once: the unit's own seconds are most of it."""
    for number, (name, (start, how)) in enumerate(CASES.items()):
        with start(plan.room(f"frozen-{number}")) as stand_in:
            stand_in.wait_for("ready")
            if start is not frozen.central:
                stand_in.wait_until_said("ready screen=Welcome")
            began = frozen.freeze(stand_in, how)
            noticed = stand_in.wait_for("gone" if how is signal.SIGKILL else "hangs")
            cured = stand_in.wait_for("ready", times=2)
        yield Figure(f"{name}, noticed", noticed - began, "s", NOTICED_SECONDS)
        yield Figure(f"{name}, then back", cured - noticed, "s", CURED_SECONDS)
