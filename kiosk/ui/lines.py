# SPDX-License-Identifier: Apache-2.0
"""Breaks a text into lines of about equal length, so that no line holds one lonely character."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import inf

from PySide6.QtCore import QTextBoundaryFinder
from PySide6.QtGui import QFont, QFontMetricsF, QTextLayout

HINT = "\u200b"
"""Zero-width space: in a text that has any, lines end only there, after a pause or at a space."""

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_STOPS = "。；？！;"
_OPENING = "（“《【"
_LONELY_COST = 4.0
_DOT = "·"
"""Between two facts; where a line ends between them it is left out."""
_FACTS = re.compile(rf"(?<= {_DOT} )|(?=[（(])")
_PAUSES = f"{_STOPS}，：{_DOT},:"
_PAUSE_BONUS = 0.10
"""How much of a line's width an evener break must win to beat one after a pause."""


Face = tuple[str, int, bool]
"""Family, pixels and whether bold: all in which our fonts differ."""


def face_of(font: QFont) -> Face:
    """What tells this font from others."""
    return font.family(), font.pixelSize(), font.bold()


@lru_cache(maxsize=256)
def font_of(face: Face) -> QFont:
    """The font of that family, in so many pixels; shared: whoever changes it takes a copy."""
    family, px, is_bold = face
    font = QFont(family)
    font.setPixelSize(px)
    font.setBold(is_bold)
    return font


def advance(text: str, font: QFont) -> float:
    """Width of one line of text in pixels."""
    return _advance(text, face_of(font))


@lru_cache(maxsize=4096)
def _advance(text: str, face: Face) -> float:
    return QFontMetricsF(font_of(face)).horizontalAdvance(text)


def has_shapes(text: str, font: QFont) -> bool:
    """Whether every character has a shape in the font or in one that stands in for it."""
    layout = QTextLayout(text, font)
    layout.beginLayout()
    layout.createLine()
    layout.endLayout()
    return all(glyph for run in layout.glyphRuns() for glyph in run.glyphIndexes())


def count_han(text: str) -> int:
    """How many characters of Chinese it has, marks not counted."""
    return len(_HAN.findall(text))


def plain(text: str) -> str:
    """The text without hints and line ends, as a name."""
    return text.replace(HINT, "").replace("\n", " ")


def break_lines(text: str, font: QFont, width: float) -> tuple[str, ...]:
    """The lines of a text; a word that is wider than `width` keeps its own line.

    As few lines as fit, then as even as can be; a break after a pause is liked better. A newline
    in the text is kept.
    """
    return tuple(
        line
        for paragraph in text.split("\n")
        for line in _break(paragraph, face_of(font), round(width))
    )


@lru_cache(maxsize=4096)
def _break(text: str, face: Face, width: int) -> tuple[str, ...]:
    if not text or _advance(plain(text), face) <= width:
        return (plain(text),)
    every = _ways(text, face)
    fitting = next((one for one in every if max(one.inks) <= width), every[-1])
    lines = _fewest_then_evenest(fitting, width)
    facts = _facts(text, face)
    if max(facts.inks) > width:
        return lines
    return min(_fewest_then_evenest(facts, width), lines, key=len)


@dataclass(frozen=True)
class _Measured:
    """The parts of a text between two places where a line may end, and how wide they are.

    Attributes:
        inks: how wide each is at the end of a line.
    """

    texts: tuple[str, ...]
    advances: tuple[float, ...]
    inks: tuple[float, ...]


@lru_cache(maxsize=1024)
def _ways(text: str, face: Face) -> tuple[_Measured, ...]:
    """First between the places where the text itself wants a line to end, if it says any."""
    hinted = (_measured(_hinted(text), face),) if HINT in text else ()
    return (*hinted, _measured(_pieces(plain(text)), face))


@lru_cache(maxsize=1024)
def _facts(text: str, face: Face) -> _Measured:
    """What dots part; the whole text where there is none."""
    whole = plain(text)
    return _measured(_FACTS.split(whole) if f" {_DOT} " in whole else (whole,), face)


def _measured(parts: Iterable[str], face: Face) -> _Measured:
    measure = QFontMetricsF(font_of(face)).horizontalAdvance
    texts = tuple(parts)
    return _Measured(
        texts,
        tuple(measure(text) for text in texts),
        tuple(measure(_at_end(text)) for text in texts),
    )


def _hinted(text: str) -> Iterator[str]:
    """The parts between two places where the text wants a line to end."""
    part = ""
    for piece in _pieces(text):
        part += plain(piece)
        if piece.endswith((HINT, " ", *_PAUSES)):
            yield part
            part = ""
    if part:
        yield part


def _pieces(text: str) -> Iterator[str]:
    """The parts between two places where a line may end: Unicode's, but for one before a dot."""
    units = text.encode("utf-16-le")
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, text)
    start = 0
    while (end := finder.toNextBoundary()) != -1:
        if units[2 * end : 2 * end + 2].decode("utf-16-le", "ignore") == _DOT:
            continue
        yield units[2 * start : 2 * end].decode("utf-16-le")
        start = end


def _at_end(text: str) -> str:
    """As it is painted at the end of a line, which parts two facts as well as a dot does."""
    return text.rstrip().removesuffix(f" {_DOT}")


def _fewest_then_evenest(measured: _Measured, width: int) -> tuple[str, ...]:
    pieces = measured.texts
    # best[i] = (lines, unevenness, where the last line starts) for the first i pieces
    best: list[tuple[float, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(pieces) + 1):
        choice = (inf, inf, end - 1)
        ink = measured.inks[end - 1] - measured.advances[end - 1]
        for start in range(end - 1, -1, -1):
            ink += measured.advances[start]
            if ink > width and start < end - 1:
                break
            cost = _cost(pieces, start, end, ink / width)
            choice = min(choice, (best[start][0] + 1, best[start][1] + cost, start))
        best.append(choice)
    lines: list[str] = []
    end = len(pieces)
    while end:
        start = best[end][2]
        lines.insert(0, _at_end("".join(pieces[start:end])))
        end = start
    return tuple(lines)


def _cost(pieces: tuple[str, ...], start: int, end: int, fill: float) -> float:
    lonely = end - start == 1 and len(pieces[start].strip()) == 1
    return (1 - fill) ** 2 + _break_cost(pieces, end) + (_LONELY_COST if lonely else 0)


def _break_cost(pieces: tuple[str, ...], end: int) -> float:
    """Least after a full stop, then after a pause, then at a space beside Chinese; all others are alike."""
    if end == len(pieces):
        return 0.0
    last = pieces[end - 1].rstrip()[-1:]
    if last in _STOPS or (last == "." and pieces[end][0].isupper()):
        return 0.0
    if last in _PAUSES or pieces[end][0] in _OPENING:
        return 0.25 * _PAUSE_BONUS
    is_beside_han = count_han(last + pieces[end][0]) > 0
    is_space = pieces[end - 1].endswith(" ")
    return _PAUSE_BONUS * (0.5 if is_space and is_beside_han else 1.0)
