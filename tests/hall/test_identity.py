# SPDX-License-Identifier: Apache-2.0
import copy
import hashlib
import hmac
import pickle
from dataclasses import asdict, dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import BadValueError
from hall.identity import (
    Ages,
    NumberProblem,
    Reached,
    Secret,
    age_on,
    birth_on,
    check_digit,
    digest,
    identify,
    mask_name,
    normalise,
    problem_of_number,
)
from tests.hall.samples import sample_number, texts

KEY = bytes(range(32))
TODAY = date(2026, 3, 2)
OLD = sample_number("99999919440301001")
YOUNG = sample_number("99999919920601002")
RESIDENT = sample_number("91115619800229003")
RESIDENT_2017 = "ZZZ999980022900"

births = st.dates(date(1900, 1, 1), TODAY)
valid_numbers = st.builds(
    lambda birth, order: sample_number(f"999999{birth:%Y%m%d}{order:03d}"),
    births,
    st.integers(0, 999),
)


def test_the_check_digit_of_the_published_example():
    assert check_digit("11010519491231002") == "X"


@given(valid_numbers)
def test_the_check_digit_agrees_with_another_way_to_make_it(number: str):
    assert check_digit(number[:-1]) == number[-1]
    assert problem_of_number(number) is None


@given(valid_numbers, st.integers(0, 17), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_noticed(number: str, where: int, digit: str):
    wrong = number[:where] + digit + number[where + 1 :]
    assert (problem_of_number(wrong) is None) is (wrong == number)


@given(valid_numbers, st.integers(0, 15))
def test_two_digits_that_changed_places_are_always_noticed(number: str, where: int):
    wrong = number[:where] + number[where + 1] + number[where] + number[where + 2 :]
    assert (problem_of_number(wrong) is None) is (wrong == number)


@pytest.mark.parametrize("first17", ["", "1101051949123100", "1101051949123100X", "١" * 17])
def test_a_check_digit_needs_17_digits_and_the_error_does_not_show_them(first17: str):
    with pytest.raises(BadValueError) as refused:
        check_digit(first17)
    assert not first17 or first17 not in str(refused.value)


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("", NumberProblem.LENGTH),
        (OLD[:-1], NumberProblem.LENGTH),
        (OLD + "1", NumberProblem.LENGTH),
        (RESIDENT_2017, NumberProblem.LENGTH),
        ("X" + OLD[1:], NumberProblem.CHARACTERS),
        (OLD[:-1] + "A", NumberProblem.CHARACTERS),
        (sample_number("99999919440230001"), NumberProblem.BIRTH),
        (sample_number("99999900000101001"), NumberProblem.BIRTH),
        (OLD[:-1] + ("1" if OLD[-1] == "0" else "0"), NumberProblem.CHECK_DIGIT),
        (OLD, None),
        (RESIDENT, None),
    ],
)
def test_a_typed_number_is_told_what_is_wrong_with_it(number: str, problem: NumberProblem | None):
    assert problem_of_number(number) is problem


def test_spaces_hyphens_width_and_case_do_not_matter():
    assert normalise(" 999999-1944 0301－001ｘ　") == "99999919440301001X"
    spaced = f"{OLD[:6]} {OLD[6:10]}–{OLD[10:14]} {OLD[14:]}".lower()
    assert problem_of_number(spaced) is None
    assert digest(spaced, KEY) == digest(OLD, KEY)


@pytest.mark.parametrize(
    ("number", "birth"),
    [(OLD, date(1944, 3, 1)), (RESIDENT, date(1980, 2, 29)), (RESIDENT_2017, None), ("", None)],
)
def test_the_birth_date_is_read_from_18_characters(number: str, birth: date | None):
    assert birth_on(number) == birth


@pytest.mark.parametrize(
    ("birth", "day", "years"),
    [
        (date(1956, 3, 2), TODAY, 70),
        (date(1956, 3, 3), TODAY, 69),
        (date(1956, 2, 29), date(2026, 2, 28), 69),
        (date(1956, 2, 29), date(2026, 3, 1), 70),
        (TODAY, TODAY, 0),
    ],
)
def test_an_age_is_in_full_years(birth: date, day: date, years: int):
    assert age_on(birth, day) == years


@pytest.mark.parametrize(
    ("years", "reached"),
    [
        (59, set()),
        (60, {Reached.SENIOR}),
        (65, {Reached.SENIOR, Reached.GREEN}),
        (70, {Reached.SENIOR, Reached.GREEN, Reached.VOICE}),
    ],
)
def test_the_ages_are_the_sites(years: int, reached: set[Reached]):
    assert Ages(senior=60, voice=70, green=65).reached(years) == reached


def test_a_digest_is_an_algorithm_and_128_bits_of_hmac_sha256():
    expected = hmac.new(KEY, OLD.encode(), hashlib.sha256).hexdigest()[:32]
    assert digest(OLD, KEY) == f"h1:{expected}"


@given(valid_numbers, valid_numbers, st.binary(min_size=32, max_size=32))
def test_digests_are_equal_only_for_one_person_and_one_day(one: str, other: str, key: bytes):
    assert (digest(one, key) == digest(other, key)) is (one == other)
    assert key == KEY or digest(one, key) != digest(one, KEY)
    assert one not in digest(one, key)


def test_a_short_key_is_refused():
    with pytest.raises(BadValueError) as refused:
        digest(OLD, b"short")
    assert "short" not in str(refused.value)
    assert OLD not in str(refused.value)


def test_an_unknown_algorithm_is_refused():
    with pytest.raises(BadValueError):
        digest(OLD, KEY, "h9")


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王小明", "王*明"),
        ("王明", "王*"),
        ("王", "*"),
        ("", ""),
        ("欧阳小明", "欧**明"),
        (" 𠮷田 ", "𠮷*"),
        ("阿依古丽·买买提", "阿******提"),
        ("SMITH, John Paul", "S. J. P."),
        ("Zoë-Anne", "Z. A."),
        ("émile", "É."),
        ("Ｊｏｈｎ", "Ｊ."),
    ],
)
def test_a_name_is_masked(name: str, masked: str):
    assert mask_name(name) == masked


@given(st.text(alphabet="王小明李四𠮷欧阳", min_size=2, max_size=8))
def test_a_masked_name_keeps_its_length_and_hides_the_middle(name: str):
    masked = mask_name(name)
    assert len(masked) == len(name)
    assert set(masked[1:-1]) <= {"*"}
    assert "*" in masked


def test_an_old_visitor_is_known_by_what_he_reached():
    identity = identify(Secret(OLD), "王小明", date(1944, 3, 1), key=KEY, today=TODAY, ages=Ages())
    assert identity.digest == digest(OLD, KEY)
    assert identity.masked_name == "王*明"
    assert identity.reached == set(Reached)
    assert not identity.speaks_english


def test_a_typed_number_brings_its_own_birth_date():
    identity = identify(Secret(OLD), "", None, key=KEY, today=TODAY, ages=Ages())
    assert Reached.SENIOR in identity.reached
    young = identify(Secret(YOUNG), "", None, key=KEY, today=TODAY, ages=Ages())
    assert young.reached == frozenset()


@pytest.mark.parametrize("number", [RESIDENT, RESIDENT_2017])
def test_a_foreign_permanent_resident_is_offered_english(number: str):
    identity = identify(
        Secret(number),
        "SMITH",
        None,
        key=KEY,
        today=TODAY,
        ages=Ages(),
        is_foreign_resident=True,
    )
    assert identity.speaks_english
    assert identity.masked_name == "S."


def test_a_number_without_a_birth_date_reaches_no_age():
    identity = identify(Secret(RESIDENT_2017), "SMITH", None, key=KEY, today=TODAY, ages=Ages())
    assert identity.reached == frozenset()


def test_an_identity_shows_neither_digest_nor_name():
    identity = identify(Secret(OLD), "王小明", None, key=KEY, today=TODAY, ages=Ages())
    shown = texts([identity])
    assert "senior" in shown
    for hidden in (OLD, "王", "1944", identity.digest.removeprefix("h1:")):
        assert hidden not in shown


@dataclass(frozen=True)
class Holder:
    typed: Secret


def test_a_secret_is_blank_wherever_it_could_be_seen():
    secret = Secret(OLD)
    shown = texts([secret, [secret], {"typed": secret}, Holder(secret)])
    assert OLD not in shown
    assert "Secret()" in shown
    assert secret.reveal() == OLD
    assert len(secret) == 18


@pytest.mark.parametrize(
    "leak", [pickle.dumps, copy.copy, copy.deepcopy, lambda secret: asdict(Holder(secret))]
)
def test_a_secret_is_not_copied(leak):
    with pytest.raises(TypeError) as refused:
        leak(Secret(OLD))
    assert OLD not in str(refused.value)


def test_secrets_are_equal_when_their_values_are():
    assert Secret(OLD) == Secret(OLD)
    assert Secret(OLD) != Secret(YOUNG)
    assert Secret(OLD) != OLD
    assert len({Secret(OLD), Secret(OLD), Secret(YOUNG)}) == 2
    assert not Secret()
