# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest

from kiosk.app.look import look_of
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
