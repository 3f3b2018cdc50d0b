# SPDX-License-Identifier: Apache-2.0
"""`ticket.html.j2` and a ticket, or `direction.html.j2` and a slip, make one picture of black dots."""

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QPainter, QTextDocument, QTextOption

from drivers.ticket_printer.abstract import Cut, PaperProfile, PrintItem
from kiosk.printing.document import PaperDocument
from kiosk.printing.ink import TALLEST, font, raster, sheet
from kiosk.printing.raster_tools import Paper, RasterTools
from kiosk.printing.template_file import LACKS, TemplateFile, says
from kiosk.printing.words import Words, terms

SUFFIX = ".html.j2"
MARGIN = 16
"""Dots at every edge, 2 mm."""

TAG = re.compile(r"<[^>]*>")
TABLE_TAG = re.compile(r"<(/?)table\b", re.IGNORECASE)
BODY_PIXELS = 28
NARROW_DOTS = 480
DEEPEST_TABLE = 6
"""Qt's time doubles with every table inside a table."""


class RasterPage:
    """Lays out papers of one kind as pictures.

    Lifetime: after QGuiApplication and its fonts. Concurrency: one thread, any.
    """

    def __init__(self, folder: Path, family: str, profile: PaperProfile, kind: str) -> None:
        self.template = TemplateFile(folder / f"{kind}{SUFFIX}", is_html=True, finalize=_written)
        self._family = family
        self._dots = profile.dots

    def items(self, document: PaperDocument) -> tuple[PrintItem, ...]:
        """One picture and the cut.

        Raises:
            TicketTemplateError: the template gives no ticket, or one that does not fit the paper.
        """
        tools = RasterTools(self._family, self._dots - 2 * MARGIN)
        html = self.template.render(
            {
                document.kind: document,
                "words": Words(document.language),
                "terms": terms(document),
                "paper": Paper(tools.width, self._dots < NARROW_DOTS),
                "evenly": tools.evenly,
                "text_width": tools.text_width,
                "letters": tools.letters,
                "code": tools.code,
                "rule": tools.rule,
            }
        )
        self._check_html(html)
        picture = raster(self._drawn(html, tools.pictures))
        # A template's macros hold the tools in a cycle: let the pictures go now, not whenever.
        tools.pictures.clear()
        if not says((_words_of(html), *tools.lettered), document.binding):
            raise self.template.error(LACKS[document.kind])
        return (picture, Cut())

    def _drawn(self, html: str, pictures: Mapping[str, QImage]) -> QImage:
        page = _Page(self._family, pictures)
        page.setHtml(html)
        page.setTextWidth(self._dots)
        self._check(page)
        image = sheet(self._dots, round(page.size().height()))
        painter = QPainter(image)
        page.drawContents(painter)
        painter.end()
        return image

    def _check_html(self, html: str) -> None:
        depth = 0
        for tag in TABLE_TAG.finditer(html):
            depth += -1 if tag[1] else 1
            if depth > DEEPEST_TABLE:
                raise self.template.error("tables in tables; is a </table> missing?")

    def _check(self, page: "_Page") -> None:
        size = page.size()
        if page.unknown:
            name = page.unknown[0]
            raise self.template.error(f"there is no picture {name}", self.template.line_of(name))
        if size.width() > self._dots:
            raise self.template.error(f"{size.width():.0f} dots wide, the paper has {self._dots}")
        if size.height() > TALLEST:
            raise self.template.error(f"{size.height():.0f} dots long, {TALLEST} at most")


class _Page(QTextDocument):
    """A document that knows the pictures of this ticket and no file of the machine."""

    def __init__(self, family: str, pictures: Mapping[str, QImage]) -> None:
        super().__init__()
        self._pictures = pictures
        self.unknown: list[str] = []
        self.setUndoRedoEnabled(False)
        self.setDefaultFont(font(family, BODY_PIXELS))
        self.setDefaultTextOption(_wrapping())
        self.setDocumentMargin(MARGIN)

    def loadResource(self, kind: int, url: QUrl | str) -> object:  # noqa: N802 - Qt's name
        """The picture of that name, else nothing."""
        name = url.toString() if isinstance(url, QUrl) else url
        if name not in self._pictures:
            self.unknown.append(name)
            return sheet(1, 1)
        return self._pictures[name]


def _words_of(html: str) -> str:
    return unescape(TAG.sub("", html))


def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _written(value: object) -> object:
    """What a template may write; a line that is not there is a mistake, not the word None."""
    if value is None:
        raise ValueError("this value is empty; ask for it with {% if %} first")
    return value
