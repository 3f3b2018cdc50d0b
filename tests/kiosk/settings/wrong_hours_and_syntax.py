# SPDX-License-Identifier: Apache-2.0
"""Mistakes in hours, between options and in TOML itself, and what is said of each."""

from tests.kiosk.settings.wrong_values import Case

WRONG_HOURS_AND_SYNTAX: list[Case] = [
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
        'kind = "usb_sam"\nusb_id = "0400/C35A"',
        (
            '14:10: reader.usb_id cannot be "0400/C35A"; allowed: vendor and product as lsusb shows '
            'them, such as "04b8:0202"'
        ),
    ),
    (
        'kind = "escpos_network"',
        'kind = "escpos_usb"',
        (
            "15:1: usb_id is missing; needed: vendor and product as lsusb shows them, such as "
            '"04b8:0202"'
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
