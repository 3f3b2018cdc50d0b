# SPDX-License-Identifier: Apache-2.0
"""What is wrong in a settings file, as values; the words come from the language files."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from common.texts import Texts

ROOT = "error.settings."
LONGEST_SHOWN = 60


@dataclass(frozen=True)
class Phrase:
    """A part of a sentence: the end of a text key below `error.settings` and its fields.

    A field may be a phrase itself; a tuple is joined as a list of the language.
    """

    key: str
    fields: Mapping[str, object] = field(default_factory=dict)

    def text(self, texts: Texts) -> str:
        """The words in that language."""
        said = {name: _said(value, texts) for name, value in self.fields.items()}
        return texts(ROOT + self.key, **said)


def _said(value: object, texts: Texts) -> str:
    if isinstance(value, Phrase):
        return value.text(texts)
    if isinstance(value, tuple):
        return texts(ROOT + "comma").join(_said(item, texts) for item in value)
    return str(value)


@dataclass(frozen=True)
class Problem:
    """One mistake and its place; line and column count from 1, columns in characters."""

    file: str  # as the caller wrote it
    line: int
    column: int
    key: str  # below error.settings
    fields: Mapping[str, object] = field(default_factory=dict)
    is_warning: bool = False  # nothing is refused for it


def render(problem: Problem, texts: Texts) -> str:
    """`kiosk.toml:LINE:COLUMN: what is wrong, what is allowed, nearest key`, on one line."""
    words = Phrase(problem.key, problem.fields).text(texts)
    if problem.is_warning:
        words = texts(ROOT + "warning", what=words)
    return f"{problem.file}:{problem.line}:{problem.column}: {words}"


def shown(value: object, longest: int = LONGEST_SHOWN) -> str:
    """A value of the file as one short line without control characters."""
    text = f'"{value}"' if isinstance(value, str) else _plain(value)
    safe = "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)
    return safe if len(safe) <= longest else safe[: longest - 1] + "…"


def _plain(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case list():
            return "[…]" if value else "[]"
        case dict():
            return "{…}" if value else "{}"
        case _:
            return str(value)
