# SPDX-License-Identifier: Apache-2.0
"""Where a text is not TOML, in better places and words than the parser's own."""

import re
import tomllib
from dataclasses import dataclass, replace
from typing import Self

from common.settings.positions import TOP, Place

HEADER = r"[ \t]*+\[\[?[ \t]*+[A-Za-z_\"'][^\[\],#\n]*+(?:\]\]?)?[ \t]*+(?:#.*)?"
"""Of a table, perhaps unfinished. Nothing is tried twice: a text of a megabyte must not take hours."""
DEEPEST_KEY = 16
"""Parts of a dotted name: far more than any option has; the parser's time grows with their square."""

_STATEMENT = re.compile(rf"[ \t]*+[\w.\"'-][ \t.\w\"'-]*+=|{HEADER}$")
_PART = r"(?:[\w-]++|\"(?:[^\"\\\n]++|\\.)*+\"|'[^'\n]*+')[ \t]*+"
_DEEP = re.compile(rf"(?<![\w\"'.-])(?:{_PART}\.[ \t]*+){{{DEEPEST_KEY}}}")
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

    def moved(self, lines: int) -> Self:
        """The same where so many lines stand before."""
        return replace(self, place=Place(self.place.line + lines, self.place.column))


def attempt(text: str) -> dict[str, object] | Fault:
    """The values of a text, or the first place where it is not TOML."""
    if deep := _deep_key(text):
        return deep
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


def _deep_key(text: str) -> Fault | None:
    """Names with so many dots that the parser should not see them."""
    found = _DEEP.search(text)
    if found is None:
        return None
    before = text[: found.start()]
    return Fault(Place(before.count("\n") + 1, len(before) - before.rfind("\n")), "syntax.dots")
