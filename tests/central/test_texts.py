# SPDX-License-Identifier: Apache-2.0
"""Every error the centre can raise has a key of its own and words in every language."""

import re
import string
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import TypeVar

import pytest

import central
from central.errors import CentralError
from central.texts import Texts, languages, load_texts
from hall.errors import HallError

FOLDER = Path(central.__file__).parent
SHARED = FOLDER.parent / "common" / "settings"
RUNS_WHEN_IMPORTED = {"central.store.migrations.env", "central.__main__"}
Error = TypeVar("Error", bound=Exception)


def fields_of(texts: Texts, key: str) -> set[str]:
    parts = string.Formatter().parse(texts.raw(key))
    return {name for _, name, _, _ in parts if name is not None}


def error_keys() -> list[str]:
    for module in walk_packages(central.__path__, "central."):
        if module.name not in RUNS_WHEN_IMPORTED:
            import_module(module.name)
    return [
        *(kind.key for kind in children(CentralError)),
        *(kind.key for kind in children(HallError)),
    ]


def children(root: type[Error]) -> Iterator[type[Error]]:
    if root.__module__.split(".")[0] in {"central", "hall"}:
        yield root
    for child in root.__subclasses__():
        yield from children(child)


def test_all_languages_have_the_same_keys_and_fields() -> None:
    first = load_texts("zh_Hans")
    for language in languages():
        other = load_texts(language)
        assert first.keys() == other.keys()
        differing = {
            key
            for key in first.keys() & other.keys()
            if fields_of(first, key) != fields_of(other, key)
        }
        assert differing == set()


def test_every_error_has_a_key_of_its_own_and_words() -> None:
    keys = error_keys()
    assert len(keys) > 30
    assert len(keys) == len(set(keys))
    assert set(keys) <= load_texts("en").keys()


def test_every_key_written_in_the_code_exists() -> None:
    known = load_texts("zh_Hans").keys()
    written = [
        key
        for file in FOLDER.rglob("*.py")
        for key in re.findall(
            r'"((?:error\.central|command)\.[a-z_.]+)"', file.read_text(encoding="utf-8")
        )
    ]
    assert len(written) > 20
    assert [key for key in written if key not in known] == []


@pytest.mark.parametrize("language", languages())
def test_every_mistake_of_a_settings_file_has_words_here_too(language: str) -> None:
    known = load_texts(language).keys()
    keys = {
        key
        for folder in (SHARED, FOLDER / "settings")
        for file in folder.rglob("*.py")
        for key in re.findall(
            r'(?:note|note_key|refuse|refuse_at_end)\(\s*"([a-z_]+)"',
            file.read_text(encoding="utf-8"),
        )
    }
    assert len(keys) > 20
    assert [key for key in keys if f"error.settings.{key}" not in known] == []
