# SPDX-License-Identifier: Apache-2.0
"""Asks once before a number is given up."""

from kiosk.flow.states import AskCancel
from kiosk.flow.touches import BackPressed, ConfirmPressed
from kiosk.ui import parts
from kiosk.ui.blocks import Column, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import FILLED, Block
from kiosk.ui.scene import Scene
from kiosk.ui.screens.ticket_shown import service


def frame(scene: Scene, screen: AskCancel) -> Frame:
    """Keep it, or give it up."""
    ticket = screen.ticket
    wait = "wait" if screen.is_cancelling else "lead"
    return parts.frame(
        scene,
        scene.text("ask_cancel.title", number=ticket.number),
        parts.lead(scene.text(f"ask_cancel.{wait}")),
        parts.number_box(ticket.number, service(scene, ticket)),
        Spring(),
        _buttons(scene),
        Spring(),
    )


def _buttons(scene: Scene) -> Block:
    keep = parts.button(
        scene,
        "keep",
        BackPressed(),
        scene.text("ask_cancel.no"),
        icon="check",
        surface=FILLED,
        least=200,
    )
    give_up = parts.button(
        scene, "give_up", ConfirmPressed(), scene.text("ask_cancel.yes"), icon="x", least=200
    )
    return Column((keep, give_up), gap=54)
