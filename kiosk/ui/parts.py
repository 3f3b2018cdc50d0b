# SPDX-License-Identifier: Apache-2.0
"""Pieces that several screens are made of."""

from dataclasses import replace

from kiosk.flow.events import (
    BackPressed,
    HelpPressed,
    RestartPressed,
    SizePressed,
    Touch,
)
from kiosk.flow.states import Kiosk
from kiosk.flow.step import step
from kiosk.flow.values import Size
from kiosk.ui.blocks import (
    ASLEEP,
    CHOICE,
    FILLED,
    INFO,
    OUTLINED,
    TINTED,
    WARNING,
    Beside,
    Block,
    Boxed,
    Button,
    Column,
    Label,
    Picture,
    Row,
    Spare,
    Surface,
)
from kiosk.ui.frame import Frame
from kiosk.ui.lines import advance
from kiosk.ui.scene import Scene
from kiosk.ui.theme import Colour, Role

_BAR_PAD = 10


def frame(scene: Scene, title: str, *blocks: Block, colour: Colour = Colour.INK) -> Frame:
    """A screen: header, title, blocks, bar."""
    top = Column((Label(title, Role.TITLE, colour), *_lead_of(blocks)), gap=14)
    rest = blocks[1:] if _lead_of(blocks) else blocks
    return Frame(title, Column((header(scene), top, *rest)), bar(scene))


def _lead_of(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    first = blocks[0] if blocks else None
    inner = first.block if isinstance(first, Spare) else first
    return (first,) if first is not None and isinstance(inner, Label) else ()


def header(scene: Scene) -> Block:
    """Whose machine this is, or who is greeted; the first thing to go when letters need room."""
    left = scene.own(scene.look.site_name)
    identity = scene.kiosk.visitor.identity if scene.kiosk.visitor else None
    if identity is not None and identity.masked_name:
        left = scene.text("services.hello", name=identity.masked_name)
    right = scene.own(scene.look.machine_name)
    font = scene.theme.font(Role.HEADER)
    room = scene.look.width_px - 2 * scene.theme.margin
    soft = Colour.SOFT_INK
    labels: tuple[Block, ...] = (Label(left, Role.HEADER, soft),)
    widths = [advance(left, font), advance(right, font)]
    if right and sum(widths) + scene.theme.gap <= room:
        labels = (*labels, Label(right, Role.HEADER, soft))
        return Spare(Row(labels, shares=(room - widths[1] - 2, widths[1] + 2), gap=0), rank=5)
    return Spare(labels[0], rank=5)


def lead(text: str, rank: int = 0) -> Block:
    """The sentence under the title; with a rank it may be left out."""
    label = Label(text, Role.BODY, Colour.SOFT_INK)
    return Spare(label, rank) if rank else label


def button(
    name: str,
    event: Touch,
    text: str,
    *,
    icon: str = "",
    surface: Surface = OUTLINED,
    is_active: bool = True,
    least: int = 132,
    role: Role = Role.BUTTON,
) -> Button:
    """A control with one wording and perhaps an icon, in the middle."""
    colour = Colour.GROUND if surface is FILLED else Colour.ACCENT
    if not is_active:
        surface, colour = replace(ASLEEP, line=Colour.LINE, line_px=2), Colour.ASLEEP
    label = Label(text, role, colour, is_centred=True)
    content: Block = label
    if icon:
        picture = Picture(icon, colour, 72)
        content = Beside(picture, label, is_centred=True)
    return Button(name, event, text, content, surface, is_active, least)


def place_box(scene: Scene, over: str, place: str, *, icon: str = "map-pin") -> Block:
    """A place to go to: what for, and where."""
    words = Column((Label(over, Role.BODY, Colour.SOFT_INK), Label(place, Role.KEY)), gap=4)
    return Boxed(Beside(Picture(icon, Colour.ACCENT, 96), words, gap=36), INFO)


def desk_box(scene: Scene, over: str) -> Block:
    """Where the desk is, and the telephone number there."""
    blocks: tuple[Block, ...] = (
        Label(over, Role.BODY, Colour.SOFT_INK),
        Label(scene.desk, Role.KEY),
    )
    if scene.look.hotline:
        text = scene.text("desk.hotline", hotline=scene.look.hotline)
        blocks = (*blocks, Label(text, Role.BODY, Colour.SOFT_INK))
    return Boxed(Beside(Picture("map-pin", Colour.ACCENT, 96), Column(blocks, gap=4), gap=36), INFO)


def warning(what: str, way: str = "") -> Block:
    """Something is wrong, and what to do."""
    blocks: tuple[Block, ...] = (Label(what, Role.STRONG, Colour.AMBER),)
    if way:
        blocks = (*blocks, Label(way, Role.BODY))
    picture = Picture("triangle-alert", Colour.AMBER, 84)
    return Boxed(Beside(picture, Column(blocks, gap=2), gap=30), WARNING, pad_x=30, pad_y=22)


def notice(text: str, icon: str = "info") -> Block:
    """A quiet remark."""
    label = Label(text, Role.BODY, Colour.SOFT_INK)
    return Beside(Picture(icon, Colour.SOFT_INK, 60), label, gap=18)


def number_box(
    number: str, over: str, *extra: Block, surface: Surface = TINTED, colour: Colour = Colour.ACCENT
) -> Block:
    """The number, the hero of its screen, under the name of its service."""
    blocks = (
        Label(over, Role.KEY, Colour.INK, is_centred=True),
        Label(number, Role.NUMBER, colour, is_centred=True, fits=True),
        *extra,
    )
    return Boxed(Column(blocks, gap=6), surface, pad_y=26)


def bar(scene: Scene) -> Row:
    """The same controls in the same places on every screen; one that does nothing is asleep."""
    kiosk = scene.kiosk
    is_large = kiosk.size is not Size.NORMAL
    name = "extra" if kiosk.size is Size.EXTRA_LARGE else "large" if is_large else "normal"
    word = scene.text("bar.size_extra" if name == "extra" else "bar.size")
    size = _bar_button(
        scene, "bar.size", SizePressed(), word, "a-large-small", FILLED if is_large else CHOICE
    )
    return Row(
        (
            replace(size, spoken=scene.text(f"bar.size_spoken_{name}")),
            _bar_button(
                scene, "bar.back", BackPressed(), scene.text("bar.back"), "arrow-left", CHOICE
            ),
            _bar_button(
                scene,
                "bar.restart",
                RestartPressed(),
                scene.text("bar.restart"),
                "rotate-ccw",
                CHOICE,
            ),
            _bar_button(
                scene, "bar.help", HelpPressed(), scene.text("bar.help"), "hand-helping", OUTLINED
            ),
        ),
        shares=(1, 1, 1, 1.36),
        gap=30,
    )


def _bar_button(
    scene: Scene, name: str, event: Touch, text: str, icon: str, surface: Surface
) -> Button:
    is_active = is_wanted(scene.kiosk, event)
    colour = Colour.ACCENT if surface is OUTLINED else Colour.INK
    if surface is FILLED:
        colour = Colour.GROUND
    if not is_active:
        surface, colour = ASLEEP, Colour.ASLEEP
    label = Label(text, Role.BAR, colour, is_centred=True)
    content: Block = label
    width = scene.theme.px(206 - 2 * _BAR_PAD)
    if scene.kiosk.size is Size.NORMAL:
        content = Column((Picture(icon, colour, 76), label), gap=6)
    elif surface is OUTLINED:
        content = Beside(Picture(icon, colour, 84), label, is_centred=True, gap=14)
    elif advance(text, scene.theme.font(Role.BAR)) <= width:
        content = Column((Picture(icon, colour, 76), label), gap=6)
    return Button(name, event, text, content, surface, is_active, 188, _BAR_PAD, 0)


def is_wanted(kiosk: Kiosk, event: Touch) -> bool:
    """Whether the flow would do anything with this touch now."""
    after, _ = step(kiosk, event)
    return after.unexpected == kiosk.unexpected
