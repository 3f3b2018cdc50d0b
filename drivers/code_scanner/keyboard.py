# SPDX-License-Identifier: Apache-2.0
"""A scanner that plays a keyboard: whoever gets the keys hands them on to it."""

import threading
from collections import deque

from typing_extensions import override

from drivers.code_scanner.abstract import CodeScanner, ScannedCode
from drivers.code_scanner.codec import LONGEST_PAUSE_SECONDS, KeyParser
from drivers.code_scanner.errors import CodeScannerError, CodeScannerReason

MOST_WAITING = 16
"""Codes that nobody fetched; the oldest goes first."""


class KeyboardScanner(CodeScanner):
    """Codes from keys.

    Such a scanner is as good as always there: no key comes from one that is unplugged, and none
    from one that sees no code. Keys pressed while it is closed are lost.
    The window that gets the keys must let none of a code's reach its buttons: it ends with Enter.
    Concurrency: `press` comes from any thread, the rest belongs to the worker.
    """

    can_tell_silence = False
    longest_pause_seconds = LONGEST_PAUSE_SECONDS

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._parser = KeyParser()
        self._whole = deque[ScannedCode | CodeScannerError](maxlen=MOST_WAITING)
        self._is_open = False

    def press(self, text: str, at_seconds: float) -> None:
        """A key was pressed; see KeyParser."""
        with self._changed:
            heard = self._hear(text, at_seconds)
            if heard is not None and self._is_open:
                self._whole.append(heard)
                self._changed.notify_all()

    @override
    def open(self) -> None:
        with self._changed:
            self._is_open = True

    @override
    def wait_for_code(self, seconds: float) -> ScannedCode | None:
        with self._changed:
            self._must_be_open()
            self._changed.wait_for(lambda: self._whole, seconds)
            heard = self._whole.popleft() if self._whole else None
        if isinstance(heard, CodeScannerError):
            raise heard
        return heard

    @override
    def check(self) -> None:
        with self._changed:
            self._must_be_open()

    @override
    def close(self) -> None:
        with self._changed:
            self._is_open = False
            self._whole.clear()

    def _hear(self, text: str, at_seconds: float) -> ScannedCode | CodeScannerError | None:
        try:
            return self._parser.press(text, at_seconds)
        except CodeScannerError as error:
            return error

    def _must_be_open(self) -> None:
        if not self._is_open:
            raise CodeScannerError(CodeScannerReason.UNPLUGGED, port="closed")
