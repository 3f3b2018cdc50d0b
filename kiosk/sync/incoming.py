# SPDX-License-Identifier: Apache-2.0
"""What the centre's answers do here: each step one transaction, with how far the feed holds."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeGuard, assert_never

from hall.errors import BadValueError
from hall.feed import BookingClosed, BookingMade, FeedBody, Reduced, ReturnAsked, Stopped
from hall.ids import KioskId
from hall.log import Actor, Cancelled, FeedApplied, Granted, Returned
from hall.news import (
    CatalogueTold,
    DayKeyTold,
    KioskKeyTold,
    News,
    SiteTicket,
    TicketsTold,
    Told,
)
from hall.place import Lane, runs_of
from hall.release import places_to_return
from hall.ticket import TicketStatus
from kiosk.store.abstract import UnitOfWork
from kiosk.store.site_edition import put_edition
from kiosk.sync.errors import GarbledError, OlderCentreError

MOST_PLACES = 100_000
"""In one grant; a centre that grants more has lost its mind, and the disk would be full."""
CANCELLED_AT_THE_CENTRE = "centre"
"""The reason of a cancel that the feed brought."""

KeepKey = Callable[[date, bytes], None]
"""Keeps a day's key in a file; when it returns, the key is on the disk."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a step did: `is_urgent` says that it logged something the centre waits for."""

    is_urgent: bool = False
    has_document: bool = False


def meet(unit: UnitOfWork, epoch: int) -> None:
    """The centre is of this epoch; raises OlderCentreError for an earlier one than was met."""
    with unit:
        state = unit.centre.state()
        if epoch < state.epoch:
            raise OlderCentreError(epoch=epoch, known=state.epoch)
        if epoch > state.epoch:
            unit.centre.put_state(replace(state, epoch=epoch))
            unit.commit()


def disown(unit: UnitOfWork, now: datetime, *, is_given_up: bool) -> None:
    """The centre says that this kiosk is none of its own; when it said so first is kept.

    That it gave the kiosk up stays said: an older copy of the centre does not know of it, but whoever
    was granted the places has them.
    """
    with unit:
        before = unit.centre.state()
        state = replace(
            before,
            disowned_at=before.disowned_at or now,
            is_given_up=before.is_given_up or is_given_up,
        )
        if state != before:
            unit.centre.put_state(state)
            unit.commit()


def own(unit: UnitOfWork) -> None:
    """The centre spoke with this kiosk, which is not given up, as with its own."""
    with unit:
        state = unit.centre.state()
        if state.disowned_at is not None and not state.is_given_up:
            unit.centre.put_state(replace(state, disowned_at=None))
            unit.commit()


def take_grant(unit: UnitOfWork, granted: Granted, now: datetime) -> Taken:
    """Places and numbers are this kiosk's, once; raises GarbledError for what cannot be granted."""
    if sum(run.count for run in granted.places) > MOST_PLACES:
        raise GarbledError(problem=f"a grant of more than {MOST_PLACES} places")
    with unit:
        try:
            is_new = unit.leases.apply(granted)
        except BadValueError as error:
            raise GarbledError(problem=str(error)) from error
        if not is_new:
            return Taken()
        unit.log.append(now, granted)
        state = unit.centre.state()
        if (granted.request_no or 0) > state.last_request:
            unit.centre.put_state(replace(state, last_request=granted.request_no or 0))
        unit.commit()
    return Taken(is_urgent=True)


@dataclass(frozen=True)
class FeedTaker:
    """Carries out the feed. Concurrency: on the thread that writes the store."""

    kiosk_id: KioskId
    keep_key: KeepKey

    def take(self, unit: UnitOfWork, told: Sequence[Told], now: datetime) -> Taken:
        """Entries past what holds here, with all they do and how far they go; others are skipped.

        The log says how far only where the rules care: for bookings, places and stops.
        """
        with unit:
            state = unit.centre.state()
            news = [each for each in told if each.cursor > state.cursor]
            if not news:
                return Taken()
            asked = self._apply(unit, news, now)
            unit.centre.put_state(replace(state, cursor=news[-1].cursor, heard_at=now))
            unit.commit()
        return Taken(asked, any(isinstance(each.body, CatalogueTold) for each in news))

    def pass_over(self, unit: UnitOfWork, cursor: int) -> Taken:
        """The feed has nothing for this kiosk up to there."""
        with unit:
            state = unit.centre.state()
            if cursor > state.cursor:
                unit.centre.put_state(replace(state, cursor=cursor))
                unit.commit()
        return Taken()

    def _apply(self, unit: UnitOfWork, news: Iterable[Told], now: datetime) -> bool:
        """Whether the log has to tell the centre of more than how far the feed holds."""
        is_urgent, applied = False, 0
        asked: list[tuple[int, Reduced | ReturnAsked]] = []
        for cursor, body in ((each.cursor, each.body) for each in news):
            if isinstance(body, News):
                is_urgent |= self._take_news(unit, body, now)
                continue
            _take_rule(unit, cursor, body)
            if self._is_asked(body):
                asked.append((cursor, body))
            applied = cursor
        if applied:
            unit.log.append(now, FeedApplied(applied))
        # After it: an answer to what the log does not know yet would be no answer.
        for cursor, wish in asked:
            _answer(unit, cursor, wish, now)
        return is_urgent or bool(asked)

    def _is_asked(self, body: FeedBody) -> TypeGuard[Reduced | ReturnAsked]:
        match body:
            case Reduced():
                return True
            case ReturnAsked(kiosk_id=kiosk_id):
                return kiosk_id == self.kiosk_id
            case _:
                return False

    def _take_news(self, unit: UnitOfWork, body: News, now: datetime) -> bool:
        """Whether the log has to tell of it."""
        match body:
            case DayKeyTold():
                self.keep_key(body.business_date, body.key)
            case CatalogueTold():
                unit.centre.put_document(body.kind, body.document)
                put_edition(unit, body.edition, now)
            case KioskKeyTold():
                unit.centre.put_kiosk_key(body)
            case TicketsTold(tickets):
                return any(tuple(self._take_ticket(unit, each, now) for each in tickets))
            case _:
                assert_never(body)
        return False

    def _take_ticket(self, unit: UnitOfWork, told: SiteTicket, now: datetime) -> bool:
        if told.status is TicketStatus.MISSED:
            unit.absences.put(told.ticket_id, told.business_date, told.back_until)
        own = unit.tickets.find(told.ticket_id)
        if own is None:
            unit.site_tickets.put(told)
            return False
        # What has ended here has ended: the centre may not have heard of it when it said this.
        if not own.status.is_open or own.status is told.status:
            return False
        unit.tickets.update(replace(own, status=told.status))
        if told.status is not TicketStatus.CANCELLED:
            return False
        if own.lane is not Lane.BOOKED:
            # A booking's place, its extra one too, is the centre's to free (rules.md 3, point 8).
            unit.places.release(own.ticket_id)
        unit.log.append(now, Cancelled(own.ticket_id, Actor.STAFF, CANCELLED_AT_THE_CENTRE))
        return True


def _take_rule(unit: UnitOfWork, cursor: int, body: FeedBody) -> None:
    match body:
        case BookingMade(booking):
            unit.bookings.put(booking)
        case BookingClosed(booking_id, reason):
            unit.bookings.close(booking_id, reason)
        case Stopped(stop):
            unit.centre.add_stop(cursor, stop)
        case Reduced() | ReturnAsked():
            pass  # answered when the log knows of it
        case _:
            assert_never(body)


def _answer(unit: UnitOfWork, asked_at: int, asked: Reduced | ReturnAsked, now: datetime) -> None:
    """What is still held of what the feed asks back, also when that is nothing; sold ones never."""
    held = unit.places.free(asked.service_id, asked.slot_start)
    places = places_to_return(held, asked.lane, asked.count)
    unit.places.give_back(places)
    unit.log.append(now, Returned(runs_of({place: held[place] for place in places}), asked_at))
