# SPDX-License-Identifier: Apache-2.0
"""Staff look at the devices and the machine: which are in order, and what to do about one."""

import re
from collections.abc import Iterator
from typing import assert_never

from kiosk.flow.staff_devices import pages_of, seen_on
from kiosk.flow.staff_states import DeviceList, DevicePage, OneDevice
from kiosk.flow.staff_touches import DevicePressed
from kiosk.flow.staff_values import CheckSeen, Sentence
from kiosk.flow.touches import PagePressed
from kiosk.ui import parts
from kiosk.ui.blocks import Aside, Beside, Column, Row, Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import CHOICE, Block, Button, Label, Picture
from kiosk.ui.lines import HINT
from kiosk.ui.scene import Scene
from kiosk.ui.theme import Colour, Role

_BREAKS = re.compile(r"(?<![（“《])(?=[\u3400-\u9fff])|(?<=[/_\-:=.])(?=\w)")
"""Before a Han character, and behind the marks that a path or an address is made of."""


def frame(scene: Scene, page: DevicePage) -> Frame:
    """The page that staff are on."""
    match page:
        case DeviceList():
            return _listed(scene, page)
        case OneDevice():
            return _one(scene, page.seen)
        case _:
            assert_never(page)


def _listed(scene: Scene, page: DeviceList) -> Frame:
    title = scene.text("staff_devices.title")
    if page.seen is None:
        wait = parts.notice(scene.text("staff.working"), "hourglass")
        return parts.frame(scene, title, wait, Spring())
    rows = tuple(
        _row(scene, number, each) for number, each in enumerate(seen_on(scene.kiosk, page), start=1)
    )
    return parts.frame(
        scene,
        title,
        parts.lead(scene.text("staff_devices.lead"), rank=2),
        Column(rows, gap=26),
        Spring(),
        *_more(scene, page),
    )


def _more(scene: Scene, page: DeviceList) -> Iterator[Aside]:
    if pages_of(scene.kiosk, page) > 1:
        text = scene.text("staff.more")
        yield Aside(Row((parts.button(scene, "more", PagePressed(), text, icon="arrow-right"),)))


def _row(scene: Scene, number: int, seen: CheckSeen) -> Button:
    name, stands = _name(scene, seen), scene.text(f"staff_devices.{_stands(seen)}")
    is_well = seen.is_good and seen.to_do is None
    colour = Colour.SOFT_INK if is_well else Colour.AMBER
    icon = "circle-check" if is_well else "triangle-alert"
    labels = (Label(name, Role.KEY), Label(stands, Role.BODY, colour))
    content = Beside(Picture(icon, colour, 72), Column(labels, gap=0), gap=24)
    event = DevicePressed(seen)
    return Button(
        f"device.{number}", event, f"{name} {stands}", content, CHOICE, least=120, pad_x=30, pad_y=8
    )


def _stands(seen: CheckSeen) -> str:
    if not seen.is_good:
        return "is_bad"
    return "is_good" if seen.to_do is None else "is_fair"


def _one(scene: Scene, seen: CheckSeen) -> Frame:
    return parts.frame(
        scene,
        _name(scene, seen),
        *((parts.lead(seen.place, rank=3),) if seen.place else ()),
        *(_found(scene, each, place) for place, each in enumerate(seen.found)),
        *((parts.warning(_words(scene, seen.to_do)),) if seen.to_do else ()),
        Spring(),
    )


def _found(scene: Scene, said: Sentence, place: int) -> Block:
    """What was found first matters most; the rest goes where letters need the room."""
    label = Label(_words(scene, said), Role.BODY)
    return Spare(label, rank=2) if place else label


def _name(scene: Scene, seen: CheckSeen) -> str:
    return scene.texts(f"health.device.{seen.check}")


def _words(scene: Scene, said: Sentence) -> str:
    """Lines may end inside of what technicians read, as a path or a command."""
    return _BREAKS.sub(HINT, scene.texts(said.key, **dict(said.fields)))
