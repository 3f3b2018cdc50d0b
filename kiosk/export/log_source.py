# SPDX-License-Identifier: Apache-2.0
"""Where the lines of the log come from: the journal of the machine, or files that somebody names."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from kiosk.errors import KioskError

STANDARD_INPUT = Path("-")
UNITS = ("kiosk.service", "kiosk-settle.service")


class NoJournalError(KioskError):
    """There is none, or none that this user may read. Fields: `problem`."""

    key: ClassVar[str] = "error.export.no_journal"


class LogUnreadableError(KioskError):
    """A file that was named cannot be read. Fields: `path`, `problem`."""

    key: ClassVar[str] = "error.export.log_unreadable"


def journal_command(days: int) -> tuple[str, ...]:
    """What prints the journal of the kiosk's units, oldest line first."""
    units = (f"--unit={unit}" for unit in UNITS)
    return (
        "journalctl",
        *units,
        f"--since=-{days}days",
        "--output=short-iso",
        "--no-pager",
        "--quiet",
    )


def journal_lines(command: Sequence[str]) -> Iterator[str]:
    """What the command prints, line by line; NoJournalError if that is nothing or it fails."""
    try:
        asked = subprocess.Popen(  # noqa: S603 - a program of systemd, and nothing from outside
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace"
        )
    except OSError as error:
        raise NoJournalError(problem=error.strerror) from error
    is_empty = True
    with asked:
        assert asked.stdout is not None  # noqa: S101 - a pipe was asked for
        for line in asked.stdout:
            is_empty = False
            yield line
    if asked.returncode or is_empty:
        raise NoJournalError(problem=command[0])


def file_lines(paths: Sequence[Path]) -> Iterator[str]:
    """All lines of the files, in their order; `-` is standard input. Raises LogUnreadableError."""
    for path in paths:
        if path == STANDARD_INPUT:
            yield from sys.stdin
            continue
        try:
            with path.open(encoding="utf-8", errors="replace") as lines:
                yield from lines
        except OSError as error:
            raise LogUnreadableError(path=path, problem=error.strerror) from error
