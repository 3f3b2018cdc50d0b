# SPDX-License-Identifier: Apache-2.0
"""`kiosk setup`: a talk from the bare machine to the first paper, on its console or over ssh."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from getpass import getpass, getuser
from pathlib import Path
from typing import ClassVar, TextIO

from PySide6.QtGui import QGuiApplication

from common.signatures import FIRST_CHOICE, SIGNATURES
from drivers.ticket_printer.abstract import PrintJob, PrintOutcome
from kiosk.app.alone import without_kiosk
from kiosk.app.config import shipped
from kiosk.app.devices import open_devices, profile_of
from kiosk.app.doctor import lines_of, printer_check, reader_check
from kiosk.app.enrol import enrol_at
from kiosk.app.look import fonts_of
from kiosk.app.set_pin import SetPinError, set_pin
from kiosk.app.slips import NO_TICKET
from kiosk.app.staff_papers import printer_test_page
from kiosk.clock import SystemClock
from kiosk.crypto import SigningKey
from kiosk.errors import KioskError
from kiosk.health.displays import CONNECTORS, millimetres
from kiosk.printing.fonts import load_fonts
from kiosk.printing.renderer import PaperRenderer
from kiosk.settings.load import load_file, load_settings, load_text
from kiosk.settings.model import CentreSettings, Settings
from kiosk.setup.connected import SERIAL_NAMES, USB_DEVICES, printers, readers
from kiosk.setup.guide import Guide, Tools
from kiosk.setup.talk import Talk
from kiosk.texts import load_texts


@dataclass(frozen=True)
class Machine:
    """Where Linux says what is connected: serial lines, USB, screens."""

    serial: Path = SERIAL_NAMES
    usb: Path = USB_DEVICES
    connectors: Path = CONNECTORS


MACHINE = Machine()
BEFORE = ".before-setup"
"""Ends the name of the file as it was."""


def setup(
    config: Path,
    language: str,
    out: TextIO,
    *,
    ask: Callable[[str], str] = input,
    ask_unseen: Callable[[str], str] = getpass,
    machine: Machine = MACHINE,
) -> int:
    """Talk through kiosk.toml, then write it, enrol, let the first of the staff in, print a page.

    Raises:
        SettingsError: the file that is there has errors; mend it first, or take it away.
        UnwritableError: this user cannot write there; nothing was asked.
        TalkEndedError: nobody answers any more; what was finished stays.
        KioskRunsError: one runs now.
    """

    def show(line: str) -> None:
        out.write(line + "\n")
        out.flush()

    talk = Talk(load_texts(language), show, ask)
    is_new = not config.exists()
    before = shipped() if is_new else load_file(config).file.file.text
    _check_writable(config)
    talk.say("welcome", file=config)
    with without_kiosk(load_text(before, config).settings):
        written = Guide(talk, _tools(config, talk, machine)).through(before)
        _write(config, None if is_new else before, written)
        talk.say("written", file=config)
        settings = load_settings(config)
        if settings.centre is not None:
            _enrol(talk, settings, settings.centre)
        _let_in(talk, config, language, out, ask_unseen)
        _try_printer(talk, settings)
    talk.say("done", file=config)
    return 0


class UnwritableError(KioskError):
    """This user cannot write the file and one beside it. Fields: `file`, `folder`, `user`."""

    key: ClassVar[str] = "error.setup.unwritable"


def _check_writable(config: Path) -> None:
    """Before the first question: no answer may be lost at the end."""
    folder = config.resolve().parent
    if os.access(folder, os.W_OK) and (not config.exists() or os.access(config, os.W_OK)):
        return
    raise UnwritableError(file=config, folder=folder, user=getuser())


def _tools(config: Path, talk: Talk, machine: Machine) -> Tools:
    return Tools(
        load=lambda text: load_text(text, config).settings,
        panel_mm=lambda: millimetres(machine.connectors),
        readers=lambda: readers(machine.serial, machine.usb),
        printers=lambda: printers(machine.serial, machine.usb),
        look_at_reader=lambda settings: reader_check(settings).look(),
        look_at_printer=lambda settings: printer_check(settings).look(),
        lines_of=lambda finding: lines_of(finding, talk.texts),
    )


def _write(config: Path, before: str | None, text: str) -> None:
    """Whole or not at all; what was there is kept beside it."""
    if before is not None:
        config.with_name(config.name + BEFORE).write_text(before, encoding="utf-8")
    new = config.with_name(config.name + ".new")
    with new.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(config)


def _enrol(talk: Talk, settings: Settings, centre: CentreSettings) -> None:
    """Until the centre takes the token; without one it is done later."""
    while token := talk.ask("token", url=centre.url):
        try:
            done = enrol_at(settings, centre, token)
        except KioskError as error:
            talk.show(talk.texts(error.key, **error.fields))
        else:
            talk.say("enrolled", site_id=done.site_id, kiosk_id=done.kiosk_id)
            return
    talk.say("enrol_later", url=centre.url)


def _let_in(
    talk: Talk, config: Path, language: str, out: TextIO, ask_unseen: Callable[[str], str]
) -> None:
    """The first of the staff, by number and PIN; nobody where no number is typed."""
    while number := talk.ask("staff_number"):
        name = talk.ask("staff_name", number)
        try:
            set_pin(config, number, name, language, out, ask=ask_unseen)
        except SetPinError as error:
            talk.show(talk.texts(error.key, **error.fields))
        else:
            return
    talk.say("pin_later")


def _try_printer(talk: Talk, settings: Settings) -> None:
    """A page of paper, as often as it is wanted."""
    while talk.agrees("print_page"):
        outcome = _print(settings, _page(settings))
        if outcome.reason is None:
            talk.say("printed")
            return
        talk.show(talk.texts(f"error.ticket_printer.{outcome.reason}"))


def _page(settings: Settings) -> PrintJob:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication([])
    profile, fonts = profile_of(settings.printer), fonts_of(settings)
    load_fonts(fonts)
    language = settings.machine.languages[0]
    site = settings.site.site if settings.site else None
    page = printer_test_page(
        settings,
        profile,
        (site.name if site else settings.machine.name).text(language),
        language,
        printed_at=SystemClock().now().astimezone(site.timezone if site else None),
        code=SigningKey(SIGNATURES[FIRST_CHOICE].new_key()).sign(NO_TICKET),
    )
    templates = settings.machine.templates_dir
    job = PaperRenderer(templates, fonts, profile, settings.printer.mode).render(page)
    del application  # fonts and painters need it until here
    return job


def _print(settings: Settings, job: PrintJob) -> PrintOutcome:
    printer = open_devices(settings).printer
    printer.open()
    try:
        return printer.print(job)
    finally:
        printer.close()
