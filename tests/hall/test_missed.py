# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from hall.errors import BadValueError, PutBackError, StatusError
from hall.missed import Absence, MissedLimits, PutBackProblem, miss, put_back
from hall.ticket import TicketAction, TicketStatus
from tests.hall.samples import at, ticket

LIMITS = MissedLimits()
CALLED = ticket(1, TicketStatus.CALLED)
MISSED = ticket(1, TicketStatus.MISSED)
HOUR = timedelta(minutes=60)


@pytest.mark.parametrize(
    ("calls", "clock", "is_called"),
    [
        (1, "09:00", True),
        (2, "09:02", True),
        (3, "09:01", False),
        (1, "09:03", False),
    ],
)
def test_a_ticket_is_called_three_times_in_two_minutes(calls: int, clock: str, *, is_called: bool):
    assert LIMITS.may_call_again(calls, at("09:00"), at(clock)) is is_called


def test_a_missed_visitor_is_put_back_twice_and_then_goes_to_staff():
    now = at("09:05")
    found, absence = miss(CALLED, now)
    assert (found.status, absence) == (TicketStatus.MISSED, Absence(now))
    for times in (1, 2):
        found, absence = put_back(found, absence, now)
        assert (found.status, absence.put_backs) == (TicketStatus.WAITING, times)
        now += timedelta(minutes=5)
        found, absence = miss(found.after(TicketAction.CALL), now, absence)
    with pytest.raises(PutBackError) as refused:
        put_back(found, absence, now)
    assert refused.value.fields == {"problem": PutBackProblem.TOO_OFTEN, "allowed": 2}
    assert found.after(TicketAction.REQUEUE).status is TicketStatus.WAITING


def test_the_hour_runs_from_the_first_call_that_was_missed():
    first = Absence(at("09:00"))
    found, absence = put_back(MISSED, first, at("10:00"))
    assert found.status is TicketStatus.WAITING
    again, absence = miss(found.after(TicketAction.CALL), at("10:10"), absence)
    assert absence == Absence(at("09:00"), 1, at("10:10"))
    for late in (absence, first):
        with pytest.raises(PutBackError) as refused:
            put_back(again, late, at("10:00") + timedelta(seconds=1))
        assert refused.value.fields == {"problem": PutBackProblem.TOO_LATE, "allowed": HOUR}


def test_a_missed_visitor_may_come_back_until_an_hour_is_over_and_twice():
    assert Absence(at("09:00"), 1).back_until() == at("10:00")
    assert Absence(at("09:00"), 2).back_until() is None


def test_only_a_missed_ticket_is_put_back_and_only_a_called_one_is_missed():
    with pytest.raises(StatusError):
        put_back(CALLED, Absence(at("09:00")), at("09:01"))
    with pytest.raises(StatusError):
        miss(MISSED, at("09:00"))


def test_a_site_may_have_limits_of_its_own():
    with pytest.raises(PutBackError):
        put_back(MISSED, Absence(at("09:00")), at("09:01"), MissedLimits(put_backs=0))


@pytest.mark.parametrize(
    "limits",
    [
        {"calls": 0},
        {"put_backs": -1},
        {"calls_within": timedelta(-1)},
        {"put_back_within": timedelta(-1)},
    ],
)
def test_limits_that_cannot_be_are_refused(limits: dict[str, object]):
    with pytest.raises(BadValueError):
        replace(LIMITS, **limits)


def test_bad_values_are_refused():
    naive = datetime(2026, 3, 2, 9)  # noqa: DTZ001
    with pytest.raises(BadValueError):
        Absence(naive)
    with pytest.raises(BadValueError):
        Absence(at("09:00"), -1)
    with pytest.raises(BadValueError):
        Absence(at("09:00")).again(naive)
    with pytest.raises(BadValueError):
        Absence(at("09:00")).began_after(naive)
    with pytest.raises(BadValueError):
        put_back(MISSED, Absence(at("09:00")), naive)
    with pytest.raises(BadValueError):
        LIMITS.may_call_again(1, at("09:00"), naive)


class AbsentVisitor(RuleBasedStateMachine):
    """A visitor who is called, does not come, and lays his ticket on a kiosk, at any times."""

    def __init__(self) -> None:
        super().__init__()
        self.now = at("09:00")
        self.ticket = ticket(1, TicketStatus.WAITING)
        self.absence: Absence | None = None
        self.misses: list[datetime] = []
        self.put_backs: list[datetime] = []

    @rule(minutes=st.integers(0, 25))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @precondition(lambda self: self.ticket.status is TicketStatus.WAITING)
    @rule()
    def is_called_and_does_not_come(self) -> None:
        called = self.ticket.after(TicketAction.CALL)
        self.ticket, self.absence = miss(called, self.now, self.absence)
        self.misses.append(self.now)

    @precondition(lambda self: self.ticket.status is TicketStatus.MISSED)
    @rule()
    def lays_the_ticket_on_a_kiosk(self) -> None:
        assert self.absence is not None
        may = len(self.put_backs) < 2 and self.now <= self.misses[0] + HOUR
        try:
            self.ticket, self.absence = put_back(self.ticket, self.absence, self.now)
        except PutBackError:
            assert not may
        else:
            assert may
            self.put_backs.append(self.now)

    @invariant()
    def he_misses_at_most_three_calls(self) -> None:
        assert len(self.misses) <= 3


TestAbsentVisitor = AbsentVisitor.TestCase
