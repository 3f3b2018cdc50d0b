# SPDX-License-Identifier: Apache-2.0
"""A program that reads pictures of letters reads titles, choices and numbers off the screens."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from kiosk.flow.values import Size
from kiosk.ui.panel import Panel
from kiosk.ui.theme import Role
from kiosk.ui.widgets.control import WrapButton
from tests.gui.audit.measure import Painted, Screen, measure
from tests.gui.samples import in_size, samples
from tests.tesseract import read

pytestmark = [pytest.mark.gui, pytest.mark.timeout(300)]

ROOM = 10  # pixels around the ink
LETTERS = (48, 36)
"""Heights of letters that the program was made for: what it misreads at one it tries at the other."""

LEAST = 2
"""The program needs a word; a single character is looked at by the audit."""

APART = ("bar.", "key.", "language.")
"""Not among the choices: small, single characters, or in another language than the screen."""

SCREENS = (
    "welcome",
    "welcome_reader",
    "closed_stopped",
    "bookings_two",
    "check_in_pause_asks",
    "services",
    "no_card",
    "family_offered",
    "when_later",
    "when_standby",
    "green_reasons",
    "pause",
    "ticket",
    "keep_number_paper_out",
    "ask_cancel",
    "again",
    "refused",
    "still_there",
    "help",
)
"""Where a visitor passes, or needs help most."""


@dataclass(frozen=True)
class Crop:
    """One line of a screen as it is seen."""

    place: str
    words: str
    letters: int  # their height in pixels
    picture: QImage
    is_number: bool


def letters_and_digits(text: str) -> str:
    """Without spaces and punctuation: both differ in width more than in shape.

    In letters without serifs a capital I is the same stroke as a bar.
    """
    folded = unicodedata.normalize("NFKC", text).replace("|", "I")
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LN")


def crops(panel: Panel, language: str) -> list[Crop]:
    """Titles, choices and numbers of all screens in all sizes."""
    shown = []
    for name in SCREENS:
        for size in Size:
            panel.show_kiosk(in_size(samples()[name], size, language))
            screen = measure(panel, size)
            shown += [_crop(f"{name} {size.name}", screen, line) for line in _lines(screen)]
    return [crop for crop in shown if len(letters_and_digits(crop.words)) >= LEAST]


def _lines(screen: Screen) -> Iterator[Painted]:
    """The lines that are read; each for itself, as finding lines is another art than reading."""
    return (line for line in screen.texts if _is_read(line))


def _is_read(line: Painted) -> bool:
    name = line.owner.objectName()
    if isinstance(line.owner, WrapButton):
        return not name.startswith(APART)
    return name in {Role.TITLE.value, Role.NUMBER.value}


def _crop(place: str, screen: Screen, line: Painted) -> Crop:
    owner = line.owner.objectName()
    rect = line.ink.adjusted(-ROOM, -ROOM, ROOM, ROOM).intersected(screen.rect)
    return Crop(
        place=f"{place} {owner}",
        words=line.line.text,
        letters=line.line.font.pixelSize(),
        picture=screen.image.copy(rect),
        is_number=owner == Role.NUMBER.value,
    )


def scaled(crop: Crop, letters: int) -> QImage:
    """The picture with its letters as high as the program likes them."""
    size: QSize = crop.picture.size() * (letters / crop.letters)
    return crop.picture.scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def misread(shown: list[Crop], language: str, folder: Path) -> list[tuple[Crop, str]]:
    """What is read otherwise than it is written, each time, and how."""
    left = [(crop, "") for crop in shown]
    for letters in LETTERS:
        if left:
            found = read([scaled(crop, letters) for crop, _ in left], language, folder)
            pairs = zip((crop for crop, _ in left), found, strict=True)
            left = [
                (crop, text)
                for crop, text in pairs
                if letters_and_digits(crop.words) != letters_and_digits(text)
            ]
    return left


@pytest.mark.parametrize(("language", "trained"), [("zh_Hans", "chi_sim"), ("en", "eng")])
def test_titles_choices_and_numbers_are_read_as_they_are_written(
    panel: Panel, language: str, trained: str, tmp_path: Path
) -> None:
    shown = crops(panel, language)
    numbers = [crop for crop in shown if crop.is_number]
    texts = [crop for crop in shown if not crop.is_number]
    assert len(numbers) >= len(Size)
    assert len(texts) > len(SCREENS) * len(Size)
    wrong = misread(texts, trained, tmp_path) + misread(numbers, "eng", tmp_path)
    assert not [f"{crop.place}: “{crop.words}” is read as “{text}”" for crop, text in wrong]


def test_a_title_that_something_covers_is_not_read(panel: Panel, tmp_path: Path) -> None:
    panel.show_kiosk(samples()["welcome"])
    screen = measure(panel, Size.NORMAL)
    title = next(_crop("welcome", screen, line) for line in _lines(screen))
    width, height = title.picture.width(), title.picture.height()
    half = replace(title, picture=title.picture.copy(0, 0, width // 2, height))
    assert not misread([title], "chi_sim", tmp_path)
    assert misread([half], "chi_sim", tmp_path)
