# SPDX-License-Identifier: Apache-2.0
"""What staff mode asks of the services: an effect in, an event out, on the store's thread."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import datetime
from typing import assert_never

from typing_extensions import override

from common.signatures import PublicKey
from hall.ids import TicketId
from hall.log import StaffActed
from kiosk.clock import Clock
from kiosk.errors import KioskError
from kiosk.flow.staff_effects import (
    AwaitCard,
    CancelForVisitor,
    CareEffect,
    CheckPin,
    FindTickets,
    GiveNumbers,
    NewRoll,
    NoteAct,
    StaffEffect,
)
from kiosk.flow.staff_events import (
    NumbersGiven,
    NumbersRefused,
    StaffAnswer,
    StaffKnown,
    StaffUnknown,
    TicketActed,
    TicketsFound,
)
from kiosk.flow.staff_values import Remark, StaffAct, StaffTicket
from kiosk.runner.staff_care_cases import CareCases
from kiosk.services.cancel import cancel
from kiosk.services.errors import FullError, NotReadyError
from kiosk.services.find_tickets import find_tickets
from kiosk.services.give_numbers import StaffRequest, give_numbers
from kiosk.services.open_tickets import TicketOfPerson
from kiosk.services.rules import Rules
from kiosk.services.staff_acts import note_act
from kiosk.services.staff_door import LockedError, StaffDoor
from kiosk.services.views import view_ticket
from kiosk.store.abstract import UnitOfWork
from kiosk.store.reserve import despite_full_disk

logger = logging.getLogger(__name__)

CANCELLED = "screen.staff_ticket.cancelled"

UNKNOWN_STAFF = "unknown"
"""Who typed wrong PINs; never what was typed, which may be a PIN."""


class StaffDesk(ABC):
    """Carries out what staff mode wants; called on the store's thread."""

    @abstractmethod
    def answer(self, effect: StaffEffect) -> StaffAnswer | None:
        """What came of it; None of what has no answer. Raises KioskError where nothing did."""


class NoStaff(StaffDesk):
    """Lets nobody in."""

    @override
    def answer(self, effect: StaffEffect) -> StaffAnswer | None:
        return None


NO_STAFF = NoStaff()


class StaffCases(StaffDesk):
    """Lifetime: one per process. Concurrency: on the one thread that writes the store.

    Args:
        rules: those of now; None as long as the site is not known.
        care: what is for the kiosk and the hall rather than one ticket.
        ticket_key: what checks the codes on this kiosk's own tickets.
        renew_paper: counts the paper from a new roll; nothing where none is counted.
    """

    def __init__(
        self,
        *,
        new_unit: Callable[[], UnitOfWork],
        rules: Callable[[], Rules | None],
        door: StaffDoor,
        clock: Clock,
        care: CareCases,
        ticket_key: PublicKey | None = None,
        renew_paper: Callable[[], None] = lambda: None,
    ) -> None:
        self._new_unit = new_unit
        self._known_rules = rules
        self._door = door
        self._clock = clock
        self._ticket_key = ticket_key
        self._renew_paper = renew_paper
        self._care = care

    @override
    def answer(self, effect: StaffEffect) -> StaffAnswer | None:
        if isinstance(effect, CareEffect):
            return self._care.answer(effect)
        match effect:
            case CheckPin():
                return self._check_pin(effect)
            case FindTickets():
                return self._find(effect)
            case CancelForVisitor():
                return self._cancel(effect)
            case GiveNumbers():
                return self._give(effect)
            case NewRoll(staff_id):
                self._renew_paper()
                self._note(StaffActed(StaffAct.PAPER_CHANGED.value, staff_id))
            case AwaitCard(staff_id):
                self._door.await_card(staff_id)
            case NoteAct(staff_id, act, reason):
                self._note(StaffActed(act.value, staff_id, reason=reason))
            case _:
                assert_never(effect)
        return None

    def _check_pin(self, wanted: CheckPin) -> StaffKnown | StaffUnknown:
        now = self._clock.now()
        try:
            person = self._door.by_pin(wanted.number, wanted.pin, now)
        except LockedError as error:
            logger.info("staff locked out wrong=%s", error.wrong)
            if error.is_new:
                self._note(
                    StaffActed(StaffAct.LOCKED_OUT.value, UNKNOWN_STAFF, reason=str(error.wrong))
                )
            return StaffUnknown(Remark(error.key, until=self._local(error.until)))
        except KioskError as error:
            logger.info("staff not let in key=%s", error.key)
            return StaffUnknown(Remark(error.key))
        self._note(StaffActed(StaffAct.ENTERED_BY_PIN.value, person.staff_id))
        return StaffKnown(person)

    def _note(self, act: StaffActed) -> None:
        note_act(self._new_unit(), self._clock.now(), act)

    def _local(self, at: datetime) -> datetime:
        rules = self._known_rules()
        return rules.local(at) if rules else at.astimezone()

    def _find(self, wanted: FindTickets) -> TicketsFound:
        try:
            rules = self._rules()
            found = find_tickets(
                self._new_unit(), rules, self._ticket_key, wanted.sought, self._clock.now()
            )
        except KioskError as error:
            return TicketsFound(wanted.sought, (), error.key)
        return TicketsFound(wanted.sought, tuple(_view(rules, each) for each in found))

    def _cancel(self, wanted: CancelForVisitor) -> TicketActed:
        ticket_id, now = wanted.ticket_id, self._clock.now()
        try:
            cancelled = cancel(
                self._new_unit(), ticket_id, now, staff_id=wanted.staff_id, reason=wanted.reason
            )
        except KioskError as error:
            return TicketActed(ticket_id, Remark(error.key))
        return TicketActed(ticket_id, Remark(CANCELLED, is_good=True), cancelled.status)

    def _give(self, wanted: GiveNumbers) -> NumbersGiven | NumbersRefused:
        request = StaffRequest(
            ticket_ids=tuple(TicketId(self._clock.new_id()) for _ in range(wanted.count)),
            service_id=wanted.service_id,
            staff_id=wanted.staff_id,
            is_green=wanted.is_green,
            items=wanted.items,
            extra_reason=wanted.extra_reason,
        )
        try:
            rules, now = self._rules(), self._clock.now()
            given = despite_full_disk(lambda: give_numbers(self._new_unit(), rules, request, now))
        except KioskError as error:
            logger.info("staff not given service_id=%s key=%s", wanted.service_id, error.key)
            return NumbersRefused(error.key, is_full=isinstance(error, FullError))
        tickets = tuple(_view(rules, TicketOfPerson(ticket)) for ticket in given)
        logger.info("staff given numbers=%s", ",".join(each.view.number for each in tickets))
        return NumbersGiven(tickets)

    def _rules(self) -> Rules:
        rules = self._known_rules()
        if rules is None:
            raise NotReadyError
        return rules


def _view(rules: Rules, found: TicketOfPerson) -> StaffTicket:
    ticket = found.ticket
    view = view_ticket(rules, ticket, is_elsewhere=found.is_elsewhere)
    return StaffTicket(view, ticket.status, ticket.reprints)
