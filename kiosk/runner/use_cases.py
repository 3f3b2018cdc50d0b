# SPDX-License-Identifier: Apache-2.0
"""The services as the runner uses them: an effect in, an event out, on the store's thread."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from common.signatures import PublicKey
from hall.ids import ServiceId, SiteId, TicketId
from hall.log import PrintProof
from hall.place import Lane
from hall.ticket import Ticket
from kiosk.clock import Clock
from kiosk.crypto import is_ticket_code
from kiosk.errors import KioskError
from kiosk.flow import effects, events
from kiosk.flow.staff_events import HeldTold
from kiosk.flow.values import ServiceTile, TicketView, Volume, Wait
from kiosk.runner.identifier import Identifier
from kiosk.runner.printer_worker import PrintOrder, SlipToPrint
from kiosk.runner.staff_care_cases import volume_told
from kiosk.services.bookings import list_bookings
from kiosk.services.cancel import cancel
from kiosk.services.check_in import CheckInRequest, check_in
from kiosk.services.close_days import close_days_before
from kiosk.services.errors import (
    CheckInRefusedError,
    IssueRefusedError,
    NotReadyError,
    ServiceGoneError,
)
from kiosk.services.find_booking import FoundBooking, find_booking
from kiosk.services.forget import forget
from kiosk.services.holding import is_held
from kiosk.services.issue import IssueRequest, issue
from kiosk.services.list_services import NO_WAITS, list_services
from kiosk.services.offers import list_offers
from kiosk.services.open_day import open_day
from kiosk.services.open_tickets import TicketOfPerson
from kiosk.services.opening import opening
from kiosk.services.print_ticket import end_print, find_ticket, is_torn, reprint, start_print
from kiosk.services.proxies import left_for_others
from kiosk.services.put_back import lay_card, lay_ticket
from kiosk.services.recover import recover
from kiosk.services.rules import Rules
from kiosk.services.unprinted import recent_numbers, unprinted
from kiosk.services.views import view_ticket
from kiosk.services.waits import Waits
from kiosk.store.abstract import UnitOfWork
from kiosk.store.reserve import despite_full_disk

logger = logging.getLogger(__name__)


DAY_IS_CERTAIN_SECONDS = 300.0
"""So long must a business day have held before the days before it end: a clock that jumped comes back."""

DAMAGED = "screen.missing.damaged"
BEGINS_TOMORROW = "screen.missing.begins_tomorrow"

MOST_PROMISED = 8
"""Tickets whose first paper may not be out yet."""


@dataclass(frozen=True)
class Housekeeping:
    """What a change of day needs besides the records; all may raise KioskError.

    Attributes:
        make_key: makes the day's key now, so that the first visitor does not wait for it.
        forget_keys_before: deletes the keys of earlier days.
        tidy: shortens the store's journal if that is due.
        tidy_away: shortens it in any case, and with it what was wiped.
        kept: how long records without a person are kept.
        is_in_reserve: whether the disk is full, and there is only the room kept for that.
        is_damaged: whether the records could not be read, and nothing of them can be trusted.
        begins_on: the first business day of records that were begun anew; None: any.
    """

    make_key: Callable[[date], None]
    forget_keys_before: Callable[[date], None]
    tidy: Callable[[], None]
    tidy_away: Callable[[], None]
    kept: timedelta
    is_in_reserve: Callable[[], bool] = lambda: False
    is_damaged: Callable[[], bool] = lambda: False
    begins_on: date | None = None


class CentreView(Protocol):
    """The centre as the use cases see it; all on the thread that writes the store."""

    @property
    def site_id(self) -> SiteId | None:
        """What the centre calls this site; None before the kiosk was enrolled."""

    @property
    def acknowledged(self) -> int | None:
        """Up to where the centre has the kiosk's log; None: it has not said so since the start."""

    def missing(self, unit: UnitOfWork, now: datetime) -> tuple[str, ...]:
        """What no number can be given without, and why it is not here, as text keys."""

    def cut_since(self, unit: UnitOfWork, now: datetime) -> datetime | None:
        """When the centre was last heard; None while it is."""


class UseCases:
    """Lifetime: one per process, before the first visitor `take_up`.

    Concurrency: all calls on the one thread that writes the store.

    Args:
        rules: those of now; None as long as the site is not known.
        centre: None for a kiosk that stands alone and grants itself its days.
        waits: what the centre says of the queues.
        ticket_key: what checks the codes on this kiosk's own tickets.
        volume: how loud kiosk.toml wants it.
    """

    def __init__(
        self,
        *,
        new_unit: Callable[[], UnitOfWork],
        rules: Callable[[], Rules | None],
        identifier: Identifier,
        housekeeping: Housekeeping,
        clock: Clock,
        language: str,
        centre: CentreView | None = None,
        waits: Waits = NO_WAITS,
        ticket_key: PublicKey | None = None,
        volume: Callable[[], Volume] = lambda: Volume.MEDIUM,
    ) -> None:
        self._new_unit = new_unit
        self._known_rules = rules
        self._centre = centre
        self._waits = waits
        self._ticket_key = ticket_key
        self._volume = volume
        self._promised: dict[TicketId, Wait] = {}
        self._identifier = identifier
        self._housekeeping = housekeeping
        self._clock = clock
        self._language = language
        self._day: date | None = None
        self._day_since = 0.0
        self._is_closing_due = False
        self._is_forgetting_due = False
        self._told: dict[type[events.Event], events.Event] = {}
        self._is_taken_up = False

    @property
    def _rules(self) -> Rules:
        """The rules of now; raises NotReadyError."""
        rules = self._known_rules()
        if rules is None:
            raise NotReadyError
        return rules

    def load_visit(self, wanted: effects.LoadVisit) -> events.VisitLoaded:
        """The tiles for this visitor, the ticket they hold open, and their bookings.

        A ticket that was missed waits again. Where the tiles alone are asked for again, nobody laid
        a card: tickets stay as they are.
        """
        now, unit, rules = self._clock.now(), self._new_unit(), self._rules
        tiles = self._tiles(unit, rules, wanted, now)
        if wanted.digest is None:
            return events.VisitLoaded(wanted.visit_no, tiles)
        left = None if wanted.is_proxy else left_for_others(unit, rules, wanted.digest, now)
        if wanted.is_reload:
            return events.VisitLoaded(wanted.visit_no, tiles, left_for_others=left)
        held = lay_card(unit, rules, wanted.digest, now)
        bookings = list_bookings(unit, rules, wanted.digest, now, is_green=wanted.is_green)
        views = tuple(self._view_held(each) for each in held)
        return events.VisitLoaded(
            wanted.visit_no,
            tiles,
            next(iter(views), None),
            bookings,
            left_for_others=left,
            further_tickets=views[1:],
        )

    def _tiles(
        self,
        unit: UnitOfWork,
        rules: Rules,
        wanted: effects.LoadVisit | effects.FindBooking,
        now: datetime,
    ) -> tuple[ServiceTile, ...]:
        return list_services(
            unit,
            rules,
            now,
            is_green=wanted.is_green,
            is_proxy=wanted.is_proxy,
            waits=self._waits,
        )

    def _view_held(self, held: TicketOfPerson) -> TicketView:
        if held.put_back:
            logger.info("number=%s put_back=%s", held.ticket.number, held.put_back)
        view = view_ticket(self._rules, held.ticket, is_elsewhere=held.is_elsewhere)
        return replace(view, put_back=held.put_back)

    def find_booking(
        self, wanted: effects.FindBooking
    ) -> events.VisitLoaded | events.BookingRefused:
        """The booking of a code, or the ticket it has; or the ticket whose own code it is."""
        now, unit, rules = self._clock.now(), self._new_unit(), self._rules
        try:
            found = self._find(unit, wanted, now)
        except KioskError as error:
            logger.info("no booking key=%s", error.key)
            return events.BookingRefused(wanted.visit_no, error.key)
        tiles = self._tiles(unit, rules, wanted, now)
        bookings = (found.booking,) if found.booking else ()
        held = self._view_held(found.ticket) if found.ticket else None
        return events.VisitLoaded(wanted.visit_no, tiles, held, bookings, found.digest)

    def _find(self, unit: UnitOfWork, wanted: effects.FindBooking, now: datetime) -> FoundBooking:
        code = wanted.code
        if self._ticket_key and is_ticket_code(code.reveal()):
            held = lay_ticket(unit, self._rules, self._ticket_key, code, now)
            return FoundBooking(ticket=held)
        site_id = self._centre.site_id if self._centre else None
        return find_booking(unit, self._rules, site_id, code, now, is_green=wanted.is_green)

    def identify_typed(self, wanted: effects.IdentifyTyped) -> events.NumberIdentified:
        """Who typed the number."""
        identity = self._identifier.of_number(wanted.number, wanted.document)
        return events.NumberIdentified(wanted.visit_no, identity)

    def load_offers(self, wanted: effects.LoadOffers) -> events.OffersLoaded:
        """What is left of a service; nothing of one that the site no longer has."""
        now, green = self._clock.now(), wanted.is_green
        try:
            offers = list_offers(
                self._new_unit(), self._rules, wanted.service_id, now, is_green=green
            )
        except ServiceGoneError as error:
            logger.info("no offers service_id=%s key=%s", wanted.service_id, error.key)
            offers = ()
        return events.OffersLoaded(wanted.visit_no, wanted.service_id, offers)

    def issue(self, wanted: effects.IssueTicket) -> events.TicketIssued | events.IssueRefused:
        """Place and number, committed; or why not."""
        request = IssueRequest(
            ticket_id=TicketId(self._clock.new_id()),
            business_date=wanted.business_date,
            service_id=wanted.service_id,
            offer=wanted.offer,
            digest=wanted.digest,
            is_green=wanted.is_green,
            present=wanted.present,
            is_in_person=wanted.is_in_person,
            visit=wanted.visit,
        )
        now = self._clock.now()
        wait = self._wait(wanted.service_id, wanted.business_date, now)
        try:
            rules = self._rules
            ticket = despite_full_disk(lambda: issue(self._new_unit(), rules, request, now))
        except KioskError as error:
            logger.info("not issued service_id=%s key=%s", wanted.service_id, error.key)
            offers = error.offers if isinstance(error, IssueRefusedError) else ()
            return events.IssueRefused(wanted.visit_no, error.key, offers)
        logger.info("issued number=%s ticket_id=%s", ticket.number, ticket.ticket_id)
        if wait and _is_in_line(ticket):
            self._promise(ticket.ticket_id, wait)
        return events.TicketIssued(wanted.visit_no, self._view(rules, ticket))

    def check_in(self, wanted: effects.CheckIn) -> events.TicketIssued | events.CheckInRefused:
        """The booking's ticket, committed; or why not."""
        request = CheckInRequest(
            wanted.booking,
            wanted.business_date,
            is_green=wanted.is_green,
            present=wanted.present,
            is_in_person=wanted.is_in_person,
            visit=wanted.visit,
        )
        try:
            rules = self._rules
            ticket = despite_full_disk(
                lambda: check_in(self._new_unit(), rules, request, self._clock.now())
            )
        except KioskError as error:
            logger.info("not checked in key=%s", error.key)
            view = error.booking if isinstance(error, CheckInRefusedError) else None
            return events.CheckInRefused(wanted.visit_no, error.key, view)
        logger.info("checked in number=%s ticket_id=%s", ticket.number, ticket.ticket_id)
        return events.TicketIssued(wanted.visit_no, view_ticket(rules, ticket))

    def cancel(self, wanted: effects.CancelTicket) -> events.TicketCancelled | events.CancelRefused:
        """Give a number up."""
        try:
            cancel(self._new_unit(), wanted.ticket_id, self._clock.now())
        except KioskError as error:
            return events.CancelRefused(wanted.ticket_id, error.key)
        return events.TicketCancelled(wanted.ticket_id)

    def begin_print(self, order: PrintOrder) -> SlipToPrint:
        """The ticket and which copy this is; a reprint is counted.

        What follows a first paper that was torn off in the middle is a copy: its number may be read on both.
        """
        is_copy = order.is_reprint or is_torn(self._new_unit(), order.ticket_id)
        ticket = (
            reprint(
                self._new_unit(),
                self._rules,
                order.ticket_id,
                self._clock.now(),
                staff_id=order.staff_id,
            )
            if is_copy
            else find_ticket(self._new_unit(), order.ticket_id)
        )
        copy = ticket.reprints if is_copy else 0
        # A copy tells nothing of the wait: it may be of an hour ago.
        view = view_ticket(self._rules, ticket) if copy else self._view(self._rules, ticket)
        return SlipToPrint(order, view, copy)

    def _wait(self, service_id: ServiceId, on: date, now: datetime) -> Wait | None:
        """As it is for whoever takes a number now."""
        if not self._waits.knows(service_id):
            return None
        unit = self._new_unit()
        with unit:
            return self._waits.of(unit, service_id, on, now)

    def _promise(self, ticket_id: TicketId, wait: Wait) -> None:
        """What the screen and the first paper of a ticket say; the last few are enough."""
        self._promised[ticket_id] = wait
        if len(self._promised) > MOST_PROMISED:
            del self._promised[next(iter(self._promised))]

    def _view(self, rules: Rules, ticket: Ticket) -> TicketView:
        view = view_ticket(rules, ticket)
        return replace(view, wait=self._promised.get(ticket.ticket_id))

    def start_print(self, slip: SlipToPrint) -> None:
        """Commit that bytes are about to leave."""
        now, ticket_id = self._clock.now(), slip.order.ticket_id
        despite_full_disk(lambda: start_print(self._new_unit(), ticket_id, now, copy=slip.copy))

    def end_print(self, slip: SlipToPrint, proof: PrintProof, reason: str | None) -> None:
        """Commit what is known of the paper."""
        now, ticket_id = self._clock.now(), slip.order.ticket_id
        despite_full_disk(
            lambda: end_print(self._new_unit(), ticket_id, proof, reason, now, copy=slip.copy)
        )

    def take_up(self) -> tuple[PrintOrder, ...]:
        """After a start, once: what must be printed with the number it has. Raises KioskError."""
        if self._is_taken_up or self._known_rules() is None:
            return ()
        self._open_day()
        self._is_taken_up = True
        young = recover(self._new_unit(), self._rules, self._clock.now())
        return tuple(PrintOrder(ticket.ticket_id, self._language) for ticket in young)

    def tidy(self) -> None:
        """Housekeeping of the store; for moments when nobody waits for a number."""
        self._housekeeping.tidy()
        if self._day and self._is_forgetting_due:
            self._forget(self._day)

    def changes(self) -> Iterator[events.Event]:
        """What is no longer as last told: the day and its phase, the tiles, the staff list.

        Raises KioskError; what was not told then is told by the next look.
        """
        for event in self._news():
            if self._told.get(type(event)) != event:
                self._told[type(event)] = event
                yield event

    def _news(self) -> Iterator[events.Event]:
        if self._housekeeping.is_damaged():
            yield events.OpeningChanged(None, (DAMAGED,))
            return
        if self._known_rules() is not None:
            self._open_day()
            self._close_earlier_days()
        yield from self._situation()

    def _open_day(self) -> None:
        on = self._rules.calendar.business_day(self._clock.now())
        if self._day != on and self._has_begun(on):
            if self._centre is None:
                open_day(self._new_unit(), self._rules, self._clock.now())
                self._housekeeping.make_key(on)
            self._day, self._day_since = on, self._clock.monotonic()
            self._is_closing_due = True

    def _has_begun(self, on: date) -> bool:
        """Not on the day that other records were lost: nobody knows which of its numbers are out."""
        begins_on = self._housekeeping.begins_on
        return begins_on is None or on >= begins_on

    def _close_earlier_days(self) -> None:
        """A key goes only after its digests are gone."""
        held = self._clock.monotonic() - self._day_since
        if self._day and self._is_closing_due and held >= DAY_IS_CERTAIN_SECONDS:
            close_days_before(self._new_unit(), self._day)
            self._housekeeping.tidy_away()
            self._housekeeping.forget_keys_before(self._day)
            self._is_closing_due = False
            self._is_forgetting_due = True

    def _forget(self, on: date) -> None:
        """One batch of what is too old; with a centre, once that has said what it has."""
        acknowledged = self._centre.acknowledged if self._centre else None
        if self._centre and acknowledged is None:
            return
        kept = self._housekeeping.kept
        if not forget(self._new_unit(), self._rules, on, kept, acknowledged):
            self._housekeeping.tidy_away()
            self._is_forgetting_due = False

    def _situation(self) -> Iterator[events.Event]:
        now = self._clock.now()
        yield HeldTold(is_held(self._new_unit()))
        yield events.DiskChanged(self._housekeeping.is_in_reserve())
        if (rules := self._known_rules()) is not None:
            yield volume_told(self._new_unit(), rules, now, self._volume())
        if self._centre is not None:
            if missing := self._centre.missing(self._new_unit(), now):
                yield events.OpeningChanged(None, missing)
                return
            since = self._centre.cut_since(self._new_unit(), now)
            yield events.LinkChanged(self._rules.local(since) if since else None)
        elif not self._has_begun(self._rules.calendar.business_day(now)):
            yield events.OpeningChanged(None, (BEGINS_TOMORROW,))
            return
        missing = recent_numbers(unprinted(self._new_unit(), self._rules, now), now)
        shown, _ = opening(self._rules, now)
        tiles = list_services(self._new_unit(), self._rules, now, waits=self._waits)
        yield events.ServicesChanged(tiles, self._rules.green_reasons)
        yield events.OpeningChanged(shown)
        yield events.UnprintedChanged(missing)


def _is_in_line(ticket: Ticket) -> bool:
    """Whether it waits where the figures are of: with the walk-ins, from now on."""
    is_plain = ticket.lane is Lane.WALK_IN and ticket.chosen_slot is None
    return is_plain and not ticket.is_standby
