# SPDX-License-Identifier: Apache-2.0
import pytest

from hall.words import NO_WORDS, Words

BOTH = Words.of({"en": "Social insurance", "zh_Hans": "社保"})


@pytest.mark.parametrize(
    ("words", "language", "text"),
    [
        (BOTH, "en", "Social insurance"),
        (BOTH, "zh_Hans", "社保"),
        (BOTH, "zh_Hant", "社保"),
        (Words.of({"en": "Desk"}), "zh_Hans", "Desk"),
        (Words.of({"en": "", "zh_Hans": "社保"}), "en", "社保"),
        (Words.of({"de": "", "en": "Desk"}), "de", "Desk"),
        (NO_WORDS, "en", ""),
    ],
)
def test_a_text_falls_back_to_chinese_and_then_to_any(words: Words, language: str, text: str):
    assert words.text(language) == text


def test_words_are_true_when_something_is_written():
    assert BOTH
    assert not NO_WORDS
    assert not Words.of({"en": ""})


def test_the_order_of_languages_does_not_matter():
    assert Words.of({"zh_Hans": "社保", "en": "Social insurance"}) == BOTH
