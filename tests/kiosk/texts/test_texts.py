# SPDX-License-Identifier: Apache-2.0
"""One file is one language; all say the same things with the same fields."""

import re
import string
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib import import_module
from itertools import chain
from pathlib import Path
from pkgutil import walk_packages
from typing import NoReturn, TypeVar

import pytest

import drivers
import hall
import kiosk
from drivers.card_reader.errors import CardReaderReason
from drivers.code_scanner.errors import CodeScannerReason
from drivers.errors import DeviceError
from drivers.signal_light.errors import SignalLightReason
from drivers.ticket_printer.errors import TicketPrinterReason
from hall.errors import HallError
from hall.identity import NumberProblem
from kiosk.errors import KioskError
from kiosk.flow import problems
from kiosk.texts import Texts, languages, load_texts

ROOT = Path(__file__).parents[3]
HAN = re.compile(r"[\u3400-\u9fff]")
JARGON = ("系统", "终端", "校验", "失败", "输入错误", "非法", "异常", "超时")
LONGEST_TITLE = 20
PRODUCT = (hall, drivers, kiosk)
MIGRATION = "kiosk.store.migrations.env"
"""Runs when it is imported, and only in the hands of alembic."""
Error = TypeVar("Error", bound=Exception)


def fields_of(texts: Texts, key: str) -> set[str]:
    parts = string.Formatter().parse(texts.raw(key))
    return {name for _, name, _, _ in parts if name is not None}


@cache
def error_keys() -> tuple[str, ...]:
    """The keys of all errors there are, also of those that no other module of the tests needs."""
    for package in PRODUCT:
        for module in walk_packages(package.__path__, f"{package.__name__}.", _fail):
            if module.name != MIGRATION:
                import_module(module.name)
    devices = [kind.keys() for kind in _children(DeviceError) if kind is not DeviceError]
    return (
        *(kind.key for kind in _children(HallError)),
        *(kind.key for kind in _children(KioskError)),
        *chain.from_iterable(devices),
    )


def _children(root: type[Error]) -> Iterator[type[Error]]:
    """The class and all classes of the product that derive from it."""
    if root.__module__.split(".")[0] in {package.__name__ for package in PRODUCT}:
        yield root
    for child in root.__subclasses__():
        yield from _children(child)


def _fail(name: str) -> NoReturn:
    pytest.fail(f"{name} cannot be imported")


def screen_texts(language: str) -> dict[str, str]:
    texts = load_texts(language)
    return {key: texts.raw(key) for key in sorted(texts.keys()) if key.startswith("screen.")}


def test_there_are_chinese_and_english() -> None:
    assert {"zh_Hans", "en"} <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_all_languages_have_the_same_keys_and_fields(language: str) -> None:
    first, other = load_texts("zh_Hans"), load_texts(language)
    assert first.keys() == other.keys()
    different = [
        key for key in sorted(first.keys()) if fields_of(first, key) != fields_of(other, key)
    ]
    assert not different


def test_both_chinese_scripts_break_alike() -> None:
    """So the audit of the screens shows each of them half of the ways."""
    simplified, traditional = load_texts("zh_Hans"), load_texts("zh_Hant")
    different = [
        key
        for key in sorted(simplified.keys())
        if _breaks(simplified.raw(key)) != _breaks(traditional.raw(key))
    ]
    assert not different


def _breaks(text: str) -> list[int]:
    """How long the pieces are between which a line may end."""
    return [len(piece) for piece in re.split("[\\u200b\n]", text)]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    ("family", "reasons"),
    [
        ("card_reader", CardReaderReason),
        ("ticket_printer", TicketPrinterReason),
        ("code_scanner", CodeScannerReason),
        ("signal_light", SignalLightReason),
        ("number", NumberProblem),
    ],
)
def test_every_reason_has_words_without_fields(
    family: str, reasons: type[StrEnum], language: str
) -> None:
    """Reasons reach the screen as bare keys."""
    texts = load_texts(language)
    for reason in reasons:
        assert texts(f"error.{family}.{reason}")


@pytest.mark.parametrize("language", languages())
def test_what_the_flow_finds_wrong_has_words_without_fields(language: str) -> None:
    texts = load_texts(language)
    keys = [
        value
        for name, value in vars(problems).items()
        if name.isupper() and not str(value).endswith(".")
    ]
    assert keys
    for key in keys:
        assert texts(key)


@pytest.mark.parametrize("language", languages())
def test_a_visitor_s_refusal_has_words_without_fields(language: str) -> None:
    texts = load_texts(language)
    for key in sorted(texts.keys()):
        if key.startswith(("error.issue.", "error.cancel.")):
            assert texts(key)


@pytest.mark.parametrize("language", languages())
def test_every_error_has_a_key_of_its_own_and_words(language: str) -> None:
    keys = error_keys()
    assert len(keys) > len(CardReaderReason) + len(TicketPrinterReason) + 30
    assert len(keys) == len(set(keys))
    assert set(keys) <= load_texts(language).keys()


def test_every_key_written_in_the_code_exists() -> None:
    known = load_texts("zh_Hans").keys()
    missing = []
    for file in (ROOT / "kiosk").rglob("*.py"):
        code = file.read_text(encoding="utf-8")
        keys = re.findall(r'\btexts\(\s*"([a-z_.]+)"', code)
        keys += [f"screen.{key}" for key in re.findall(r'scene\.text\(\s*"([a-z_.]+)"', code)]
        missing += [f"{file.name}: {key}" for key in keys if key not in known]
    assert not missing


@pytest.mark.parametrize("language", languages())
def test_titles_are_at_most_twenty_characters(language: str) -> None:
    reasons = [load_texts(language)(f"error.ticket_printer.{r}") for r in TicketPrinterReason]
    for key, text in screen_texts(language).items():
        if ".title" not in key:
            continue
        for reason in reasons if "{reason}" in text else [""]:
            filled = text.replace("{reason}", reason)
            assert len(HAN.findall(filled)) <= LONGEST_TITLE, (key, filled)


def test_the_words_are_polite_and_plain() -> None:
    for key, text in screen_texts("zh_Hans").items():
        assert not [word for word in JARGON if word in text], key
    for language in languages():
        for key, text in screen_texts(language).items():
            assert "!" not in text, key
            assert "！" not in text, key


def test_chinese_uses_full_width_punctuation() -> None:
    for key, text in screen_texts("zh_Hans").items():
        assert not re.search(r"[\u3400-\u9fff][,;:?()]|[,;:?()][\u3400-\u9fff]", text), key


@pytest.mark.parametrize("folder", ["kiosk/texts", "central/texts", "common/words"])
def test_traditional_characters_write_the_words_that_the_hall_uses(folder: str) -> None:
    """A visitor who reads them stands before a hall that says 屏幕 and 打印."""
    elsewhere = re.compile("螢幕|晶片|列印|軟體|程式|網路|資料夾|資訊|滑鼠|儲存|伺服器|埠")
    text = (ROOT / folder / "zh_Hant.toml").read_text(encoding="utf-8")
    assert not elsewhere.findall(text)
