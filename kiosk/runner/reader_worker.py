# SPDX-License-Identifier: Apache-2.0
"""Watches the card reader: one reading for each time a card is laid, and recovery by itself."""

import logging
from collections.abc import Callable

from typing_extensions import override

from drivers.card_reader.abstract import CardData, CardReader
from drivers.card_reader.errors import CardReaderError
from hall.identity import Identity
from kiosk.errors import KioskError
from kiosk.flow.events import (
    CardFailed,
    CardFound,
    CardRead,
    CardTaken,
    Event,
    ReaderChanged,
)
from kiosk.runner.looping import Looping
from kiosk.runner.reopening import reopen_pause

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.3  # devices.md 1a


class ReaderWorker(Looping):
    """Polls, reads, digests and reports.

    Concurrency: owns the reader on its own thread; `post` may be called from any thread.
    A card that lies on after it was read is not read again: many readers report it as absent, some
    as present, so a card counts as newly laid only after a look that found none.
    """

    name = "card-reader"

    def __init__(
        self,
        reader: CardReader,
        identify: Callable[[CardData], Identity],
        post: Callable[[Event], None],
    ) -> None:
        super().__init__()
        self._reader = reader
        self._identify = identify
        self._post = post
        self._is_open = False
        self._lying = False  # the card there was read
        self._failing = False  # the card there could not be read
        self._failures = 0  # of the device, in a row
        self._problem: str | None = None

    @override
    def step(self) -> float:
        """One look at the reader."""
        try:
            self._look()
        except CardReaderError as error:
            if error.is_card_fault:
                self._card_failed(error)
                return POLL_SECONDS
            return self._device_failed(error)
        self._failures = 0
        self._report(None)
        return POLL_SECONDS

    @override
    def close(self) -> None:
        """Give the port back."""
        self._reader.close()

    def _look(self) -> None:
        if not self._is_open:
            self._reader.open()
            self._is_open = True
        if not self._reader.find():
            self._card_gone()
        elif not self._lying:
            self._read()

    def _read(self) -> None:
        if not self._failing:
            self._post(CardFound())
        card = self._reader.read()
        self._lying = True
        try:
            identity = self._identify(card)
        except KioskError as error:
            # Neither card nor reader is at fault: the day's key can be neither read nor made.
            logger.error("card not taken key=%s", error.key)  # noqa: TRY400 (no bug, no trace)
            self._failing = True
            self._post(CardFailed(error.key))
        else:
            self._failing = False
            self._post(CardRead(identity))

    def _card_gone(self) -> None:
        if self._lying or self._failing:
            self._post(CardTaken())
        self._lying = self._failing = False

    def _card_failed(self, error: CardReaderError) -> None:
        """The reader works; told once while the card lies there, and tried on."""
        self._failures = 0
        self._report(None)
        if not self._failing:
            logger.info("card not read key=%s", error.key)
            self._post(CardFailed(error.key))
        self._failing = True

    def _device_failed(self, error: CardReaderError) -> float:
        """Reopen; one failure alone is a glitch that nobody needs to hear of."""
        self._reader.close()
        self._is_open = False
        self._failures += 1
        if self._failures > 1:
            self._lying = self._failing = False
            self._report(error.key)
        return reopen_pause(self._failures)

    def _report(self, problem: str | None) -> None:
        if problem != self._problem:
            self._problem = problem
            logger.log(
                logging.INFO if problem is None else logging.WARNING,
                "card reader %s",
                problem or "ok",
            )
            self._post(ReaderChanged(problem))
