# SPDX-License-Identifier: Apache-2.0
"""A TOML file as values; every table that is not TOML is reported and left out."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from common.settings.positions import TOP, Place

MOST_BYTES = 1_000_000

_HEADER = r"[ \t]*\[\[?[ \t]*[A-Za-z_\"'][^\[\],\n]*(?:\]\]?)?[ \t]*(?:#.*)?"
_BEFORE_HEADER = re.compile(rf"^(?={_HEADER}$)", re.MULTILINE)
_STATEMENT = re.compile(rf"[ \t]*[\w.\"'-]+[ \t.\w\"'-]*=|{_HEADER}$")
_AT = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)

_WORDS = (
    ("Invalid initial character for a key part", "syntax.key"),
    ("Expected '=' after a key", "syntax.equals"),
    ("Expected newline", "syntax.rest"),
    ("Expected ']'", "syntax.header"),
    ("Expected ']]'", "syntax.header"),
    ("Invalid statement", "syntax.statement"),
    ("Invalid value", "syntax.value"),
    ("Invalid date", "syntax.date"),
    ("Unterminated string", "syntax.string"),
    ("Illegal character", "syntax.string"),
    ("Expected", "syntax.string"),
    ("Unescaped", "syntax.escape"),
    ("Invalid hex value", "syntax.escape"),
    ("Escaped character", "syntax.escape"),
    ("Unclosed array", "syntax.array"),
    ("Unclosed inline table", "syntax.inline_table"),
    ("Duplicate inline table key", "syntax.twice"),
    ("Cannot declare", "syntax.table_twice"),
    ("Cannot", "syntax.twice"),
    ("Found invalid character", "syntax.character"),
)

_UNFINISHED = {"syntax.value", "syntax.array", "syntax.rest"}
_UNQUOTED = (
    (re.compile(r"\d{4}-\d+-\d+"), "syntax.date"),
    (re.compile(r"\d{1,2}:\d+"), "syntax.time"),
)


@dataclass(frozen=True)
class Fault:
    """A place where the file cannot be read at all."""

    place: Place
    key: str
    detail: str = ""


@dataclass(frozen=True)
class TomlFile:
    """What could be read. `text` has blank lines where `faults` are, so that lines still count."""

    text: str
    values: dict[str, object]
    faults: tuple[Fault, ...]


def read_text(path: Path) -> str | Fault:
    """The text of a file with plain line ends and no byte order mark."""
    try:
        if path.is_dir():
            return Fault(TOP, "is_folder")
        if path.exists() and not path.is_file():
            return Fault(TOP, "no_plain_file")  # reading a device or pipe might never end
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return Fault(TOP, "no_file")
    except OSError as error:
        return Fault(TOP, "unreadable", error.strerror or "")
    return Fault(TOP, "too_large") if len(data) > MOST_BYTES else decoded(data)


def decoded(data: bytes) -> str | Fault:
    """The same of what such a file holds."""
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        line = before.rpartition("\n")[2]
        return Fault(Place(before.count("\n") + 1, len(line) + 1), "no_utf8")
    return text if text.strip() else Fault(TOP, "empty")


def parse(text: str) -> TomlFile:
    """The values of a text and where it is not TOML."""
    whole = _attempt(text)
    if not isinstance(whole, Fault):
        return TomlFile(text, whole, ())
    good, faults = "", list[Fault]()
    for block in _BEFORE_HEADER.split(text):
        # A table alone shows its own fault; behind the others, what it repeats of them.
        alone = _attempt("\n" * good.count("\n") + block)
        joined = alone if isinstance(alone, Fault) else _attempt(good + block)
        if isinstance(joined, Fault):
            faults.append(joined)
        good += _emptied(good, block) if isinstance(joined, Fault) else block
    values = _attempt(good)
    return TomlFile(good, {} if isinstance(values, Fault) else values, tuple(faults))


def _emptied(good: str, block: str) -> str:
    """The header of a table alone, when at least that is TOML, and as many lines."""
    header, _, rest = block.partition("\n")
    below = "\n" * block.count("\n")
    is_header = bool(re.fullmatch(_HEADER, header)) and bool(rest)
    return header + below if is_header and not isinstance(_attempt(good + header), Fault) else below


def _attempt(text: str) -> dict[str, object] | Fault:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _fault(text, str(error))
    except ValueError:
        return Fault(_longest_line(text), "syntax.number")
    except RecursionError:
        return Fault(_longest_line(text), "syntax.depth")


def _fault(text: str, message: str) -> Fault:
    """A better place and better words for what tomllib found."""
    lines = text.split("\n")
    found = _AT.fullmatch(message)
    said = found[1] if found else message
    key = next((key for start, key in _WORDS if said.startswith(start)), "syntax.other")
    if not found or not found[2]:
        return _at_the_end(lines, key)
    place = Place(int(found[2]), int(found[3]))
    line = lines[place.line - 1]
    if key in {"syntax.twice", "syntax.table_twice"}:
        return Fault(_statement(lines, place.line), key)
    if key in _UNFINISHED and place.column == 1 and _STATEMENT.match(line) and place.line > 1:
        # The next statement has begun: a bracket further up is open.
        return Fault(_statement(lines, place.line - 1), "syntax.array")
    if key == "syntax.escape":
        return Fault(Place(place.line, line.rfind("\\", 0, place.column - 1) + 1), key)
    for form, better in _UNQUOTED:
        token = _token(line, place.column, form)
        if token is not None and key in _UNFINISHED:
            return Fault(Place(place.line, token), better)
    return Fault(place, key)


def _at_the_end(lines: list[str], key: str) -> Fault:
    place = _statement(lines, len(lines))
    is_open = key == "syntax.value" and "[" in lines[place.line - 1]
    return Fault(place, "syntax.array" if is_open else key)


def _token(line: str, column: int, form: re.Pattern[str]) -> int | None:
    """The column where something of that form begins that goes on at `column`."""
    spans = (found.span() for found in form.finditer(line))
    return next((start + 1 for start, end in spans if start < column <= end), None)


def _statement(lines: list[str], number: int) -> Place:
    """Where the statement begins that is under way in that line."""
    for row in range(number, 0, -1):
        line = lines[row - 1]
        if _STATEMENT.match(line):
            return Place(row, len(line) - len(line.lstrip()) + 1)
    return TOP


def _longest_line(text: str) -> Place:
    lines = text.split("\n")
    return Place(lines.index(max(lines, key=len)) + 1, 1)
