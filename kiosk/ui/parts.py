# SPDX-License-Identifier: Apache-2.0
"""Pieces that several screens are made of."""

from dataclasses import replace

from PySide6.QtGui import QFont

from kiosk.flow import voice
from kiosk.flow.change import is_home
from kiosk.flow.states import Kiosk, StaffMode
from kiosk.flow.step import step
from kiosk.flow.touches import (
    BackPressed,
    BarTouch,
    HelpPressed,
    RestartPressed,
    SizePressed,
    Touch,
    VoicePressed,
)
from kiosk.flow.values import Size
from kiosk.ui.blocks import Beside, Boxed, Column, Ends, Grow, Row, Spare
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import (
    ASLEEP,
    CHOICE,
    FILLED,
    INFO,
    OUTLINED,
    TINTED,
    WARNING,
    Block,
    Button,
    Label,
    Picture,
    Surface,
)
from kiosk.ui.lines import advance, has_shapes, plain
from kiosk.ui.scene import Scene
from kiosk.ui.theme import Colour, Role

_NUMBER_ROOM = 40
_BAR_PAD = 5
_BAR_GAP = 28
_BAR_SHARES = (1, 1, 1, 1, 1.2)  # help is the widest and the last
_BAR_LEAST_WIDTH = 175
RESTING = replace(ASLEEP, line=Colour.LINE, line_px=2)
"""A control that keeps its place and border while it does nothing."""


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
    """Whose machine this is, or who is greeted; the first thing to go when letters need room.

    While nobody is served, a quiet word in the corner tells staff what to see to.
    """
    font = scene.theme.font(Role.HEADER)
    word = _word_for_staff(scene)
    right = word or scene.own(scene.look.machine_name)
    left = _greeting(scene, font) or scene.own(scene.look.site_name)
    if not left:  # the centre has not said yet where this is
        left, right = scene.own(scene.look.machine_name), word
    first = Label(left, Role.HEADER, Colour.SOFT_INK, is_private=bool(_greeting(scene, font)))
    return Spare(Ends(first, Label(right, Role.HEADER, Colour.SOFT_INK)), rank=3 if word else 5)


def _word_for_staff(scene: Scene) -> str:
    """What cannot wait long, the worst first: the disk, the paper, the settings; mostly empty."""
    if not is_home(scene.kiosk.screen):
        return ""
    if scene.kiosk.devices.is_disk_full:
        return scene.text("header.disk_full")
    if scene.kiosk.devices.is_paper_low:
        return scene.text("header.paper_low")
    return scene.text("header.file_spoilt") if scene.kiosk.settings.is_file_spoilt else ""


def _greeting(scene: Scene, font: QFont) -> str:
    """The visitor by name; without it where a character has no shape: no box stands in a name."""
    if isinstance(scene.kiosk.screen, StaffMode):
        return ""
    identity = scene.kiosk.visitor.present if scene.kiosk.visitor else None
    if identity is None or not identity.masked_name:
        return ""
    greeting = scene.text("header.hello", name=identity.masked_name)
    return greeting if has_shapes(greeting, font) else scene.text("header.hello_plain")


def lead(text: str, rank: int = 0) -> Block:
    """The sentence under the title; with a rank it may be left out."""
    label = Label(text, Role.BODY, Colour.SOFT_INK)
    return Spare(label, rank) if rank else label


def button(
    scene: Scene,
    name: str,
    event: Touch,
    text: str,
    *,
    icon: str = "",
    surface: Surface = OUTLINED,
    least: int = 132,
    role: Role = Role.BUTTON,
    is_stacked: bool = False,
) -> Button:
    """A control with one wording and perhaps an icon, beside or over the words.

    It is asleep, and keeps its place, where the flow would do nothing with its touch.
    """
    is_active = is_wanted(scene.kiosk, event)
    colour = Colour.GROUND if surface is FILLED else Colour.ACCENT
    if not is_active:
        surface, colour = RESTING, Colour.ASLEEP
    label = Label(text, role, colour, is_centred=True)
    content: Block = label
    if icon:
        picture = Picture(icon, colour, 72)
        content = Beside(picture, label, is_centred=True, gap=20)
        if is_stacked:
            content = Column((picture, label), gap=8)
    return Button(name, event, plain(text), content, surface, is_active, least, 16)


def numbered(choice: Button, number: int) -> Button:
    """One of several choices; its number is said, shown, and the key that presses it."""
    return replace(
        choice,
        spoken=f"{number} {choice.spoken}",
        number=str(number),
        number_room=_NUMBER_ROOM,
    )


def place_box(scene: Scene, over: str, place: str, *, icon: str = "map-pin") -> Block:
    """A place to go to: what for, and where."""
    words = Column((Label(over, Role.BODY, Colour.SOFT_INK), Label(place, Role.KEY)), gap=4)
    return Boxed(Beside(Picture(icon, Colour.ACCENT, 84), words, gap=24), INFO, 30, 22)


def desk_box(scene: Scene, over: str) -> Block:
    """Where the desk is, and the telephone number there."""
    blocks: tuple[Block, ...] = (
        Label(over, Role.BODY, Colour.SOFT_INK),
        Label(scene.desk, Role.KEY),
        *_hotline(scene),
    )
    picture = Picture("map-pin", Colour.ACCENT, 84)
    return Boxed(Beside(picture, Column(blocks, gap=4), gap=24), INFO, 30, 24)


def desk_hero(scene: Scene, over: str) -> Block:
    """The same, where it is what the screen is about."""
    picture = Picture("map-pin", Colour.ACCENT, 170)
    return hero(
        Spare(picture, rank=3) if scene.look.is_wide else picture,
        Label(over, Role.BODY, Colour.SOFT_INK, is_centred=True),
        Label(scene.desk, Role.TITLE, Colour.ACCENT, is_centred=True),
        *_hotline(scene, is_centred=True),
        most=700,
    )


def _hotline(scene: Scene, *, is_centred: bool = False) -> tuple[Block, ...]:
    if not scene.look.hotline:
        return ()
    text = scene.text("desk.hotline", hotline=scene.look.hotline)
    return (Spare(Label(text, Role.BODY, Colour.SOFT_INK, is_centred=is_centred), rank=4),)


def hero(*blocks: Block, most: int = 10_000, surface: Surface = TINTED) -> Block:
    """What the screen is about, on a tinted ground that takes the room there is."""
    return Grow(Boxed(Column(blocks, gap=16), surface), most=most)


def warning(what: str, way: str = "", *, is_way_spare: bool = False) -> Block:
    """Something is wrong, and what to do."""
    blocks: tuple[Block, ...] = (Label(what, Role.STRONG, Colour.AMBER),)
    if way:
        label = Label(way, Role.BODY)
        blocks = (*blocks, Spare(label, rank=1) if is_way_spare else label)
    picture = Picture("triangle-alert", Colour.AMBER, 72)
    return Boxed(Beside(picture, Column(blocks, gap=2), gap=24), WARNING, pad_x=26, pad_y=20)


def notice(text: str, icon: str = "info", *, is_centred: bool = False) -> Block:
    """A quiet remark."""
    label = Label(text, Role.BODY, Colour.SOFT_INK, is_centred=is_centred)
    return Beside(Picture(icon, Colour.SOFT_INK, 60), label, is_centred=is_centred, gap=18)


def number_box(
    number: str, over: str, *extra: Block, surface: Surface = TINTED, colour: Colour = Colour.ACCENT
) -> Block:
    """The number, the hero of its screen, under the name of its service."""
    blocks = (
        Label(over, Role.KEY, Colour.INK, is_centred=True),
        Label(number, Role.NUMBER, colour, is_centred=True, fits=True),
        *extra,
    )
    return Boxed(Column(blocks, gap=4), surface, pad_y=20)


def bar(scene: Scene) -> Row:
    """The same controls in the same places on every screen; one that does nothing is asleep."""
    size = scene.kiosk.size
    name = {Size.NORMAL: "normal", Size.LARGE: "large", Size.EXTRA_LARGE: "extra"}[size]
    word = scene.text("bar.size_extra" if size is Size.EXTRA_LARGE else "bar.size")
    surface = CHOICE if size is Size.NORMAL else FILLED
    larger = _bar_button(scene, SizePressed(), word, "a-large-small", surface)
    return Row(
        (
            replace(larger, spoken=scene.text(f"bar.size_spoken_{name}")),
            _voice_button(scene),
            _bar_button(scene, BackPressed(), scene.text("bar.back"), "arrow-left"),
            _bar_button(scene, RestartPressed(), scene.text("bar.restart"), "rotate-ccw"),
            _bar_button(scene, HelpPressed(), scene.text("bar.help"), "hand-helping", OUTLINED),
        ),
        shares=_BAR_SHARES,
        gap=_BAR_GAP,
    )


def _voice_button(scene: Scene) -> Button:
    is_on = voice.is_heard(scene.kiosk)
    text, surface = scene.text("bar.voice"), FILLED if is_on else CHOICE
    button = _bar_button(scene, VoicePressed(), text, "volume-2", surface)
    return replace(button, spoken=scene.text(f"bar.voice_spoken_{'on' if is_on else 'off'}"))


def _bar_button(
    scene: Scene, event: BarTouch, text: str, icon: str, surface: Surface = CHOICE
) -> Button:
    is_active = is_wanted(scene.kiosk, event)
    colour = {OUTLINED: Colour.ACCENT, FILLED: Colour.GROUND}.get(surface, Colour.INK)
    if not is_active:
        surface, colour = ASLEEP, Colour.ASLEEP
    label = Label(text, Role.BAR, colour, is_centred=True)
    content: Block = label
    if scene.look.is_wide:
        if scene.kiosk.size is Size.NORMAL:
            content = Beside(Picture(icon, colour, 60), label, is_centred=True, gap=14)
    elif _is_one_line(scene, text):
        content = Column((Picture(icon, colour, _bar_picture(scene)), label), gap=2)
    name = f"bar.{type(event).__name__.removesuffix('Pressed').lower()}"
    return Button(name, event, text, content, surface, is_active, 188, _BAR_PAD, 0)


def _bar_picture(scene: Scene) -> int:
    """Smaller where two lines of words may stand under it."""
    return 60 if scene.kiosk.size is Size.NORMAL else 72


def _is_one_line(scene: Scene, text: str) -> bool:
    """Whether a picture has room over the words; two lines of large letters leave none."""
    width = scene.theme.px(_BAR_LEAST_WIDTH - 2 * _BAR_PAD)
    is_normal = scene.kiosk.size is Size.NORMAL
    return is_normal or advance(text, scene.theme.font(Role.BAR)) <= width


def is_wanted(kiosk: Kiosk, event: Touch) -> bool:
    """Whether the flow would do anything with this touch now."""
    after, _ = step(kiosk, event)
    return after.unexpected == kiosk.unexpected
