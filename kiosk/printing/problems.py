# SPDX-License-Identifier: Apache-2.0
"""What a technician can do wrong in a template, in words of his language, with the nearest right name."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import get_args

from jinja2 import TemplateError, TemplateNotFound, UndefinedError

from common.settings.kinds import nearest
from kiosk.printing.documents import PaperDocument
from kiosk.printing.staff_papers import ServiceDay
from kiosk.texts import Texts, load_texts

ROOT = "error.printing.problem."
LOG_LANGUAGE = "en"

UNKNOWN_NAME = re.compile(r"'(\w+)' is undefined")
UNKNOWN_FIELD = re.compile(r"'[\w.]*?(\w+) object' has no attribute '(\w+)'")
UNKNOWN_TOOL = re.compile(r"No (?:filter|test) named '(\w+)'")
UNCLOSED = re.compile(r"Unexpected end of template.* needs to be closed is '(\w+)'")
NOT_EXPORTED = re.compile(r"the template '([^']+)' .* does not export the requested name '(\w+)'")

FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        made.__name__: tuple(name for name in dir(made) if not name.startswith("_"))
        + tuple(each.name for each in fields(made))
        for made in (*get_args(PaperDocument), ServiceDay)
    }
)
"""What each paper tells, by the name of its class."""


@dataclass(frozen=True)
class Problem:
    """One mistake; its `key` stands below `error.printing.problem` in the language files."""

    key: str
    fields: Mapping[str, object] = field(default_factory=dict)
    nearest: str | None = None

    def words(self, texts: Texts) -> str:
        """In that language, with the name that may have been meant."""
        said = texts(ROOT + self.key, **self.fields)
        return said + (texts(f"{ROOT}nearest", name=self.nearest) if self.nearest else "")

    def __str__(self) -> str:
        return self.words(load_texts(LOG_LANGUAGE))


class MisuseError(ValueError):
    """A tool of the template was asked for what it cannot do."""

    def __init__(self, key: str, **fields: object) -> None:
        super().__init__(key)
        self.problem = Problem(key, fields)


def problem_of(error: BaseException, known: Iterable[str], filters: Iterable[str]) -> Problem:
    """What went wrong, from what the template engine or a tool raised.

    Args:
        error: one of `template_file.FAULTS`.
        known: names that the template may use.
        filters: likewise.
    """
    match error:
        case MisuseError():
            return error.problem
        case KeyError():
            return _unknown_word(str(error.args[0]) if error.args else "")
        case UndefinedError():
            return _unknown(str(error), known)
        case TemplateError():
            return _of_the_engine(error, filters)
        case UnicodeDecodeError():
            return Problem("not_utf_8")
        case _:
            return _other(str(error) or type(error).__name__)


def _of_the_engine(error: TemplateError, filters: Iterable[str]) -> Problem:
    message = error.message or ""
    if isinstance(error, TemplateNotFound):
        return Problem("no_file", {"name": error.name})
    if found := UNKNOWN_TOOL.match(message):
        return Problem("no_filter", {"name": found[1]}, nearest(found[1], filters))
    if found := UNCLOSED.match(message):
        return Problem("unclosed", {"tag": found[1]})
    return Problem("syntax", {"words": message})


def _unknown(message: str, known: Iterable[str]) -> Problem:
    if found := UNKNOWN_NAME.fullmatch(message):
        return Problem("no_name", {"name": found[1]}, nearest(found[1], known))
    if found := UNKNOWN_FIELD.fullmatch(message):
        return Problem("no_field", {"name": found[2]}, nearest(found[2], FIELDS.get(found[1], ())))
    if found := NOT_EXPORTED.fullmatch(message):
        return Problem("not_exported", {"file": found[1], "name": found[2]})
    return _other(message)


def _unknown_word(key: str) -> Problem:
    """`words("wher")` asks for `ticket.wher`; a text's own field is missing by its bare name."""
    section, dot, name = key.rpartition(".")
    if not dot:
        return Problem("no_word_field", {"name": key})
    keys = load_texts(LOG_LANGUAGE).keys()
    names = (each.removeprefix(f"{section}.") for each in keys if each.startswith(f"{section}."))
    return Problem("no_word", {"name": name, "section": section}, nearest(name, names))


def _other(words: str) -> Problem:
    return Problem("other", {"words": words})
