# SPDX-License-Identifier: Apache-2.0
"""Words of screens, voice, tickets and errors: one TOML file is one language."""

from functools import cache
from pathlib import Path

from common.texts import SHARED_WORDS, Texts, languages_in, load

__all__ = ["FOLDER", "Texts", "languages", "load_texts"]

FOLDER = Path(__file__).parent


@cache
def load_texts(language: str) -> Texts:
    """The texts of a language such as zh_Hans or en."""
    return load(language, SHARED_WORDS, FOLDER)


def languages() -> tuple[str, ...]:
    """The languages there are, by their files' names."""
    return languages_in(FOLDER)
