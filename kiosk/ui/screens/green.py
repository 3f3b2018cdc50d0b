# SPDX-License-Identifier: Apache-2.0
"""The green channel: the site's reasons to be served first, and how it is said that somebody is."""

from hall.green import GreenReason
from kiosk.flow.paging import reason_pages, reasons_on
from kiosk.flow.states import GreenReasons
from kiosk.flow.touches import ForFamilyPressed, GreenPressed, PagePressed, ReasonPressed
from kiosk.flow.values import Size
from kiosk.ui import parts
from kiosk.ui.blocks import Aside, Beside, Grid, Grow
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import CHOICE, Block, Button, Label, Picture
from kiosk.ui.scene import Scene
from kiosk.ui.screens.family import for_family_button
from kiosk.ui.theme import Colour, Role


def frame(scene: Scene, screen: GreenReasons) -> Frame:
    """One touch on whichever reason; who confirms it, and that it is not kept."""
    return parts.frame(
        scene,
        scene.text("green.title"),
        parts.lead(scene.text("green.lead")),
        Grow(_reasons(scene, screen)),
        *_more(scene, screen),
    )


def green_button(scene: Scene, *, has_picture: bool = True) -> Button:
    """The way to the reasons."""
    text, icon = scene.text("services.priority"), "heart-handshake" if has_picture else ""
    return parts.button(scene, "green", GreenPressed(), text, icon=icon)


def other_wishes(scene: Scene, *, is_row: bool = True) -> tuple[Button, ...]:
    """To be served first, and that the number is for somebody else, where each is offered.

    Two side by side in the largest letters have no pictures, so that their words stay whole.
    """
    is_first = parts.is_wanted(scene.kiosk, GreenPressed())
    is_family = parts.is_wanted(scene.kiosk, ForFamilyPressed())
    is_tight = is_row and is_first and is_family
    has_picture = not (is_tight and scene.kiosk.size is Size.EXTRA_LARGE)
    first = (green_button(scene, has_picture=has_picture),) if is_first else ()
    family = (for_family_button(scene, has_picture=has_picture),) if is_family else ()
    return (*first, *family)


def served_first(scene: Scene) -> str:
    """That this visitor is served first: by age, or for a reason that is not told."""
    visitor = scene.kiosk.visitor
    is_by_age = visitor is None or visitor.is_green_by_age
    return scene.text("services.green" if is_by_age else "services.green_reason")


def _reasons(scene: Scene, screen: GreenReasons) -> Grid:
    """One under the other, equals among equals."""
    shown = enumerate(reasons_on(scene.kiosk, screen.page), start=1)
    blocks = tuple(_reason(scene, reason, number) for number, reason in shown)
    is_pair = scene.look.is_wide and scene.kiosk.size is Size.NORMAL
    return Grid(blocks, columns=2 if is_pair else 1, gap=30, most=230)


def _reason(scene: Scene, reason: GreenReason, number: int) -> Button:
    name = scene.own(reason.name)
    label = Label(name, Role.KEY)
    picture = Picture(reason.icon, Colour.ACCENT, 84)
    content = Beside(picture, label, gap=36) if reason.icon else label
    choice = Button(
        f"reason.{number}",
        ReasonPressed(),
        name,
        content,
        CHOICE,
        least=120,
        pad_x=36,
        pad_y=18,
    )
    return parts.numbered(choice, number)


def _more(scene: Scene, screen: GreenReasons) -> tuple[Block, ...]:
    pages = reason_pages(scene.kiosk)
    if pages == 1:
        return ()
    is_last = screen.page % pages + 1 == pages
    text = scene.text("services.first" if is_last else "green.more")
    icon = "arrow-left" if is_last else "arrow-right"
    return (Aside(parts.button(scene, "more", PagePressed(), text, icon=icon)),)
