# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with a code scanner, and whether the code or the scanner is at fault."""

from enum import StrEnum
from typing import ClassVar

from drivers.errors import DeviceError


class CodeScannerReason(StrEnum):
    """Why no code could be read."""

    UNPLUGGED = "unplugged"
    """The port is missing, or was there and is gone."""
    PORT_REFUSED = "port_refused"
    """Another program holds the port."""
    PORT_FORBIDDEN = "port_forbidden"
    """This program has no right to open the port."""
    PORT_UNFIT = "port_unfit"
    """What is configured is no port of this kind."""
    NO_LIBRARY = "no_library"
    """The system's library for USB is not installed."""
    SILENT = "silent"
    """No answer to a question: no power, a broken cable, a wrong speed, another make."""
    GARBLED = "garbled"
    """Bytes without end or one after another that are no code, or an answer that makes no sense: a
    wrong speed, a bad cable."""
    CODE_UNREADABLE = "code_unreadable"
    """A code came in part or is no text: hold it there again."""


CODE_FAULTS = frozenset({CodeScannerReason.CODE_UNREADABLE})


class CodeScannerError(DeviceError):
    """No code was read; the fields never hold anything of a code."""

    family: ClassVar[str] = "code_scanner"
    reasons: ClassVar[type[StrEnum]] = CodeScannerReason
    reason: CodeScannerReason

    def __init__(self, reason: CodeScannerReason, **fields: object) -> None:
        super().__init__(reason, **fields)

    @property
    def is_code_fault(self) -> bool:
        """True: the scanner works, go on waiting. False: close it and open it again."""
        return self.reason in CODE_FAULTS
