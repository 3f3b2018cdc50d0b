# SPDX-License-Identifier: Apache-2.0
"""Numbers, times and letters for the ear, and that a real engine says them so."""

import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.speech.abstract import LONGEST_TEXT, SpokenLanguage
from drivers.speech.espeak import VOICES
from drivers.speech.phrases import words_of
from drivers.speech.spelling import LARGEST_NUMBER, alphabet, digits, for_ear

MANDARIN, CANTONESE, ENGLISH = SpokenLanguage
NUMERALS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
UNITS = {"十": 10, "百": 100, "千": 1000}
# fmt: off
ENGLISH_NUMERALS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14,
    "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}
# fmt: on


def value_in_han(said: str) -> int:
    """A reading of its own: each unit multiplies the numeral before it."""
    total, numeral = 0, 0
    for character in said:
        if character in UNITS:
            total += (numeral or 1) * UNITS[character]
            numeral = 0
        else:
            numeral = NUMERALS[character]
    return total + numeral


def value_in_english(said: str) -> int:
    total, part = 0, 0
    for word in said.split():
        if word == "thousand":
            total, part = part * 1000, 0
        elif word == "hundred":
            part *= 100
        else:
            part += ENGLISH_NUMERALS[word]
    return total + part


@pytest.mark.parametrize(
    ("text", "mandarin", "english"),
    [
        ("A023", "A 零 二 三", "A, zero two three"),
        ("A001", "A 零 零 一", "A, zero zero one"),
        ("C-105", "C 一 零 五", "C, one zero five"),
        ("W1000", "W 一 零 零 零", "W, one zero zero zero"),
        ("09:30", "九点三十分", "nine thirty"),
        ("14:00", "十四点", "fourteen o'clock"),
        ("2:05", "两点零五分", "two zero five"),
        ("10:00–10:30", "十点到十点三十分", "ten o'clock to ten thirty"),
        ("12", "十二", "twelve"),
        ("0", "零", "zero"),
        ("02", "零 二", "zero two"),
        ("110", "一百一十", "one hundred ten"),
        ("1.5", "一点五", "one point five"),
        ("Ａ０２３", "A 零 二 三", "A, zero two three"),
        ("A0\u200b23", "A 零 二 三", "A, zero two three"),
        ("1\ud800", "一", "one"),
        ("12345", "一 二 三 四 五", "one two three four five"),
    ],
)
def test_numbers_are_spelled_for_the_ear(text: str, mandarin: str, english: str) -> None:
    assert for_ear(text, MANDARIN) == mandarin
    assert for_ear(text, CANTONESE) == mandarin
    assert for_ear(text, ENGLISH) == english


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("请A023号到3号窗口", "请 A 零 二 三 号到三号窗口"),
        ("前面还有2位，约12分钟", "前面还有两位，约十二分钟"),
        ("前面还有22位", "前面还有二十二位"),
        ("2号窗口", "二号窗口"),
        ("二楼 A 区 1–8 号窗口", "二楼 A 区 一到八 号窗口"),
        ("09:00-12:00 办理", "九点到十二点 办理"),
        ("电话 0571-12345", "电话 零 五 七 一 - 一 二 三 四 五"),
    ],
)
def test_sentences_of_a_hall_in_mandarin(text: str, spelled: str) -> None:
    assert for_ear(text, MANDARIN) == spelled


def test_a_sentence_of_a_hall_in_english() -> None:
    said = for_ear("Number A023, please go to counter 3", ENGLISH)

    assert said == "Number A, zero two three , please go to counter three"


@given(st.integers(0, LARGEST_NUMBER))
def test_every_number_can_be_read_back(number: int) -> None:
    assert value_in_han(for_ear(str(number), MANDARIN)) == number
    assert value_in_english(for_ear(str(number), ENGLISH)) == number


@given(st.text("0123456789", max_size=30))
def test_digit_by_digit_says_as_many_words_as_digits(number: str) -> None:
    for language in SpokenLanguage:
        assert len(digits(number, language).split()) == len(number)


@given(
    st.text(st.characters(codec=None), max_size=LONGEST_TEXT),
    st.sampled_from(SpokenLanguage),
)
def test_no_ascii_digit_and_no_command_of_an_engine_is_left(
    text: str, language: SpokenLanguage
) -> None:
    said = for_ear(text, language)

    said.encode()
    assert not set(said) & set("0123456789[]<>\x01\n")


@given(
    st.from_regex(r"[A-Z][0-9]{3}|[0-9]{1,4}|([01][0-9]|2[0-3]):[0-5][0-9]", fullmatch=True),
    st.sampled_from(SpokenLanguage),
)
def test_all_numbers_are_made_of_the_alphabet_that_is_recorded(
    text: str, language: SpokenLanguage
) -> None:
    known = {words_of(word) for word in alphabet(language)}

    assert {(word,) for word in words_of(for_ear(text, language))} <= known


def phonemes(text: str, language: SpokenLanguage) -> str:
    command = ["espeak-ng", "-b", "1", "-v", VOICES[language], "-q", "-x", "--stdin"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True, timeout=10)
    return done.stdout.decode()


@pytest.mark.parametrize("language", [MANDARIN, CANTONESE])
def test_espeak_says_chinese_in_chinese_and_no_tone_as_an_english_number(
    language: SpokenLanguage,
) -> None:
    """Its voice cmn says "ling two" for 零 in release 1.51."""
    assert "(en)" not in phonemes("请零二三号到三号窗口", language)


@pytest.mark.parametrize("language", SpokenLanguage)
def test_espeak_says_the_letter_a_by_its_name(language: SpokenLanguage) -> None:
    """And not as the English article."""
    said = phonemes(for_ear("A023", language), language)

    assert "ei" in said.lower()
    assert "a#" not in said
