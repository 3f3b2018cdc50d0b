# SPDX-License-Identifier: Apache-2.0
"""The audit finds what is wrong: each fault is planted into a screen that is well."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QWidget

from kiosk.flow.values import Size
from kiosk.ui.leaves import Label
from kiosk.ui.panel import Panel
from kiosk.ui.theme import Colour, Role, Theme
from kiosk.ui.widgets.control import WrapButton
from kiosk.ui.widgets.labels import BigLabel
from tests.gui.audit.findings import (
    clipped_text,
    lonely_characters,
    missing_glyphs,
    nameless_controls,
    narrow_gaps,
    out_of_order,
    out_of_reach,
    overlapping_text,
    small_targets,
    small_type,
    tight_lines,
    too_many_choices,
    unspoken_text,
    weak_contrast,
    without_help,
)
from tests.gui.audit.measure import Screen, measure
from tests.gui.samples import samples

pytestmark = pytest.mark.gui

Kind = TypeVar("Kind", bound=QWidget)
Search = Callable[[Screen], Iterator[str]]


@pytest.fixture
def services(panel: Panel) -> Panel:
    panel.show_kiosk(samples()["services"])
    return panel


def title_of(panel: Panel) -> BigLabel:
    return one(panel, BigLabel, Role.TITLE.value)


def one(panel: Panel, kind: type[Kind], name: str) -> Kind:
    return next(w for w in panel.findChildren(kind, name) if w.isVisible())


def finds(panel: Panel, search: Search) -> bool:
    return bool(list(search(measure(panel, Size.NORMAL))))


def relabel(panel: Panel, label: Label, scale: float = 1.0) -> None:
    assert panel.fitted is not None
    title_of(panel).show_leaf(label, replace(panel.fitted.theme, scale=scale))


def test_a_weak_colour(services: Panel) -> None:
    assert not finds(services, weak_contrast)
    relabel(services, Label("请选择要办理的业务", Role.TITLE, Colour.LINE))
    assert finds(services, weak_contrast)


def test_small_type(services: Panel) -> None:
    assert not finds(services, small_type)
    relabel(services, Label("请选择要办理的业务", Role.BODY), scale=0.9)
    assert finds(services, small_type)


def test_another_font(services: Panel) -> None:
    assert services.fitted is not None
    other = Theme(1.0, Size.NORMAL, "DejaVu Sans")
    title_of(services).show_leaf(Label("ABC", Role.TITLE), other)
    assert finds(services, small_type)


def test_a_text_over_another(services: Panel) -> None:
    assert not finds(services, overlapping_text)
    title_of(services).move(title_of(services).x(), title_of(services).y() + 90)
    assert finds(services, overlapping_text)


def test_a_text_over_a_control(services: Panel) -> None:
    tile = one(services, WrapButton, "service.social")
    title_of(services).move(tile.pos())
    assert finds(services, overlapping_text)


def test_a_clipped_text(services: Panel) -> None:
    assert not finds(services, clipped_text)
    title_of(services).resize(400, title_of(services).height())
    assert finds(services, clipped_text)


def test_a_text_outside_the_panel(services: Panel) -> None:
    title_of(services).move(900, title_of(services).y())
    assert finds(services, clipped_text)


def test_a_small_control(services: Panel) -> None:
    assert not finds(services, small_targets)
    one(services, WrapButton, "bar.back").resize(220, 80)
    assert finds(services, small_targets)


def test_a_low_tile(services: Panel) -> None:
    one(services, WrapButton, "service.social").resize(460, 95)
    assert finds(services, small_targets)


def test_controls_too_close(services: Panel) -> None:
    assert not finds(services, narrow_gaps)
    back = one(services, WrapButton, "bar.back")
    back.move(back.x() + 10, back.y())
    assert finds(services, narrow_gaps)


def test_finish_too_close_to_another_control(panel: Panel) -> None:
    panel.show_kiosk(samples()["ticket"])
    assert not finds(panel, narrow_gaps)
    done = one(panel, WrapButton, "done")
    done.move(done.x(), done.y() - 10)
    assert finds(panel, narrow_gaps)


def test_a_control_too_high_over_the_floor(services: Panel) -> None:
    assert not finds(services, out_of_reach)
    screen = replace(measure(services, Size.NORMAL), bottom_edge_mm=900.0)
    assert list(out_of_reach(screen))


def test_a_seventh_choice(services: Panel) -> None:
    assert not finds(services, too_many_choices)
    screen = measure(services, Size.NORMAL)
    assert list(too_many_choices(replace(screen, targets=screen.targets * 2)))


def test_a_control_that_is_called_otherwise(services: Panel) -> None:
    assert not finds(services, nameless_controls)
    one(services, WrapButton, "bar.back").setAccessibleName("")
    assert finds(services, nameless_controls)


def test_a_text_that_is_never_said(services: Panel) -> None:
    assert not finds(services, unspoken_text)
    relabel(services, Label("请到二楼", Role.TITLE))
    assert finds(services, unspoken_text)


def test_a_focus_that_goes_another_way_than_the_eye(services: Panel) -> None:
    assert not finds(services, out_of_order)
    first, second = (one(services, WrapButton, f"service.{key}") for key in ("property", "social"))
    first.move(second.x(), first.y())
    second.move(first.x(), second.y() - second.height())
    assert finds(services, out_of_order)


def test_a_focus_that_leaves_a_control_out(services: Panel) -> None:
    screen = measure(services, Size.NORMAL, has_picture=False)
    assert list(out_of_order(replace(screen, chain=screen.chain[1:])))


def test_lines_too_close(panel: Panel) -> None:
    panel.show_kiosk(samples()["privacy"])
    screen = measure(panel, Size.NORMAL, has_picture=False)
    assert not list(tight_lines(screen))
    close = (
        replace(text, line=replace(text.line, origin=QPointF(0, 10 * number)))
        for number, text in enumerate(screen.texts)
    )
    assert list(tight_lines(replace(screen, texts=tuple(close))))


def test_a_screen_without_help(services: Panel) -> None:
    assert not finds(services, without_help)
    one(services, WrapButton, "bar.help").hide()
    assert finds(services, without_help)


def test_a_lonely_character(services: Panel) -> None:
    assert not finds(services, lonely_characters)
    relabel(services, Label("请选择\n了", Role.TITLE))
    assert finds(services, lonely_characters)


def test_a_character_without_a_shape(services: Panel) -> None:
    assert not finds(services, missing_glyphs)
    relabel(services, Label("\u0378", Role.TITLE))
    assert finds(services, missing_glyphs)
