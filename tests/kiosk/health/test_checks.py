# SPDX-License-Identifier: Apache-2.0
"""Each check over a device that says what the test wants."""

from collections import deque
from pathlib import Path
from typing import ClassVar

import pytest
from typing_extensions import override

from drivers.card_reader.errors import CardReaderError, CardReaderReason
from drivers.code_scanner.simulator import SimulatedCodeScanner
from drivers.signal_light.off import NoLight
from drivers.signal_light.simulator import SimulatedSignalLight
from drivers.speech.errors import SpeechError
from drivers.speech.headphones import Headphones
from drivers.speech.player import Player
from drivers.speech.simulator import SimulatedSpeech
from drivers.ticket_printer.abstract import PaperLevel, PrinterStatus, Readiness
from drivers.ticket_printer.errors import TicketPrinterReason
from kiosk.health.check import NothingToCheck
from kiosk.health.checks.card_reader import CardReaderCheck
from kiosk.health.checks.code_scanner import CodeScannerCheck
from kiosk.health.checks.headphones import HeadphonesCheck
from kiosk.health.checks.signal_light import SignalLightCheck
from kiosk.health.checks.speech import SpeechCheck
from kiosk.health.checks.ticket_printer import MOST_LOOKS, TicketPrinterCheck
from kiosk.health.finding import Finding, Line, Where
from tests.emulators.headphones import Jack
from tests.fakes.devices import READY, FakeCardReader, FakeTicketPrinter

READER = Where("reader", "serial_sam", Line.SERIAL, "/dev/serial/by-id/reader")
HEADPHONES = Where("speech", "headphone_card", place="plughw:CARD=Headset,DEV=0")
PRINTER = Where("printer", "escpos_network", Line.NETWORK, "10.0.0.9:9100")


def found(finding: Finding) -> list[str]:
    return [said.key for said in finding.found]


def to_do(finding: Finding) -> str | None:
    return finding.suggestion and finding.suggestion.key


class KnownReader(FakeCardReader):
    """A reader with a number and names."""

    number: str | CardReaderError = "05.01-20160412-0001234567-0123456789"

    @override
    def module_number(self) -> str:
        if isinstance(self.number, CardReaderError):
            raise self.number
        return self.number

    @override
    def slots(self) -> tuple[str, ...]:
        return ("Reader 00", "Reader 01")


def test_a_reader_that_is_there_is_named_and_let_go() -> None:
    reader = KnownReader()
    finding = CardReaderCheck(READER, reader).look()
    assert (finding.is_good, finding.suggestion) == (True, None)
    assert found(finding) == ["health.found.good", "health.found.module", "health.found.slots"]
    assert finding.found[2].fields == {"names": "Reader 00, Reader 01"}
    assert reader.calls == ["open", "close"]


def test_a_reader_that_does_not_know_its_number_is_in_order() -> None:
    reader = KnownReader()
    reader.number = CardReaderError(CardReaderReason.COMMAND_REFUSED)
    assert found(CardReaderCheck(READER, reader).look())[1:] == ["health.found.slots"]


def test_a_reader_that_falls_silent_while_it_is_asked_is_let_go() -> None:
    reader = KnownReader()
    reader.number = CardReaderError(CardReaderReason.SILENT)
    finding = CardReaderCheck(READER, reader).look()
    assert found(finding) == ["error.card_reader.silent"]
    assert to_do(finding) == "health.suggestion.serial.silent"
    assert reader.calls[-1] == "close"


def test_a_fault_is_there_at_each_look_until_it_is_gone() -> None:
    reader = FakeCardReader()
    unplugged = CardReaderError(CardReaderReason.UNPLUGGED)
    reader.opens = deque([unplugged, unplugged, None])
    check = CardReaderCheck(READER, reader)
    assert [check.look().is_good for _ in range(3)] == [False, False, True]


def test_other_chip_card_readers_are_named_when_the_right_one_is_missing() -> None:
    reader = FakeCardReader()
    reader.opens = deque([CardReaderError(CardReaderReason.UNPLUGGED, reader="x", there="A 00")])
    where = Where("reader", "pcsc", Line.SERVICE, "x")
    finding = CardReaderCheck(where, reader).look()
    assert found(finding) == ["error.card_reader.unplugged", "health.found.slots"]
    assert to_do(finding) == "health.suggestion.service.unplugged"


class ChangingPrinter(FakeTicketPrinter):
    """Says one status after another."""

    statuses: ClassVar[deque[PrinterStatus]]

    @override
    def status(self) -> PrinterStatus:
        self.state = self.statuses.popleft() if self.statuses else self.state
        return self.state


UNPROVEN = PrinterStatus(Readiness.UNKNOWN, TicketPrinterReason.UNPROVEN)


def test_a_printer_in_order_is_let_go() -> None:
    printer = FakeTicketPrinter()
    finding = TicketPrinterCheck(PRINTER, printer).look()
    assert (finding.is_good, found(finding)) == (True, ["health.found.good"])
    assert printer.is_closed
    assert not printer.jobs


def test_a_printer_that_is_clearing_itself_is_waited_for() -> None:
    printer = ChangingPrinter()
    printer.statuses = deque([UNPROVEN, UNPROVEN, READY])
    assert TicketPrinterCheck(PRINTER, printer).look().is_good


def test_a_printer_that_never_proves_anything_is_set_wrongly() -> None:
    printer = ChangingPrinter()
    printer.statuses = deque([UNPROVEN] * MOST_LOOKS)
    printer.statuses.append(READY)
    finding = TicketPrinterCheck(PRINTER, printer).look()
    assert to_do(finding) == "health.suggestion.ticket_printer.unproven"
    assert list(printer.statuses) == [READY]


@pytest.mark.parametrize(
    ("reason", "owner"),
    [
        (TicketPrinterReason.UNPLUGGED, "network"),
        (TicketPrinterReason.PAPER_OUT, "ticket_printer"),
        (TicketPrinterReason.CUTTER, "ticket_printer"),
    ],
)
def test_a_printer_in_trouble_says_which(reason: TicketPrinterReason, owner: str) -> None:
    printer = FakeTicketPrinter()
    printer.state = PrinterStatus(Readiness.NOT_READY, reason)
    finding = TicketPrinterCheck(PRINTER, printer).look()
    assert found(finding) == [f"error.ticket_printer.{reason}"]
    assert to_do(finding) == f"health.suggestion.{owner}.{reason}"


def test_low_paper_is_no_fault_and_something_to_do() -> None:
    printer = FakeTicketPrinter()
    printer.state = PrinterStatus(Readiness.READY, None, PaperLevel.LOW)
    finding = TicketPrinterCheck(PRINTER, printer).look()
    assert finding.is_good
    assert to_do(finding) == "health.suggestion.new_roll"


SCANNER = Where("scanner", "serial_scanner", Line.SERIAL, "/dev/serial/by-id/scanner")


def test_a_scanner_that_is_missing_is_told_and_found_again() -> None:
    scanner = SimulatedCodeScanner()
    check = CodeScannerCheck(SCANNER, scanner)
    scanner.unplug()
    assert found(check.look()) == ["error.code_scanner.unplugged"]
    scanner.plug_in()
    assert check.look().is_good


@pytest.mark.parametrize(
    ("can_tell", "wanted"), [(True, None), (False, "health.suggestion.scan_one")]
)
def test_a_scanner_that_cannot_be_asked_must_be_tried(
    *, can_tell: bool, wanted: str | None
) -> None:
    scanner = SimulatedCodeScanner()
    scanner.can_tell_silence = can_tell
    finding = CodeScannerCheck(SCANNER, scanner).look()
    assert (finding.is_good, to_do(finding)) == (True, wanted)


LIGHT = Where("light", "serial_relay", Line.SERIAL, "/dev/serial/by-id/light")


def test_a_light_that_is_missing_is_told_and_found_again() -> None:
    light = SimulatedSignalLight()
    check = SignalLightCheck(LIGHT, light)
    light.unplug()
    finding = check.look()
    assert found(finding) == ["error.signal_light.unplugged"]
    assert to_do(finding) == "health.suggestion.serial.unplugged"
    light.plug_in()
    assert check.look().is_good


@pytest.mark.parametrize(
    ("can_tell", "wanted"), [(True, None), (False, "health.suggestion.watch_board")]
)
def test_a_light_that_cannot_be_asked_must_be_watched(
    *, can_tell: bool, wanted: str | None
) -> None:
    light = NoLight()
    light.can_tell_silence = can_tell
    assert to_do(SignalLightCheck(LIGHT, light).look()) == wanted


def test_a_machine_without_sound_is_told_and_with_sound_again_good() -> None:
    voice = SimulatedSpeech()
    check = SpeechCheck(Where("speech", "espeak"), voice)
    voice.go_silent()
    finding = check.look()
    assert not finding.is_good
    assert to_do(finding) == "health.suggestion.speech.no_sound_card"
    voice.sound_again()
    assert check.look().is_good


def test_what_is_not_connected_is_no_fault() -> None:
    check = NothingToCheck(SpeechError, Where("speech", "none"), "not_there")
    finding = check.look()
    assert (finding.is_good, found(finding)) == (True, ["health.found.not_there"])
    assert finding.suggestion is None


def test_headphones_are_probed_with_and_without_a_plug(tmp_path: Path) -> None:
    with Jack(tmp_path / "jack") as jack:
        check = HeadphonesCheck(HEADPHONES, jack.headphones)
        assert found(check.look()) == ["health.found.good", "health.found.headphones_out"]
        jack.plug_in()
        assert found(check.look()) == ["health.found.good", "health.found.headphones_in"]


def test_a_jack_that_nobody_knows_is_named_with_what_to_write(tmp_path: Path) -> None:
    with Jack(tmp_path / "jack") as jack:
        jack.lose_card()
        finding = HeadphonesCheck(HEADPHONES, jack.headphones).look()
    assert (finding.is_good, found(finding)) == (False, ["error.speech.no_jack"])
    assert to_do(finding) == "health.suggestion.speech.no_jack"


def test_a_card_for_headphones_that_is_not_there_is_in_no_order() -> None:
    headphones = Headphones(Player(("sh", "-c", "echo no such card >&2; exit 1")), ("true",))
    finding = HeadphonesCheck(HEADPHONES, headphones).look()
    assert found(finding) == ["error.speech.no_sound_card"]
