# SPDX-License-Identifier: Apache-2.0
"""The device tray beside the kiosk: cards to lay, paper and cables to pull, and the printed tickets."""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import time

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kiosk.demo import staff as staff_demo
from kiosk.demo.controls import DemoCard, DemoDevices, PaperTicket
from kiosk.errors import KioskError
from kiosk.texts import Texts

WIDTH = 460
PAPER_WIDTH = 384
LOOK_MILLISECONDS = 250
DESK_MILLISECONDS = 2000
BOOKER = "younger"
"""Whose card books: the 34-year-old's."""
HOURS = {"morning": time(10, 12), "early": time(7, 40), "evening": time(18, 30)}

STYLE = """
QWidget#tray { background: #E4E9ED; }
QLabel { color: #14202B; font-size: 15px; }
QLabel[role="head"] { font-size: 17px; font-weight: bold; padding-top: 8px; }
QPushButton { background: #FFFFFF; color: #14202B; border: 1px solid #76838F; border-radius: 8px;
              padding: 8px 10px; font-size: 15px; text-align: left; }
QPushButton:hover { border-color: #0B4F8A; }
QPushButton:checked { background: #0B4F8A; color: #FFFFFF; }
QScrollArea { border: none; background: #C9D1D8; border-radius: 8px; }
"""


class Tray(QWidget):
    """Plays the visitor's hands, the others in the hall, and its bad luck.

    Signals:
        told: what came of a question to the centre.
        booked: the code of a booking that was made online.
    """

    told = Signal(str)
    booked = Signal(str)

    def __init__(self, devices: DemoDevices, texts: Texts) -> None:
        super().__init__()
        self.setObjectName("tray")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setStyleSheet(STYLE)
        self.setFixedWidth(WIDTH)
        self._devices = devices
        self._texts = texts
        self._cards: list[QPushButton] = []
        self._paper = PaperTray()
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(6)
        self._add_cards()
        self._add_devices()
        self._add_centre()
        self._add_hours()
        self._head("paper")
        self._layout.addWidget(self._paper, stretch=1)
        timer = QTimer(self)
        timer.timeout.connect(self._look)
        timer.start(LOOK_MILLISECONDS)
        self._seeing: threading.Thread | None = None
        desk = QTimer(self)
        desk.timeout.connect(self._see_help)
        desk.start(DESK_MILLISECONDS)

    def _head(self, name: str) -> None:
        label = QLabel(self._texts(f"demo.head.{name}"))
        label.setProperty("role", "head")
        self._layout.addWidget(label)

    def _grid(self, parts: Sequence[QWidget]) -> None:
        grid = QGridLayout()
        grid.setSpacing(6)
        for place, part in enumerate(parts):
            grid.addWidget(part, place // 2, place % 2)
        self._layout.addLayout(grid)

    def _add_cards(self) -> None:
        self._head("cards")
        self._cards = [self._card_button(card) for card in self._devices.cards]
        self._grid(self._cards)

    def _card_button(self, card: DemoCard) -> QPushButton:
        """Pressed = the card lies on the reader; only one fits."""
        button = QPushButton(self._texts(f"demo.card.{card.name}"))
        button.setCheckable(True)
        button.clicked.connect(lambda is_laid: self._lay(button, card, is_laid=is_laid))
        return button

    def _lay(self, button: QPushButton, card: DemoCard, *, is_laid: bool) -> None:
        for other in self._cards:
            other.setChecked(other is button and is_laid)
        if is_laid:
            card.lay()
        else:
            self._devices.reader.take_away()

    def _add_devices(self) -> None:
        reader, printer = self._devices.reader, self._devices.printer
        self._head("devices")
        self._grid(
            [
                self._switch("paper_out", printer.take_paper_out, printer.put_paper_in),
                self._switch("cover_open", printer.open_cover, printer.close_cover),
                self._switch("printer_unplugged", printer.unplug, printer.plug_in),
                self._switch("reader_unplugged", reader.unplug, reader.plug_in),
            ]
        )
        staff = QLabel(
            self._texts("demo.device.staff", number=staff_demo.NUMBER, pin=staff_demo.PIN)
        )
        staff.setWordWrap(True)
        self._layout.addWidget(staff)

    def _switch(self, name: str, down: Callable[[], None], up: Callable[[], None]) -> QPushButton:
        button = QPushButton(self._texts(f"demo.device.{name}"))
        button.setCheckable(True)
        button.clicked.connect(lambda is_down: down() if is_down else up())
        return button

    def _add_centre(self) -> None:
        centre = self._devices.centre
        self._head("centre")
        self._code = ""
        self._scanning = QPushButton(self._texts("demo.centre.scan"))
        self._scanning.setEnabled(False)
        self._scanning.clicked.connect(self._scan)
        self._lamp = QLabel()
        self._said = QLabel()
        self._said.setWordWrap(True)
        self._grid(
            [
                self._switch("centre_cut", centre.cut, centre.heal),
                self._asking("call", self._call_next),
                self._asking("book", self._book),
                self._scanning,
                self._asking("help", self._answer_help),
                self._lamp,
            ]
        )
        self._layout.addWidget(self._said)
        self.told.connect(self._said.setText)
        self.booked.connect(self._keep_code)

    def _asking(self, name: str, ask: Callable[[], str]) -> QPushButton:
        """What may take a while; the answer is shown when it comes."""
        button = QPushButton(self._texts(f"demo.centre.{name}"))

        def run() -> None:
            try:
                said = ask()
            except KioskError as error:
                said = self._texts(error.key, **error.fields)
            self.told.emit(said)

        button.clicked.connect(lambda _=False: threading.Thread(target=run, daemon=True).start())
        return button

    def _look(self) -> None:
        lamp = "on" if self._devices.is_lamp_on() else "off"
        self._lamp.setText(self._texts(f"demo.centre.lamp_{lamp}"))
        self._paper.show_tickets(self._devices.printed())

    def _see_help(self) -> None:
        """As the desk's own screen would: whoever is shown there was told."""
        if self._seeing is None or not self._seeing.is_alive():
            self._seeing = threading.Thread(target=self._ask_for_help_calls, daemon=True)
            self._seeing.start()

    def _ask_for_help_calls(self) -> None:
        with suppress(KioskError):  # it is still starting
            if self._devices.centre.see_help():
                self.told.emit(self._texts("demo.centre.wants_help"))

    def _answer_help(self) -> str:
        act = self._devices.centre.answer_help()
        return self._texts(f"demo.centre.help_{act}" if act else "demo.centre.no_help")

    def _call_next(self) -> str:
        number = self._devices.centre.call_next()
        if number is None:
            return self._texts("demo.centre.nobody")
        return self._texts("demo.centre.called", number=number)

    def _book(self) -> str:
        booked = self._devices.centre.book(BOOKER)
        self.booked.emit(booked.code)
        return self._texts("demo.centre.booked", number=booked.number)

    def _scan(self) -> None:
        if self._code:
            self._devices.scanner.show(self._code)

    def _keep_code(self, code: str) -> None:
        self._code = code
        self._scanning.setEnabled(True)

    def _add_hours(self) -> None:
        self._head("hours")
        self._grid([self._hour_button(name, local) for name, local in HOURS.items()])

    def _hour_button(self, name: str, local: time) -> QPushButton:
        button = QPushButton(self._texts(f"demo.hour.{name}"))
        button.clicked.connect(lambda _=False: self._devices.clock.jump_to(local))
        return button


class PaperTray(QScrollArea):
    """The tickets that came out, the newest on top."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        inside = QWidget()
        self._layout = QVBoxLayout(inside)
        self._layout.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
        self.setWidget(inside)
        self._shown = 0

    def show_tickets(self, tickets: tuple[PaperTicket, ...]) -> None:
        """Add what came out since the last look."""
        for ticket in tickets[self._shown :]:
            paper = QLabel()
            picture = QPixmap.fromImage(ticket.picture)
            paper.setPixmap(
                picture.scaledToWidth(PAPER_WIDTH, Qt.TransformationMode.SmoothTransformation)
            )
            self._layout.insertWidget(0, paper)
        self._shown = len(tickets)
