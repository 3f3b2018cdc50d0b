# SPDX-License-Identifier: Apache-2.0
"""The paper as it was last looked at, in golden/: text papers line by line, raster ones as PNG.

After an intended change: `GOLDEN=new ./dev test tests/kiosk/printing/test_golden.py`, then look
at every picture before it is committed.
"""

import os
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from drivers.ticket_printer.abstract import Cut, Feed, PrintItem, QrCode, Text
from kiosk.printing.documents import PaperDocument
from tests.kiosk.printing.tickets import (
    KINDS,
    LANGUAGES,
    OTHERS,
    PROFILES,
    other,
    paper_of,
    shipped,
    ticket,
)

GOLDEN = Path(__file__).parent / "golden"
DIFFERENT_DOTS = 0.01
"""Another release of Qt may round the edge of a letter otherwise."""


def paper(language: str, kind: str) -> PaperDocument:
    return other(language, kind) if kind in OTHERS else ticket(language, kind)


def described(item: PrintItem) -> str:
    match item:
        case Text():
            weight = " bold" if item.bold else ""
            return f"{item.align}{weight} {item.width}x{item.height} | {item.text}"
        case Feed():
            return f"feed {item.dots}"
        case QrCode():
            return f"code {item.module_dots} | {item.data}"
        case Cut():
            return "cut"
        case _:
            return f"picture {item.width_dots} x {item.height_dots}"


def dots_of(image: QImage) -> tuple[int, int, int]:
    """Width, height, and every dot as one number."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = bytes(grey.constBits())
    stride, width = grey.bytesPerLine(), grey.width()
    used = b"".join(rows[at : at + width] for at in range(0, len(rows), stride))
    return width, grey.height(), int(used.translate(DIGITS), 2)


DIGITS = bytes(ord("1") if grey < 128 else ord("0") for grey in range(256))


@pytest.mark.parametrize("kind", [*KINDS, *OTHERS])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper_mm", PROFILES)
def test_a_text_paper_is_as_it_was(paper_mm: int, language: str, kind: str) -> None:
    job = shipped("text", paper_mm).render(paper(language, kind))
    made = "".join(described(item) + "\n" for item in job.items)
    file = GOLDEN / f"text-{paper_mm}-{language}-{kind}.txt"
    if os.environ.get("GOLDEN") == "new":
        file.write_text(made, encoding="utf-8")
    assert made == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", [*KINDS, *OTHERS])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("paper_mm", PROFILES)
def test_a_raster_paper_looks_as_it_did(paper_mm: int, language: str, kind: str) -> None:
    made = paper_of(shipped("raster", paper_mm).render(paper(language, kind)), paper_mm).png()
    file = GOLDEN / f"raster-{paper_mm}-{language}-{kind}.png"
    if os.environ.get("GOLDEN") == "new":
        file.write_bytes(made)
    width, height, dots = dots_of(QImage.fromData(made))
    seen_width, seen_height, seen_dots = dots_of(QImage(str(file)))
    assert (width, height) == (seen_width, seen_height)
    assert (dots ^ seen_dots).bit_count() <= DIFFERENT_DOTS * seen_dots.bit_count()
