# SPDX-License-Identifier: Apache-2.0
"""A site's own words (the name of a service, where to wait) in the languages it wrote them in."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

FIRST_LANGUAGE = "zh_Hans"
"""What is shown when a text was not written in the visitor's language."""


@dataclass(frozen=True, slots=True)
class Words:
    """One text in several languages: pairs of language code (zh_Hans, en …) and text."""

    texts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, texts: Mapping[str, str]) -> Self:
        """Words from `{"zh_Hans": "社保", "en": "Social insurance"}`; order does not matter."""
        return cls(tuple(sorted(texts.items())))

    def text(self, language: str) -> str:
        """The text in `language`, else in zh_Hans, else in any; empty when nothing was written."""
        texts = dict(self.texts)
        for wanted in (language, FIRST_LANGUAGE):
            if texts.get(wanted):
                return texts[wanted]
        return next((text for text in texts.values() if text), "")

    def __bool__(self) -> bool:
        return any(text for _, text in self.texts)


NO_WORDS = Words()
"""A text nobody wrote."""


def letters(text: str) -> int:
    """How long a text is, in letters of the Latin alphabet; a Han character is as wide as two."""
    return sum(2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1 for sign in text)
