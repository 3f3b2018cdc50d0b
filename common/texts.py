# SPDX-License-Identifier: Apache-2.0
"""Words by key and language: one TOML file is one language, one folder belongs to one package."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

SHARED_WORDS = Path(__file__).parent / "words"
"""What both programs say: refusals of the rules, mistakes in settings files."""


class Texts:
    """The texts of one language; keys are dotted: `screen.welcome.title`."""

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        self.language = language
        self._texts = texts

    def __call__(self, key: str, **fields: object) -> str:
        """The text of a key with its fields filled in.

        Raises:
            KeyError: the key or one of its fields is missing; a test holds all keys used.
        """
        return self._texts[key].format(**fields)

    def raw(self, key: str) -> str:
        """The text of a key as it is written, its fields in braces; raises KeyError."""
        return self._texts[key]

    def keys(self) -> frozenset[str]:
        """All keys of this language."""
        return frozenset(self._texts)


def load(language: str, *folders: Path) -> Texts:
    """The texts of a language such as zh_Hans or en; a later folder's words win."""
    texts: dict[str, str] = {}
    for folder in folders:
        with (folder / f"{language}.toml").open("rb") as file:
            texts.update(_flat(tomllib.load(file)))
    return Texts(language, texts)


def languages_in(folder: Path) -> tuple[str, ...]:
    """The languages there are, by their files' names."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)
