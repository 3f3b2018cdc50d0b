# SPDX-License-Identifier: Apache-2.0
"""The preview is what the printer's bytes put on paper, and names what is wrong."""

import io
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from drivers.ticket_printer.codec import encode
from drivers.ticket_printer.glyphs import QtGlyphs
from drivers.ticket_printer.paper import draw
from kiosk.app import preview as preview_module
from kiosk.app.devices import profile_of
from kiosk.app.folder_watch import FolderWatch
from kiosk.app.look import fonts_of
from kiosk.app.preview import PreviewWanted, preview
from kiosk.app.staff_papers import printer_test_page
from kiosk.printing.renderer import PaperRenderer
from kiosk.printing.sample import sample_document
from kiosk.settings.load import load_settings

ROOT = Path(__file__).parents[3]
CONFIG = ROOT / "kiosk.toml"
NARROW, WIDE = 384, 576


@pytest.fixture(autouse=True)
def application(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of the tests; the command's own would take their signals."""
    monkeypatch.setattr(preview_module, "make_application", lambda: qapp)


def told(wanted: PreviewWanted, language: str = "en") -> tuple[int, str]:
    out = io.StringIO()
    return preview(CONFIG, wanted, language, out), out.getvalue()


def width_of(picture: Path) -> int:
    return int.from_bytes(picture.read_bytes()[16:20])


def test_it_is_what_the_printers_bytes_put_on_paper(tmp_path: Path) -> None:
    picture = tmp_path / "ticket.png"
    code, said = told(PreviewWanted("ticket", picture))
    settings = load_settings(CONFIG)
    profile = profile_of(settings.printer)
    renderer = PaperRenderer(
        settings.machine.templates_dir, fonts_of(settings), profile, settings.printer.mode
    )
    data = encode(renderer.render(sample_document("zh_Hans")), profile)
    assert code == 0
    assert f"{len(data)} bytes" in said
    assert picture.read_bytes() == draw(data, profile, QtGlyphs("Noto Sans SC")).png()


@pytest.mark.parametrize("template", ["ticket.txt.j2", "day_report", "direction.html.j2"])
def test_paper_language_and_mode_can_be_chosen(template: str, tmp_path: Path) -> None:
    picture = tmp_path / "paper.png"
    code, said = told(PreviewWanted(template, picture, paper_mm=58, language="en"))
    assert code == 0
    assert width_of(picture) == NARROW
    assert ", en, 384 dots wide" in said
    assert ("its own letters" in said) == template.endswith(".txt.j2")


def test_a_full_ticket_is_longer(tmp_path: Path) -> None:
    lengths = []
    for is_full in (False, True):
        told(PreviewWanted("ticket.txt.j2", tmp_path / "ticket.png", is_full=is_full))
        lengths.append((tmp_path / "ticket.png").read_bytes()[20:24])
    assert lengths[0] < lengths[1]


def test_the_test_page_says_what_kiosk_toml_says_of_the_printer() -> None:
    settings = load_settings(CONFIG)
    profile = profile_of(settings.printer)
    at = datetime(2026, 11, 22, tzinfo=UTC)
    page = printer_test_page(settings, profile, "大厅", "zh_Hans", printed_at=at, code="YH1.A.B")
    assert (page.driver, page.mode) == (settings.printer.kind, settings.printer.mode)
    assert page.place == f"{settings.printer.host}:{settings.printer.port}"
    assert (page.dots, page.columns, page.encoding) == (576, 48, "gb18030")
    assert page.machine_name == settings.machine.name.text("zh_Hans")


def test_an_unknown_template_is_told_the_nearest(tmp_path: Path) -> None:
    code, said = told(PreviewWanted("tiket", tmp_path / "x.png"))
    assert (code, said) == (1, "there is no template tiket; write: ticket\n")
    assert not (tmp_path / "x.png").exists()


def test_a_picture_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    code, said = told(PreviewWanted("ticket.txt.j2", tmp_path / "nowhere" / "x.png"))
    assert code == 1
    assert "cannot be written: No such file" in said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(ROOT / "printer_templates", tmp_path / "mine")


def test_a_faulty_template_of_ones_own_is_told_with_file_line_and_nearest_name(
    folder: Path, tmp_path: Path
) -> None:
    file = folder / "ticket.html.j2"
    file.write_text("\n{{ ticket.numbr }}", encoding="utf-8")
    code, said = told(PreviewWanted(str(file), tmp_path / "x.png"), "zh_Hans")
    assert code == 1
    assert said == "模板 ticket.html.j2 第 2 行有错：没有 .numbr 这一项；最接近的是 number\n"


def saved_as_an_editor_does(file: Path, text: str) -> None:
    """Written beside it and renamed: the file that was watched is gone."""
    other = file.with_name(f"{file.name}~")
    other.write_text(text, encoding="utf-8")
    other.replace(file)


def test_each_save_is_told_however_an_editor_saves(folder: Path, qtbot: QtBot) -> None:
    saves: list[str] = []
    watching = FolderWatch(folder, "*.j2", lambda: saves.append("saved"))
    file = folder / "ticket.txt.j2"
    for number in (1, 2):
        saved_as_an_editor_does(file, "a" * number)
        qtbot.waitUntil(lambda: len(saves) == number)  # noqa: B023 - asked within this turn
    file.write_text("in place", encoding="utf-8")
    qtbot.waitUntil(lambda: len(saves) > 2)
    watching.deleteLater()


@pytest.fixture
def watching(folder: Path, tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    command = ["preview", str(folder / "ticket.txt.j2"), "--out", str(tmp_path / "x.png")]
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk", "--language", "en", *command, "--watch"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.kill()


@pytest.mark.timeout(120)
def test_watching_survives_a_broken_template_and_ends_with_ctrl_c(
    watching: "subprocess.Popen[str]", folder: Path
) -> None:
    assert watching.stdout
    assert "bytes; the picture is" in watching.stdout.readline()
    assert "Ctrl+C" in watching.stdout.readline()
    file = folder / "ticket.txt.j2"
    whole = file.read_text(encoding="utf-8")
    saved_as_an_editor_does(file, "{{ nothing }}")
    assert "ticket.txt.j2 is wrong in line 1" in watching.stdout.readline()
    saved_as_an_editor_does(file, whole)
    assert "bytes; the picture is" in watching.stdout.readline()
    watching.send_signal(signal.SIGINT)
    assert watching.wait() == 0
