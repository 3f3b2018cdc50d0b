# SPDX-License-Identifier: Apache-2.0
"""The machine the figures come from; without it they say little."""

import os
import platform
import re
from pathlib import Path

import PySide6


def describe(folder: Path) -> str:
    """Processor, programs, kernel and disk, a line each."""
    return (
        f"{_processor()}, {os.cpu_count()} cores, {_memory_gib():.0f} GiB, "
        f"kernel {platform.release()}\n"
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, "
        f"data on {_file_system(folder)}\n"
    )


def load() -> str:
    """How many wanted the processor in the last minute, beside the bench itself."""
    return f"load {os.getloadavg()[0]:.1f}"


def _processor() -> str:
    found = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    return found[1] if found else platform.machine()


def _memory_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def _file_system(folder: Path) -> str:
    """Kind of the file system; on tmpfs a sync costs nothing and means nothing."""
    mounts = [line.split() for line in Path("/proc/mounts").read_text().splitlines()]
    inside = [mount for mount in mounts if folder.resolve().is_relative_to(mount[1])]
    return max(inside, key=lambda mount: len(mount[1]))[2]
