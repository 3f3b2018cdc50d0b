# SPDX-License-Identifier: Apache-2.0
"""One centre, four kiosks, a booking platform, staff; everything between them fails, and everything dies.

The schedule comes of the seed. Afterwards I1 to I9 hold over what is on the disks (rules.md 3).
"""

from pathlib import Path

import pytest

from tests.cluster import NoPostgresError
from tests.e2e.fire.burn import Burnt, burn, burn_on_postgresql
from tests.e2e.fire.proxy import Fault

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300), pytest.mark.usefixtures("caplog")]

SEED = 20260302
ROWS_FOR_A_PAPER = 12
"""At most; six are usual, with three of the ticket's own."""


def check(burnt: Burnt) -> None:
    assert burnt.problems == [], burnt.said
    assert burnt.papers > 100, burnt.counts
    # Places that are sent to and fro without end would make many more.
    assert burnt.rows < ROWS_FOR_A_PAPER * burnt.papers
    assert all(burnt.faults[fault] for fault in Fault), burnt.faults
    assert burnt.counts["kiosk killed"] == 6
    assert burnt.counts["centre killed"] == 2


def test_a_hall_on_sqlite_survives_everything(tmp_path: Path) -> None:
    """With clerks at their counters, a manager, and two processes of the centre."""
    burnt = burn(tmp_path, SEED, processes=2, is_staffed=True)
    check(burnt)
    assert burnt.counts["finish"] > 20, burnt.counts
    manager = ("stopped", "suspended", "extras")
    at_kiosks = ("extra given", "error.issue.no_extra", "stopped here")
    assert all(burnt.counts[what] for what in (*manager, *at_kiosks)), burnt.counts


def test_a_hall_on_postgresql_survives_the_death_of_the_database_too(tmp_path: Path) -> None:
    try:
        burnt = burn_on_postgresql(tmp_path, SEED)
    except NoPostgresError as error:
        pytest.skip(str(error))
    check(burnt)
    assert burnt.counts["database killed"] == 1
