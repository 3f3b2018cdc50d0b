# SPDX-License-Identifier: Apache-2.0
"""The programs of the chip cards, against cards that are only a table of answers."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.card_reader.abstract import CardData, CardKind
from drivers.card_reader.cards import read_card, social_security, taiwan_health
from drivers.card_reader.cards.apdu import MOST_PARTS, Talk
from drivers.card_reader.errors import CardReaderError, CardReaderReason
from tests.emulators.pcsc_card import (
    DONE,
    READ_PROFILE,
    SELECT_HEALTH,
    SELECT_HOLDER,
    SELECT_SYSTEM,
    ChipCard,
    record,
    social_security_card,
    taiwan_health_card,
)

NUMBER = "11010519491231002X"
READ_NUMBER = bytes.fromhex("00B20800")
READ_NAME = bytes.fromhex("00B20900")
CARD = social_security_card(NUMBER, "张三")
HEALTH = taiwan_health_card("A123456789", "陳小明", "0600101")
HOLDER = CardData(CardKind.SOCIAL_SECURITY, NUMBER, "张三", "", date(1949, 12, 31))
INSURED = CardData(CardKind.TAIWAN_HEALTH, "A123456789", "陳小明", "", date(1971, 1, 1))


def read(card: ChipCard) -> CardData:
    return read_card(Talk(card.answer))


def reason_of(card: ChipCard) -> CardReaderReason:
    with pytest.raises(CardReaderError) as caught:
        read(card)
    return caught.value.reason


def test_the_commands_are_the_published_ones() -> None:
    assert social_security.SELECT_SYSTEM == SELECT_SYSTEM
    assert social_security.SELECT_HOLDER == SELECT_HOLDER
    assert taiwan_health.SELECT == SELECT_HEALTH
    assert taiwan_health.READ_PROFILE == READ_PROFILE


def test_a_social_security_card_is_asked_for_number_and_name_and_nothing_else() -> None:
    card = replace(CARD)

    assert read(card) == HOLDER
    assert [command.hex() for command in card.asked] == [
        "00a404000f7378312e73682ec9e7bbe1b1a3d5cf",
        "00a4020002ef06",
        "00b2080014",
        "00b2090020",
    ]


def test_the_answers_of_the_published_card_are_read() -> None:
    answers = {
        "00A404000F7378312E73682EC9E7BBE1B1A3D5CF": "9000",
        "00A4020002EF06": "9000",
        "00B2080014": "0812313130313035313934393132333130303258" + "9000",
        "00B2090020": "091ED5C5C8FD" + "00" * 26 + "9000",
    }

    card = read_card(Talk(lambda command: bytes.fromhex(answers[command.hex().upper()])))

    assert card == HOLDER


def test_a_health_card_is_read() -> None:
    assert read(HEALTH) == INSURED


@pytest.mark.parametrize("part_size", [255, 32, 8])
@pytest.mark.parametrize(("card", "expected"), [(CARD, HOLDER), (HEALTH, INSURED)])
def test_a_card_that_keeps_its_answers_back_is_asked_for_them(
    card: ChipCard, expected: CardData, part_size: int
) -> None:
    assert read(replace(card, keeps_back=True, part_size=part_size)) == expected


def test_a_card_that_wants_another_length_is_asked_with_that() -> None:
    short_name = record(0x09, "张三".encode("gb18030"))
    reads = {**CARD.reads, (SELECT_HOLDER, READ_NAME): short_name}

    assert read(replace(CARD, reads=reads, keeps_back=True)) == HOLDER


def test_a_card_without_tags_is_asked_by_the_place_of_its_records() -> None:
    assert read(social_security_card(NUMBER, "张三", by_tag=False)) == HOLDER


def test_an_application_that_warns_is_read_on() -> None:
    card = replace(CARD)

    def answer(command: bytes) -> bytes:
        said = card.answer(command)
        return b"\x62\x00" if command == SELECT_SYSTEM else said

    assert read_card(Talk(answer)) == HOLDER


@pytest.mark.parametrize("padding", [b"\0", b" "])
@pytest.mark.parametrize("name", ["周𠮷㐂", "〇·龦", "买买提·吐尔逊江·阿卜杜", ""])
def test_names_come_without_their_padding_and_with_rare_characters(
    name: str, padding: bytes
) -> None:
    value = name.encode("gb18030").ljust(30, padding)
    reads = {**CARD.reads, (SELECT_HOLDER, READ_NAME): record(0x09, value)}

    assert read(replace(CARD, reads=reads)).name == name


def test_what_stands_behind_a_value_is_no_part_of_it() -> None:
    reads = {key: value + b"\xff\x41" for key, value in CARD.reads.items()}

    assert read(replace(CARD, reads=reads)) == HOLDER


@pytest.mark.parametrize("value", [b"", b"\x09", b"\x09\x05abcd", record(0x0A, b"abcd")])
def test_a_name_that_is_cut_off_or_no_name_is_not_supported(value: bytes) -> None:
    reads = {**CARD.reads, (SELECT_HOLDER, READ_NAME): value}

    assert reason_of(replace(CARD, reads=reads)) is CardReaderReason.CARD_NOT_SUPPORTED


def test_a_small_x_is_the_same_number() -> None:
    assert read(social_security_card(NUMBER.lower(), "张三")) == HOLDER


@pytest.mark.parametrize("status", ["6982", "6983", "6985", "6988", "6A81", "9303"])
@pytest.mark.parametrize("head", [SELECT_HOLDER[:4], READ_NUMBER, READ_NAME])
def test_a_card_that_keeps_its_file_closed_asks_for_the_id_card(head: bytes, status: str) -> None:
    card = replace(CARD, refusals={head: bytes.fromhex(status)})

    assert reason_of(card) is CardReaderReason.CARD_CLOSED


def test_a_closed_health_card_asks_for_the_id_card() -> None:
    card = replace(HEALTH, refusals={READ_PROFILE[:4]: bytes.fromhex("6982")})

    assert reason_of(card) is CardReaderReason.CARD_CLOSED


@pytest.mark.parametrize("status", ["6F00", "6400", "6581", ""])
@pytest.mark.parametrize("head", [SELECT_SYSTEM[:4], SELECT_HOLDER[:4], READ_NUMBER])
def test_a_card_that_breaks_down_must_be_laid_again(head: bytes, status: str) -> None:
    card = replace(CARD, refusals={head: bytes.fromhex(status)})

    assert reason_of(card) is CardReaderReason.CARD_UNREADABLE


@pytest.mark.parametrize("status", ["6A82", "6D00", "6E00", "6700", "6999", "6982"])
def test_a_card_without_a_known_application_is_not_supported(status: str) -> None:
    card = ChipCard(refusals={SELECT_SYSTEM[:4]: bytes.fromhex(status)})

    assert reason_of(card) is CardReaderReason.CARD_NOT_SUPPORTED


@pytest.mark.parametrize("missing", [SELECT_HOLDER[:4], READ_NUMBER, READ_NAME])
def test_a_social_security_card_without_its_file_is_not_supported(missing: bytes) -> None:
    card = replace(CARD, refusals={missing: b"\x6a\x82"})

    assert reason_of(card) is CardReaderReason.CARD_NOT_SUPPORTED


@pytest.mark.parametrize(
    "value",
    [
        b"",
        b"\x08",
        record(0x07, NUMBER.encode()),
        record(0x08, b""),
        record(0x08, NUMBER.encode())[:-1],
        record(0x08, b"110105194912310021"),
        record(0x08, b"\xff" * 18),
        record(0x08, b"HKG123456789012345"),
    ],
)
def test_a_record_that_holds_no_number_is_not_supported_and_not_repeated(value: bytes) -> None:
    reads = {**CARD.reads, (SELECT_HOLDER, READ_NUMBER): value}

    with pytest.raises(CardReaderError) as caught:
        read(replace(CARD, reads=reads))

    assert caught.value.reason is CardReaderReason.CARD_NOT_SUPPORTED
    shown = f"{caught.value} {caught.value!r} {dict(caught.value.fields)}"
    assert "11010519" not in shown


@pytest.mark.parametrize(
    ("birth", "born_on"),
    [
        ("0600101", date(1971, 1, 1)),
        ("1130229", date(2024, 2, 29)),
        ("0010101", date(1912, 1, 1)),
        ("0600230", None),
        ("       ", None),
        ("-100101", None),
    ],
)
def test_the_years_of_a_health_card_count_from_1912(birth: str, born_on: date | None) -> None:
    card = taiwan_health_card("A123456789", "陳小明", birth)

    assert read(card).birth_on == born_on


@pytest.mark.parametrize("number", ["A123456789", "AB12345678", "a123456789"])
def test_numbers_from_taiwan_need_no_check_digit_of_the_mainland(number: str) -> None:
    assert read(taiwan_health_card(number, "陳小明", "0600101")).number == number.upper()


@pytest.mark.parametrize("number", ["1234567890", "A12345678 ", "          "])
def test_a_profile_without_a_number_is_not_supported(number: str) -> None:
    card = taiwan_health_card(number, "陳小明", "0600101")

    assert reason_of(card) is CardReaderReason.CARD_NOT_SUPPORTED


def endless(status: str) -> Callable[[bytes], bytes]:
    return lambda _command: bytes(255) + bytes.fromhex(status)


@pytest.mark.parametrize("status", ["61FF", "6C05"])
def test_a_card_that_never_comes_to_an_end_is_given_up(status: str) -> None:
    asked: list[bytes] = []

    def answer(command: bytes) -> bytes:
        asked.append(command)
        return endless(status)(command)

    response = Talk(answer).ask(bytes.fromhex("00B2080014"))

    assert not response.is_good
    assert len(asked) <= MOST_PARTS + 1
    assert len(response.data) <= (MOST_PARTS + 1) * 255


def test_the_log_shows_heads_and_sizes_and_nothing_of_the_card(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    read(CARD)
    read(replace(HEALTH, keeps_back=True))

    assert "card 00b20800: 20 bytes, 9000" in caplog.text
    for content in (NUMBER, NUMBER.encode().hex(), "张三", "A123456789", b"A123456789".hex()):
        assert content not in caplog.text


Answer = st.one_of(
    st.sampled_from([DONE, b"\x61\x20", b"\x6c\x14", b"\x6a\x82", b"\x69\x82", b"\x62\x83", b""]),
    st.binary(max_size=260),
    st.binary(max_size=64).map(lambda data: data + DONE),
    st.builds(
        lambda tag, value: record(tag, value) + DONE, st.integers(0, 255), st.binary(max_size=60)
    ),
)


def must_be_sound(answer: Callable[[bytes], bytes]) -> None:
    """A card that can be shown, or a fault of the card's."""
    outcome: CardData | CardReaderError
    try:
        outcome = read_card(Talk(answer))
    except CardReaderError as error:
        outcome = error
    match outcome:
        case CardData():
            outcome.name.encode()
        case CardReaderError():
            assert outcome.is_card_fault


@given(st.lists(Answer, max_size=30))
def test_whatever_a_card_says_it_is_a_card_or_the_cards_fault(answers: list[bytes]) -> None:
    left = iter(answers)

    must_be_sound(lambda _command: next(left, DONE))


@given(
    card=st.sampled_from([CARD, HEALTH]),
    which=st.integers(0, 3),
    place=st.integers(0, 63),
    value=st.integers(0, 255),
)
def test_a_card_with_one_changed_byte_is_a_card_or_the_cards_fault(
    card: ChipCard, which: int, place: int, value: int
) -> None:
    card = replace(card)

    def answer(command: bytes) -> bytes:
        said = bytearray(card.answer(command))
        if len(card.asked) == which + 1 and place < len(said):
            said[place] = value
        return bytes(said)

    must_be_sound(answer)
