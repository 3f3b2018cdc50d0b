# SPDX-License-Identifier: Apache-2.0
"""What assistive technology sees from outside: a panel on an X server and a bus of its own."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

pytestmark = [pytest.mark.gui, pytest.mark.e2e]

HERE = Path(__file__).parent
PYTHON = "/usr/bin/python3"
SCREENS = (
    "welcome",
    "services_mixed",
    "bookings_many",
    "when_later",
    "pause",
    "keypad_begun",
    "ticket",
    "again",
    "still_there",
    "help",
)


class Outside:
    """The panel's process, and a client on the same bus."""

    def __init__(self, environment: dict[str, str], panel: subprocess.Popen[str]) -> None:
        self._environment = environment
        self._panel = panel

    def shows(self, sample: str) -> list[dict[str, object]]:
        """The controls that the panel itself says it shows."""
        assert self._panel.stdin is not None
        assert self._panel.stdout is not None
        self._panel.stdin.write(sample + "\n")
        self._panel.stdin.flush()
        answer = self._panel.stdout.readline()
        assert answer, "the panel has ended"
        shown: list[dict[str, object]] = json.loads(answer)
        return shown

    def sees(self) -> list[dict[str, object]]:
        """All that the client finds, which may be nothing while the panel makes itself known."""
        client = [PYTHON, str(HERE / "at_spi_client.py"), "youhao-panel"]
        run = subprocess.run(
            client, env=self._environment, check=True, capture_output=True, text=True, timeout=60
        )
        seen: list[dict[str, object]] = json.loads(run.stdout)
        return seen


def _ended(stack: ExitStack, process: subprocess.Popen[str]) -> subprocess.Popen[str]:
    def end() -> None:
        process.terminate()
        process.communicate(timeout=30)

    stack.callback(end)
    return process


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    if not shutil.which("Xvfb") or not shutil.which("dbus-daemon"):
        pytest.skip("there is no X server or no message bus")
    imports = "import gi; gi.require_version('Atspi', '2.0')"
    if subprocess.run([PYTHON, "-c", imports], check=False, capture_output=True).returncode:
        pytest.skip("the system's Python has no AT-SPI")
    with ExitStack() as stack:
        runtime = tmp_path_factory.mktemp("runtime")
        runtime.chmod(0o700)
        environment = {
            **os.environ,
            "XDG_RUNTIME_DIR": str(runtime),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "PYTHONPATH": str(HERE.parents[1]),
        }

        def start(*command: str) -> subprocess.Popen[str]:
            process = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            return _ended(stack, process)

        screen = start(
            "Xvfb", "-displayfd", "1", "-screen", "0", "1080x1920x24", "-nolisten", "tcp"
        )
        assert screen.stdout is not None
        environment["DISPLAY"] = f":{screen.stdout.readline().strip()}"
        bus = start("dbus-daemon", "--session", "--nofork", "--print-address=1")
        assert bus.stdout is not None
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        panel = start(sys.executable, str(HERE / "at_spi_panel.py"))
        outside = Outside(environment, panel)
        outside.shows(SCREENS[0])
        for _ in range(60):
            if outside.sees():
                break
        yield outside


@pytest.mark.parametrize("sample", SCREENS)
def test_every_control_is_a_button_with_its_name(outside: Outside, sample: str) -> None:
    shown = outside.shows(sample)
    seen = [one for one in outside.sees() if one["is_showing"]]
    buttons = [one for one in seen if one["role"] in {"button", "push button"}]
    assert shown
    assert Counter((one["name"], one["is_awake"]) for one in buttons) == Counter(
        (one["name"], one["is_awake"]) for one in shown
    )
    assert all(one["name"] for one in buttons)
    (focused,) = [one for one in buttons if one["has_focus"]]
    assert focused["is_awake"]


def test_every_text_is_a_text_and_the_window_is_named_by_the_title(outside: Outside) -> None:
    outside.shows("services_mixed")
    seen = [one for one in outside.sees() if one["is_showing"]]
    texts = {one["name"] for one in seen if one["role"] in {"label", "static", "text"}}
    assert "请选择要办理的业务" in texts
    assert "请选择要办理的业务" in {one["name"] for one in seen if one["role"] != "label"}
