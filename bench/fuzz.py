# SPDX-License-Identifier: Apache-2.0
"""Every parser of bytes from outside, fed by atheris; a figure is how many parsers broke, hung or grew."""

import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec

from bench.figure import Figure
from bench.plan import Plan

PARSERS = ("frames", "text_block", "chip_cards", "printer_status", "scanned_codes", "keys")
LONGEST = 4096
ONE_INPUT_SECONDS = 5
MEMORY_MB = 1024
ALL_SECONDS = 1800


def measure(plan: Plan) -> Iterator[Figure]:
    runs = plan.count(5_000, 500_000)
    for parser in PARSERS:
        name = f"fuzz, {parser}: faults in {runs:,} inputs"
        if find_spec("atheris") is None:
            yield Figure(name, None, "faults", 0, note="atheris is not installed")
            continue
        ended = subprocess.run(
            [
                *(sys.executable, "-m", "bench.fuzzing", parser),
                *(f"-runs={runs}", f"-max_len={LONGEST}", "-seed=1"),
                *(f"-timeout={ONE_INPUT_SECONDS}", f"-rss_limit_mb={MEMORY_MB}"),
                f"-artifact_prefix={plan.folder}/{parser}-",
            ],
            capture_output=True,
            text=True,
            check=False,
            timeout=ALL_SECONDS,
        )
        last = ended.stderr.strip().splitlines()[-1:] if ended.returncode else []
        yield Figure(name, float(ended.returncode != 0), "faults", 0, note="".join(last))
