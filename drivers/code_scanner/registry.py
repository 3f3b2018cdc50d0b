# SPDX-License-Identifier: Apache-2.0
"""Which code scanners there are; the only module that names them, also for the demo."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from drivers.code_scanner.abstract import CodeScanner
from drivers.code_scanner.codec import Make, Suffix
from drivers.code_scanner.keyboard import KeyboardScanner
from drivers.code_scanner.port_scanner import Manner
from drivers.code_scanner.serial_scanner import SerialScanner
from drivers.code_scanner.simulator import SimulatedCodeScanner
from drivers.transport.serial_port import SerialSettings

__all__ = [
    "CodeScannerConfig",
    "CodeScannerKind",
    "KeyboardScanner",
    "Make",
    "SimulatedCodeScanner",
    "Suffix",
    "open_code_scanner",
]


class CodeScannerKind(StrEnum):
    """The scanners that kiosk.toml can name."""

    NONE = "none"
    SERIAL_SCANNER = "serial_scanner"
    KEYBOARD = "keyboard"
    SIMULATOR = "simulator"


@dataclass(frozen=True)
class CodeScannerConfig:
    """Which scanner, and where it is.

    Attributes:
        kind: which backend.
        device: path of the serial line; it, the speed and the rest are for SERIAL_SCANNER.
        baud: speed of that line; scanners leave the factory with 9600 or 115200.
        suffix: how the end of a code is told.
        make: whose questions it answers.
    """

    kind: CodeScannerKind
    device: str = ""
    baud: int = 9600
    suffix: Suffix = Suffix.LINE_END
    make: Make = Make.ANY


def open_code_scanner(config: CodeScannerConfig) -> CodeScanner | None:
    """The scanner of this configuration, if any; no port is touched before `open`."""
    match config.kind:
        case CodeScannerKind.NONE:
            return None
        case CodeScannerKind.SERIAL_SCANNER:
            line = SerialSettings(config.device, config.baud)
            return SerialScanner(line, Manner(config.suffix, config.make))
        case CodeScannerKind.KEYBOARD:
            return KeyboardScanner()
        case CodeScannerKind.SIMULATOR:
            return SimulatedCodeScanner()
        case _:
            assert_never(config.kind)
