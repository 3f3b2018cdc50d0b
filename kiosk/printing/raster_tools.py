# SPDX-License-Identifier: Apache-2.0
"""What `ticket.html.j2` may use besides the ticket: the paper, and functions that draw on it."""

from dataclasses import dataclass

from markupsafe import Markup
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from kiosk.printing.ink import letters, metrics, sheet
from kiosk.printing.line_breaks import break_evenly
from kiosk.printing.qr_code import code_picture

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


class RasterTools:
    """The functions a template may call; keeps the pictures they make, and what is written in them.

    Lifetime: one ticket.
    """

    def __init__(self, family: str, width: int) -> None:
        self.width = width
        self.pictures: dict[str, QImage] = {}
        self.lettered: list[str] = []
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

    def letters(self, text: object, height: int, width: int | None = None) -> Picture:
        """Bold letters as wide as the paper allows, at most `height` dots high."""
        self.lettered.append(str(text))
        return self._picture(letters(str(text), self._family, width or self.width, height))

    def code(self, data: object, dots: int) -> Picture:
        """A QR code of `dots` to the module, with its white border."""
        return self._picture(code_picture(str(data), dots))

    def rule(self, dots: int = 2) -> Picture:
        """A black line from margin to margin."""
        image = sheet(self.width, dots)
        image.fill(Qt.GlobalColor.black)
        return self._picture(image)

    def _picture(self, image: QImage) -> Picture:
        name = f"picture-{len(self.pictures)}"
        self.pictures[name] = image
        return Picture(name, image.width(), image.height())
