# SPDX-License-Identifier: Apache-2.0
"""No paper, or no proof of it: the number large, and what to do."""

from kiosk.flow.events import CancelPressed, DonePressed, ReprintPressed
from kiosk.flow.states import KeepNumber
from kiosk.flow.values import Paper
from kiosk.ui import parts
from kiosk.ui.blocks import FILLED, WARNING, Column, Row, Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.scene import Scene
from kiosk.ui.screens.ticket_shown import facts, where
from kiosk.ui.theme import Colour


def frame(scene: Scene, screen: KeepNumber) -> Frame:
    """Why there may be no paper, that the number is valid, where paper is to be had."""
    ticket = screen.ticket
    title, lead = scene.text("keep_number.title_unsure"), scene.text("keep_number.remember")
    if ticket.paper is Paper.NOT_PRINTED:
        reason = scene.reason(ticket.paper_problem or "error.ticket_printer.silent")
        title = scene.text("keep_number.title", reason=reason)
        lead = scene.text("keep_number.valid")
    number = parts.number_box(
        ticket.number,
        scene.own(ticket.service_name),
        *facts(scene, ticket),
        surface=WARNING,
        colour=Colour.INK,
    )
    return parts.frame(
        scene,
        title,
        parts.lead(lead),
        number,
        where(scene, ticket),
        Spare(parts.place_box(scene, scene.text("desk.paper"), scene.desk, icon="printer"), rank=1),
        Spring(),
        _buttons(scene),
        colour=Colour.AMBER,
    )


def _buttons(scene: Scene) -> Column:
    cancel = parts.button("cancel", CancelPressed(), scene.text("ticket.cancel"), icon="undo-2")
    reprint = parts.button(
        "reprint",
        ReprintPressed(),
        scene.text("keep_number.reprint"),
        icon="printer",
        is_active=parts.is_wanted(scene.kiosk, ReprintPressed()),
    )
    done = parts.button(
        "done", DonePressed(), scene.text("keep_number.done"), icon="check", surface=FILLED
    )
    return Column((Row((reprint, cancel), shares=(1, 1.25), gap=54), done), gap=54)
