# SPDX-License-Identifier: Apache-2.0
"""Whoever cannot read a screen hears all of it, and nobody else hears who stands there."""

import re
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from hall.documents import Document
from hall.identity import Identity, IdentityDigest, Secret
from kiosk.flow import states
from kiosk.flow.states import Kiosk
from kiosk.flow.touches import DigitPressed, DonePressed
from kiosk.flow.values import CameBy, Contrast, Size
from kiosk.texts import load_texts
from kiosk.ui.fonts import load_fonts
from kiosk.ui.frame import fit
from kiosk.ui.leaves import Button, Label, NumberField
from kiosk.ui.lines import plain
from kiosk.ui.reading_aloud import Sentence, read_back, sentence_of, sentences
from kiosk.ui.screens import frame_of
from kiosk.ui.theme import Colour, Role, Theme
from tests.gui.sample_hall import LOOK, visit
from tests.gui.samples import in_size, samples

pytestmark = pytest.mark.gui

Typed = states.Keypad | states.CodeKeypad | states.DocumentKeypad
LANGUAGES = ["zh_Hans", "en"]
RELATIVE = Identity(IdentityDigest("h1:" + "9" * 32), "孙*远", frozenset())
LOOK_RECT = QRect(0, 0, 1900, 4000)


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    return Theme(LOOK.scale, Size.NORMAL, load_fonts(LOOK.fonts), Contrast.STANDARD)


def listening(kiosk: Kiosk) -> Kiosk:
    return replace(kiosk, is_voice_on=True, settings=replace(kiosk.settings, has_voice=True))


def said(kiosk: Kiosk, theme: Theme) -> tuple[Sentence, ...]:
    return sentences(frame_of(kiosk, LOOK, theme), load_texts(kiosk.language))


def heard(kiosk: Kiosk, theme: Theme) -> str:
    return "\n".join(one.text for one in said(kiosk, theme))


def seen(kiosk: Kiosk, theme: Theme) -> set[str]:
    """All words on the panel but those of controls that do nothing and those that are private."""
    placed = fit(frame_of(kiosk, LOOK, theme), theme, LOOK).placed
    words = set[str]()
    for leaf in (one.leaf for one in placed):
        if isinstance(leaf, Label) and not leaf.is_private:
            words.add(plain(leaf.text))
        elif isinstance(leaf, NumberField):
            words.add(leaf.spoken)
        elif isinstance(leaf, Button) and leaf.is_active:
            is_key = isinstance(leaf.event, DigitPressed)
            words |= set() if is_key else labels_in(leaf, theme)
    return words - {""}


def labels_in(button: Button, theme: Theme) -> set[str]:
    inner = button.content.place(theme, LOOK_RECT)
    return {plain(one.leaf.text) for one in inner if isinstance(one.leaf, Label)}


@pytest.mark.parametrize("size", list(Size), ids=lambda size: size.name.lower())
@pytest.mark.parametrize("language", [*LANGUAGES, "zh_Hant"])
def test_all_that_is_seen_is_said(theme: Theme, language: str, size: Size) -> None:
    theme = replace(theme, size=size)
    unsaid = []
    for name, sample in samples().items():
        kiosk = listening(in_size(sample, size, language))
        words = heard(kiosk, theme)
        unsaid += [f"{name}: {text}" for text in seen(kiosk, theme) if text not in words]
    assert not unsaid, "\n".join(unsaid)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_named(theme: Theme, language: str) -> None:
    """Also not with the star that stands for a part of the name."""
    for name, sample in samples().items():
        visitor = sample.visitor
        words = heard(replace(sample, language=language), theme)
        assert "*" not in words, name
        if visitor is not None and visitor.present is not None and visitor.present.masked_name:
            assert visitor.present.masked_name not in words, name


def test_a_family_member_is_named_nowhere_not_even_masked(theme: Theme) -> None:
    """Who comes next may read what was left on the screen; headphones hear all that stands there."""
    served = {name: one for name, one in samples().items() if name.startswith("family")}
    named = 0
    for name, sample in served.items():
        visitor = sample.visitor
        if visitor is None or visitor.proxy is None or visitor.identity is None:
            continue
        named += 1
        shown = replace(sample, visitor=replace(visitor, identity=RELATIVE))
        frame, texts = frame_of(shown, LOOK, theme), load_texts("zh_Hans")
        words = [one.text for one in sentences(frame, texts, has_headphones=True)]
        assert not any(RELATIVE.masked_name in text for text in words), name
    assert named


def test_in_headphones_alone_the_visitor_is_named(theme: Theme) -> None:
    kiosk = samples()["services"]
    frame, texts = frame_of(kiosk, LOOK, theme), load_texts(kiosk.language)
    aloud, alone = sentences(frame, texts), sentences(frame, texts, has_headphones=True)
    named = [one for one in alone if one not in aloud]
    assert named
    assert all(one.is_private for one in named)
    assert not any(one.is_private for one in aloud)


def test_which_key_of_a_number_it_is_is_said_in_headphones_alone() -> None:
    texts = load_texts("zh_Hans")
    seven = Button("key.7", DigitPressed("7"), "按键 7", Label("7", Role.KEYPAD, Colour.INK))
    assert "7" not in sentence_of(seven, texts).text
    assert sentence_of(seven, texts, has_headphones=True).is_private


def test_of_a_typed_number_only_the_count_is_said(theme: Theme) -> None:
    typed = "110101194912310021"
    keypad = visit(states.Keypad(Secret(typed)), came_by=CameBy.TYPED, identity=None)
    words = heard(keypad, theme)
    assert "已输入 18 位" in words
    assert not re.search(r"\d{3}", words)


def read_back_of(kiosk: Kiosk, theme: Theme, *, has_headphones: bool) -> tuple[Sentence, ...]:
    frame = frame_of(kiosk, LOOK, theme)
    return read_back(frame, load_texts(kiosk.language), has_headphones=has_headphones)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("screen", "groups"),
    [
        (states.Keypad(Secret("11010119491")), ("1 1 0 1 0 1", "1 9 4 9", "1")),
        (states.CodeKeypad(Secret("864201")), ("8 6 4 2", "0 1")),
        (
            states.DocumentKeypad(Document.HONG_KONG_MACAO, Secret("H1234")),
            ("H", "1 2 3 4"),
        ),
    ],
    ids=["ID number", "code", "document"],
)
def test_what_was_typed_is_read_back_in_full_in_headphones_alone(
    theme: Theme, screen: Typed, groups: tuple[str, ...], language: str
) -> None:
    kiosk = listening(visit(screen, came_by=CameBy.TYPED, identity=None))
    kiosk = replace(kiosk, language=language)
    alone = read_back_of(kiosk, theme, has_headphones=True)
    assert [
        one.text.rpartition("：" if "：" in one.text else ": ")[2] for one in alone[1:]
    ] == list(groups)
    assert all(one.is_private for one in alone[1:])
    aloud = read_back_of(kiosk, theme, has_headphones=False)
    other = replace(screen, typed=Secret("9" * len(screen.typed)))
    assert aloud == read_back_of(replace(kiosk, screen=other), theme, has_headphones=False)
    counts = [len(keys.split()) for keys in groups]
    assert all(str(count) in one.text for one, count in zip(aloud[1:], counts, strict=True))


def test_services_are_said_with_their_numbers_in_order(theme: Theme) -> None:
    words = [one.text for one in said(samples()["services"], theme)]
    numbered = [text.split(" ")[0] for text in words if re.match(r"\d ", text)]
    assert numbered == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize(
    "name",
    ["documents", "bookings_two", "when_later", "green_reasons"],
)
def test_other_choices_are_said_with_their_numbers_in_order_too(theme: Theme, name: str) -> None:
    words = [one.text for one in said(samples()[name], theme)]
    numbered = [int(found[1]) for text in words if (found := re.match(r"(\d) ", text))]
    assert len(numbered) >= 2
    assert numbered == list(range(1, len(numbered) + 1))


def test_the_control_that_keys_have_walked_to_is_named_with_its_role() -> None:
    control = Button("done", DonePressed(), "完成\u200b了", Label("完成"))
    assert sentence_of(control, load_texts("zh_Hans")).text == "完成了，按钮"
    assert sentence_of(control, load_texts("en")).text == "完成了, button"


def test_which_key_of_a_number_that_is_nobody_hears() -> None:
    keys = [Button(f"key.{sign}", DigitPressed(sign), sign, Label(sign)) for sign in "17AX"]
    assert len({sentence_of(key, load_texts("zh_Hans")).text for key in keys}) == 1


def test_the_title_comes_first_and_the_bar_last_where_there_is_time(theme: Theme) -> None:
    kiosk = samples()["again"]
    frame = frame_of(kiosk, LOOK, theme)
    texts = load_texts(kiosk.language)
    whole, hasty = sentences(frame, texts), sentences(frame, texts, has_bar=False)
    assert "找人帮忙" in whole[-1].text
    assert whole[:-1] == hasty
    assert plain(frame.title) in [one.text for one in hasty[:3]]


def test_controls_that_do_nothing_are_not_offered(theme: Theme) -> None:
    kiosk = samples()["welcome"]
    assert "返回" not in heard(kiosk, theme)


def test_what_is_said_is_not_shown_when_it_is_printed() -> None:
    assert "请" not in repr(Sentence("请"))
