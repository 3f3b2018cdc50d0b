# SPDX-License-Identifier: Apache-2.0
"""Numbers, times and letters as they are heard: an engine left alone says "O-O-One", or "uh" for A."""

import re
from collections.abc import Callable

from drivers.speech.abstract import LONGEST_TEXT, SpokenLanguage
from drivers.speech.errors import SpeechError, SpeechReason

HAN_DIGITS = "零一二三四五六七八九"
HAN_UNITS = ("", "十", "百", "千")
# fmt: off
ENGLISH_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)
# fmt: on
ENGLISH_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
LARGEST_NUMBER = 9999
"""Longer ones are telephone numbers and the like, said digit by digit."""

TEN = 10
EXACTLY_TWO = 2

TWO_OF = "位个张次人分钟小时项种天年份名件"
"""Counted with 两 when there are exactly two: 两位, but 二号."""

TICKET_NUMBER = re.compile(r"(?<![A-Za-z0-9])([A-Z])[ -]?(\d{1,5})(?![A-Za-z0-9])", re.ASCII)
TIME = re.compile(r"(?<![\d:])([01]?\d|2[0-3])[:：]([0-5]\d)(?![\d:])", re.ASCII)
RANGE = re.compile(r"(?<=\d)\s*(?:[–—~～]\s*(?=\d)|-\s*(?=\d{1,2}[:：]\d\d))", re.ASCII)
"""A plain hyphen only before a time: others stand in telephone numbers."""
DECIMAL = re.compile(r"(\d+)\.(\d+)", re.ASCII)
NUMBER = re.compile(r"\d+", re.ASCII)
TWO = re.compile(rf"(?<![\d.])2(?=\s*[{TWO_OF}])", re.ASCII)
NOT_SPOKEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\[\]{}<>|\\^_`*#]+")
"""Engines take some of these for commands: espeak-ng reads [[...]] as phonemes."""
HIDDEN = re.compile(r"[\u200b-\u200f\u2060\ufeff]")
"""Screens break their lines at some of these."""
WIDE = {0xFEE0 + code: code for code in range(0x30, 0x7B) if chr(code).isalnum()}
"""Digits and letters as wide as a Han character."""
SPACES = re.compile(r"\s+")


def spell(text: str, language: SpokenLanguage) -> str:
    """A text as an engine shall get it.

    Raises:
        SpeechError: UNFIT, when there is nothing to say or more than LONGEST_TEXT characters.
    """
    if len(text) > LONGEST_TEXT:
        raise SpeechError(SpeechReason.UNFIT, characters=len(text))
    spelled = for_ear(text, language)
    if not any(one.isalnum() for one in spelled):
        raise SpeechError(SpeechReason.UNFIT)
    return spelled


def for_ear(text: str, language: SpokenLanguage) -> str:
    """The text with every digit turned into words of the language.

    `A023` becomes "A 零 二 三" or "A, zero two three", `10:30` "十点三十分" or "ten thirty",
    `3号` "三号", `2位` "两位", and more than four digits, or a leading zero, digit by digit.
    """
    is_english = language is SpokenLanguage.ENGLISH
    between = " to " if is_english else "到"
    text = NOT_SPOKEN.sub(" ", HIDDEN.sub("", text)).translate(WIDE)
    text = RANGE.sub(between, text)
    say_time, say_number = (_english_time, _english) if is_english else (_han_time, _han)
    text = TICKET_NUMBER.sub(lambda found: _ticket_number(found[1], found[2], language), text)
    text = TIME.sub(lambda found: say_time(int(found[1]), int(found[2])), text)
    if not is_english:
        text = TWO.sub("两", text)
    point = " point " if is_english else "点"
    text = DECIMAL.sub(lambda found: f"{found[1]}{point}{digits(found[2], language)}", text)
    return SPACES.sub(
        " ", NUMBER.sub(lambda found: _number(found[0], language, say_number), text)
    ).strip()


def digits(number: str, language: SpokenLanguage) -> str:
    """Each digit by itself; anything else is left out."""
    names = ENGLISH_SMALL if language is SpokenLanguage.ENGLISH else HAN_DIGITS
    return " ".join(names[int(digit)] for digit in number if digit in "0123456789")


def alphabet(language: SpokenLanguage) -> tuple[str, ...]:
    """Every word and letter of which `for_ear` makes numbers, for who records them."""
    letters = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if language is SpokenLanguage.ENGLISH:
        return (
            *letters,
            *ENGLISH_SMALL,
            *ENGLISH_TENS,
            "hundred",
            "thousand",
            "point",
            "to",
            "o'clock",
        )
    return (*letters, *HAN_DIGITS, *HAN_UNITS[1:], "两", "点", "分", "到")


def _ticket_number(letter: str, number: str, language: SpokenLanguage) -> str:
    # without the comma an English voice takes A for the article
    after = ", " if language is SpokenLanguage.ENGLISH else " "
    return f" {letter}{after}{digits(number, language)} "


def _number(number: str, language: SpokenLanguage, say: Callable[[int], str]) -> str:
    is_code = int(number) > LARGEST_NUMBER or (number[0] == "0" and len(number) > 1)
    if is_code:
        return f" {digits(number, language)} "
    return f" {say(int(number))} " if language is SpokenLanguage.ENGLISH else say(int(number))


def _han_time(hour: int, minute: int) -> str:
    o_clock = ("两" if hour == EXACTLY_TWO else _han(hour)) + "点"
    if not minute:
        return o_clock
    zero = "零" if minute < TEN else ""
    return f"{o_clock}{zero}{_han(minute)}分"


def _han(number: int) -> str:
    """0 to 9999: 十二, 一百零五, 二千零一十."""
    if number < TEN:
        return HAN_DIGITS[number]
    written = str(number)
    said, is_gap = "", False
    for place, digit in zip(reversed(range(len(written))), written, strict=True):
        if digit == "0":
            is_gap = True
            continue
        said += ("零" if is_gap else "") + HAN_DIGITS[int(digit)] + HAN_UNITS[place]
        is_gap = False
    return said.removeprefix("一") if number < 2 * TEN else said


def _english_time(hour: int, minute: int) -> str:
    if not minute:
        return f"{_english(hour)} o'clock"
    zero = "zero " if minute < TEN else ""
    return f"{_english(hour)} {zero}{_english(minute)}"


def _english(number: int) -> str:
    """0 to 9999, without "and": one hundred five."""
    for size, name in ((1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = f" {_english(number % size)}" if number % size else ""
            return f"{_english(number // size)} {name}{rest}"
    if number < len(ENGLISH_SMALL):
        return ENGLISH_SMALL[number]
    tens = ENGLISH_TENS[number // 10 - 2]
    return f"{tens} {ENGLISH_SMALL[number % 10]}" if number % 10 else tens
