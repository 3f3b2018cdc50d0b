# SPDX-License-Identifier: Apache-2.0
"""Keeps the widgets and gives each leaf one of them; none is ever thrown away."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from kiosk.flow.touches import Touch
from kiosk.ui.guard import TouchGuard
from kiosk.ui.leaves import (
    Backdrop,
    Button,
    Countdown,
    Label,
    Leaf,
    Machine,
    NumberField,
    Photo,
    Picture,
    Placed,
)
from kiosk.ui.theme import Theme
from kiosk.ui.widgets.control import WrapButton
from kiosk.ui.widgets.countdown import CountdownView
from kiosk.ui.widgets.labels import BigLabel, Ground, IconView
from kiosk.ui.widgets.machine import MachineView
from kiosk.ui.widgets.number_field import NumberFieldView
from kiosk.ui.widgets.photo import PhotoView

View = (
    BigLabel
    | CountdownView
    | Ground
    | IconView
    | MachineView
    | NumberFieldView
    | PhotoView
    | WrapButton
)


class Stage:
    """Shows placed leaves as children of one widget, in their order.

    The order of the children is the reading order, for accessibility and for keys; a
    widget that shows the same as before is left alone.

    Attributes:
        controls: those that are shown, in reading order.
    """

    def __init__(
        self,
        parent: QWidget,
        guard: TouchGuard,
        send: Callable[[Touch], None],
        monotonic: Callable[[], float],
    ) -> None:
        self._parent = parent
        self._make: dict[type[Leaf], Callable[[], View]] = {
            Label: lambda: BigLabel(parent),
            Picture: lambda: IconView(parent),
            Backdrop: lambda: Ground(parent),
            Button: lambda: WrapButton(parent, guard, send),
            NumberField: lambda: NumberFieldView(parent),
            Machine: lambda: MachineView(parent),
            Photo: lambda: PhotoView(parent),
            Countdown: lambda: CountdownView(parent, monotonic),
        }
        self._kept: dict[type[Leaf], list[View]] = {}
        self._showing: dict[View, tuple[Leaf, Theme, QRect]] = {}
        self.controls: tuple[WrapButton, ...] = ()

    def show_placed(self, placed: tuple[Placed, ...], theme: Theme) -> None:
        """Shows these leaves and hides all else."""
        used = list(self._views(placed))
        self.controls = tuple(view for view in used if isinstance(view, WrapButton))
        for view in list(self._showing):
            if view not in used:
                view.hide()
                del self._showing[view]
        previous: View | None = None
        for view, one in zip(used, placed, strict=True):
            now = (one.leaf, theme, QRect(one.rect))
            if self._showing.get(view) != now:
                self._showing[view] = now
                view.setGeometry(one.rect)
                show_leaf(view, one.leaf, theme)
            view.raise_()
            view.show()
            if previous is not None:
                QWidget.setTabOrder(previous, view)
            previous = view

    def let_go(self) -> None:
        """No finger holds a control any more."""
        for view in self._kept.get(Button, []):
            if isinstance(view, WrapButton):
                view.let_go()

    def _views(self, placed: tuple[Placed, ...]) -> Iterator[View]:
        taken: dict[type[Leaf], int] = {}
        for one in placed:
            kind = type(one.leaf)
            number = taken.get(kind, 0)
            taken[kind] = number + 1
            kept = self._kept.setdefault(kind, [])
            if number == len(kept):
                kept.append(self._make[kind]())
            yield kept[number]


def show_leaf(view: View, leaf: Leaf, theme: Theme) -> None:
    """Gives a widget the leaf of its own kind."""
    match view, leaf:
        case (BigLabel(), Label()):
            view.show_leaf(leaf, theme)
        case (IconView(), Picture()):
            view.show_leaf(leaf, theme)
        case (Ground(), Backdrop()):
            view.show_leaf(leaf, theme)
        case (WrapButton(), Button()):
            view.show_leaf(leaf, theme)
        case (NumberFieldView(), NumberField()):
            view.show_leaf(leaf, theme)
        case (MachineView(), Machine()):
            view.show_leaf(leaf, theme)
        case (PhotoView(), Photo()):
            view.show_leaf(leaf, theme)
        case (CountdownView(), Countdown()):
            view.show_leaf(leaf, theme)
        case _:
            raise TypeError(type(leaf).__name__)
