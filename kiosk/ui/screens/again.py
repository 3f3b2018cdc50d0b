# SPDX-License-Identifier: Apache-2.0
"""The same person within ten minutes."""

from kiosk.flow.events import AnotherServicePressed, CancelPressed, DonePressed, ReprintPressed
from kiosk.flow.states import Again
from kiosk.ui import parts
from kiosk.ui.blocks import FILLED, Block, Button, Column, Row, Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.scene import Scene
from kiosk.ui.screens.ticket_shown import facts, where


def frame(scene: Scene, screen: Again) -> Frame:
    """The number, and what may be done with it."""
    ticket = screen.ticket
    return parts.frame(
        scene,
        scene.text("again.title"),
        parts.lead(scene.text("again.lead"), rank=4),
        parts.number_box(ticket.number, scene.own(ticket.service_name), *facts(scene, ticket)),
        Spare(where(scene, ticket), rank=2),
        Spring(),
        _buttons(scene),
    )


def _buttons(scene: Scene) -> Block:
    def one(name: str, event: ReprintPressed | AnotherServicePressed, icon: str) -> Button:
        text = scene.text(f"again.{name}")
        is_active = parts.is_wanted(scene.kiosk, event)
        return parts.button(name, event, text, icon=icon, is_active=is_active)

    cancel = parts.button("cancel", CancelPressed(), scene.text("again.cancel"), icon="x")
    done = parts.button(
        "done", DonePressed(), scene.text("again.done"), icon="check", surface=FILLED
    )
    first = Row(
        (
            one("reprint", ReprintPressed(), "printer"),
            one("another", AnotherServicePressed(), "undo-2"),
        )
    )
    return Column((first, Row((cancel, done), gap=54)), gap=54)
