# SPDX-License-Identifier: Apache-2.0
"""The figures of the day, and a report of them on paper."""

from collections.abc import Iterator

from kiosk.flow.day_figures import DayFigures, ServiceFigures
from kiosk.flow.staff_states import Today
from kiosk.flow.staff_today import Line, lines_on, pages_of
from kiosk.flow.staff_touches import PrintReportPressed
from kiosk.flow.touches import PagePressed
from kiosk.ui import parts
from kiosk.ui.blocks import Aside, Boxed, Column, Row, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import FILLED, INFO, Block, Button, Label
from kiosk.ui.scene import Scene
from kiosk.ui.screens.staff_parts import remarked
from kiosk.ui.theme import Role

_SHARES = (1.2, 1.0)


def frame(scene: Scene, page: Today) -> Frame:
    """What was counted, as many lines as there is room for."""
    if page.figures is None:
        wait = parts.notice(scene.text("staff.working"), "hourglass")
        return parts.frame(scene, scene.text("staff_today.title"), wait, Spring())
    return parts.frame(
        scene,
        scene.text("staff_today.title"),
        parts.lead(_of_when(scene, page.figures), rank=2),
        *_said(scene, page),
        Boxed(Column(tuple(_lines(scene, page)), gap=14), INFO),
        Spring(),
        Aside(Row(tuple(_buttons(scene, page)))),
    )


def _of_when(scene: Scene, figures: DayFigures) -> str:
    return scene.text("staff_today.lead", time=scene.time(figures.as_of))


def _said(scene: Scene, page: Today) -> tuple[Block, ...]:
    """By the printer, of itself or of the report."""
    problem = scene.kiosk.devices.printer_problem
    if page.is_busy:
        return (parts.notice(scene.text("staff_today.busy"), "printer"),)
    if problem is not None:
        return (parts.notice(scene.reason(problem), "printer"),)
    return remarked(scene, page.remark)


def _lines(scene: Scene, page: Today) -> Iterator[Row]:
    for line in lines_on(scene.kiosk, page):
        name, count = _line(scene, line)
        yield Row((Label(name, Role.BODY), Label(count, Role.STRONG)), shares=_SHARES)


def _line(scene: Scene, line: Line) -> tuple[str, str]:
    """What was counted, and how many."""
    if not isinstance(line, ServiceFigures):
        return scene.texts(f"day_report.{line.name}"), str(line.count)
    if line.waiting is None:
        return scene.own(line.name), scene.texts("day_report.tickets", count=line.issued)
    counts = scene.text("staff_today.waiting", count=line.issued, waiting=line.waiting)
    return scene.own(line.name), counts


def _buttons(scene: Scene, page: Today) -> Iterator[Button]:
    if pages_of(scene.kiosk, page) > 1:
        more = scene.text("staff.more")
        yield parts.button(scene, "more", PagePressed(), more, icon="arrow-right")
    text = scene.text("staff_today.print")
    event = PrintReportPressed()
    yield parts.button(scene, "print_report", event, text, icon="printer", surface=FILLED)
