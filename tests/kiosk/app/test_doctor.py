# SPDX-License-Identifier: Apache-2.0
"""`kiosk doctor` over emulated devices, as a technician reads it."""

import io
import json
import re
from pathlib import Path

import pytest

from drivers.code_scanner.codec import Make
from drivers.signal_light.codec import Board
from kiosk.app import doctor as doctor_module
from kiosk.app.alone import KioskRunsError
from kiosk.app.doctor import checks_of, doctor, lines_of
from kiosk.app.panel_check import panel_check
from kiosk.app.store import DATABASE_FILE
from kiosk.health.finding import Line
from kiosk.settings.load import load_settings
from kiosk.store.lock import FileLock, lock_file
from kiosk.texts import load_texts
from tests.emulators.code_scanner import CodeScannerEmulator
from tests.emulators.escpos_printer import PtyPrinter
from tests.emulators.relay_board import RelayBoardEmulator
from tests.emulators.sam_reader import SamReaderEmulator
from tests.kiosk.settings.samples import SMALL, write

READER = '[reader]\nkind = "simulator"'
GUIDE = Path(__file__).parents[3] / "docs" / "technician.md"
PRINTER = 'kind = "escpos_network"'


@pytest.fixture(autouse=True)
def no_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates are looked at in test_paper_check.py, the machine in test_machine_check.py."""
    monkeypatch.setattr(doctor_module, "paper_check", lambda *_: iter(()))
    monkeypatch.setattr(doctor_module, "machine_checks", lambda *_: iter(()))


@pytest.fixture(autouse=True)
def no_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is unwise in a file is looked at in test_settings_check.py."""
    monkeypatch.setattr(doctor_module, "settings_check", lambda _usable: iter(()))


def examine(config: Path, language: str = "en") -> tuple[int, list[str]]:
    out = io.StringIO()
    code = doctor(config, language, out)
    return code, out.getvalue().splitlines()


def whole_hall(folder: Path, printer: Path) -> Path:
    """A file with a device of each family, all of them on lines of this folder."""
    text = SMALL.replace(READER, f'[reader]\nkind = "serial_sam"\ndevice = "{folder}/reader"')
    text = text.replace(PRINTER, f'kind = "escpos_serial"\ndevice = "{printer}"')
    return write(
        folder,
        f"""{text}
[scanner]
kind = "serial_scanner"
device = "{folder}/scanner"
make = "gm65"

[light]
kind = "serial_relay"
device = "{folder}/light"
board = "modbus"
""",
    )


def test_devices_that_are_there_are_in_order_and_need_nothing(tmp_path: Path) -> None:
    with (
        PtyPrinter(tmp_path) as printer,
        SamReaderEmulator(tmp_path / "reader"),
        CodeScannerEmulator(tmp_path / "scanner", Make.GM65),
        RelayBoardEmulator(tmp_path / "light", Board.MODBUS),
    ):
        code, said = examine(whole_hall(tmp_path, printer.path))
        assert not printer.tickets

    assert code == 0
    assert [line.split(" (")[0] for line in said] == [
        "Card reader",
        "Printer",
        "Code scanner",
        "Signal light",
        "Speech",
    ]
    assert "security module" in said[0]
    assert [line.split("): ")[1].split(";")[0] for line in said] == ["in order"] * 4 + ["none"]


@pytest.mark.parametrize("language", ["en", "zh_Hans"])
def test_each_device_in_trouble_has_one_line_of_what_to_do(tmp_path: Path, language: str) -> None:
    with PtyPrinter(tmp_path) as printer:
        config = whole_hall(tmp_path, printer.path)
        printer.take_paper_out()
        code, said = examine(config, language)

    assert code == 1
    lines, to_do = said[:8:2], said[1:8:2]
    assert all(line.startswith("  → ") for line in to_do)
    for line, sentence, name in zip(lines, to_do, ("reader", "", "scanner", "light"), strict=True):
        if name:
            assert f"{tmp_path}/{name}" in line
            assert f"{name}.device" in sentence
    assert to_do[1] in {"  → Put in a roll.", "  → 请装一卷纸。"}


def test_a_file_without_devices_is_in_order(tmp_path: Path) -> None:
    text = SMALL.replace(PRINTER, 'kind = "simulator"')
    text += '[scanner]\nkind = "simulator"\n[light]\nkind = "simulator"\n'
    code, said = examine(write(tmp_path, text + '[speech]\nkind = "simulator"\n'))
    assert code == 0
    assert sum("simulated" in line for line in said) == 5


def test_a_machine_that_cannot_be_heard_is_told(tmp_path: Path) -> None:
    text = SMALL.replace(PRINTER, 'kind = "simulator"')
    speech = '[speech]\nkind = "espeak"\nsound_card = "youhao_no_card"\n'
    code, said = examine(write(tmp_path, text + speech))
    assert code == 1
    assert said[-2] == "Speech (espeak youhao_no_card): No sound card found"


def test_a_scanner_that_is_a_keyboard_is_to_be_tried_by_hand(tmp_path: Path) -> None:
    text = SMALL.replace(PRINTER, 'kind = "simulator"')
    code, said = examine(write(tmp_path, text + '[scanner]\nkind = "keyboard"\n'))
    assert code == 0
    assert "works as a keyboard" in "\n".join(said)


def test_while_the_kiosk_runs_its_devices_are_left_alone(tmp_path: Path) -> None:
    with PtyPrinter(tmp_path) as printer, SamReaderEmulator(tmp_path / "reader"):
        config = whole_hall(tmp_path, printer.path)
        state = load_settings(config).machine.state_dir
        state.mkdir()
        kiosk = FileLock(lock_file(state / DATABASE_FILE))
        out = io.StringIO()
        with pytest.raises(KioskRunsError):
            doctor(config, "en", out)
        assert out.getvalue() == ""

        kiosk.release()
        assert examine(config)[1]
        FileLock(lock_file(state / DATABASE_FILE)).release()


@pytest.mark.parametrize(
    ("reader", "printer", "lines"),
    [
        (
            'kind = "usb_sam"\nusb_serial = "A1"',
            'kind = "escpos_usb"\nusb_id = "04b8:0202"',
            {(Line.USB, "0400:C35A A1"), (Line.USB, "04b8:0202")},
        ),
        (
            'kind = "pcsc"\nname = "Contact"',
            'kind = "escpos_file"\ndevice = "/dev/usb/lp0"',
            {(Line.SERVICE, "Contact"), (Line.FILE, "/dev/usb/lp0")},
        ),
        (
            'kind = "serial_sam"\ndevice = "/dev/ttyS1"',
            PRINTER,
            {(Line.SERIAL, "/dev/ttyS1"), (Line.NETWORK, "127.0.0.1:9100")},
        ),
    ],
)
def test_each_kind_is_looked_for_where_the_file_says(
    tmp_path: Path, reader: str, printer: str, lines: set[tuple[Line, str]]
) -> None:
    text = SMALL.replace(READER, f"[reader]\n{reader}").replace(PRINTER, printer)
    checks = checks_of(load_settings(write(tmp_path, text)))
    found = {(check.where.line, check.where.place) for check in checks}
    assert found == lines | {(None, "")}


def test_programs_are_told_the_same_under_names_that_stay(tmp_path: Path) -> None:
    text = SMALL.replace(PRINTER, 'kind = "escpos_file"\ndevice = "/nowhere/lp0"')
    config, out = write(tmp_path, text), io.StringIO()
    code = doctor(config, "en", out, is_json=True)
    told = json.loads(out.getvalue())
    assert sorted(told) == ["checks", "good", "version"]
    assert (code, told["good"]) == (1, False)
    printer = next(each for each in told["checks"] if each["check"] == "ticket_printer")
    assert printer == {
        "check": "ticket_printer",
        "where": {
            "table": "printer",
            "kind": "escpos_file",
            "line": "file",
            "place": "/nowhere/lp0",
        },
        "good": False,
        "found": [{"key": "error.ticket_printer.unplugged", "words": "Printer not connected"}],
        "to_do": {
            "key": "health.suggestion.file.unplugged",
            "words": "Connect it and switch it on; write in printer.device what `ls /dev/usb/` shows "
            "(now: /nowhere/lp0).",
        },
    }
    assert [each["good"] for each in told["checks"]].count(False) == 1
    speech = told["checks"][-1]
    assert (speech["where"]["line"], speech["to_do"]) == (None, None)


def test_the_guide_names_every_check_for_programs_in_both_languages() -> None:
    roots = [key.split(".") for key in load_texts("en").keys()]  # noqa: SIM118 - no mapping
    names = {key[-1] for key in roots if key[:2] == ["health", "device"]} - {"paper"}
    chinese, english = GUIDE.read_text(encoding="utf-8").split("\n# For technicians\n")
    for part, begins in ((chinese, "`check` 是"), (english, "`check` is one of")):
        listed = part[part.index(begins) + len(begins) :].split("\n\n")[0]
        assert names <= set(re.findall(r"`(\w+)`", listed))


@pytest.mark.parametrize(
    ("panel", "said"),
    [
        ("bottom_edge_mm = 800", None),
        ("bottom_edge_mm = 801", "lower edge 801 mm over the floor"),
        ("bottom_edge_mm = 379", "lower edge only 379 mm over the floor"),
        ("width_mm = 476\nheight_mm = 268", "  → A panel that hangs across has no low controls"),
    ],
)
def test_a_panel_whose_controls_cannot_be_reached_is_named(
    tmp_path: Path, panel: str, said: str | None
) -> None:
    config = write(tmp_path, f"{SMALL}\n[panel]\n{panel}\n")
    finding = panel_check(load_settings(config)).look()
    first, *to_do = lines_of(finding, load_texts("en"))
    assert finding.is_good
    assert first.startswith("Panel (")
    assert bool(to_do) == bool(said)
    assert (said or "in order") in f"{first}\n{''.join(to_do)}"
