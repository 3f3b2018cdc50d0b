# SPDX-License-Identifier: Apache-2.0
"""What to bring, before a number is taken: nobody waits for a counter that cannot help him yet."""

from collections.abc import Iterator

from kiosk.flow.paging import materials_on, pages_of
from kiosk.flow.states import Materials
from kiosk.flow.touches import ConfirmPressed, NotThisPressed, PagePressed
from kiosk.ui import parts
from kiosk.ui.blocks import Beside, Column, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import FILLED, Block, Label, Picture
from kiosk.ui.scene import Scene
from kiosk.ui.screens.family import is_for_family
from kiosk.ui.theme import Colour, Role

_FEW = 3


def frame(scene: Scene, screen: Materials) -> Frame:
    """Each on a line of its own; go on, or come back another time."""
    tile = scene.tile(screen.service_id)
    items = materials_on(scene.kiosk, screen)
    role = Role.KEY if len(items) <= _FEW else Role.STRONG
    family = "title_family" if is_for_family(scene) else "title"
    return parts.frame(
        scene,
        scene.text(f"materials.{family}"),
        parts.lead(scene.own(tile.name) if tile else "", rank=3),
        parts.hero(
            Column(tuple(_item(scene.own(words), role) for words in items), gap=18), most=900
        ),
        Spring(),
        Column((*_more(scene, screen), *_buttons(scene)), gap=54),
    )


def _item(text: str, role: Role) -> Block:
    return Beside(Picture("file-text", Colour.ACCENT, 72), Label(text, role), gap=24)


def _more(scene: Scene, screen: Materials) -> Iterator[Block]:
    pages = pages_of(scene.kiosk, screen)
    if pages > 1:
        page = screen.page % pages + 1
        is_last = page == pages
        key = "materials.first" if is_last else "materials.more"
        icon = "arrow-left" if is_last else "arrow-right"
        text = scene.text(key, page=page, pages=pages)
        yield parts.button(scene, "more", PagePressed(), text, icon=icon)


def _buttons(scene: Scene) -> tuple[Block, ...]:
    """Well apart: one leads on, the other back."""
    ready = parts.button(
        scene,
        "confirm",
        ConfirmPressed(),
        scene.text("materials.ready"),
        icon="check",
        surface=FILLED,
        least=144,
    )
    later = parts.button(
        scene, "not_this", NotThisPressed(), scene.text("materials.later"), icon="undo-2"
    )
    return ready, later
