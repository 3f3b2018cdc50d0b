# SPDX-License-Identifier: Apache-2.0
"""The commands for a printer's profile and for the paper counter, on an emulated printer."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.ticket_printer.abstract import Cut, PaperLevel, PrintJob, Proof, Raster
from kiosk.app.alone import KioskRunsError
from kiosk.app.devices import open_devices, profile_of
from kiosk.app.new_roll import new_roll
from kiosk.app.probe_printer import _answer_seconds, probe_printer
from kiosk.app.store import DATABASE_FILE
from kiosk.settings.load import check_config, load_settings
from kiosk.store.lock import FileLock, lock_file
from tests.emulators.escpos_printer import TcpPrinter
from tests.kiosk.settings.samples import SMALL, write

PORT = "port = 9100"


@pytest.fixture
def emulator() -> Iterator[TcpPrinter]:
    with TcpPrinter() as emulator:
        yield emulator


def config(folder: Path, emulator: TcpPrinter, more: str = "") -> Path:
    return write(folder, SMALL.replace(PORT, f"port = {emulator.port}\n{more}"))


def probed(path: Path) -> tuple[int, str]:
    out = io.StringIO()
    return probe_printer(path, path.parent / "p.toml", "en", out), out.getvalue()


def test_a_profile_is_written_that_kiosk_toml_can_name(
    tmp_path: Path, emulator: TcpPrinter
) -> None:
    emulator.manner.knows_job_numbers = False
    emulator.manner.identity = {2: b"\x01", 66: b"_ACME\x00", 67: b'_58"\\\xff\x00'}
    code, said = probed(config(tmp_path, emulator, "paper_mm = 58"))
    assert code == 0
    assert "calls itself: ACME 58" in said
    assert "gs_r" in said
    assert "has no cutter" in said
    assert 'Now put profile = "p.toml" under [printer]' in said

    named = config(tmp_path, emulator, 'profile = "p.toml"')
    assert check_config(named) == ()
    printer = load_settings(named).printer
    profile = profile_of(printer)
    assert printer.profile is not None
    assert printer.profile.name == 'ACME 58"\\'
    assert (profile.dots, profile.columns) == (384, 32)
    assert (profile.proof, profile.has_cutter) == ("gs_r", False)
    assert profile.status_questions == (1, 2, 3, 4)
    assert emulator.tickets == []


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("take_paper_out", "Out of paper"),
        ("open_cover", "Printer cover open"),
        ("unplug", "Printer not connected"),
    ],
)
def test_nothing_is_written_of_a_printer_that_is_not_ready(
    tmp_path: Path, emulator: TcpPrinter, trouble: str, words: str
) -> None:
    """It answers no job then, and would be taken for one that never can."""
    path = config(tmp_path, emulator)
    getattr(emulator, trouble)()
    code, said = probed(path)
    assert code == 1
    assert words in said
    assert not (tmp_path / "p.toml").exists()


def test_a_printer_that_answers_nothing_has_no_profile(
    tmp_path: Path, emulator: TcpPrinter
) -> None:
    path = config(tmp_path, emulator)
    emulator.manner.is_silent = True
    code, said = probed(path)
    assert code == 1
    assert "Printer not answering" in said
    assert not (tmp_path / "p.toml").exists()


@pytest.mark.parametrize(
    ("slowest", "allowed", "wanted"),
    [(0.01, 0.5, None), (0.33, 0.5, None), (0.4, 0.5, 0.6), (0.5, 1.0, None), (0.9, 0.5, 1.0)],
)
def test_a_slow_printer_should_be_allowed_what_it_takes_with_room_to_spare(
    slowest: float, allowed: float, wanted: float | None
) -> None:
    assert _answer_seconds(slowest, allowed) == wanted


def test_a_technician_is_told_what_to_write_for_a_slow_printer(
    tmp_path: Path, emulator: TcpPrinter
) -> None:
    emulator.manner.answer_seconds = 0.2
    code, said = probed(config(tmp_path, emulator, "answer_seconds = 0.2"))
    assert code == 0
    assert "put answer_seconds = 0." in said


def test_a_profile_elsewhere_is_named_by_its_whole_path(
    tmp_path: Path, emulator: TcpPrinter
) -> None:
    (tmp_path / "site").mkdir()
    out = io.StringIO()
    assert probe_printer(config(tmp_path / "site", emulator), tmp_path / "p.toml", "en", out) == 0
    assert f'profile = "{tmp_path}/p.toml"' in out.getvalue()


def test_a_file_that_is_there_is_not_overwritten(tmp_path: Path, emulator: TcpPrinter) -> None:
    path = config(tmp_path, emulator)
    (tmp_path / "p.toml").write_text("mine")
    assert probed(path)[0] == 1
    assert (tmp_path / "p.toml").read_text() == "mine"


def test_while_the_kiosk_runs_its_printer_is_left_alone(
    tmp_path: Path, emulator: TcpPrinter
) -> None:
    path = config(tmp_path, emulator)
    state = load_settings(path).machine.state_dir
    state.mkdir()
    kiosk = FileLock(lock_file(state / DATABASE_FILE))
    with pytest.raises(KioskRunsError):
        probed(path)
    assert not emulator.connections
    assert not (tmp_path / "p.toml").exists()

    kiosk.release()
    assert probed(path)[0] == 0


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, emulator: TcpPrinter) -> None:
    out = io.StringIO()
    target = tmp_path / "none" / "p.toml"
    assert probe_printer(config(tmp_path, emulator), target, "en", out) == 1
    assert "cannot be written" in out.getvalue()


COUNTED = "dots = 576\ncolumns = 48\nlow_paper_sensor = false\nroll_mm = 400\n"


def test_counted_paper_runs_low_and_a_new_roll_is_told(
    tmp_path: Path, emulator: TcpPrinter
) -> None:
    (tmp_path / "p.toml").write_text(COUNTED)
    (tmp_path / "state").mkdir()
    path = config(tmp_path, emulator, 'profile = "p.toml"')
    printer = open_devices(load_settings(path)).printer
    assert printer.status().paper is PaperLevel.ENOUGH
    ticket = PrintJob((Raster(8, b"\x81" * 8 * 120), Cut()))
    for _ in range(2):
        assert printer.print(ticket).proof is Proof.CONFIRMED
    assert printer.status().paper is PaperLevel.LOW

    out = io.StringIO()
    assert new_roll(path, "en", out) == 0
    assert out.getvalue() == "Counting from a new roll\n"
    assert printer.status().paper is PaperLevel.ENOUGH
    printer.close()


def test_a_printer_that_senses_its_paper_is_not_counted(
    tmp_path: Path, emulator: TcpPrinter
) -> None:
    out = io.StringIO()
    assert new_roll(config(tmp_path, emulator), "en", out) == 1
    assert "not counted" in out.getvalue()
