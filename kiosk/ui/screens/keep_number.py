# SPDX-License-Identifier: Apache-2.0
"""No paper, or no proof of it: the number large, and what to do."""

from kiosk.flow.states import KeepNumber
from kiosk.flow.values import Paper
from kiosk.ui import parts
from kiosk.ui.blocks import Column, Spare, Spring, WithControls
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import WARNING
from kiosk.ui.scene import Scene
from kiosk.ui.screens.ticket_shown import buttons, facts, service, where
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
        service(scene, ticket),
        *facts(scene, ticket),
        surface=WARNING,
        colour=Colour.INK,
    )
    paper = parts.notice(scene.text("keep_number.paper", desk=scene.desk), "printer")
    return parts.frame(
        scene,
        title,
        parts.lead(lead, rank=2),
        number,
        WithControls(Column((where(scene, ticket), Spare(paper, rank=1)), gap=22)),
        Spring(),
        buttons(scene, ticket, scene.text("keep_number.reprint"), scene.text("keep_number.done")),
        colour=Colour.AMBER,
    )
