# SPDX-License-Identifier: Apache-2.0
"""What of a saved kiosk.toml is taken on at once, and what waits for the next start."""

from pathlib import Path

import pytest

from kiosk.settings.live import waiting, with_live
from kiosk.settings.load import load_text
from kiosk.settings.model import Settings
from tests.kiosk.settings.samples import SMALL, write

NAME = 'name = { zh_Hans = "1 号机", en = "Kiosk 1" }'


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return write(tmp_path, SMALL)


def settings(config: Path, right: str = "", saved: str = "") -> Settings:
    assert right in SMALL
    return load_text(SMALL.replace(right, saved, 1) if right else SMALL, config).settings


@pytest.mark.parametrize(
    ("right", "saved"),
    [
        (NAME, 'name = { zh_Hans = "2 号机", en = "Kiosk 2" }'),
        ('name = { zh_Hans = "测试大厅"', 'name = { zh_Hans = "新大厅"'),
        ('help_desk = { zh_Hans = "服务台"', 'help_desk = { zh_Hans = "二楼服务台"'),
        ('hotline = "12345"', 'hotline = "12366"'),
        ('name = { zh_Hans = "医保"', 'name = { zh_Hans = "医疗保险"'),
        ('where = { zh_Hans = "二楼"', 'where = { zh_Hans = "三楼"'),
        ('{ zh_Hans = "身份证"', '{ zh_Hans = "社保卡"'),
        ('icon = "heart"', 'icon = "house"'),
        ("[hours]", "[panel]\nheight_mm = 500\n[hours]"),
        ("[hours]", '[panel]\nback_key = "backspace"\n[hours]'),
        ("[hours]", '[speech]\nvolume = "loud"\n[hours]'),
        (
            "[hours]",
            '[green]\nreasons = [{ name = { zh_Hans = "孕产妇", en = "Pregnancy" }, icon = "baby" }]\n[hours]',
        ),
    ],
)
def test_names_words_panel_and_volume_are_taken_on_at_once(
    right: str, saved: str, config: Path
) -> None:
    before, after = settings(config), settings(config, right, saved)
    assert before != after
    assert with_live(before, after) == after
    assert waiting(before, after) == ()


@pytest.mark.parametrize(
    ("right", "saved", "tables"),
    [
        ("port = 9100", "port = 9101", ("printer",)),
        ('kind = "simulator"', 'kind = "usb_sam"', ("reader",)),
        ("pause_seconds = 2", "pause_seconds = 3", ("ticket",)),
        ('state_dir = "state"', 'state_dir = "elsewhere"', ("kiosk",)),
        ('languages = ["zh_Hans", "en"]', 'languages = ["en", "zh_Hans"]', ("kiosk",)),
        ("[hours]", "[panel]\nfull_screen = false\n[hours]", ("panel",)),
        ("[hours]", '[speech]\nkind = "espeak"\n[hours]', ("speech",)),
        ("[hours]", "[green]\nage_years = 75\n[hours]", ("green",)),
        ('stop_at = "16:45"', 'stop_at = "16:30"', ("hours",)),
        ('site_id = "test_hall"', 'site_id = "other_hall"', ("site",)),
        ('letter = "C"', 'letter = "D"', ("service",)),
        ('service_id = "medical"', 'service_id = "health"', ("service",)),
        (
            "[hours]",
            "[walk_in]\nslots_ahead = 2\nwalk_in_percent = 80\ngreen_percent = 20\n[hours]",
            ("walk_in",),
        ),
    ],
)
def test_the_rest_waits_for_the_next_start_and_is_named(
    right: str, saved: str, tables: tuple[str, ...], config: Path
) -> None:
    before, after = settings(config), settings(config, right, saved)
    assert with_live(before, after) == before
    assert waiting(before, after) == tables


def test_of_a_service_that_waits_the_others_get_their_words(config: Path) -> None:
    before = settings(config)
    text = SMALL.replace('service_id = "medical"', 'service_id = "health"')
    after = load_text(text.replace("Social insurance", "Social security"), config).settings
    live = with_live(before, after).site
    assert live
    assert [each.name.text("en") for each in live.catalogue.services] == [
        "Social security",
        "Medical insurance",
    ]


def test_a_kiosk_that_stands_alone_does_not_meet_its_centre_without_a_new_start(
    config: Path,
) -> None:
    machine = SMALL.partition("[kiosk]")[2].partition("[hours]")[0]
    text = f'[kiosk]{machine}[centre]\nurl = "http://127.0.0.1:8080"\n'
    before, after = settings(config), load_text(text, config).settings
    assert with_live(before, after) == before
    assert waiting(before, after) == ("centre",)
