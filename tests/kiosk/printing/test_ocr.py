# SPDX-License-Identifier: Apache-2.0
"""A program that reads pictures of letters reads number and service off the paper."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from tests.kiosk.printing.tickets import MODES, PROFILES, Mode, paper_of, shipped, ticket
from tests.tesseract import read

pytestmark = pytest.mark.timeout(120)

LETTERS = 40
"""Height that the program reads best."""

ROOM = 20
INK = 128
LINES_APART = 12
"""Rows without ink between two lines, at least."""


def bands(picture: QImage) -> list[QImage]:
    """The paper cut where whole rows are white, from the top."""
    image = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    data, stride = bytes(image.constBits()), image.bytesPerLine()
    inked = [min(data[y * stride :][: image.width()]) < INK for y in range(image.height())]
    found: list[QImage] = []
    top: int | None = None
    for y in range(image.height() + 1):
        if top is None and any(inked[y : y + 1]):
            top = y
        elif top is not None and not any(inked[y : y + LINES_APART]):
            found.append(image.copy(0, top, image.width(), y - top))
            top = None
    return found


def enlarged(band: QImage) -> QImage:
    """With white around, in letters of the height that the program reads best."""
    scaled = band.scaledToHeight(LETTERS)
    around = QImage(scaled.width() + 2 * ROOM, LETTERS + 2 * ROOM, band.format())
    around.fill(Qt.GlobalColor.white)
    painter = QPainter(around)
    painter.drawImage(ROOM, ROOM, scaled)
    painter.end()
    return around


@pytest.mark.parametrize("mode", MODES)
def test_number_and_service_are_read_off_the_paper_at_both_widths(
    mode: Mode, tmp_path: Path
) -> None:
    services, numbers = [], []
    for paper_mm in PROFILES:
        png = paper_of(shipped(mode, paper_mm).render(ticket("zh_Hans", "plain")), paper_mm).png()
        lines = [band for band in bands(QImage.fromData(png)) if band.height() > 8]
        number = max(lines[:4], key=QImage.height)
        numbers.append(enlarged(number))
        services.append(enlarged(lines[lines.index(number) - 1]))
    for folder in ("services", "numbers"):
        (tmp_path / folder).mkdir()
    said = [
        words.replace(" ", "").strip() for words in read(services, "chi_sim", tmp_path / "services")
    ]
    assert said == ["不动产登记"] * len(PROFILES)
    said = [words.strip() for words in read(numbers, "eng", tmp_path / "numbers")]
    assert said == ["A023"] * len(PROFILES)
