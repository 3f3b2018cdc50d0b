# SPDX-License-Identifier: Apache-2.0
"""The services as tiles; one touch takes a number."""

from kiosk.flow import voice
from kiosk.flow.choosing import held_of
from kiosk.flow.paging import page_count, tiles_on
from kiosk.flow.states import NoCard, Services
from kiosk.flow.touches import PagePressed, ServicePressed
from kiosk.flow.values import Availability, ServiceTile, Size
from kiosk.ui import parts
from kiosk.ui.blocks import AsHighAs, Aside, Beside, Column, Grid, Grow, Row, Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import CHOICE, GREEN, QUIET, Block, Button, Label, Picture
from kiosk.ui.scene import Scene
from kiosk.ui.screens import cut
from kiosk.ui.screens.family import is_for_family
from kiosk.ui.screens.green import other_wishes, served_first
from kiosk.ui.theme import Colour, Role

_FEW = 3
_PAIR = 2
_PAD = 36
_GAP = 36
_NUMBER_ROOM = 40


def frame(scene: Scene, screen: Services) -> Frame:
    """What the visitor came for."""
    if not scene.kiosk.services:
        return none(scene)
    title = scene.text("services.title_family" if is_for_family(scene) else "services.title")
    lead = parts.lead(scene.text(f"services.{_lead(scene)}"), rank=4)
    missing = cut.line_of_who_booked_nothing(scene)
    return parts.frame(scene, title, lead, *missing, *tiles(scene, screen))


def _lead(scene: Scene) -> str:
    if scene.kiosk.visitor and scene.kiosk.visitor.person_present.has_reason:
        return "lead_green"
    if is_for_family(scene) and any(tile.materials for tile in scene.kiosk.services):
        return "lead_family"
    kiosk = scene.kiosk
    if kiosk.is_voice_by_age and voice.is_heard(kiosk):
        return "large_and_voice_by_age" if kiosk.is_size_by_age else "voice_by_age"
    return "large_by_age" if kiosk.is_size_by_age else "lead"


def none(scene: Scene) -> Frame:
    """There is nothing to choose."""
    title = scene.text("services.none")
    return parts.frame(scene, title, parts.desk_hero(scene, scene.text("desk.ask")), Spring())


def tiles(scene: Scene, screen: Services | NoCard) -> tuple[Block, ...]:
    """A page of tiles and the way to the next page."""
    shown = tiles_on(scene.kiosk, screen.page)
    pages = page_count(scene.kiosk)
    is_row = _stands_in_rows(scene, shown)
    is_wide = scene.look.is_wide
    grid = _rows(scene, shown) if is_row else _pairs(scene, shown, is_wide=is_wide)
    more = (_more(scene, is_last=screen.page % pages + 1 == pages),) if pages > 1 else ()
    return (Grow(grid), *_further(scene, more))


def _further(scene: Scene, more: tuple[Button, ...]) -> tuple[Aside, ...]:
    """More services, first served, for somebody else; large letters leave no room for three in a row."""
    is_column = scene.look.is_wide and scene.kiosk.size is not Size.NORMAL
    others = other_wishes(scene, is_row=not is_column)
    if is_column and others:
        return (Aside(Column(more + others)),)
    if len(more + others) > _PAIR and scene.kiosk.size is not Size.NORMAL:
        return (Aside(Column((Row(more), Row(others)), gap=_GAP)),)
    return (Aside(Row(more + others)),) if more + others else ()


def _stands_in_rows(scene: Scene, shown: tuple[ServiceTile, ...]) -> bool:
    is_large = scene.kiosk.size is not Size.NORMAL
    return is_large or scene.kiosk.is_low or len(shown) <= _FEW or is_for_family(scene)


def _rows(scene: Scene, shown: tuple[ServiceTile, ...]) -> Grid:
    """One under the other: the picture beside the words."""
    blocks = []
    for number, tile in enumerate(shown, start=1):
        words = Column(_words(scene, tile), gap=0)
        content = Beside(_picture(tile, 84), words, gap=36)
        blocks.append(_tile(scene, tile, content, number, room=_NUMBER_ROOM))
    return Grid(tuple(blocks), columns=1, gap=_GAP, most=290)


def _pairs(scene: Scene, shown: tuple[ServiceTile, ...], *, is_wide: bool) -> Grid:
    """Two side by side: the picture over the words, all pictures of a row at one height.

    Beside them on a wide panel, which has less height.
    """
    if is_wide:
        beside = (
            Beside(_picture(tile, 72), Column(_words(scene, tile), gap=2), gap=20) for tile in shown
        )
        tiles = (
            _tile(scene, one, how, number, room=_NUMBER_ROOM)
            for number, (one, how) in enumerate(zip(shown, beside, strict=True), start=1)
        )
        return Grid(tuple(tiles), columns=2, gap=30, most=400)
    contents = tuple(
        Column((_at_left(_picture(tile, 96)), Column(_words(scene, tile), gap=2)), gap=18)
        for tile in shown
    )
    blocks = tuple(
        _tile(scene, tile, AsHighAs(content, contents), number)
        for number, (tile, content) in enumerate(zip(shown, contents, strict=True), start=1)
    )
    return Grid(blocks, columns=2, gap=_GAP, most=400)


def _tile(scene: Scene, tile: ServiceTile, content: Block, number: int, room: int = 0) -> Button:
    """A choice among equals; its number is said, shown, and the key that presses it."""
    is_open = _is_open(tile)
    held = _held(scene, tile)
    surface = GREEN if _is_first(tile) else CHOICE if is_open else QUIET
    if held:
        surface = CHOICE
    waiting = scene.wait(tile.wait) if tile.wait and not held else ""
    papers = _papers(scene, tile)
    said = (str(number), scene.own(tile.name), _status(scene, tile), waiting, papers)
    spoken = " ".join(filter(None, said))
    name, event = f"service.{tile.service_id}", ServicePressed(tile.service_id)
    return Button(
        name,
        event,
        spoken,
        content,
        surface,
        least=120,
        pad_x=_PAD,
        pad_y=14 if scene.look.is_wide else 18,
        number=str(number),
        number_room=room,
    )


def _is_open(tile: ServiceTile) -> bool:
    """Whether a touch can lead to a number."""
    closed = (Availability.FULL, Availability.STOPPED, Availability.SUSPENDED)
    return tile.availability not in closed


def _is_first(tile: ServiceTile) -> bool:
    """Whether this visitor gets a number here and is called first."""
    return tile.is_green and _is_open(tile) and not tile.direct


def _picture(tile: ServiceTile, reference_px: int) -> Picture:
    colour = Colour.ACCENT if _is_open(tile) else Colour.SOFT_INK
    if _is_first(tile):
        colour = Colour.GREEN
    return Picture(tile.icon, colour, reference_px)


def _at_left(picture: Picture) -> Block:
    return Beside(picture, Spring(), gap=0)


def _words(scene: Scene, tile: ServiceTile) -> tuple[Label | Spare, ...]:
    """Its name, and what a touch leads to where it is not simply a number now."""
    name = Label(scene.own(tile.name), Role.KEY)
    status, papers = _status(scene, tile), _papers(scene, tile)
    if not _is_open(tile):
        papers = ""
    further = (Spare(Label(papers, Role.BODY, Colour.SOFT_INK), rank=1),) if papers else ()
    if _held(scene, tile):
        return (name, Label(status, Role.STRONG, Colour.ACCENT))
    if _is_first(tile):
        return (name, Label(status, Role.STRONG, Colour.GREEN), *further)
    if status:
        return (name, Label(status, Role.BODY, Colour.SOFT_INK), *further)
    if tile.wait is not None:
        wait = Label(scene.wait(tile.wait), Role.BODY, Colour.SOFT_INK)
        return (name, wait, *further)
    return (name, *further)


def _papers(scene: Scene, tile: ServiceTile) -> str:
    """What the counter will ask for, where it is more than the card that was laid."""
    is_asked = isinstance(scene.kiosk.screen, NoCard) or is_for_family(scene)
    return scene.listed(scene.own(words) for words in tile.materials) if is_asked else ""


def _held(scene: Scene, tile: ServiceTile) -> str:
    """已取 A023, of a service that this person can have no second number of."""
    held = held_of(scene.kiosk, tile.service_id)
    return scene.text("services.held", number=held.number) if held else ""


def _status(scene: Scene, tile: ServiceTile) -> str:
    """First served, and what else is to be known before the touch."""
    if held := _held(scene, tile):
        return held
    status = _availability(scene, tile)
    if tile.direct and _is_open(tile):
        return scene.text("services.direct")
    if _is_first(tile):
        return " · ".join(filter(None, (served_first(scene), status)))
    return status


def _availability(scene: Scene, tile: ServiceTile) -> str:
    """No made-up waiting figures: a kiosk that stands alone knows none."""
    at = scene.time(tile.from_at) if tile.from_at else ""
    match tile.availability:
        case Availability.NOW:
            return ""
        case Availability.LATER:
            return scene.text("services.later", time=at)
        case Availability.STANDBY:
            return scene.text("services.standby")
        case Availability.FULL:
            return scene.text("services.full")
        case Availability.STOPPED:
            return _closed(scene, at, "services.stopped", "services.not_begun")
        case Availability.SUSPENDED:
            return _closed(scene, at, "services.suspended", "services.suspended_until")


def _closed(scene: Scene, at: str, ended: str, until: str) -> str:
    return scene.text(until, time=at) if at else scene.text(ended)


def _more(scene: Scene, *, is_last: bool) -> Button:
    text = scene.text("services.first" if is_last else "services.more")
    icon = "arrow-left" if is_last else "arrow-right"
    return parts.button(scene, "more", PagePressed(), text, icon=icon)
