# SPDX-License-Identifier: Apache-2.0
from datetime import timedelta

from hall.numbering import NumberRange
from hall.own_numbers import OwnNumbers
from tests.hall.samples import MONDAY


def test_ranges_are_told_with_their_day_in_the_order_in_which_they_were_granted():
    numbers, tuesday = OwnNumbers(), MONDAY + timedelta(days=1)
    first, second, other = NumberRange("A", 1, 10), NumberRange("A", 31, 40), NumberRange("C", 1, 5)
    numbers.add(MONDAY, [first, NumberRange("A", 1, 3, is_booked=True)])
    numbers.add(tuesday, [other])
    numbers.add(MONDAY, [second])
    assert list(numbers) == [(MONDAY, first), (MONDAY, second), (tuesday, other)]
