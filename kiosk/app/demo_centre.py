# SPDX-License-Identifier: Apache-2.0
"""The demo's centre: a process of its own, the cable to it, and everybody else who asks it."""

import json
import logging
import os
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from typing_extensions import override

from drivers.card_reader.registry import SampleCard
from hall.ids import BookingId
from kiosk.app.enrol import enrol_at
from kiosk.clock import Clock
from kiosk.demo.controls import CentreControls, OnlineBooking
from kiosk.demo.hall_calls import HallCalls
from kiosk.demo.link import Link
from kiosk.errors import KioskError
from kiosk.settings.model import CentreSettings, Settings
from kiosk.store.database import Database

logger = logging.getLogger(__name__)

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 60.0
"""For the centre to start on a busy machine."""
HEARD_SECONDS = 15.0
"""For a booking to reach the kiosk."""
ENDS_SECONDS = 5.0
LOOK_SECONDS = 0.05


class NoCentreError(KioskError):
    """The demo's centre did not start. Fields: `problem`."""

    key: ClassVar[str] = "error.demo.no_centre"


class NotHeardError(KioskError):
    """The kiosk has not heard of the booking: its cable is pulled. Fields: `number`."""

    key: ClassVar[str] = "error.demo.not_heard"


class DemoCentre(CentreControls):
    """Lifetime: from its creation, which starts the process, to `close`. Dies with this one.

    Concurrency: any thread; `join` once.

    Args:
        folder: for its own data.
        records: the kiosk's, in which a booking arrives.
    """

    def __init__(
        self,
        folder: Path,
        site_file: Path,
        begins_at: datetime,
        *,
        cards: tuple[SampleCard, ...],
        records: Path,
    ) -> None:
        self._cards = {card.name.value: card for card in cards}
        self._records = records
        self._calls: HallCalls | None = None
        self.link = Link()
        self._log = folder / "central.log"
        database = f"sqlite:///{folder / 'central.db'}"
        options = ("--begins-at", begins_at.isoformat(), "--database", database)
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(  # noqa: S603 - this Python and nothing from outside
                [sys.executable, "-m", "central", "demo", *options, str(site_file)],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,  # Ctrl-C is the demo's, which ends it in turn
            )

    @property
    def settings(self) -> CentreSettings:
        """The centre as kiosk.toml would name it."""
        return CentreSettings(self.link.url, None)

    def join(self, settings: Settings, clock: Clock) -> None:
        """Wait for the centre, and make the kiosk one of its own.

        Raises:
            KioskError: the centre did not start, or does not want the kiosk.
        """
        invited = self._invitation()
        self._calls = HallCalls(invited["url"], invited["platform"], invited["clerk"], clock.new_id)
        self.link.lead_to(invited["url"])
        enrol_at(settings, self.settings, invited["token"])

    @property
    def has_ended(self) -> bool:
        """Whether its process is gone."""
        return self._process.poll() is not None

    def let_go(self) -> None:
        """What happens to it when this process dies; wait for its end."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process.wait(PATIENCE_SECONDS)

    def close(self) -> None:
        """End the process and the cable, whatever they are at."""
        self.link.close()
        self._process.terminate()
        try:
            self._process.wait(ENDS_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for end in (self._process.stdin, self._process.stdout):
            if end is not None:
                end.close()

    @override
    def cut(self) -> None:
        self.link.cut()

    @override
    def heal(self) -> None:
        self.link.heal()

    @override
    def book(self, card: str) -> OnlineBooking:
        booked = self._ask().book(self._cards[card].data.number)
        if not self._is_heard(BookingId(UUID(booked.booking_id))):
            raise NotHeardError(number=booked.number)
        return OnlineBooking(booked.number, booked.code)

    @override
    def call_next(self) -> str | None:
        return self._ask().call_next()

    @override
    def see_help(self, seconds: float = 0.0) -> bool:
        until = time.monotonic() + seconds
        while not (is_called := self._ask().is_called()) and time.monotonic() < until:
            time.sleep(LOOK_SECONDS)  # as a desk's program asks again and again
        return is_called

    @override
    def answer_help(self) -> str | None:
        return self._ask().answer_help()

    def _ask(self) -> HallCalls:
        if self._calls is None:
            raise NoCentreError(problem="starting")
        return self._calls

    def _is_heard(self, booking_id: BookingId) -> bool:
        database = Database.look(self._records)
        try:
            until = time.monotonic() + HEARD_SECONDS
            while time.monotonic() < until:
                with database.unit_of_work() as unit:
                    if unit.bookings.find(booking_id):
                        return True
                time.sleep(LOOK_SECONDS)  # until the kiosk's own thread has stored it
        finally:
            database.close()
        return False

    def _invitation(self) -> dict[str, str]:
        """What it says once it listens; a process that hangs is ended, which ends the wait."""
        deadline = threading.Timer(PATIENCE_SECONDS, self._process.kill)
        deadline.start()
        try:
            line = self._process.stdout.readline() if self._process.stdout else b""
            found: dict[str, str] = json.loads(line)
        except ValueError:
            problem = self._log.read_text(encoding="utf-8", errors="replace")[-500:]
            raise NoCentreError(problem=problem) from None
        finally:
            deadline.cancel()
        return found
