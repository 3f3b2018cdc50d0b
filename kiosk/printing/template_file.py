# SPDX-License-Identifier: Apache-2.0
"""One template on disk: compiled once, compiled again when a technician has saved it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, TemplateError, TemplateSyntaxError, nodes

from kiosk.printing.documents import PaperDocument
from kiosk.printing.errors import TicketTemplateError
from kiosk.printing.problems import MisuseError, Problem, problem_of
from kiosk.printing.sandbox import Sandbox

LONGEST_OUTPUT = 20_000
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

    def version(self, of: str | None = None) -> tuple[int, int]:
        """Changes when the file does, or the one of that name beside it; zeros while there is none."""
        try:
            stat = (self.path.with_name(of) if of else self.path).stat()
        except OSError:
            return (0, 0)
        return (stat.st_mtime_ns, stat.st_size)

    def render(self, values: Mapping[str, object]) -> str:
        """The text that the template makes.

        Raises:
            TicketTemplateError: with file and line.
        """
        self._sandbox.begin()
        try:
            template = self._sandbox.get_template(self.path.name)
            return _gathered(template.generate(values))
        except FAULTS as error:
            raise self._explained(error, values) from error

    def check_says(self, document: PaperDocument, said: str) -> None:
        """Raises TicketTemplateError when `said`, all text on the paper, lacks what binds."""
        if _letters(str(getattr(document, document.binding))) not in _letters(said):
            raise self.error(Problem("lacks", {"name": f"{document.kind}.{document.binding}"}))

    def error(self, problem: Problem, line: int = 0) -> TicketTemplateError:
        """What is wrong with this file."""
        return TicketTemplateError(self.path.name, line, problem)

    def line_of(self, words: str) -> int:
        """The first line that holds `words`; 0 if none does."""
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError):
            return 0
        return next((number for number, line in enumerate(lines, 1) if words in line), 0)

    def _explained(self, error: BaseException, values: Mapping[str, object]) -> TicketTemplateError:
        file, line = self._place(error)
        known = {*values, *self._sandbox.globals, *self._names_made(file)}
        return TicketTemplateError(file, line, problem_of(error, known, self._sandbox.filters))

    def _names_made(self, file: str) -> Iterator[str]:
        """What that template names itself: by `set`, by `macro`, by `import`."""
        try:
            tree = self._sandbox.parse(self.path.with_name(file).read_text(encoding="utf-8"))
        except FAULTS:
            return
        yield from (made.name for made in tree.find_all(nodes.Name) if made.ctx == "store")
        yield from (made.name for made in tree.find_all(nodes.Macro))
        for taken in tree.find_all(nodes.FromImport):
            yield from (name if isinstance(name, str) else name[1] for name in taken.names)

    def _place(self, error: BaseException) -> tuple[str, int]:
        """File and line of the innermost template on the way to the error."""
        if isinstance(error, TemplateSyntaxError):
            return error.name or self.path.name, error.lineno
        place, traceback = (self.path.name, 0), error.__traceback__
        while traceback is not None:
            path = Path(traceback.tb_frame.f_code.co_filename)
            if path.parent == self.path.parent:
                place = (path.name, traceback.tb_lineno)
            traceback = traceback.tb_next
        return place


class Templates:
    """The templates of a folder, each read when it is first wanted.

    Concurrency: one thread.
    """

    def __init__(
        self, folder: Path, ending: str, *, is_html: bool, finalize: Callable[[Any], Any]
    ) -> None:
        self._folder = folder
        self._ending = ending
        self._make = partial(TemplateFile, is_html=is_html, finalize=finalize)
        self._files: dict[str, TemplateFile] = {}

    def of(self, document: PaperDocument) -> TemplateFile:
        """The template that makes this paper."""
        if document.kind not in self._files:
            self._files[document.kind] = self._make(self._folder / f"{document.kind}{self._ending}")
        return self._files[document.kind]


def _letters(text: str) -> str:
    return "".join(text.split())


def _gathered(pieces: Iterable[str]) -> str:
    gathered: list[str] = []
    length = 0
    for piece in pieces:
        gathered.append(piece)
        length += len(piece)
        if length > LONGEST_OUTPUT:
            raise MisuseError("output", most=LONGEST_OUTPUT)
    return "".join(gathered)
