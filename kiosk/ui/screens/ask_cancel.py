# SPDX-License-Identifier: Apache-2.0
"""Asks once before a number is given up."""

from kiosk.flow.events import BackPressed, ConfirmPressed
from kiosk.flow.states import AskCancel
from kiosk.ui import parts
from kiosk.ui.blocks import FILLED, Block, Column, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.scene import Scene
from kiosk.ui.theme import Role


def frame(scene: Scene, screen: AskCancel) -> Frame:
    """Keep it, or give it up."""
    ticket = screen.ticket
    wait = "wait" if screen.is_cancelling else "lead"
    return parts.frame(
        scene,
        scene.text("ask_cancel.title", number=ticket.number),
        parts.lead(scene.text(f"ask_cancel.{wait}")),
        parts.number_box(ticket.number, scene.own(ticket.service_name)),
        Spring(),
        *(() if screen.is_cancelling else (_buttons(scene),)),
        Spring(),
    )


def _buttons(scene: Scene) -> Block:
    keep = parts.button(
        "keep",
        BackPressed(),
        scene.text("ask_cancel.no"),
        icon="check",
        surface=FILLED,
        least=180,
        role=Role.BUTTON,
    )
    give_up = parts.button(
        "give_up", ConfirmPressed(), scene.text("ask_cancel.yes"), icon="x", least=180
    )
    return Column((keep, give_up), gap=54)
