# SPDX-License-Identifier: Apache-2.0
"""The production scanner on a pty, against an emulated device that errs as it is told."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.code_scanner.abstract import ScannedCode
from drivers.code_scanner.codec import Make, Suffix
from drivers.code_scanner.errors import CodeScannerReason
from drivers.code_scanner.port_scanner import Manner
from drivers.code_scanner.serial_scanner import SerialScanner
from drivers.code_scanner.simulator import SimulatedCodeScanner
from drivers.transport.serial_port import SerialSettings
from tests.emulators.code_scanner import CodeScannerEmulator
from tests.reasons import reason_of

SHORT = Manner(Suffix.LINE_END, Make.GM65, gap_seconds=0.02, answer_seconds=0.05)
PATIENT = 20.0
NOISE = bytes(range(0x80, 0x100))
"""No carriage return, no line feed: what a wrong speed looks like."""
UNPLUG_SECONDS = 1.0


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[CodeScannerEmulator]:
    with CodeScannerEmulator(tmp_path / "ttyScanner", Make.GM65) as emulator:
        yield emulator


@pytest.fixture
def scanner(emulator: CodeScannerEmulator) -> Iterator[SerialScanner]:
    scanner = SerialScanner(SerialSettings(str(emulator.path), 9600), SHORT)
    yield scanner
    scanner.close()


def test_a_silent_scanner_is_told_from_one_that_sees_nothing(
    emulator: CodeScannerEmulator, scanner: SerialScanner
) -> None:
    emulator.fall_silent()
    assert reason_of(scanner.open) is CodeScannerReason.SILENT

    emulator.speak_again()
    scanner.open()
    emulator.fall_silent()
    assert scanner.wait_for_code(0.01) is None
    assert reason_of(scanner.check) is CodeScannerReason.SILENT


def test_a_scanner_that_answers_nonsense_is_garbled(
    emulator: CodeScannerEmulator, scanner: SerialScanner
) -> None:
    emulator.answer = NOISE
    assert reason_of(scanner.open) is CodeScannerReason.GARBLED


@pytest.mark.parametrize("size", range(1, 8))
def test_a_part_of_an_answer_is_garbled_also_when_it_comes_twice(
    emulator: CodeScannerEmulator, scanner: SerialScanner, size: int
) -> None:
    emulator.answer = emulator.answer[:size]
    assert reason_of(scanner.open) is CodeScannerReason.GARBLED


def test_half_a_code_is_unreadable_and_the_next_one_is_read(
    emulator: CodeScannerEmulator, scanner: SerialScanner
) -> None:
    scanner.open()
    emulator.send(b"A0")
    assert reason_of(lambda: scanner.wait_for_code(PATIENT)) is CodeScannerReason.CODE_UNREADABLE

    emulator.show("A012")
    assert scanner.wait_for_code(PATIENT) == ScannedCode("A012")


def test_noise_before_a_code_makes_it_unreadable_and_the_next_one_is_read(
    emulator: CodeScannerEmulator, scanner: SerialScanner
) -> None:
    scanner.open()
    emulator.send(b"\x00\xff\x80A012\r\n")
    assert reason_of(lambda: scanner.wait_for_code(PATIENT)) is CodeScannerReason.CODE_UNREADABLE

    emulator.show("A013")
    assert scanner.wait_for_code(PATIENT) == ScannedCode("A013")


def test_noise_without_end_is_a_fault_of_the_device(
    emulator: CodeScannerEmulator, scanner: SerialScanner
) -> None:
    scanner.open()

    def listen() -> None:
        while True:
            emulator.send(NOISE * 4)
            scanner.wait_for_code(0)

    assert reason_of(listen) is CodeScannerReason.GARBLED


def test_a_scanner_that_takes_no_question_is_silent(
    emulator: CodeScannerEmulator, scanner: SerialScanner
) -> None:
    emulator.stop_reading()
    assert reason_of(scanner.open) is CodeScannerReason.SILENT


def test_a_scanner_in_use_elsewhere_is_refused(
    emulator: CodeScannerEmulator, scanner: SerialScanner
) -> None:
    scanner.open()
    other = SerialScanner(SerialSettings(str(emulator.path), 9600), SHORT)
    assert reason_of(other.open) is CodeScannerReason.PORT_REFUSED


@pytest.fixture(params=["simulator", "serial"])
def pluggable(
    request: pytest.FixtureRequest, emulator: CodeScannerEmulator, scanner: SerialScanner
) -> tuple[SerialScanner | SimulatedCodeScanner, CodeScannerEmulator | SimulatedCodeScanner]:
    if request.param == "serial":
        return scanner, emulator
    simulator = SimulatedCodeScanner()
    return simulator, simulator


def test_a_cable_that_is_pulled_ends_a_long_wait_at_once(
    pluggable: tuple[SerialScanner, CodeScannerEmulator],
) -> None:
    scanner, device = pluggable
    scanner.open()
    pulled_at = 0.0

    def pull() -> None:
        nonlocal pulled_at
        pulled_at = time.monotonic()
        device.unplug()

    hand = threading.Timer(0.05, pull)
    hand.start()
    reason = reason_of(lambda: scanner.wait_for_code(PATIENT))
    noticed_at = time.monotonic()
    hand.join()

    assert reason is CodeScannerReason.UNPLUGGED
    assert noticed_at - pulled_at <= UNPLUG_SECONDS
