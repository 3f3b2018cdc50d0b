# SPDX-License-Identifier: Apache-2.0
"""Which devices kiosk.toml names, and where; touches none of them."""

from kiosk.health.finding import Line, Where
from kiosk.settings.machine_rules import PLAYED
from kiosk.settings.model import (
    LightSettings,
    PrinterSettings,
    ReaderSettings,
    ScannerSettings,
    Settings,
    SpeechSettings,
)


def places_of(settings: Settings) -> tuple[Where, ...]:
    """All devices, in the order of the file."""
    return (
        reader_at(settings.reader),
        printer_at(settings.printer),
        scanner_at(settings.scanner),
        light_at(settings.light),
        speech_at(settings.speech),
    )


def reader_at(reader: ReaderSettings) -> Where:
    """The card reader."""
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


def printer_at(printer: PrinterSettings) -> Where:
    """The ticket printer."""
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


def scanner_at(scanner: ScannerSettings) -> Where:
    """The code scanner."""
    if scanner.kind == "serial_scanner":
        return Where("scanner", scanner.kind, Line.SERIAL, scanner.device)
    return Where("scanner", scanner.kind)


def light_at(light: LightSettings) -> Where:
    """The signal light."""
    if light.kind == "serial_relay":
        return Where("light", light.kind, Line.SERIAL, light.device)
    return Where("light", light.kind)


def speech_at(speech: SpeechSettings) -> Where:
    """The voice, which hangs on no line."""
    match speech.kind:
        case "clips":
            return Where("speech", speech.kind, place=str(speech.clips_dir))
        case "espeak" | "pyttsx3":
            return Where("speech", speech.kind, place=speech.sound_card or "")
        case _:
            return Where("speech", speech.kind)


def headphones_at(speech: SpeechSettings) -> Where | None:
    """Their card, where a voice can be heard in it."""
    if speech.kind not in PLAYED or speech.headphone_card is None:
        return None
    return Where("speech", "headphone_card", place=speech.headphone_card)


def _usb_place(usb_id: str, serial_number: str | None) -> str:
    return " ".join(filter(None, (usb_id, serial_number)))
