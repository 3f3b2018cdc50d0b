# SPDX-License-Identifier: Apache-2.0
"""What works behind the panel, put together: store, services, runner, devices.

Loading all this takes longer than showing the panel, so nothing that shows the panel imports it.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from common.settings.site_model import WholeSite
from drivers.code_scanner.registry import KeyboardScanner
from drivers.signal_light.abstract import Signal
from drivers.ticket_printer.paper_counter import PaperCounter
from kiosk.app.devices import Devices, open_devices, paper_counter
from kiosk.app.health import CentreHeard, Health
from kiosk.app.look import volume_of
from kiosk.app.slips import SiteSlips
from kiosk.app.store import Store, begins_on, open_store, staff_door
from kiosk.clock import Clock
from kiosk.flow.states import Kiosk
from kiosk.runner.help_notes import StoredHelpNotes
from kiosk.runner.help_worker import HelpWorker
from kiosk.runner.identifier import Identifier, who_laid
from kiosk.runner.light_worker import LightWorker
from kiosk.runner.looping import Looping
from kiosk.runner.print_records import StoredPrintRecords
from kiosk.runner.printer_worker import Order, PrinterWorker
from kiosk.runner.pulse import Pulse
from kiosk.runner.reader_worker import ReaderWorker
from kiosk.runner.runner import Runner
from kiosk.runner.scanner_worker import ScannerWorker
from kiosk.runner.speech_worker import SpeechWorker
from kiosk.runner.staff_care_cases import CareCases
from kiosk.runner.staff_cases import StaffCases
from kiosk.runner.store_thread import StoreThread
from kiosk.runner.use_cases import Housekeeping, UseCases
from kiosk.services.list_services import NO_WAITS
from kiosk.services.site_now import SiteNow
from kiosk.services.waits import Waits
from kiosk.settings.model import Settings

if TYPE_CHECKING:  # a kiosk that stands alone speaks to nobody
    from kiosk.app.centre import CentreSide


class Works:
    """Lifetime: made on the store's thread, which opens the store; then `run` once, `stop` once.

    Concurrency: `run` and `stop` on the UI thread. Raises KioskError when the store does not open.

    Args:
        told: the centre says what the site is; from any thread.
    """

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        devices: Devices | None,
        writer: StoreThread,
        told: Callable[[WholeSite], None],
    ) -> None:
        self._settings = settings
        self._writer = writer
        self._store = open_store(settings)
        with ExitStack() as undo:
            undo.callback(self._store.database.close)
            self._site = SiteNow(settings)
            self._centre = self._centre_side(clock, told)
            self._devices = devices or open_devices(settings)
            self._door = staff_door(settings)
            undo.pop_all()
        self._clock = self._centre.clock if self._centre else clock
        self._slips = self._site_slips()
        self._workers: tuple[Looping, ...] = ()
        self._machine_clock = clock
        self._health: Health | None = None
        self._light: LightWorker | None = None
        self.voice: SpeechWorker | None = None

    def run(self, kiosk: Kiosk, parent: QObject) -> Runner:
        """The runner, with its threads ready to start."""
        store = self._store
        day_key = store.keys.told if self._centre else store.keys.key
        identifier = Identifier(
            lambda: self._site.get().site.calendar,
            lambda on: day_key(on).reveal(),
            self._site.ages,
            self._clock,
        )
        use_cases = self._use_cases(identifier)
        orders = SimpleQueue[Order | None]()
        runner = Runner(self._with_lamp(kiosk), use_cases, orders.put, self._writer, parent=parent)
        printer = PrinterWorker(
            self._devices.printer,
            orders,
            self._slips,
            StoredPrintRecords(use_cases, self._writer),
            runner.post,
        )
        read = partial(who_laid, identifier, self._door)
        reader = ReaderWorker(self._devices.reader, read, runner.post)
        self._workers = (reader, printer, *self._further_workers(runner))
        if self._centre is not None:
            self._workers = (*self._workers, self._centre.line)
        self._health = health = self._health_of(runner)
        if self._centre is not None:
            self._centre.seen = health.seen
        runner.staff = self._staff(health)
        runner.helper = helper = self._help_worker(runner)
        self._workers = (*self._workers, helper)
        return runner

    @property
    def keyboard_scanner(self) -> KeyboardScanner | None:
        """The scanner that plays a keyboard, if it does."""
        scanner = self._devices.scanner
        return scanner if isinstance(scanner, KeyboardScanner) else None

    def start(self) -> None:
        """Let the devices' threads begin."""
        for worker in self._started():
            worker.start()

    def pulse(self) -> Pulse:
        """Whether all that was started still moves."""
        return Pulse(self._workers, self._writer, self._clock)

    def stop(self) -> tuple[str, ...]:
        """End the devices' threads; the names of those that are still busy."""
        for worker in self._started():
            worker.end()
        return tuple(worker.name for worker in self._started() if not worker.stop())

    def close(self) -> None:
        """Close the store; what is committed stays."""
        self._store.database.close()

    def take(self, settings: Settings) -> None:
        """What these say of papers, services and volume counts from now on; all else stays."""
        self._settings = settings
        self._slips.take(settings)
        if settings.site is not None:
            self._site.put(settings.site)

    def _site_slips(self) -> SiteSlips:
        return SiteSlips(
            self._settings,
            lambda: self._site.get().site.site,
            self._devices.profile,
            self._store.signing_key,
            self._clock,
        )

    def _further_workers(self, runner: Runner) -> Iterator[Looping]:
        devices = self._devices
        if devices.scanner is not None:
            yield ScannerWorker(devices.scanner, runner.post)
        if devices.light is not None:
            self._light = LightWorker(devices.light, runner.post)
            yield self._light
        if devices.voice is not None:
            self.voice = SpeechWorker(devices.voice, runner.post)
            yield self.voice

    def _with_lamp(self, kiosk: Kiosk) -> Kiosk:
        light = self._devices.light
        has_lamp = light is not None and light.proves_lamp
        return replace(kiosk, settings=replace(kiosk.settings, has_lamp=has_lamp))

    def _started(self) -> tuple[Looping, ...]:
        """All threads: nobody waits for that of the health, so it has no pulse."""
        return (*self._workers, *((self._health.worker,) if self._health else ()))

    def _health_of(self, runner: Runner) -> Health:
        centre, heard = self._centre, None
        if centre is not None:
            heard = CentreHeard(lambda: centre.clock.off_by, lambda: centre.line.link.error)
        return Health(self._settings, self._machine_clock, lambda: runner.kiosk.devices, heard)

    def _staff(self, health: Health) -> StaffCases:
        counter = paper_counter(self._settings)
        return StaffCases(
            new_unit=self._store.database.unit_of_work,
            rules=self._site.rules,
            door=self._door,
            clock=self._clock,
            care=self._care(counter, health),
            ticket_key=self._store.signing_key.public_key,
            renew_paper=counter.renew if counter else lambda: None,
        )

    def _care(self, counter: PaperCounter | None, health: Health) -> CareCases:
        return CareCases(
            new_unit=self._store.database.unit_of_work,
            rules=self._site.rules,
            clock=self._clock,
            waits=self._waits,
            paper_left_mm=lambda: counter.left_mm if counter else None,
            volume=lambda: volume_of(self._settings),
            devices=health.seen,
        )

    @property
    def _waits(self) -> Waits:
        return self._centre.waits if self._centre else NO_WAITS

    def _help_worker(self, runner: Runner) -> HelpWorker:
        new_unit = self._store.database.unit_of_work
        return HelpWorker(
            clock=self._clock,
            show=self._light.show if self._light else _show_nowhere,
            centre=self._centre.help_line if self._centre else None,
            notes=StoredHelpNotes(new_unit, self._writer, self._clock),
            post=runner.post,
        )

    def _centre_side(self, clock: Clock, told: Callable[[WholeSite], None]) -> "CentreSide | None":
        settings = self._settings
        if settings.centre is None:
            return None
        from kiosk.app.centre import CentreSide  # noqa: PLC0415 - HTTP and the wire take 0.3 s to load

        return CentreSide(
            settings,
            centre=settings.centre,
            clock=clock,
            store=self._store,
            writer=self._writer,
            site=self._site,
            told=told,
        )

    def _use_cases(self, identifier: Identifier) -> UseCases:
        database = self._store.database
        return UseCases(
            new_unit=database.unit_of_work,
            rules=self._site.rules,
            identifier=identifier,
            housekeeping=Housekeeping(
                make_key=lambda on: _make_key(self._store, on),
                forget_keys_before=self._store.keys.forget_before,
                tidy=database.tidy,
                tidy_away=lambda: database.tidy(always=True),
                kept=timedelta(days=self._settings.machine.kept_days),
                is_in_reserve=lambda: database.is_in_reserve,
                is_damaged=lambda: database.is_damaged,
                begins_on=begins_on(self._settings),
            ),
            clock=self._clock,
            language=self._settings.machine.languages[0],
            centre=self._centre.view if self._centre else None,
            waits=self._waits,
            volume=lambda: volume_of(self._settings),
            ticket_key=self._store.signing_key.public_key,
        )


def _show_nowhere(signal: Signal) -> None:
    """This kiosk has no light."""


def _make_key(store: Store, on: date) -> None:
    store.keys.key(on)
