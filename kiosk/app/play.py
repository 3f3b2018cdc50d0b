# SPDX-License-Identifier: Apache-2.0
"""`kiosk demo`: the same appliance with simulated devices, in a window or without a display."""

import logging
import os
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QFont, QImage

from drivers.card_reader.registry import SampleCard, SimulatedCardReader, sample_cards
from drivers.code_scanner.registry import CodeScannerKind, SimulatedCodeScanner
from drivers.signal_light.registry import SimulatedSignalLight
from drivers.speech.registry import SimulatedSpeech, SpeechKind
from drivers.ticket_printer.glyphs import QtGlyphs
from drivers.ticket_printer.paper import draw
from drivers.ticket_printer.registry import SimulatedTicketPrinter
from kiosk.app.appliance import Appliance, wait_until_started
from kiosk.app.demo_centre import DemoCentre
from kiosk.app.demo_site import SITE_FILE, DemoClock, DemoSite
from kiosk.app.demo_staff import let_staff_in
from kiosk.app.devices import Devices, profile_of
from kiosk.app.look import flow_settings, fonts_of, look_of, size_of
from kiosk.app.run import make_application, set_up_logging
from kiosk.app.store import DATABASE_FILE
from kiosk.app.voice import open_voice
from kiosk.demo.controls import DemoCard, DemoDevices, PaperTicket
from kiosk.demo.headless import play_visits
from kiosk.demo.player import Player
from kiosk.demo.tray import Tray
from kiosk.demo.window import DemoWindow
from kiosk.errors import KioskError
from kiosk.flow.values import FlowSettings
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings
from kiosk.texts import load_texts
from kiosk.ui.fonts import load_fonts

logger = logging.getLogger(__name__)

REFERENCE_SIZE = 1080, 1920
"""Of the panel in the pictures; turned where kiosk.toml names one that hangs across."""
HOUR = 3600.0
HEIGHT_SHARE = 0.86
"""Of the display: room for the window's own frame."""


class Demo:
    """Settings, simulators, centre and the appliance of one demo; its data goes when the demo ends.

    Lifetime: `close` once, whatever happened before.
    """

    def __init__(
        self,
        config: Path,
        folder: Path,
        size_px: Callable[[Settings], tuple[int, int]],
        flow_of: Callable[[Settings], FlowSettings] = flow_settings,
        *,
        is_live: bool = False,
    ) -> None:
        loaded, hall = load_settings(config), DemoSite.beside(config)
        on = hall.working_day()
        cards = sample_cards(on)
        self.clock = DemoClock(hall.site, on)
        site_file = folder / SITE_FILE
        site_file.write_text(hall.text, encoding="utf-8")
        machine = replace(loaded.machine, state_dir=folder / "state")
        records = machine.state_dir / DATABASE_FILE
        now = self.clock.now()
        self.centre = DemoCentre(folder, site_file, now, cards=cards, records=records)
        self.settings = replace(
            _simulated(loaded, is_live=is_live),
            machine=machine,
            site=None,
            centre=self.centre.settings,
        )
        let_staff_in(self.settings)
        self.profile = profile_of(self.settings.printer)
        self.reader = SimulatedCardReader()
        self.printer = SimulatedTicketPrinter(self.profile)
        self.scanner = SimulatedCodeScanner()
        self.light = SimulatedSignalLight()
        self.appliance = Appliance(
            self.settings,
            self.clock,
            Devices(
                self.reader,
                self.printer,
                self.profile,
                self.scanner,
                self.light if is_live else None,
                voice=open_voice(self.settings) if is_live else SimulatedSpeech(is_hasty=True),
            ),
            look_of(self.settings, size_px(self.settings)),
            flow_of(self.settings),
        )
        self.appliance.started.connect(self._join_later)
        self.devices = self._devices_with(cards)
        self._drawn: list[PaperTicket] = []
        self._glyphs = QtGlyphs(load_fonts(fonts_of(self.settings)))

    def close(self) -> None:
        """End the centre and the threads."""
        try:
            self.appliance.stop()
        finally:
            self.centre.close()

    def _devices_with(self, cards: Sequence[SampleCard]) -> DemoDevices:
        return DemoDevices(
            cards=tuple(self._card(card) for card in cards),
            reader=self.reader,
            printer=self.printer,
            scanner=self.scanner,
            clock=self.clock,
            centre=self.centre,
            is_lamp_on=lambda: self.light.shown.is_lamp_on,
            printed=self._printed,
        )

    def _join_later(self) -> None:
        """The kiosk shows meanwhile what it waits for."""
        threading.Thread(target=self._join, name="joining", daemon=True).start()

    def _join(self) -> None:
        try:
            self.centre.join(self.settings, self.clock)
        except KioskError as error:
            logger.error("no centre key=%s %s", error.key, dict(error.fields))  # noqa: TRY400 (no bug, no trace)

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
    height = round(application.primaryScreen().availableSize().height() * HEIGHT_SHARE)
    with _played(config, lambda settings: size_of(settings, height), is_live=True) as played:
        application.setFont(QFont(load_fonts(fonts_of(played.settings))))
        texts = load_texts(played.settings.machine.languages[0])
        window = DemoWindow(
            played.appliance.panel, Tray(played.devices, texts), texts("demo.title")
        )
        window.show()
        played.appliance.start()
        return application.exec()


def demo_headless(config: Path, out: Path) -> int:
    """The sample visits without a display, as pictures, printer bytes and timings."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    make_application()
    logging.getLogger("kiosk").setLevel(logging.ERROR)  # trouble is a part of the play
    out.mkdir(parents=True, exist_ok=True)
    with _played(config, _picture_size, _unhurried) as played:
        _play(played, out)
    return 0


def _picture_size(settings: Settings) -> tuple[int, int]:
    width, height = REFERENCE_SIZE
    is_wide = settings.panel.width_mm > settings.panel.height_mm
    return (height, width) if is_wide else (width, height)


def _play(played: Demo, out: Path) -> None:
    appliance = played.appliance
    appliance.panel.show()
    runner = wait_until_started(appliance)
    player = Player(appliance.panel, runner, played.devices, out)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: player.end())
    # The first picture tells that the play can be ended from now on.
    player.keep_new_screen(player.kiosk)
    play_visits(player)
    player.journey.write(out / "journey.json")


@contextmanager
def _played(
    config: Path,
    size_px: Callable[[Settings], tuple[int, int]],
    flow_of: Callable[[Settings], FlowSettings] = flow_settings,
    *,
    is_live: bool = False,
) -> Iterator[Demo]:
    with tempfile.TemporaryDirectory(prefix="youhao-demo-") as folder:
        played = Demo(config, Path(folder), size_px, flow_of, is_live=is_live)
        try:
            yield played
        finally:
            played.close()


def _simulated(loaded: Settings, *, is_live: bool) -> Settings:
    """With a scanner that is played, and a voice that is heard if somebody is there to hear it."""
    scanner = replace(loaded.scanner, kind=CodeScannerKind.SIMULATOR)
    speech = loaded.speech
    if not is_live:
        speech = replace(speech, kind=SpeechKind.SIMULATOR)
    elif speech.kind == SpeechKind.NONE:
        speech = replace(speech, kind=SpeechKind.ESPEAK)
    return replace(loaded, scanner=scanner, speech=speech)


def _unhurried(settings: Settings) -> FlowSettings:
    """No screen's time runs out while its picture is taken, however slow the machine: the play says when.

    How long the kiosk asks whether somebody is still there stands on that screen, so it stays.
    """
    return replace(
        flow_settings(settings),
        pause_seconds=HOUR,
        idle_seconds=HOUR,
        idle_large_seconds=HOUR,
        ticket_seconds=HOUR,
        ticket_large_seconds=HOUR,
        notice_seconds=HOUR,
        lift_seconds=HOUR,
        reading_seconds=HOUR,
        answer_seconds=HOUR,
        print_seconds=HOUR,
        help_seconds=HOUR,
        help_idle_seconds=HOUR,
    )
