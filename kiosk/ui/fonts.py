# SPDX-License-Identifier: Apache-2.0
"""Loads the font files and tells their family."""

from functools import cache
from pathlib import Path

from PySide6.QtGui import QFontDatabase


@cache
def load_fonts(files: tuple[Path, ...]) -> str:
    """The family of the first file; each file is loaded once per process.

    A missing or broken file is left out: letters from another font are better than no kiosk.
    Empty when none could be loaded; Qt then takes its own.
    """
    families = [
        family
        for file in files
        for family in QFontDatabase.applicationFontFamilies(
            QFontDatabase.addApplicationFont(str(file))
        )
    ]
    return families[0] if families else ""
