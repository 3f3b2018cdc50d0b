# SPDX-License-Identifier: Apache-2.0
"""Kiosks that begin with copies of another one's files, taken while it stood still in its work."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.figure import Figure
from bench.plan import Plan, say
from tests.e2e.copies import Copier, Copy, moments, problems_after
from tests.e2e.harness import Hall

FIRST_SEED = 1
CUTS_OF_A_LIFE = 25


def measure(plan: Plan) -> Iterator[Figure]:
    """25 cuts, with --long 500."""
    lives = plan.count(1, 20)
    cut_at, problems = Counter[str](), 0
    for seed in range(FIRST_SEED, FIRST_SEED + lives):
        folder = plan.room(f"power-{seed}")
        draw = random.Random(seed)  # noqa: S311 - no secret
        for copy, found in _cuts(folder, draw):
            cut_at[copy.moment] += 1
            problems += len(found)
            for problem in found:
                say(f"power: seed {seed}: {problem}")
    yield Figure("power cuts", cut_at.total(), "cuts")
    for moment, times in sorted(cut_at.items()):
        yield Figure(f"of them at: {moment}", times, "cuts")
    yield Figure("numbers lost or double, files unsound, after a cut", problems, "problems", 0)


def _cuts(folder: Path, draw: random.Random) -> Iterator[tuple[Copy, list[str]]]:
    """One life of a kiosk: each of its cuts, and what was wrong after it."""
    with Hall(folder, is_forked=True) as hall:
        copier = Copier(hall, draw)
        copies = [copier.copy_at(moment) for moment in moments(draw, CUTS_OF_A_LIFE)]
    for copy in copies:
        yield copy, problems_after(copy, visitor_no=len(copies) + 1)
