# SPDX-License-Identifier: Apache-2.0
"""What a code scanner does for its caller; does not know what a code is good for."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

LONGEST_CODE = 4296
"""Bytes: the most characters that a QR code can hold; what is longer is no code."""


@dataclass(frozen=True, slots=True)
class ScannedCode:
    """The text of one code; what people hold in front of a scanner may name them."""

    text: str = field(repr=False)


class CodeScanner(ABC):
    """A device that says what is held in front of it, unasked.

    Lifetime: closed when created; `open` and `close` may follow each other any number of
    times. After a CodeScannerError that is no code fault, close it and open it again; the pauses
    between are the caller's.
    Concurrency: one worker thread owns it and makes all calls.
    Deadlines: `open` 2 s, `wait_for_code` as asked, `check` 1 s, `close` at once.
    A scanner that reads continuously says the same code again and again while it is held there.
    """

    can_tell_silence: bool
    """Whether `open` and `check` ask the scanner something; otherwise one without power cannot be
    told from one that sees no code."""

    @abstractmethod
    def open(self) -> None:
        """Take the port, forget what came before; nothing happens when it is open already.

        Raises:
            CodeScannerError: the scanner is missing or silent; it is closed then.
        """

    @abstractmethod
    def wait_for_code(self, seconds: float) -> ScannedCode | None:
        """The next code, waited for up to so many seconds; None when none came.

        Raises:
            CodeScannerError: a device fault, or CODE_UNREADABLE when a code came damaged.
        """

    @abstractmethod
    def check(self) -> None:
        """See that the scanner is still there; codes that come meanwhile are kept.

        Raises:
            CodeScannerError: it is not.
        """

    @abstractmethod
    def close(self) -> None:
        """Give the port back; never raises, may be called twice."""
