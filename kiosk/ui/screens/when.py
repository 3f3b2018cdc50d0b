# SPDX-License-Identifier: Apache-2.0
"""Later slots, standby, the desk; never a bare "full"."""

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from kiosk.flow.choosing import has_list_of_services
from kiosk.flow.states import When
from kiosk.flow.touches import BackPressed, GreenPressed, OfferPressed
from kiosk.flow.values import Availability, Offer, OfferKind, Size
from kiosk.ui import parts
from kiosk.ui.blocks import Aside, Beside, Column, Grid, Grow, Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import CHOICE, FILLED, Block, Button, Label, Picture
from kiosk.ui.scene import Scene
from kiosk.ui.screens.green import green_button
from kiosk.ui.theme import Colour, Role

_FEW = 3
_LOW_SLOTS = 1


def frame(scene: Scene, screen: When) -> Frame:
    """The choices; without any, why, and who can help."""
    if not screen.is_loaded:
        return parts.frame(
            scene,
            scene.text("when.wait"),
            _name(scene, screen),
            parts.hero(Picture("hourglass", reference_px=220), most=700),
            Spring(),
        )
    if not screen.offers:
        return _none(scene, screen)
    problem = (parts.warning(scene.reason(screen.problem)),) if screen.problem else ()
    desk: tuple[Block, ...] = ()
    if len(screen.offers) <= _FEW:
        desk = (Spring(), Spare(parts.desk_box(scene, scene.text("when.ask_desk")), rank=3))
    return parts.frame(
        scene,
        scene.text("when.title"),
        _name(scene, screen),
        *problem,
        offers(scene, screen.offers),
        *desk,
        *_first_served(scene),
    )


def offers(scene: Scene, found: tuple[Offer, ...]) -> Block:
    """One button for each way to a number."""
    shown = enumerate(_shown(scene, found), start=1)
    buttons = tuple(parts.numbered(_offer(scene, offer), number) for number, offer in shown)
    return Grow(Grid(buttons, columns=1, gap=30, most=230), most=260 * len(buttons))


def _shown(scene: Scene, found: tuple[Offer, ...]) -> tuple[Offer, ...]:
    """All of them; the soonest of the later slots where large controls have little height."""
    is_short = scene.kiosk.is_low or scene.look.is_wide
    if not is_short or scene.kiosk.size is Size.NORMAL:
        return found
    later = [offer for offer in found if offer.kind is OfferKind.LATER_SLOT][_LOW_SLOTS:]
    return tuple(offer for offer in found if offer not in later)


def _first_served(scene: Scene) -> Iterator[Block]:
    """The way to more, where it is asked for on no list of services."""
    if parts.is_wanted(scene.kiosk, GreenPressed()):
        yield Aside(green_button(scene))


def _name(scene: Scene, screen: When) -> Block:
    tile = scene.tile(screen.service_id)
    return Label(scene.own(tile.name) if tile else "", Role.KEY, Colour.ACCENT)


def _none(scene: Scene, screen: When) -> Frame:
    return parts.frame(
        scene,
        scene.text(_title(scene, screen)),
        _name(scene, screen),
        parts.warning(_why(scene, screen)),
        parts.desk_hero(scene, scene.text("when.ask_desk")),
        Spring(),
        *_first_served(scene),
        parts.button(
            scene,
            "other",
            BackPressed(),
            scene.text("when.other" if has_list_of_services(scene.kiosk) else "bar.back"),
            icon="undo-2",
            surface=FILLED,
            least=160,
        ),
    )


def _title(scene: Scene, screen: When) -> str:
    if _is(scene, screen, Availability.SUSPENDED):
        return "when.title_suspended"
    return "when.title_not_begun" if _begins_at(scene, screen) else "when.title_none"


def _why(scene: Scene, screen: When) -> str:
    if screen.problem is not None:
        return scene.reason(screen.problem)
    begin = _begins_at(scene, screen)
    if begin is not None:
        return scene.text("when.why_not_begun", time=scene.time(begin))
    if _is(scene, screen, Availability.SUSPENDED):
        return scene.text("when.why_suspended")
    is_stopped = _is(scene, screen, Availability.STOPPED)
    return scene.text("when.why_stopped" if is_stopped else "when.why_full")


def _begins_at(scene: Scene, screen: When) -> datetime | None:
    """When its numbers begin or go on today, if that is known."""
    tile = scene.tile(screen.service_id)
    closed = (Availability.STOPPED, Availability.SUSPENDED)
    return tile.from_at if tile is not None and tile.availability in closed else None


def _is(scene: Scene, screen: When, availability: Availability) -> bool:
    tile = scene.tile(screen.service_id)
    return tile is not None and tile.availability is availability


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
        detail = Label(more, Role.BODY, Colour.SOFT_INK)
        # "Come back then" may be left out, the honest word about standby may not.
        is_plain = offer.kind is OfferKind.LATER_SLOT
        labels = (*labels, Spare(detail, rank=2) if is_plain else detail)
    content = Beside(Picture(icon, Colour.ACCENT), Column(labels, gap=0), gap=36)
    name = f"offer.{offer.kind}.{start}"
    return Button(
        name,
        OfferPressed(offer),
        f"{text} {more}".strip(),
        content,
        CHOICE,
        least=120,
        pad_x=36,
        pad_y=14,
    )
