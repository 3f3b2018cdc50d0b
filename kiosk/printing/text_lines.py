# SPDX-License-Identifier: Apache-2.0
"""The lines that a text template made, one mark each, become what a printer prints."""

from collections.abc import Iterator

from common.settings.kinds import nearest
from drivers.ticket_printer.abstract import (
    Align,
    Feed,
    PaperProfile,
    PrintItem,
    QrCode,
    Text,
)
from drivers.ticket_printer.charset import text_columns, unprintable
from kiosk.printing.errors import TicketTemplateError
from kiosk.printing.ink import raster, text_line
from kiosk.printing.line_breaks import break_evenly
from kiosk.printing.problems import MisuseError, Problem
from kiosk.printing.qr_code import code_width
from kiosk.printing.ruler import ruler
from kiosk.printing.template_file import TemplateFile

ALIGN_OF_WORD = {"left": Align.LEFT, "centre": Align.CENTER, "right": Align.RIGHT}
GAP = 2
"""Columns between the two sides of a row."""

MARKS = (*ALIGN_OF_WORD, "bold", "row", "rule", "code", "feed", "columns", "ruler")
RULE = "-"
DIGITS = "1234567890"
LARGEST = 8
LONGEST_COUNT = 4


class TextLines:
    """Obeys the marks of one paper.

    Lifetime: one paper.
    """

    def __init__(self, template: TemplateFile, family: str, profile: PaperProfile) -> None:
        self._template = template
        self._family = family
        self._profile = profile

    def obey(self, line: str) -> Iterator[PrintItem]:
        """What that line prints.

        Raises:
            TicketTemplateError: there is no such mark, or it does not fit the paper.
        """
        mark, _, text = line.partition("|")
        match mark.split():
            case ["row"]:
                yield from self._row(text)
            case ["rule"]:
                yield Text(RULE * self._profile.columns)
            case ["columns"]:
                yield Text((DIGITS * self._profile.columns)[: self._profile.columns])
            case ["ruler"]:
                yield raster(ruler(self._family, self._profile.dots))
            case ["feed", dots] if _is_count(dots):
                yield Feed(int(dots))
            case ["code", dots] if _is_count(dots):
                yield self._code(text.strip(), int(dots), mark)
            case words if "|" in line:
                yield from self._lines(words, text, mark)
            case _:
                raise self._no_mark(mark)

    def _lines(self, words: list[str], text: str, mark: str) -> Iterator[PrintItem]:
        align, width, height, bold = Align.LEFT, 1, 1, False
        for word in words:
            if word in ALIGN_OF_WORD:
                align = ALIGN_OF_WORD[word]
            elif word == "bold":
                bold = True
            elif size := _size(word):
                width, height = size
            else:
                raise self._no_mark(mark, word)
        for part in self._broken(text, self._profile.columns // width):
            yield self._line(Text(part, width, height, bold, align))

    def _code(self, data: str, dots: int, mark: str) -> QrCode:
        try:
            width = code_width(data, dots)
        except MisuseError as error:
            raise self._error(mark, error.problem) from error
        if width > self._profile.dots:
            problem = Problem("wide_code", {"dots": width, "most": self._profile.dots})
            raise self._error(mark, problem)
        return QrCode(data, dots)

    def _row(self, text: str) -> Iterator[PrintItem]:
        """A fact in bold: its name at the left edge, its value at the right one."""
        label, _, value = (part.strip() for part in text.partition("|"))
        spare = self._profile.columns - self._columns(label) - self._columns(value)
        if spare >= GAP and not unprintable(label + value, self._profile.encoding):
            yield Text(label + " " * spare + value, bold=True)
            return
        yield self._line(Text(label, bold=True))
        for part in self._broken(value, self._profile.columns):
            yield self._line(Text(part, bold=True, align=Align.RIGHT))

    def _line(self, line: Text) -> PrintItem:
        """As text if the printer has all its characters, else as a picture."""
        if not unprintable(line.text, self._profile.encoding):
            return line
        return raster(text_line(line, self._family, self._profile.dots))

    def times(self, text: object) -> int:
        """How many times wider `text` can be and still stand on one line."""
        return max(1, min(LARGEST, self._profile.columns // max(1, self._columns(str(text)))))

    def _columns(self, text: str) -> int:
        return text_columns(text, self._profile.encoding)

    def _broken(self, text: str, columns: int) -> tuple[str, ...]:
        return break_evenly(text.strip(), columns, self._columns)

    def _no_mark(self, mark: str, word: str = "") -> TicketTemplateError:
        wrong = word or mark.strip().partition(" ")[0]
        return self._error(mark, Problem("no_mark", {"mark": mark.strip()}, nearest(wrong, MARKS)))

    def _error(self, mark: str, problem: Problem) -> TicketTemplateError:
        return self._template.error(problem, self._template.line_of(mark.strip()))


def _is_count(word: str) -> bool:
    return word.isdecimal() and len(word) <= LONGEST_COUNT


def _size(word: str) -> tuple[int, int] | None:
    """`2x3` is twice as wide and three times as high."""
    width, times, height = word.partition("x")
    if not (times and _is_count(width) and _is_count(height)):
        return None
    size = (int(width), int(height))
    return size if all(1 <= value <= LARGEST for value in size) else None
