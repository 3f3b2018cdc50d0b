# SPDX-License-Identifier: Apache-2.0
"""What this process has started."""

import os
from contextlib import suppress
from pathlib import Path


def children() -> set[int]:
    """All children of this process, zombies too."""
    return children_of(os.getpid())


def children_of(pid: int) -> set[int]:
    """All children of a process, zombies too."""
    found = set[int]()
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has just ended
            found.update(map(int, (task / "children").read_text().split()))
    return found


def state_of(pid: int) -> str:
    """A letter as `ps` shows it; X when there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "X"
