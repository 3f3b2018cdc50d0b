# SPDX-License-Identifier: Apache-2.0
"""Calls for help are written down on the store's thread; nobody waits for it."""

import logging
from collections.abc import Callable
from functools import partial

from typing_extensions import override

from kiosk.clock import Clock
from kiosk.errors import KioskError
from kiosk.runner.help_worker import HelpNotes
from kiosk.runner.store_thread import StoreThread
from kiosk.services.help_calls import note_answer, note_call
from kiosk.store.abstract import UnitOfWork

logger = logging.getLogger(__name__)


class StoredHelpNotes(HelpNotes):
    """Concurrency: called on the help worker's thread; a disk without room keeps nobody from help."""

    def __init__(
        self, new_unit: Callable[[], UnitOfWork], store: StoreThread, clock: Clock
    ) -> None:
        self._new_unit = new_unit
        self._store = store
        self._clock = clock
        self._position: int | None = None  # of the last call; on the store's thread

    @override
    def called(self, screen: str, *, was_delivered: bool) -> None:
        self._store.do(partial(self._unless_refused, partial(self._called, screen, was_delivered)))

    @override
    def answered(self) -> None:
        self._store.do(partial(self._unless_refused, self._answered))

    def _called(self, screen: str, was_delivered: bool) -> None:  # noqa: FBT001 (as the log has it)
        self._position = None
        now = self._clock.now()
        self._position = note_call(self._new_unit(), screen, now, was_delivered=was_delivered)

    def _answered(self) -> None:
        if self._position is not None:
            note_answer(self._new_unit(), self._position, self._clock.now())

    def _unless_refused(self, job: Callable[[], None]) -> None:
        try:
            job()
        except KioskError as error:
            logger.error("help not noted key=%s %s", error.key, dict(error.fields))  # noqa: TRY400 (no bug, no trace)
