# SPDX-License-Identifier: Apache-2.0
"""Mistakes in keys, values and texts, and what is said of each."""

DAYS = "monday, tuesday, wednesday, thursday, friday, saturday, sunday"

Case = tuple[str, str, str]
"""What stands in the small file, what somebody made of it, the first line of the answer."""

WRONG_VALUES: list[Case] = [
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
        (
            "29:1: unknown option ticket.zzz; allowed: pause_seconds, confirm, max_open, "
            "again_minutes, proxy_limit, masked_name"
        ),
    ),
    (
        "confirm = false",
        "reader_position = 1",
        (
            "29:1: unknown option ticket.reader_position; allowed: pause_seconds, confirm, max_open, "
            "again_minutes, proxy_limit, masked_name; it belongs in [panel]"
        ),
    ),
    (
        "monday =",
        "mondy =",
        (
            f"22:1: unknown option hours.mondy; allowed: {DAYS}, issue_from, stop_at, slot_minutes, "
            "holidays, moved_days; nearest: monday"
        ),
    ),
    (
        "[ticket]",
        "[tiket]",
        (
            "27:2: unknown option tiket; allowed: site, kiosk, centre, panel, reader, printer, scanner, "
            "light, speech, hours, ticket, checkin, senior, green, walk_in, service; nearest: ticket"
        ),
    ),
    (
        'letter = "C"',
        'leter = "C"',
        (
            "40:1: unknown option service.leter; allowed: service_id, letter, name, icon, where, "
            "way_picture, materials, proxy_materials, materials_before, mean_minutes, counters, quota, standby_per_slot, direct, "
            "issue_from, stop_at, hours; nearest: letter"
        ),
    ),
    (
        'letter = "C"\n',
        "",
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
        "1:1: reader is missing; needed: a table of options: kind, device, baud, usb_id, usb_serial, name",
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
        "[ticket]",
        '[scanner]\nkind = "serial_scanner"\n\n[ticket]',
        (
            "27:1: device is missing; needed: the whole path of a device file such as "
            '"/dev/serial/by-id/…"'
        ),
    ),
    (
        "[ticket]",
        "[light]\nlamp_channel = 17\n\n[ticket]",
        (
            "28:16: light.lamp_channel = 17 is out of range; allowed: a whole number from 0 to 16 "
            "(no unit)"
        ),
    ),
    (
        "[ticket]",
        '[speech]\nkind = "clips"\n\n[ticket]',
        "27:1: clips_dir is missing; needed: the path of a folder in double quotes",
    ),
    (
        'host = "127.0.0.1"\n',
        "",
        '15:1: host is missing; needed: an IP address or host name such as "192.168.1.87"',
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
        "confirm = false",
        "proxy_limit = 21",
        (
            "29:15: ticket.proxy_limit = 21 is out of range; allowed: a whole number from 0 to 20 "
            "(tickets)"
        ),
    ),
    (
        "confirm = false",
        "proxy_limit = -1",
        (
            "29:15: ticket.proxy_limit = -1 is out of range; allowed: a whole number from 0 to 20 "
            "(tickets)"
        ),
    ),
    (
        "confirm = false",
        "proxy_limit = false",
        (
            "29:15: ticket.proxy_limit cannot be false; allowed: a whole number from 0 to 20 "
            "(tickets)"
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
        "3:28: unknown option site.name.eng; allowed: en, zh_Hans, zh_Hant; nearest: en",
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
            '9:14: kiosk.languages cannot be "zh_hans"; allowed: one of "en", "zh_Hans", '
            '"zh_Hant"; nearest: zh_Hans'
        ),
    ),
    (
        '["zh_Hans", "en"]',
        "[]",
        (
            "9:13: kiosk.languages has 0 entries; allowed: a list […] of 1 to 4, each: one of "
            '"en", "zh_Hans", "zh_Hant"'
        ),
    ),
]
