# SPDX-License-Identifier: Apache-2.0
"""A day of 2,000 numbers at a kiosk whose paper ends, whose printer falls silent, whose power fails."""

import logging
from collections import Counter
from collections.abc import Iterator

from bench.figure import Figure
from bench.plan import Plan
from tests.simulation.papers.day import PaperDay
from tests.simulation.papers.judge import broken

VISITORS = 2000
FIRST_SEED = 100_000
"""Other days than those of the tests."""


def measure(plan: Plan) -> Iterator[Figure]:
    """A day, with --long ten; every other one with a printer that drops nothing when told to."""
    happened, wrong, pieces = Counter[str](), 0, 0
    days = plan.count(1, 10)
    logging.disable(logging.WARNING)  # of such a day there is much to say
    try:
        for number in range(days):
            folder = plan.folder / f"papers-{number}"
            folder.mkdir()
            with PaperDay(FIRST_SEED + number, folder, knows_clear=number % 2 == 0) as day:
                day.run(VISITORS)
                listed = [str(each.ticket.number) for each in day.listed()]
                wrong += len(broken(day.press.pieces, day.entries(), listed))
                happened += day.happened
                pieces += len(day.press.pieces)
    finally:
        logging.disable(logging.NOTSET)
    yield Figure("visitors", days * VISITORS, "visitors")
    yield Figure("pieces of paper", pieces, "pieces")
    for what in ("power cut", "paper ends", "no paper", "cover", "mute", "deaf", "unplugged"):
        yield Figure(f"in them: {what}", happened[what], "times")
    yield Figure("numbers lost, printed first twice, or told wrongly", wrong, "numbers", 0)
