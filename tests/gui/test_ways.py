# SPDX-License-Identifier: Apache-2.0
"""Pictures of the ways to the counters: shown where they are, and not missed where they are not."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from kiosk.ui.panel import Panel
from kiosk.ui.ways import picture, way_picture
from kiosk.ui.widgets.control import WrapButton
from kiosk.ui.widgets.labels import BigLabel
from kiosk.ui.widgets.photo import PhotoView
from tests.gui.sample_hall import LOOK
from tests.gui.samples import samples

pytestmark = pytest.mark.gui


def shown_controls(panel: Panel) -> set[str]:
    return {one.objectName() for one in panel.findChildren(WrapButton) if one.isVisible()}


def photos(panel: Panel) -> list[PhotoView]:
    return [one for one in panel.findChildren(PhotoView) if one.isVisible()]


def test_the_way_is_offered_where_there_is_a_picture_of_it(panel: Panel) -> None:
    panel.show_kiosk(samples()["ticket_way"])
    assert "way" in shown_controls(panel)
    panel.show_kiosk(samples()["way"])
    (photo,) = photos(panel)
    assert photo.accessibleName()
    grabbed = photo.grab().toImage()
    colours = {grabbed.pixel(x, grabbed.height() // 2) for x in range(grabbed.width())}
    assert len(colours) > 2


def test_a_kiosk_without_pictures_offers_no_way(panel: Panel) -> None:
    panel.show_kiosk(samples()["ticket"])
    assert "way" not in shown_controls(panel)
    panel.look = replace(LOOK, ways_dir=None)
    panel.show_kiosk(samples()["ticket_way"])
    assert "way" not in shown_controls(panel)


def test_a_picture_that_went_away_leaves_the_place_in_words(panel: Panel) -> None:
    panel.show_kiosk(samples()["way_gone"])
    assert not photos(panel)
    words = {one.text() for one in panel.findChildren(BigLabel) if one.isVisible()}
    assert "二楼 B 区 12–18 号窗口" in words


@pytest.mark.parametrize("name", ["tall.png", "wide.png"])
def test_a_picture_is_as_large_as_its_room_and_keeps_its_shape(tmp_path: Path, name: str) -> None:
    size = (30, 60) if name == "tall.png" else (60, 30)
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.fill(0x0B4F8A)
    assert image.save(str(tmp_path / name))
    look = replace(LOOK, ways_dir=tmp_path)
    path = way_picture(look, name)
    assert path is not None
    shown = picture(path, (600, 600))
    assert shown is not None
    assert (shown.width(), shown.height()) == (size[0] * 10, size[1] * 10)


def test_a_file_that_only_begins_like_a_picture_is_none(tmp_path: Path) -> None:
    (tmp_path / "odd.svg").write_text("<svg this is none")
    (tmp_path / "odd.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x09\0\0\0\x06")
    look = replace(LOOK, ways_dir=tmp_path)
    assert way_picture(look, "odd.svg") is None
    assert way_picture(look, "odd.png") is None
    assert picture(tmp_path / "gone.svg", (9, 9)) is None
