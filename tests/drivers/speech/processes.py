# SPDX-License-Identifier: Apache-2.0
"""What this process has started and holds open."""

import os
from pathlib import Path


def children() -> set[int]:
    """All children, zombies too."""
    tasks = Path(f"/proc/{os.getpid()}/task").iterdir()
    return {int(pid) for task in tasks for pid in (task / "children").read_text().split()}


def open_descriptors() -> int:
    """How many files are open."""
    return len(list(Path("/proc/self/fd").iterdir()))
