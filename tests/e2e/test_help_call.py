# SPDX-License-Identifier: Apache-2.0
"""A whole kiosk with a signal light and a real centre: somebody calls for help, and what comes of it."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from drivers.card_reader.registry import SimulatedCardReader, sample_cards
from drivers.signal_light.registry import SimulatedSignalLight
from drivers.ticket_printer.registry import SimulatedTicketPrinter
from kiosk.app.appliance import Appliance, wait_until_started
from kiosk.app.demo_centre import DemoCentre
from kiosk.app.demo_site import DemoClock, DemoSite
from kiosk.app.devices import Devices, profile_of
from kiosk.app.look import look_of
from kiosk.app.store import DATABASE_FILE
from kiosk.flow.helping import HelpStage, stage
from kiosk.flow.states import Keypad, Welcome
from kiosk.flow.touches import BackPressed, HelpPressed, TypeNumberPressed
from kiosk.runner.runner import Runner
from kiosk.settings.load import load_settings
from tests.kiosk.settings.samples import SHIPPED

pytestmark = [pytest.mark.e2e, pytest.mark.gui, pytest.mark.timeout(240)]

PATIENCE = 60_000
SIZE = (1080, 1920)
LIGHT, NO_LIGHT = "light", "no light"


@dataclass
class Hall:
    """The kiosk shows the keypad, so that there is something to come back to."""

    folder: Path
    runner: Runner
    centre: DemoCentre
    light: SimulatedSignalLight | None
    qtbot: QtBot

    def until(self, what: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(what, timeout=PATIENCE)

    def says(self, wanted: HelpStage) -> None:
        self.until(lambda: stage(self.runner.kiosk) is wanted)

    def call(self) -> None:
        self.runner.dispatch(HelpPressed())

    def leave(self) -> None:
        self.runner.dispatch(BackPressed())
        assert isinstance(self.runner.kiosk.screen, Keypad)

    def is_lamp_on(self) -> bool:
        return self.light is not None and self.light.shown.is_lamp_on

    def at_centre(self) -> list[sqlite3.Row]:
        """All calls, as its database has them."""
        return rows(self.folder / "central.db", "SELECT * FROM help_call ORDER BY raised_at")

    def acts(self) -> list[dict[str, str]]:
        wanted = "SELECT body FROM audit WHERE act LIKE 'help_%' ORDER BY position"
        return [json.loads(row["body"]) for row in rows(self.folder / "central.db", wanted)]

    def logged(self) -> list[tuple[str, dict[str, object]]]:
        wanted = "SELECT kind, body FROM log_entry WHERE kind LIKE 'help_%' ORDER BY position"
        found = rows(self.folder / "state" / DATABASE_FILE, wanted)
        return [(row["kind"], json.loads(row["body"])) for row in found]


def rows(path: Path, statement: str) -> list[sqlite3.Row]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        database.row_factory = sqlite3.Row
        return database.execute(statement).fetchall()


@pytest.fixture(params=[LIGHT])
def hall(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,  # a centre that starts, or is cut off, is warned of
) -> Iterator[Hall]:
    site = DemoSite.beside(SHIPPED)
    on = site.working_day()
    site_file = tmp_path / "site.toml"
    site_file.write_text(site.text, encoding="utf-8")
    loaded = load_settings(SHIPPED)
    machine = replace(loaded.machine, state_dir=tmp_path / "state")
    clock = DemoClock(site.site, on)
    records = machine.state_dir / DATABASE_FILE
    cards = sample_cards(on)
    centre = DemoCentre(tmp_path, site_file, clock.now(), cards=cards, records=records)
    settings = replace(loaded, machine=machine, site=None, centre=centre.settings)
    light = SimulatedSignalLight() if request.param is LIGHT else None
    profile = profile_of(settings.printer)
    devices = Devices(SimulatedCardReader(), SimulatedTicketPrinter(profile), profile, light=light)
    appliance = Appliance(settings, clock, devices, look_of(settings, SIZE))
    try:
        appliance.panel.show()
        runner = wait_until_started(appliance)
        centre.join(settings, clock)
        made = Hall(tmp_path, runner, centre, light, qtbot)
        made.until(lambda: isinstance(runner.kiosk.screen, Welcome))
        runner.dispatch(TypeNumberPressed())
        yield made
    finally:
        appliance.stop()
        appliance.panel.close()
        centre.close()


def test_a_call_is_shown_to_the_staff_who_come_and_are_done(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "kiosk")
    hall.call()
    hall.says(HelpStage.LIT)
    assert hall.is_lamp_on()
    assert hall.centre.see_help(PATIENCE / 1000)
    hall.says(HelpStage.TOLD)
    assert hall.centre.answer_help() == "answer"
    hall.says(HelpStage.COMING)
    assert hall.centre.answer_help() == "end"
    hall.says(HelpStage.DONE)
    hall.until(lambda: not hall.is_lamp_on())
    assert hall.centre.answer_help() is None
    hall.leave()
    (call,) = hall.at_centre()
    assert (call["kiosk_id"], call["answered_by"]) == ("kiosk_1", "clerk")
    assert call["told_at"] <= call["answered_at"] <= call["ended_at"]
    assert [(act["by"], act["role"]) for act in hall.acts()] == [("demo_clerk", "clerk")] * 2
    hall.until(lambda: len(hall.logged()) == 2)
    (called, body), (answered, _) = hall.logged()
    assert (called, answered) == ("help_called", "help_answered")
    assert body == {"screen": "Keypad", "was_delivered": True}
    steps = [message.split()[1] for message in caplog.messages if message.startswith("help ")]
    assert steps == ["raised", "told", "coming", "done", "over"]


def test_a_call_that_is_left_is_over_at_the_light_and_at_the_centre(hall: Hall) -> None:
    hall.call()
    assert hall.centre.see_help(PATIENCE / 1000)
    hall.says(HelpStage.TOLD)
    hall.leave()
    hall.until(lambda: hall.at_centre()[0]["ended_at"] is not None)
    hall.until(lambda: not hall.is_lamp_on())
    assert not hall.centre.see_help()
    assert hall.at_centre()[0]["answered_at"] is None


@pytest.mark.parametrize("hall", [LIGHT, NO_LIGHT], indirect=True)
def test_a_kiosk_that_is_cut_off_says_what_its_lamp_proves_and_else_where_the_desk_is(
    hall: Hall,
) -> None:
    hall.centre.cut()
    hall.call()
    hall.says(HelpStage.LIT if hall.light else HelpStage.DESK)
    assert not hall.centre.see_help()
    hall.centre.heal()
    assert hall.centre.see_help(PATIENCE / 1000)
    hall.says(HelpStage.TOLD)
    hall.centre.cut()
    hall.leave()
    hall.until(lambda: not hall.is_lamp_on())
    hall.centre.heal()
    hall.until(lambda: hall.at_centre()[0]["ended_at"] is not None)


def test_a_lamp_that_is_unplugged_is_said_to_be_on_no_more(hall: Hall) -> None:
    assert hall.light is not None
    hall.centre.cut()
    hall.call()
    hall.says(HelpStage.LIT)
    hall.light.unplug()
    hall.says(HelpStage.DESK)
    hall.light.plug_in()
    hall.says(HelpStage.LIT)
