# SPDX-License-Identifier: Apache-2.0
"""One settings file being read: its values, and everything that is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from common.settings.groups import Table, Values
from common.settings.positions import Positions
from common.settings.problems import Problem
from common.settings.site_options import LANGUAGES
from common.settings.spot import Context, Finding, Spot
from common.settings.toml_faults import Fault
from common.settings.toml_file import TomlFile, decoded, parse, read_text

ABSENCES = frozenset({"missing", "never_open"})


class UnreadableError(Exception):
    """There is no text to look at; `problem` says why. Programs make an error of their own of it."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.key)
        self.problem = problem


@dataclass(frozen=True)
class SettingsFile:
    """A file under way from text to settings.

    Attributes:
        path: as the caller wrote it.
        file: what of it is TOML.
        spot: the top of the file; checks note mistakes there and below.
    """

    path: Path
    file: TomlFile
    spot: Spot

    @classmethod
    def open(
        cls,
        path: Path,
        known_languages: tuple[str, ...],
        homes: Mapping[str, str],
        table: str,
    ) -> Self:
        """Read a file; the option `languages` of `table` says what the site's texts are written in.

        Raises:
            UnreadableError: it is no text file that can be read.
        """
        text = read_text(path)
        if isinstance(text, Fault):
            raise UnreadableError(_of_fault(text, path))
        return cls.of_text(text, path, known_languages, homes, table)

    @classmethod
    def of_bytes(
        cls,
        data: bytes,
        path: Path,
        known_languages: tuple[str, ...],
        homes: Mapping[str, str],
        table: str,
    ) -> Self:
        """As `open`, for what a file holds; `path` is only what it is called."""
        text = decoded(data)
        if isinstance(text, Fault):
            raise UnreadableError(_of_fault(text, path))
        return cls.of_text(text, path, known_languages, homes, table)

    @classmethod
    def of_text(
        cls,
        text: str,
        path: Path,
        known_languages: tuple[str, ...],
        homes: Mapping[str, str],
        table: str,
    ) -> Self:
        """As `open`, for the text of a file; `path` is only what it is called."""
        file = parse(text)
        wanted = _wanted(file.values.get(table), known_languages)
        base = path.absolute().parent
        return cls(path, file, Spot(Context(base, wanted, known_languages, homes)))

    @property
    def is_whole(self) -> bool:
        """Whether all of it is TOML; else what is missing may be what makes the rest work."""
        return not self.file.faults

    def read(self, table: Table, left_out: frozenset[str] = frozenset()) -> Values:
        """The values of the whole file, those that can be used; the others are noted."""
        wanted = {name: value for name, value in self.file.values.items() if name not in left_out}
        values: Values = table.read(wanted, self.spot)
        return values

    def problems(self) -> tuple[Problem, ...]:
        """Every mistake that was noted so far, in the file's order."""
        return self._noted(is_warning=False)

    def warnings(self) -> tuple[Problem, ...]:
        """What was noted so far as legal and yet unwise, in the file's order."""
        return self._noted(is_warning=True)

    def _noted(self, *, is_warning: bool) -> tuple[Problem, ...]:
        found = _problems(self.file, self.spot.findings, self.path)
        wanted = (problem for problem in found if problem.is_warning is is_warning)
        return tuple(sorted(wanted, key=lambda problem: (problem.line, problem.column)))


def _wanted(table: object, known: tuple[str, ...]) -> tuple[str, ...]:
    """The languages of the site's texts, needed before the texts are read."""
    wanted = table.get("languages", LANGUAGES) if isinstance(table, dict) else LANGUAGES
    return tuple(name for name in known if isinstance(wanted, list) and name in wanted)


def _problems(file: TomlFile, findings: list[Finding], path: Path) -> Iterator[Problem]:
    yield from (_of_fault(fault, path) for fault in file.faults)
    if file.faults:  # what is absent may stand where the file cannot be read
        findings = [finding for finding in findings if finding.key not in ABSENCES]
    positions = Positions.of(file.text) if findings else Positions({})
    for finding in findings:
        place = positions.place(finding.steps, finding.side)
        yield Problem(
            str(path), place.line, place.column, finding.key, finding.fields, finding.is_warning
        )


def _of_fault(fault: Fault, path: Path) -> Problem:
    fields = {"detail": fault.detail}
    return Problem(str(path), fault.place.line, fault.place.column, fault.key, fields)
