# SPDX-License-Identifier: Apache-2.0
"""What lies on the disk of a kiosk, read beside it: nothing is changed, nobody is held up."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, tzinfo

from common.settings.site_model import WholeSite
from hall.news import SiteEdition
from kiosk.app.store import DATABASE_FILE, refuse_lost
from kiosk.clock import Clock
from kiosk.services.rules import Rules, rules_of
from kiosk.services.site_now import site_of, told_catalogue
from kiosk.services.stock_left import StockLeft, stock_left
from kiosk.settings.model import Settings
from kiosk.store.abstract import UnitOfWork
from kiosk.store.abstract_centre import CentreState
from kiosk.store.database import Database
from kiosk.store.site_edition import edition_of


@dataclass(frozen=True)
class ToldByCentre:
    """How far this kiosk is with its centre, and what that said of the site: its file, None if nothing."""

    state: CentreState
    catalogue: str | None
    edition: SiteEdition | None


class Records:
    """Lifetime: each question opens the file and closes it. Concurrency: one thread."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self.path = settings.machine.state_dir / DATABASE_FILE

    def examine(self, most_entries: int | None) -> int | None:
        """How long the log is, once the file is found sound; None without one of this version.

        Only its last entries are followed, or with None all. Raises StoreError.
        """
        refuse_lost(self._settings)
        with self._looked() as database:
            return database.examine(self.path, most_entries) if database is not None else None

    def last_entry_at(self) -> datetime | None:
        """When the last entry of the log was written, by the clock of that moment; raises StoreError."""
        with self._unit() as unit:
            if unit is None:
                return None
            with unit:
                entries = unit.log.entries(max(0, unit.log.end() - 1))
                return next((entry.at for entry in entries), None)

    def centre(self) -> ToldByCentre | None:
        """What the centre has told; None without a file of this version. Raises StoreError."""
        with self._unit() as unit:
            if unit is None:
                return None
            catalogue = told_catalogue(unit)
            with unit:
                return ToldByCentre(unit.centre.state(), catalogue, edition_of(unit))

    def site(self) -> WholeSite | None:
        """Of kiosk.toml, or as the centre told of it; None before it has. Raises KioskError."""
        if self._settings.site is not None:
            return self._settings.site
        told = self.centre()
        if told is None or told.catalogue is None:
            return None
        return site_of(told.catalogue, self._clock.now().year)

    def rules(self) -> Rules | None:
        """Those of the site; None before the centre has told of it. Raises KioskError."""
        site = self.site()
        return rules_of(self._settings, site) if site is not None else None

    def zone(self) -> tzinfo | None:
        """The site's time zone; None before the centre has told of the site. Raises KioskError."""
        rules = self.rules()
        return rules.calendar.tz if rules is not None else None

    def stock(self) -> StockLeft | None:
        """What is left to give; None as long as site or records are not there. Raises KioskError."""
        rules = self.rules()
        with self._unit() as unit:
            if unit is None or rules is None:
                return None
            return stock_left(unit, rules, self._clock.now())

    @contextmanager
    def _unit(self) -> Iterator[UnitOfWork | None]:
        """None without a file whose tables this version reads."""
        with self._looked() as database:
            is_read = database is not None and database.is_current()
            yield database.unit_of_work() if database is not None and is_read else None

    @contextmanager
    def _looked(self) -> Iterator[Database | None]:
        if not self.path.is_file():
            yield None
            return
        database = Database.look(self.path)
        try:
            yield database
        finally:
            database.close()
