# SPDX-License-Identifier: Apache-2.0
"""A code scanner on a pty: speaks as its make does to the unchanged driver, and errs as told."""

from pathlib import Path

from drivers.code_scanner.codec import QUESTIONS, Make
from tests.emulators.pty_line import PtyLine

ANSWERS = {
    # of 9600 bit/s; Waveshare Barcode Scanner Module manual, appendix B (checksum not given there)
    Make.GM65: bytes.fromhex("02 00 00 02 39 01 7A B4"),
    # in the form of NLS-HR42 user guide, "Query Commands"
    Make.NEWLAND: b"\x02\x010000@C11ENA1\x06,MIN12\x06,MAX22\x06;\x03",
}


class CodeScannerEmulator(PtyLine):
    """A scanner that answers the question of its make.

    Attributes:
        answer: instead of the proper one; empty means silence.
        is_silent: says nothing at all, as without power.
    """

    def __init__(self, path: Path, make: Make = Make.ANY, suffix: bytes = b"\r\n") -> None:
        self.answer = ANSWERS.get(make, b"")
        self.is_silent = False
        self._question = QUESTIONS[make]
        self._suffix = suffix
        self._heard = b""
        super().__init__(path, self._answer_to)

    def show(self, text: str) -> None:
        """Hold a code there."""
        if not self.is_silent:
            self.send(text.encode() + self._suffix)

    def fall_silent(self) -> None:
        """Lose power, on a serial adapter that has it still."""
        self.is_silent = True

    def speak_again(self) -> None:
        """Have power again."""
        self.is_silent = False

    def _answer_to(self, data: bytes) -> bytes:
        self._heard += data
        if self._question is None or self._question.ask not in self._heard:
            return b""
        self._heard = b""
        return b"" if self.is_silent else self.answer
