# SPDX-License-Identifier: Apache-2.0
"""One worked day as data for a picture: every ticket, and how many wait in each line when."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hall.place import Lane
from tests.simulation.fairness.draws import draw_day, seeded
from tests.simulation.fairness.run import run
from tests.simulation.fairness.scenarios import SCENARIOS, Steps, open_at
from tests.simulation.fairness.turns import TurnByShare
from tests.simulation.fairness.worlds import MODEL, World


@dataclass(frozen=True, slots=True)
class DrawnTicket:
    """One ticket; minutes after the opening at 09:00. `slot_start` is None but for the booked."""

    lane: Lane
    checked_in: float
    called: float
    finished: float
    slot_start: float | None


@dataclass(frozen=True, slots=True)
class WorkedDay:
    """A day of one pool under the hall's rule.

    Attributes:
        tickets: by checking in.
        counters: from which minute on how many are open.
        step: minutes between two columns of `waiting`.
        waiting: how many wait in each line, early booked ones too, every `step` minutes from 0.
    """

    tickets: Sequence[DrawnTicket]
    counters: Steps
    step: int
    waiting: Mapping[Lane, Sequence[int]]

    def open_counters(self, minute: float) -> int:
        """How many counters are open then."""
        return open_at(self.counters, minute)


def worked_day(
    scenario: str = "lunch3of15",
    *,
    replication: int = 0,
    group: int = 0,
    world: World = MODEL,
    step: int = 5,
) -> WorkedDay:
    """The same day every time; `scenario` is a name of SCENARIOS."""
    drawn = SCENARIOS[scenario][group]
    day = draw_day(drawn, seeded(replication, group), world)
    happened = run(day, TurnByShare(day))
    tickets = [
        DrawnTicket(
            visitor.lane,
            visitor.checked_in,
            called,
            happened.finished[visitor.order],
            visitor.slot_start if visitor.lane is Lane.BOOKED else None,
        )
        for visitor, called in zip(day.visitors, happened.called, strict=True)
        if called is not None
    ]
    return WorkedDay(tickets, drawn.actual, step, _waiting(tickets, step))


def _waiting(tickets: Sequence[DrawnTicket], step: int) -> Mapping[Lane, Sequence[int]]:
    lanes = (Lane.BOOKED, Lane.WALK_IN, Lane.GREEN)
    end = max(ticket.called for ticket in tickets)
    columns = [Counter[Lane]() for _ in range(int(end // step) + 2)]
    for ticket in tickets:
        for number in range(int(ticket.checked_in // step), int(ticket.called // step) + 1):
            if ticket.checked_in <= number * step < ticket.called:
                columns[number][ticket.lane] += 1
    return {lane: [column[lane] for column in columns] for lane in lanes}
