# SPDX-License-Identifier: Apache-2.0
"""What can be booked: the services of a site, and how much of each slot is left."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from central.services.centre_book import CentreBook
from central.services.errors import UnknownSiteError
from central.services.site_writers import SiteWriters
from central.services.sites import SiteFiles
from central.store.abstract import Units
from common.clock import Clock
from common.settings.site_file import SiteFile
from hall.ids import ServiceId, SiteId
from hall.journal import ServiceOfDay
from hall.ledger import Ledger
from hall.span import Span


@dataclass(frozen=True, slots=True)
class SlotOnSale:
    """A slot and how many of its places can be held now; others may be faster."""

    slot: Span
    left: int


@dataclass(frozen=True, slots=True)
class DayOnSale:
    """An open business day; without slots nothing of the service is sold on it any more."""

    business_date: date
    slots: tuple[SlotOnSale, ...]


@dataclass(frozen=True)
class Offers:
    """Concurrency: one event loop."""

    units: Units
    writers: SiteWriters[CentreBook]
    files: SiteFiles
    clock: Clock

    async def site(self, site_id: SiteId) -> SiteFile:
        """The site as its file says; raises UnknownSiteError, DamagedSiteError, StoreError."""
        async with self.units(is_read_only=True) as unit:
            record = await unit.sites.find(site_id)
        if record is None:
            raise UnknownSiteError(site_id=site_id)
        return self.files.of(record, self.clock.now())

    async def days(
        self, site_id: SiteId, service_id: ServiceId, on: date | None
    ) -> tuple[DayOnSale, ...]:
        """What is left of a service: on one day, or on all that are open.

        None of a service that needs no number, and of one whose days are not open yet, as right
        after its site came to the centre.
        Raises UnknownServiceError, UnknownSiteError, DamagedSiteError, TryAgainError, StoreError.
        """
        now = self.clock.now()
        found = await self.writers.of(site_id).look(lambda book: _days(book, service_id, on, now))
        if self.files.is_direct(site_id, service_id):
            return ()
        if found is None:
            (await self.site(site_id)).catalogue.service(service_id)
            return ()
        return found


def _days(
    book: CentreBook, service_id: ServiceId, on: date | None, now: datetime
) -> tuple[DayOnSale, ...] | None:
    """None where no open day has the service."""
    ledgers = sorted(book.days, key=lambda ledger: ledger.business_date)
    # A service that was added today is not sold on days that were open before.
    selling = [(ledger, service) for ledger in ledgers if (service := _service(ledger, service_id))]
    if not selling:
        return None
    return tuple(
        DayOnSale(ledger.business_date, tuple(_slots(book, ledger, service, now)))
        for ledger, service in selling
        if on in (None, ledger.business_date)
    )


def _service(ledger: Ledger, service_id: ServiceId) -> ServiceOfDay | None:
    services = ledger.opened.services
    return next((each for each in services if each.service_id == service_id), None)


def _slots(
    book: CentreBook, ledger: Ledger, service: ServiceOfDay, now: datetime
) -> Iterator[SlotOnSale]:
    service_id = service.service_id
    for slot in (each.slot for each in service.slots):
        if book.is_on_sale(service_id, slot.start, now):
            yield SlotOnSale(slot, ledger.sale.left(service_id, slot.start))
