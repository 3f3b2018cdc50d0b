# SPDX-License-Identifier: Apache-2.0
"""A site is described anew while days are open: what that would break is refused, and what holds from when is told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from central.services.auditing import COMMAND_LINE
from central.services.day_round import day_opened
from central.services.errors import RefusedError
from central.services.sites import FIRST_EDITION, described, keep_site
from central.store.abstract import UnitOfWork, Units
from central.store.records import SiteRecord
from common.settings.site_file import SiteFile
from hall.booking import BookingStatus
from hall.ids import ServiceId
from hall.journal import JournalEntry, ServiceOfDay, body_from_text
from hall.ledger import Ledger
from hall.site_fold import SiteFold


class ServiceBookedError(RefusedError):
    """The file leaves out a service that visitors have booked.

    Fields: `service_id`, `count`, `until` (the last day with such a booking).
    """

    key = "error.central.service_booked"


class LetterInUseError(RefusedError):
    """The file gives a service another letter, and numbers with the first are about.

    Fields: `service_id`, `letter` (the first), `until` (the last day that has it).
    """

    key = "error.central.letter_in_use"


@dataclass(frozen=True, slots=True)
class KeptDay:
    """A day whose places stay as it was opened with them, since kiosks or visitors have some.

    Attributes:
        services: those that the file says something else of.
    """

    business_date: date
    services: tuple[ServiceId, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """A site is as its file says; of the days that are not among `kept` the places are, too.

    Attributes:
        edition: counts the descriptions of this site; a kiosk that goes by it says so in its health.
    """

    edition: int
    kept: tuple[KeptDay, ...] = ()

    @property
    def is_new(self) -> bool:
        """Whether there was no such site before."""
        return self.edition == FIRST_EDITION


async def describe(
    units: Units, site: SiteFile, now: datetime, *, by: str = COMMAND_LINE
) -> Described:
    """Keep a new site, or a new description of one that is there.

    Raises:
        ServiceBookedError, LetterInUseError: nothing was changed.
        DamagedSiteError: what was kept of it cannot be read.
        StoreError: nothing was changed.
    """
    async with units() as unit:
        site_id = site.site.site_id
        await unit.sites.lock(site_id)
        record = await unit.sites.find(site_id)
        days = sorted(await _open_days(unit, record, now)) if record else []
        _check_bookings(days, site)
        _check_letters(days, site)
        edition = await keep_site(unit, site, now, by)
        await unit.commit()
    return Described(edition, tuple(_kept(days, site)))


@dataclass(frozen=True, order=True)
class _OpenDay:
    """An open day, and whether it is the one that goes on."""

    business_date: date
    is_today: bool
    ledger: Ledger

    @property
    def is_fixed(self) -> bool:
        """Whether another description leaves its places as they are."""
        return self.is_today or self.ledger.is_touched


async def _open_days(unit: UnitOfWork, record: SiteRecord, now: datetime) -> list[_OpenDay]:
    """As the journal says, in which all decisions of all processes stand."""
    calendar = described(record, now).calendar
    today = calendar.business_day(now)
    fold = SiteFold(today, calendar.instant(today, calendar.day_starts))
    for row in await unit.journal.since(record.site_id, today):
        body = body_from_text(row.kind, row.body)
        fold.apply(JournalEntry(row.seq, row.business_date, row.at, body))
    return [_OpenDay(day.business_date, day.business_date == today, day) for day in fold.days]


def _check_bookings(days: list[_OpenDay], site: SiteFile) -> None:
    """A booking is checked in by what the kiosks know of its service."""
    known = {service.service_id for service in site.catalogue.services}
    booked = [
        (service_id, day.business_date)
        for day in days
        for service_id in _booked(day.ledger)
        if service_id not in known
    ]
    if booked:
        last, until = booked[-1]
        count = sum(service_id == last for service_id, _ in booked)
        raise ServiceBookedError(service_id=last, count=count, until=until)


def _booked(ledger: Ledger) -> Iterator[ServiceId]:
    for booking in ledger.sale.bookings.values():
        if booking.status is BookingStatus.BOOKED:
            yield booking.service_id
    for hold in ledger.sale.open_holds.values():
        yield hold.place.service_id


def _check_letters(days: list[_OpenDay], site: SiteFile) -> None:
    """The kiosks' numbers, and those of bookings, have the letter the day was opened with."""
    letters = {service.service_id: service.letter for service in site.catalogue.services}
    for day in reversed(days):
        for service in day.ledger.opened.services:
            service_id, letter = service.service_id, service.letter
            is_other = letters.get(service_id, letter) != letter
            if is_other and day.ledger.has_numbers_about(service_id):
                raise LetterInUseError(
                    service_id=service_id, letter=letter, until=day.business_date
                )


def _kept(days: list[_OpenDay], site: SiteFile) -> Iterator[KeptDay]:
    for day in days:
        wanted = day_opened(site, day.business_date)
        if day.is_fixed or wanted.day != day.ledger.opened.day:
            services = _differing(day.ledger.opened.services, wanted.services)
            if services:
                yield KeptDay(day.business_date, services)


def _differing(
    one: tuple[ServiceOfDay, ...], other: tuple[ServiceOfDay, ...]
) -> tuple[ServiceId, ...]:
    """Services that are in one of them alone, or not the same in both."""
    return tuple(sorted({each.service_id for each in {*one} ^ {*other}}))
