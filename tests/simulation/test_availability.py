# SPDX-License-Identifier: Apache-2.0
"""Who comes to a hall whose lines are cut for two hours gets a number (rules.md 3)."""

import pytest

from tests.simulation.availability.many_days import Cut, Knowledge, World, many_days

DAYS = 20
GOAL = 94.0
"""Percent of the walk-ins at four kiosks of which each is alone."""

pytestmark = pytest.mark.timeout(180)


def test_four_kiosks_alone_serve_nearly_everybody() -> None:
    """With what a centre knows and what is shipped: a place of the next two hours will do."""
    found = many_days(World(slots_ahead=4, knowledge=Knowledge.DAYS_BEFORE), DAYS)
    assert found.availability >= GOAL


def test_nobody_who_is_online_goes_away_because_the_places_lie_elsewhere() -> None:
    found = many_days(World(slots_ahead=4, cut=Cut.NONE), 3)
    assert found.availability == 100
