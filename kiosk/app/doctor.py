# SPDX-License-Identifier: Apache-2.0
"""`kiosk doctor`: each configured device, what was found, and what to do about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from drivers.card_reader.errors import CardReaderError
from drivers.code_scanner.errors import CodeScannerError
from drivers.signal_light.errors import SignalLightError
from drivers.speech.errors import SpeechError
from drivers.ticket_printer.errors import TicketPrinterError
from kiosk.app.devices import open_devices, open_light, open_scanner
from kiosk.app.store import DATABASE_FILE
from kiosk.app.voice import open_voice
from kiosk.errors import KioskError
from kiosk.health.check import Check, NothingToCheck
from kiosk.health.checks.card_reader import CardReaderCheck
from kiosk.health.checks.code_scanner import CodeScannerCheck
from kiosk.health.checks.signal_light import SignalLightCheck
from kiosk.health.checks.speech import SpeechCheck
from kiosk.health.checks.ticket_printer import TicketPrinterCheck
from kiosk.health.finding import Finding, Line, Where
from kiosk.settings.load import load_settings
from kiosk.settings.model import PrinterSettings, ReaderSettings, Settings
from kiosk.store.errors import DatabaseInUseError
from kiosk.store.lock import FileLock, lock_file
from kiosk.texts import Texts, load_texts


class KioskRunsError(KioskError):
    """The kiosk has its devices itself."""

    key = "error.doctor.kiosk_runs"


def doctor(config: Path, language: str, out: TextIO) -> int:
    """A line for each device and one for what to do; 1 if a device is not in order.

    Raises:
        KioskError: kiosk.toml has errors, or the kiosk runs.
    """
    settings, texts = load_settings(config), load_texts(language)
    is_all_good = True
    with _alone(settings):
        for check in checks_of(settings):
            finding = check.look()
            is_all_good = is_all_good and finding.is_good
            out.writelines(line + "\n" for line in lines_of(finding, texts))
            out.flush()  # the next one may take seconds
    return 0 if is_all_good else 1


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """No kiosk runs meanwhile: a question to a printer at work could spoil its ticket."""
    path = lock_file(settings.machine.state_dir / DATABASE_FILE)
    if not path.exists():  # no kiosk has ever run here
        yield
        return
    try:
        lock = FileLock(path)
    except DatabaseInUseError as error:
        raise KioskRunsError from error
    try:
        yield
    finally:
        lock.release()


def lines_of(finding: Finding, texts: Texts) -> Iterator[str]:
    """The device and what was found; below it what to do."""
    fields = {
        "device": texts(f"health.device.{finding.family}"),
        "where": " ".join(filter(None, (finding.where.kind, finding.where.place))),
        "found": texts("health.and").join(said.words(texts) for said in finding.found),
    }
    yield texts("health.line", **fields)
    if finding.suggestion is not None:
        yield texts("health.to_do", suggestion=finding.suggestion.words(texts))


def checks_of(settings: Settings) -> Iterator[Check]:
    """A check for each device of kiosk.toml; nothing is opened yet."""
    yield _reader_check(settings)
    yield _printer_check(settings)
    yield _scanner_check(settings)
    yield _light_check(settings)
    yield _speech_check(settings)


def _reader_check(settings: Settings) -> Check:
    where = _reader_at(settings.reader)
    if where.line is None:
        return NothingToCheck(CardReaderError, where, "simulated", "simulated")
    return CardReaderCheck(where, open_devices(settings).reader)


def _printer_check(settings: Settings) -> Check:
    where = _printer_at(settings.printer)
    if where.line is None:
        return NothingToCheck(TicketPrinterError, where, "simulated", "simulated")
    return TicketPrinterCheck(where, open_devices(settings).printer)


def _scanner_check(settings: Settings) -> Check:
    scanner = settings.scanner
    device = open_scanner(settings)
    match scanner.kind:
        case "serial_scanner" if device is not None:
            where = Where("scanner", scanner.kind, Line.SERIAL, scanner.device)
            return CodeScannerCheck(where, device)
        case "keyboard":
            found, to_do = "keyboard", "type_one"
        case "none":
            found, to_do = "not_there", ""
        case _:
            found, to_do = "simulated", "simulated"
    return NothingToCheck(CodeScannerError, Where("scanner", scanner.kind), found, to_do)


def _light_check(settings: Settings) -> Check:
    light = settings.light
    if light.kind == "serial_relay":
        where = Where("light", light.kind, Line.SERIAL, light.device)
        return SignalLightCheck(where, open_light(settings))
    return _not_connected(
        SignalLightError, Where("light", light.kind), is_there=light.kind != "off"
    )


def _speech_check(settings: Settings) -> Check:
    speech = settings.speech
    voice = open_voice(settings)
    if voice is not None and speech.kind != "simulator":
        place = str(speech.clips_dir or "") if speech.kind == "clips" else speech.sound_card or ""
        return SpeechCheck(Where("speech", speech.kind, place=place), voice)
    return _not_connected(SpeechError, Where("speech", speech.kind), is_there=voice is not None)


def _not_connected(
    error: type[SignalLightError | SpeechError], where: Where, *, is_there: bool
) -> Check:
    if is_there:
        return NothingToCheck(error, where, "simulated", "simulated")
    return NothingToCheck(error, where, "not_there")


def _reader_at(reader: ReaderSettings) -> Where:
    match reader.kind:
        case "serial_sam":
            return Where("reader", reader.kind, Line.SERIAL, reader.device)
        case "usb_sam":
            place = _usb_place(reader.usb_id, reader.usb_serial)
            return Where("reader", reader.kind, Line.USB, place)
        case "pcsc":
            return Where("reader", reader.kind, Line.SERVICE, reader.name or "")
        case _:
            return Where("reader", reader.kind)


def _printer_at(printer: PrinterSettings) -> Where:
    match printer.kind:
        case "escpos_network":
            place = f"{printer.host}:{printer.port}"
            return Where("printer", printer.kind, Line.NETWORK, place)
        case "escpos_serial":
            return Where("printer", printer.kind, Line.SERIAL, printer.device)
        case "escpos_usb":
            place = _usb_place(printer.usb_id, printer.usb_serial)
            return Where("printer", printer.kind, Line.USB, place)
        case "escpos_file":
            return Where("printer", printer.kind, Line.FILE, printer.device)
        case _:
            return Where("printer", printer.kind)


def _usb_place(usb_id: str, serial_number: str | None) -> str:
    return " ".join(filter(None, (usb_id, serial_number)))
