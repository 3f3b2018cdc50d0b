# SPDX-License-Identifier: Apache-2.0
"""The fonts of the paper."""

from functools import cache
from pathlib import Path

from PySide6.QtGui import QFontDatabase, QRawFont


def load_fonts(files: tuple[Path, ...]) -> None:
    """For programs without screens; the kiosk's own have loaded them. On the UI thread, once."""
    for file in files:
        QFontDatabase.addApplicationFont(str(file))


@cache
def family_of(files: tuple[Path, ...]) -> str:
    """The family of the first file that can be read; empty if there is none: Qt's own is taken."""
    fonts = (QRawFont(str(file), 1.0) for file in files)
    return next((font.familyName() for font in fonts if font.isValid()), "")


class Coverage:
    """Which characters one of the font files has.

    Concurrency: one thread.
    """

    def __init__(self, files: tuple[Path, ...]) -> None:
        fonts = (QRawFont(str(file), 1.0) for file in files)
        self._fonts = tuple(font for font in fonts if font.isValid())

    def has(self, character: str) -> bool:
        """Whether it can be drawn; blanks and line ends always can."""
        code = ord(character)
        return character.isspace() or any(font.supportsCharacter(code) for font in self._fonts)
