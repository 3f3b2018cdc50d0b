# SPDX-License-Identifier: Apache-2.0
"""kiosk.toml is saved while the kiosk runs: taken on between visitors, refused where it is wrong."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from drivers.card_reader.simulator import SimulatedCardReader
from drivers.signal_light.simulator import SimulatedSignalLight
from drivers.ticket_printer.simulator import SimulatedTicketPrinter
from kiosk.app.appliance import Appliance, wait_until_started
from kiosk.app.devices import Devices, profile_of
from kiosk.app.last_good import load_usable
from kiosk.app.look import look_of
from kiosk.app.reload import Reload
from kiosk.clock import SystemClock
from kiosk.flow.states import NoCard, Welcome
from kiosk.flow.touches import NoCardPressed, RestartPressed
from kiosk.flow.values import Volume
from kiosk.settings.load import load_file
from tests.e2e.site import Wiring, kiosk_toml

pytestmark = pytest.mark.gui

PATIENCE = 20_000
Save = Callable[[str, str], None]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "kiosk.toml"
    path.write_text(
        kiosk_toml(Wiring(tmp_path / "no-reader", 9100), service_count=2), encoding="utf-8"
    )
    return path


@pytest.fixture
def kiosk(config: Path, qtbot: QtBot) -> Iterator[Appliance]:
    """Serving visitors by kiosk.toml, and watching it."""
    loaded = load_file(config)
    profile = profile_of(loaded.settings.printer)
    devices = Devices(
        SimulatedCardReader(), SimulatedTicketPrinter(profile), profile, None, SimulatedSignalLight(), None
    )  # fmt: skip
    look = look_of(loaded.settings, (1080, 1920))
    appliance = Appliance(loaded.settings, SystemClock(), devices, look)
    appliance.panel.show()
    runner = wait_until_started(appliance)
    qtbot.waitUntil(lambda: isinstance(runner.kiosk.screen, Welcome), timeout=PATIENCE)
    reload = Reload(appliance, loaded)
    yield appliance
    reload.stop()
    appliance.stop()
    appliance.panel.close()


@pytest.fixture
def save(config: Path) -> Save:
    """Put one thing in place of another, as an editor does that writes beside and renames."""

    def save(right: str, saved: str) -> None:
        text = config.read_text(encoding="utf-8")
        assert right in text
        beside = config.with_name("kiosk.toml~")
        beside.write_text(text.replace(right, saved, 1), encoding="utf-8")
        beside.replace(config)

    return save


def name_of(kiosk: Appliance) -> str:
    return kiosk.panel.look.machine_name.text("zh_Hans")


def test_what_is_saved_is_taken_on_by_screen_voice_and_services(
    kiosk: Appliance, save: Save, qtbot: QtBot
) -> None:
    save('"1 号机"', '"2 号机"')
    qtbot.waitUntil(lambda: name_of(kiosk) == "2 号机", timeout=PATIENCE)
    save('zh_Hans = "社保"', 'zh_Hans = "社会保险"')
    qtbot.waitUntil(lambda: named_services(kiosk) == ["社会保险", "医保"], timeout=PATIENCE)
    save("[panel]", '[speech]\nvolume = "loud"\n[panel]\nheight_mm = 400')
    qtbot.waitUntil(lambda: kiosk.kiosk_now.settings.volume is Volume.LOUD, timeout=PATIENCE)
    assert kiosk.panel.look.px_per_mm == 1920 / 400


def named_services(kiosk: Appliance) -> list[str]:
    return [tile.name.text("zh_Hans") for tile in kiosk.kiosk_now.services]


def test_nothing_changes_under_a_visitors_hands(
    kiosk: Appliance, save: Save, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    assert kiosk.runner
    kiosk.runner.dispatch(NoCardPressed())
    assert isinstance(kiosk.kiosk_now.screen, NoCard)
    reload = kiosk.findChild(Reload)
    assert reload
    save('"1 号机"', '"2 号机"')
    qtbot.waitUntil(lambda: reload.is_waiting, timeout=PATIENCE)
    assert name_of(kiosk) == "1 号机"
    kiosk.runner.dispatch(RestartPressed())
    qtbot.waitUntil(lambda: name_of(kiosk) == "2 号机", timeout=PATIENCE)


def test_a_spoilt_file_changes_nothing_but_the_corner_until_it_is_mended(
    kiosk: Appliance, config: Path, save: Save, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "kiosk.app.reload"):
        save("pause_seconds = 0", "pause_seconds = 99")
        qtbot.waitUntil(lambda: kiosk.kiosk_now.settings.is_file_spoilt, timeout=PATIENCE)
    line = config.read_text(encoding="utf-8").split("\n").index("pause_seconds = 99") + 1
    assert f"kiosk.toml refused line={line} column=17 key=out_of_range" in caplog.text
    caplog.clear()
    assert kiosk.panel.frame
    assert kiosk.kiosk_now.settings.pause_seconds == 0
    assert load_usable(config).loaded.settings.ticket.pause_seconds == 0
    save("pause_seconds = 99", "pause_seconds = 0")
    qtbot.waitUntil(lambda: not kiosk.kiosk_now.settings.is_file_spoilt, timeout=PATIENCE)


def test_what_was_taken_on_is_kept_as_the_last_good_file(
    kiosk: Appliance, config: Path, save: Save, qtbot: QtBot
) -> None:
    save('"1 号机"', '"2 号机"')
    qtbot.waitUntil(lambda: name_of(kiosk) == "2 号机", timeout=PATIENCE)
    kept = config.parent / "state" / "last-good" / "kiosk.toml"
    qtbot.waitUntil(lambda: "2 号机" in kept.read_text(encoding="utf-8"), timeout=PATIENCE)


def test_what_waits_for_the_next_start_is_named_in_the_log(
    kiosk: Appliance, save: Save, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "kiosk.app.reload"):
        save("port = 9100", "port = 9101")
        qtbot.waitUntil(lambda: "at the next start: printer" in caplog.text, timeout=PATIENCE)
