# SPDX-License-Identifier: Apache-2.0
"""The code scanner on a serial line, of a make that answers questions."""

import time
from collections.abc import Callable
from pathlib import Path

from bench.outages.stage import (
    BACK_AGAIN,
    Found,
    Hand,
    IsIt,
    OtherProgram,
    Outage,
    at_work,
    go_through,
    keep_calls,
    timed,
)
from drivers.code_scanner.errors import CodeScannerError, CodeScannerReason
from drivers.code_scanner.registry import (
    CodeScannerConfig,
    CodeScannerKind,
    Make,
    open_code_scanner,
)
from kiosk.flow.events import CodeFailed, ScannerChanged
from kiosk.runner.scanner_worker import WAIT_SECONDS, ScannerWorker
from tests.emulators.code_scanner import CodeScannerEmulator

DEVICE = "code scanner"
CALLS = {"open": 2.0, "wait_for_code": WAIT_SECONDS, "check": 1.0, "close": 0.0}
"""Seconds that the driver promises; 0 is at once."""
NOISE = bytes(range(0x80, 0x100))
UNTIL_LOOKED_AGAIN = 2 * WAIT_SECONDS + 0.1
"""Seconds until the worker has seen nothing, and a code is a new one."""


class Scanner(CodeScannerEmulator):
    """The emulator, which can talk without end for a while."""

    def answer_in_part(self) -> None:
        self._whole_answer, self.answer = self.answer, self.answer[:5]

    def answer_whole(self) -> None:
        self.answer = self._whole_answer

    def talk_without_end(self) -> None:
        self._order(lambda: self._babble(NOISE))

    def stop_talking(self) -> None:
        self._order(lambda: self._babble(b""))


def serial(folder: Path, count: int) -> Found:
    """Every fault of a scanner."""
    return _perform(folder, count, _outages)


def returns(folder: Path, count: int) -> Found:
    """Its return after a long time."""
    return _perform(folder, count, _long_outages)


def _perform(folder: Path, count: int, outages: Callable[[Scanner], tuple[Outage, ...]]) -> Found:
    found = Found(DEVICE)
    with Scanner(folder / "scanner", Make.GM65) as scanner:
        kind = CodeScannerKind.SERIAL_SCANNER
        config = CodeScannerConfig(kind, str(scanner.path), make=Make.GM65)
        opened = open_code_scanner(config)
        assert opened
        driver, calls = timed(opened)
        with at_work(lambda post: ScannerWorker(driver, post)) as ear:
            go_through(outages(scanner), ear, found, count)
        keep_calls(found, kind, calls, CALLS)
    return found


def _outages(scanner: Scanner) -> tuple[Outage, ...]:
    unplug, plug_in, other = scanner.unplug, scanner.plug_in, OtherProgram(scanner)
    gone, silent, garbled = told("unplugged"), told("silent"), told("garbled")
    mute, speak = scanner.fall_silent, scanner.speak_again
    return (
        _outage("unplugged", unplug, plug_in, gone),
        _outage("silent", mute, speak, silent),
        _code("half a code", lambda: scanner.send(b"A0")),
        _outage(
            "half a reply, wrong checksum", scanner.answer_in_part, scanner.answer_whole, garbled
        ),
        _code("noise", lambda: scanner.send(b"\x00\xff\x80A012\r\n")),
        _outage("endless noise", scanner.talk_without_end, scanner.stop_talking, garbled),
        _outage("takes no bytes", scanner.stop_reading, scanner.read_again, silent),
        _outage("used by another program", other.take, other.give_back, told("port_refused")),
    )


def _long_outages(scanner: Scanner) -> tuple[Outage, ...]:
    gone, silent = told("unplugged"), told("silent")
    return (
        _outage(BACK_AGAIN, scanner.unplug, scanner.plug_in, gone, is_long=True),
        _outage(BACK_AGAIN, scanner.fall_silent, scanner.speak_again, silent, is_long=True),
    )


def _outage(
    fault: str, begins: Hand, ends: Hand, is_told: IsIt, *, is_long: bool = False
) -> Outage:
    return Outage(fault, begins, ends, is_told, _is_well, WAIT_SECONDS, is_long=is_long)


def _code(fault: str, begins: Hand) -> Outage:
    """What happens to a code, of which nothing is left afterwards."""
    failed = CodeFailed(CodeScannerError.key_of(CodeScannerReason.CODE_UNREADABLE))
    return Outage(
        fault,
        begins,
        ends=lambda: None,
        is_told=lambda event: event == failed,
        is_over=None,
        interval=WAIT_SECONDS,
        prepares=lambda: time.sleep(UNTIL_LOOKED_AGAIN),
    )


def told(reason: str) -> IsIt:
    """The kiosk says that the scanner fails for this reason."""
    event = ScannerChanged(CodeScannerError.key_of(CodeScannerReason(reason)))
    return lambda one: one == event


def _is_well(event: object) -> bool:
    return event == ScannerChanged(None)
