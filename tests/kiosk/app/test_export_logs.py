# SPDX-License-Identifier: Apache-2.0
"""The bundle for the vendor has what helps, and nothing of a person, wherever that stood."""

import io
import json
import sys
import zipfile
from pathlib import Path

import pytest

from kiosk.__main__ import main
from kiosk.app import doctor as doctor_module
from kiosk.app import export_logs
from kiosk.app.store import DATABASE_FILE, staff_file
from kiosk.export.redaction import LEFT_OUT
from kiosk.settings.load import load_settings
from kiosk.store.lock import FileLock, lock_file
from kiosk.store.staff_file import StaffRecord
from tests.kiosk.settings.samples import SMALL, write

PLANTED = ("999999194001010007", "13800138000", "482915", "王敏", "Ann Lee", "horse-battery")
SECRETS = "999999194001010007 13800138000 482915 王敏 Ann Lee token=horse-battery"


@pytest.fixture(autouse=True)
def no_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Devices and machine are looked at in the tests of doctor."""
    for name in ("paper_check", "machine_checks"):
        monkeypatch.setattr(doctor_module, name, lambda *_: iter(()))
    monkeypatch.setattr(doctor_module, "checks_of", lambda _settings: ())
    monkeypatch.setattr(doctor_module, "settings_check", lambda _usable: iter(()))


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A kiosk with something private in each place that is looked at."""
    path = write(tmp_path, f"# {SECRETS}\n{SMALL}")
    settings = load_settings(path)
    staff_file(settings).put(
        [StaffRecord("7", "王敏", "horse-battery"), StaffRecord("8", "Ann Lee")]
    )
    state = settings.machine.state_dir
    (state / DATABASE_FILE).write_bytes(SECRETS.encode())
    (state / "999999194001010007 王敏.txt").write_text(SECRETS)
    (tmp_path / "log").write_text(f"started\nread {SECRETS}\n")
    return path


def exported(config: Path, *more: str) -> dict[str, str]:
    file = config.with_name("youhao.zip")
    log = str(config.with_name("log"))
    arguments = ["export-logs", "--config", str(config), "--log", log, *more, str(file)]
    assert main(["--language", "en", *arguments]) == 0
    assert file.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(file) as bundle:
        return {name: bundle.read(name).decode() for name in bundle.namelist()}


def refused(config: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["--language", "en", "export-logs", "--config", str(config), *arguments]) == 1
    return capsys.readouterr().err


def test_nothing_private_is_in_it_wherever_it_stood(config: Path) -> None:
    parts = exported(config)
    assert set(parts) == {"log.txt", "versions.json", "settings.json", "files.json", "doctor.json"}
    for name, text in parts.items():
        for private in PLANTED:
            assert private not in text, name


def test_what_helps_is_in_it(config: Path) -> None:
    parts = exported(config)
    assert parts["log.txt"].startswith("started\nread ")
    assert json.loads(parts["versions.json"]).keys() >= {"program", "python", "pyside6", "kernel"}
    assert json.loads(parts["settings.json"])["printer"]["host"] == "127.0.0.1"
    assert json.loads(parts["doctor.json"])["good"] is True
    size = len(SECRETS.encode())
    files = {each["path"]: each["bytes"] for each in json.loads(parts["files.json"])}
    assert files[DATABASE_FILE] == size
    assert "keys/staff.json" in files


def test_of_unknown_options_not_even_the_name_is_told(config: Path) -> None:
    config.write_text(f'horse-battery = "stable"\n{SMALL}[printer.王敏]\nword = "stable"\n')
    parts = exported(config)
    for text in parts.values():
        assert "stable" not in text
    assert json.loads(parts["settings.json"])[LEFT_OUT] == LEFT_OUT


def test_a_kiosk_at_work_is_not_held_up_and_its_devices_are_left_out(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = FileLock(lock_file(config.with_name("state") / DATABASE_FILE))
    try:
        parts = exported(config)
    finally:
        lock.release()
    (reason,) = json.loads(parts["doctor.json"])["left_out"]
    assert "is running" in reason
    assert "is running" in capsys.readouterr().out


def test_a_file_with_mistakes_is_sent_with_what_is_wrong_in_it(config: Path) -> None:
    config.write_text(SMALL.replace("9100", "999999194001010007"))
    parts = exported(config)
    (problem,) = json.loads(parts["doctor.json"])["left_out"]
    assert "port" in problem
    assert "1940" not in problem
    assert json.loads(parts["settings.json"])["printer"]["port"] == LEFT_OUT


def test_the_log_may_come_by_a_pipe(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("by pipe\n"))
    assert exported(config, "--log", "-")["log.txt"].endswith("\nby pipe\n")


def test_nothing_is_overwritten(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = config.with_name("youhao.zip")
    file.write_text("kept")
    assert "new file name" in refused(config, capsys, str(file))
    assert file.read_text() == "kept"


def test_where_nothing_can_be_written_it_is_said(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(config.with_name("nowhere") / "youhao.zip")
    assert "cannot be written" in refused(config, capsys, file)


def test_without_a_journal_it_is_said_and_no_half_a_file_is_left(
    config: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_logs, "journal_command", lambda _days: (sys.executable, "-c", ""))
    file = config.with_name("youhao.zip")
    assert "--log" in refused(config, capsys, str(file))
    assert [*config.parent.glob("youhao*")] == []


def test_who_of_the_staff_is_to_be_left_out_must_be_known(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    staff_file(load_settings(config)).path.write_text("spoilt")
    file = config.with_name("youhao.zip")
    assert "list of staff" in refused(config, capsys, str(file))
    assert not file.exists()
