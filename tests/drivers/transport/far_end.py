# SPDX-License-Identifier: Apache-2.0
"""The device's end of a line that the test holds."""

import os
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from drivers.transport.abstract import PortError, PortProblem


@dataclass
class FarEnd:
    """The near end is held open too, so that it outlives the port; `path` leads to it."""

    number: int
    held: int
    path: str

    def hang_up(self) -> None:
        if self.number >= 0:
            os.close(self.held)
            os.close(self.number)
        if Path(self.path).is_symlink():
            Path(self.path).unlink()
        self.number = -1


@contextmanager
def far_end_of_line(link: Path | None = None) -> Iterator[FarEnd]:
    """A pty; with a link, that is its path and vanishes when the line hangs up."""
    number, held = os.openpty()
    tty.setraw(held)
    path = os.ttyname(held)
    if link is not None:
        link.symlink_to(path)
    end = FarEnd(number, held, str(link or path))
    try:
        yield end
    finally:
        end.hang_up()


def problem_of(call: Callable[[], object]) -> PortProblem:
    with pytest.raises(PortError) as caught:
        call()
    return caught.value.problem


def count_open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))
