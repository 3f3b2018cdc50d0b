# SPDX-License-Identifier: Apache-2.0
"""How long ./dev takes to find that nothing is missing."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator

from bench.figure import Figure, percentile
from bench.plan import ROOT, Plan

NAME = "./dev, nothing missing, median"
GOAL = 2


def measure(plan: Plan) -> Iterator[Figure]:
    """With a command that does nothing; not available where ./dev did not set up what runs this."""
    if not _is_set_up():
        yield Figure(NAME, None, "s", GOAL, "this .venv was not made by ./dev, or its lock is old")
        return
    seconds = list[float]()
    for _ in range(plan.count(5, 15)):
        began = time.perf_counter()
        subprocess.run(
            [str(ROOT / "dev"), "shell", "-c", "true"],
            env=os.environ | {"SHELL": "/bin/sh"},
            check=True,
        )
        seconds.append(time.perf_counter() - began)
    yield Figure(NAME, percentile(seconds, 50), "s", GOAL)


def _is_set_up() -> bool:
    """Whether ./dev would find its mark; else it would begin to install."""
    stamp = ROOT / ".venv/youhao-stamp"
    lock = hashlib.sha256((ROOT / "requirements/dev.txt").read_bytes()).hexdigest()
    version = f"{sys.version_info.major} {sys.version_info.minor}"
    wanted = f"{ROOT / '.venv'} {version}\n{lock}  -\n"
    return stamp.is_file() and stamp.read_text() == wanted
