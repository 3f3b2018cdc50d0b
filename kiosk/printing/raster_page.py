# SPDX-License-Identifier: Apache-2.0
"""A template such as `ticket.html.j2` and what it is about make one picture of black dots."""

import html
import re
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QPainter, QTextDocument, QTextOption

from drivers.ticket_printer.abstract import Cut, PaperProfile, PrintItem
from kiosk.printing.documents import PaperDocument
from kiosk.printing.ink import TALLEST, font, raster, sheet
from kiosk.printing.problems import MisuseError, Problem
from kiosk.printing.raster_tools import RasterTools
from kiosk.printing.template_file import TemplateFile, Templates
from kiosk.printing.words import values_of

ENDING = ".html.j2"
MARGIN = 16
"""Dots at every edge, 2 mm."""

TAG = re.compile(r"<[^>]*>")
TABLE_TAG = re.compile(r"<(/?)table\b", re.IGNORECASE)
BODY_PIXELS = 28
NARROW_DOTS = 480
DEEPEST_TABLE = 6
"""Qt's time doubles with every table inside a table."""


class RasterPage:
    """Lays out papers as pictures.

    Lifetime: after QGuiApplication and its fonts. Concurrency: one thread, any.
    """

    def __init__(self, folder: Path, family: str, profile: PaperProfile) -> None:
        self.templates = Templates(folder, ENDING, is_html=True, finalize=_written)
        self._family = family
        self._dots = profile.dots

    def items(self, document: PaperDocument) -> tuple[PrintItem, ...]:
        """One picture and the cut.

        Raises:
            TicketTemplateError: the template gives no such paper, or one that does not fit.
        """
        template = self.templates.of(document)
        tools = RasterTools(self._family, self._dots, MARGIN)
        page = template.render({**values_of(document), **tools.values(self._dots < NARROW_DOTS)})
        _check_tables(page, template)
        picture = raster(self._drawn(page, tools.pictures, template))
        # A template's macros hold the tools in a cycle: let the pictures go now, not whenever.
        tools.pictures.clear()
        template.check_says(document, _text_of(page) + "".join(tools.lettered))
        return (picture, Cut())

    def _drawn(
        self, html_text: str, pictures: Mapping[str, QImage], template: TemplateFile
    ) -> QImage:
        page = _Page(self._family, pictures)
        page.setHtml(html_text)
        page.setTextWidth(self._dots)
        self._check(page, template)
        image = sheet(self._dots, round(page.size().height()))
        painter = QPainter(image)
        page.drawContents(painter)
        painter.end()
        return image

    def _check(self, page: "_Page", template: TemplateFile) -> None:
        size = page.size()
        if page.unknown:
            name = page.unknown[0]
            raise template.error(Problem("no_picture", {"name": name}), template.line_of(name))
        if size.width() > self._dots:
            raise template.error(Problem("wide", {"dots": round(size.width()), "most": self._dots}))
        if size.height() > TALLEST:
            raise template.error(Problem("long", {"dots": round(size.height()), "most": TALLEST}))


def _check_tables(page: str, template: TemplateFile) -> None:
    depth = 0
    for tag in TABLE_TAG.finditer(page):
        depth += -1 if tag[1] else 1
        if depth > DEEPEST_TABLE:
            raise template.error(Problem("tables"))


def _text_of(page: str) -> str:
    return html.unescape(TAG.sub("", page))


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


def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _written(value: object) -> object:
    """What a template may write; a line that is not there is a mistake, not the word None."""
    if value is None:
        raise MisuseError("empty")
    return value
