# SPDX-License-Identifier: Apache-2.0
"""Watches the card reader: one reading for each time a card is laid, and recovery by itself."""

import logging
from collections.abc import Callable

from typing_extensions import override

from drivers.card_reader.abstract import CardData, CardReader
from drivers.card_reader.errors import CardReaderError, CardReaderReason
from hall.identity import Identity
from kiosk.errors import KioskError
from kiosk.flow.events import CardFailed, CardFound, CardRead, CardTaken, Event, ReaderChanged
from kiosk.flow.staff_events import StaffCardRead
from kiosk.flow.staff_values import StaffPerson
from kiosk.runner.device_worker import DeviceWorker

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.3  # devices.md 1a
LOOKS_UNTIL_TAKEN = 20
"""Six seconds in which a card that was read is taken back, where the reader cannot tell that it was."""

UNREADABLE = CardReaderError.key_of(CardReaderReason.CARD_UNREADABLE)
"""What a visitor is told whose card a failing reader gave up; the reader's own trouble follows if it lasts."""


class ReaderWorker(DeviceWorker):
    """Polls, reads, digests and reports.

    Concurrency: owns the reader on its own thread; `post` may be called from any thread.
    A card that lies on after it was read is not read again: many readers report it as absent, some
    as present, so a card counts as newly laid only after a look that found none. By those that report
    it as absent it counts as taken once the next one is found, or after a while.
    """

    name = "card reader"

    def __init__(
        self,
        reader: CardReader,
        identify: Callable[[CardData], Identity | StaffPerson],
        post: Callable[[Event], None],
    ) -> None:
        super().__init__()
        self._reader = reader
        self._identify = identify
        self._post = post
        self._lying = False  # the card there was read
        self._failing = False  # the card there could not be read
        self._looks_without = 0  # since the card that was read may have been taken

    @override
    def open(self) -> None:
        self._reader.open()

    @override
    def look(self) -> float:
        try:
            self._look()
        except CardReaderError as error:
            if not error.is_card_fault:
                raise
            self._card_failed(error, error.key)
        return POLL_SECONDS

    @override
    def changed(self, problem: str | None) -> None:
        if problem is not None:
            self._lying = self._failing = False
            self._looks_without = 0
        self._post(ReaderChanged(problem))

    @override
    def close(self) -> None:
        """Give the port back."""
        self._reader.close()

    def _look(self) -> None:
        try:
            is_there = self._reader.find()
        except CardReaderError as error:
            if error.is_card_fault:  # it lies there, only that nothing can be asked of it
                self._found()
            raise
        if not is_there:
            self._nothing_found()
            return
        if self._looks_without:  # lifted, then: only now is it seen again
            self._card_gone()
        if not self._lying:
            self._read()

    def _found(self) -> None:
        if not (self._failing or self._lying):
            self._post(CardFound())

    def _read(self) -> None:
        self._found()
        card = self._data()
        self._lying = True
        try:
            who = self._identify(card)
        except KioskError as error:
            # Neither card nor reader is at fault: the day's key can be neither read nor made.
            logger.error("card not taken key=%s", error.key)  # noqa: TRY400 (no bug, no trace)
            self._failing = True
            self._post(CardFailed(error.key))
        else:
            self._failing = False
            self._post(StaffCardRead(who) if isinstance(who, StaffPerson) else CardRead(who))

    def _data(self) -> CardData:
        """What the card says; a glitch of the reader is told here, for somebody stands there and waits."""
        try:
            return self._reader.read()
        except CardReaderError as error:
            if not error.is_card_fault:
                self._card_failed(error, UNREADABLE)
            raise

    def _nothing_found(self) -> None:
        self._looks_without += 1
        may_lie_there = self._lying and not self._reader.can_tell_removal
        if not may_lie_there or self._looks_without >= LOOKS_UNTIL_TAKEN:
            self._card_gone()

    def _card_gone(self) -> None:
        if self._lying or self._failing:
            self._post(CardTaken())
        self._lying = self._failing = False
        self._looks_without = 0

    def _card_failed(self, error: CardReaderError, told: str) -> None:
        """Told once while the card lies there, and tried on."""
        if not self._failing:
            logger.info("card not read key=%s", error.key)
            self._post(CardFailed(told))
        self._failing = True
