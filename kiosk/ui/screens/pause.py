# SPDX-License-Identifier: Apache-2.0
"""The moment in which "not this" still costs nothing."""

from collections.abc import Iterator
from dataclasses import replace
from typing import assert_never

from hall.words import Words
from kiosk.flow.states import Issuing, Pause
from kiosk.flow.touches import (
    ConfirmPressed,
    NotThisPressed,
    Touch,
)
from kiosk.flow.values import OfferKind
from kiosk.ui import parts
from kiosk.ui.blocks import Beside, Column, Row, Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import FILLED, OUTLINED, Block, Button, Label, Picture, Surface
from kiosk.ui.scene import Scene
from kiosk.ui.screens.family import is_for_family, mark
from kiosk.ui.screens.green import other_wishes, served_first
from kiosk.ui.theme import Colour, Role

_LEAST = 240
_LEAST_OF_MANY = 132


def frame(scene: Scene, screen: Pause) -> Frame:
    """Which service, and the way out; with `asks` also the way on."""
    return pause_frame(scene, service_hero(scene, screen), asks=screen.asks)


def pause_frame(scene: Scene, hero: Block, *, asks: bool) -> Frame:
    """What will be taken, and the ways on and out.

    Where nobody is asked which service, she is asked here what else she would be asked there.
    """
    others = other_wishes(scene)
    is_alone = not others or (len(others) == 1 and not asks)
    least = _LEAST if is_alone else _LEAST_OF_MANY
    buttons: tuple[Block, ...] = (_way(scene, "not_this", NotThisPressed(), "undo-2", least=least),)
    if others:
        buttons = (Row(tuple(replace(one, least=least) for one in others)), *buttons)
    if asks:
        way_on = _way(scene, "confirm", ConfirmPressed(), "check", least=least, surface=FILLED)
        buttons = (way_on, *buttons)
    title = "title_family" if is_for_family(scene) else "title"
    title = scene.text("pause.title_asks" if asks else f"pause.{title}")
    return parts.frame(scene, title, hero, Column(buttons, gap=54), Spring())


def _way(
    scene: Scene, name: str, event: Touch, icon: str, *, least: int, surface: Surface = OUTLINED
) -> Button:
    text = scene.text(f"pause.{name}")
    return parts.button(
        scene, name, event, text, icon=icon, surface=surface, least=least, role=Role.KEY
    )


def service_hero(scene: Scene, screen: Pause | Issuing) -> Block:
    """The service in large letters, and what kind of number it will be."""
    tile = scene.tile(screen.service_id)
    blocks: tuple[Block, ...] = ()
    if tile is not None:
        name = Label(scene.own(tile.name), Role.TITLE, Colour.ACCENT, is_centred=True)
        picture = Picture(tile.icon, Colour.ACCENT, 190)
        is_short = is_for_family(scene) or scene.look.is_wide
        blocks = (Spare(picture, rank=2) if is_short else picture, name)
    how = _how(scene, screen)
    if how:
        blocks = (*blocks, Label(how, Role.BODY, Colour.SOFT_INK, is_centred=True))
    if tile is not None and tile.is_green:
        blocks = (*blocks, green(served_first(scene)))
    if is_for_family(scene):
        blocks = (*blocks, mark(scene))
    blocks = (*blocks, *bring(scene, tile.materials if tile else (), is_centred=True))
    return parts.hero(*blocks, most=760)


def bring(
    scene: Scene, materials: tuple[Words, ...], *, is_centred: bool = False
) -> Iterator[Block]:
    """What to have ready; it is on the paper too, so it may be left out here."""
    if materials:
        items = scene.listed(scene.own(words) for words in materials)
        text = scene.text("ticket.bring", materials=items)
        yield Spare(parts.notice(text, "file-text", is_centred=is_centred), rank=3)


def green(text: str) -> Block:
    """Served first; with its sign, never by colour alone."""
    label = Label(text, Role.STRONG, Colour.GREEN, is_centred=True)
    return Beside(Picture("heart-handshake", Colour.GREEN, 64), label, is_centred=True, gap=16)


def _how(scene: Scene, screen: Pause | Issuing) -> str:
    offer = screen.offer
    start = scene.time(offer.slot_start) if offer.slot_start else ""
    end = scene.time(offer.slot_end) if offer.slot_end else ""
    match offer.kind:
        case OfferKind.NOW:
            return scene.text("pause.later", time=start) if start else ""
        case OfferKind.LATER_SLOT:
            return scene.text("pause.slot", start=start, end=end)
        case OfferKind.STANDBY:
            return scene.text("pause.standby")
        case _:
            assert_never(offer.kind)
