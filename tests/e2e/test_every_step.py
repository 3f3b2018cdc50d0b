# SPDX-License-Identifier: Apache-2.0
"""Killed by strace at every sync, every send and the writes that matter of a visit."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import pytest

from hall.ids import TicketId
from tests.e2e.harness import Hall
from tests.e2e.killer import Killer
from tests.e2e.records import Records
from tests.e2e.tracing import killed_at, read_trace, traced

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

STEPS = ("pwrite64", "fdatasync", "sendto")
"""Writes and syncs of the database, bytes to the printer; nothing else of a visit lasts."""
SMALL_COMMIT = 4
"""Writes of `print_started` and of `print_ended`: a header and a page, twice."""
FEWEST_KILLS = 20
NOTHING, ISSUED, BEGUN, PROVEN = "nothing", "issued", "begun", "proven"


@pytest.fixture
def killer(tmp_path: Path) -> Iterator[Killer]:
    with Hall(tmp_path, is_forked=True) as hall:
        yield Killer(hall)


def test_no_step_of_a_visit_is_a_wrong_one_to_die_at(
    killer: Killer, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    left_behind = set()
    for step, number in steps_of_a_visit(killer, tmp_path):
        known = killer.records.issued
        visit_with_a_blow(killer, step, number)
        left_behind.add(state_of_a_new_ticket(killer.records, known))
    assert left_behind == {NOTHING, ISSUED, BEGUN, PROVEN}
    assert killer.killed_at.total() >= FEWEST_KILLS
    record_property("figures", killer.finish())


def steps_of_a_visit(killer: Killer, folder: Path) -> Iterator[tuple[str, int]]:
    """Each step of a visit that nobody disturbs; of the many writes of the first commit only some."""
    killer.start()
    killer.hall.confirmed_visit(killer.next_person())  # the first one writes more
    killer.hall.lay_nothing()
    with traced(killer.hall.kiosk, folder, ",".join(STEPS)) as trace:
        killer.hall.reader.lay(killer.next_person().card)
        killer.hall.kiosk.wait_for("print ended", times=2)
    killer.strike("no step")
    made = Counter(call.name for call in read_trace(trace.read_text().splitlines()))
    assert set(made) == set(STEPS)
    for step in STEPS:
        first_commit = made[step] - 2 * SMALL_COMMIT
        left_out = set(range(3, first_commit - 2)) if step == "pwrite64" else set()
        left_out -= {first_commit // 2}
        yield from ((step, number) for number in range(1, made[step] + 1) if number not in left_out)


def visit_with_a_blow(killer: Killer, step: str, number: int) -> None:
    """A visit that dies, if it comes to it, at its so-manieth step of that kind."""
    killer.start()
    ended_before = killer.hall.kiosk.count("print ended")
    with killed_at(killer.hall.kiosk, step, number):
        killer.hall.reader.lay(killer.next_person().card)
        is_over = killer.hall.kiosk.says("print ended", times=ended_before + 1)
    killer.strike(f"no more {step}" if is_over else step)


def state_of_a_new_ticket(records: Records, known: Collection[TicketId]) -> str:
    """How far the last visit had come."""
    new = [ticket_id for ticket_id in records.issued if ticket_id not in known]
    if not new:
        return NOTHING
    if new[-1] in records.proven:
        return PROVEN
    return BEGUN if new[-1] in records.starts else ISSUED
