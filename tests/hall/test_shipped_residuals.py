# SPDX-License-Identifier: Apache-2.0
from hall.line import LANES
from hall.shipped_residuals import SHIPPED


def test_every_line_has_a_shipped_table_and_it_says_so():
    assert set(SHIPPED) == set(LANES)
    assert all(table.is_shipped for table in SHIPPED.values())


def test_no_shipped_range_is_upside_down_or_only_one_number_for_a_wait():
    for table in SHIPPED.values():
        for each in table.bins:
            assert each.low <= each.middle <= each.high
        assert all(each.low < each.high for each in table.bins if each.begins > 0)
