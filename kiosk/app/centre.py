# SPDX-License-Identifier: Apache-2.0
"""A kiosk with a centre, put together: who it is there, what it is told, how it keeps in touch."""

import logging
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta

from common.settings.site_model import WholeSite
from common.version import program_version
from hall.news import SiteEdition
from hall.wire.values import Finding, Health
from kiosk.app.store import Store, enrolment_file
from kiosk.clock import Clock
from kiosk.flow.staff_values import CheckSeen
from kiosk.runner.centre_line import CentreLine, LineParts
from kiosk.runner.store_thread import StoreThread
from kiosk.runner.with_centre import WithCentre
from kiosk.services.errors import UnreadableCatalogueError
from kiosk.services.site_now import SiteNow, site_of, told_catalogue, told_edition
from kiosk.services.waits import Waits
from kiosk.settings.model import CentreSettings, Settings
from kiosk.sync.address import CentreAddress
from kiosk.sync.centre_clock import CentreClock
from kiosk.sync.client import CentreClient
from kiosk.sync.enrolment import Enrolled, load_enrolment
from kiosk.sync.errors import NotKnownError, SyncError
from kiosk.sync.help_line import HELP_SECONDS, HelpLine
from kiosk.sync.incoming import FeedTaker
from kiosk.sync.stock import SiteNow as StockSite
from kiosk.sync.stock import Stock
from kiosk.sync.wake_listener import WakeListener
from kiosk.sync.worker import Listener, SyncWorker, Work

logger = logging.getLogger(__name__)

ALWAYS_TOLD = frozenset({"card_reader", "ticket_printer", "paper"})
NEVER_TOLD = "centre"
"""Whoever hears it knows better: what was seen of the line is some minutes old."""


class CentreSide:
    """What a kiosk with a centre has besides a kiosk that stands alone.

    Lifetime: made on the store's thread; `line` is started and stopped like a device's worker.

    Args:
        told: the centre has told anew what the site is; on the line's thread.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        centre: CentreSettings,
        clock: Clock,
        store: Store,
        writer: StoreThread,
        site: SiteNow,
        told: Callable[[WholeSite], None],
    ) -> None:
        self._centre = centre
        self._store = store
        self._writer = writer
        self._site = site
        self._told = told
        self.clock = clock if isinstance(clock, CentreClock) else CentreClock(clock)
        self.seen: Callable[[], tuple[CheckSeen, ...]] = tuple
        self.waits = Waits()
        path = self._enrolment_path = enrolment_file(settings)
        self.help_line = HelpLine(self._connect_help)
        self.line = CentreLine(
            LineParts(
                enrolled=lambda: load_enrolment(path),
                greet=lambda: greet(centre),
                connect=self._connect,
            )
        )
        self.view = WithCentre(self.line, site.rules, store.keys.has)
        self._edition: SiteEdition | None = None
        unit = store.database.unit_of_work()
        self._take(told_catalogue(unit), told_edition(unit))
        store.database.tell_of_entries(self.line.poke)

    def _connect(self, enrolled: Enrolled) -> tuple[SyncWorker, WakeListener]:
        address = address_of(self._centre, enrolled)
        worker = SyncWorker(
            Work(
                client=CentreClient(address),
                ask=self._writer.ask,
                new_unit=self._store.database.unit_of_work,
                taker=FeedTaker(enrolled.kiosk_id, self._store.keys.put),
                clock=self.clock,
                stock=Stock(self._stock_site, self.clock.monotonic),
                health=self._health,
                listener=Listener(document=self._read_catalogue, figures=self.waits.take),
            )
        )
        return worker, WakeListener(CentreClient(address), worker.wake, worker.be_deaf)

    def _connect_help(self) -> CentreClient | None:
        enrolled = load_enrolment(self._enrolment_path)
        if enrolled is None:
            return None
        return CentreClient(address_of(self._centre, enrolled), HELP_SECONDS)

    def _read_catalogue(self) -> None:
        unit = self._store.database.unit_of_work()
        self._take(*self._writer.ask(lambda: (told_catalogue(unit), told_edition(unit))))

    def _take(self, catalogue: str | None, edition: SiteEdition | None) -> None:
        """What cannot be read changes nothing: the kiosk goes on by what it knew."""
        if catalogue is None:
            return
        try:
            site = site_of(catalogue, self.clock.now().year)
        except UnreadableCatalogueError as error:
            logger.error("catalogue refused key=%s %s", error.key, dict(error.fields))  # noqa: TRY400 (no bug, no trace)
            self.view.is_catalogue_unreadable = True
            return
        logger.info("site site_id=%s services=%s", site.site.site_id, len(site.catalogue.services))
        self.view.is_catalogue_unreadable = False
        self._edition = edition
        self._site.put(site)
        self._told(site)

    def _stock_site(self) -> StockSite | None:
        rules, now = self._site.rules(), self.clock.now()
        if rules is None:
            return None
        on = rules.calendar.business_day(now)
        services = rules.catalogue.services
        plans = {each.service_id: rules.day(each.service_id, on).plan for each in services}
        return StockSite(now, rules.catalogue, plans, rules.slots_ahead)

    def _health(self) -> Health:
        off_by = round(self.clock.off_by.total_seconds())
        return Health(program_version(), off_by, tuple(findings_of(self.seen())), self._edition)


def findings_of(seen: Iterable[CheckSeen]) -> Iterator[Finding]:
    """What of it is told: how the devices are that every kiosk has, and of all else what is not in order."""
    for each in seen:
        key = each.found[0].key if each.found and not each.is_good else ""
        if (key or each.check in ALWAYS_TOLD) and each.check != NEVER_TOLD:
            yield Finding(each.check, each.is_good, key)


def address_of(centre: CentreSettings, enrolled: Enrolled | None) -> CentreAddress:
    """The centre as this kiosk knows it; raises BadAddressError."""
    if enrolled is None:
        return CentreAddress(centre.url, centre.ca_file)
    return CentreAddress(centre.url, centre.ca_file, enrolled.credential)


def ahead_of(centre: CentreSettings, clock: Clock) -> timedelta | None:
    """How far a clock is ahead of the centre's, to a second or two; None where it cannot be heard."""
    client = CentreClient(address_of(centre, None))
    try:
        told = client.date()
        return clock.now() - told if told is not None else None
    except SyncError:
        return None
    finally:
        client.dispose()


def greet(centre: CentreSettings, enrolled: Enrolled | None = None) -> None:
    """Returns when the centre can be reached and, once enrolled, knows this kiosk.

    Raises:
        SyncError: why not.
    """
    client = CentreClient(address_of(centre, enrolled))
    try:
        client.greet()
    except NotKnownError:
        if enrolled is not None:  # a stranger is not known anywhere
            raise
    finally:
        client.dispose()
