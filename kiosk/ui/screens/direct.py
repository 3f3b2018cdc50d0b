# SPDX-License-Identifier: Apache-2.0
"""A service without a number: where to go, and a slip that says it."""

from collections.abc import Iterator

from kiosk.flow import direction
from kiosk.flow.states import Direct
from kiosk.flow.touches import DonePressed, SlipPressed
from kiosk.flow.values import Paper
from kiosk.ui import parts
from kiosk.ui.blocks import Beside, Boxed, Column, Spare, Spring, WithControls
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import FILLED, INFO, Block, Label, Picture
from kiosk.ui.scene import Scene
from kiosk.ui.theme import Colour, Role


def frame(scene: Scene, screen: Direct) -> Frame:
    """Which service, and the place in large letters; what became of the slip never hides it."""
    tile = scene.tile(screen.service_id)
    service, place = (scene.own(tile.name), scene.own(tile.direct)) if tile else ("", "")
    return parts.frame(
        scene,
        scene.text("direct.title"),
        parts.lead(scene.text("direct.lead", service=service)),
        parts.hero(
            Spare(Picture("map-pin", Colour.ACCENT, 170), rank=2),
            Label(scene.text("direct.go"), Role.BODY, Colour.SOFT_INK, is_centred=True),
            Label(place, Role.TITLE, Colour.ACCENT, is_centred=True),
            most=760,
        ),
        *(WithControls(block) for block in _slip(scene, screen)),
        Spring(),
        Column((*_print_button(scene, screen), _done_button(scene)), gap=54),
    )


def _slip(scene: Scene, screen: Direct) -> Iterator[Block]:
    """What is known of the paper."""
    match screen.slip:
        case Paper.PRINTING:
            yield parts.notice(scene.text("direct.slip_printing"), "hourglass")
        case Paper.CONFIRMED:
            yield _take_it(scene)
        case Paper.UNSURE:
            unsure, way = scene.text("direct.slip_unsure"), scene.text("direct.slip_way")
            yield parts.warning(unsure, way, is_way_spare=True)
        case Paper.NOT_PRINTED:
            reason = scene.reason(screen.slip_problem or "error.ticket_printer.silent")
            failed = scene.text("direct.slip_failed", reason=reason)
            yield parts.warning(failed, scene.text("direct.slip_way"), is_way_spare=True)
        case None:
            pass


def _take_it(scene: Scene) -> Block:
    words = Label(scene.text("direct.slip_out"), Role.STRONG)
    return Boxed(Beside(Picture("printer", Colour.ACCENT, 84), words, gap=24), INFO, 30, 22)


def _print_button(scene: Scene, screen: Direct) -> Iterator[Block]:
    """Left out once the slip is there, and while the printer says that it cannot."""
    is_printing = screen.slip is Paper.PRINTING
    if is_printing or direction.can_print(scene.kiosk, screen):
        text = scene.text("direct.slip_again" if screen.slip_problem else "direct.slip")
        yield parts.button(scene, "slip", SlipPressed(), text, icon="printer", role=Role.ACTION)


def _done_button(scene: Scene) -> Block:
    text = scene.text("direct.done")
    return parts.button(scene, "done", DonePressed(), text, icon="check", surface=FILLED, least=160)
