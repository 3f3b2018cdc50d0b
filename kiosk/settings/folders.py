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

TEMPLATE_FILES = {"raster": "ticket.html.j2", "text": "ticket.txt.j2"}
"""The ticket's template for each mode of the printer; `templates_dir` holds it."""


def font_files(folder: Path) -> tuple[Path, ...]:
    """All font files, as they lie in this folder."""
    return tuple(folder / name for name in FONT_FILES)
