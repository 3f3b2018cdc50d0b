# SPDX-License-Identifier: Apache-2.0
"""The appliance put together: settings, clock and devices in, a panel that works out."""

import gc
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, Signal

from common.settings.site_model import WholeSite
from kiosk.app.look import flow_settings, look_of
from kiosk.clock import Clock
from kiosk.errors import KioskError
from kiosk.flow.events import SettingsTold
from kiosk.flow.states import Kiosk, Starting
from kiosk.flow.values import FlowSettings
from kiosk.runner.store_thread import StoreThread
from kiosk.settings.model import Settings
from kiosk.ui.keys import Keys
from kiosk.ui.look import PanelLook
from kiosk.ui.panel import Panel

if TYPE_CHECKING:  # the first frame waits for none of these
    from kiosk.app.devices import Devices
    from kiosk.app.voice import Narrator
    from kiosk.app.works import Works
    from kiosk.runner.pulse import Pulse
    from kiosk.runner.runner import Runner

logger = logging.getLogger(__name__)


class Appliance(QObject):
    """Settings, clock and devices in; a panel that works out.

    `devices` are those of kiosk.toml when none are given.

    Lifetime: `start` once the panel has been shown, `stop` once. Lives on the UI thread.

    Signals:
        started: the Runner; everything runs.
        failed: a KioskError; the store could not be opened, nothing runs.
        kiosk_changed: the new Kiosk, after each event that changed it.
        ready: the first screen that is for visitors is there.
    """

    started = Signal(object)
    failed = Signal(object)
    kiosk_changed = Signal(object)
    ready = Signal()
    _loaded = Signal(object)
    _site_told = Signal(object)

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        devices: "Devices | None",
        look: PanelLook,
        flow: FlowSettings | None = None,
    ) -> None:
        super().__init__()
        self._settings = settings
        self._clock = clock
        self._devices = devices
        self.kiosk = Kiosk(
            settings=flow or flow_settings(settings), language=settings.machine.languages[0]
        )
        self._writer = StoreThread()
        self._works: Works | None = None
        self._narrator: Narrator | None = None
        self.runner: Runner | None = None
        self._pulse: Pulse | None = None
        self._logged_missing: tuple[str, ...] = ()
        self.panel = Panel(look)
        self.panel.show_kiosk(self.kiosk)
        self._loaded.connect(self._run)
        self._site_told.connect(self._show_site)

    def start(self) -> None:
        """Load what works behind the panel, on the store's thread; `started` or `failed` follows."""
        self._writer.do(self._load)

    def _load(self) -> None:
        from kiosk.app.works import Works  # noqa: PLC0415 - not before the first frame

        try:
            told = self._site_told.emit
            works = Works(self._settings, self._clock, self._devices, self._writer, told)
        except KioskError as error:
            self.failed.emit(error)
        else:
            # All that is loaded stays to the end; looking through it again would cost 60 ms each time.
            gc.collect()
            gc.freeze()
            self._loaded.emit(works)

    def _run(self, works: "Works") -> None:
        from kiosk.app.voice import Narrator  # noqa: PLC0415 - not before the first frame

        self._works = works
        self.runner = runner = works.run(self.kiosk, parent=self)
        runner.changed.connect(self.panel.show_kiosk)
        runner.changed.connect(self.kiosk_changed)
        runner.changed.connect(self._log_missing)
        runner.changed.connect(self._log_ready)
        if works.voice is not None:
            self._narrator = Narrator(self.panel, runner, works.voice)
        self.panel.touched.connect(runner.dispatch)
        if (scanner := works.keyboard_scanner) is not None:
            Keys(
                self.panel.window().windowHandle(),
                scanner.press,
                scanner.longest_pause_seconds,
                self.panel.press_key,
                self.panel.look.back_key,
            )
        runner.start()
        works.start()
        self._pulse = works.pulse()
        self.started.emit(runner)

    @property
    def kiosk_now(self) -> Kiosk:
        """What is shown; until all runs, what it begins with."""
        return self.runner.kiosk if self.runner else self.kiosk

    def do(self, job: Callable[[], None]) -> None:
        """Have a job done on the store's thread, in between its own."""
        self._writer.do(job)

    def take(self, settings: Settings, *, is_file_spoilt: bool) -> None:
        """Show, say and print what these say from now on, as far as no new start is needed.

        Where a centre told what the site is called, that stays.
        """
        old = self.panel.look
        look = look_of(settings, (old.width_px, old.height_px))
        if settings.site is None:
            look = replace(
                look, site_name=old.site_name, help_desk=old.help_desk, hotline=old.hotline
            )
        self.panel.tell_look(look)
        if self._works is not None:
            self._works.take(settings)
        if self.runner is not None:
            flow = flow_settings(settings, is_file_spoilt=is_file_spoilt)
            self.runner.dispatch(SettingsTold(flow))

    def _show_site(self, told: WholeSite) -> None:
        site = told.site
        self.panel.tell_site(site.name, site.help_desk, site.hotline)

    def _log_missing(self, kiosk: Kiosk) -> None:
        """What keeps the kiosk from giving numbers, each time that is something else."""
        if kiosk.missing != self._logged_missing:
            self._logged_missing = kiosk.missing
            logger.info("missing %s", " ".join(kiosk.missing) or "nothing")

    def _log_ready(self, kiosk: Kiosk) -> None:
        """Once, when the first screen that is for visitors is there."""
        if self.runner is not None and not isinstance(kiosk.screen, Starting):
            self.runner.changed.disconnect(self._log_ready)
            logger.info("ready screen=%s", type(kiosk.screen).__name__)
            self.ready.emit()

    def stuck(self) -> str | None:
        """The name of a thread that hangs, once all run."""
        return self._pulse.stuck() if self._pulse else None

    def stop(self) -> None:
        """End the threads and close the store; what is committed stays."""
        if self.runner is not None:
            self.runner.stop()
        busy = self._works.stop() if self._works else ()
        if busy:
            # A print may take longer than anybody waits; its records say all that is known.
            logger.warning("still busy: %s", ", ".join(busy))
            return
        self._writer.stop()
        if self._works is not None:
            self._works.close()


def wait_until_started(appliance: Appliance) -> "Runner":
    """Start, and come back when everything runs; raises the KioskError that prevented it."""
    loop = QEventLoop()
    ends: list[Runner | KioskError] = []
    for end in (appliance.started, appliance.failed):
        end.connect(ends.append)
        end.connect(loop.quit)
    appliance.start()
    loop.exec()
    if isinstance(ends[0], KioskError):
        raise ends[0]
    return ends[0]
