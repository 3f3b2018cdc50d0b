# SPDX-License-Identifier: Apache-2.0
"""What every code scanner does: the simulator, the production one on an emulated device, keys."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import pytest

from drivers.code_scanner.abstract import CodeScanner, ScannedCode
from drivers.code_scanner.codec import Make, Suffix
from drivers.code_scanner.errors import CodeScannerReason
from drivers.code_scanner.keyboard import KeyboardScanner
from drivers.code_scanner.port_scanner import Manner
from drivers.code_scanner.serial_scanner import SerialScanner
from drivers.code_scanner.simulator import SimulatedCodeScanner
from drivers.transport.serial_port import SerialSettings
from tests.emulators.code_scanner import CodeScannerEmulator
from tests.open_files import count_open_files
from tests.reasons import reason_of

CODE = "YH1:shili_hall:20260302:A012:9f3c"
CODES = [CODE, "https://example.org/t?x=1&y=2", "6901234567892", "预约 · 𠮷", "7"]
PATIENT = 5.0


class Device(Protocol):
    """What a hand can do to a scanner."""

    def show(self, text: str) -> None: ...


class Cable(Device, Protocol):
    """What a hand can do to the cable of one; nobody can tell whether a keyboard is there."""

    def unplug(self) -> None: ...
    def plug_in(self) -> None: ...


class Keys:
    """A scanner's keys, each two thousandths of a second after the one before."""

    def __init__(self, scanner: KeyboardScanner) -> None:
        self._scanner = scanner
        self._now = 1000.0

    def show(self, text: str) -> None:
        self._now += 1
        for key in [*text, "\r"]:
            self._now += 0.002
            self._scanner.press(key, self._now)


DeviceT_co = TypeVar("DeviceT_co", bound=Device, covariant=True)


class Bench(Generic[DeviceT_co]):
    def __init__(self, scanner: CodeScanner, device: DeviceT_co) -> None:
        self.scanner = scanner
        self.device = device


def simulated(path: Path) -> Iterator[Bench[Cable]]:
    scanner = SimulatedCodeScanner()
    yield Bench(scanner, scanner)


def keyboard(path: Path) -> Iterator[Bench[Device]]:
    scanner = KeyboardScanner()
    yield Bench(scanner, Keys(scanner))


def serial(make: Make, suffix: Suffix, end: bytes) -> Callable[[Path], Iterator[Bench[Cable]]]:
    def bench(path: Path) -> Iterator[Bench[Cable]]:
        with CodeScannerEmulator(path / "ttyScanner", make, end) as emulator:
            line = SerialSettings(str(emulator.path), 9600)
            manner = Manner(suffix, make, gap_seconds=0.02)
            yield Bench(SerialScanner(line, manner), emulator)

    return bench


WITH_CABLE = {
    "simulator": simulated,
    "serial_cr_lf": serial(Make.ANY, Suffix.LINE_END, b"\r\n"),
    "serial_cr": serial(Make.GM65, Suffix.LINE_END, b"\r"),
    "serial_etx": serial(Make.NEWLAND, Suffix.LINE_END, b"\x03"),
    "serial_no_end": serial(Make.ANY, Suffix.SILENCE, b""),
    "serial_no_end_asked": serial(Make.GM65, Suffix.SILENCE, b""),
}
BENCHES = {**WITH_CABLE, "keyboard": keyboard}


def prepared(request: pytest.FixtureRequest, path: Path) -> Iterator[Bench[Any]]:
    for bench in request.param(path):
        yield bench
        bench.scanner.close()


@pytest.fixture(params=BENCHES.values(), ids=BENCHES.keys())
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench[Device]]:
    yield from prepared(request, tmp_path)


@pytest.fixture(params=WITH_CABLE.values(), ids=WITH_CABLE.keys())
def cabled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench[Cable]]:
    yield from prepared(request, tmp_path)


def waited(bench: Bench[Device]) -> ScannedCode | None:
    return bench.scanner.wait_for_code(PATIENT)


def test_where_nothing_is_held_there_is_no_code(bench: Bench[Device]) -> None:
    bench.scanner.open()

    assert bench.scanner.wait_for_code(0) is None
    assert bench.scanner.wait_for_code(0.01) is None


@pytest.mark.parametrize("text", CODES)
def test_a_code_that_is_held_there_is_told_once(bench: Bench[Device], text: str) -> None:
    bench.scanner.open()
    bench.device.show(text)

    assert waited(bench) == ScannedCode(text)
    assert bench.scanner.wait_for_code(0.03) is None


def test_codes_are_told_in_their_order_and_the_same_one_as_often_as_it_comes(
    bench: Bench[Device],
) -> None:
    bench.scanner.open()
    for text in [*CODES, CODE, CODE]:
        bench.device.show(text)
        assert waited(bench) == ScannedCode(text)


def test_a_scanner_that_is_there_passes_every_check(bench: Bench[Device]) -> None:
    bench.scanner.open()
    bench.scanner.check()
    bench.scanner.check()

    assert bench.scanner.wait_for_code(0.03) is None


def test_a_code_that_came_before_a_check_is_kept(bench: Bench[Device]) -> None:
    bench.scanner.open()
    bench.device.show(CODE)
    bench.scanner.check()

    assert waited(bench) == ScannedCode(CODE)


def test_what_came_while_it_was_closed_is_forgotten(bench: Bench[Device]) -> None:
    bench.scanner.open()
    bench.device.show(CODE)
    bench.scanner.close()
    bench.device.show(CODE)
    bench.scanner.open()

    assert bench.scanner.wait_for_code(0.03) is None


def test_a_missing_scanner_is_unplugged_and_opens_when_it_is_there(cabled: Bench[Cable]) -> None:
    cabled.device.unplug()
    assert reason_of(cabled.scanner.open) is CodeScannerReason.UNPLUGGED

    cabled.device.plug_in()
    cabled.scanner.open()
    cabled.device.show(CODE)

    assert waited(cabled) == ScannedCode(CODE)


def test_an_open_scanner_that_is_unplugged_says_so_until_it_is_opened_anew(
    cabled: Bench[Cable],
) -> None:
    cabled.scanner.open()
    cabled.device.unplug()
    assert reason_of(lambda: waited(cabled)) is CodeScannerReason.UNPLUGGED
    assert reason_of(cabled.scanner.check) is CodeScannerReason.UNPLUGGED
    cabled.device.plug_in()
    assert reason_of(lambda: waited(cabled)) is CodeScannerReason.UNPLUGGED

    cabled.scanner.close()
    cabled.scanner.open()
    cabled.device.show(CODE)

    assert waited(cabled) == ScannedCode(CODE)


def test_a_scanner_opens_after_each_close(bench: Bench[Device]) -> None:
    for _ in range(5):
        bench.scanner.open()
        bench.scanner.open()
        assert bench.scanner.wait_for_code(0) is None
        bench.scanner.close()
        bench.scanner.close()


def test_a_closed_scanner_is_as_good_as_unplugged(bench: Bench[Device]) -> None:
    assert reason_of(lambda: waited(bench)) is CodeScannerReason.UNPLUGGED
    assert reason_of(bench.scanner.check) is CodeScannerReason.UNPLUGGED


def test_no_code_is_in_what_is_printed_of_it(bench: Bench[Device]) -> None:
    bench.scanner.open()
    bench.device.show(CODE)

    assert CODE not in repr(waited(bench))


def test_hundreds_of_codes_leave_nothing_open(bench: Bench[Device]) -> None:
    bench.scanner.open()
    before = count_open_files()
    for _ in range(50):
        bench.device.show(CODE)
        assert waited(bench) == ScannedCode(CODE)
    for _ in range(20):
        bench.scanner.close()
        bench.scanner.open()

    assert count_open_files() <= before
