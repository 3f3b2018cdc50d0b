# SPDX-License-Identifier: Apache-2.0
"""What is said of a screen: all its words in reading order; what names somebody in headphones only."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kiosk.flow.touches import DigitPressed
from kiosk.texts import Texts
from kiosk.ui.blocks import (
    Apart,
    AsHighAs,
    Aside,
    Beside,
    Boxed,
    Column,
    Ends,
    Grid,
    Grow,
    Row,
    Spare,
    WithControls,
)
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import Block, Button, Countdown, Label, NumberField
from kiosk.ui.lines import plain


@dataclass(frozen=True)
class Sentence:
    """One text to be said; `is_told` when it is no control, so that it is news when it changes.

    What `is_private` names somebody, and is for a headphone only.
    """

    text: str = field(repr=False)
    is_told: bool = True
    is_private: bool = False


def sentences(
    frame: Frame, texts: Texts, *, has_bar: bool = True, has_headphones: bool = False
) -> tuple[Sentence, ...]:
    """The whole screen; the bar only where there is time to hear it.

    What names somebody only where a headphone keeps it from all others.
    """
    said = [each for each in _content(frame, texts) if has_headphones or not each.is_private]
    controls = [
        plain(one.spoken) for one in frame.bar.blocks if isinstance(one, Button) and one.is_active
    ]
    if has_bar and controls:
        listed = texts("language.list").join(controls)
        said.append(Sentence(texts("screen.voice.bar", controls=listed), is_told=False))
    return tuple(said)


def read_back(frame: Frame, texts: Texts, *, has_headphones: bool = False) -> tuple[Sentence, ...]:
    """What was typed, group by group: in headphones key by key, aloud a star for each."""
    said: list[Sentence] = []
    for number in (one for one in _leaves(frame.content) if isinstance(one, NumberField)):
        said.append(Sentence(number.spoken, is_told=False))
        for group, keys in enumerate(_grouped(number), start=1):
            text = texts("screen.voice.stars", group=group, count=len(keys))
            if has_headphones:
                text = texts("screen.voice.keys_of", group=group, keys=" ".join(keys))
            said.append(Sentence(text, is_told=False, is_private=has_headphones))
    return tuple(said)


def _grouped(number: NumberField) -> Iterator[str]:
    typed = number.typed.reveal()
    for size in number.groups:
        if typed:
            yield typed[:size]
        typed = typed[size:]


def sentence_of(ringed: Button, texts: Texts, *, has_headphones: bool = False) -> Sentence:
    """The control that a keypad's keys have walked to: its name, and that it is one.

    Which key of a number it is only in headphones: whoever stands near would hear the number.
    """
    if isinstance(ringed.event, DigitPressed):
        if has_headphones:
            return Sentence(plain(ringed.spoken), is_told=False, is_private=True)
        return Sentence(texts("screen.voice.key"), is_told=False)
    return Sentence(texts("screen.voice.ringed", control=plain(ringed.spoken)), is_told=False)


def _content(frame: Frame, texts: Texts) -> Iterator[Sentence]:
    are_keys_said = False
    for leaf in _leaves(frame.content):
        if not isinstance(leaf, Button):
            yield from _told(leaf)
        elif isinstance(leaf.event, DigitPressed):
            if not are_keys_said:
                are_keys_said = True
                yield Sentence(texts("screen.voice.keys"), is_told=False)
        elif leaf.is_active:
            yield Sentence(plain(leaf.spoken), is_told=False)


def _told(leaf: Label | NumberField | Countdown) -> Iterator[Sentence]:
    if isinstance(leaf, NumberField):
        yield Sentence(leaf.spoken)
    elif isinstance(leaf, Countdown):
        yield Sentence(plain(leaf.label(leaf.seconds).text))
    elif leaf.text:
        yield Sentence(plain(leaf.text), is_private=leaf.is_private)


def _leaves(block: Block) -> Iterator[Label | NumberField | Countdown | Button]:
    """What has words, in reading order; what a control shows is in its own."""
    match block:
        case Label() | NumberField() | Countdown() | Button():
            yield block
        case Ends(left, right):
            yield from (left, right)
        case Column() | Row() | Grid():
            for one in block.blocks:
                yield from _leaves(one)
        case Apart() | AsHighAs() | Aside() | Beside() | Boxed() | Grow() | Spare():
            yield from _leaves(block.block)
        case WithControls():
            yield from _leaves(block.block)
        case _:
            pass
