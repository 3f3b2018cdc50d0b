# SPDX-License-Identifier: Apache-2.0
"""The same person within ten minutes."""

from collections.abc import Iterator

from kiosk.flow.choosing import next_held
from kiosk.flow.states import Again
from kiosk.flow.touches import (
    AnotherServicePressed,
    CancelPressed,
    ForFamilyPressed,
    PagePressed,
    ReprintPressed,
)
from kiosk.flow.values import Size
from kiosk.ui import parts
from kiosk.ui.blocks import Column, Row, Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import Block, Button
from kiosk.ui.scene import Scene
from kiosk.ui.screens import put_back
from kiosk.ui.screens.family import for_family_button, is_for_family
from kiosk.ui.screens.ticket_shown import facts, service, where
from kiosk.ui.theme import Role


def frame(scene: Scene, screen: Again) -> Frame:
    """The number, and what may be done with it."""
    ticket = screen.ticket
    if why := put_back.why_staff(ticket):
        return put_back.to_staff(scene, ticket, why, *_next(scene, screen))
    usual = scene.text("again.title_family" if is_for_family(scene) else "again.title")
    return parts.frame(
        scene,
        put_back.title(scene, ticket, usual),
        put_back.words(scene, ticket),
        parts.number_box(ticket.number, service(scene, ticket), *facts(scene, ticket)),
        Spare(where(scene, ticket, has_way=False), rank=2),
        Spring(),
        _buttons(scene, screen),
    )


def _next(scene: Scene, screen: Again) -> Iterator[Button]:
    """The way to the other numbers of the same person, around."""
    ticket = next_held(scene.kiosk, screen)
    if ticket is not None:
        text = scene.text("again.next", number=ticket.number)
        yield parts.button(scene, "next", PagePressed(), text, icon="arrow-right", role=Role.ACTION)


def _buttons(scene: Scene, screen: Again) -> Block:
    reprint = parts.button(
        scene,
        "reprint",
        ReprintPressed(),
        scene.text("again.reprint"),
        icon="printer",
        role=Role.ACTION,
    )
    cancel = parts.button(
        scene, "cancel", CancelPressed(), scene.text("again.cancel"), icon="x", role=Role.ACTION
    )
    ends = Column((cancel, put_back.done_button(scene)), gap=54)
    further = Column((*_next(scene, screen), _copy_or_further(scene, reprint)))
    return Column((further, ends), gap=54)


def _copy_or_further(scene: Scene, reprint: Block) -> Block:
    """The same number again, or another: of another service; where there is one, for family."""
    if parts.is_wanted(scene.kiosk, ForFamilyPressed()):
        # Beside its picture the largest letters would break in the middle of a word.
        has_picture = scene.kiosk.size is not Size.EXTRA_LARGE
        family = for_family_button(scene, role=Role.ACTION, has_picture=has_picture)
        return Row((reprint, family))
    another = parts.button(
        scene,
        "another",
        AnotherServicePressed(),
        scene.text("again.another"),
        icon="plus",
        role=Role.ACTION,
    )
    return Row((reprint, another))
