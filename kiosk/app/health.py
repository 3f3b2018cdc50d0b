# SPDX-License-Identifier: Apache-2.0
"""How a running kiosk is, for its staff and for the centre."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from kiosk.clock import Clock
from kiosk.errors import KioskError
from kiosk.flow.staff_values import CheckSeen
from kiosk.flow.values import Devices
from kiosk.health.finding import Finding
from kiosk.health.running import device_findings, seen
from kiosk.runner.health_worker import HealthWorker, Look
from kiosk.settings.model import Settings

if TYPE_CHECKING:  # nothing waits for it
    from kiosk.app.records import Records


@dataclass(frozen=True)
class CentreHeard:
    """What the kiosk has heard of its centre; from any thread.

    Attributes:
        ahead: how far the machine's clock is ahead of the centre's.
        error: why the last exchange came to nothing.
    """

    ahead: Callable[[], timedelta]
    error: Callable[[], KioskError | None]


class Health:
    """Lifetime: one per process; `worker` is started and stopped with the others.

    Concurrency: `seen` on any thread.

    Args:
        devices: as the flow has them.
        heard: None for a kiosk that stands alone.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        devices: Callable[[], Devices],
        heard: CentreHeard | None,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._devices = devices
        self._heard = heard
        self.worker = HealthWorker(self._looks)

    def seen(self) -> tuple[CheckSeen, ...]:
        """The devices as they are now, the machine as it was when it was last looked at."""
        devices = map(seen, device_findings(self._settings, self._devices()))
        return (*devices, *self.worker.seen)

    def _looks(self) -> tuple[Look, ...]:
        # Loaded here, on the worker's thread: neither the first frame nor the first card waits for it.
        from kiosk.app.machine_check import Looker, machine_checks  # noqa: PLC0415 - see above
        from kiosk.app.records import Records  # noqa: PLC0415 - see above

        records, heard = Records(self._settings, self._clock), self._heard
        ahead = heard.ahead if heard else _nobody_tells
        looker = Looker(is_running=True, clock=self._clock, ahead=ahead)
        checks = [*self._centre(records), *machine_checks(self._settings, records, looker)]
        return tuple(partial(_seen, look) for look in checks)

    def _centre(self, records: "Records") -> Iterator[Callable[[], Finding]]:
        centre, heard = self._settings.centre, self._heard
        if centre is None or heard is None:
            return
        from kiosk.app.centre_check import look_at_centre  # noqa: PLC0415 - HTTP takes 0.3 s to load

        def greet(*_: object) -> None:
            if (error := heard.error()) is not None:
                raise error

        yield partial(look_at_centre, self._settings, centre, records, greet)


def _seen(look: Callable[[], Finding]) -> CheckSeen:
    return seen(look())


def _nobody_tells() -> timedelta | None:
    return None
