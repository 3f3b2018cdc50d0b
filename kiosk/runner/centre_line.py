# SPDX-License-Identifier: Apache-2.0
"""All that goes on between this kiosk and its centre: waits until it is enrolled, then keeps in touch."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from typing_extensions import override

from hall.ids import SiteId
from kiosk.errors import KioskError
from kiosk.runner.looping import Looping
from kiosk.sync.enrolment import Enrolled
from kiosk.sync.errors import DisownedError
from kiosk.sync.wake_listener import WakeListener
from kiosk.sync.worker import Link, SyncWorker

logger = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
"""Between looks whether somebody has enrolled this machine meanwhile."""
LOOKS_BEFORE_GREETING = 10
"""The centre is greeted only so often by a kiosk it does not know."""


@dataclass(frozen=True)
class LineParts:
    """What the line is made of; all called on its thread.

    Attributes:
        enrolled: what this machine is to the centre; None as long as it is not. Raises KeyFileError.
        greet: raises the SyncError that keeps this machine from the centre.
        connect: the two that keep in touch, not yet started. Raises SyncError.
    """

    enrolled: Callable[[], Enrolled | None]
    greet: Callable[[], None]
    connect: Callable[[Enrolled], tuple[SyncWorker, WakeListener]]


class CentreLine(Looping):
    """Concurrency: `poke`, `is_enrolled`, `site_id` and `link` on any thread."""

    name = "centre"
    longest_step_seconds = 12.0
    """A centre that does not answer is given up after ten."""

    def __init__(self, parts: LineParts) -> None:
        super().__init__()
        self._parts = parts
        self._worker: SyncWorker | None = None
        self._listener: WakeListener | None = None
        self._enrolled: Enrolled | None = None
        self._looks = 0
        self._error: KioskError | None = None

    @property
    def is_enrolled(self) -> bool:
        """Whether this machine is a kiosk of the centre."""
        return self._worker is not None

    @property
    def site_id(self) -> SiteId | None:
        """What the centre calls this site; None as long as it is not enrolled."""
        return self._enrolled.site_id if self._enrolled else None

    @property
    def link(self) -> Link:
        """How kiosk and centre are together now."""
        worker = self._worker
        return worker.link if worker else Link(error=self._error)

    def poke(self) -> None:
        """The log has news for the centre."""
        if self._worker is not None:
            self._worker.poke()

    @override
    def step(self) -> float:
        try:
            if self._worker is None:
                self._look()
            elif isinstance(self._worker.link.error, DisownedError):
                self._look_again()
        except KioskError as error:
            if type(error) is not type(self._error):
                logger.warning("no centre key=%s %s", error.key, dict(error.fields))
            self._error = error
        return LOOK_SECONDS

    @override
    def close(self) -> None:
        """End both, whatever the network does."""
        self._hang_up()

    def _hang_up(self) -> None:
        if self._listener is not None:
            self._listener.stop()
        if self._worker is not None:
            self._worker.stop()

    def _look_again(self) -> None:
        """The centre does not know this kiosk; it may have been enrolled anew."""
        enrolled = self._parts.enrolled()
        if enrolled is not None and enrolled != self._enrolled:
            self._hang_up()
            self._connect(enrolled)

    def _look(self) -> None:
        enrolled = self._parts.enrolled()
        if enrolled is None:
            self._greet()
        else:
            self._connect(enrolled)

    def _connect(self, enrolled: Enrolled) -> None:
        worker, self._listener = self._parts.connect(enrolled)
        worker.start()
        self._listener.start()
        self._worker, self._enrolled = worker, enrolled
        logger.info("enrolled site_id=%s kiosk_id=%s", enrolled.site_id, enrolled.kiosk_id)

    def _greet(self) -> None:
        is_due = self._looks % LOOKS_BEFORE_GREETING == 0
        self._looks += 1
        if is_due:
            self._parts.greet()
            self._error = None
