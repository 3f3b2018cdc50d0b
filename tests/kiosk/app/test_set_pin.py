# SPDX-License-Identifier: Apache-2.0
"""`kiosk set-pin`: who of the staff is let in."""

from io import StringIO
from pathlib import Path

import pytest

from hall.identity import Secret
from kiosk.app.set_pin import (
    NumberShapeError,
    OtherPinError,
    SetPinError,
    UnknownStaffError,
    WeakPinError,
    remove_staff,
    set_pin,
)
from kiosk.app.store import staff_file
from kiosk.pins import Pins
from kiosk.settings.load import load_settings
from tests.kiosk.settings.samples import SMALL, write

PIN = "246810"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return write(tmp_path, SMALL)


def run(config: Path, number: str = "7", name: str | None = "王敏", typed: str = PIN) -> str:
    out, left = StringIO(), typed.split() if " " in typed else [typed, typed]
    assert set_pin(config, number, name, "zh_Hans", out, ask=lambda _prompt: left.pop(0)) == 0
    return out.getvalue()


def test_a_pin_is_asked_twice_and_kept_as_argon2_made_it(config: Path) -> None:
    assert PIN not in run(config)
    (record,) = staff_file(load_settings(config)).load().values()
    assert (record.staff_id, record.name) == ("7", "王敏")
    assert Pins().fits(record.pin, Secret(PIN))


def test_another_pin_takes_its_place_and_the_name_stays_unless_it_is_said(config: Path) -> None:
    run(config)
    run(config, name=None, typed="135799")
    run(config, "8", name=None)
    records = staff_file(load_settings(config)).load()
    assert [(each.staff_id, each.name) for each in records.values()] == [("7", "王敏"), ("8", "8")]


@pytest.mark.parametrize(
    ("number", "typed", "kind"),
    [
        ("", PIN, NumberShapeError),
        ("1234567", PIN, NumberShapeError),
        ("七", PIN, NumberShapeError),
        ("7", "123456", WeakPinError),
        ("7", "246810 246811", OtherPinError),
    ],
)
def test_what_cannot_be_kept_changes_nothing(
    config: Path, number: str, typed: str, kind: type[SetPinError]
) -> None:
    with pytest.raises(kind):
        run(config, number, typed=typed)
    assert staff_file(load_settings(config)).load() == {}


def test_who_is_removed_is_let_in_no_more(config: Path) -> None:
    run(config)
    assert remove_staff(config, "7", "en", StringIO()) == 0
    assert staff_file(load_settings(config)).load() == {}
    with pytest.raises(UnknownStaffError):
        remove_staff(config, "7", "en", StringIO())
