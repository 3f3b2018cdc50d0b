# SPDX-License-Identifier: Apache-2.0
"""The machine the figures come from; without it they say little."""

import os
import platform
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import PySide6

_STEAL = 7


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


@dataclass(frozen=True)
class ProcessorTime:
    """Ticks since the machine started, of all cores: all of them, and those its host took for others."""

    whole: int
    stolen: int

    @classmethod
    def now(cls, stat: Path = Path("/proc/stat")) -> Self:
        """As the kernel counts it; a host that says nothing seems to take nothing."""
        ticks = [int(each) for each in stat.read_text().split("\n", 1)[0].split()[1:9]]
        return cls(sum(ticks), ticks[_STEAL])

    def stolen_since(self, before: Self) -> str:
        """In per cent: it makes tails longer, and nothing that is measured here causes it."""
        share = (self.stolen - before.stolen) / max(1, self.whole - before.whole)
        return f"the host took {100 * share:.1f} % of the processor for others"


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
