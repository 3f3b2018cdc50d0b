# SPDX-License-Identifier: Apache-2.0
"""What is looked at of the machine itself, by `kiosk doctor` and by the kiosk while it runs."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from common.version import program_version
from drivers.ticket_printer.probe import PrinterAbilities
from kiosk.app.devices import profile_of
from kiosk.app.look import fonts_of
from kiosk.app.panel_check import panel_check
from kiosk.app.records import Records
from kiosk.clock import Clock
from kiosk.errors import KioskError
from kiosk.health import systemd
from kiosk.health.checks.clock import ClockCheck, ClockSources
from kiosk.health.checks.database import DatabaseCheck
from kiosk.health.checks.disk import DiskCheck
from kiosk.health.checks.fonts import FontsCheck
from kiosk.health.checks.printer_profile import PrinterProfileCheck
from kiosk.health.checks.program import SWITCHED_BACK, look_at_program
from kiosk.health.checks.service import ServiceCheck
from kiosk.health.checks.stock import StockCheck
from kiosk.health.finding import Finding
from kiosk.health.places import printer_at
from kiosk.settings.model import Settings

LOG_FOLDERS = (Path("/var/log/journal"), Path("/run/log/journal"), Path("/var/log"))
"""Where journald keeps the log: the first one that is there."""
FOLLOWED_ENTRIES = 1000
"""Of the log's last while the kiosk runs; all of them would hold up the screen."""

Look = Callable[[], Finding]
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Looker:
    """Who looks.

    Attributes:
        is_running: whether it is the kiosk itself.
        clock: of the machine.
        ahead: how far that is ahead of the centre's; None where it cannot be heard.
        ask_printer: what the printer says it can do; None: it is not to be asked.
    """

    is_running: bool
    clock: Clock
    ahead: Callable[[], timedelta | None]
    ask_printer: Callable[[], PrinterAbilities] | None = None


def machine_checks(settings: Settings, records: Records, looker: Looker) -> Iterator[Look]:
    """In the order in which they are told; nothing is looked at yet."""
    yield panel_check(settings).look
    yield FontsCheck(settings.machine.fonts_dir, fonts_of(settings)).look
    yield from _printer(settings, looker)
    yield from _certificates(settings, looker.clock)
    yield _clock(records, looker).look
    yield DiskCheck(settings.machine.state_dir, is_own=True).look
    yield from (DiskCheck(folder, is_own=False).look for folder in _log_folder())
    most_entries = FOLLOWED_ENTRIES if looker.is_running else None
    yield DatabaseCheck(records.path, partial(records.examine, most_entries)).look
    yield StockCheck(records.path, records.stock, has_centre=settings.centre is not None).look
    yield from _program()
    yield ServiceCheck(systemd.UNIT, systemd.unit_properties, is_running=looker.is_running).look


def _program() -> Iterator[Look]:
    """Where an upgrade was taken back."""
    if SWITCHED_BACK.is_file():
        yield partial(look_at_program, program_version(), SWITCHED_BACK)


def _printer(settings: Settings, looker: Looker) -> Iterator[Look]:
    """A printer that is only played has no profile of its own."""
    printer = settings.printer
    where, profile = printer_at(printer), profile_of(printer)
    if where.line is not None:
        yield PrinterProfileCheck(where, printer, profile, looker.ask_printer).look


def _certificates(settings: Settings, clock: Clock) -> Iterator[Look]:
    """Where there is a centre that has to prove who it is."""
    centre = settings.centre
    if centre is None or centre.ca_file is None:
        return
    from kiosk.health.checks.certificates import CertificatesCheck  # noqa: PLC0415 - only with a centre
    from kiosk.sync import certificates  # noqa: PLC0415 - see above

    pinned = partial(certificates.pinned, centre.ca_file)
    shown = partial(certificates.shown, centre.url)
    yield CertificatesCheck(centre.url, clock, pinned, shown).look


def _clock(records: Records, looker: Looker) -> ClockCheck:
    sources = ClockSources(
        looker.ahead,
        partial(_if_readable, records.last_entry_at),
        partial(_if_readable, records.zone),
        systemd.is_clock_synchronised,
    )
    return ClockCheck(looker.clock, sources)


def _if_readable(question: Callable[[], Answer]) -> Answer | None:
    """Records that cannot be read are told of by their own check."""
    try:
        return question()
    except KioskError:
        return None


def _log_folder() -> Iterator[Path]:
    yield from [folder for folder in LOG_FOLDERS if folder.is_dir()][:1]
