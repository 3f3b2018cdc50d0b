# SPDX-License-Identifier: Apache-2.0
"""What somebody who missed his call is told: he waits again, or only staff can help."""

from hall.queueing import PUT_BACK_CALLS
from kiosk.flow.touches import DonePressed
from kiosk.flow.values import PutBack, TicketView
from kiosk.ui import parts
from kiosk.ui.blocks import Column, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import FILLED, Block, Button
from kiosk.ui.scene import Scene

_WHY_STAFF = {PutBack.TOO_OFTEN: "again.too_often", PutBack.TOO_LATE: "again.too_late"}


def why_staff(ticket: TicketView) -> str | None:
    """Why only staff can help, as a text key; None where the visitor can go on here."""
    return _WHY_STAFF.get(ticket.put_back) if ticket.put_back else None


def to_staff(scene: Scene, ticket: TicketView, why: str, *further: Block) -> Frame:
    """The number, why it is called no more by itself, and the desk; nothing else helps."""
    return parts.frame(
        scene,
        scene.text("again.title_missed"),
        parts.warning(scene.text(why)),
        parts.number_box(ticket.number, scene.own(ticket.service_name)),
        parts.desk_box(scene, scene.text("again.staff")),
        Spring(),
        Column((*further, done_button(scene)), gap=54),
    )


def done_button(scene: Scene) -> Button:
    """The way home for who has seen his number."""
    return parts.button(
        scene,
        "done",
        DonePressed(),
        scene.text("again.done"),
        icon="check",
        surface=FILLED,
        least=150,
    )


def title(scene: Scene, ticket: TicketView, usual: str) -> str:
    """`usual` is that of a number nobody missed."""
    return scene.text("again.title_back") if ticket.put_back else usual


def words(scene: Scene, ticket: TicketView) -> Block:
    """While the centre is cut off nobody hears here of a call, nor there of who came back."""
    is_cut = scene.kiosk.cut_since is not None
    if ticket.put_back and is_cut:
        return parts.lead(scene.text("again.back_cut"))
    if ticket.put_back:
        return parts.lead(scene.text("again.lead_back", calls=PUT_BACK_CALLS))
    if is_cut:
        return parts.lead(scene.text("again.lead_cut"))
    return parts.lead(scene.text("again.lead"), rank=4)
