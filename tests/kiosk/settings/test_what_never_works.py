# SPDX-License-Identifier: Apache-2.0
"""Files in which each option is right, and which still would never give a number or a ticket."""

import os
from pathlib import Path

import pytest

from kiosk.printing import raster_page, text_page
from kiosk.settings.folders import FONT_FILES, TEMPLATE_FILES
from tests.kiosk.settings.samples import (
    SMALL,
    answer,
    answer_as_it_lies,
    must_be_said_in_every_language,
    write,
)

HOUSE = 'icon = "house"'
QUOTA = HOUSE + "\nquota = true"
LAST = 'en = "ID card" },\n]\n'
ALL_GREEN = "walk_in_percent = 0\ngreen_percent = 100\n"
NO_GREEN = "walk_in_percent = 100\ngreen_percent = 0\n"

# what stands in the file, what somebody made of it, the first line of the answer
CASES: list[tuple[str, str, str]] = [
    # --- quota ---
    (
        HOUSE,
        QUOTA + "\nmean_minutes = 30",
        (
            "37:16: service.mean_minutes = 30: with counters = 1 a slot of 30 minutes holds 0 "
            "numbers, so none is ever given; write mean_minutes of at most 13.8, counters of at "
            "least 3, or quota = false"
        ),
    ),
    (
        HOUSE,
        QUOTA + "\nmean_minutes = 27.6",
        (
            "37:16: service.mean_minutes = 27.6: with counters = 1 a slot of 30 minutes holds only "
            "1 number, which the green lane takes; write mean_minutes of at most 13.8, counters of "
            "at least 2, quota = false, or walk_in_percent = 100 and green_percent = 0 in [walk_in]"
        ),
    ),
    (
        HOUSE + SMALL.partition(HOUSE)[2],
        QUOTA
        + "\ncounters = 5\nmean_minutes = 139"
        + SMALL.partition(HOUSE)[2]
        + "[walk_in]\n"
        + NO_GREEN,
        (
            "38:16: service.mean_minutes = 139: with counters = 5 a slot of 30 minutes holds 0 "
            "numbers, so none is ever given; write mean_minutes of at most 138, counters of at "
            "least 6, or quota = false"
        ),
    ),
    (
        SMALL[SMALL.index("[ticket]") : SMALL.index(HOUSE) + len(HOUSE)],
        "slot_minutes = 15\n" + SMALL[SMALL.index("[ticket]") : SMALL.index(HOUSE)] + QUOTA,
        (
            "32:1: service.mean_minutes = 10: with counters = 1 a slot of 15 minutes holds only 1 "
            "number, which the green lane takes; write mean_minutes of at most 6.9, counters of at "
            "least 2, quota = false, or walk_in_percent = 100 and green_percent = 0 in [walk_in]"
        ),
    ),
    (
        LAST,
        LAST + 'quota = true\n[service.hours]\nmonday = [["09:00", "09:20"]]\n',
        (
            "38:1: service.mean_minutes = 10: with counters = 1 a slot of 20 minutes holds only 1 "
            "number, which the green lane takes; write mean_minutes of at most 9.2, counters of at "
            "least 2, quota = false, or walk_in_percent = 100 and green_percent = 0 in [walk_in]"
        ),
    ),
    (
        LAST,
        LAST + "quota = true\n[walk_in]\n" + ALL_GREEN,
        (
            "50:17: walk_in.green_percent = 100: the green lane takes all numbers, none is left "
            "for walk-ins; allowed: 0 to 99, the rest in walk_in_percent, or quota = false for "
            "every service"
        ),
    ),
    # --- hours ---
    (
        'issue_from = "08:30"\nstop_at = "16:45"',
        'stop_at = "09:00"',
        (
            "23:11: hours.stop_at: numbers stop at 09:00, before the doors open (09:00-17:00), so "
            "none is ever given; stop_at must be later than the opening, or write an earlier "
            "issue_from"
        ),
    ),
    (
        '"08:30"\nstop_at = "16:45"',
        '"17:00"',
        (
            "23:14: hours.issue_from: numbers begin at 17:00, when the doors have closed "
            "(09:00-17:00), so none is ever given; issue_from must be earlier than the closing"
        ),
    ),
    (
        HOUSE,
        HOUSE + '\nissue_from = "17:30"\nstop_at = "18:00"',
        (
            "36:14: service.issue_from: numbers begin at 17:30, when the doors have closed "
            "(09:00-17:00), so none is ever given; issue_from must be earlier than the closing"
        ),
    ),
    (
        SMALL[SMALL.index('issue_from = "08:30"') :],
        SMALL[SMALL.index("holidays") :].replace(HOUSE, HOUSE + '\nstop_at = "08:45"'),
        (
            "34:11: service.stop_at: numbers stop at 08:45, before the doors open (09:00-17:00), so "
            "none is ever given; stop_at must be later than the opening, or write an earlier "
            "issue_from"
        ),
    ),
    (
        SMALL[SMALL.index('issue_from = "08:30"') :],
        'stop_at = "16:45"\n'
        + SMALL[SMALL.index("holidays") :]
        + '[service.hours]\nmonday = [["18:00", "20:00"]]\nfriday = [["19:00", "20:00"]]\n',
        (
            "46:1: service.hours: numbers stop at 16:45, before the doors open (18:00-20:00, "
            "19:00-20:00), so none is ever given; stop_at must be later than the opening, or write "
            "an earlier issue_from"
        ),
    ),
    (
        LAST,
        LAST + '[service.hours]\nmonday = [["07:00", "08:30"]]\n',
        (
            "47:1: service.hours: numbers begin at 08:30, when the doors have closed "
            "(07:00-08:30), so none is ever given; issue_from must be earlier than the closing"
        ),
    ),
    (
        LAST,
        LAST + "[service.hours]\nmonday = []\n",
        (
            "47:1: service.hours has no day with opening hours; write at least one of monday, "
            "tuesday, wednesday, thursday, friday, saturday, sunday"
        ),
    ),
    # --- start of the day; it is March 2026 ---
    (
        'hotline = "12345"',
        'timezone = "Europe/Berlin"\nday_starts = "02:30"',
        (
            "6:14: site.day_starts: in Europe/Berlin on 2026-03-29 there is no 02:30, or it comes "
            'twice (summer time); needed: a time that comes once a day, such as "04:00"'
        ),
    ),
    (
        'hotline = "12345"',
        'timezone = "Africa/Cairo"\nday_starts = "23:30"',
        (
            "6:14: site.day_starts: in Africa/Cairo on 2026-10-29 there is no 23:30, or it comes "
            'twice (summer time); needed: a time that comes once a day, such as "04:00"'
        ),
    ),
    # --- folders ---
    (
        '"state"',
        '"kiosk.toml/deep/state"',
        '10:13: kiosk.state_dir: "FOLDER/kiosk.toml" is no folder; write another path or move it away',
    ),
    (
        'state_dir = "state"',
        'fonts_dir = "printer_templates"',
        (
            "10:13: kiosk.fonts_dir: there is no NotoSansSC-Regular.ttf in "
            '"FOLDER/printer_templates"; put the one that came with the program there'
        ),
    ),
    (
        'state_dir = "state"',
        'templates_dir = "templates"',
        (
            '10:17: kiosk.templates_dir: there is no folder "FOLDER/templates"; relative paths count '
            "from the folder of this file"
        ),
    ),
    (
        'state_dir = "state"',
        'templates_dir = "fonts"',
        (
            '10:17: kiosk.templates_dir: there is no ticket.html.j2 in "FOLDER/fonts", needed for '
            'printer.mode = "raster"; copy it from the program\'s printer_templates'
        ),
    ),
    # --- how many services ---
    (
        SMALL[SMALL.index("\n[[service]]") :],
        "# and no service\n\n",
        "30:17: service is missing; needed: 1 to 19 tables [[service]]",
    ),
    (
        LAST,
        LAST + "[[service]]\n" * 20,
        "64:1: service has 22 entries; allowed: 1 to 19 tables [[service]]",
    ),
    (
        '["zh_Hans", "en"]',
        "[" + '"en", ' * 9 + "]",
        (
            '9:38: kiosk.languages has 9 entries; allowed: a list […] of 1 to 4, each: one of "en", '
            '"zh_Hans", "zh_Hant"'
        ),
    ),
]

# what stands in the file, and what works though it looks much like the above
WORKING: list[tuple[str, str]] = [
    (HOUSE, QUOTA + "\nmean_minutes = 13.8"),
    (HOUSE, QUOTA + "\nmean_minutes = 30\ncounters = 3"),
    (HOUSE, HOUSE + "\nmean_minutes = 240"),
    (LAST, LAST + "quota = true\nmean_minutes = 27.6\n[walk_in]\n" + NO_GREEN),
    (LAST, LAST + "[walk_in]\n" + ALL_GREEN),
    ('"16:45"', '"08:45"'),  # in the quarter of an hour before the doors open
    ('"16:45"', '"23:00"'),
    (HOUSE, HOUSE + '\nissue_from = "16:30"'),
    ('monday = [["09:00"', 'friday = [["17:00", "18:00"]]\nmonday = [["09:00"'),
    ('hotline = "12345"', 'day_starts = "02:30"'),
    ('hotline = "12345"', 'timezone = "Europe/Berlin"\nday_starts = "03:00"'),
    ('"state"', '"a/new/folder"'),
    ('"state"', '"fonts"'),
]


@pytest.fixture(autouse=True)
def beside_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("right", "wrong", "expected"), CASES)
def test_what_can_never_work_is_told_with_its_line_and_column(
    right: str, wrong: str, expected: str, tmp_path: Path
) -> None:
    assert SMALL.count(right) == 1
    lines = answer(SMALL.replace(right, wrong), tmp_path)
    assert lines[0] == f"kiosk.toml:{expected}".replace("FOLDER", str(tmp_path))


@pytest.mark.parametrize(("right", "wrong", "_expected"), CASES)
def test_every_language_has_words_for_it(
    right: str, wrong: str, _expected: str, tmp_path: Path
) -> None:
    must_be_said_in_every_language(SMALL.replace(right, wrong), tmp_path)


@pytest.mark.parametrize(("right", "other"), WORKING)
def test_what_can_work_is_left_alone(right: str, other: str, tmp_path: Path) -> None:
    assert SMALL.count(right) == 1
    assert answer(SMALL.replace(right, other), tmp_path) == []


def test_each_missing_font_is_named(tmp_path: Path) -> None:
    write(tmp_path, SMALL)
    for name in FONT_FILES:
        (tmp_path / "fonts" / name).unlink()
    lines = answer_as_it_lies()
    assert [name in line for name, line in zip(FONT_FILES, lines, strict=True)] == [True] * 4
    assert {line.split(" ")[0] for line in lines} == {"kiosk.toml:7:1:"}  # [kiosk]: not written


@pytest.mark.parametrize("mode", ["raster", "text"])
def test_only_the_template_of_the_mode_is_needed(mode: str, tmp_path: Path) -> None:
    write(tmp_path, SMALL.replace('"raster"', f'"{mode}"'))
    for other in set(TEMPLATE_FILES) - {mode}:
        (tmp_path / "printer_templates" / TEMPLATE_FILES[other]).unlink()
    assert answer_as_it_lies() == []
    (tmp_path / "printer_templates" / TEMPLATE_FILES[mode]).unlink()
    (line,) = answer_as_it_lies()
    assert TEMPLATE_FILES[mode] in line


def test_the_templates_looked_for_are_those_that_tickets_are_made_of() -> None:
    endings = {"raster": raster_page.ENDING, "text": text_page.ENDING}
    assert {mode: f"ticket{ending}" for mode, ending in endings.items()} == TEMPLATE_FILES


def test_a_data_folder_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # To root everything is writable, so the system's answer is given here.
    monkeypatch.setattr(os, "access", lambda path, _mode: Path(path) != tmp_path)
    (line,) = answer(SMALL, tmp_path)
    assert line == (
        f'kiosk.toml:10:13: kiosk.state_dir: nothing can be written in "{tmp_path}"; write another '
        "folder, or let the user who runs the kiosk write there"
    )


def test_a_table_that_is_not_toml_brings_no_guesses_about_the_rest(tmp_path: Path) -> None:
    wrong = SMALL.replace(HOUSE, QUOTA + "\nmean_minutes = 20") + "[walk_in]\n" + NO_GREEN + "x\n"
    (line,) = answer(wrong, tmp_path)
    assert line.startswith("kiosk.toml:52:")


def test_a_time_that_cannot_be_read_brings_no_guesses_about_the_other(tmp_path: Path) -> None:
    wrong = SMALL.replace('"08:30"', '"8:30"').replace('"16:45"', '"08:45"')
    (line,) = answer(wrong, tmp_path)
    assert line.startswith("kiosk.toml:23:14: hours.issue_from cannot be ")
