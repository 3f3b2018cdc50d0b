# SPDX-License-Identifier: Apache-2.0
"""Many simulated days of one scenario under one calling order, measured together."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from hall.place import Lane
from tests.simulation.fairness.absences import draw_absences, seeded_absences
from tests.simulation.fairness.audit import Audit
from tests.simulation.fairness.draws import draw_day, seeded
from tests.simulation.fairness.findings import Findings
from tests.simulation.fairness.measures import Measures, passed_by_own_line
from tests.simulation.fairness.orders import Order
from tests.simulation.fairness.run import Happened, run, run_with_absences
from tests.simulation.fairness.scenarios import Group
from tests.simulation.fairness.turns import TurnByShare
from tests.simulation.fairness.visitors import Day
from tests.simulation.fairness.worlds import MODEL, World

REPLICATIONS = 300
"""As many days as the published figures come from."""

Numbered = tuple[int, int, Day]
"""The replication, the group's number and its day."""


@dataclass(slots=True)
class Outcome:
    """What many days of the hall's rule gave.

    Attributes:
        tickets: all that were given.
        passed_in_line: booked called after one of their own line who checked in after their S-10.
        kinds: how many tickets came late inside their slot, were extra or on standby.
    """

    measures: Measures = field(default_factory=Measures)
    findings: Findings = field(default_factory=Findings)
    tickets: int = 0
    refused: Counter[Lane] = field(default_factory=Counter)
    passed_in_line: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, happened: Happened) -> None:
        """One more day."""
        day = happened.day
        self.measures.add(happened)
        self.tickets += len(day.visitors)
        self.refused.update(day.refused)
        self.passed_in_line += passed_by_own_line(happened)
        for visitor in day.visitors:
            if visitor.is_late:
                self.kinds["late"] += 1
            if visitor.is_extra:
                self.kinds["extra"] += 1
            if visitor.is_standby:
                self.kinds["standby"] += 1


def drawn(groups: Sequence[Group], replications: int, world: World = MODEL) -> Iterator[Numbered]:
    """The days, each group's own."""
    for replication in range(replications):
        for number, group in enumerate(groups):
            yield replication, number, draw_day(group, seeded(replication, number), world)


def compare(days: Iterable[Numbered], order: Callable[[], Order]) -> Measures:
    """The days under another calling order."""
    measures = Measures()
    for _, _, day in days:
        measures.add(run(day, order()))
    return measures


def turn_by_share(
    days: Iterable[Numbered], *, has_absences: bool = False, is_capped: bool = True
) -> Outcome:
    """The days under the hall's rule, every call held against the bounds."""
    outcome = Outcome()
    for replication, number, day in days:
        turns = TurnByShare(day, is_capped=is_capped)
        audit = Audit(turns, turns.lowest, turns.highest, outcome.findings)
        if has_absences:
            absences = draw_absences(day, seeded_absences(replication, number))
            happened = run_with_absences(day, audit, absences)
        else:
            happened = run(day, audit)
        audit.close()
        outcome.add(happened)
    return outcome
