# SPDX-License-Identifier: Apache-2.0
"""Disk, fonts, panel and service, each good and bad."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.health import systemd
from kiosk.health.checks.disk import DiskCheck
from kiosk.health.checks.fonts import FontsCheck
from kiosk.health.checks.panel import PanelCheck, Reach
from kiosk.health.checks.service import ServiceCheck
from kiosk.health.displays import pixels
from kiosk.health.finding import Finding
from kiosk.settings.folders import FONT_FILES
from kiosk.settings.model import PanelSettings
from kiosk.texts import load_texts
from tests.kiosk.health.said import keys

ROOT = Path(__file__).parents[3]
UPRIGHT = PanelSettings(
    width_mm=268,
    height_mm=476,
    bottom_edge_mm=700,
    viewing_mm=600,
    reader_position="right",
    back_key="escape",
    is_full_screen=True,
)
REACHED = Reach(can_lower=True, low_mm=1100, highest_edge_mm=800)
IN_ORDER = {
    "LoadState": "loaded",
    "ActiveState": "active",
    "UnitFileState": "enabled",
    "NRestarts": "0",
    "WatchdogUSec": "8s",
    "Result": "success",
}
LOOK = """
import sys
from pathlib import Path
from kiosk.health.checks.disk import DiskCheck
finding = DiskCheck(Path(sys.argv[1]), is_own=True).look()
print(finding.is_good, finding.found[0].key)
"""


def test_a_disk_with_room_is_in_order_also_before_the_folder_is_made(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "to" / "come"):
        finding = DiskCheck(folder, is_own=True).look()
        assert (finding.is_good, keys(finding)) == (True, ["good", "room"])
        assert finding.where.place == str(folder)


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ("size=1m", "little_room"),
        ("size=300m,nr_inodes=50", "few_files"),
        ("size=300m,ro", "read_only"),
        ("size=300m", "good"),
    ],
)
def test_a_small_a_crowded_and_a_read_only_file_system_are_named(
    tmp_path: Path, options: str, found: str
) -> None:
    """The real ones, in a space of their own that ends with the process."""
    mount = 'mount -t tmpfs -o "$1" none "$2" && exec "$3" -c "$4" "$2"'
    words = (options, tmp_path, sys.executable, LOOK)
    space = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mount, "sh", *words)
    done = subprocess.run(space, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [str(found == "good"), f"health.found.{found}"]


def test_a_folder_of_somebody_else_is_a_fault_only_where_the_kiosk_itself_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever runs the tests may write anywhere, so no folder can be had that refuses.
    monkeypatch.setattr("kiosk.health.checks.disk.os.access", lambda *_: False)
    assert keys(DiskCheck(tmp_path, is_own=True).look())[0] == "not_writable"
    assert keys(DiskCheck(tmp_path, is_own=False).look())[0] == "good"


def test_a_disk_that_cannot_be_asked_is_a_finding_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_folder: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("kiosk.health.checks.disk.os.statvfs", fail)
    assert keys(DiskCheck(tmp_path, is_own=False).look()) == ["not_readable"]


def test_the_fonts_that_come_with_the_program_are_fonts() -> None:
    files = [ROOT / "fonts" / name for name in FONT_FILES]
    assert keys(FontsCheck(ROOT / "fonts", files).look()) == ["good"]


def test_a_font_file_that_is_missing_or_broken_is_named(tmp_path: Path) -> None:
    broken, missing = tmp_path / "a.ttf", tmp_path / "b.ttf"
    broken.write_bytes(b"<html>not found</html>")
    finding = FontsCheck(tmp_path, (broken, missing)).look()
    assert keys(finding) == ["no_font"] * 2
    assert [each.fields["file"] for each in finding.found] == ["a.ttf", "b.ttf"]


@pytest.mark.parametrize(
    ("size", "found"),
    [
        ((1080, 1920), "pixels"),
        ((1920, 1080), "pixels"),
        ((1024, 1280), "uneven_pixels"),
        ((270, 480), "odd_pixels"),
        (None, ""),
    ],
)
def test_pixels_must_fit_the_millimetres_however_the_screen_hangs(
    size: tuple[int, int] | None, found: str
) -> None:
    finding = PanelCheck(UPRIGHT, REACHED, lambda: size).look()
    good = found in ("pixels", "")
    assert finding.is_good == good
    assert [key for key in keys(finding) if key != "good"] == ([found] if found else [])


def connector(folder: Path, name: str, status: str, modes: str) -> None:
    (folder / name).mkdir(parents=True)
    (folder / name / "status").write_text(f"{status}\n")
    (folder / name / "modes").write_text(modes)


def test_the_one_screen_that_is_connected_is_found_in_its_best_mode(tmp_path: Path) -> None:
    assert pixels(tmp_path / "nothing") is None
    connector(tmp_path, "card0-HDMI-A-1", "connected", "1920x1080\n1280x720\n")
    connector(tmp_path, "card0-DP-1", "disconnected", "")
    (tmp_path / "card0").mkdir()
    assert pixels(tmp_path) == (1920, 1080)
    connector(tmp_path, "card0-DP-2", "connected", "1280x1024\n")
    assert pixels(tmp_path) is None


def test_a_screen_that_tells_no_mode_is_not_known(tmp_path: Path) -> None:
    connector(tmp_path, "card1-LVDS-1", "connected", "")
    assert pixels(tmp_path) is None


def service(unit: dict[str, str], *, is_running: bool = True) -> Finding:
    return ServiceCheck("kiosk.service", lambda: unit, is_running=is_running).look()


def test_a_unit_that_starts_watches_and_restarts_is_in_order() -> None:
    assert keys(service(IN_ORDER)) == ["good"]
    assert keys(service({**IN_ORDER, "ActiveState": "inactive"}, is_running=False)) == ["good"]
    assert keys(service({**IN_ORDER, "NRestarts": "2"})) == ["good", "restarts"]


@pytest.mark.parametrize(
    ("spoiled", "found"),
    [
        ({"UnitFileState": "disabled"}, "not_enabled"),
        ({"WatchdogUSec": "infinity"}, "no_watchdog"),
        ({"WatchdogUSec": "0"}, "no_watchdog"),
        ({"NRestarts": "4"}, "restarts"),
    ],
)
def test_a_unit_that_would_leave_the_hall_alone_is_not(spoiled: dict[str, str], found: str) -> None:
    finding = service({**IN_ORDER, **spoiled})
    assert (finding.is_good, keys(finding)) == (False, [found])


def test_a_unit_that_has_failed_is_told_of_while_it_does_not_run() -> None:
    failed = {**IN_ORDER, "ActiveState": "failed", "Result": "watchdog"}
    finding = service(failed, is_running=False)
    assert (finding.is_good, keys(finding)) == (False, ["unit_failed"])
    assert "watchdog" in finding.found[0].words(load_texts("en"))


def test_without_unit_or_systemd_it_is_said_that_nobody_starts_the_kiosk() -> None:
    for unit, found in (({}, "no_systemd"), ({"LoadState": "not-found"}, "no_unit")):
        finding = service(unit)
        assert (finding.is_good, keys(finding)) == (True, ["good", found])
        assert finding.suggestion is not None
    by_hand = service({**IN_ORDER, "ActiveState": "inactive"})
    assert (by_hand.is_good, keys(by_hand)) == (True, ["good", "by_hand"])


def test_what_programs_of_systemd_say_is_read_and_silence_is_nothing(tmp_path: Path) -> None:
    says = ("printf", "LoadState=loaded\\nExecStart={ path=/a ; argv=b }\\n\\nnonsense\\n")
    assert systemd.properties(says) == {
        "LoadState": "loaded",
        "ExecStart": "{ path=/a ; argv=b }",
    }
    assert systemd.properties(("false",)) == {}
    assert systemd.properties((str(tmp_path / "nobody"),)) == {}
