# SPDX-License-Identifier: Apache-2.0
"""The shipped fonts have a shape for every character of every language's texts."""

import pytest
from PySide6.QtGui import QRawFont
from pytestqt.qtbot import QtBot

from kiosk.texts import languages, load_texts
from tests.gui.sample_hall import LOOK

pytestmark = pytest.mark.gui

WITHOUT_INK = frozenset("\n\u200b")
"""Ends of lines, written and possible; they are never painted."""


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_no_character_lacks_its_shape(qtbot: QtBot, weight: str, language: str) -> None:
    texts = load_texts(language)
    characters = {sign for key in sorted(texts.keys()) for sign in texts.raw(key)} - WITHOUT_INK
    fonts = [QRawFont(str(file), 40.0) for file in LOOK.fonts if weight in file.name]
    assert fonts
    assert all(font.isValid() for font in fonts)
    missing = {
        sign for sign in characters if not any(f.supportsCharacter(ord(sign)) for f in fonts)
    }
    assert not missing
