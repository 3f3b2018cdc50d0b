# SPDX-License-Identifier: Apache-2.0
"""Text blocks of the four kinds of card; every person here is invented."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.card_reader.abstract import CardData, CardKind
from drivers.card_reader.codec import (
    LAYOUTS,
    build_text_block,
    parse_text_block,
)
from drivers.card_reader.documents import check_digit, is_card_number
from drivers.card_reader.errors import CardReaderError, CardReaderReason

OLD_RESIDENT_NUMBER = "XXA999980050600"


def number(first_17: str) -> str:
    return first_17 + check_digit(first_17)


def citizen(**texts: str) -> bytes:
    known = {"name": "李秀兰", "number": number("99999919560101000"), "birth": "19560101"}
    return build_text_block(CardKind.CITIZEN, {**known, **texts})


def outcome_of(block: bytes) -> CardData | CardReaderReason:
    try:
        return parse_text_block(block)
    except CardReaderError as error:
        return error.reason


@pytest.mark.parametrize("kind", LAYOUTS)
def test_the_tables_fill_the_block_and_keep_the_flag_at_248(kind: CardKind) -> None:
    layout = LAYOUTS[kind]

    assert max(place.stop for place in layout.values()) == 256
    assert layout["flag"] == slice(248, 250)


@pytest.mark.parametrize(
    ("kind", "name", "place"),
    [
        (CardKind.CITIZEN, "ethnic_group", (32, 36)),
        (CardKind.CITIZEN, "address", (52, 122)),
        (CardKind.CITIZEN, "number", (122, 158)),
        (CardKind.CITIZEN, "valid_to", (204, 220)),
        (CardKind.RESIDENCE_PERMIT, "travel_permit_number", (220, 238)),
        (CardKind.RESIDENCE_PERMIT, "times_issued", (238, 242)),
        (CardKind.FOREIGN_RESIDENT_2017, "number", (122, 152)),
        (CardKind.FOREIGN_RESIDENT_2017, "name", (158, 188)),
        (CardKind.FOREIGN_RESIDENT_2017, "birth", (220, 236)),
        (CardKind.FOREIGN_RESIDENT_2017, "authority_code", (240, 248)),
        (CardKind.FOREIGN_RESIDENT_2023, "birth", (36, 52)),
        (CardKind.FOREIGN_RESIDENT_2023, "number", (122, 158)),
        (CardKind.FOREIGN_RESIDENT_2023, "english_name_rest", (220, 242)),
        (CardKind.FOREIGN_RESIDENT_2023, "old_number_link", (250, 256)),
    ],
)
def test_fields_lie_where_the_published_tables_put_them(
    kind: CardKind, name: str, place: tuple[int, int]
) -> None:
    assert LAYOUTS[kind][name] == slice(*place)


def test_a_citizens_card_is_read() -> None:
    block = citizen(sex="2", address="示例路1号", authority="示例市公安局", valid_to="长期")

    assert parse_text_block(block) == CardData(
        CardKind.CITIZEN, number("99999919560101000"), "李秀兰", "", date(1956, 1, 1)
    )


def test_a_residence_permit_is_read() -> None:
    block = build_text_block(
        CardKind.RESIDENCE_PERMIT,
        {"name": "陳怡君", "number": number("83000019920304000"), "birth": "19920304"},
    )

    assert parse_text_block(block) == CardData(
        CardKind.RESIDENCE_PERMIT, number("83000019920304000"), "陳怡君", "", date(1992, 3, 4)
    )


def test_a_foreign_residents_card_of_2017_is_read() -> None:
    texts = {
        "name": "安雅",
        "english_name": "SAMPLE, ANYA MARIA",
        "number": OLD_RESIDENT_NUMBER,
        "birth": "19800506",
    }

    assert parse_text_block(build_text_block(CardKind.FOREIGN_RESIDENT_2017, texts)) == CardData(
        CardKind.FOREIGN_RESIDENT_2017,
        OLD_RESIDENT_NUMBER,
        "安雅",
        "SAMPLE, ANYA MARIA",
        date(1980, 5, 6),
    )


def test_a_foreign_residents_card_of_2023_is_read_with_both_halves_of_a_long_name() -> None:
    long_name = "SAMPLE-OF-A-VERY-LONG-FAMILY-NAME, ANYA MARIA"
    texts = {
        "english_name": long_name[:35],
        "english_name_rest": long_name[35:],
        "number": number("90099919800506000"),
        "birth": "19800506",
    }

    data = parse_text_block(build_text_block(CardKind.FOREIGN_RESIDENT_2023, texts))

    assert (data.kind, data.name, data.english_name) == (
        CardKind.FOREIGN_RESIDENT_2023,
        "",
        long_name,
    )


def test_a_name_that_breaks_at_a_blank_keeps_it() -> None:
    texts = {
        "english_name": "S" * 34 + " ",
        "english_name_rest": "ANYA",
        "number": number("90099919800506000"),
    }

    data = parse_text_block(build_text_block(CardKind.FOREIGN_RESIDENT_2023, texts))

    assert data.english_name == "S" * 34 + " ANYA"


@pytest.mark.parametrize("name", ["𠮷", "周𠮷㐂", "㐂", "\ue863", "阿卜杜拉·买买提"])
def test_rare_names_come_out_as_they_are_on_the_card(name: str) -> None:
    assert parse_text_block(citizen(name=name)).name == name


def test_half_a_rare_character_at_the_end_of_the_field_does_not_break_the_text() -> None:
    block = bytearray(citizen(name="一" * 14 + "二"))
    block[28:30] = "𠮷".encode("utf-16-le")[:2]

    name = parse_text_block(bytes(block)).name

    assert name == "一" * 14 + "\ufffd"
    name.encode()


def test_padding_with_zeros_and_control_characters_are_dropped_from_a_name() -> None:
    assert parse_text_block(citizen(name="王\x1b@\n\u202e明\0\0")).name == "王@明"


def test_any_unknown_flag_means_a_citizen() -> None:
    block = bytearray(citizen())
    block[248:250] = "Q".encode("utf-16-le")

    assert parse_text_block(bytes(block)).kind is CardKind.CITIZEN


@pytest.mark.parametrize(
    "birth", ["", "19560230", "1956-1-1", "00000000", "195601", "１９５６０１０１"]
)
def test_a_birth_that_is_no_day_leaves_the_age_unknown_and_the_card_good(birth: str) -> None:
    assert parse_text_block(citizen(birth=birth)).birth_on is None


@pytest.mark.parametrize("size", [0, 255, 257, 1024])
def test_a_block_of_another_size_is_no_known_card(size: int) -> None:
    with pytest.raises(CardReaderError) as caught:
        parse_text_block(bytes(size))
    assert caught.value.reason is CardReaderReason.CARD_NOT_SUPPORTED


def test_a_wrong_number_is_refused_without_being_repeated_anywhere() -> None:
    wrong = "999999195601010001"
    assert not is_card_number(CardKind.CITIZEN, wrong)

    with pytest.raises(CardReaderError) as caught:
        parse_text_block(citizen(number=wrong))

    assert caught.value.reason is CardReaderReason.CARD_NOT_SUPPORTED
    assert wrong not in f"{caught.value} {caught.value!r} {dict(caught.value.fields)}"


@pytest.mark.parametrize(
    ("first_17", "digit"),
    [("11010519491231002", "X"), ("99999919560101000", "3"), ("83000019920304000", "9")],
)
def test_the_check_digit_follows_the_standard(first_17: str, digit: str) -> None:
    assert check_digit(first_17) == digit


@given(st.text("0123456789", min_size=17, max_size=17))
def test_a_whole_number_leaves_one_by_the_other_formula_of_the_standard(first_17: str) -> None:
    digits = [*map(int, first_17), "0123456789X".index(check_digit(first_17))]

    assert sum(digit * 2 ** (17 - place) for place, digit in enumerate(digits)) % 11 == 1


@pytest.mark.parametrize(
    ("kind", "card_number", "is_good"),
    [
        (CardKind.CITIZEN, "11010519491231002X", True),
        (CardKind.CITIZEN, "11010519491231002x", False),
        (CardKind.CITIZEN, "110105194912310021", False),
        (CardKind.CITIZEN, "1101051949123100", False),
        (CardKind.CITIZEN, "１１０１０５１９４９１２３１００２X", False),
        (CardKind.CITIZEN, "", False),
        (CardKind.FOREIGN_RESIDENT_2017, "XXA999980050600", True),
        (CardKind.FOREIGN_RESIDENT_2017, "XXA99998005060", False),
        (CardKind.FOREIGN_RESIDENT_2017, "110105194912310", False),
        (CardKind.FOREIGN_RESIDENT_2023, "11010519491231002X", False),
    ],
)
def test_numbers_are_checked_by_the_rule_of_their_document(
    kind: CardKind, card_number: str, *, is_good: bool
) -> None:
    assert is_card_number(kind, card_number) is is_good


def test_a_text_that_is_too_long_is_not_cut_in_silence() -> None:
    with pytest.raises(ValueError, match="name"):
        citizen(name="一" * 16)


def test_a_card_shows_only_its_kind() -> None:
    assert repr(parse_text_block(citizen())) == "CardData(kind=<CardKind.CITIZEN: 'citizen'>)"


@given(st.binary(min_size=256, max_size=256) | st.binary(max_size=300))
def test_any_block_is_either_a_card_or_a_card_that_is_not_supported(block: bytes) -> None:
    outcome = outcome_of(block)

    assert isinstance(outcome, CardData) or outcome is CardReaderReason.CARD_NOT_SUPPORTED


@given(
    place=st.integers(0, 255),
    value=st.integers(0, 255),
    kind=st.sampled_from(list(LAYOUTS)),
)
def test_a_block_with_one_changed_byte_never_breaks_the_text(
    place: int, value: int, kind: CardKind
) -> None:
    numbers = {
        CardKind.CITIZEN: number("99999919560101000"),
        CardKind.RESIDENCE_PERMIT: number("83000019920304000"),
        CardKind.FOREIGN_RESIDENT_2017: OLD_RESIDENT_NUMBER,
        CardKind.FOREIGN_RESIDENT_2023: number("90099919800506000"),
    }
    block = bytearray(build_text_block(kind, {"name": "周𠮷㐂", "number": numbers[kind]}))
    block[place] = value

    outcome = outcome_of(bytes(block))

    if isinstance(outcome, CardData):
        (outcome.name + outcome.english_name).encode()
    else:
        assert outcome is CardReaderReason.CARD_NOT_SUPPORTED
