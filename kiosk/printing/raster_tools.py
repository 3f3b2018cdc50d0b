# SPDX-License-Identifier: Apache-2.0
"""What a template may use besides what it is about: the paper, and functions that draw on it."""

from dataclasses import dataclass

from markupsafe import Markup
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from kiosk.printing.ink import letters, metrics, sheet
from kiosk.printing.line_breaks import break_evenly
from kiosk.printing.problems import MisuseError
from kiosk.printing.qr_code import code_picture
from kiosk.printing.ruler import ruler

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

    def __init__(self, family: str, dots: int, margin: int) -> None:
        self.width = dots - 2 * margin
        self._dots = dots
        self.pictures: dict[str, QImage] = {}
        self.lettered: list[str] = []
        self._family = family

    def values(self, is_narrow: bool) -> dict[str, object]:  # noqa: FBT001 - the paper's only choice
        """All of it, by the names that templates call it."""
        return {
            "paper": Paper(self.width, is_narrow),
            "evenly": self.evenly,
            "text_width": self.text_width,
            "letters": self.letters,
            "code": self.code,
            "rule": self.rule,
            "ruler": self.ruler,
        }

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
        picture = code_picture(str(data), dots)
        if picture.width() > self._dots:
            raise MisuseError("wide_code", dots=picture.width(), most=self._dots)
        return self._picture(picture)

    def rule(self, dots: int = 2) -> Picture:
        """A black line from margin to margin."""
        image = sheet(self.width, dots)
        image.fill(Qt.GlobalColor.black)
        return self._picture(image)

    def ruler(self) -> Picture:
        """Millimetres from margin to margin."""
        return self._picture(ruler(self._family, self.width))

    def _picture(self, image: QImage) -> Picture:
        name = f"picture-{len(self.pictures)}"
        self.pictures[name] = image
        return Picture(name, image.width(), image.height())
