# SPDX-License-Identifier: Apache-2.0
"""What the threads of a running kiosk know of its devices, as findings: no device is touched."""

from collections.abc import Iterator

from drivers.card_reader.errors import CardReaderError
from drivers.code_scanner.errors import CodeScannerError
from drivers.errors import DeviceError
from drivers.signal_light.errors import SignalLightError
from drivers.speech.errors import SpeechError
from drivers.ticket_printer.errors import TicketPrinterError, TicketPrinterReason
from kiosk.flow.staff_values import CheckSeen, Sentence
from kiosk.flow.values import Devices
from kiosk.health.check import FOUND
from kiosk.health.finding import Finding, Said, Sayable, Where
from kiosk.health.places import light_at, printer_at, reader_at, scanner_at, speech_at
from kiosk.health.suggestions import OF_THE_LINE, ROOT, suggestion_for
from kiosk.settings.model import Settings

PAPER = "paper"
PAPER_OUT = TicketPrinterError.key_of(TicketPrinterReason.PAPER_OUT)
NOT_FITTED = frozenset({"none", "off"})


def device_findings(settings: Settings, devices: Devices) -> Iterator[Finding]:
    """One for each device that the kiosk has, and one for the paper while its printer tells."""
    printer = printer_at(settings.printer)
    yield _device(CardReaderError, reader_at(settings.reader), devices.reader_problem)
    yield _device(TicketPrinterError, printer, devices.printer_problem)
    if devices.printer_problem in (None, PAPER_OUT):
        yield _paper(printer, devices)
    further = (
        (CodeScannerError, scanner_at(settings.scanner), devices.scanner_problem),
        (SignalLightError, light_at(settings.light), devices.light_problem),
        (SpeechError, speech_at(settings.speech), devices.voice_problem),
    )
    for error, where, problem in further:
        if where.kind not in NOT_FITTED:
            yield _device(error, where, problem)


def _device(error: type[DeviceError], where: Where, problem: str | None) -> Finding:
    if problem is None:
        return _good(error.family, where)
    reasons = (reason for reason in error.reasons if error.key_of(reason) == problem)
    # What is only played hangs on no line that could be mended.
    mended = (reason for reason in reasons if where.line or reason not in OF_THE_LINE)
    to_do = next((suggestion_for(error, reason, where) for reason in mended), None)
    return Finding(error.family, where, is_good=False, found=(Said(problem),), suggestion=to_do)


def _paper(where: Where, devices: Devices) -> Finding:
    if devices.printer_problem == PAPER_OUT:
        found, to_do = PAPER_OUT, f"{ROOT}ticket_printer.paper_out"
    elif devices.is_paper_low:
        found, to_do = f"{FOUND}paper_low", f"{ROOT}new_roll"
    else:
        return _good(PAPER, where)
    return Finding(PAPER, where, is_good=False, found=(Said(found),), suggestion=Said(to_do))


def _good(family: str, where: Where) -> Finding:
    return Finding(family, where, is_good=True, found=(Said(f"{FOUND}good"),))


def seen(finding: Finding) -> CheckSeen:
    """As the screens show it."""
    to_do = finding.suggestion
    return CheckSeen(
        check=finding.family,
        place=finding.where.place,
        is_good=finding.is_good,
        found=tuple(map(_sentence, finding.found)),
        to_do=_sentence(to_do) if to_do else None,
    )


def _sentence(said: Sayable) -> Sentence:
    return Sentence(said.key, tuple((name, str(value)) for name, value in said.fields.items()))
