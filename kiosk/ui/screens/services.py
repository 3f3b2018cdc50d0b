# SPDX-License-Identifier: Apache-2.0
"""The services as tiles; one touch takes a number."""

from kiosk.flow.events import PagePressed, ServicePressed
from kiosk.flow.paging import page_count, tiles_on
from kiosk.flow.states import NoCard, Services
from kiosk.flow.values import Availability, ServiceTile, Size
from kiosk.ui import parts
from kiosk.ui.blocks import (
    CHOICE,
    GREEN,
    OUTLINED,
    QUIET,
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

_FEW = 3


def frame(scene: Scene, screen: Services) -> Frame:
    """What the visitor came for."""
    blocks = [parts.lead(scene.text("services.lead"), rank=4)]
    if scene.kiosk.is_size_by_age:
        blocks[0] = parts.lead(scene.text("services.large_by_age"), rank=4)
    return parts.frame(scene, scene.text("services.title"), *blocks, *tiles(scene, screen))


def tiles(scene: Scene, screen: Services | NoCard) -> tuple[Block, ...]:
    """A page of tiles and the way to the next page."""
    shown = tiles_on(scene.kiosk, screen.page)
    if not shown:
        return (Spring(), parts.desk_box(scene, scene.text("services.none")), Spring(2))
    pages = page_count(scene.kiosk)
    is_row = scene.kiosk.size is not Size.NORMAL or len(shown) <= _FEW
    blocks: list[Block] = [_tile(scene, tile, is_row=is_row) for tile in shown]
    if pages > 1:
        blocks.append(_more(scene, screen.page % pages + 1 == pages))
    columns = 1 if is_row else 2
    return (Grow(Grid(tuple(blocks), columns, most=400)),)


def _tile(scene: Scene, tile: ServiceTile, *, is_row: bool) -> Button:
    is_open = tile.availability in (Availability.NOW, Availability.LATER, Availability.STANDBY)
    is_green = tile.is_green and is_open
    colour = Colour.GREEN if is_green else Colour.ACCENT if is_open else Colour.SOFT_INK
    picture = Picture(tile.icon, colour, 0 if is_row else 92)
    name = Label(scene.own(tile.name), Role.KEY)
    words: tuple[Block, ...] = (name, *_status(scene, tile, is_green=is_green))
    content: Block = Column((picture, Column(words, gap=2)), gap=18)
    if is_row:
        content = Beside(picture, Column(words, gap=0), gap=36)
    else:
        content = Column((_left(picture), Column(words, gap=2)), gap=18)
    surface = GREEN if is_green else CHOICE if is_open else QUIET
    spoken = " ".join(label.text for label in words if isinstance(label, Label))
    return Button(
        f"service.{tile.service_id}",
        ServicePressed(tile.service_id),
        spoken,
        content,
        surface,
        least=120,
        pad_x=36,
        pad_y=18,
    )


def _left(picture: Picture) -> Block:
    return Beside(picture, Label(""), gap=0)


def _status(scene: Scene, tile: ServiceTile, *, is_green: bool) -> tuple[Block, ...]:
    """What a touch leads to where it is not simply a number now; no made-up waiting figures."""
    at = scene.time(tile.from_at) if tile.from_at else ""
    text, colour = "", Colour.SOFT_INK
    match tile.availability:
        case Availability.NOW:
            text = ""
        case Availability.LATER:
            text = scene.text("services.later", time=at)
        case Availability.STANDBY:
            text = scene.text("services.standby")
        case Availability.FULL:
            text = scene.text("services.full")
        case Availability.STOPPED if at:
            text = scene.text("services.not_begun", time=at)
        case Availability.STOPPED:
            text = scene.text("services.stopped")
    if is_green:
        green = scene.text("services.green")
        text, colour = (f"{green} · {text}" if text else green), Colour.GREEN
    return (Label(text, Role.BODY, colour),) if text else ()


def _more(scene: Scene, is_last: bool) -> Button:  # noqa: FBT001 - one caller, two words
    text = scene.text("services.first" if is_last else "services.more")
    icon = "arrow-left" if is_last else "arrow-right"
    return parts.button("more", PagePressed(), text, icon=icon, surface=OUTLINED, least=120)
