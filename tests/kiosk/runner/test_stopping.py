# SPDX-License-Identifier: Apache-2.0
"""Every worker ends while its device keeps it waiting, and leaves neither thread nor process behind."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

import pytest

from drivers.card_reader.codec import Command
from drivers.card_reader.pcsc import PcscReader
from drivers.card_reader.serial_sam import SerialSamReader
from drivers.code_scanner.codec import Make
from drivers.code_scanner.port_scanner import Manner
from drivers.code_scanner.serial_scanner import SerialScanner
from drivers.signal_light.codec import Board
from drivers.signal_light.relay_light import Wiring
from drivers.signal_light.serial_relay import SerialRelay
from drivers.speech.espeak import EspeakSpeech
from drivers.ticket_printer.abstract import PaperProfile
from drivers.ticket_printer.escpos_network import NetworkSettings, NetworkTicketPrinter
from drivers.transport.serial_port import SerialSettings
from hall.identity import Identity, IdentityDigest
from kiosk.flow.events import Event, PrinterChanged
from kiosk.runner.light_worker import LightWorker
from kiosk.runner.looping import Looping
from kiosk.runner.printer_worker import Order, PrinterWorker
from kiosk.runner.reader_worker import ReaderWorker
from kiosk.runner.scanner_worker import ScannerWorker
from kiosk.runner.speech_worker import Passage, SpeechWorker, Utterance
from tests.drivers.speech.processes import children
from tests.emulators.code_scanner import CodeScannerEmulator
from tests.emulators.escpos_printer import TcpPrinter
from tests.emulators.loudspeaker import Loudspeaker
from tests.emulators.pcscd import READER, Pcscd
from tests.emulators.relay_board import RelayBoardEmulator
from tests.emulators.sam_reader import SamReaderEmulator, Trouble
from tests.kiosk.runner.test_printer_worker import ORDER, FakeRecords, FakeRenderer

STOP_SECONDS = 40.0
"""Far more than any call may take; a thread that cannot be stopped takes for ever."""
SOMEBODY = Identity(IdentityDigest("h1:00"), "示*", frozenset())


def ignore(_event: Event) -> None:
    """Nobody is told."""


def begin(worker: Looping) -> Looping:
    """Start it; it is at work on its first step when this returns."""
    is_inside, step = threading.Event(), worker.step

    def first_step() -> float:
        is_inside.set()
        return step()

    worker.step = first_step
    worker.start()
    assert is_inside.wait(STOP_SECONDS)
    return worker


def reads_silent_reader(folder: Path) -> Iterator[Looping]:
    with SamReaderEmulator(folder / "reader") as emulator:
        emulator.misbehave(Trouble(is_silent=True))
        reader = SerialSamReader(SerialSettings(str(emulator.path)))
        worker = ReaderWorker(reader, lambda _card: SOMEBODY, ignore)
        worker.start()
        emulator.wait_for(Command.STATUS)
        yield worker


def prints_on_silent_printer(_folder: Path) -> Iterator[Looping]:
    """The ticket was taken, and its proof never comes."""
    is_ready = threading.Event()

    def hear(event: Event) -> None:
        if event == PrinterChanged(None):
            is_ready.set()

    with TcpPrinter() as emulator:
        driver = NetworkTicketPrinter(NetworkSettings(emulator.host, emulator.port), PaperProfile())
        orders = SimpleQueue[Order | None]()
        worker = PrinterWorker(driver, orders, FakeRenderer(), FakeRecords(), hear)
        emulator.open_cover()
        worker.start()
        assert emulator.wait_for_bytes(1)
        emulator.close_cover()
        assert is_ready.wait(STOP_SECONDS)
        emulator.manner.knows_job_numbers = False
        taken = len(emulator.received)
        orders.put(ORDER)
        assert emulator.wait_for_bytes(taken + 1)
        yield worker


def looks_at_stuck_printer(_folder: Path) -> Iterator[Looping]:
    with TcpPrinter() as emulator:
        driver = NetworkTicketPrinter(NetworkSettings(emulator.host, emulator.port), PaperProfile())
        orders = SimpleQueue[Order | None]()
        emulator.manner.is_stuck = True
        yield begin(PrinterWorker(driver, orders, FakeRenderer(), FakeRecords(), ignore))


def asks_silent_scanner(folder: Path) -> Iterator[Looping]:
    with CodeScannerEmulator(folder / "scanner", Make.GM65) as emulator:
        emulator.fall_silent()
        line = SerialSettings(str(emulator.path))
        yield begin(ScannerWorker(SerialScanner(line, Manner(make=Make.GM65)), ignore))


def asks_board_that_takes_nothing(folder: Path) -> Iterator[Looping]:
    with RelayBoardEmulator(folder / "light", Board.MODBUS) as emulator:
        emulator.stop_reading()
        line = SerialSettings(str(emulator.path))
        yield begin(LightWorker(SerialRelay(line, Wiring(Board.MODBUS)), ignore))


def speaks_to_deaf_player(folder: Path) -> Iterator[Looping]:
    with Loudspeaker(folder) as loudspeaker:
        worker = SpeechWorker(EspeakSpeech(loudspeaker.player), ignore)
        worker.start()
        loudspeaker.wait_for("ended")  # of the probe
        loudspeaker.stop_reading()
        worker.say(Passage(1, (Utterance("请" * 900),)))
        loudspeaker.wait_for("is deaf")
        yield worker


@pytest.mark.parametrize(
    "scene",
    [
        reads_silent_reader,
        prints_on_silent_printer,
        looks_at_stuck_printer,
        asks_silent_scanner,
        asks_board_that_takes_nothing,
        speaks_to_deaf_player,
    ],
)
def test_a_worker_ends_while_its_device_keeps_it_waiting(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, scene: Callable[[Path], Iterator[Looping]]
) -> None:
    threads, processes = set(threading.enumerate()), children()
    with contextmanager(scene)(tmp_path) as worker:
        assert worker.stop(STOP_SECONDS)
    assert set(threading.enumerate()) <= threads
    assert children() <= processes


def test_a_worker_ends_while_pcscd_keeps_it_waiting(pcscd: Pcscd) -> None:
    pcscd.start()
    threads, processes = set(threading.enumerate()), children()
    pcscd.freeze()
    try:
        worker = begin(ReaderWorker(PcscReader(READER), lambda _card: SOMEBODY, ignore))
        assert worker.stop(STOP_SECONDS)
    finally:
        pcscd.thaw()
    assert set(threading.enumerate()) <= threads
    assert children() <= processes
