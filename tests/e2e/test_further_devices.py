# SPDX-License-Identifier: Apache-2.0
"""Code scanner, signal light and voice of a whole kiosk: named when they are lost, and used again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.code_scanner.codec import Make
from drivers.signal_light.codec import Board
from tests.e2e.harness import Hall
from tests.e2e.persons import person
from tests.emulators.code_scanner import CodeScannerEmulator
from tests.emulators.relay_board import RelayBoardEmulator

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

CODE = "YH1:test_hall:20260302:A012:9f3c"
TABLES = """
[scanner]
kind = "serial_scanner"
device = "{scanner}"
make = "gm65"

[light]
kind = "serial_relay"
device = "{light}"
board = "modbus"

[speech]
kind = "espeak"
sound_card = "no_such_card"
"""


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[CodeScannerEmulator]:
    with CodeScannerEmulator(tmp_path / "scanner", Make.GM65) as scanner:
        yield scanner


@pytest.fixture
def light(tmp_path: Path) -> Iterator[RelayBoardEmulator]:
    with RelayBoardEmulator(tmp_path / "light", Board.MODBUS) as light:
        yield light


@pytest.fixture
def hall(tmp_path: Path, scanner: CodeScannerEmulator, light: RelayBoardEmulator) -> Iterator[Hall]:
    with Hall(tmp_path, is_forked=True) as hall:
        with hall.config.open("a", encoding="utf-8") as config:
            config.write(TABLES.format(scanner=scanner.path, light=light.path))
        yield hall


def test_a_scanner_that_was_unplugged_or_silent_is_named_and_used_again(
    hall: Hall, scanner: CodeScannerEmulator
) -> None:
    kiosk = hall.start()
    scanner.unplug()
    kiosk.wait_for("code scanner error.code_scanner.unplugged")
    scanner.plug_in()
    kiosk.wait_for("code scanner ok")
    scanner.fall_silent()
    kiosk.wait_for("code scanner error.code_scanner.silent")
    scanner.speak_again()
    kiosk.wait_for("code scanner ok", times=2)
    scanner.show(CODE)
    kiosk.wait_for("code scanned")
    assert CODE not in kiosk.output
    assert kiosk.end() == 0


def test_a_light_that_was_unplugged_or_silent_is_named_and_found_again(
    hall: Hall, light: RelayBoardEmulator
) -> None:
    kiosk = hall.start()
    light.unplug()
    kiosk.wait_for("signal light error.signal_light.unplugged")
    light.plug_in()
    kiosk.wait_for("signal light ok")
    light.fall_silent()
    kiosk.wait_for("signal light error.signal_light.silent")
    light.speak_again()
    kiosk.wait_for("signal light ok", times=2)
    assert kiosk.end() == 0


def test_a_kiosk_without_sound_says_so_and_serves_visitors(hall: Hall) -> None:
    kiosk = hall.start()
    kiosk.wait_for("voice error.speech.")
    hall.confirmed_visit(person(1))
    assert kiosk.end() == 0
    assert not hall.broken()
