# SPDX-License-Identifier: Apache-2.0
"""The shape of what the bench prints and writes; no speeds."""

import json

from bench.figure import Figure, as_json, as_table, percentile, percentiles
from bench.syncs import syncs_of_visits

GOOD = Figure("touch, p99", 31.26, "ms", 50)
BAD = Figure("issue, p50", 4.0, "ms", 3)
PLAIN = Figure("fdatasync of 4 KB here, p50", 0.1134, "ms")
ABSENT = Figure("syncs", None, "syncs", 2, "there is no strace here")
FIGURES = (GOOD, BAD, PLAIN, ABSENT)


def test_a_figure_holds_up_to_its_goal_and_not_above():
    assert [one.holds for one in FIGURES] == [True, False, None, None]
    assert Figure("equal", 3.0, "ms", 3).holds is True


def test_json_is_a_list_of_name_value_unit_goal_and_holds():
    assert json.loads(as_json(FIGURES)) == [
        {"name": "touch, p99", "value": 31.3, "unit": "ms", "goal": 50, "holds": True},
        {"name": "issue, p50", "value": 4.0, "unit": "ms", "goal": 3, "holds": False},
        {
            "name": "fdatasync of 4 KB here, p50",
            "value": 0.113,
            "unit": "ms",
            "goal": None,
            "holds": None,
        },
        {"name": "syncs", "value": None, "unit": "syncs", "goal": 2, "holds": None},
    ]


def test_the_table_stands_in_columns_and_says_what_does_not_hold():
    assert as_table(FIGURES).splitlines() == [
        "figure                       value  unit    goal  holds",
        "touch, p99                    31.3  ms     <= 50  yes",
        "issue, p50                       4  ms      <= 3  NO",
        "fdatasync of 4 KB here, p50  0.113  ms",
        "syncs                          n/a  syncs   <= 2         there is no strace here",
    ]


def test_chinese_names_take_two_columns_a_character():
    lines = as_table((Figure("读卡", 1.0, "ms"), Figure("card", 2.0, "ms"))).splitlines()
    assert lines[1:] == ["读卡        1  ms", "card        2  ms"]


def test_a_value_that_only_rounds_to_its_goal_does_not_hold():
    shown = as_table((Figure("memory", 5.004, "%", 5),))
    assert Figure("memory", 5.004, "%", 5).holds is False
    assert "5" in shown
    assert "NO" in shown


def test_large_values_keep_their_whole_digits():
    assert Figure("ticket", 30_077.0, "bytes").to_json()["value"] == 30_077.0


def test_a_percentile_is_a_value_that_was_measured():
    values = [float(value) for value in range(1, 201)]
    assert percentile(values, 50) == 100.0
    assert percentile(values, 99) == 198.0
    assert percentile([7.0], 99) == 7.0


def test_each_percentile_is_a_figure_with_its_own_goal():
    found = list(percentiles("card", [1.0, 2.0, 3.0], "ms", {50: 150, 99: 300}))
    assert found == [
        Figure("card, p50", 2.0, "ms", 150),
        Figure("card, p99", 3.0, "ms", 300),
    ]


TRACE = r"""
7 fdatasync(6) = 0
9 write(9, "\xaa\xaa\xaa\x96\x69\x00\x03\x30\x01\x32", 10) = 10
7 fdatasync(6 <unfinished ...>
9 sendto(14, "\x10\x04\x01", 3, 0, NULL, 0) = 3
7 <... fdatasync resumed>)          = 0
7 fdatasync(6)                      = -1 EIO (Input/output error)
7 fsync(15)                         = 0
9 sendto(14, "\x1b\x40\x1d\x61\x00\x1c\x26\x1b"..., 28547, 0, NULL, 0) = 14336
7 fdatasync(6)                      = 0
9 write(9, "\xaa\xaa\xaa\x96\x69\x00\x03\x30\x01\x32", 10 <unfinished ...>
9 sendto(14, "\x1b\x40\x1d\x61\x00\x1c\x26\x1b"..., 28547, 0, NULL, 0) = 14336
"""


def test_syncs_count_when_they_return_between_the_card_and_the_job():
    assert list(syncs_of_visits(TRACE)) == [2, 0]
