# SPDX-License-Identifier: Apache-2.0
"""What a manager does in the hall: stop or suspend a service, add extra places, give up a kiosk."""

from dataclasses import dataclass
from datetime import date, datetime

from central.services.access import Caller
from central.services.auditing import Noted
from central.services.centre_book import CentreBook
from central.services.draft import Draft
from central.services.errors import NotEnrolledError
from central.services.site_writers import SiteWriters
from central.store.abstract import UnitOfWork, Units
from hall.account import TOLD_TO
from hall.errors import BadValueError
from hall.ids import ActId, KioskId, ServiceId
from hall.stopping import Standing, Stop


@dataclass(frozen=True, slots=True)
class ExtrasView:
    """How many extra places a service has that day, given and not given."""

    service_id: ServiceId
    business_date: date
    extras: int


@dataclass(frozen=True, slots=True)
class ExtrasWish:
    """So many more extra places of a service, today where `on` is None."""

    act_id: ActId
    service_id: ServiceId
    count: int
    reason: str
    on: date | None = None


@dataclass(frozen=True)
class HallDesk:
    """Concurrency: one event loop. All raise TryAgainError, StoreError and RecoveringError besides."""

    units: Units
    writers: SiteWriters[CentreBook]

    async def stop(
        self,
        caller: Caller,
        service_id: ServiceId,
        standing: Standing,
        at: datetime | None,
        reason: str,
    ) -> Stop:
        """A service stops, is suspended or goes on, now or at an instant of an open day.

        What holds then by what was said is not said again. Raises UnknownServiceError,
        NoOpenDayError (`at`), BadValueError (`at` is over).
        """

        def stopping(book: CentreBook, draft: Draft) -> Stop:
            later = at if at and at > draft.now else None
            stops = book.calling.on(book.days.at(at or draft.now).business_date).stops
            said = (
                stops.said_for(service_id, later)
                if later
                else stops.in_force(service_id, draft.now)
            )
            if said and said.standing is standing:
                return said
            if at and at < draft.now - TOLD_TO:
                raise BadValueError(name="at", value=at, allowed=f">= {draft.now.isoformat()}")
            stop = Stop(service_id, stops.next_moment(service_id, later or draft.now), standing)
            if book.stop_once(stop):
                draft.note(
                    Noted.SERVICE_STOPPED,
                    caller.name,
                    service_id=service_id,
                    standing=standing.value,
                    at=stop.at.isoformat(),
                    reason=reason,
                )
            return stop

        return await self.writers.of(caller.site_id).decide(stopping)

    async def add_extras(self, caller: Caller, wish: ExtrasWish) -> ExtrasView:
        """More extra places (加号), laid out at the kiosks; the same act again is the same.

        Raises UnknownDayError, UnknownServiceError, BadValueError, ActTakenError.
        """

        def adding(book: CentreBook, draft: Draft) -> ExtrasView:
            on, service_id = wish.on or book.days.today, wish.service_id
            if book.add_extras(wish.act_id, on, service_id, wish.count):
                draft.note(
                    Noted.EXTRAS_ADDED,
                    caller.name,
                    service_id=service_id,
                    business_date=on.isoformat(),
                    count=wish.count,
                    reason=wish.reason,
                )
            return ExtrasView(service_id, on, book.extras_of(on, service_id))

        return await self.writers.of(caller.site_id).decide(adding)

    async def give_up(
        self, caller: Caller, kiosk_id: KioskId, off_since: datetime, reason: str
    ) -> None:
        """Declare that a kiosk's disk is destroyed, and that it was off since then; twice is once.

        Raises NotEnrolledError, and as `SiteBook.give_up`.
        """
        async with self.units(is_read_only=True) as unit:
            if await unit.kiosks.find(caller.site_id, kiosk_id) is None:
                raise NotEnrolledError(kiosk_id=kiosk_id)

        async def recalling(unit: UnitOfWork, book: CentreBook) -> None:
            """Under the site's lock: whichever process heard it last."""
            kiosk = await unit.kiosks.find(caller.site_id, kiosk_id)
            if kiosk and not book.is_given_up(kiosk_id):
                book.recall(kiosk_id, kiosk.progress.account)

        def giving_up(book: CentreBook, draft: Draft) -> None:
            if book.is_given_up(kiosk_id):
                return
            book.give_up(kiosk_id, off_since, draft.now)
            draft.note(
                Noted.KIOSK_GIVEN_UP,
                caller.name,
                kiosk_id=kiosk_id,
                off_since=off_since.isoformat(),
                reason=reason,
            )

        await self.writers.of(caller.site_id).decide(giving_up, recalling)
