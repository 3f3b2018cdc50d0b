# SPDX-License-Identifier: Apache-2.0
"""Reads off a shown panel what is painted where; the figures come from fonts, boxes and pixels."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible, QColor, QFontMetricsF, QImage
from PySide6.QtWidgets import QWidget

from kiosk.flow.values import Contrast, Size
from kiosk.texts import load_texts
from kiosk.ui.paint import Line
from kiosk.ui.panel import Panel
from kiosk.ui.reading_aloud import sentences
from kiosk.ui.widgets.control import WrapButton

WIDEST_SAMPLE = 130  # pixels of a text that are looked at; enough for its two commonest colours
NARROW_MM = 7.4
"""A letter that fills its own box is looked at together with what stands beside it."""
EVERY, FEW = 3, 60
"""So many-th pixel of them is counted; each where there are few in a row."""


@dataclass(frozen=True)
class Painted:
    """One line of text as it is painted."""

    line: Line
    ink: QRect  # in the panel
    owner: QWidget
    place: QRect  # of its owner, in the panel
    is_last_of: int  # how many lines its text has when it is the last one, else 0

    def __str__(self) -> str:
        return f"“{self.line.text}” in {self.owner.objectName()}"


@dataclass(frozen=True)
class Target:
    """One control."""

    name: str
    rect: QRect  # in the panel
    is_active: bool
    role: QAccessible.Role
    accessible_name: str
    words: tuple[str, ...]  # each text that is painted in it, without its line ends


@dataclass(frozen=True)
class Screen:
    """A shown screen with its picture."""

    size: Size
    contrast: Contrast
    px_per_mm: float
    bottom_edge_mm: float
    rect: QRect
    fits: bool
    image: QImage
    texts: tuple[Painted, ...]
    targets: tuple[Target, ...]
    chain: tuple[str, ...]  # names of the controls that are awake, as the focus goes round
    said: str  # all that the voice says of it


def measure(
    panel: Panel,
    size: Size,
    contrast: Contrast = Contrast.STANDARD,
    *,
    has_picture: bool = True,
) -> Screen:
    """What `panel` shows now; without a picture for what is measured without pixels."""
    look = panel.look
    image = QImage()
    if has_picture:
        image = panel.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    widgets = [child for child in panel.findChildren(QWidget) if child.isVisible()]
    painted = [(widget, _lines(widget)) for widget in widgets]
    return Screen(
        size=size,
        contrast=contrast,
        px_per_mm=look.px_per_mm,
        bottom_edge_mm=look.bottom_edge_mm,
        rect=panel.rect(),
        fits=panel.fitted is not None and panel.fitted.fits,
        image=image,
        texts=tuple(text for widget, lines in painted for text in _texts(panel, widget, lines)),
        targets=tuple(
            _target(panel, widget, lines)
            for widget, lines in painted
            if isinstance(widget, WrapButton)
        ),
        chain=tuple(_chain(panel)),
        said=_said(panel),
    )


def _chain(panel: Panel) -> Iterator[str]:
    """From the panel on, until it comes round, or one comes twice."""
    seen = set[QWidget]()
    widget = panel.nextInFocusChain()
    while widget is not panel and widget not in seen:
        seen.add(widget)
        if isinstance(widget, WrapButton) and widget.isVisible() and widget.isEnabled():
            yield widget.objectName()
        widget = widget.nextInFocusChain()


def _said(panel: Panel) -> str:
    if panel.frame is None:
        return ""
    return "\n".join(one.text for one in sentences(panel.frame, load_texts("zh_Hans")))


def _lines(widget: QWidget) -> list[list[Line]]:
    """Of each text that it paints."""
    lines: list[list[Line]] = getattr(widget, "painted_texts", list)()
    return lines


def _target(panel: Panel, widget: WrapButton, texts: list[list[Line]]) -> Target:
    told = QAccessible.queryAccessibleInterface(widget)
    return Target(
        widget.objectName(),
        _place(panel, widget),
        widget.isEnabled(),
        told.role(),
        told.text(QAccessible.Text.Name),
        tuple("".join(line.text for line in lines) for lines in texts),
    )


def _place(panel: Panel, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(panel, QPoint(0, 0)), widget.size())


def _texts(panel: Panel, widget: QWidget, texts: list[list[Line]]) -> Iterator[Painted]:
    place = _place(panel, widget)
    for lines in texts:
        for number, line in enumerate(lines, start=1):
            if not line.text.strip():
                continue  # a blank keeps the place of what will be typed, and paints nothing
            metrics = QFontMetricsF(line.font)
            ink = metrics.tightBoundingRect(line.text).translated(line.origin)
            box = ink.toAlignedRect().translated(place.topLeft())
            yield Painted(line, box, widget, place, number if number == len(lines) else 0)


def contrast_of(screen: Screen, rect: QRect) -> float:
    """WCAG contrast of the two commonest colours of a part of the picture; 1 when there is one."""
    narrow = round(NARROW_MM * screen.px_per_mm)
    beside = rect.width() if rect.width() < narrow else 0
    part = rect.adjusted(-beside, 0, beside, 0)
    part = part.intersected(screen.rect)
    part.setWidth(min(part.width(), WIDEST_SAMPLE))
    picture = screen.image.copy(part)
    pixels = (
        memoryview(picture.constBits()).cast("I")[:: EVERY if part.width() > FEW else 1].tolist()
    )
    commonest = Counter(pixels).most_common(2)
    if len(commonest) == 1:
        return 1.0
    lights = sorted(_luminance(QColor.fromRgb(colour & 0xFFFFFF)) for colour, _ in commonest)
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: QColor) -> float:
    def channel(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (channel(value) for value in colour.getRgbF()[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
