# SPDX-License-Identifier: Apache-2.0
"""No text of the screens lies about unused."""

from dataclasses import replace
from itertools import product

import pytest

from hall.words import NO_WORDS
from kiosk.flow.touches import DigitPressed, DonePressed
from kiosk.flow.values import Size
from kiosk.texts import Texts, load_texts
from kiosk.ui import scene
from kiosk.ui.leaves import Button, Label
from kiosk.ui.look import ReaderPosition, ReaderTakes
from kiosk.ui.panel import Panel
from kiosk.ui.reading_aloud import read_back, sentence_of, sentences
from kiosk.ui.screens import frame_of
from kiosk.ui.theme import Theme
from tests.gui.sample_hall import LOOK
from tests.gui.samples import in_size, samples

pytestmark = pytest.mark.gui


class ListeningTexts(Texts):
    def __init__(self, texts: Texts, used: set[str]) -> None:
        super().__init__(texts.language, {key: texts.raw(key) for key in sorted(texts.keys())})
        self.used = used

    def __call__(self, key: str, **fields: object) -> str:
        self.used.add(key)
        return super().__call__(key, **fields)


def test_every_text_of_the_screens_is_shown_in_some_state(
    panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: set[str] = set()
    listening = ListeningTexts(load_texts("zh_Hans"), used)
    monkeypatch.setattr(scene, "load_texts", lambda language: listening)
    theme = Theme(1.0, Size.NORMAL, "")
    for position, takes in product(ReaderPosition, ReaderTakes):
        look = replace(LOOK, reader_position=position, reader_takes=takes)
        for kiosk in samples().values():
            for size in Size:
                shown = in_size(kiosk, size, "zh_Hans")
                sentences(frame_of(shown, look, replace(theme, size=size)), listening)
    typed = frame_of(samples()["keypad_listening"], LOOK, theme)
    for has_headphones in (False, True):
        read_back(typed, listening, has_headphones=has_headphones)
    for event in (DigitPressed("1"), DonePressed()):
        sentence_of(Button("control", event, "1", Label("1")), listening)
    nowhere = replace(LOOK, site_name=NO_WORDS, help_desk=NO_WORDS)
    frame_of(samples()["starting_not_enrolled"], nowhere, theme)
    known = {key for key in sorted(listening.keys()) if key.startswith("screen.")}
    assert known - used - {key for key in known if key.startswith("screen.faults.")} == set()
