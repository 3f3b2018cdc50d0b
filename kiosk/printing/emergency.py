# SPDX-License-Identifier: Apache-2.0
"""The ticket, or slip, that is printed when a template cannot be used; it needs no file.

A ticket says all that binds: the number, what for, when, where, on what terms, and that it is a copy.
"""

from collections.abc import Iterator

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
from kiosk.printing.document import DirectionDocument, PaperDocument, TicketDocument
from kiosk.printing.ink import letters, raster, text_line
from kiosk.printing.line_breaks import break_evenly
from kiosk.printing.qr_code import LONGEST_CODE, code_picture
from kiosk.printing.words import Words, terms

TIME = "%Y-%m-%d %H:%M"
CODE_DOTS = 4
GAP_DOTS = 16
MARGIN_DOTS = 16
NUMBER_DOTS = 200
LARGEST = 8


def emergency_text(
    document: PaperDocument, family: str, profile: PaperProfile
) -> tuple[PrintItem, ...]:
    """In the printer's own font; a line that it lacks characters for is drawn."""
    if isinstance(document, DirectionDocument):
        return (*_printed(_direction(document), family, profile), Feed(GAP_DOTS), Cut())
    return (
        *_printed(_heading(document), family, profile),
        _number_text(document.number, profile),
        Feed(GAP_DOTS),
        *_printed(_facts(document), family, profile),
        Feed(GAP_DOTS),
        QrCode(document.code, CODE_DOTS),
        Feed(GAP_DOTS),
        Cut(),
    )


def emergency_pictures(
    document: PaperDocument, family: str, profile: PaperProfile
) -> tuple[PrintItem, ...]:
    """Drawn dot by dot."""
    if isinstance(document, DirectionDocument):
        return (Feed(GAP_DOTS), *_drawn(_direction(document), family, profile), Cut())
    number = letters(document.number, family, profile.dots - 2 * MARGIN_DOTS, NUMBER_DOTS)
    return (
        Feed(GAP_DOTS),
        *_drawn(_heading(document), family, profile),
        Feed(GAP_DOTS),
        raster(number, Align.CENTER),
        Feed(GAP_DOTS),
        *_drawn(_facts(document), family, profile),
        *_code(document.code, profile),
        Cut(),
    )


def _heading(document: TicketDocument) -> Iterator[Text]:
    words = Words(document.language)
    if document.copy:
        yield _line(words("copy", copy=document.copy))
    yield _line(document.site_name)
    yield _line(document.service_name, 2)


def _facts(document: TicketDocument) -> Iterator[Text]:
    words = Words(document.language)
    for term in terms(document):
        yield _line(term)
    yield _line(words("where"))
    yield _line(document.where, 2)
    yield _line(document.issued_at.strftime(TIME))


def _direction(document: DirectionDocument) -> Iterator[Text]:
    words = Words(document.language)
    yield _line(document.site_name)
    yield _line(document.service_name, 2)
    yield _line(words("direction"))
    yield _line(document.where, 2)
    yield _line(words("no_ticket"))
    yield _line(document.printed_at.strftime(TIME))


def _line(text: str, size: int = 1) -> Text:
    return Text(text, size, size, bold=True, align=Align.CENTER)


def _number_text(number: str, profile: PaperProfile) -> Text:
    times = profile.columns // max(1, text_columns(number, profile.encoding))
    size = max(1, min(LARGEST, times))
    return Text(number, size, size, bold=True, align=Align.CENTER)


def _printed(lines: Iterator[Text], family: str, profile: PaperProfile) -> Iterator[PrintItem]:
    for line in _broken(lines, profile):
        lacks = unprintable(line.text, profile.encoding)
        yield raster(text_line(line, family, profile.dots)) if lacks else line


def _drawn(lines: Iterator[Text], family: str, profile: PaperProfile) -> Iterator[PrintItem]:
    for line in _broken(lines, profile):
        yield raster(text_line(line, family, profile.dots))


def _broken(lines: Iterator[Text], profile: PaperProfile) -> Iterator[Text]:
    def columns(text: str) -> int:
        return text_columns(text, profile.encoding)

    for line in lines:
        for part in break_evenly(line.text, profile.columns // line.width, columns):
            yield Text(part, line.width, line.height, line.bold, line.align)


def _code(data: str, profile: PaperProfile) -> Iterator[PrintItem]:
    """As large as it fits; a code too dense for the paper is left out, the number is not."""
    if len(data.encode()) > LONGEST_CODE:
        return
    for dots in range(CODE_DOTS, 0, -1):
        picture = code_picture(data, dots)
        if picture.width() <= profile.dots:
            yield raster(picture, Align.CENTER)
            return
