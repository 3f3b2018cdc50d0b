# SPDX-License-Identifier: Apache-2.0
"""With a reader for chip cards nobody is asked for a card that it cannot read."""

from dataclasses import replace

import pytest

from kiosk.flow.values import Size
from kiosk.texts import Texts, load_texts
from kiosk.ui import scene
from kiosk.ui.look import ReaderTakes
from kiosk.ui.screens import frame_of
from kiosk.ui.theme import Theme
from tests.gui.sample_hall import LOOK
from tests.gui.samples import in_size, samples

pytestmark = pytest.mark.gui

ASKS_FOR_CARD = ("welcome", "reading", "no_card")
ID_CARD, TYPED = {"zh_Hans": "身份证", "en": "ID card"}, {"zh_Hans": "身份证号", "en": "ID number"}


class HeardTexts(Texts):
    """Keeps what was said."""

    def __init__(self, texts: Texts, said: list[str]) -> None:
        super().__init__(texts.language, {key: texts.raw(key) for key in sorted(texts.keys())})
        self.said = said

    def __call__(self, key: str, **fields: object) -> str:
        words = super().__call__(key, **fields)
        self.said.append(words.replace("\u200b", ""))
        return words


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize("takes", ReaderTakes)
def test_a_screen_names_the_cards_that_the_reader_takes(
    monkeypatch: pytest.MonkeyPatch, language: str, takes: ReaderTakes
) -> None:
    said: list[str] = []
    heard = HeardTexts(load_texts(language), said)
    monkeypatch.setattr(scene, "load_texts", lambda _language: heard)
    look, theme = replace(LOOK, reader_takes=takes), Theme(1.0, Size.NORMAL, "")
    for name, kiosk in samples().items():
        if name.startswith(ASKS_FOR_CARD):
            frame_of(in_size(kiosk, Size.NORMAL, language), look, theme)
    asked = [words for words in said if ID_CARD[language] in words.replace(TYPED[language], "")]
    named = [words for words in said if "社保卡" in words or "Social security" in words]
    assert bool(asked) == (takes is ReaderTakes.ID_CARDS)
    assert bool(named) == (takes is ReaderTakes.CHIP_CARDS)
