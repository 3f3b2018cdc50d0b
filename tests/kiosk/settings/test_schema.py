# SPDX-License-Identifier: Apache-2.0
"""The JSON Schema that editors of kiosk.toml read, held against what the program itself accepts."""

import tomllib
from datetime import date, time
from functools import cache
from typing import Any

import jsonschema_rs
import pytest

from kiosk.settings.schema import FILE_NAME, kiosk_schema, schema_text
from tests.kiosk.settings.samples import SHIPPED, SMALL
from tests.kiosk.settings.wrong_values import WRONG_VALUES


@cache
def validator() -> Any:
    return jsonschema_rs.validator_for(kiosk_schema(), validate_formats=True)


def plain(value: object) -> object:
    """TOML's values as JSON has them."""
    match value:
        case dict():
            return {name: plain(each) for name, each in value.items()}
        case list():
            return [plain(each) for each in value]
        case date() | time():
            return value.isoformat()
        case _:
            return value


def is_good(text: str) -> bool:
    return bool(validator().is_valid(plain(tomllib.loads(text))))


def test_the_file_beside_kiosk_toml_is_made_of_the_options_as_they_are() -> None:
    path = SHIPPED.with_name(FILE_NAME)
    assert path.read_text(encoding="utf-8") == schema_text(), "run: kiosk config schema > it"


def test_the_shipped_file_names_it_and_fits_it() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    assert f"#:schema ./{FILE_NAME}" in text.split("\n", 1)[0]
    assert is_good(text)
    assert is_good(SMALL)


def test_with_a_centre_the_site_must_not_stand_there_and_alone_it_must() -> None:
    machine = '[kiosk]\nname = { zh_Hans = "1 号机" }\n[reader]\nkind = "simulator"\n'
    machine += '[printer]\nkind = "simulator"\n'
    assert is_good(machine + '[centre]\nurl = "https://centre.example"\n')
    assert not is_good(machine)
    assert not is_good(SMALL + '[centre]\nurl = "https://centre.example"\n')


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("pause_seconds = 2", "pause_seconds = 9"),
        ("pause_seconds = 2", 'pause_seconds = "2"'),
        ("confirm = false", "confirm = 0"),
        ("confirm = false", "confrim = false"),
        ('mode = "raster"', 'mode = "picture"'),
        ('host = "127.0.0.1"\n', ""),
        ('kind = "simulator"', 'kind = "serial_sam"'),
        ('letter = "C"', 'letter = "B"'),
        ("port = 9100", "port = 0"),
        ("port = 9100", "port = 91.5"),
        ('"17:00"', '"24:00"'),
        ("2026-10-01", '"1 October"'),
        ('name = { zh_Hans = "医保", en = "Medical insurance" }\n', ""),
        ('name = { zh_Hans = "医保",', 'name = { de = "AOK",'),
        ('site_id = "test_hall"', 'site_id = "Test Hall"'),
        ('hotline = "12345"', f'hotline = "{21 * "1"}"'),
    ],
)
def test_what_an_editor_can_see_is_refused(right: str, wrong: str) -> None:
    assert SMALL.count(right) >= 1
    assert not is_good(SMALL.replace(right, wrong, 1))


@pytest.mark.parametrize(
    "wrong", [case for case in WRONG_VALUES if "unknown option" in case[2]], ids=lambda c: c[1][:20]
)
def test_every_unknown_option_is_refused(wrong: tuple[str, str, str]) -> None:
    right, written, _ = wrong
    assert not is_good(SMALL.replace(right, written, 1))
