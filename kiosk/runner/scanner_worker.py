# SPDX-License-Identifier: Apache-2.0
"""Listens to the code scanner: one event for each code that is held there, and recovery by itself."""

import logging
from collections.abc import Callable

from typing_extensions import override

from drivers.code_scanner.abstract import CodeScanner
from drivers.code_scanner.errors import CodeScannerError
from hall.identity import Secret
from kiosk.flow.events import CodeEvent, CodeFailed, CodeScanned, Event, ScannerChanged
from kiosk.runner.device_worker import DeviceWorker

logger = logging.getLogger(__name__)

WAIT_SECONDS = 0.8
"""How long one look waits for a code before it asks whether the scanner is still there."""
REST_SECONDS = 0.2
"""After a code: five in a second are more than anybody can hold there."""


class ScannerWorker(DeviceWorker):
    """Waits, asks and reports; what a code says is never logged.

    Concurrency: owns the scanner on its own thread; `post` may be called from any thread.
    A scanner that says the same again and again while it sees it is listened to once, and one that
    floods the line with codes now and then: what it says meanwhile is the driver's to drop.
    """

    name = "code scanner"

    def __init__(self, scanner: CodeScanner, post: Callable[[Event], None]) -> None:
        super().__init__()
        self._scanner = scanner
        self._post = post
        self._held: CodeEvent | None = None

    @override
    def open(self) -> None:
        self._scanner.open()

    @override
    def look(self) -> float:
        seen = self._seen()
        if seen is not None and seen != self._held:
            logger.info("code %s", "scanned" if isinstance(seen, CodeScanned) else "not read")
            self._post(seen)
        self._held = seen
        return 0.0 if seen is None else REST_SECONDS

    @override
    def changed(self, problem: str | None) -> None:
        self._post(ScannerChanged(problem))

    @override
    def close(self) -> None:
        """Give the port back."""
        self._scanner.close()

    def _seen(self) -> CodeEvent | None:
        try:
            code = self._scanner.wait_for_code(WAIT_SECONDS)
            if code is None:
                self._scanner.check()
        except CodeScannerError as error:
            if not error.is_code_fault:
                raise
            return CodeFailed(error.key)
        return None if code is None else CodeScanned(Secret(code.text))
