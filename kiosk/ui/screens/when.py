# SPDX-License-Identifier: Apache-2.0
"""Later slots, standby, the desk; never a bare "full"."""

from typing import assert_never

from kiosk.flow.events import BackPressed, OfferPressed
from kiosk.flow.states import When
from kiosk.flow.values import Availability, Offer, OfferKind
from kiosk.ui import parts
from kiosk.ui.blocks import (
    CHOICE,
    FILLED,
    Beside,
    Block,
    Button,
    Column,
    Grid,
    Grow,
    Label,
    Picture,
    Spring,
)
from kiosk.ui.frame import Frame
from kiosk.ui.scene import Scene
from kiosk.ui.theme import Colour, Role


def frame(scene: Scene, screen: When) -> Frame:
    """The choices; without any, why, and who can help."""
    tile = scene.tile(screen.service_id)
    name = scene.own(tile.name) if tile else ""
    if not screen.is_loaded:
        wait = parts.lead(scene.text("when.wait"))
        return parts.frame(scene, name or scene.text("issuing.title"), wait)
    if not screen.offers:
        return _none(scene, screen, name)
    lead = Label(name, Role.KEY, Colour.ACCENT)
    problem = (parts.warning(scene.reason(screen.problem)),) if screen.problem else ()
    offers: tuple[Block, ...] = tuple(_offer(scene, offer) for offer in screen.offers)
    return parts.frame(
        scene,
        scene.text("when.title"),
        lead,
        *problem,
        Grow(Grid(offers, columns=1, gap=30, most=230)),
    )


def _none(scene: Scene, screen: When, name: str) -> Frame:
    tile = scene.tile(screen.service_id)
    why = scene.text("when.why_full")
    if tile is not None and tile.availability is Availability.STOPPED:
        why = scene.text("when.why_stopped")
        if tile.from_at is not None:
            why = scene.text("when.why_not_begun", time=scene.time(tile.from_at))
    if screen.problem is not None:
        why = scene.reason(screen.problem)
    return parts.frame(
        scene,
        scene.text("when.title_none"),
        Label(name, Role.KEY, Colour.ACCENT),
        parts.warning(why),
        parts.desk_box(scene, scene.text("when.ask_desk")),
        Spring(),
        parts.button(
            "other",
            BackPressed(),
            scene.text("when.other"),
            icon="undo-2",
            surface=FILLED,
        ),
    )


def _offer(scene: Scene, offer: Offer) -> Button:
    start = scene.time(offer.slot_start) if offer.slot_start else ""
    end = scene.time(offer.slot_end) if offer.slot_end else ""
    match offer.kind:
        case OfferKind.NOW:
            icon, text = "ticket", scene.text("when.now")
            more = scene.text("when.now_later", time=start) if start else ""
        case OfferKind.LATER_SLOT:
            icon, text = "calendar-clock", scene.text("when.slot", start=start, end=end)
            more = scene.text("when.slot_lead")
        case OfferKind.STANDBY:
            icon, text = "hourglass", scene.text("when.standby")
            more = scene.text("when.standby_lead")
        case _:
            assert_never(offer.kind)
    labels: tuple[Block, ...] = (Label(text, Role.KEY),)
    if more:
        labels = (*labels, Label(more, Role.BODY, Colour.SOFT_INK))
    return Button(
        f"offer.{offer.kind}.{start}",
        OfferPressed(offer),
        f"{text} {more}",
        Beside(Picture(icon, Colour.ACCENT), Column(labels, gap=0), gap=36),
        CHOICE,
        least=120,
        pad_x=36,
        pad_y=14,
    )
