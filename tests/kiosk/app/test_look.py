# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest

from kiosk.app.look import flow_settings, look_of, size_of
from kiosk.flow.values import Shape
from kiosk.settings.load import load_settings
from kiosk.ui.look import ReaderTakes
from tests.kiosk.settings.samples import SMALL, write

READER = '[reader]\nkind = "simulator"'


@pytest.mark.parametrize(
    ("kind", "takes"),
    [
        ("simulator", ReaderTakes.ID_CARDS),
        ("usb_sam", ReaderTakes.ID_CARDS),
        ("pcsc", ReaderTakes.CHIP_CARDS),
    ],
)
def test_the_screens_know_which_cards_the_reader_takes(
    tmp_path: Path, kind: str, takes: ReaderTakes
) -> None:
    assert READER in SMALL
    text = SMALL.replace(READER, f'[reader]\nkind = "{kind}"')
    settings = load_settings(write(tmp_path, text))
    assert look_of(settings, (1080, 1920)).reader_takes is takes


def test_a_kiosk_that_stands_alone_knows_no_bookings(tmp_path: Path) -> None:
    flow = flow_settings(load_settings(write(tmp_path, SMALL)))
    found = (flow.has_bookings, flow.has_scanner, flow.is_check_in_asked)
    assert found == (False, False, False)


@pytest.mark.parametrize(("line", "limit"), [("", 3), ("proxy_limit = 0\n", 0)])
def test_numbers_for_others_are_offered_as_the_file_says(
    tmp_path: Path, line: str, limit: int
) -> None:
    text = SMALL.replace("[ticket]\n", f"[ticket]\n{line}")
    assert flow_settings(load_settings(write(tmp_path, text))).proxy_limit == limit


def test_with_a_centre_bookings_check_in_as_the_file_says(tmp_path: Path) -> None:
    text = (
        '[kiosk]\nname = { zh_Hans = "1 号机", en = "Kiosk 1" }\n'
        '[centre]\nurl = "http://127.0.0.1:8080"\n'
        '[reader]\nkind = "simulator"\n[printer]\nkind = "simulator"\n'
        '[scanner]\nkind = "keyboard"\n[checkin]\nconfirm = true\n'
    )
    flow = flow_settings(load_settings(write(tmp_path, text)))
    assert (flow.has_bookings, flow.has_scanner, flow.is_check_in_asked) == (True, True, True)


def test_a_panel_that_is_wider_than_high_hangs_across(tmp_path: Path) -> None:
    across = "[panel]\nwidth_mm = 476\nheight_mm = 268\nbottom_edge_mm = 900\n"
    settings = load_settings(write(tmp_path, across + SMALL))
    flow, look = flow_settings(settings), look_of(settings, size_of(settings, 1080))
    assert (flow.shape, flow.can_lower) == (Shape.LANDSCAPE, False)
    assert look.is_wide
    assert (look.width_px, look.height_px) == (1918, 1080)
