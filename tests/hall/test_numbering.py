# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import BadValueError, NoNumberLeftError
from hall.numbering import (
    BLOCK,
    LETTERS,
    NumberRange,
    NumberStyle,
    TicketNumber,
    blocks_to_grant,
)

numbers = st.builds(TicketNumber, st.sampled_from(LETTERS), st.integers(1, 9999), st.booleans())


@pytest.mark.parametrize(
    ("number", "text", "digits"),
    [
        (TicketNumber("A", 23), "A023", "11023"),
        (TicketNumber("A", 999), "A999", "11999"),
        (TicketNumber("A", 1000), "A1000", "111000"),
        (TicketNumber("X", 7), "X007", "29007"),
        (TicketNumber("A", 12, is_booked=True), "YA012", "51012"),
    ],
)
def test_a_number_is_written_with_three_digits_and_a_fourth_beyond_999(
    number: TicketNumber, text: str, digits: str
):
    assert str(number) == text
    assert number.text(NumberStyle.DIGITS) == digits


def test_a_number_is_read_aloud_piece_by_piece():
    assert TicketNumber("A", 23).spoken() == ("A", "0", "2", "3")
    assert TicketNumber("A", 23).spoken(NumberStyle.DIGITS) == ("1", "1", "0", "2", "3")


@given(numbers, numbers, st.sampled_from(NumberStyle))
def test_no_two_numbers_are_written_alike(
    one: TicketNumber, other: TicketNumber, style: NumberStyle
):
    assert (one.text(style) == other.text(style)) is (one == other)


@given(numbers)
def test_a_written_number_is_read_back(number: TicketNumber):
    assert TicketNumber.parse(str(number)) == number


@pytest.mark.parametrize("text", ["", "A23", "A0023", "A000", "B001", "YYA001", "A001 ", "A٠٠١"])
def test_something_else_is_not_read_as_a_number(text: str):
    with pytest.raises(BadValueError):
        TicketNumber.parse(text)


@pytest.mark.parametrize("letter", ["B", "I", "Y", "a", "", "AC", "1"])
def test_letters_that_could_be_mistaken_are_refused(letter: str):
    with pytest.raises(BadValueError):
        TicketNumber(letter, 1)


@pytest.mark.parametrize("number", [0, -1, 10_000])
def test_numbers_run_from_1_to_9999(number: int):
    with pytest.raises(BadValueError):
        TicketNumber("A", number)


def test_the_letters_are_the_nineteen_of_the_rules():
    assert " ".join(LETTERS) == "A C D E F G H J K L M N P R T U V W X"


@given(st.integers(1, 9990), st.integers(0, 9))
def test_a_range_gives_each_number_once_and_in_order(first: int, more: int):
    left = NumberRange("C", first, first + more)
    expected = list(left)
    taken = []
    while left:
        number, left = left.take()
        taken.append(number)
    assert taken == expected
    assert len(taken) == more + 1
    with pytest.raises(NoNumberLeftError) as refused:
        left.take()
    assert refused.value.fields == {"series": "C"}


def test_a_range_of_booked_numbers_gives_booked_numbers():
    number, left = NumberRange("C", 1, 2, is_booked=True).take()
    assert (str(number), str(next(iter(left)))) == ("YC001", "YC002")


@pytest.mark.parametrize(("first", "last"), [(0, 9), (5, 3), (1, 10_000), (10_001, 10_000)])
def test_a_range_outside_the_series_is_refused(first: int, last: int):
    with pytest.raises(BadValueError):
        NumberRange("A", first, last)


def test_a_range_has_a_letter_that_is_allowed():
    with pytest.raises(BadValueError):
        NumberRange("B", 1, 2)


def test_the_centre_hands_out_blocks_of_ten_and_none_twice():
    first, left = NumberRange.series("A").next_block()
    second, left = left.next_block()
    assert [str(number) for number in (*first, *second)] == [f"A{n:03d}" for n in range(1, 21)]
    assert left.first == 21


def test_a_series_goes_on_with_four_digits_and_ends_with_a_short_block():
    _, left = NumberRange.series("A").next_block(990)
    block, _ = left.next_block()
    assert [str(number) for number in block][-2:] == ["A999", "A1000"]
    last, nothing = NumberRange("A", 9991, 9999).next_block()
    assert len(last) == 9
    with pytest.raises(NoNumberLeftError):
        nothing.next_block()


def test_booked_numbers_are_a_series_of_their_own():
    number, _ = NumberRange.series("A", is_booked=True).take()
    assert str(number) == "YA001"


@given(st.lists(st.integers(1, 2000), max_size=12))
def test_blocks_never_share_a_number_and_leave_none_between_them(counts: list[int]):
    left = NumberRange.series("C")
    handed: list[int] = []
    for count in counts:
        if not left:
            break
        block, left = left.next_block(count)
        handed += [number.number for number in block]
    assert handed == list(range(1, len(handed) + 1))
    assert len(handed) + len(left) == 9999


@pytest.mark.parametrize("count", [0, -1])
def test_a_block_has_a_number_at_least(count: int):
    with pytest.raises(BadValueError):
        NumberRange.series("A").next_block(count)


@pytest.mark.parametrize(
    ("held", "forecast", "blocks"),
    [
        (0, 40, 6),
        (0, 0, 1),
        (1, 0, 0),
        (10, 20, 2),
        (30, 20, 0),
        (31, 20, 0),
        (29, 20, 1),
        (0, 0.1, 1),
    ],
)
def test_a_kiosk_holds_numbers_for_one_and_a_half_times_the_forecast(
    held: int, forecast: float, blocks: int
):
    assert blocks_to_grant(held, forecast) == blocks


@given(st.integers(0, 500), st.integers(0, 500))
def test_a_kiosk_has_enough_numbers_and_not_a_block_too_many(held: int, forecast: int):
    blocks = blocks_to_grant(held, forecast)
    wanted = max(1, 1.5 * forecast)
    assert held + blocks * BLOCK >= wanted
    assert blocks == 0 or held + (blocks - 1) * BLOCK < wanted


@pytest.mark.parametrize(("held", "forecast"), [(-1, 1), (1, -1), (1, float("nan"))])
def test_an_impossible_stock_is_refused(held: int, forecast: float):
    with pytest.raises(BadValueError):
        blocks_to_grant(held, forecast)
