# SPDX-License-Identifier: Apache-2.0
"""The counters of one business day: who is called where, and what becomes of him (rules.md 1, 2)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from hall.calls import (
    Call,
    Called,
    CallUndone,
    CounterClosed,
    CounterOpened,
    Finished,
    Missed,
    Parked,
    PutBack,
    Recalled,
    Resumed,
    Started,
    TicketCall,
    Transferred,
)
from hall.errors import (
    ActTakenError,
    BadValueError,
    CallLimitError,
    CounterBusyError,
    LogError,
    OtherCounterError,
    OtherServiceError,
    StatusError,
    SuspendedError,
    UnknownCounterError,
)
from hall.ids import ActId, CounterId, ServiceId, TicketId
from hall.journal import DayOpened
from hall.missed import LIMITS, Absence
from hall.queueing import Turn
from hall.service_time import learned
from hall.span import utc
from hall.stopping import Standing, Stop, Stops
from hall.ticket import TicketAction, TicketStatus, after
from hall.turns import Known, Turns

MINUTE_SECONDS = 60

_ACTIONS: Mapping[type[TicketCall], TicketAction] = {
    CallUndone: TicketAction.UNDO,
    Started: TicketAction.SERVE,
    Finished: TicketAction.FINISH,
    Missed: TicketAction.MISS,
    PutBack: TicketAction.REQUEUE,
    Parked: TicketAction.PARK,
    Resumed: TicketAction.RESUME,
    Transferred: TicketAction.TRANSFER,
}


@dataclass(frozen=True, slots=True)
class CounterNow:
    """A counter that was opened today.

    Attributes:
        is_open: it calls.
        is_paused: it does not, and will soon.
    """

    service_id: ServiceId
    is_open: bool = True
    is_paused: bool = False


class Counters:
    """What the counters did, as a fold of the journal. Concurrency: one thread.

    A decision (`check`, `next_call`) changes nothing; `apply` makes what was written count.

    Attributes:
        turns: the day's tickets and queues.
    """

    def __init__(self, opened: DayOpened) -> None:
        self.turns = Turns(opened)
        self._stops = Stops(opened.day)
        self._counters: dict[CounterId, CounterNow] = {}
        self._acts: dict[ActId, Call] = {}

    # What is known

    @property
    def counters(self) -> Mapping[CounterId, CounterNow]:
        """All that were opened today, also those that are closed again."""
        return dict(self._counters)

    def ticket_at(self, counter_id: CounterId) -> Known | None:
        """The ticket that is called or served there."""
        ticket_id = self.turns.at_counter.get(counter_id)
        return self.turns.tickets[ticket_id] if ticket_id else None

    def serving(self, service_id: ServiceId) -> tuple[TicketId, ...]:
        """The tickets called and not finished, the longest called first."""
        found = (self.turns.tickets[one] for one in self.turns.at_counter.values())
        here = [known for known in found if known.service_id == service_id and known.called_at]
        here.sort(key=lambda known: (known.called_at, known.turn.ticket_id))
        return tuple(known.turn.ticket_id for known in here)

    @property
    def stops(self) -> Stops:
        """What was said of how services stand today."""
        return self._stops

    def standing(self, service_id: ServiceId, now: datetime) -> Standing:
        """How the service stands."""
        return self._stops.standing(service_id, now)

    def is_suspended(self, service_id: ServiceId, now: datetime) -> bool:
        """Whether nobody of that service is called now."""
        return not self._stops.effect(service_id, now).calls

    def last_stop(self, service_id: ServiceId) -> Stop | None:
        """What was said last of how a service stands."""
        said = (stop for stop in reversed(self._stops.said) if stop.service_id == service_id)
        return next(said, None)

    # Decisions

    def is_done(self, act: Call) -> bool:
        """Whether it counts already; raises ActTakenError when another act has its id."""
        done = self._acts.get(act.act_id)
        if done is not None and replace(done, at=act.at) != act:
            raise ActTakenError(act_id=act.act_id)
        return done is not None

    def called_by(self, act_id: ActId, counter_id: CounterId) -> Called | None:
        """The call that has that id; raises ActTakenError when it is another act's."""
        match self._acts.get(act_id):
            case None:
                return None
            case Called() as called if called.counter_id == counter_id:
                return called
            case _:
                raise ActTakenError(act_id=act_id)

    def next_call(self, act_id: ActId, counter_id: CounterId, now: datetime) -> Called | None:
        """Who is called to the counter now; None when nobody can be.

        Raises UnknownCounterError, CounterBusyError, SuspendedError, BadValueError (no time zone).
        """
        now = utc("now", now)
        counter = self._open(counter_id)
        self._check_free(counter_id)
        if self.is_suspended(counter.service_id, now):
            raise SuspendedError(service_id=counter.service_id)
        order = self.turns.pool(counter.service_id).queue.calling_order(now)
        turn = next(order, None)
        return Called(act_id, now, counter_id, turn.ticket_id) if turn else None

    def check(self, act: Call) -> None:
        """Whether it can be done now.

        Raises:
            UnknownCounterError: the counter is not open.
            CounterBusyError: it has a ticket still.
            OtherCounterError: the ticket was not called to it.
            OtherServiceError: it does not serve what the ticket is for.
            StatusError: the ticket does not stand so.
            CallLimitError: it was called often enough.
            UnknownServiceError, UnknownTicketError, BadValueError (transfer within the service).
        """
        match act:
            case CounterOpened():
                self._check_open(act)
            case CounterClosed():
                self._counter(act.counter_id)
                self._check_free(act.counter_id)
            case _:
                self._check_ticket(act)

    def _check_open(self, act: CounterOpened) -> None:
        self.turns.pool(act.service_id)
        known = self._counters.get(act.counter_id)
        if known and known.service_id != act.service_id:
            self._check_free(act.counter_id)

    def _check_ticket(self, act: TicketCall) -> None:
        counter = self._open(act.counter_id)
        known = self.turns.ticket(act.ticket_id)
        is_waiting = known.counter_id is None
        if is_waiting and isinstance(act, PutBack | Parked | Resumed):
            if known.service_id != counter.service_id:
                raise OtherServiceError(counter_id=act.counter_id, service_id=known.service_id)
        elif known.counter_id != act.counter_id:
            raise OtherCounterError(counter_id=act.counter_id, number=str(known.number))
        if isinstance(act, Recalled):
            _check_recall(known, act.at)
        else:
            after(known.status_at(act.at), _ACTIONS[type(act)])
        if isinstance(act, Transferred):
            self.turns.pool(act.service_id)
            if act.service_id == known.service_id:
                raise BadValueError(name="service_id", value=act.service_id, allowed="another")

    def _counter(self, counter_id: CounterId) -> CounterNow:
        found = self._counters.get(counter_id)
        if found is None or not (found.is_open or found.is_paused):
            raise UnknownCounterError(counter_id=counter_id)
        return found

    def _open(self, counter_id: CounterId) -> CounterNow:
        found = self._counter(counter_id)
        if not found.is_open:
            raise UnknownCounterError(counter_id=counter_id)
        return found

    def _check_free(self, counter_id: CounterId) -> None:
        if known := self.ticket_at(counter_id):
            raise CounterBusyError(counter_id=counter_id, number=str(known.number))

    # What is written counts

    def stop(self, stop: Stop) -> None:
        """A service stops, is suspended or goes on."""
        self._stops = self._stops.with_stop(stop)

    def apply(self, act: Call) -> None:
        """One act counts; raises LogError for a call of somebody whose turn it is not."""
        self._acts[act.act_id] = act
        match act:
            case CounterOpened(counter_id=counter_id, service_id=service_id):
                before = self._counters.get(counter_id, CounterNow(service_id))
                self._counters[counter_id] = CounterNow(service_id)
                self.turns.pool(before.service_id).changes += 1
                self.turns.pool(service_id).changes += 1
            case CounterClosed(counter_id=counter_id, is_pause=is_pause):
                counter = self._counters[counter_id]
                self._counters[counter_id] = CounterNow(
                    counter.service_id, is_open=False, is_paused=is_pause
                )
                self.turns.pool(counter.service_id).changes += 1
            case _:
                known = self.turns.ticket(act.ticket_id)
                self.turns.pool_of(known).changes += 1
                self._apply_to(known, act)

    def _apply_to(self, known: Known, act: TicketCall) -> None:
        match act:
            case Called():
                self._call(known, act)
            case Recalled():
                known.calls += 1
            case Started():
                known.status = TicketStatus.SERVING
                known.started_at = act.at
            case Finished():
                self._learn(known, act.at)
                self._leave(known, TicketStatus.FINISHED)
            case Missed():
                before = known.absence
                known.absence = before.again(act.at) if before else Absence(act.at)
                self._leave(known, TicketStatus.MISSED)
            case _:
                self._apply_waiting(known, act)

    def _apply_waiting(
        self, known: Known, act: CallUndone | PutBack | Parked | Resumed | Transferred
    ) -> None:
        """The ticket waits, or will."""
        match act:
            case CallUndone():
                self._undo(known)
            case PutBack():
                self.turns.put_back(known, act.at)
            case Parked():
                self._park(known)
            case Resumed():
                self._resume(known, act.at)
            case Transferred():
                self._transfer(known, act)
            case _:
                assert_never(act)

    def _call(self, known: Known, act: Called) -> None:
        if self.turns.pool_of(known).queue.call_next(act.at) != known.turn:
            raise LogError(position=None, problem=f"it is not the turn of {known.number}")
        known.status, known.counter_id = TicketStatus.CALLED, act.counter_id
        known.calls, known.called_at = 1, act.at
        self.turns.call(known, act.counter_id)

    def _leave(self, known: Known, status: TicketStatus) -> None:
        self.turns.free(known)
        known.status = status

    def _learn(self, known: Known, now: datetime) -> None:
        pool = self.turns.pool_of(known)
        if known.started_at is not None and now >= known.started_at:
            minutes = (now - known.started_at).total_seconds() / MINUTE_SECONDS
            pool.mean_minutes = learned(pool.mean_minutes, minutes / known.turn.items)

    def _undo(self, known: Known) -> None:
        self.turns.pool_of(known).queue.undo(known.turn.ticket_id)
        self.turns.take_away(known)
        known.status = TicketStatus.WAITING

    def _park(self, known: Known) -> None:
        """At a counter its turn is used up; while it waits it keeps it."""
        if known.counter_id is None:
            self.turns.pool_of(known).queue.park(known.turn.ticket_id)
            known.status = TicketStatus.PARKED
        else:
            self._leave(known, TicketStatus.PARKED)

    def _resume(self, known: Known, now: datetime) -> None:
        queue = self.turns.pool_of(known).queue
        if known.turn.ticket_id in queue:
            queue.resume(known.turn.ticket_id)
            known.status = TicketStatus.WAITING
        else:
            self.turns.put_back(known, now)

    def _transfer(self, known: Known, act: Transferred) -> None:
        self.turns.free(known)
        # It waits at once, whatever its slot was, and is nobody's standby.
        before = known.turn
        known.turn = Turn(
            before.ticket_id, before.lane, visit_id=before.visit_id, items=before.items
        )
        known.service_id = act.service_id
        known.status = TicketStatus.WAITING
        self.turns.pool_of(known).queue.join(known.turn, act.at)
        self.turns.pool_of(known).changes += 1


def _check_recall(known: Known, now: datetime) -> None:
    if known.status is not TicketStatus.CALLED or known.called_at is None:
        raise StatusError(status=known.status, action=TicketAction.CALL)
    if not LIMITS.may_call_again(known.calls, known.called_at, now):
        raise CallLimitError(number=str(known.number), calls=known.calls)
