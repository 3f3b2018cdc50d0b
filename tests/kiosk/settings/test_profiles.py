# SPDX-License-Identifier: Apache-2.0
"""Printer profiles: the shipped ones are right, and what is wrong with one is told in its words."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.settings.problems import render
from kiosk.app.devices import profile_of
from kiosk.settings.load import check_config, load_settings
from kiosk.texts import languages, load_texts
from tests.kiosk.settings.samples import SHIPPED, SMALL, write

PROFILES = sorted((SHIPPED.parent / "printer_profiles").glob("*.toml"))
GOOD = PROFILES[0].read_text(encoding="utf-8")
PORT = "port = 9100"


def with_profile(folder: Path, profile: bytes | str, also: str = "") -> Path:
    data = profile if isinstance(profile, bytes) else profile.encode()
    (folder / "p.toml").write_bytes(data)
    return write(folder, SMALL.replace(PORT, f'{PORT}\nprofile = "p.toml"\n{also}'))


def told(folder: Path, profile: bytes | str, also: str = "") -> list[str]:
    path = with_profile(folder, profile, also)
    answers = {
        name: [render(problem, load_texts(name)) for problem in check_config(path)]
        for name in languages()
    }
    assert len({len(lines) for lines in answers.values()}) == 1
    return [line.split(": ", 1)[1].replace(str(folder), "FOLDER") for line in answers["en"]]


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_a_shipped_profile_is_right_and_can_say_that_it_is_ready(
    path: Path, tmp_path: Path
) -> None:
    config = with_profile(tmp_path, path.read_bytes())
    printer = load_settings(config).printer
    assert printer.profile is not None
    assert printer.profile.name
    assert profile_of(printer).can_say_ready


@pytest.mark.parametrize("path", PROFILES, ids=lambda path: path.stem)
def test_the_columns_of_a_shipped_profile_fit_its_dots(path: Path, tmp_path: Path) -> None:
    """A half-width character of the printer's font takes 12 dots."""
    printer = load_settings(with_profile(tmp_path, path.read_bytes())).printer
    assert printer.profile is not None
    assert printer.profile.columns == printer.profile.dots // 12


def test_a_profile_takes_the_place_of_the_options_of_the_printer(tmp_path: Path) -> None:
    text = (
        'dots = 432\ncolumns = 36\nencoding = "big5"\ncutter = false\nproof = "none"\n'
        "status = [1, 4]\nlow_paper_sensor = false\nroll_mm = 20000\n"
    )
    profile = profile_of(load_settings(with_profile(tmp_path, text)).printer)
    assert (profile.dots, profile.columns, profile.encoding) == (432, 36, "big5")
    assert (profile.has_cutter, profile.proof) == (False, "none")
    assert (profile.status_questions, profile.senses_low_paper) == ((1, 4), False)


CASES = [
    ("dots = 512", "dots = 513", "dots cannot be 513; allowed: a multiple of 8 from 384 to 832"),
    ("columns = 42", "columns = 0", "columns = 0 is out of range"),
    ("columns = 42", "", "columns is missing"),
    ('"gs_r"', '"gs_x"', 'proof cannot be "gs_x"; allowed: one of "gs_h", "gs_r", "none"'),
    ("[1, 2, 3, 4]", "[1, 3]", "status: with these answers the printer cannot say"),
    ("[1, 2, 3, 4]", "[]", "status: with these answers the printer cannot say"),
    ("[1, 2, 3, 4]", "[5]", "status cannot be 5"),
    ("cutter", "knife", "unknown option knife"),
    ("cutter = true", "cutter = ", "a value is expected here"),
]


@pytest.mark.parametrize(("right", "wrong", "expected"), CASES)
def test_what_is_wrong_in_a_profile_is_told_with_its_path(
    right: str, wrong: str, expected: str, tmp_path: Path
) -> None:
    good = next(path for path in PROFILES if "t88iii" in path.name).read_text(encoding="utf-8")
    assert good.count(right) == 1
    (line,) = told(tmp_path, good.replace(right, wrong))
    assert line.startswith('printer.profile: in "FOLDER/p.toml": ')
    assert expected in line


@pytest.mark.parametrize("name", ["paper_mm = 80", "cutter = true", 'proof = "none"'])
def test_nothing_is_said_twice(name: str, tmp_path: Path) -> None:
    (line,) = told(tmp_path, GOOD, name)
    option = name.partition(" ")[0]
    assert line == f"printer.{option} is in the profile already; take it out here, or the profile"


def test_a_profile_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, SMALL.replace(PORT, f'{PORT}\nprofile = "none.toml"'))
    (problem,) = check_config(path)
    assert "there is no such file" in render(problem, load_texts("en"))


def test_a_profile_that_is_no_path_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, SMALL.replace(PORT, f"{PORT}\nprofile = 5"))
    (problem,) = check_config(path)
    assert "allowed: the path of a printer profile such as" in render(problem, load_texts("en"))


@given(st.binary(max_size=200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_any_file_is_a_profile_or_has_its_mistakes_told(tmp_path: Path, data: bytes) -> None:
    assert told(tmp_path, data)
