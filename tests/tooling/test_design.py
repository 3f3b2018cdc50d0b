# SPDX-License-Identifier: Apache-2.0
"""docs/design.md says what the program does."""

import re

import pytest
from PySide6.QtWidgets import QApplication

from bench.design import DESIGN, HIGH_LEAST, PAIRS, PARTS, contrast_of, renewed
from bench.plan import ROOT
from bench.sheets import LANGUAGES, SHAPES, sheet_name
from kiosk.flow.values import Contrast
from kiosk.ui.theme import PALETTES, Colour
from tests.gui.audit import findings

pytestmark = pytest.mark.gui

TEXT = DESIGN.read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) \| .* \| (.*) \|$", TEXT, flags=re.MULTILINE)
MADE = "make it anew: python -m bench.design"


def test_its_figures_are_those_of_the_program(qapp: QApplication) -> None:
    assert set(re.findall(r"<!-- (?!end)(\w+) -->", TEXT)) == set(PARTS)
    assert renewed(TEXT) == TEXT, MADE


def test_every_pair_of_colours_is_strong_enough() -> None:
    for ink, ground, least in PAIRS:
        for contrast, wanted in ((Contrast.STANDARD, least), (Contrast.HIGH, HIGH_LEAST)):
            if contrast is Contrast.HIGH and ink is Colour.ASLEEP:
                continue
            palette = PALETTES[contrast]
            assert contrast_of(palette[ink], palette[ground]) >= wanted, (contrast, ink, ground)


def test_every_row_of_the_table_is_held_by_something_that_exists() -> None:
    assert [int(number) for number, _ in ROWS] == list(range(1, 29))
    files = (ROOT / "tests").rglob("*.py")
    tests = {name for file in files for name in re.findall(r"def (test_\w+)", file.read_text())}
    for number, held_by in ROWS:
        for name in re.findall(r"`([^`]+)`", held_by):
            is_there = (
                name in tests
                or hasattr(findings, name)
                or name.startswith("./dev")
                or (ROOT / name).is_file()
            )
            assert is_there, (number, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheets_are_there(language: str) -> None:
    for shape in SHAPES:
        assert (ROOT / "docs" / "pictures" / "screens" / sheet_name(shape, language)).is_file()
