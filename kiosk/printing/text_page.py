# SPDX-License-Identifier: Apache-2.0
"""A template such as `ticket.txt.j2` and what it is about make lines for the printer's own font.

Each line of the template's output is a mark, then what it prints: `centre bold 2x2 | 社保`.
"""

from pathlib import Path
from typing import assert_never

from drivers.ticket_printer.abstract import (
    Cut,
    Feed,
    PaperProfile,
    PrintItem,
    QrCode,
    Raster,
    Text,
)
from kiosk.printing.documents import PaperDocument
from kiosk.printing.ink import TALLEST
from kiosk.printing.problems import MisuseError, Problem
from kiosk.printing.template_file import Templates
from kiosk.printing.text_lines import TextLines
from kiosk.printing.words import values_of

ENDING = ".txt.j2"
LINE_PITCH = 34
CELL_HEIGHT = 24


class TextPage:
    """Lays out papers as lines.

    Lifetime: after QGuiApplication and its fonts. Concurrency: one thread, any.
    """

    def __init__(self, folder: Path, family: str, profile: PaperProfile) -> None:
        self.templates = Templates(folder, ENDING, is_html=False, finalize=_written)
        self._family = family
        self._profile = profile

    def items(self, document: PaperDocument) -> tuple[PrintItem, ...]:
        """The lines and the cut.

        Raises:
            TicketTemplateError: the template gives no such paper, or one that does not fit.
        """
        template = self.templates.of(document)
        lines = TextLines(template, self._family, self._profile)
        tools = {"columns": self._profile.columns, "times": lines.times}
        output = template.render({**values_of(document), **tools})
        written = (line for line in output.splitlines() if line.strip())
        items = tuple(item for line in written for item in lines.obey(line))
        if (length := sum(_height(item) for item in items)) > TALLEST:
            raise template.error(Problem("long", {"dots": length, "most": TALLEST}))
        template.check_says(document, output)
        return (*items, Cut())


def _height(item: PrintItem) -> int:
    """Dots of paper; a code hardly counts."""
    match item:
        case Text():
            return max(LINE_PITCH, CELL_HEIGHT * item.height)
        case Raster():
            return item.height_dots
        case Feed():
            return item.dots
        case QrCode() | Cut():
            return 0
        case _:
            assert_never(item)


def _written(value: object) -> object:
    """What a template may write: one line, whatever a name holds."""
    if value is None:
        raise MisuseError("empty")
    return " ".join(value.split()) if isinstance(value, str) else value
