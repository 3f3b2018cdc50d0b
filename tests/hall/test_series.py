# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import BadValueError
from hall.numbering import LAST_NUMBER, NumberRange
from hall.series import FIRST_ERA_ENDS, Series, numbers_of_era


def test_the_eras_of_a_series_have_all_numbers_and_no_number_twice():
    numbers = [each.number for era in range(20) for each in numbers_of_era("A", era)]
    assert numbers == list(range(1, LAST_NUMBER + 1))


@pytest.mark.parametrize(
    ("era", "first", "last"),
    [(0, 1, 4999), (1, 5000, 5999), (4, 8000, 8999), (5, 9000, 9499), (6, 9500, 9749)],
)
def test_each_restore_has_a_thousand_and_then_half_of_the_last_one(era: int, first: int, last: int):
    assert numbers_of_era("A", era) == NumberRange("A", first, last)


@given(st.lists(st.integers(0, 400), max_size=30), st.lists(st.integers(0, 400), max_size=30))
def test_what_a_lost_centre_gave_out_is_never_given_out_again(before: list[int], after: list[int]):
    lost, found = Series("A"), Series("A")
    found.begin_era()
    given_out: set[NumberRange] = set()
    for series, counts in ((lost, before), (found, after)):
        for count in counts:
            blocks = series.blocks("A", count)
            series.use(blocks)
            given_out |= {
                NumberRange("A", each.number, each.number) for one in blocks for each in one
            }
    assert len(given_out) == sum(len(one) for one in given_out)
    assert sum(one.first <= FIRST_ERA_ENDS for one in given_out) == min(
        FIRST_ERA_ENDS, sum(-(-count // 10) * 10 for count in before)
    )


def test_numbers_of_a_later_era_say_that_there_was_another_restore():
    series = Series("AC")
    series.use([NumberRange("A", 9000, 9009)])
    assert series.blocks("A", 10) == (NumberRange("A", 9010, 9019),)
    assert series.blocks("C", 10) == (NumberRange("C", 9000, 9009),)


def test_numbers_of_an_earlier_era_say_nothing():
    series = Series("A")
    series.begin_era()
    series.use([NumberRange("A", 1, 500), NumberRange("A", LAST_NUMBER + 1, LAST_NUMBER)])
    assert series.blocks("A", 1) == (NumberRange("A", 5000, 5009),)


def test_a_range_over_the_end_of_an_era_uses_it_up():
    series = Series("A")
    series.use([NumberRange("A", 1, LAST_NUMBER)])
    assert series.blocks("A", 1) == ()


def test_a_copy_counts_on_by_itself():
    series = Series("A")
    series.begin_era()
    other = series.copy()
    other.use(other.blocks("A", 10))
    assert series.blocks("A", 1) == (NumberRange("A", 5000, 5009),)
    assert other.blocks("A", 1) == (NumberRange("A", 5010, 5019),)


def test_a_letter_that_was_forgotten_is_learnt_in_the_era_that_is():
    series = Series("A")
    series.begin_era()
    with pytest.raises(BadValueError):
        series.check([NumberRange("C", 1, 10)])
    series.learn(["A", "C"])
    series.check([NumberRange("C", 1, 10)])
    assert series.blocks("C", 1) == (NumberRange("C", 5000, 5009),)
