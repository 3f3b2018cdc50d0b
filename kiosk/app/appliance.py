# SPDX-License-Identifier: Apache-2.0
"""The appliance put together: settings, clock and devices in, a panel that works out."""

import logging
from queue import SimpleQueue

from PySide6.QtCore import QEventLoop, QObject, Signal

from kiosk.app.devices import Devices
from kiosk.app.look import ages_of, flow_settings
from kiosk.app.slips import slip_renderer
from kiosk.app.store import Store, open_store
from kiosk.clock import Clock
from kiosk.errors import KioskError
from kiosk.flow.states import Kiosk, Starting
from kiosk.flow.values import FlowSettings
from kiosk.runner.desk import Desk
from kiosk.runner.identifier import Identifier
from kiosk.runner.print_records import StoredPrintRecords
from kiosk.runner.printer_worker import PrinterWorker, PrintOrder
from kiosk.runner.reader_worker import ReaderWorker
from kiosk.runner.runner import Runner
from kiosk.runner.store_thread import StoreThread
from kiosk.services.rules import rules_of
from kiosk.settings.model import Settings
from kiosk.ui.look import PanelLook
from kiosk.ui.panel import Panel

logger = logging.getLogger(__name__)


class Appliance(QObject):
    """Settings, clock and devices in; a panel that works out.

    Lifetime: `start` once the panel has been shown, `stop` once. Lives on the UI thread.

    Signals:
        started: the Runner; everything runs.
        failed: a KioskError; the store could not be opened, nothing runs.
    """

    started = Signal(object)
    failed = Signal(object)
    _opened = Signal(object)

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        devices: Devices,
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
        self._store: Store | None = None
        self.runner: Runner | None = None
        self._workers: tuple[ReaderWorker | PrinterWorker, ...] = ()
        self.panel = Panel(look)
        self.panel.show_kiosk(self.kiosk)
        self._opened.connect(self._run)

    def start(self) -> None:
        """Open the store on its own thread; `started` or `failed` follows."""
        self._writer.do(self._open_store)

    def _open_store(self) -> None:
        try:
            self._opened.emit(open_store(self._settings))
        except KioskError as error:
            self.failed.emit(error)

    def _run(self, store: Store) -> None:
        settings, self._store = self._settings, store
        rules = rules_of(settings)
        identifier = Identifier(
            settings.calendar,
            lambda on: store.keys.key(on).reveal(),
            ages_of(settings),
            self._clock,
        )
        desk = Desk(
            new_unit=store.database.unit_of_work,
            rules=rules,
            identifier=identifier,
            keep_only_key=store.keys.keep_only,
            tidy=store.database.tidy,
            tidy_away=lambda: store.database.tidy(always=True),
            clock=self._clock,
            language=settings.machine.languages[0],
        )
        orders = SimpleQueue[PrintOrder | None]()
        runner = Runner(self.kiosk, desk, orders.put, self._writer, parent=self)
        printer = PrinterWorker(
            self._devices.printer,
            orders,
            slip_renderer(settings, self._devices.profile, store.signing_key),
            StoredPrintRecords(desk, self._writer),
            runner.post,
        )
        reader = ReaderWorker(self._devices.reader, identifier.of_card, runner.post)
        runner.changed.connect(self.panel.show_kiosk)
        runner.changed.connect(self._log_ready)
        self.panel.touched.connect(runner.dispatch)
        self.runner, self._workers = runner, (reader, printer)
        runner.start()
        reader.start()
        printer.start()
        self.started.emit(runner)

    def _log_ready(self, kiosk: Kiosk) -> None:
        """Once, when the first screen that is for visitors is there."""
        if self.runner is not None and not isinstance(kiosk.screen, Starting):
            self.runner.changed.disconnect(self._log_ready)
            logger.info("ready screen=%s", type(kiosk.screen).__name__)

    def stop(self) -> None:
        """End the threads and close the store; what is committed stays."""
        if self.runner is not None:
            self.runner.stop()
        busy = [worker.name for worker in self._workers if not worker.stop()]
        if busy:
            # A print may take longer than anybody waits; its records say all that is known.
            logger.warning("still busy: %s", ", ".join(busy))
            return
        self._writer.stop()
        if self._store is not None:
            self._store.database.close()


def wait_until_started(appliance: Appliance) -> Runner:
    """Start, and come back when everything runs; raises the KioskError that prevented it."""
    loop, ends = QEventLoop(), list[Runner | KioskError]()
    for end in (appliance.started, appliance.failed):
        end.connect(ends.append)
        end.connect(loop.quit)
    appliance.start()
    loop.exec()
    if isinstance(ends[0], KioskError):
        raise ends[0]
    return ends[0]
