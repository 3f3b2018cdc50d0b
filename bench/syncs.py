# SPDX-License-Identifier: Apache-2.0
"""How often the disk is waited for between the card's data and the first byte of the ticket.

strace watches the whole kiosk. What counts is a sync that returned after the kiosk asked the reader
for the card's data and before the first byte of the job went to the printer's socket.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.devices import plugged_in
from bench.figure import Figure
from bench.hall import Hall
from bench.kiosk_process import READY, running
from bench.plan import Plan

NAME = "syncs before the first byte, most of all visits"
GOAL = 2
CALLS = "fdatasync,fsync,sync_file_range,msync,write,sendto"
QUIET = ("-f", "-qq", "-xx", "-s", "16")
READ = r"\x30\x01\x32"
"""The end of the frame that asks for the card's data, as strace writes it."""
JOB = r"\x1b\x40"
SYNC_RETURNED = re.compile(
    r"(?:(?:fdatasync|fsync|sync_file_range|msync)\(.*| (?:fdatasync|fsync|msync) resumed>.*)= 0$"
)


def measure(plan: Plan) -> Iterator[Figure]:
    """The most that any visit needed; not available where nobody may trace."""
    folder, visits = plan.room("syncs"), plan.count(12, 60)
    reason = _why_not(folder)
    if reason:
        yield Figure(NAME, None, "syncs", GOAL, reason)
        return
    counts = list(syncs_of_visits(_trace(folder, visits)))
    if len(counts) != visits:
        yield Figure(NAME, None, "syncs", GOAL, f"{len(counts)} of {visits} visits in the trace")
        return
    yield Figure(NAME, max(counts), "syncs", GOAL)


def syncs_of_visits(trace: str) -> Iterator[int]:
    """Syncs of each visit in a trace, from the question for the card's data to the job."""
    syncs: int | None = None
    for line in trace.splitlines():
        if READ in line and "write(" in line:
            syncs = 0
        elif syncs is not None and SYNC_RETURNED.search(line):
            syncs += 1
        elif syncs is not None and "sendto(" in line and JOB in line:
            yield syncs
            syncs = None


def _trace(folder: Path, visits: int) -> str:
    trace = folder / "trace"
    # -D: the kiosk itself is our child, and ends when told to; strace looks on from the side.
    strace = ("strace", "-D", *QUIET, "-e", f"trace={CALLS}", "-o", str(trace))
    with plugged_in(folder) as desk:
        config = Hall(str(desk.reader.path), desk.printer.port).write(folder)
        with running(config, before=strace) as kiosk:
            kiosk.seconds_to(READY)
            desk.printer.wait_for_blank_slip()
            for number in range(visits):
                desk.visit(number)
    return trace.read_text(encoding="ascii")


def _why_not(folder: Path) -> str:
    """Why nothing can be traced here; empty if it can."""
    if not shutil.which("strace"):
        return "there is no strace here"
    tried = subprocess.run(
        ["strace", *QUIET, "-o", str(folder / "trial"), sys.executable, "-c", ""],
        capture_output=True,
        check=False,
    )
    return "strace may not trace here" if tried.returncode else ""
