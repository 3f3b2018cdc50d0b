# SPDX-License-Identifier: Apache-2.0
"""`ticket.html.j2` and a ticket make one picture of black dots."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QPainter, QTextDocument, QTextOption

from drivers.ticket_printer.abstract import Cut, PaperProfile, PrintItem
from kiosk.printing.document import TicketDocument
from kiosk.printing.ink import font, letters, metrics, raster, sheet
from kiosk.printing.line_breaks import break_evenly
from kiosk.printing.qr_code import code_picture
from kiosk.printing.template_file import TemplateFile
from kiosk.printing.words import Words, terms

FILE = "ticket.html.j2"
MARGIN = 16
"""Dots at every edge, 2 mm."""

TALLEST = 2400
"""Dots, 300 mm: nobody wants a longer ticket."""

BODY_PIXELS = 28
NARROW_DOTS = 480
SAFE = 0.99
"""Lines are broken a little early, so that Qt never breaks them again."""


@dataclass(frozen=True)
class Paper:
    """What a template may know of the paper; `width` is dots between the margins."""

    width: int
    is_narrow: bool


@dataclass(frozen=True)
class Picture:
    """Something drawn for this ticket; written in a template, it is an image of that size."""

    name: str
    width: int
    height: int

    def __html__(self) -> str:
        return f'<img src="{self.name}">'


class RasterPage:
    """Lays out tickets as pictures.

    Lifetime: after QGuiApplication and its fonts. Concurrency: one thread, any.
    """

    def __init__(self, folder: Path, family: str, profile: PaperProfile) -> None:
        self.template = TemplateFile(folder / FILE, is_html=True, finalize=_written)
        self._family = family
        self._dots = profile.dots

    def items(self, document: TicketDocument) -> tuple[PrintItem, ...]:
        """One picture and the cut.

        Raises:
            TicketTemplateError: the template gives no ticket, or one that does not fit the paper.
        """
        tools = _Tools(self._family, self._dots - 2 * MARGIN)
        html = self.template.render(
            {
                "ticket": document,
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
        return (raster(self._drawn(html, tools.pictures)), Cut())

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


class _Tools:
    """The functions a template may call, and the pictures they have made."""

    def __init__(self, family: str, width: int) -> None:
        self.width = width
        self.pictures: dict[str, QImage] = {}
        self._family = family

    def text_width(self, text: object, size: int, *, bold: bool = False) -> float:
        """Dots that one line of `text` takes."""
        return metrics(self._family, size, bold=bold).horizontalAdvance(str(text))

    def evenly(
        self, text: object, size: int, width: float | None = None, *, bold: bool = False
    ) -> Markup:
        """`text` in lines of even length, none with a single character."""
        measure = metrics(self._family, size, bold=bold).horizontalAdvance
        lines = break_evenly(str(text), (width or self.width) * SAFE, measure)
        return Markup("<br>").join(lines)

    def letters(self, text: object, height: int, width: int | None = None) -> "Picture":
        """Bold letters as wide as the paper allows, at most `height` dots high."""
        return self._picture(letters(str(text), self._family, width or self.width, height))

    def code(self, data: object, dots: int) -> "Picture":
        """A QR code of `dots` to the module, with its white border."""
        return self._picture(code_picture(str(data), dots))

    def rule(self, dots: int = 2) -> "Picture":
        """A black line from margin to margin."""
        image = sheet(self.width, dots)
        image.fill(Qt.GlobalColor.black)
        return self._picture(image)

    def _picture(self, image: QImage) -> "Picture":
        name = f"picture-{len(self.pictures)}"
        self.pictures[name] = image
        return Picture(name, image.width(), image.height())


def _wrapping() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def _written(value: object) -> object:
    """What a template may write; a line that is not there is a mistake, not the word None."""
    if value is None:
        raise ValueError("this value is empty; ask for it with {% if %} first")
    return value
