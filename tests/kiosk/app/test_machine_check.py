# SPDX-License-Identifier: Apache-2.0
"""All that is looked at of the machine, by the doctor and while the kiosk runs."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.app.centre import ahead_of
from kiosk.app.health import CentreHeard, Health
from kiosk.app.machine_check import Looker, machine_checks
from kiosk.app.records import Records
from kiosk.clock import Clock, SystemClock
from kiosk.errors import KioskError
from kiosk.flow.staff_values import CheckSeen
from kiosk.flow.values import Devices
from kiosk.settings.load import load_settings
from kiosk.settings.model import CentreSettings, Settings
from kiosk.sync.errors import NoAnswerError
from kiosk.texts import languages, load_texts
from tests.fakes.centre import Centre, CentreServer
from tests.fakes.clock import FakeClock
from tests.kiosk.settings.samples import SMALL, write
from tests.ports import free_port

ALONE = [
    "panel",
    "fonts",
    "printer_profile",
    "clock",
    "disk",
    "disk",
    "database",
    "stock",
    "service",
]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(write(tmp_path, SMALL))


def test_a_machine_on_which_no_kiosk_has_run_yet_is_looked_at_whole(settings: Settings) -> None:
    clock = SystemClock()
    looker = Looker(is_running=False, clock=clock, ahead=lambda: None)
    looks = machine_checks(settings, Records(settings, clock), looker)
    findings = [look() for look in looks]
    assert [each.family for each in findings] == ALONE
    # The file of the sample names fonts that are empty here.
    assert [each.family for each in findings if not each.is_good] == ["fonts"]
    assert not settings.machine.state_dir.exists()


def whole_round(health: Health) -> tuple[CheckSeen, ...]:
    """What is seen after a first round, whose steps are taken here instead of on its thread."""
    for _ in range(16):
        health.worker.step()
    return health.seen()


def test_while_it_runs_devices_are_told_at_once_and_the_machine_after_a_round(
    settings: Settings,
) -> None:
    devices = Devices(printer_problem="error.ticket_printer.cover_open")
    health = Health(settings, SystemClock(), lambda: devices, None)
    assert [(each.check, each.is_good) for each in health.seen()] == [
        ("card_reader", True),
        ("ticket_printer", False),
    ]
    assert [each.check for each in whole_round(health)[2:]] == ALONE


def test_what_is_seen_has_words_for_the_screen_in_every_language(settings: Settings) -> None:
    seen = whole_round(Health(settings, SystemClock(), Devices, None))
    for texts in map(load_texts, languages()):
        for each in seen:
            assert texts(f"health.device.{each.check}")
            said = (*each.found, *((each.to_do,) if each.to_do else ()))
            assert all(texts(one.key, **dict(one.fields)) for one in said)


WITH_CENTRE = """\
[kiosk]
name = { zh_Hans = "1 号机" }
languages = ["zh_Hans"]
state_dir = "state"

[reader]
kind = "simulator"

[printer]
kind = "simulator"

[centre]
url = "http://127.0.0.1:8080"
"""


def centre_seen(settings: Settings, error: KioskError | None) -> CheckSeen:
    heard = CentreHeard(lambda: timedelta(seconds=90), lambda: error)
    seen = {each.check: each for each in whole_round(Health(settings, FakeClock(), Devices, heard))}
    assert not seen["clock"].is_good
    return seen["centre"]


def test_with_a_centre_its_line_and_its_clock_are_told_of_too(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, WITH_CENTRE))
    cut = centre_seen(settings, NoAnswerError(problem="ConnectError"))
    assert (cut.is_good, cut.found[-1].key) == (False, "error.sync.no_answer")
    assert centre_seen(settings, None).found[-1].key == "health.found.reached"


def test_records_that_cannot_be_read_end_no_look(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, WITH_CENTRE))
    settings.machine.state_dir.mkdir()
    (settings.machine.state_dir / "kiosk.db").write_bytes(b"no database " * 1000)
    assert centre_seen(settings, None).found[0].key == "error.store.damaged"


class Then(Clock):
    """Stands at an instant."""

    def __init__(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at

    def monotonic(self) -> float:
        return 0.0


def test_a_clock_is_held_against_the_centre_s_where_that_can_be_heard() -> None:
    now = SystemClock().now()
    with CentreServer(Centre()) as centre:
        settings = CentreSettings(centre.url, None)
        ahead = ahead_of(settings, Then(now + timedelta(hours=3)))
    assert ahead is not None
    assert abs(ahead - timedelta(hours=3)) < timedelta(minutes=5)
    away = CentreSettings(f"http://127.0.0.1:{free_port()}", None)
    assert ahead_of(away, Then(datetime(2026, 3, 2, tzinfo=UTC))) is None
