# SPDX-License-Identifier: Apache-2.0
"""`kiosk doctor`: each device and the machine: what was found, and what to do about it."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TextIO

from common.settings.site_model import WholeSite
from common.version import program_version
from drivers.card_reader.errors import CardReaderError
from drivers.code_scanner.errors import CodeScannerError
from drivers.errors import DeviceError
from drivers.signal_light.errors import SignalLightError
from drivers.speech.errors import SpeechError
from drivers.ticket_printer.errors import TicketPrinterError
from drivers.ticket_printer.registry import probe_ticket_printer
from kiosk.app.alone import without_kiosk
from kiosk.app.centre import ahead_of, greet
from kiosk.app.centre_check import look_at_centre
from kiosk.app.devices import open_devices, open_light, open_scanner, printer_config
from kiosk.app.last_good import load_usable
from kiosk.app.machine_check import Looker, machine_checks
from kiosk.app.paper_check import paper_check
from kiosk.app.records import Records
from kiosk.app.settings_check import settings_check
from kiosk.app.voice import open_voice, voice_of
from kiosk.clock import Clock, SystemClock
from kiosk.errors import KioskError
from kiosk.health.check import Check, NothingToCheck
from kiosk.health.checks.card_reader import CardReaderCheck
from kiosk.health.checks.code_scanner import CodeScannerCheck
from kiosk.health.checks.headphones import HeadphonesCheck
from kiosk.health.checks.signal_light import SignalLightCheck
from kiosk.health.checks.speech import SpeechCheck
from kiosk.health.checks.ticket_printer import TicketPrinterCheck
from kiosk.health.finding import Finding, Where
from kiosk.health.places import (
    headphones_at,
    light_at,
    printer_at,
    reader_at,
    scanner_at,
    speech_at,
)
from kiosk.health.report import report
from kiosk.settings.model import Settings
from kiosk.texts import Texts, load_texts


def doctor(config: Path, language: str, out: TextIO, *, is_json: bool = False) -> int:
    """A line for each part and one for what to do, or all as JSON; 1 if one is not in order.

    Raises:
        KioskError: kiosk.toml has errors and no good copy, or the kiosk runs.
    """
    usable, texts = load_usable(config), load_texts(language)
    settings = usable.loaded.settings
    findings: list[Finding] = []
    with without_kiosk(settings):
        for finding in chain(settings_check(usable), _findings(settings, SystemClock())):
            findings.append(finding)
            if not is_json:
                out.writelines(line + "\n" for line in lines_of(finding, texts))
                out.flush()  # the next one may take seconds
    if is_json:
        whole = report(findings, program_version(), texts)
        out.write(json.dumps(whole, ensure_ascii=False, indent=2) + "\n")
    return 0 if all(finding.is_good for finding in findings) else 1


def _findings(settings: Settings, clock: Clock) -> Iterator[Finding]:
    yield from (check.look() for check in checks_of(settings))
    records = Records(settings, clock)
    if (centre := settings.centre) is not None:
        yield look_at_centre(settings, centre, records, greet)
    yield from paper_check(settings, _site_told(records) if centre else None)
    ahead = partial(ahead_of, centre, clock) if centre else _nobody_tells
    ask_printer = partial(probe_ticket_printer, printer_config(settings.printer))
    looker = Looker(is_running=False, clock=clock, ahead=ahead, ask_printer=ask_printer)
    yield from (look() for look in machine_checks(settings, records, looker))


def _site_told(records: Records) -> WholeSite | None:
    """None where nothing can be read of it: records and centre are looked at by themselves."""
    with suppress(KioskError):
        return records.site()
    return None


def _nobody_tells() -> timedelta | None:
    return None


def lines_of(finding: Finding, texts: Texts) -> Iterator[str]:
    """The device and what was found; below it what to do."""
    fields = {
        "device": texts(f"health.device.{finding.family}"),
        "where": finding.where.shown,
        "found": texts("health.and").join(said.words(texts) for said in finding.found),
    }
    yield texts("health.line", **fields)
    if finding.suggestion is not None:
        yield texts("health.to_do", suggestion=finding.suggestion.words(texts))


def checks_of(settings: Settings) -> Iterator[Check]:
    """A check for each device of kiosk.toml; nothing is opened yet."""
    yield reader_check(settings)
    yield printer_check(settings)
    yield _scanner_check(settings)
    yield _light_check(settings)
    yield _speech_check(settings)
    yield from _headphones_check(settings)


def reader_check(settings: Settings) -> Check:
    """That of the card reader; nothing is opened yet."""
    where = reader_at(settings.reader)
    if where.line is None:
        return _unconnected(CardReaderError, where)
    return CardReaderCheck(where, open_devices(settings).reader)


def printer_check(settings: Settings) -> Check:
    """That of the ticket printer; nothing is opened yet."""
    where = printer_at(settings.printer)
    if where.line is None:
        return _unconnected(TicketPrinterError, where)
    return TicketPrinterCheck(where, open_devices(settings).printer)


def _scanner_check(settings: Settings) -> Check:
    where, scanner = scanner_at(settings.scanner), open_scanner(settings)
    if where.line is None or scanner is None:
        return _unconnected(CodeScannerError, where)
    return CodeScannerCheck(where, scanner)


def _light_check(settings: Settings) -> Check:
    where = light_at(settings.light)
    if where.line is None:
        return _unconnected(SignalLightError, where)
    return SignalLightCheck(where, open_light(settings))


def _speech_check(settings: Settings) -> Check:
    where, voice = speech_at(settings.speech), open_voice(settings)
    if voice is None or where.kind == "simulator":
        return _unconnected(SpeechError, where)
    return SpeechCheck(where, voice)


def _headphones_check(settings: Settings) -> Iterator[Check]:
    where = headphones_at(settings.speech)
    headphones = voice_of(settings.speech).headphones_there
    if where is not None and headphones is not None:
        yield HeadphonesCheck(where, headphones)


def _unconnected(error: type[DeviceError], where: Where) -> Check:
    match where.kind:
        case "none" | "off":
            return NothingToCheck(error, where, "not_there")
        case "keyboard":
            return NothingToCheck(error, where, "keyboard", "type_one")
        case _:
            return NothingToCheck(error, where, "simulated", "simulated")
