# SPDX-License-Identifier: Apache-2.0
"""Staff stop a service: which one, when, why."""

from collections.abc import Iterator
from typing import assert_never

from kiosk.flow.staff_states import StopList, Stopping, StopWhen, WhyStop
from kiosk.flow.staff_stopping import pages_of, services_on
from kiosk.flow.staff_touches import (
    GoOnPressed,
    StopReasonPressed,
    StopServicePressed,
    StopTimePressed,
)
from kiosk.flow.staff_values import ServiceStands, StopReason
from kiosk.flow.touches import PagePressed
from kiosk.ui import parts
from kiosk.ui.blocks import Aside, Column, Grid, Row, Spring
from kiosk.ui.frame import Frame
from kiosk.ui.leaves import CHOICE, FILLED, QUIET, Button, Label
from kiosk.ui.scene import Scene
from kiosk.ui.theme import Colour, Role


def frame(scene: Scene, page: Stopping) -> Frame:
    """The page that staff are on."""
    match page:
        case StopList():
            return _listed(scene, page)
        case StopWhen():
            return _when(scene, page)
        case WhyStop():
            return _why(scene, page)
        case _:
            assert_never(page)


def _listed(scene: Scene, page: StopList) -> Frame:
    if page.services is None:
        wait = parts.notice(scene.text("staff.working"), "hourglass")
        return parts.frame(scene, scene.text("staff_stop.title"), wait, Spring())
    buttons = tuple(_service(scene, each) for each in services_on(scene.kiosk, page))
    more: tuple[Aside, ...] = ()
    if pages_of(scene.kiosk, page) > 1:
        text = scene.text("staff.more")
        more = (
            Aside(Row((parts.button(scene, "more", PagePressed(), text, icon="arrow-right"),))),
        )
    return parts.frame(
        scene,
        scene.text("staff_stop.title"),
        parts.lead(scene.text("staff_stop.lead"), rank=2),
        Column(buttons, gap=30),
        Spring(),
        *more,
    )


def _service(scene: Scene, service: ServiceStands) -> Button:
    name, stands = scene.own(service.name), _stands(scene, service)
    labels = (Label(name, Role.KEY), Label(stands, Role.BODY, Colour.SOFT_INK))
    return Button(
        f"stop.{service.service_id}",
        StopServicePressed(service.service_id),
        f"{name} {stands}",
        Column(labels, gap=0),
        CHOICE if service.is_open else QUIET,
        least=120,
        pad_x=36,
        pad_y=10,
    )


def _stands(scene: Scene, service: ServiceStands) -> str:
    if not service.is_open:
        return scene.text("staff_stop.is_stopped")
    if service.stops_at is not None:
        return scene.text("staff_stop.stops_at", time=scene.time(service.stops_at))
    return scene.text("staff_stop.is_open")


def _when(scene: Scene, page: StopWhen) -> Frame:
    return parts.frame(
        scene,
        scene.own(page.service.name),
        parts.lead(_stands(scene, page.service), rank=2),
        Spring(),
        Column(tuple(_ways(scene, page)), gap=30),
        Spring(),
    )


def _ways(scene: Scene, page: StopWhen) -> Iterator[Button | Grid]:
    service = page.service
    if not service.is_open or service.stops_at is not None:
        way = "withdraw" if service.is_open else "go_on"
        text = scene.text(f"staff_stop.{way}")
        yield parts.button(scene, "go_on", GoOnPressed(), text, icon="check", surface=FILLED)
    if service.is_open:
        text = scene.text("staff_stop.now")
        yield parts.button(scene, "stop_now", StopTimePressed(None), text, icon="hand")
        times = tuple(
            parts.button(
                scene,
                f"stop_at.{number}",
                StopTimePressed(at),
                scene.text("staff_stop.at", time=scene.time(at)),
            )
            for number, at in enumerate(page.before.times, start=1)
        )
        if times:
            yield Grid(times, columns=2, gap=30, most=200)


def _why(scene: Scene, page: WhyStop) -> Frame:
    time = scene.time(page.at) if page.at else scene.text("staff_stop.right_now")
    buttons = tuple(
        parts.button(
            scene,
            f"stop_for.{reason}",
            StopReasonPressed(reason),
            scene.text(f"staff_stop.because_{reason}"),
            least=150,
        )
        for reason in StopReason
    )
    return parts.frame(
        scene,
        scene.text("staff_stop.title_why"),
        parts.lead(
            scene.text("staff_stop.what", service=scene.own(page.before.service.name), time=time),
            rank=1,
        ),
        Spring(),
        Column(buttons, gap=30),
        Spring(),
    )
