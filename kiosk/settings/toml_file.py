# SPDX-License-Identifier: Apache-2.0
"""A TOML file as values; every table that is not TOML is reported and left out."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from kiosk.settings.positions import TOP, Place

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
    if path.is_dir():
        return Fault(TOP, "is_folder")
    if path.exists() and not path.is_file():
        return Fault(TOP, "no_plain_file")
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return Fault(TOP, "no_file")
    except OSError as error:
        return Fault(TOP, "unreadable", error.strerror or "")
    return Fault(TOP, "too_large") if len(data) > MOST_BYTES else _decoded(data)


def _decoded(data: bytes) -> str | Fault:
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
        return Fault(_last_statement(text, text.count("\n")), "syntax.number")
    except RecursionError:
        return Fault(_last_statement(text, text.count("\n")), "syntax.depth")


def _fault(text: str, message: str) -> Fault:
    found = _AT.fullmatch(message)
    said = found[1] if found else message
    key = next((key for start, key in _WORDS if said.startswith(start)), "syntax.other")
    if not found or not found[2]:
        return Fault(_last_statement(text, text.count("\n")), key)
    place = Place(int(found[2]), int(found[3]))
    if key in {"syntax.twice", "syntax.table_twice"}:
        place = _last_statement(text, place.line - 1)
    return Fault(place, key)


def _last_statement(text: str, row: int) -> Place:
    """Where the statement begins that is under way in a row counted from 0."""
    lines = text.split("\n")[: row + 1]
    for number in range(len(lines), 0, -1):
        line = lines[number - 1]
        if _STATEMENT.match(line):
            return Place(number, len(line) - len(line.lstrip()) + 1)
    return TOP
