# SPDX-License-Identifier: Apache-2.0
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase
from pytestqt.qtbot import QtBot

from drivers.ticket_printer.glyphs import QtGlyphs

FONTS = Path(__file__).parents[3] / "fonts"
pytestmark = pytest.mark.gui


@pytest.fixture
def glyphs(qtbot: QtBot) -> QtGlyphs:
    families = [
        QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
        for path in FONTS.glob("*.ttf")
    ]
    return QtGlyphs(families[0][0])


def dots(rows: tuple[int, ...]) -> int:
    return sum(row.bit_count() for row in rows)


def test_a_cell_is_24_rows_of_its_width(glyphs: QtGlyphs) -> None:
    for character, columns in (("A", 1), ("张", 2)):
        rows = glyphs.cell(character, columns, bold=False)
        assert len(rows) == 24
        assert max(rows) < 1 << 12 * columns
        assert dots(rows) > 20


def test_bold_is_blacker_and_a_space_is_white(glyphs: QtGlyphs) -> None:
    assert dots(glyphs.cell("张", 2, bold=True)) > dots(glyphs.cell("张", 2, bold=False))
    assert dots(glyphs.cell(" ", 1, bold=False)) == 0


def test_no_character_touches_the_edge_of_its_line(glyphs: QtGlyphs) -> None:
    rows = glyphs.cell("国", 2, bold=True)
    assert rows[23] == 0


def test_a_drawn_shape_is_kept(glyphs: QtGlyphs) -> None:
    assert glyphs.cell("A", 1, bold=False) is glyphs.cell("A", 1, bold=False)
