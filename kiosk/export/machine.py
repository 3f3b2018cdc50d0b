# SPDX-License-Identifier: Apache-2.0
"""Which program runs on which machine, and which files it keeps; what is in them stays there."""

import os
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from common.version import program_version
from kiosk.health.support import shown, this_machine

CPU_INFO = Path("/proc/cpuinfo")


def versions() -> dict[str, object]:
    """By the name of each part; "?" where a part does not say."""
    machine = this_machine()
    return {
        "program": program_version(),
        "python": platform.python_version(),
        "pyside6": shown(machine.qt),  # each release of it is of the Qt of the same number
        "qt": shown(machine.qt),
        "glibc": shown(machine.libc),
        "system": _system(),
        "kernel": platform.release(),
        "processor": machine.processor,
        "processor_model": _model(CPU_INFO),
    }


def _system() -> str:
    try:
        return platform.freedesktop_os_release().get("PRETTY_NAME", sys.platform)
    except OSError:
        return sys.platform


def _model(path: Path) -> str:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return "?"
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "?")


def files_below(folder: Path) -> Iterator[dict[str, object]]:
    """Path in the folder, bytes and last change of each file, by name; links are not followed."""
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            yield from _file(Path(root, name), folder)


def _file(path: Path, folder: Path) -> Iterator[dict[str, object]]:
    try:
        found = path.lstat()
    except FileNotFoundError:  # a kiosk at work deletes some
        return
    changed = datetime.fromtimestamp(found.st_mtime, UTC)
    yield {
        "path": str(path.relative_to(folder)),
        "bytes": found.st_size,
        "changed": f"{changed:%Y-%m-%dT%H:%M:%SZ}",
    }
