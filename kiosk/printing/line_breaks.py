# SPDX-License-Identifier: Apache-2.0
"""Breaks a text into lines of even length, so that no character stands alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QTextBoundaryFinder

Measure = Callable[[str], float]
"""Width of a text, in any unit."""

LINE_COST = 1.0
SPACE_COST = 0.3
WORD_COST = 1.2
"""Ending a line at a punctuation mark costs nothing, at a space a little, and inside a word more
than a further line."""

OPENING = frozenset("（《“‘「([")
CLOSING = frozenset("，。、；：）》”’」,;:)]·")


@dataclass(frozen=True)
class _Atom:
    """A piece that is not broken; `end_cost` is the price of ending a line behind it."""

    text: str
    width: float
    bare_width: float  # without the spaces at its end
    end_cost: float


def break_evenly(text: str, width: float, measure: Measure) -> tuple[str, ...]:
    """Lines no wider than `width`, as few and as even as can be.

    Lines end at a punctuation mark or a space where that costs at most one line more. A word
    wider than the paper is broken anywhere. A single character wider than `width` stands alone.
    """
    if measure(text) <= width:
        return (text.strip(),)
    atoms = tuple(_fitting_atoms(text, width, measure))
    best: list[tuple[float, int]] = [
        (0.0, 0)
    ]  # cost of the first n atoms, start of their last line
    for end in range(1, len(atoms) + 1):
        best.append(min(_last_lines(atoms, end, width, best)))
    return tuple(_lines(atoms, best))


def _last_lines(
    atoms: tuple[_Atom, ...], end: int, width: float, best: list[tuple[float, int]]
) -> Iterator[tuple[float, int]]:
    """Cost of each line that may end before atom `end`, with where it starts."""
    cost = LINE_COST + (0 if end == len(atoms) else atoms[end - 1].end_cost)
    taken = atoms[end - 1].bare_width
    for start in range(end - 1, -1, -1):
        if start < end - 1:
            taken += atoms[start].width
            if taken > width:
                return
        yield best[start][0] + cost + (taken / width) ** 2, start


def _lines(atoms: tuple[_Atom, ...], best: list[tuple[float, int]]) -> list[str]:
    lines: list[str] = []
    end = len(atoms)
    while end:
        start = best[end][1]
        lines.insert(0, "".join(atom.text for atom in atoms[start:end]).strip())
        end = start
    return lines


def _fitting_atoms(text: str, width: float, measure: Measure) -> Iterator[_Atom]:
    pieces = tuple(_pieces(text))
    for piece, following in zip(pieces, (*pieces[1:], ""), strict=True):
        whole = _atom(piece, following, measure)
        if whole.bare_width <= width:
            yield whole
        else:
            yield from (_atom(character, "", measure) for character in piece)


def _atom(piece: str, following: str, measure: Measure) -> _Atom:
    bare = piece.rstrip()
    return _Atom(piece, measure(piece), measure(bare), _end_cost(piece, bare, following))


def _end_cost(piece: str, bare: str, following: str) -> float:
    if bare[-1:] in CLOSING or (following and following[0] in OPENING):
        return 0
    return SPACE_COST if bare != piece else WORD_COST


def _pieces(text: str) -> Iterator[str]:
    """`text`, cut wherever Unicode allows a line to end."""
    finder = QTextBoundaryFinder(QTextBoundaryFinder.BoundaryType.Line, text)
    units = text.encode("utf-16-le")
    start = 0
    while (end := finder.toNextBoundary()) != -1:
        yield units[2 * start : 2 * end].decode("utf-16-le")
        start = end
