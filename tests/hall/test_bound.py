# SPDX-License-Identifier: Apache-2.0
import pytest

from hall.bound import calls_until_called, calls_until_put_back, overtaken_by
from hall.errors import BadValueError
from hall.place import Lane
from hall.shares import Shares

B, W, G = Lane.BOOKED, Lane.WALK_IN, Lane.GREEN
QUOTA = Shares(0.5, 0.4, 0.45)


@pytest.mark.parametrize("k", [1, 2, 8, 20])
def test_with_50_40_10_a_walk_in_is_called_within_3_375_k_and_2_calls(k: int):
    assert calls_until_called(k, W, QUOTA) == int(3.375 * k) + 2
    assert calls_until_called(k, W, QUOTA, lanes=(B, W)) == int(2.25 * k) + 1


def test_a_bound_that_is_a_whole_number_is_not_lost_by_rounding():
    # 0.1 and 0.2 have no exact float: 7 x (1 + 0.2/0.1 + 0.1/0.1) = 28.
    assert calls_until_called(7, G, Shares(0.1 + 0.1, 0.1, 0.1)) == 30
    assert overtaken_by(3, B, W, Shares(0.1, 0.3, 0.1)) == 10


def test_with_changing_weights_the_others_count_at_their_highest_and_the_own_at_its_lowest():
    lowest, highest = Shares(0.2, 0.4, 0.5), Shares(0.6, 0.8, 0.5)
    assert calls_until_called(2, W, lowest, highest) == int(2 * (1 + 1.1 / 0.4)) + 2
    assert overtaken_by(2, W, B, lowest, highest) == 4
    assert overtaken_by(2, B, G, lowest, highest) == 6


def test_each_ticket_called_out_of_its_turn_is_one_call_more():
    assert calls_until_called(4, B, QUOTA, returned=3) == calls_until_called(4, B, QUOTA) + 3


@pytest.mark.parametrize("lane", [B, W, G])
def test_in_its_own_line_nobody_overtakes_a_ticket(lane: Lane):
    assert overtaken_by(30, lane, lane, QUOTA) == 0


def test_the_put_back_are_called_after_three_others_and_those_put_back_before():
    assert calls_until_put_back() == 4
    assert calls_until_put_back(2) == 6


@pytest.mark.parametrize("k", [0, -1])
def test_a_place_in_line_counts_from_one(k: int):
    with pytest.raises(BadValueError):
        calls_until_called(k, W, QUOTA)
    with pytest.raises(BadValueError):
        overtaken_by(k, W, B, QUOTA)


def test_what_has_no_meaning_is_refused():
    with pytest.raises(BadValueError):
        calls_until_called(1, G, QUOTA, lanes=(B, W))
    with pytest.raises(BadValueError):
        calls_until_called(1, W, QUOTA, returned=-1)
    with pytest.raises(BadValueError):
        calls_until_put_back(-1)
    with pytest.raises(BadValueError):
        overtaken_by(1, Lane.EXTRA, B, QUOTA)
    with pytest.raises(BadValueError):
        overtaken_by(1, W, Lane.EXTRA, QUOTA)
