# SPDX-License-Identifier: Apache-2.0
"""Each kind of kiosk.toml, and what the simulated one lets hands do."""

from pathlib import Path

import pytest

from drivers.code_scanner.abstract import ScannedCode
from drivers.code_scanner.errors import CodeScannerError, CodeScannerReason
from drivers.code_scanner.keyboard import MOST_WAITING
from drivers.code_scanner.registry import (
    CodeScannerConfig,
    CodeScannerKind,
    KeyboardScanner,
    Make,
    SimulatedCodeScanner,
    Suffix,
    open_code_scanner,
)
from tests.emulators.code_scanner import CodeScannerEmulator


def test_a_kiosk_may_have_no_scanner() -> None:
    assert open_code_scanner(CodeScannerConfig(CodeScannerKind.NONE)) is None


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        (CodeScannerKind.KEYBOARD, KeyboardScanner),
        (CodeScannerKind.SIMULATOR, SimulatedCodeScanner),
    ],
)
def test_each_kind_is_its_own(kind: CodeScannerKind, kept: type) -> None:
    assert type(open_code_scanner(CodeScannerConfig(kind))) is kept


def test_a_serial_scanner_runs_as_configured(tmp_path: Path) -> None:
    path = tmp_path / "ttyScanner"
    config = CodeScannerConfig(
        CodeScannerKind.SERIAL_SCANNER, str(path), 115_200, Suffix.SILENCE, Make.NEWLAND
    )
    scanner = open_code_scanner(config)
    assert scanner is not None
    assert scanner.can_tell_silence
    with CodeScannerEmulator(path, Make.NEWLAND, suffix=b"") as emulator:
        scanner.open()
        emulator.show("A012")
        assert scanner.wait_for_code(20) == ScannedCode("A012")
        scanner.close()


def test_a_simulated_scanner_that_fell_silent_is_found_out_and_works_again() -> None:
    scanner = SimulatedCodeScanner()
    scanner.open()
    scanner.fall_silent()
    scanner.show("A012")
    with pytest.raises(CodeScannerError) as error:
        scanner.check()
    assert error.value.reason is CodeScannerReason.SILENT

    scanner.speak_again()
    scanner.check()
    scanner.show("A013")
    assert scanner.wait_for_code(0) == ScannedCode("A013")


def test_codes_that_nobody_fetches_do_not_pile_up() -> None:
    scanner = KeyboardScanner()
    scanner.open()
    for number in range(1000):
        scanner.press("7", number)
        scanner.press("\r", number)
    fetched = 0
    while scanner.wait_for_code(0):
        fetched += 1

    assert fetched == MOST_WAITING


def test_keys_that_make_no_code_reach_the_worker_as_an_unreadable_one() -> None:
    scanner = KeyboardScanner()
    scanner.open()
    for place, key in enumerate([*"A0", "\t", *"12", "\r", *"A013", "\r"]):
        scanner.press(key, 5 + place / 100)

    with pytest.raises(CodeScannerError) as error:
        scanner.wait_for_code(0)
    assert error.value.is_code_fault
    assert scanner.wait_for_code(0) == ScannedCode("A013")
