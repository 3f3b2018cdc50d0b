# SPDX-License-Identifier: Apache-2.0
"""`kiosk probe-printer`: asks the printer of kiosk.toml what it can do and writes its profile."""

import json
import math
from pathlib import Path
from typing import TextIO

from drivers.ticket_printer.abstract import PaperProfile, ProofMethod
from drivers.ticket_printer.errors import TicketPrinterError, TicketPrinterReason
from drivers.ticket_printer.probe import ANSWER_SECONDS, PrinterAbilities
from drivers.ticket_printer.registry import probe_ticket_printer
from kiosk.app.alone import without_kiosk
from kiosk.app.devices import printer_config
from kiosk.settings.load import load_settings
from kiosk.texts import Texts, load_texts

ROOM = 1.5
"""An answer may take so many times as long as the slowest that was measured."""


def probe_printer(config: Path, target: Path, language: str, out: TextIO) -> int:
    """Write the profile to a new file; 1 if the printer cannot be asked or the file is there.

    Raises:
        KioskError: kiosk.toml has errors, or the kiosk runs.
    """
    settings, texts = load_settings(config), load_texts(language)
    printer = printer_config(settings.printer)
    if target.exists():
        return _refuse(out, texts("command.probe.exists", path=target))
    try:
        with without_kiosk(settings):
            abilities = probe_ticket_printer(printer)
    except TicketPrinterError as error:
        return _refuse(out, texts("command.probe.failed", problem=texts(error.key)))
    out.writelines(line + "\n" for line in _found(abilities, texts))
    if wanted := _answer_seconds(abilities.slowest_seconds, printer.answer_seconds):
        slowest = f"{abilities.slowest_seconds:.1f}"
        out.write(texts("command.probe.slow", seconds=slowest, wanted=wanted) + "\n")
    if problem := _problem(abilities):
        return _refuse(out, texts("command.probe.failed", problem=texts(problem)))
    try:
        target.write_text(_written(abilities, printer.profile, texts), encoding="utf-8")
    except OSError as error:
        return _refuse(out, texts("command.probe.unwritten", path=target, problem=error.strerror))
    out.write(texts("command.probe.written", path=_as_named(target, config)) + "\n")
    return 0


def _as_named(target: Path, config: Path) -> Path:
    """The path as kiosk.toml has to say it: relative to its own folder, or whole."""
    path, home = target.resolve(), config.resolve().parent
    return path.relative_to(home) if path.is_relative_to(home) else path


def _refuse(out: TextIO, words: str) -> int:
    out.write(words + "\n")
    return 1


def _problem(abilities: PrinterAbilities) -> str | None:
    """A printer without paper answers no job: what it says then is not all it can."""
    if abilities.status is None:
        return TicketPrinterError.key_of(TicketPrinterReason.SILENT)
    reason = abilities.status.reason
    return None if reason is None else TicketPrinterError.key_of(reason)


def _found(abilities: PrinterAbilities, texts: Texts) -> list[str]:
    questions = ", ".join(map(str, abilities.questions))
    return [
        texts("command.probe.name", name=abilities.name or "?"),
        texts("command.probe.status", questions=questions or "–"),
        texts(f"command.probe.proof_{abilities.proof}"),
        texts(f"command.probe.cutter_{_yes_no(abilities.has_cutter)}"),
        texts(f"command.probe.chinese_{_yes_no(abilities.has_chinese)}"),
    ]


def _answer_seconds(slowest: float, allowed: float) -> float | None:
    """What kiosk.toml should allow a slow printer, with room to spare; None where it allows enough."""
    if slowest * ROOM <= allowed:
        return None
    return min(ANSWER_SECONDS, math.ceil(round(slowest * ROOM * 10, 3)) / 10)


def _yes_no(answer: bool | None) -> str:  # noqa: FBT001 - three answers, of which None is one
    match answer:
        case None:
            return "unknown"
        case True:
            return "yes"
        case _:
            return "no"


def _written(abilities: PrinterAbilities, known: PaperProfile, texts: Texts) -> str:
    """The profile as TOML; what a printer cannot be asked is as kiosk.toml has it."""
    found = abilities.profile(known)
    values = {
        "name": abilities.name[:40],
        "dots": found.dots,
        "columns": found.columns,
        "encoding": str(found.encoding),
        "cutter": found.has_cutter,
        "proof": str(ProofMethod(found.proof)),
        "status": list(found.status_questions),
        "low_paper_sensor": found.senses_low_paper,
        "roll_mm": 0,
    }
    # Every value is a string, number, boolean or list of numbers: JSON writes these as TOML does.
    lines = [f"{name} = {json.dumps(value)}" for name, value in values.items()]
    return "\n".join([f"# {texts('command.probe.head')}", *lines, ""])
