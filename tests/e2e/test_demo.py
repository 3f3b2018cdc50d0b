# SPDX-License-Identifier: Apache-2.0
"""The demo without a display, as `./dev demo --headless OUT` runs it."""

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from kiosk.flow import states
from tests.e2e.process import PATIENCE_SECONDS
from tests.e2e.synced_kiosk import eventually
from tests.zbar import codes_in

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

ROOT = Path(__file__).parents[2]
NUMBER = ("TicketShown", "About", "TicketShown")
SCREENS = {screen.__name__ for screen in states.Screen.__args__}


def command(out: Path) -> list[str]:
    return [sys.executable, "-m", "kiosk", "demo", "--headless", str(out)]


def environment(folder: Path) -> dict[str, str]:
    own = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(folder), "TMPDIR": str(folder)}
    return {**os.environ, **own}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    out = folder / "out"
    subprocess.run(command(out), cwd=ROOT, env=environment(folder), check=True, timeout=480)
    return out


def test_every_screen_is_there_as_a_picture_of_the_reference_panel(out: Path) -> None:
    pictures = {path.stem.removeprefix("screen-"): path for path in out.glob("screen-*.png")}
    assert set(pictures) == SCREENS
    for path in pictures.values():
        image = QImage(str(path))
        assert (image.width(), image.height()) == (1080, 1920)
        assert len({image.pixel(x, y) for x in range(0, 1080, 7) for y in range(0, 1920, 7)}) > 2


def test_every_step_of_the_journey_has_its_milliseconds_and_its_picture(out: Path) -> None:
    journey = json.loads((out / "journey.json").read_text(encoding="utf-8"))
    assert len({step["visit"] for step in journey["steps"]}) >= 7
    for step in journey["steps"]:
        assert step["milliseconds"] >= 0
        assert (out / step["picture"]).is_file()
    assert len(journey["tickets"]) >= 3


def test_numbers_are_given_while_the_cable_to_the_centre_is_pulled(out: Path) -> None:
    steps = json.loads((out / "journey.json").read_text(encoding="utf-8"))["steps"]
    cut_off = [step["step"] for step in steps if step["visit"] == "cut-off"]
    assert cut_off[cut_off.index("ticket") :] == ["ticket", "done", "cut", "healed"]


def test_a_booking_becomes_a_ticket_without_a_touch(out: Path) -> None:
    steps = json.loads((out / "journey.json").read_text(encoding="utf-8"))["steps"]
    found = [(step["step"], step["screen"]) for step in steps if step["visit"] == "booked"]
    assert found[:2] == [("card", "CheckInPause"), ("ticket", "TicketShown")]


def test_a_daughter_takes_numbers_for_her_mother_by_card_and_by_a_code_while_cut_off(
    out: Path,
) -> None:
    journey = json.loads((out / "journey.json").read_text(encoding="utf-8"))
    steps = {visit: [] for visit in ("family", "family-cut-off")}
    for step in journey["steps"]:
        steps.get(step["visit"], []).append((step["step"], step["screen"]))
    assert steps["family"][3] == ("own-card-again", "Family")
    assert steps["family"][-3:] == [
        ("touch", "Pause"),
        ("ticket", "TicketShown"),
        ("done", "Welcome"),
    ]
    assert steps["family-cut-off"] == [
        ("own-card", "Services"),
        ("for-family", "Family"),
        ("code", "CheckInPause"),
        ("ticket", "TicketShown"),
        ("done", "Welcome"),
    ]


def test_who_has_a_reason_is_served_first_and_one_service_needs_no_number(out: Path) -> None:
    journey = json.loads((out / "journey.json").read_text(encoding="utf-8"))
    screens = [step["screen"] for step in journey["steps"] if step["visit"] == "first"]
    assert screens == ["NoCard", "GreenReasons", "NoCard", "Pause", *NUMBER, "Welcome"]
    screens = [step["screen"] for step in journey["steps"] if step["visit"] == "direct"]
    assert screens == ["NoCard", "Direct", "Welcome"]


def test_nothing_is_left_behind(out: Path) -> None:
    assert_nothing_is_left(out.parent)


def assert_nothing_is_left(folder: Path) -> None:
    """No process that was started there, and no folder."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(FileNotFoundError, ProcessLookupError):  # another one that has just ended
            assert str(folder).encode() not in path.read_bytes()
    assert not list(folder.glob("youhao-demo-*"))


def test_nothing_is_left_behind_by_a_demo_that_is_interrupted(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with subprocess.Popen(command(out), cwd=ROOT, env=environment(tmp_path)) as demo:
        eventually((out / "screen-Welcome.png").exists, PATIENCE_SECONDS)
        demo.send_signal(signal.SIGINT)
        assert demo.wait(60) == 1
    assert_nothing_is_left(tmp_path)


def test_each_ticket_is_there_as_paper_and_as_bytes_and_its_code_is_its_own(out: Path) -> None:
    found = [codes_in(path) for path in out.glob("ticket-*.png")]
    assert {len(codes) for codes in found} == {1}
    codes = {code for codes in found for code in codes}
    assert len(codes) == len(list(out.glob("ticket-*.escpos"))) >= 3
    for code in codes:
        mark, ticket_id, signature = code.split(".")
        assert mark == "YH1"
        assert len(ticket_id) == 22
        assert len(signature) == 86
