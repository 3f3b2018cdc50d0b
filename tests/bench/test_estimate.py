# SPDX-License-Identifier: Apache-2.0
from bench.estimate import SHIPPED_DAYS, SHIPPED_FILE, as_module
from hall.shipped_residuals import SHIPPED
from tests.simulation.estimate.observed import LANES, PUBLISHED


def test_the_shipped_table_is_as_the_bench_writes_it() -> None:
    assert as_module(SHIPPED) == SHIPPED_FILE.read_text(encoding="utf-8")


def test_every_lane_has_a_shipped_table_and_each_is_marked() -> None:
    assert set(SHIPPED) == set(LANES)
    assert all(table.is_shipped for table in SHIPPED.values())


def test_it_is_not_made_from_the_days_it_is_measured_on() -> None:
    assert not set(SHIPPED_DAYS) & set(PUBLISHED)
