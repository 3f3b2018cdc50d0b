# SPDX-License-Identifier: Apache-2.0
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import pytest

from drivers.code_scanner.errors import CodeScannerError, CodeScannerReason
from drivers.code_scanner.serial_scanner import SerialScanner
from drivers.transport.serial_port import SerialSettings
from hall.identity import Secret
from kiosk.flow.events import CodeFailed, CodeScanned, Event, ScannerChanged
from kiosk.runner.scanner_worker import REST_SECONDS, ScannerWorker
from tests.emulators.code_scanner import CodeScannerEmulator
from tests.fakes.devices import FakeCodeScanner

CODE = "YH1:shili_hall:20260302:A012:9f3c"
SCANNED = CodeScanned(Secret(CODE))
UNPLUGGED = CodeScannerError(CodeScannerReason.UNPLUGGED)
SILENT = CodeScannerError(CodeScannerReason.SILENT)
GARBLED = CodeScannerError(CodeScannerReason.GARBLED)
UNREADABLE = CodeScannerError(CodeScannerReason.CODE_UNREADABLE)


class Watch:
    def __init__(self) -> None:
        self.scanner = FakeCodeScanner()
        self.events: list[Event] = []
        self.worker = ScannerWorker(self.scanner, self.events.append)

    def told(self, *codes: CodeScannerError | str | None) -> list[Event]:
        """What is said of these looks."""
        self.events.clear()
        self.scanner.codes = deque(codes)
        for _ in codes:
            self.worker.step()
        return list(self.events)


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_a_code_is_told_as_a_secret_and_logged_without_its_text(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    assert watch.told(CODE) == [SCANNED]
    assert CODE not in repr(watch.events)
    assert caplog.messages == ["code scanned"]


def test_a_code_that_is_held_there_is_told_once(watch: Watch) -> None:
    assert watch.told(CODE, CODE, CODE) == [SCANNED]


def test_another_code_and_the_same_one_held_there_anew_are_told(watch: Watch) -> None:
    other = CodeScanned(Secret("7"))
    assert watch.told(CODE, "7", None, "7") == [SCANNED, other, other]


def test_a_code_that_cannot_be_read_is_told_once_and_is_no_fault(watch: Watch) -> None:
    failed = CodeFailed(UNREADABLE.key)
    assert watch.told(UNREADABLE, UNREADABLE, CODE) == [failed, SCANNED]
    assert watch.scanner.calls == ["open"]


def test_where_no_code_is_seen_the_scanner_is_asked_whether_it_is_there(watch: Watch) -> None:
    assert watch.told(None, CODE, None) == [SCANNED]
    assert watch.scanner.calls == ["open", "check", "check"]


def test_a_scanner_that_falls_silent_is_told_and_so_is_its_return(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    watch.told(None)
    watch.scanner.checks = deque([SILENT])
    watch.scanner.opens = deque([SILENT, SILENT, None])
    assert watch.told(None, None, None) == [ScannerChanged(SILENT.key)]
    watch.scanner.checks = deque([None])
    assert watch.told(None, CODE) == [ScannerChanged(None), SCANNED]
    assert caplog.messages == [f"code scanner {SILENT.key}"]


def test_an_unplugged_scanner_is_tried_with_growing_pauses(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    watch.scanner.opens = deque([UNPLUGGED])
    assert [watch.worker.step() for _ in range(6)] == [0.0, 0.5, 1.0, 2.0, 3.0, 3.0]
    assert watch.events == [ScannerChanged(UNPLUGGED.key)]


def test_after_a_code_the_scanner_is_left_alone_for_a_while(watch: Watch) -> None:
    watch.scanner.codes = deque([CODE, "7", UNREADABLE, None])
    assert [watch.worker.step() for _ in range(4)] == [REST_SECONDS] * 3 + [0.0]


def flooded(write: Callable[[bytes], None], stop: threading.Event) -> None:
    number = 0
    while not stop.is_set():
        write(b"".join(b"CODE%d\r\n" % (number + one) for one in range(100)))
        number += 100


def test_a_flood_of_codes_is_told_five_times_a_second_at_most(tmp_path: Path) -> None:
    events: list[Event] = []
    began_at = time.monotonic()
    stop = threading.Event()
    with CodeScannerEmulator(tmp_path / "tty") as emulator:
        worker = ScannerWorker(SerialScanner(SerialSettings(str(emulator.path))), events.append)
        flood = threading.Thread(target=flooded, args=(emulator.send, stop))
        flood.start()
        worker.start()
        while len(events) < 5:
            stop.wait(0.01)
        stop.set()
        assert worker.stop()
        flood.join()
    assert len(events) <= (time.monotonic() - began_at) / REST_SECONDS + 1
    assert len(events) < 50


def test_noise_with_line_ends_is_told_though_now_and_then_it_looks_like_a_code(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    watch.scanner.opens = deque([None])
    assert watch.told(UNREADABLE, GARBLED, GARBLED, GARBLED) == [
        CodeFailed(UNREADABLE.key),
        ScannerChanged(GARBLED.key),
    ]


def test_the_thread_ends_and_gives_the_port_back(watch: Watch) -> None:
    watch.worker.start()
    assert watch.worker.stop()
    assert watch.scanner.calls[-1] == "close"
