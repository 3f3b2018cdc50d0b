# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest

from common.settings.problems import render
from kiosk.settings.load import check_config, load_settings
from kiosk.settings.problems import SettingsError
from kiosk.texts import languages, load_texts
from tests.kiosk.settings.samples import SMALL, answer, write
from tests.kiosk.settings.wrong_hours_and_syntax import WRONG_HOURS_AND_SYNTAX
from tests.kiosk.settings.wrong_values import WRONG_VALUES

CASES = [*WRONG_VALUES, *WRONG_HOURS_AND_SYNTAX]


@pytest.fixture(autouse=True)
def beside_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_small_file_is_right(tmp_path: Path) -> None:
    assert answer(SMALL, tmp_path) == []


@pytest.mark.parametrize(("right", "wrong", "expected"), CASES)
def test_a_mistake_is_told_with_its_line_and_column(
    right: str, wrong: str, expected: str, tmp_path: Path
) -> None:
    assert SMALL.count(right) >= 1
    lines = answer(SMALL.replace(right, wrong, 1), tmp_path)
    assert lines[0] == f"kiosk.toml:{expected}".replace("FOLDER", str(tmp_path))


@pytest.mark.parametrize(("right", "wrong", "_expected"), CASES)
def test_every_language_has_words_for_it_at_the_same_place(
    right: str, wrong: str, _expected: str, tmp_path: Path
) -> None:
    answers = {name: answer(SMALL.replace(right, wrong, 1), tmp_path, name) for name in languages()}
    places = {tuple(line.split(" ")[0] for line in lines) for lines in answers.values()}
    assert len(places) == 1
    assert len({lines[0] for lines in answers.values()}) == len(answers)
    assert not any("\n" in line for lines in answers.values() for line in lines)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "1:1: the file is empty; start from the kiosk.toml that came with the program"),
        (
            b" \r\n\t\n",
            "1:1: the file is empty; start from the kiosk.toml that came with the program",
        ),
        (
            "[site]\nsite_id = '大厅".encode("gbk"),
            "2:12: from here on this is not UTF-8; save the file as UTF-8",
        ),
        ("[site]".encode("utf-16"), "1:1: from here on this is not UTF-8; save the file as UTF-8"),
        (
            b"[site]\n\x00",
            "2:1: this line is not understood; write: name = value, [name] or # comment",
        ),
        (b"#" * 1_000_001, "1:1: the file is too large; at most 1 MB"),
        (
            b"# nothing but a comment",
            "1:1: site is missing; needed: a table of options: site_id, name, timezone, help_desk, hotline, day_starts",
        ),
    ],
)
def test_a_file_without_any_settings_is_told_as_such(
    content: bytes, expected: str, tmp_path: Path
) -> None:
    assert answer(content, tmp_path)[0] == f"kiosk.toml:{expected}"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("none.toml", "there is no such file; check the path"),
        ("fonts", "this is a folder; a configuration file is needed, such as kiosk.toml"),
        ("/dev/null", "this is no plain file; a text file is needed, such as kiosk.toml"),
        ("kiosk.toml/x", "the file cannot be read: Not a directory; check its permissions"),
        ("x" * 300, "the file cannot be read: File name too long; check its permissions"),
    ],
)
def test_what_is_no_file_is_told_as_such(name: str, expected: str, tmp_path: Path) -> None:
    write(tmp_path, SMALL)
    lines = [render(problem, load_texts("en")) for problem in check_config(Path(name))]
    assert lines == [f"{name}:1:1: {expected}"]


def test_a_folder_with_a_name_too_long_for_the_disk_is_no_folder(tmp_path: Path) -> None:
    (line,) = answer(SMALL.replace('"state"', f'"{"x" * 300}"'), tmp_path)
    assert line.startswith("kiosk.toml:10:13: kiosk.state_dir: there is no folder ")


def test_all_mistakes_are_told_at_once_and_in_order(tmp_path: Path) -> None:
    wrong = (
        SMALL.replace('"12345"', "12345")
        .replace("port = 9100", "port = 0")
        .replace('"08:30"', '"8:30"')
        .replace("confirm", "confrim")
        .replace('"heart"', '"hart"')
    )
    places = [line.split(" ")[0] for line in answer(wrong, tmp_path)]
    assert places == [
        "kiosk.toml:5:11:",
        "kiosk.toml:18:8:",
        "kiosk.toml:23:14:",
        "kiosk.toml:29:1:",
        "kiosk.toml:42:8:",
    ]


def test_a_table_that_is_not_toml_does_not_hide_mistakes_in_the_others(tmp_path: Path) -> None:
    wrong = (
        SMALL.replace('"12345"', '"12345')
        .replace("port = 9100", "port = 0")
        .replace("[ticket]", "[hours]")
        .replace('"heart"', '"hart"')
    )
    places = [line.split(" ")[0] for line in answer(wrong, tmp_path)]
    assert places == [
        "kiosk.toml:5:17:",
        "kiosk.toml:18:8:",
        "kiosk.toml:27:1:",
        "kiosk.toml:42:8:",
    ]


def test_the_file_is_named_as_the_caller_named_it(tmp_path: Path) -> None:
    path = write(tmp_path, SMALL.replace("9100", "0"))
    (problem,) = check_config(path)
    assert problem.file == str(path)


def test_loading_a_wrong_file_raises_one_error_with_all_problems(tmp_path: Path) -> None:
    path = write(tmp_path, SMALL.replace("9100", "0").replace('"C"', '"B"'))
    with pytest.raises(SettingsError) as caught:
        load_settings(path)
    assert caught.value.fields == {"file": str(path), "count": 2}
    assert load_texts("en")(caught.value.key, **caught.value.fields)
    assert [problem.line for problem in caught.value.problems] == [18, 40]


def test_a_control_character_of_the_file_never_reaches_the_terminal(tmp_path: Path) -> None:
    lines = answer(SMALL.replace("hotline =", '"a\\u001b[31m\\nb" ='), tmp_path)
    assert "\\x1b[31m\\nb" in lines[0]
    assert lines[0].isprintable()
