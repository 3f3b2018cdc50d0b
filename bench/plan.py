# SPDX-License-Identifier: Apache-2.0
"""How much is measured, and where its files lie."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.figure import Figure

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Plan:
    """One run of the bench.

    Attributes:
        folder: empty, on the disk that is measured; goes when the run ends.
        is_long: more of everything, for quiet percentiles.
    """

    folder: Path
    is_long: bool = False

    def count(self, default: int, in_long_run: int) -> int:
        """How often something is done."""
        return in_long_run if self.is_long else default

    def room(self, name: str) -> Path:
        """A folder of its own for one measurement."""
        folder = self.folder / name
        folder.mkdir()
        return folder


Measurement = Callable[[Plan], Iterator[Figure]]


def say(text: str) -> None:
    """Tell whoever waits what is going on; the table itself goes to standard output."""
    sys.stderr.write(f"bench: {text}\n")
    sys.stderr.flush()
