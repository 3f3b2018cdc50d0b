# SPDX-License-Identifier: Apache-2.0
"""Every parser of bytes from outside, fed by atheris; a figure is how many parsers broke, hung or grew."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

from bench.figure import Figure
from bench.plan import Plan

PARSERS = ("frames", "text_block", "chip_cards", "printer_status", "scanned_codes", "keys")
LONGEST = 4096
ONE_INPUT_SECONDS = 5
MEMORY_MB = 1024
ALL_SECONDS = 1800
EXCEPTION = "Uncaught Python exception"


def measure(plan: Plan) -> Iterator[Figure]:
    runs = plan.count(5_000, 500_000)
    for parser in PARSERS:
        name = f"fuzz, {parser}: faults in {runs:,} inputs"
        if find_spec("atheris") is None:
            yield Figure(name, None, "faults", 0, note="atheris is not installed")
            continue
        fault = _fault_of(parser, runs, plan.folder)
        yield Figure(name, float(bool(fault)), "faults", 0, note=fault)


def _fault_of(parser: str, runs: int, folder: Path) -> str:
    """What went wrong and with which input, empty when nothing did."""
    try:
        ended = subprocess.run(
            [
                *(sys.executable, "-m", "bench.fuzzing", parser),
                *(f"-runs={runs}", f"-max_len={LONGEST}", "-seed=1"),
                *(f"-timeout={ONE_INPUT_SECONDS}", f"-rss_limit_mb={MEMORY_MB}"),
                f"-artifact_prefix={folder}/{parser}-",
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=ALL_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return f"not through after {ALL_SECONDS} s"
    return _summary(ended.stderr.splitlines()) if ended.returncode else ""


def _summary(said: Sequence[str]) -> str:
    """The exception, or else what libFuzzer calls it, and the input as Base64."""
    exceptions = [after for line, after in pairwise(said) if EXCEPTION in line]
    summaries = [line for line in said if line.startswith("SUMMARY")]
    return "; ".join([*(exceptions or summaries)[:1], *said[-1:]]) or "it ended without a word"
