# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest

from kiosk.settings.load import check_config, load_settings
from kiosk.settings.problems import SettingsError, render
from kiosk.texts import languages, load_texts
from tests.kiosk.settings.samples import SMALL, answer, write

DAYS = "monday, tuesday, wednesday, thursday, friday, saturday, sunday"

# what stands in the file, what somebody made of it, the first line of the answer
CASES: list[tuple[str, str, str]] = [
    # --- keys ---
    (
        "hotline =",
        "hotlin =",
        (
            "5:1: unknown option site.hotlin; allowed: site_id, name, timezone, help_desk, hotline, "
            "day_starts; nearest: hotline"
        ),
    ),
    (
        "confirm = false",
        "zzz = false",
        "29:1: unknown option ticket.zzz; allowed: pause_seconds, confirm, max_open, again_minutes",
    ),
    (
        "confirm = false",
        "reader_position = 1",
        (
            "29:1: unknown option ticket.reader_position; allowed: pause_seconds, confirm, max_open, "
            "again_minutes; it belongs in [panel]"
        ),
    ),
    (
        "monday =",
        "mondy =",
        "21:1: hours has no day with opening hours; write at least one of " + DAYS,
    ),
    (
        "[ticket]",
        "[tiket]",
        (
            "27:2: unknown option tiket; allowed: site, kiosk, panel, reader, printer, hours, ticket, "
            "senior, green, walk_in, service; nearest: ticket"
        ),
    ),
    (
        'letter = "C"',
        'leter = "C"',
        (
            '38:1: letter is missing; needed: one of "A", "C", "D", "E", "F", "G", "H", "J", "K", "L", '
            '"M", "N", "P", "R", "T", "U", "V", "W", "X"'
        ),
    ),
    (
        'site_id = "test_hall"\n',
        "",
        (
            "1:1: site_id is missing; needed: small letters, digits and underscore, a letter first, "
            "at most 32 characters, in double quotes"
        ),
    ),
    (
        '[reader]\nkind = "simulator"\n',
        "",
        "1:1: reader is missing; needed: a table of options: kind, device, baud",
    ),
    (
        'kind = "simulator"',
        'kind = "serial_sam"',
        (
            "12:1: device is missing; needed: the whole path of a device file such as "
            '"/dev/serial/by-id/…"'
        ),
    ),
    (
        'host = "127.0.0.1"\n',
        "",
        '15:1: host is missing; needed: an IP address or host name such as "192.168.1.87"',
    ),
    (
        "[ticket]",
        '[centre]\nurl = "https://example.org"\n\n[ticket]',
        "27:2: [centre] comes with a later version; this one runs stand-alone, remove the table",
    ),
    # --- values ---
    (
        '"12345"',
        "12345",
        (
            "5:11: site.hotline cannot be 12345; allowed: one line as long as 0 to 10 Han characters "
            "(a Latin letter counts half) in double quotes"
        ),
    ),
    (
        "port = 9100",
        "port = true",
        "18:8: printer.port cannot be true; allowed: a whole number from 1 to 65535 (no unit)",
    ),
    (
        "port = 9100",
        "port = 91000",
        (
            "18:8: printer.port = 91000 is out of range; allowed: a whole number from 1 to 65535 "
            "(no unit)"
        ),
    ),
    (
        "pause_seconds = 2",
        "pause_seconds = nan",
        (
            "28:17: ticket.pause_seconds = nan is out of range; allowed: a number from 0 to 5 "
            "(seconds)"
        ),
    ),
    (
        "pause_seconds = 2",
        "pause_seconds = -0.5",
        (
            "28:17: ticket.pause_seconds = -0.5 is out of range; allowed: a number from 0 to 5 "
            "(seconds)"
        ),
    ),
    (
        "confirm = false",
        'confirm = "no"',
        '29:11: ticket.confirm cannot be "no"; allowed: true or false',
    ),
    (
        '"raster"',
        '"raser"',
        '19:8: printer.mode cannot be "raser"; allowed: one of "raster", "text"; nearest: raster',
    ),
    (
        "port = 9100",
        "paper_mm = 76",
        "18:12: printer.paper_mm cannot be 76; allowed: one of 80, 58",
    ),
    (
        '"127.0.0.1"',
        '"127.0.0.256"',
        (
            '17:8: printer.host cannot be "127.0.0.256"; allowed: an IP address or host name such as '
            '"192.168.1.87"'
        ),
    ),
    (
        'hotline = "12345"',
        'timezone = "Asia/Shangai"',
        (
            '5:12: site.timezone cannot be "Asia/Shangai"; allowed: an IANA time zone such as '
            '"Asia/Shanghai"; nearest: Asia/Shanghai'
        ),
    ),
    (
        '"test_hall"',
        '"Test Hall"',
        (
            '2:11: site.site_id cannot be "Test Hall"; allowed: small letters, digits and underscore, '
            "a letter first, at most 32 characters, in double quotes"
        ),
    ),
    (
        '"house"',
        '"hause"',
        (
            '35:8: service.icon cannot be "hause"; allowed: the name of a file in kiosk/ui/icons '
            'without .svg, such as "house"; nearest: house'
        ),
    ),
    (
        '"state"',
        '"kiosk.toml"',
        (
            '10:13: kiosk.state_dir: "FOLDER/kiosk.toml" is no folder; write another path or move it '
            "away"
        ),
    ),
    (
        'state_dir = "state"',
        'fonts_dir = "font"',
        (
            '10:13: kiosk.fonts_dir: there is no folder "FOLDER/font"; relative paths count from the '
            "folder of this file"
        ),
    ),
    # --- texts and languages ---
    (
        '"社保", en',
        '"社保\\u200b", en',
        "34:20: service.name.zh_Hans holds the invisible character U+200B; remove it",
    ),
    (
        '"测试大厅"',
        '"一二三四五六七八九十一二三四五六七八九十一"',
        (
            "3:20: site.name.zh_Hans is as long as 21 Han characters; allowed: one line as long as 1 "
            "to 20 Han characters (a Latin letter counts half) in double quotes"
        ),
    ),
    (
        'en = "Test hall"',
        'eng = "Test hall"',
        "3:28: unknown option site.name.eng; allowed: en, zh_Hans; nearest: en",
    ),
    (
        ', en = "Second floor" }',
        " }",
        "43:9: service.where is not written in: en; every language of kiosk.languages is needed",
    ),
    (
        '{ zh_Hans = "测试大厅", en = "Test hall" }',
        '"测试大厅"',
        (
            '3:8: site.name cannot be "测试大厅"; allowed: a text for each language such as '
            '{ zh_Hans = "…", en = "…" }, each at most as long as 20 Han characters (a Latin letter '
            "counts half)"
        ),
    ),
    (
        '["zh_Hans", "en"]',
        '["zh_Hans", "en", "zh_Hans"]',
        '9:31: kiosk.languages has "zh_Hans" twice; allowed: each only once',
    ),
    (
        '["zh_Hans", "en"]',
        '["zh_hans", "en"]',
        (
            '9:14: kiosk.languages cannot be "zh_hans"; allowed: one of "en", "zh_Hans"; nearest: '
            "zh_Hans"
        ),
    ),
    (
        '["zh_Hans", "en"]',
        "[]",
        (
            "9:13: kiosk.languages has 0 entries; allowed: a list […] of 1 to 8, each: one of "
            '"en", "zh_Hans"'
        ),
    ),
    # --- hours ---
    (
        '"12:00"]',
        '"24:00"]',
        (
            '22:21: hours.monday cannot be "24:00"; allowed: a time from "00:00" to "23:59" in double '
            "quotes"
        ),
    ),
    (
        '["13:30", "17:00"]',
        '["11:30", "17:00"]',
        (
            "22:10: hours.monday: the periods 09:00-12:00, 11:30-17:00 overlap or run backwards; "
            "allowed: from early to late, none across the start of the day at 04:00"
        ),
    ),
    (
        '["13:30", "17:00"]',
        '["13:30"]',
        '22:31: hours.monday cannot be […]; allowed: ["from", "to"], such as ["09:00", "12:00"]',
    ),
    (
        '"16:45"',
        '"08:30"',
        (
            "24:11: hours.stop_at: numbers stop at 08:30, not after they begin at 08:30; stop_at must "
            "be later than issue_from"
        ),
    ),
    (
        "2026-10-02]",
        "2026-10-01]",
        "25:25: hours.holidays has 2026-10-01 twice; allowed: each only once",
    ),
    (
        "2026-10-02]",
        '"2026-10-02"]',
        (
            '25:25: hours.holidays cannot be "2026-10-02"; allowed: a date such as 2026-10-01, without '
            "quotes"
        ),
    ),
    (
        'stop_at = "16:45"',
        'moved_days = [{ on = 2026-10-10, like = "tuseday" }]',
        (
            '24:41: hours.moved_days.like cannot be "tuseday"; allowed: one of "monday", "tuesday", '
            '"wednesday", "thursday", "friday", "saturday", "sunday"; nearest: tuesday'
        ),
    ),
    (
        'stop_at = "16:45"',
        'moved_days = [{ on = 2026-10-10, like = "monday" }, { on = 2026-10-10, like = "friday" }]',
        "24:60: hours.moved_days.on has 2026-10-10 twice; allowed: each only once",
    ),
    (
        'icon = "heart"',
        'icon = "heart"\nstop_at = "08:00"',
        (
            "43:11: service.stop_at: numbers stop at 08:00, not after they begin at 08:30; stop_at must "
            "be later than issue_from"
        ),
    ),
    (
        "2026-10-02]",
        "2026-10-02T09:00:00]",
        (
            "25:25: hours.holidays cannot be 2026-10-02 09:00:00; allowed: a date such as "
            "2026-10-01, without quotes"
        ),
    ),
    (
        'kind = "simulator"',
        'kind = "serial_sam"\ndevice = "ttyUSB0"',
        (
            '14:10: reader.device cannot be "ttyUSB0"; allowed: the whole path of a device file '
            'such as "/dev/serial/by-id/…"'
        ),
    ),
    (
        '"state"',
        f'"{"x" * 401}"',
        (
            "10:13: kiosk.state_dir is as long as 200.5 Han characters; allowed: one line as long "
            "as 1 to 200 Han characters (a Latin letter counts half) in double quotes"
        ),
    ),
    # --- between options ---
    ('"C"', '"A"', '40:10: service.letter has "A" twice; allowed: each only once'),
    (
        '"medical"',
        '"social"',
        '39:14: service.service_id has "social" twice; allowed: each only once',
    ),
    (
        "[ticket]",
        "[walk_in]\ngreen_percent = 20\n[ticket]",
        "27:1: walk_in.walk_in_percent and green_percent add up to 110; allowed: 100",
    ),
    (
        "[ticket]",
        "[senior]\nage_years = 75\n[ticket]",
        "27:1: senior.voice_age_years = 70 is below age_years = 75; allowed: not below it",
    ),
    # --- not TOML ---
    (
        '"12345"',
        '"12345',
        '5:17: the text does not end with a double quote; write: "text"',
    ),
    (
        '"simulator"',
        "simulator",
        (
            "13:8: a value is expected here; texts stand in double quotes, such as "
            '"text", 12, true, […]'
        ),
    ),
    (
        '"simulator"',
        "“simulator”",
        (
            "13:8: a value is expected here; texts stand in double quotes, such as "
            '"text", 12, true, […]'
        ),
    ),
    (
        "port = 9100",
        "port 9100",
        "18:6: an = is expected after the name; write: name = value",
    ),
    (
        "port = 9100",
        "port = 9100 mm",
        "18:13: there is more after the value; write one option on a line",
    ),
    (
        "port = 9100",
        "port = 9100\nport = 9101",
        "19:1: this option is written twice; keep one",
    ),
    ("[ticket]", "[hours]", "27:1: this table is written twice; make one of the two"),
    (
        "[ticket]",
        "[ticket",
        "27:8: the header of the table is not complete; write: [name] or [[service]]",
    ),
    (
        '["13:30", "17:00"]]',
        '["13:30", "17:00"]',
        "22:1: the square bracket is not closed, or a comma is missing; write: [value, value]",
    ),
    (
        "2026-10-02]",
        "2026-10-02",
        "25:1: the square bracket is not closed, or a comma is missing; write: [value, value]",
    ),
    (
        'en = "Kiosk 1" }',
        'en = "Kiosk 1"',
        (
            "8:42: the brace is not closed, or a comma is missing; write: "
            "{ name = value, name = value }"
        ),
    ),
    ('"08:30"', "08:30", '23:14: a time stands in double quotes; write: "09:00"'),
    ("2026-10-02]", "2026-10-32]", "25:25: there is no such date; write: 2026-10-01"),
    (
        '"Desk"',
        '"\\Desk"',
        "4:38: wrong after the backslash \\; a backslash itself is written \\\\",
    ),
    ("[ticket]", "ticket", "27:7: an = is expected after the name; write: name = value"),
    (
        "[ticket]",
        "\N{FULLWIDTH LEFT SQUARE BRACKET}ticket]",
        "27:1: this line is not understood; write: name = value, [name] or # comment",
    ),
    ("port = 9100", "port = " + "9" * 5000, "18:1: the number is too long; write a shorter one"),
    (
        "port = 9100",
        "port = " + "[" * 5000,
        "18:1: brackets are nested too deeply; use fewer levels",
    ),
]


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
