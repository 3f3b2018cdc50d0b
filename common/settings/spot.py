# SPDX-License-Identifier: Apache-2.0
"""Where in the file something stands, and the list that mistakes and warnings are written to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import Self

from common.settings.problems import shown

Step = str | int
Steps = tuple[Step, ...]


class Side(Enum):
    """Which part of `key = value`, or of the whole file, a mistake is in."""

    KEY = "key"
    VALUE = "value"
    END = "end"  # behind everything, where something is missing


@dataclass(frozen=True)
class Finding:
    """A mistake at a key or value that is known by its way down from the top of the file.

    Attributes:
        is_warning: it may stay: legal, and yet unwise.
    """

    steps: Steps
    side: Side
    key: str
    fields: Mapping[str, object]
    is_warning: bool = False


class RefusedError(Exception):
    """A value cannot be used; what is wrong with it has been noted. Never leaves this package."""


@dataclass(frozen=True)
class Context:
    """What reading one value needs to know of the rest.

    Attributes:
        base: the folder that paths in the file are relative to.
        languages: those every text of the site must be written in.
        known_languages: those the program has texts of.
        homes: the table each option belongs to, for options written into a wrong one.
    """

    base: Path
    languages: tuple[str, ...] = ()
    known_languages: tuple[str, ...] = ()
    homes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Spot:
    """One key or value of the file; all spots of one file share `findings`."""

    context: Context
    steps: Steps = ()
    findings: list[Finding] = field(default_factory=list)

    def at(self, *steps: Step) -> Self:
        """The spot further down."""
        return type(self)(self.context, (*self.steps, *steps), self.findings)

    @property
    def option(self) -> str:
        """The dotted name as a reader of the file would say it, without positions in lists."""
        names = [step for step in self.steps if isinstance(step, str)]
        return ".".join(name if name.isidentifier() else shown(name) for name in names)

    def note(self, key: str, **fields: object) -> None:
        """Write a mistake of the value down."""
        self._note(key, Side.VALUE, fields)

    def note_key(self, key: str, **fields: object) -> None:
        """Write a mistake of the key down."""
        self._note(key, Side.KEY, fields)

    def warn(self, key: str, **fields: object) -> None:
        """Write down what is legal and yet unwise about the value; `key` is below `unwise`."""
        self._note(f"unwise.{key}", Side.VALUE, fields, is_warning=True)

    def _note(
        self, key: str, side: Side, fields: Mapping[str, object], *, is_warning: bool = False
    ) -> None:
        named = MappingProxyType({"option": self.option, **fields})
        self.findings.append(Finding(self.steps, side, key, named, is_warning))

    def refuse(self, key: str, **fields: object) -> RefusedError:
        """Write a mistake of the value down; the caller raises what this returns."""
        self.note(key, **fields)
        return RefusedError(key)

    def refuse_at_end(self, key: str, **fields: object) -> RefusedError:
        """As `refuse`, told at the end of the file."""
        self._note(key, Side.END, fields)
        return RefusedError(key)
