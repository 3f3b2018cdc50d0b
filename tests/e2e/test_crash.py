# SPDX-License-Identifier: Apache-2.0
"""Killed again and again between card and paper, on one state folder (rules.md 3: point 2, I1, I2, I5)."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.devices import JOB
from tests.e2e.harness import Hall
from tests.e2e.killer import Killer, pause
from tests.e2e.moments import MOMENTS, Moment

KILLS = 50
WHILE_STARTING = 5
LONGEST_START = 0.6
KILLS_IN_PICTURES = 8
SLOW_SECONDS = 0.2

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


@pytest.fixture
def draw(record_property: Callable[[str, object], None]) -> random.Random:
    """Another one every time; pytest's `--randomly-seed=N` brings it back."""
    seed = random.getrandbits(32)
    record_property("seed", seed)
    return random.Random(seed)  # noqa: S311 - no secret


def plan(draw: random.Random) -> list[Moment | None]:
    """Every moment about as often, in any order; None is while starting with a ticket owed."""
    moments: list[Moment | None] = [
        MOMENTS[count % len(MOMENTS)] for count in range(KILLS - WHILE_STARTING)
    ]
    draw.shuffle(moments)
    for _ in range(WHILE_STARTING):
        leaves_debts = [at for at, each in enumerate(moments) if each and each.leaves_a_debt]
        moments.insert(draw.choice(leaves_debts) + 1, None)
    return moments


def kill_at(killer: Killer, moment: Moment, draw: random.Random) -> None:
    killer.start()
    moment.comes(killer.hall, killer.next_person())
    pause(draw.uniform(0, moment.longest_delay))
    killer.strike(moment.name)


def kill_while_starting(killer: Killer, draw: random.Random) -> None:
    killer.hall.launch().wait_for("first frame")
    pause(draw.uniform(0, LONGEST_START))
    killer.strike("starting")


def test_fifty_kills_leave_no_number_twice_and_no_paper_without_a_record(
    tmp_path: Path, draw: random.Random, record_property: Callable[[str, object], None]
) -> None:
    with Hall(tmp_path, is_forked=True) as hall:
        killer = Killer(hall)
        for moment in plan(draw):
            if moment is None:
                kill_while_starting(killer, draw)
            else:
                kill_at(killer, moment, draw)
        figures = killer.finish()
    record_property("figures", figures)
    assert killer.killed_at.total() == KILLS
    assert killer.owed, "nothing was ever left to be printed after a start"


def test_a_picture_cut_short_by_a_kill_is_never_glued_to_the_next_ticket(
    tmp_path: Path, draw: random.Random, record_property: Callable[[str, object], None]
) -> None:
    with Hall(tmp_path, mode="raster", is_forked=True) as hall:
        killer = Killer(hall)
        size = picture_bytes(killer)
        cuts = [draw.randrange(size) for _ in range(KILLS_IN_PICTURES)]
        for cut in cuts:
            killer.start()
            hall.printer.freeze_in_job(cut)
            hall.reader.lay(killer.next_person().card)
            assert hall.printer.waits_until(lambda: hall.printer.manner.is_stuck), (cut, size)
            killer.strike("picture")
        figures = killer.finish()
    record_property("figures", f"{figures}; cut at {cuts} of {size}")


def picture_bytes(killer: Killer) -> int:
    """How long the picture of a ticket is at least: all differ by their number and their time."""
    killer.start()
    killer.hall.confirmed_visit(killer.next_person())
    received = killer.hall.printer.received
    size = len(received) - received.rfind(JOB)
    killer.hall.kiosk.kill()
    return size


def test_a_number_older_than_two_minutes_is_told_and_not_printed(tmp_path: Path) -> None:
    with Hall(tmp_path, is_forked=True) as hall:
        killer = Killer(hall)
        killer.start()
        hall.printer.manner.answer_seconds = SLOW_SECONDS
        hall.visit(killer.next_person())
        killer.strike("issued")
        assert killer.records.numbers(killer.owing) == ["A001"]
        assert "A001" in hall.welcome(minutes_ahead=3)
        assert not hall.records().starts
        assert not hall.printer.tickets
