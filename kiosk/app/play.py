# SPDX-License-Identifier: Apache-2.0
"""`kiosk demo`: the same appliance with simulated devices, in a window or without a display."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from PySide6.QtGui import QFont, QImage
from typing_extensions import override

from common.settings.site_model import WholeSite
from drivers.card_reader.registry import SampleCard, SimulatedCardReader, sample_cards
from drivers.ticket_printer.glyphs import QtGlyphs
from drivers.ticket_printer.paper import draw
from drivers.ticket_printer.registry import SimulatedTicketPrinter
from hall.calendar import LOOK_AHEAD_DAYS
from hall.service import Catalogue
from kiosk.app.appliance import Appliance, wait_until_started
from kiosk.app.devices import Devices, profile_of
from kiosk.app.look import flow_settings, fonts_of, look_of, size_of
from kiosk.app.run import make_application, set_up_logging
from kiosk.clock import Clock, SystemClock
from kiosk.demo.controls import DemoCard, DemoDevices, PaperTicket
from kiosk.demo.headless import SCARCE, play_visits
from kiosk.demo.player import Player
from kiosk.demo.tray import Tray
from kiosk.demo.window import DemoWindow
from kiosk.flow.values import FlowSettings
from kiosk.services.errors import NotReadyError
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings
from kiosk.texts import load_texts
from kiosk.ui.fonts import load_fonts

OPENS_AT = time(10, 12)
REFERENCE_SIZE = 1080, 1920
IDLE_SECONDS = 6.0
"""Without a display nobody watches the minute pass after which a visitor is asked."""
HEIGHT_SHARE = 0.86
"""Of the display: room for the window's own frame."""


class DemoClock(Clock):
    """Runs like the system's, but from an hour of a working day that can be set."""

    def __init__(self, site: WholeSite, on: date) -> None:
        self._system = SystemClock()
        self._timezone = site.site.timezone
        self._on = on
        self._offset = timedelta()
        self.jump_to(OPENS_AT)

    def jump_to(self, local: time) -> None:
        """Set the time of the demo's day."""
        wanted = datetime.combine(self._on, local, tzinfo=self._timezone)
        self._offset = wanted - self._system.now()

    @override
    def now(self) -> datetime:
        return self._system.now() + self._offset

    @override
    def monotonic(self) -> float:
        return self._system.monotonic()


class Demo:
    """Settings, simulators and the appliance of one demo; its data goes when the demo ends."""

    def __init__(
        self, settings: Settings, state_dir: Path, size_px: tuple[int, int], flow: FlowSettings
    ) -> None:
        site = _for_demo(settings.site)
        machine = replace(settings.machine, state_dir=state_dir)
        self.settings = replace(settings, machine=machine, site=site)
        on = _working_day(site)
        self.clock = DemoClock(site, on)
        self.profile = profile_of(self.settings.printer)
        self.reader = SimulatedCardReader()
        self.printer = SimulatedTicketPrinter(self.profile)
        self.appliance = Appliance(
            self.settings,
            self.clock,
            Devices(self.reader, self.printer, self.profile),
            look_of(self.settings, size_px),
            flow,
        )
        self.devices = DemoDevices(
            cards=tuple(self._card(card) for card in sample_cards(on)),
            reader=self.reader,
            printer=self.printer,
            clock=self.clock,
            printed=self._printed,
        )
        self._drawn: list[PaperTicket] = []
        self._glyphs = QtGlyphs(load_fonts(fonts_of(self.settings)))

    def _card(self, card: SampleCard) -> DemoCard:
        return DemoCard(card.name, lambda: self.reader.lay(card))

    def _printed(self) -> tuple[PaperTicket, ...]:
        """Each ticket is drawn once, from its bytes."""
        for data in self.printer.printed[len(self._drawn) :]:
            picture = draw(data, self.profile, self._glyphs)
            self._drawn.append(PaperTicket(data, QImage.fromData(picture.png())))
        return tuple(self._drawn)


def demo(config: Path) -> int:
    """The kiosk beside the device tray."""
    set_up_logging()
    application = make_application()
    settings = load_settings(config)
    application.setFont(QFont(load_fonts(fonts_of(settings))))
    height = round(application.primaryScreen().availableSize().height() * HEIGHT_SHARE)
    with _state_dir() as state_dir:
        played = Demo(settings, state_dir, size_of(settings, height), flow_settings(settings))
        texts = load_texts(settings.machine.languages[0])
        window = DemoWindow(
            played.appliance.panel, Tray(played.devices, texts), texts("demo.title")
        )
        window.show()
        played.appliance.start()
        code = application.exec()
        played.appliance.stop()
    return code


def demo_headless(config: Path, out: Path) -> int:
    """The sample visits without a display, as pictures, printer bytes and timings."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    make_application()
    settings = load_settings(config)
    out.mkdir(parents=True, exist_ok=True)
    with _state_dir() as state_dir:
        flow = replace(
            flow_settings(settings), idle_seconds=IDLE_SECONDS, idle_large_seconds=IDLE_SECONDS
        )
        played = Demo(settings, state_dir, REFERENCE_SIZE, flow)
        _play(played, out)
    return 0


def _play(played: Demo, out: Path) -> None:
    appliance = played.appliance
    appliance.panel.show()
    try:
        runner = wait_until_started(appliance)
        player = Player(appliance.panel, lambda: runner.kiosk, runner.changed, played.devices, out)
        play_visits(player)
        player.journey.write(out / "journey.json")
    finally:
        appliance.stop()


@contextmanager
def _state_dir() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="youhao-demo-") as folder:
        yield Path(folder)


def _for_demo(site: WholeSite | None) -> WholeSite:
    """The same hall with one service of few places."""
    if site is None:
        raise NotReadyError
    services = site.catalogue.services
    scarce = replace(services[SCARCE], has_quota=True, counters=1, mean_minutes=12)
    return replace(site, catalogue=Catalogue((*services[:SCARCE], scarce, *services[SCARCE + 1 :])))


def _working_day(site: WholeSite) -> date:
    """Today if the hall opens in the afternoon too, else the next such day: visits need its slots."""
    calendar = site.calendar
    today = calendar.business_day(SystemClock().now())
    days = (today + timedelta(days=ahead) for ahead in range(LOOK_AHEAD_DAYS))
    return next((on for on in days if len(calendar.plan(on).opening) > 1), today)
