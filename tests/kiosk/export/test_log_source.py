# SPDX-License-Identifier: Apache-2.0
"""The log is read as a program prints it or files hold it; without one it is said so."""

import sys
from pathlib import Path

import pytest

from kiosk.export.log_source import (
    LogUnreadableError,
    NoJournalError,
    file_lines,
    journal_command,
    journal_lines,
)


def test_the_journal_is_asked_for_the_units_of_the_kiosk_and_some_days() -> None:
    command = journal_command(7)
    assert "--unit=kiosk.service" in command
    assert "--since=-7days" in command


def test_what_is_printed_comes_line_by_line_whatever_its_bytes() -> None:
    program = "import sys; sys.stdout.buffer.write(b'one\\n\\xfftwo\\n')"
    assert list(journal_lines((sys.executable, "-c", program))) == ["one\n", "\ufffdtwo\n"]


@pytest.mark.parametrize("program", ["", "print('half'); raise SystemExit(1)"])
def test_a_journal_that_says_nothing_or_fails_is_none(program: str) -> None:
    with pytest.raises(NoJournalError):
        list(journal_lines((sys.executable, "-c", program)))


def test_a_machine_without_a_journal_says_so() -> None:
    with pytest.raises(NoJournalError):
        list(journal_lines(("/nowhere/journalctl",)))


def test_files_follow_each_other_and_one_that_is_not_there_is_named(tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    first.write_bytes(b"one\n\xff\n")
    second.write_text("two\n")
    assert list(file_lines([first, second])) == ["one\n", "\ufffd\n", "two\n"]
    with pytest.raises(LogUnreadableError) as caught:
        list(file_lines([tmp_path / "3"]))
    assert caught.value.fields["path"] == tmp_path / "3"
