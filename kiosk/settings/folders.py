# SPDX-License-Identifier: Apache-2.0
"""The files that the kiosk looks for in its folders."""

from pathlib import Path

FONT_FILES = (
    "NotoSansSC-Regular.ttf",
    "NotoSansSC-Bold.ttf",
    "YouhaoRareHan-Regular.otf",
    "YouhaoRareHan-Bold.otf",
)
"""What screens and tickets are set in, and where Qt finds rare characters of names; `fonts_dir` holds all."""

RARE_FONT_FILES = ("HanaMinA.ttf", "HanaMinB.ttf")
"""Hanazono Mincho, all Han characters of GB 18030-2022 level 3; `fonts_dir` may hold it."""

TEMPLATE_FILES = {"raster": "ticket.html.j2", "text": "ticket.txt.j2"}
"""The ticket's template for each mode of the printer; `templates_dir` holds it."""


def font_files(folder: Path) -> tuple[Path, ...]:
    """All font files that lie in this folder; those that every kiosk has come first."""
    rare = (folder / name for name in RARE_FONT_FILES)
    return (*(folder / name for name in FONT_FILES), *(file for file in rare if file.is_file()))
