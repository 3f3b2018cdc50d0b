# SPDX-License-Identifier: Apache-2.0
"""What kiosk.toml says of the printer, beside what an emulated printer says of itself."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from drivers.ticket_printer.registry import probe_ticket_printer
from kiosk.app.devices import printer_config, profile_of
from kiosk.health.checks.printer_profile import PrinterProfileCheck
from kiosk.health.finding import Finding
from kiosk.health.places import printer_at
from kiosk.settings.load import load_settings
from tests.emulators.escpos_printer import TcpPrinter
from tests.kiosk.health.said import keys
from tests.kiosk.settings.samples import SMALL, write

PROFILE = """\
name = "ACME 80"
dots = 576
columns = 48
encoding = "gb18030"
cutter = true
proof = "gs_h"
status = [1, 2, 3, 4]
low_paper_sensor = true
roll_mm = 0
"""


@pytest.fixture
def emulator() -> Iterator[TcpPrinter]:
    with TcpPrinter() as emulator:
        yield emulator


def look(
    folder: Path, emulator: TcpPrinter, profile: str | None = PROFILE, *, asks: bool = True
) -> Finding:
    named = f"port = {emulator.port}\nanswer_seconds = 0.3"
    if profile is not None:
        (folder / "p.toml").write_text(profile)
        named += '\nprofile = "p.toml"'
    printer = load_settings(write(folder, SMALL.replace("port = 9100", named))).printer
    ask = partial(probe_ticket_printer, printer_config(printer)) if asks else None
    return PrinterProfileCheck(printer_at(printer), printer, profile_of(printer), ask).look()


def test_a_printer_that_does_as_its_profile_says_is_in_order_and_prints_nothing(
    tmp_path: Path, emulator: TcpPrinter
) -> None:
    emulator.manner.identity = {2: b"\x03", 66: b"_ACME\x00", 67: b"_80\x00"}
    finding = look(tmp_path, emulator)
    assert (finding.is_good, finding.suggestion) == (True, None)
    assert keys(finding) == ["good", "profile", "calls_itself"]
    assert emulator.tickets == []


def test_a_printer_that_proves_less_and_cannot_cut_does_not_fit_its_profile(
    tmp_path: Path, emulator: TcpPrinter
) -> None:
    emulator.manner.knows_job_numbers = False
    emulator.manner.identity = {2: b"\x01"}
    finding = look(tmp_path, emulator)
    assert not finding.is_good
    assert keys(finding)[:2] == ["other_proof", "cutter_missing"]
    assert finding.found[0].fields == {"proof": "gs_h", "other": "gs_r"}
    assert finding.suggestion is not None
    assert finding.suggestion.key == "health.suggestion.probe_printer"


def test_while_the_kiosk_runs_the_printer_is_not_asked(
    tmp_path: Path, emulator: TcpPrinter
) -> None:
    emulator.manner.knows_job_numbers = False
    assert keys(look(tmp_path, emulator, asks=False)) == ["good", "profile"]


def test_a_printer_that_is_away_or_not_ready_is_told_of_by_its_own_check(
    tmp_path: Path, emulator: TcpPrinter
) -> None:
    emulator.open_cover()
    assert keys(look(tmp_path, emulator)) == ["good", "profile"]
    emulator.unplug()
    assert keys(look(tmp_path, emulator)) == ["good", "profile"]


def test_what_a_printer_cannot_do_is_named(tmp_path: Path, emulator: TcpPrinter) -> None:
    poor = PROFILE.replace("gs_h", "none").replace("cutter = true", "cutter = false")
    poor = poor.replace("sensor = true", "sensor = false")
    finding = look(tmp_path, emulator, poor, asks=False)
    assert keys(finding) == ["good", "no_low_paper", "profile", "proves_nothing", "no_cutter"]
    assert finding.suggestion is not None
    counted = poor.replace("roll_mm = 0", "roll_mm = 30000")
    assert "no_low_paper" not in keys(look(tmp_path, emulator, counted, asks=False))


def test_without_a_profile_that_is_said(tmp_path: Path, emulator: TcpPrinter) -> None:
    assert keys(look(tmp_path, emulator, None, asks=False)) == ["good", "no_profile"]
