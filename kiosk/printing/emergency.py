# SPDX-License-Identifier: Apache-2.0
"""The paper that is printed when a template cannot be used; it needs no file."""

from collections.abc import Iterable, Iterator

from drivers.ticket_printer.abstract import (
    Align,
    Cut,
    Feed,
    PaperProfile,
    PrintItem,
    QrCode,
    Text,
)
from drivers.ticket_printer.charset import text_columns, unprintable
from kiosk.printing.documents import PaperDocument
from kiosk.printing.essentials import essentials_of
from kiosk.printing.ink import letters, raster, text_line
from kiosk.printing.line_breaks import break_evenly
from kiosk.printing.qr_code import LONGEST_CODE, code_picture

CODE_DOTS = 4
GAP_DOTS = 16
MARGIN_DOTS = 16
NUMBER_DOTS = 200
LARGEST = 8


def emergency_text(
    document: PaperDocument, family: str, profile: PaperProfile
) -> tuple[PrintItem, ...]:
    """In the printer's own font; a line that it lacks characters for is drawn."""
    paper = essentials_of(document)
    return (
        *_printed(paper.heading, family, profile),
        *_number_line(paper.number, profile),
        Feed(GAP_DOTS),
        *_printed(paper.facts, family, profile),
        Feed(GAP_DOTS),
        *_printed_code(paper.code),
        Cut(),
    )


def emergency_pictures(
    document: PaperDocument, family: str, profile: PaperProfile
) -> tuple[PrintItem, ...]:
    """Drawn dot by dot."""
    paper = essentials_of(document)
    return (
        Feed(GAP_DOTS),
        *_drawn(paper.heading, family, profile),
        Feed(GAP_DOTS),
        *_number(paper.number, family, profile),
        *_drawn(paper.facts, family, profile),
        *_code(paper.code, profile),
        Cut(),
    )


def _number(number: str, family: str, profile: PaperProfile) -> Iterator[PrintItem]:
    if number:
        width = profile.dots - 2 * MARGIN_DOTS
        yield raster(letters(number, family, width, NUMBER_DOTS), Align.CENTER)
        yield Feed(GAP_DOTS)


def _number_line(number: str, profile: PaperProfile) -> Iterator[Text]:
    if number:
        times = profile.columns // max(1, text_columns(number, profile.encoding))
        size = max(1, min(LARGEST, times))
        yield Text(number, size, size, bold=True, align=Align.CENTER)


def _printed_code(code: str) -> Iterator[PrintItem]:
    if code:
        yield QrCode(code, CODE_DOTS)
        yield Feed(GAP_DOTS)


def _printed(lines: Iterable[Text], family: str, profile: PaperProfile) -> Iterator[PrintItem]:
    for line in _broken(lines, profile):
        lacks = unprintable(line.text, profile.encoding)
        yield raster(text_line(line, family, profile.dots)) if lacks else line


def _drawn(lines: Iterable[Text], family: str, profile: PaperProfile) -> Iterator[PrintItem]:
    for line in _broken(lines, profile):
        yield raster(text_line(line, family, profile.dots))


def _broken(lines: Iterable[Text], profile: PaperProfile) -> Iterator[Text]:
    def columns(text: str) -> int:
        return text_columns(text, profile.encoding)

    for line in lines:
        for part in break_evenly(line.text, profile.columns // line.width, columns):
            yield Text(part, line.width, line.height, line.bold, line.align)


def _code(data: str, profile: PaperProfile) -> Iterator[PrintItem]:
    """As large as it fits; a code too dense for the paper is left out, the number is not."""
    if not data or len(data.encode()) > LONGEST_CODE:
        return
    for dots in range(CODE_DOTS, 0, -1):
        picture = code_picture(data, dots)
        if picture.width() <= profile.dots:
            yield raster(picture, Align.CENTER)
            return
