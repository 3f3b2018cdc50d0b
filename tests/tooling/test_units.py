# SPDX-License-Identifier: Apache-2.0
"""The files in systemd/ are such as systemd takes, and let the programs do no more than they need."""

import configparser
import re
import subprocess
from pathlib import Path

import pytest

from common.service_manager import SERVING
from kiosk.runner.centre_line import CentreLine
from kiosk.runner.light_worker import LightWorker
from kiosk.runner.looping import Looping
from kiosk.runner.pulse import STORE_SECONDS
from kiosk.runner.reader_worker import ReaderWorker
from kiosk.runner.scanner_worker import ScannerWorker
from kiosk.runner.speech_worker import SpeechWorker
from tests.units import ROOT, seconds, service

UNITS = ROOT / "systemd"
NOTICED_SECONDS = 20.0
CURED_SECONDS = 10.0
BEATS = 4


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("name", ["kiosk", "kiosk-settle", "central", "central-backup"])
def test_systemd_finds_nothing_wrong_with_a_unit(name: str, tmp_path: Path) -> None:
    # What it starts is not installed here.
    text = (UNITS / f"{name}.service").read_text(encoding="utf-8")
    unit = tmp_path / f"{name}.service"
    unit.write_text(re.sub(r"^(ExecStart(?:Pre)?=)\S+", r"\1/bin/true", text, flags=re.MULTILINE))
    done = run("systemd-analyze", "verify", "--recursive-errors=no", "--man=no", str(unit))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "tenths"),
    [("kiosk", 25), ("kiosk-settle", 20), ("central", 20), ("central-backup", 20)],
)
def test_a_unit_exposes_little(name: str, tenths: int) -> None:
    unit = str(UNITS / f"{name}.service")
    done = run("systemd-analyze", "security", "--offline=true", f"--threshold={tenths}", unit)
    assert done.returncode == 0, done.stdout


def test_the_backup_is_made_each_night_even_if_the_machine_was_off(tmp_path: Path) -> None:
    for name in ("central-backup.timer", "central-backup.service"):
        text = (UNITS / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(re.sub(r"(?m)^(ExecStart=)\S+", r"\1/bin/true", text))
    timer = tmp_path / "central-backup.timer"
    done = run("systemd-analyze", "verify", "--recursive-errors=no", "--man=no", str(timer))
    assert (done.returncode, done.stderr) == (0, "")
    settings = read(UNITS / "central-backup.timer")["Timer"]
    assert settings["Persistent"] == "yes"
    assert run("systemd-analyze", "calendar", settings["OnCalendar"]).returncode == 0


def read(path: Path) -> configparser.ConfigParser:
    """A file in systemd's manner, whose keys are written as they are there."""
    parser = configparser.ConfigParser(delimiters=("=",), strict=True, interpolation=None)
    parser.optionxform = str
    parser.read(path, encoding="utf-8")
    return parser


def test_logs_stay_for_half_a_year_and_never_fill_the_disk() -> None:
    journal = read(UNITS / "kiosk-journald.conf")["Journal"]
    assert journal["Storage"] == "persistent"
    assert int(journal["MaxRetentionSec"].removesuffix("day")) >= 183
    assert journal["SystemMaxUse"] == "2G"
    assert journal["SystemKeepFree"] == "512M"


def test_no_key_for_power_or_sleep_ends_the_kiosk_and_no_terminal_is_behind_it() -> None:
    login = read(UNITS / "kiosk-logind.conf")["Login"]
    keys = ("PowerKey", "RebootKey", "SuspendKey", "HibernateKey")
    assert {login[f"Handle{key}"] for key in keys} == {"ignore"}
    assert (login["NAutoVTs"], login["ReserveVT"]) == ("0", "0")


def test_control_alt_delete_and_the_kernels_own_chords_do_nothing(tmp_path: Path) -> None:
    done = run(
        "systemd-tmpfiles",
        f"--root={tmp_path}",
        "--create",
        str(UNITS / "kiosk-lockdown.tmpfiles"),
    )
    assert done.returncode == 0, done.stderr
    units = tmp_path / "etc/systemd/system"
    masked = {"ctrl-alt-del.target", "getty@tty1.service", "autovt@.service"}
    assert {path.name for path in units.iterdir()} == masked
    assert {str(path.readlink()) for path in units.iterdir()} == {"/dev/null"}
    manager = read(UNITS / "kiosk-system.conf")["Manager"]
    assert manager["CtrlAltDelBurstAction"] == "none"
    lines = (UNITS / "kiosk-sysctl.conf").read_text(encoding="utf-8").splitlines()
    assert "kernel.sysrq = 0" in lines


def test_the_compositor_switches_to_no_other_terminal() -> None:
    # cage does so with -s alone.
    assert service("kiosk")["ExecStart"].split(" -- ")[0] == "/usr/bin/cage"


@pytest.mark.parametrize("worker", [ReaderWorker, ScannerWorker, LightWorker])
def test_what_hangs_is_noticed_in_twenty_seconds(worker: type[Looping]) -> None:
    silence = seconds(service("kiosk")["WatchdogSec"])
    # It is looked at each quarter of the silence.
    assert worker.longest_step_seconds + silence / BEATS + silence <= NOTICED_SECONDS


def test_what_may_be_slow_is_given_up_soon_after() -> None:
    silence = seconds(service("kiosk")["WatchdogSec"])
    for longest in (SpeechWorker.longest_step_seconds, CentreLine.longest_step_seconds):
        assert longest + silence <= NOTICED_SECONDS
    assert STORE_SECONDS + silence / BEATS + silence <= NOTICED_SECONDS


@pytest.mark.parametrize("name", ["kiosk", "central"])
def test_what_hangs_is_ended_and_started_anew_in_a_moment(name: str) -> None:
    unit = service(name)
    assert unit["Restart"] == "always"
    assert seconds(unit["TimeoutAbortSec"]) + seconds(unit["RestartSec"]) <= CURED_SECONDS / 2


@pytest.mark.parametrize("name", ["kiosk", "central"])
def test_each_program_has_a_user_who_cannot_log_in(tmp_path: Path, name: str) -> None:
    (tmp_path / "etc").mkdir()
    done = run("systemd-sysusers", f"--root={tmp_path}", str(UNITS / f"{name}.sysusers"))
    assert done.returncode == 0, done.stderr
    (user,) = (tmp_path / "etc/passwd").read_text().splitlines()
    assert user.split(":")[0] == service(name)["User"]
    assert user.endswith("nologin")


def test_the_kiosks_user_has_its_devices_also_when_systemd_does_not_start_it(
    tmp_path: Path,
) -> None:
    (tmp_path / "etc").mkdir()
    run("systemd-sysusers", f"--root={tmp_path}", str(UNITS / "kiosk.sysusers"))
    lines = (line.split(":") for line in (tmp_path / "etc/group").read_text().splitlines())
    groups = {name for name, _, _, members in lines if "youhao-kiosk" in members.split(",")}
    assert groups == set(service("kiosk")["SupplementaryGroups"].split())


def test_what_an_upgrade_waits_for_is_what_the_kiosk_says() -> None:
    for script in ("settle", "preinst"):
        text = (UNITS.parent / "debian/youhao-kiosk" / script).read_text(encoding="utf-8")
        assert f'kiosk.service)" = {SERVING} ]' in text
    assert "kiosk-settle.service" in (UNITS / "kiosk.service").read_text(encoding="utf-8")
