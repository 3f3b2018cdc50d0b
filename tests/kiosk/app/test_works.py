# SPDX-License-Identifier: Apache-2.0
"""All devices that a kiosk may have, in one process: each is watched, and lost and found by itself."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from drivers.card_reader.simulator import SimulatedCardReader
from drivers.code_scanner.abstract import CodeScanner
from drivers.code_scanner.keyboard import KeyboardScanner
from drivers.code_scanner.simulator import SimulatedCodeScanner
from drivers.signal_light.simulator import SimulatedSignalLight
from drivers.speech.simulator import SimulatedSpeech
from drivers.ticket_printer.simulator import SimulatedTicketPrinter
from kiosk.app.appliance import Appliance, wait_until_started
from kiosk.app.devices import Devices as KioskDevices
from kiosk.app.devices import profile_of
from kiosk.app.look import look_of
from kiosk.clock import SystemClock
from kiosk.flow.problems import CODE_OF_NO_USE
from kiosk.flow.staff_events import StaffCardRead
from kiosk.flow.staff_states import DeviceList
from kiosk.flow.staff_touches import DevicesPressed
from kiosk.flow.staff_values import CheckSeen, StaffPerson
from kiosk.flow.states import StaffMode, Welcome
from kiosk.flow.values import Devices
from kiosk.runner.runner import Runner
from kiosk.settings.load import load_settings
from tests.e2e.site import Wiring, kiosk_toml
from tests.gui.keyboard import scan

pytestmark = pytest.mark.gui

SIZE = (1080, 1920)
PATIENCE = 20_000
LOST = Devices(
    scanner_problem="error.code_scanner.unplugged",
    light_problem="error.signal_light.unplugged",
    voice_problem="error.speech.no_sound_card",
)


Start = Callable[[CodeScanner], Runner]


@pytest.fixture
def light() -> SimulatedSignalLight:
    return SimulatedSignalLight()


@pytest.fixture
def voice() -> SimulatedSpeech:
    return SimulatedSpeech()


@pytest.fixture
def start(
    tmp_path: Path, qtbot: QtBot, light: SimulatedSignalLight, voice: SimulatedSpeech
) -> Iterator[Start]:
    """A kiosk with this scanner, serving visitors."""
    started: list[Appliance] = []

    def start(scanner: CodeScanner) -> Runner:
        config = tmp_path / "kiosk.toml"
        config.write_text(kiosk_toml(Wiring(tmp_path / "no-reader", 9100)))
        settings = load_settings(config)
        profile = profile_of(settings.printer)
        reader, printer = SimulatedCardReader(), SimulatedTicketPrinter(profile)
        devices = KioskDevices(reader, printer, profile, scanner, light, voice)
        appliance = Appliance(settings, SystemClock(), devices, look_of(settings, SIZE))
        appliance.panel.show()
        runner = wait_until_started(appliance)
        started.append(appliance)
        qtbot.waitUntil(lambda: isinstance(runner.kiosk.screen, Welcome), timeout=PATIENCE)
        return runner

    yield start
    for appliance in started:
        appliance.stop()
        appliance.panel.close()


def test_scanner_light_and_voice_are_lost_and_found_by_themselves(
    start: Start,
    light: SimulatedSignalLight,
    voice: SimulatedSpeech,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    scanner = SimulatedCodeScanner()
    voice.go_silent()
    runner = start(scanner)
    scanner.unplug()
    light.unplug()
    qtbot.waitUntil(lambda: runner.kiosk.devices == LOST, timeout=PATIENCE)
    scanner.plug_in()
    light.plug_in()
    voice.sound_again()
    qtbot.waitUntil(lambda: runner.kiosk.devices == Devices(), timeout=PATIENCE)
    scanner.show("8 6420")
    qtbot.waitUntil(lambda: runner.kiosk.code_problem == CODE_OF_NO_USE, timeout=PATIENCE)


def test_staff_are_shown_how_the_devices_are_now(start: Start, qtbot: QtBot) -> None:
    runner = start(SimulatedCodeScanner())
    runner.dispatch(StaffCardRead(StaffPerson("7", "王敏")))
    runner.dispatch(DevicesPressed())

    def seen() -> tuple[CheckSeen, ...]:
        page = runner.kiosk.screen.page if isinstance(runner.kiosk.screen, StaffMode) else None
        return (page.seen if isinstance(page, DeviceList) else None) or ()

    qtbot.waitUntil(lambda: bool(seen()), timeout=PATIENCE)
    assert {"card_reader", "ticket_printer", "paper"} <= {each.check for each in seen()}


def test_keys_of_a_scanner_that_plays_a_keyboard_are_a_code(start: Start, qtbot: QtBot) -> None:
    runner = start(KeyboardScanner())
    (window,) = [window for window in QGuiApplication.topLevelWindows() if window.isVisible()]
    scan(window, "8 6420")
    qtbot.waitUntil(lambda: runner.kiosk.code_problem == CODE_OF_NO_USE, timeout=PATIENCE)
