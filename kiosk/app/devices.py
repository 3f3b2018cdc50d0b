# SPDX-License-Identifier: Apache-2.0
"""Which devices kiosk.toml asks for, and the simulated ones of the demo."""

from dataclasses import dataclass

from drivers.card_reader.abstract import CardReader
from drivers.card_reader.registry import CardReaderConfig, CardReaderKind, open_card_reader
from drivers.code_scanner.abstract import CodeScanner
from drivers.code_scanner.registry import (
    CodeScannerConfig,
    CodeScannerKind,
    Make,
    Suffix,
    open_code_scanner,
)
from drivers.signal_light.abstract import SignalLight
from drivers.signal_light.registry import (
    Board,
    SignalLightConfig,
    SignalLightKind,
    open_signal_light,
)
from drivers.speech.abstract import SpeechEngine
from drivers.ticket_printer.abstract import (
    PaperProfile,
    ProofMethod,
    TextEncoding,
    TicketPrinter,
)
from drivers.ticket_printer.paper_counter import CountingTicketPrinter, PaperCounter
from drivers.ticket_printer.registry import (
    TicketPrinterConfig,
    TicketPrinterKind,
    open_ticket_printer,
)
from drivers.transport.serial_port import FlowControl
from kiosk.app.voice import open_voice
from kiosk.settings.model import PrinterSettings, Settings

DOTS_AND_COLUMNS = {80: (576, 48), 58: (384, 32)}
PAPER_FILE = "paper-used"


@dataclass(frozen=True)
class Devices:
    """The devices and what the printer's paper is like; None for those that a kiosk may lack."""

    reader: CardReader
    printer: TicketPrinter
    profile: PaperProfile
    scanner: CodeScanner | None = None
    light: SignalLight | None = None
    voice: SpeechEngine | None = None


def profile_of(printer: PrinterSettings) -> PaperProfile:
    """Paper and abilities of the configured printer."""
    if profile := printer.profile:
        return PaperProfile(
            profile.dots,
            profile.columns,
            TextEncoding(profile.encoding),
            profile.has_cutter,
            ProofMethod(profile.proof),
            profile.status_questions,
            profile.senses_low_paper,
        )
    dots, columns = DOTS_AND_COLUMNS[printer.paper_mm]
    return PaperProfile(
        dots,
        columns,
        TextEncoding(printer.encoding),
        printer.has_cutter,
        ProofMethod(printer.proof),
    )


def printer_config(printer: PrinterSettings) -> TicketPrinterConfig:
    """The printer of kiosk.toml as its registry wants it."""
    return TicketPrinterConfig(
        TicketPrinterKind(printer.kind),
        printer.host,
        printer.port,
        printer.device,
        printer.baud,
        FlowControl(printer.flow_control),
        profile_of(printer),
        printer.usb_id,
        printer.usb_serial,
        printer.answer_seconds,
    )


def paper_counter(settings: Settings) -> PaperCounter | None:
    """Of a printer whose profile says how long a roll is; None where nothing is to be counted."""
    profile = settings.printer.profile
    if profile is None or not profile.roll_mm:
        return None
    return PaperCounter(settings.machine.state_dir / PAPER_FILE, profile.roll_mm)


def _printer_of(settings: Settings) -> TicketPrinter:
    config, counter = printer_config(settings.printer), paper_counter(settings)
    printer = open_ticket_printer(config)
    return CountingTicketPrinter(printer, config.profile, counter) if counter else printer


def open_devices(settings: Settings) -> Devices:
    """The devices of kiosk.toml; no line is touched before their workers run."""
    reader = settings.reader
    return Devices(
        open_card_reader(
            CardReaderConfig(
                CardReaderKind(reader.kind),
                reader.device,
                reader.baud,
                reader.usb_id,
                reader.usb_serial,
                reader.name,
            )
        ),
        _printer_of(settings),
        profile_of(settings.printer),
        open_scanner(settings),
        None if settings.light.kind == SignalLightKind.OFF else open_light(settings),
        open_voice(settings),
    )


def open_scanner(settings: Settings) -> CodeScanner | None:
    """The code scanner of kiosk.toml, if any; no line is touched before its `open`."""
    scanner = settings.scanner
    return open_code_scanner(
        CodeScannerConfig(
            CodeScannerKind(scanner.kind),
            scanner.device,
            scanner.baud,
            Suffix(scanner.suffix),
            Make(scanner.make),
        )
    )


def open_light(settings: Settings) -> SignalLight:
    """The signal light of kiosk.toml; no line is touched before its `open`."""
    light = settings.light
    return open_signal_light(
        SignalLightConfig(
            SignalLightKind(light.kind),
            light.device,
            light.baud,
            Board(light.board),
            light.lamp_channel,
            light.sounder_channel,
        )
    )
