# SPDX-License-Identifier: Apache-2.0
"""Change the paper: the steps, what the printer says to them, and a page to try it; or that page alone."""

from collections.abc import Iterator

from kiosk.flow.staff_paper import is_ready
from kiosk.flow.staff_states import ChangePaper, PrinterTrial, Trying
from kiosk.flow.staff_touches import NewRollPressed, PaperTouch, TryPrinterPressed
from kiosk.flow.touches import DonePressed
from kiosk.ui import parts
from kiosk.ui.blocks import Aside, Boxed, Column, Row, Spare, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import FILLED, OUTLINED, TINTED, Block, Label
from kiosk.ui.scene import Scene
from kiosk.ui.screens.staff_parts import remarked
from kiosk.ui.theme import Role

STEPS = ("open", "load", "close")


def frame(scene: Scene, page: Trying) -> Frame:
    """The page that staff are on."""
    return _change(scene, page) if isinstance(page, ChangePaper) else _trial(scene, page)


def _change(scene: Scene, page: ChangePaper) -> Frame:
    """The steps stay, whatever the printer says meanwhile."""
    steps = tuple(Label(scene.text(f"staff_paper.{step}"), Role.STRONG) for step in STEPS)
    return parts.frame(
        scene,
        scene.text("staff_paper.title"),
        Boxed(Column(steps, gap=18), TINTED, pad_x=36, pad_y=30),
        *_said(scene, page),
        *_without_paper(scene),
        Spring(),
        Aside(Row(tuple(_buttons(scene, page)), gap=54)),
    )


def _trial(scene: Scene, page: PrinterTrial) -> Frame:
    """What the page shows, and printing it."""
    go = scene.text("staff_paper.again" if page.remark else "staff_trial.go")
    return parts.frame(
        scene,
        scene.text("staff_trial.title"),
        parts.lead(scene.text("staff_trial.lead"), rank=1),
        *_said(scene, page),
        Spring(),
        Aside(Row(tuple(_tries(scene, page, TryPrinterPressed(), go)), gap=54)),
    )


def _said(scene: Scene, page: Trying) -> tuple[Block, ...]:
    """By the printer, of itself or of the page it was to print."""
    problem = scene.kiosk.devices.printer_problem
    if page.is_busy:
        return (parts.notice(scene.text("staff_paper.busy"), "printer"),)
    if problem is not None:
        return (parts.notice(scene.reason(problem), "printer"),)
    return remarked(scene, page.remark) or (
        parts.notice(scene.text("staff_paper.ready"), "circle-check"),
    )


def _without_paper(scene: Scene) -> Iterator[Block]:
    """Whose tickets did not come out."""
    if numbers := scene.kiosk.unprinted:
        text = scene.text("staff_paper.without_paper", numbers=scene.listed(numbers))
        yield Spare(parts.notice(text), rank=1)


def _buttons(scene: Scene, page: ChangePaper) -> Iterator[Block]:
    go = scene.text("staff_paper.again" if page.remark else "staff_paper.go")
    yield from _tries(scene, page, NewRollPressed(), go)


def _tries(scene: Scene, page: Trying, event: PaperTouch, go: str) -> Iterator[Block]:
    """Print the page, once more, or be done."""
    is_done = page.remark is not None and page.remark.is_good and is_ready(scene.kiosk)
    surface = OUTLINED if is_done else FILLED
    yield parts.button(scene, "try_printer", event, go, icon="printer", surface=surface)
    if page.remark is not None:
        text = scene.text("staff_paper.done")
        other = FILLED if is_done else OUTLINED
        yield parts.button(scene, "done", DonePressed(), text, icon="check", surface=other)
