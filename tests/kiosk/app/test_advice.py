# SPDX-License-Identifier: Apache-2.0
"""What is legal and yet unwise in kiosk.toml is told with line and column, and refuses nothing."""

from pathlib import Path

import pytest

from common.settings.problems import Problem, render
from hall.identity import Secret
from kiosk.app import advice
from kiosk.app.set_pin import set_pin
from kiosk.app.store import staff_file
from kiosk.health.support import Machine
from kiosk.pins import Pins
from kiosk.settings import advice as machine_advice
from kiosk.settings.load import load_file
from kiosk.store.staff_file import StaffRecord
from kiosk.texts import languages, load_texts
from tests.fakes.clock import FakeClock
from tests.kiosk.settings.samples import SMALL, write

TRIED = Machine("x86_64", (2, 36), (6, 11, 1))

WISE = (
    SMALL.replace('[reader]\nkind = "simulator"', '[reader]\nkind = "usb_sam"')
    .replace('letter = "A"\n', 'letter = "A"\nquota = true\nmean_minutes = 5\n')
    .replace("[[service]]", "[walk_in]\nwalk_in_percent = 90\ngreen_percent = 10\n\n[[service]]", 1)
)


@pytest.fixture(autouse=True)
def no_folder_is_volatile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the tests are."""
    monkeypatch.setattr(machine_advice, "VOLATILE", ())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """With somebody who has a PIN."""
    file = staff_file(load_file(write(tmp_path, WISE)).settings)
    file.put([StaffRecord("7", "王敏", pin=Pins().kept(Secret("246813")))])
    return tmp_path


def warned(text: str, folder: Path, machine: Machine = TRIED) -> tuple[Problem, ...]:
    """What is said of the text; it is March 2026."""
    return advice.warnings_of(load_file(write(folder, text), FakeClock()), FakeClock(), machine)


def test_nothing_is_said_of_a_wise_file(folder: Path) -> None:
    assert warned(WISE, folder) == ()


@pytest.mark.parametrize(
    ("right", "unwise", "key"),
    [
        ('kind = "usb_sam"', 'kind = "simulator"', "simulator"),
        ('kind = "escpos_network"', 'kind = "simulator"', "simulator"),
        ("[hours]", "[panel]\nfull_screen = false\n[hours]", "window"),
        ("pause_seconds = 2", "pause_seconds = 0", "no_pause"),
        ("pause_seconds = 2", "pause_seconds = 2\nmax_open = 4", "many_open"),
        ("pause_seconds = 2", "pause_seconds = 2\nagain_minutes = 0", "no_again"),
        ("walk_in_percent = 90\ngreen_percent = 10", "walk_in_percent = 100\ngreen_percent = 0", "no_green"),
        ("walk_in_percent = 90\ngreen_percent = 10", "walk_in_percent = 60\ngreen_percent = 40", "much_green"),
        ("walk_in_percent = 90", "slots_ahead = 0\nwalk_in_percent = 90", "no_later_slot"),
        ("mean_minutes = 5", "counters = 20\nmean_minutes = 31", "long_visits"),
        ("holidays = [2026-10-01, 2026-10-02]", "holidays = [2024-10-01, 2025-10-02]", "old_holidays"),
        ('name = { zh_Hans = "医保", en = "Medical insurance" }', 'name = { zh_Hans = "社保", en = "Social insurance" }', "same_name"),
        ('icon = "heart"', 'icon = "heart"\nway_picture = "none.svg"', "no_picture"),
    ],
)  # fmt: skip
def test_what_is_unwise_is_told_where_it_stands_in_every_language(
    right: str, unwise: str, key: str, folder: Path
) -> None:
    assert right in WISE
    text = WISE.replace(right, unwise, 1)
    (warning,) = warned(text, folder)
    assert warning.key == f"unwise.{key}"
    line = text.split("\n")[warning.line - 1]
    assert line in unwise
    assert line[: warning.column - 1].endswith("= ") or line[warning.column - 1] in "[{"
    said = {render(warning, load_texts(language)) for language in languages()}
    assert len(said) == len(languages())
    assert any(": warning: " in one for one in said)


@pytest.mark.parametrize(
    ("right", "also_wise"),
    [
        ("walk_in_percent = 90\ngreen_percent = 10", "walk_in_percent = 67\ngreen_percent = 33"),
        ("mean_minutes = 5", "counters = 20\nmean_minutes = 30"),
        ("2026-10-01, 2026-10-02", "2025-10-01, 2026-01-01"),
        ("holidays = [2026-10-01, 2026-10-02]", "holidays = []"),
        ("pause_seconds = 2\nconfirm = false", "pause_seconds = 0\nconfirm = true"),
        ("pause_seconds = 2", "pause_seconds = 2\nmax_open = 3"),
    ],
)
def test_what_is_just_wise_enough_is_not_told(right: str, also_wise: str, folder: Path) -> None:
    assert right in WISE
    assert warned(WISE.replace(right, also_wise, 1), folder) == ()


def test_shares_without_any_quota_are_of_no_matter(folder: Path) -> None:
    text = WISE.replace("quota = true", "quota = false").replace("= 90", "= 100")
    assert warned(text.replace("green_percent = 10", "green_percent = 0"), folder) == ()


def test_records_in_a_folder_that_is_emptied_are_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_advice, "VOLATILE", (folder,))
    (warning,) = warned(WISE, folder)
    assert warning.key == "unwise.volatile"
    assert WISE.split("\n")[warning.line - 1].startswith("state_dir = ")


def test_that_nobody_has_a_pin_is_told_until_somebody_has(tmp_path: Path) -> None:
    (warning,) = warned(WISE, tmp_path)
    assert warning.key == "unwise.no_pin"
    assert WISE.split("\n")[warning.line - 1] == "[kiosk]"
    pins = iter(("246813", "246813"))
    with (tmp_path / "said").open("w") as out:
        set_pin(tmp_path / "kiosk.toml", "7", None, "en", out, ask=lambda _: next(pins))
    assert warned(WISE, tmp_path) == ()


def test_a_staff_file_that_may_not_be_looked_at_is_not_complained_of(folder: Path) -> None:
    staff_file(load_file(folder / "kiosk.toml").settings).path.write_text("{")
    assert warned(WISE, folder) == ()


@pytest.mark.parametrize(
    "machine",
    [
        Machine("loongarch64", (2, 38), (6, 11, 1)),
        Machine("x86_64", (2, 31), (6, 11, 1)),
        Machine("aarch64", (2, 36), (6, 8, 1)),
        Machine("x86_64", (2, 36), (6, 12)),
        Machine("x86_64", (2, 36), ()),
        Machine("x86_64", (), (6, 11, 1)),
    ],
)
def test_a_machine_that_nobody_tried_is_told(machine: Machine, folder: Path) -> None:
    (warning,) = warned(WISE, folder, machine)
    assert warning.key == "unwise.machine"
    assert machine.processor in render(warning, load_texts("en"))


@pytest.mark.parametrize(
    "machine",
    [
        Machine("x86_64", (2, 28), (6, 9, 3)),
        Machine("x86_64", (2, 34), (6, 10)),
        Machine("aarch64", (2, 31), (6, 8, 0)),
        Machine("aarch64", (2, 41), (6, 11, 1)),
    ],
)
def test_a_machine_of_the_support_table_is_not_told(machine: Machine, folder: Path) -> None:
    assert warned(WISE, folder, machine) == ()
