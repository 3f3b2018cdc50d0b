# SPDX-License-Identifier: Apache-2.0
"""One template on disk: compiled once, compiled again when a technician has saved it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from jinja2 import FileSystemLoader, TemplateError, TemplateNotFound, TemplateSyntaxError

from kiosk.printing.faults import TemplateFault
from kiosk.printing.sandbox import Sandbox

LONGEST_OUTPUT = 60_000
"""Characters; the shipped raster ticket has about 2,500."""

FAULTS = (
    TemplateError,
    OSError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What an expression in a template can raise."""


class TemplateFile:
    """A file of `printer_templates/`, and what it includes.

    Concurrency: one thread.
    """

    def __init__(self, path: Path, *, is_html: bool, finalize: Callable[[Any], Any]) -> None:
        self.path = path
        self._sandbox = Sandbox(
            is_html=is_html,
            finalize=finalize,
            loader=FileSystemLoader(path.parent),
            auto_reload=True,
        )

    def version(self) -> tuple[int, int]:
        """Changes when the file does; zeros while there is none."""
        try:
            stat = self.path.stat()
        except OSError:
            return (0, 0)
        return (stat.st_mtime_ns, stat.st_size)

    def render(self, values: Mapping[str, object]) -> str:
        """The text that the template makes.

        Raises:
            TemplateFault: with file and line.
        """
        self._sandbox.begin()
        try:
            template = self._sandbox.get_template(self.path.name)
            return _gathered(template.generate(values))
        except FAULTS as error:
            raise self._fault(error) from error

    def fault(self, problem: str, line: int = 0) -> TemplateFault:
        """What is wrong with this file."""
        return TemplateFault(self.path.name, line, problem)

    def line_of(self, words: str) -> int:
        """The first line that holds `words`; 0 if none does."""
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError):
            return 0
        return next((number for number, line in enumerate(lines, 1) if words in line), 0)

    def _fault(self, error: BaseException) -> TemplateFault:
        match error:
            case TemplateSyntaxError():
                return TemplateFault(error.name or self.path.name, error.lineno, str(error.message))
            case TemplateNotFound():
                return self.fault(f"there is no file {error.name}", self._line(error.__traceback__))
            case UnicodeDecodeError():
                return self.fault("this is not UTF-8")
            case _:
                problem = str(error) or type(error).__name__
                return self.fault(problem, self._line(error.__traceback__))

    def _line(self, traceback: TracebackType | None) -> int:
        """The innermost line of this file on the way to the error."""
        line = 0
        while traceback is not None:
            if traceback.tb_frame.f_code.co_filename == str(self.path):
                line = traceback.tb_lineno
            traceback = traceback.tb_next
        return line


def _gathered(pieces: Any) -> str:
    gathered: list[str] = []
    length = 0
    for piece in pieces:
        gathered.append(piece)
        length += len(piece)
        if length > LONGEST_OUTPUT:
            raise ValueError(f"more than {LONGEST_OUTPUT} characters come out")
    return "".join(gathered)
