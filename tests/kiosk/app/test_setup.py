# SPDX-License-Identifier: Apache-2.0
"""`kiosk setup`, talked through with a reader on a line and a printer on the network that are emulated."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.app.alone import KioskRunsError
from kiosk.app.setup import BEFORE, Machine, UnwritableError, setup
from kiosk.app.store import DATABASE_FILE, staff_file
from kiosk.settings.load import check_config, load_settings
from kiosk.settings.problems import SettingsError
from kiosk.setup.talk import TalkEndedError
from kiosk.store.lock import FileLock, lock_file
from tests.emulators.escpos_printer import TcpPrinter
from tests.emulators.sam_reader import SamReaderEmulator
from tests.kiosk.settings.samples import SMALL, write

# Else the program makes an application of its own, beside which no other test of this process has one.
pytestmark = pytest.mark.usefixtures("qapp")

PIN = "246810"


@dataclass
class Technician:
    """Types what the prompts with these words want, and Enter else."""

    answers: dict[str, list[str]]
    out: io.StringIO = field(default_factory=io.StringIO)

    def ask(self, prompt: str) -> str:
        self.out.write(prompt + "\n")
        for words, typed in self.answers.items():
            if words in prompt and typed:
                return typed.pop(0)
        return ""

    def run(self, config: Path, machine: Machine) -> str:
        assert (
            setup(config, "en", self.out, ask=self.ask, ask_unseen=lambda _: PIN, machine=machine)
            == 0
        )
        return self.out.getvalue()


def bare(folder: Path) -> Machine:
    return Machine(folder / "by-id", folder / "usb", folder / "drm")


@contextmanager
def reader_on_a_line(folder: Path) -> Iterator[str]:
    """A reader, and a second line on which nothing answers."""
    (folder / "by-id").mkdir()
    (folder / "by-id" / "usb-Aaa-if00").symlink_to("/dev/null")
    with SamReaderEmulator(folder / "by-id" / "usb-SAM-if00") as reader:
        yield str(reader.path)


def test_the_talk_ends_in_a_good_file_a_pin_and_a_paper(tmp_path: Path) -> None:
    templates = f'state_dir = "state"\ntemplates_dir = "{Path("printer_templates").resolve()}"'
    config = write(tmp_path, SMALL.replace('state_dir = "state"', templates))
    with reader_on_a_line(tmp_path) as line, TcpPrinter() as printer:
        technician = Technician(
            {
                "What this machine is called, zh_Hans": ["二楼机"],
                "Width of the picture": ["300"],
                "Address of the printer": ["127.0.0.1"],
                "Printer to use": ["2"],
                "Staff number": ["7"],
                "Name:": ["王敏"],
            }
        )
        config.write_text(config.read_text().replace("9100", str(printer.port)))
        before = config.read_text()
        said = technician.run(config, bare(tmp_path))
        assert check_config(config) == ()
        settings = load_settings(config)
        assert (settings.reader.kind, settings.reader.device) == ("serial_sam", line)
        assert settings.printer.port == printer.port
        assert settings.machine.name.text("zh_Hans") == "二楼机"
        assert (settings.panel.width_mm, settings.panel.height_mm) == (300, 476)
        assert staff_file(settings).load()["7"].name == "王敏"
        assert len(printer.tickets) == 1
    assert config.with_name(config.name + BEFORE).read_text() == before
    assert "It is out" in said
    assert PIN not in said


def test_a_wrong_answer_is_explained_and_asked_again(tmp_path: Path) -> None:
    config = write(tmp_path, SMALL)
    technician = Technician({"Width of the picture": ["1100x", "99999"], "Print a test": ["no"]})
    said = technician.run(config, bare(tmp_path))
    assert said.count("Width of the picture") == 3
    assert "kiosk.toml:" in said
    assert "panel.width_mm" in said


def test_a_machine_without_a_file_gets_the_shipped_one_with_its_comments(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    for folder in ("fonts", "printer_templates"):
        (tmp_path / folder).symlink_to(Path(folder).resolve())
    Technician({"Printer to use": ["2"], "Print a test": ["no"]}).run(config, bare(tmp_path))
    assert check_config(config) == ()
    assert "# 请用尺量" in config.read_text()


def test_a_kiosk_with_a_centre_has_nothing_of_the_site_in_its_file(tmp_path: Path) -> None:
    config = write(tmp_path, SMALL)
    technician = Technician(
        {
            "This machine is": ["2"],
            "Address of the centre": ["http://127.0.0.1:9"],
            "Token": ["not-a-token"],
            "Print a test": ["no"],
        }
    )
    said = technician.run(config, bare(tmp_path))
    settings = load_settings(config)
    assert settings.site is None
    assert settings.centre is not None
    assert settings.centre.url == "http://127.0.0.1:9"
    assert "Later run: kiosk enrol http://127.0.0.1:9 TOKEN" in said


def test_who_goes_away_in_the_middle_has_changed_nothing(tmp_path: Path) -> None:
    config = write(tmp_path, SMALL)
    before = config.read_text()

    def gone(prompt: str) -> str:
        if "Width" in prompt:
            raise EOFError
        return ""

    with pytest.raises(TalkEndedError):
        setup(config, "en", io.StringIO(), ask=gone, machine=bare(tmp_path))
    assert config.read_text() == before
    assert not config.with_name(config.name + BEFORE).exists()


def test_a_file_with_mistakes_is_not_built_upon(tmp_path: Path) -> None:
    config = write(tmp_path, SMALL.replace("escpos_network", "escpos_netwrk"))
    with pytest.raises(SettingsError):
        setup(config, "en", io.StringIO(), machine=bare(tmp_path))


def test_a_running_kiosk_keeps_its_devices(tmp_path: Path) -> None:
    config = write(tmp_path, SMALL)
    records = load_settings(config).machine.state_dir / DATABASE_FILE
    records.parent.mkdir()
    lock = FileLock(lock_file(records))
    with pytest.raises(KioskRunsError):
        setup(config, "en", io.StringIO(), machine=bare(tmp_path))
    lock.release()


def test_who_cannot_write_is_told_before_the_first_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = write(tmp_path, SMALL)
    # Tests may run as root, who may write everywhere.
    monkeypatch.setattr("os.access", lambda path, _: path != config)
    technician = Technician({})
    with pytest.raises(UnwritableError) as caught:
        technician.run(config, bare(tmp_path))
    assert caught.value.fields["folder"] == tmp_path
    assert technician.out.getvalue() == ""
