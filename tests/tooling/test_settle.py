# SPDX-License-Identifier: Apache-2.0
"""What an upgrade that does not serve is answered with; systemd is a script that says what it is told.

`./dev deb --check` does it with whole versions of the kiosk.
"""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kiosk.health.checks.program import look_at_program
from kiosk.texts import load_texts
from tests.tooling.bare_system import REPOSITORY

SYSTEMCTL = """#!/bin/sh
case "$*" in
    "show --property=StatusText --value kiosk.service") {status} ;;
    *) echo "$*" >>"{folder}/asked" ;;
esac
"""
RESTART = "restart --no-block kiosk.service\n"


@dataclass
class Installed:
    """A folder as /usr/lib/youhao-kiosk, after an upgrade from 1.0 to 1.1."""

    folder: Path

    @property
    def notes(self) -> Path:
        return self.folder / "notes"

    @property
    def current(self) -> str:
        return (self.folder / "current/VERSION").read_text().strip()

    @property
    def asked(self) -> str:
        path = self.folder / "asked"
        return path.read_text() if path.exists() else ""

    def settle(self, status: str, patience: int = 3) -> subprocess.CompletedProcess[str]:
        """Two seconds without a break; `status` is what a shell does for the kiosk's status."""
        systemctl = self.folder / "bin/systemctl"
        systemctl.write_text(SYSTEMCTL.format(status=status, folder=self.folder))
        systemctl.chmod(0o755)
        return subprocess.run(
            [self.folder / "settle", "2", str(patience)],
            env={"PATH": f"{systemctl.parent}:/usr/bin:/bin", "STATE_DIRECTORY": str(self.notes)},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )


@pytest.fixture
def installed(tmp_path: Path) -> Installed:
    for name, version in (("program", "1.1"), ("before", "1.0"), ("bin", ""), ("notes", "")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "VERSION").write_text(f"{version}\n")
    (tmp_path / "current").symlink_to("program")
    (tmp_path / "notes/on-trial").touch()
    settle = tmp_path / "settle"
    settle.write_bytes((REPOSITORY / "debian/youhao-kiosk/settle").read_bytes())
    settle.chmod(0o755)
    return Installed(tmp_path)


def test_a_version_that_serves_stays(installed: Installed) -> None:
    done = installed.settle("echo serving", patience=30)
    assert (done.returncode, installed.current, installed.asked) == (0, "1.1", "")
    assert not (installed.notes / "on-trial").exists()


def test_one_that_does_not_serve_gives_way_to_the_one_before(installed: Installed) -> None:
    done = installed.settle("echo")
    assert (done.returncode, installed.current, installed.asked) == (1, "1.0", RESTART)
    assert "switched back to 1.0" in done.stdout
    found = look_at_program("1.0", installed.notes / "switched-back")
    said = found.found[0].words(load_texts("en"))
    assert not found.is_good
    assert said.startswith("version 1.1 did not serve visitors")
    assert "went back to 1.0" in said


def test_one_that_serves_now_and_then_gives_way_too(installed: Installed) -> None:
    now_and_then = f'if rmdir "{installed.folder}/s" 2>/dev/null; then echo serving; else mkdir "{installed.folder}/s"; fi'
    done = installed.settle(now_and_then, patience=5)
    assert (done.returncode, installed.current) == (1, "1.0")


def was_cut_off(installed: Installed) -> None:
    (installed.folder / "current").unlink()
    (installed.folder / "current").symlink_to("before")


def is_the_first(installed: Installed) -> None:
    (installed.folder / "before/VERSION").unlink()
    (installed.folder / "before").rmdir()


def is_settled(installed: Installed) -> None:
    (installed.notes / "on-trial").unlink()


@pytest.mark.parametrize("happened", [was_cut_off, is_the_first, is_settled])
def test_nothing_is_decided_where_no_new_version_runs(
    installed: Installed, happened: Callable[[Installed], None]
) -> None:
    happened(installed)
    before = (installed.folder / "current").readlink()
    done = installed.settle("echo")
    assert (done.returncode, installed.asked) == (0, "")
    assert (installed.folder / "current").readlink() == before


def test_the_program_is_in_order_where_no_upgrade_was_taken_back(tmp_path: Path) -> None:
    assert look_at_program("1.1", tmp_path / "switched-back").is_good
