# SPDX-License-Identifier: Apache-2.0
"""The ticket that is printed when a template cannot be used; it needs no file."""

from collections.abc import Iterator

from drivers.ticket_printer.abstract import Align, Cut, Feed, PaperProfile, PrintItem, QrCode, Text
from drivers.ticket_printer.charset import text_columns, unprintable
from kiosk.printing.document import TicketDocument
from kiosk.printing.ink import raster, text_line
from kiosk.printing.line_breaks import break_evenly
from kiosk.printing.values import Words

TIME = "%Y-%m-%d %H:%M"
CODE_DOTS = 4
GAP_DOTS = 16


def emergency_items(
    document: TicketDocument, family: str, profile: PaperProfile, *, as_pictures: bool
) -> tuple[PrintItem, ...]:
    """Number, service, time, place and code; in the printer's font, or drawn."""
    return (*_items(document, family, profile, as_pictures=as_pictures), Cut())


def _items(
    document: TicketDocument, family: str, profile: PaperProfile, *, as_pictures: bool
) -> Iterator[PrintItem]:
    for line in _lines(document, profile):
        lacks = unprintable(line.text, profile.encoding)
        yield raster(text_line(line, family, profile.dots)) if as_pictures or lacks else line
    yield Feed(GAP_DOTS)
    yield QrCode(document.code, CODE_DOTS)
    yield Feed(GAP_DOTS)


def _lines(document: TicketDocument, profile: PaperProfile) -> Iterator[Text]:
    words = Words(document.language)
    times = max(
        2, min(8, profile.columns // max(1, text_columns(document.number, profile.encoding)))
    )
    for text, size, bold in (
        (document.site_name, 1, False),
        (document.service_name, 2, True),
        (document.number, times, True),
        (f"{words('where')} {document.where}", 1, True),
        (document.issued_at.strftime(TIME), 1, False),
    ):

        def columns(part: str) -> int:
            return text_columns(part, profile.encoding)

        for part in break_evenly(text, profile.columns // size, columns):
            yield Text(part, size, size, bold, Align.CENTER)
