# SPDX-License-Identifier: Apache-2.0
"""What counters do, act by act: who may, what becomes of the ticket, what is refused."""

from dataclasses import replace
from datetime import timedelta

import pytest

from hall.calls import (
    Called,
    CallUndone,
    CounterOpened,
    Finished,
    Missed,
    Parked,
    Recalled,
    Started,
    Transferred,
)
from hall.errors import (
    ActTakenError,
    CounterBusyError,
    LogError,
    OtherCounterError,
    SuspendedError,
    UnknownCounterError,
    UnknownDayError,
    UnknownServiceError,
)
from hall.feed import CloseReason
from hall.ids import CounterId, ServiceId
from hall.journal import JournalEntry
from hall.place import Lane, Place
from hall.quota import LaneRatio
from hall.stopping import Standing, Stop
from hall.ticket import TicketStatus
from tests.hall.calls import ONE, OTHER, TWO, B, Hall, called, calls_of
from tests.hall.leases import DAY, NINE, day_of, refused, replayed, rows_of, written
from tests.hall.samples import ESTATE_ID, INSURANCE_ID, MONDAY, at, ticket_id


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_walk_ins_are_called_as_the_centre_heard_of_them(hall: Hall):
    hall.come(1, 2, 3)
    assert called(hall, 4) == [1, 2, 3, None]
    assert [hall.status(number) for number in (1, 2, 3)] == [TicketStatus.FINISHED] * 3


def test_two_counters_never_get_the_same_ticket(hall: Hall):
    hall.come(1, 2)
    assert (hall.next(ONE), hall.next(TWO)) == (1, 2)
    assert hall.book.counters.serving(INSURANCE_ID) == (ticket_id(1), ticket_id(2))
    hall.act(Missed, 1)
    assert hall.next(ONE) is None
    assert hall.book.counters.ticket_at(ONE) is None


def test_a_call_that_is_asked_for_again_is_the_same_call(hall: Hall):
    hall.come(1, 2)
    act_id = hall.new_act()
    first = hall.book.call_next(act_id, ONE, hall.now)
    hall.pass_time(seconds=5)
    assert hall.book.call_next(act_id, ONE, hall.now) == first
    with refused(ActTakenError, hall.book):
        hall.book.call_next(act_id, TWO, hall.now)
    finish = Finished(act_id, hall.now, ONE, ticket_id(1))
    with refused(ActTakenError, hall.book):
        hall.book.act(finish)


def test_an_act_that_is_sent_again_changes_nothing(hall: Hall):
    hall.come(1)
    hall.next()
    start = Started(hall.new_act(), hall.now, ONE, ticket_id(1))
    assert hall.book.act(start)
    before = len(calls_of(hall.book))
    assert not hall.book.act(replace(start, at=hall.now + timedelta(seconds=9)))
    assert len(calls_of(hall.book)) == before
    with refused(ActTakenError, hall.book):
        hall.book.act(replace(start, counter_id=TWO))


def test_a_counter_has_one_ticket_at_a_time(hall: Hall):
    hall.come(1, 2)
    hall.next()
    with refused(CounterBusyError, hall.book) as caught:
        hall.next()
    assert caught.value.fields == {"counter_id": ONE, "number": "C001"}
    with refused(CounterBusyError, hall.book):
        hall.close(ONE)
    with refused(CounterBusyError, hall.book):
        hall.open(ONE, ESTATE_ID)


@pytest.mark.parametrize("kind", [Started, Recalled, CallUndone, Missed, Parked])
def test_only_the_counter_that_called_may_go_on(hall: Hall, kind):
    hall.come(1)
    hall.next(ONE)
    with refused(OtherCounterError, hall.book) as caught:
        hall.act(kind, 1, TWO)
    assert caught.value.fields == {"counter_id": TWO, "number": "C001"}
    assert hall.act(kind, 1, ONE)


@pytest.mark.parametrize("kind", [Started, Recalled, CallUndone, Missed, Finished])
def test_who_waits_cannot_be_served_before_he_is_called(hall: Hall, kind):
    hall.come(1)
    with refused(OtherCounterError, hall.book):
        hall.act(kind, 1)


def test_counters_open_pause_and_close(hall: Hall):
    hall.close(ONE, is_pause=True)
    assert hall.book.counters.counters[ONE].is_paused
    with refused(UnknownCounterError, hall.book):
        hall.next(ONE)
    hall.close(ONE)
    with refused(UnknownCounterError, hall.book):
        hall.close(ONE)
    assert not hall.book.counters.counters[ONE].is_paused
    hall.open(ONE, ESTATE_ID)
    assert hall.book.counters.counters[ONE].service_id == ESTATE_ID
    assert hall.open(ONE, ESTATE_ID)
    assert hall.open(ONE, INSURANCE_ID)
    assert hall.book.counters.counters[ONE].service_id == INSURANCE_ID
    with refused(UnknownServiceError, hall.book):
        hall.open(TWO, ServiceId("none"))
    with refused(UnknownCounterError, hall.book):
        hall.close(CounterId("none"))


def test_the_day_must_be_open():
    hall = Hall(opens=False)
    hall.book.begin(MONDAY + DAY, at("04:00") + DAY)
    with refused(UnknownDayError, hall.book):
        hall.open(ONE)


def test_while_a_service_is_suspended_nobody_is_called_and_everybody_keeps_his_turn(hall: Hall):
    hall.come(1)
    suspend = Stop(INSURANCE_ID, hall.now, Standing.SUSPENDED)
    assert hall.book.stop_once(suspend)
    assert not hall.book.stop_once(suspend)
    with refused(SuspendedError, hall.book) as caught:
        hall.next()
    assert caught.value.fields == {"service_id": INSURANCE_ID}
    assert hall.book.counters.standing(INSURANCE_ID, hall.now) is Standing.SUSPENDED
    hall.book.stop_once(Stop(ESTATE_ID, hall.now))
    hall.book.stop_once(Stop(INSURANCE_ID, hall.now, Standing.OPEN))
    assert hall.next() == 1


def test_a_booked_visitor_joins_ten_minutes_before_his_slot():
    hall = Hall()
    hall.now = at("08:30")
    hall.book_place(1)
    booking = Place(ESTATE_ID, at("09:00"), B, 0)
    hall.check_in(1, booking)
    hall.check_in(1, booking)
    assert hall.status(1) is TicketStatus.EARLY
    hall.come(2, service_id=ESTATE_ID)
    assert hall.next(OTHER) == 2
    hall.check_in(3, Place(ESTATE_ID, at("04:00"), Lane.EXTRA, 0))
    assert hall.status(3) is TicketStatus.WAITING
    hall.act(Started, 2, OTHER)
    hall.pass_time(minutes=25)
    assert hall.known(1).status_at(hall.now) is TicketStatus.WAITING
    hall.act(Finished, 2, OTHER)
    assert hall.order(ESTATE_ID) == [3, 1]


def test_the_weights_follow_what_is_booked_given_and_reduced():
    hall = Hall(day_of())
    pool = hall.book.counters.turns.pool(ESTATE_ID)
    shares = pool.queue._shares
    nine = at("09:10")
    first = hall.book_place(1)
    hall.book_place(2)
    assert shares(nine).booked / shares(nine).walk_in == pytest.approx(1.5 * 2 / 4)
    hall.book.close(first, CloseReason.NO_SHOW)
    hall.book.close(first, CloseReason.CANCELLED)
    assert shares(nine).booked / shares(nine).walk_in == pytest.approx(1.5 / 4)
    hall.book.reduce(*NINE, Lane.WALK_IN, 3)
    hall.book.reduce(*NINE, Lane.GREEN, 1)
    assert shares(nine).booked / shares(nine).walk_in == pytest.approx(1.25)
    for index in range(3):
        taken = Place(ESTATE_ID, at("09:00"), Lane.WALK_IN, index)
        hall.come(10 + index, service_id=ESTATE_ID, place=taken)
    assert shares(nine).booked / shares(nine).walk_in == pytest.approx(1.5 / 3)


def test_where_walk_ins_have_no_part_what_is_booked_decides():
    day = day_of()
    services = tuple(replace(each, ratio=LaneRatio.percent(100, 0, 0)) for each in day.services)
    hall = Hall(replace(day, services=services))
    hall.book_place(1)
    shares = hall.book.counters.turns.pool(ESTATE_ID).queue._shares
    assert shares(at("09:10")).booked / shares(at("09:10")).walk_in == pytest.approx(1.5 / 4)


def test_an_extra_number_waits_with_the_walk_ins(hall: Hall):
    extra = Place(ESTATE_ID, at("04:00"), Lane.EXTRA, 0)
    hall.come(1, service_id=ESTATE_ID, lane=Lane.EXTRA, place=extra)
    assert hall.known(1).turn.lane is Lane.WALK_IN


def test_of_a_service_the_day_does_not_have_what_was_printed_is_called(hall: Hall):
    new = ServiceId("new")
    hall.come(1, service_id=new)
    hall.open(CounterId("5"), new)
    assert hall.next(CounterId("5")) == 1


def test_the_mean_service_time_is_learnt(hall: Hall):
    hall.come(1, 2)
    pool = hall.book.counters.turns.pool(INSURANCE_ID)
    assert pool.mean_minutes == 10
    hall.next()
    hall.act(Started, 1)
    hall.pass_time(minutes=20)
    hall.act(Finished, 1)
    assert pool.mean_minutes == pytest.approx(10.3)
    hall.next()
    hall.act(Started, 2)
    hall.pass_time(minutes=-5)
    hall.act(Finished, 2)
    assert pool.mean_minutes == pytest.approx(10.3)


def test_a_journal_that_calls_somebody_else_is_damaged(hall: Hall):
    hall.come(1, 2)
    seq = rows_of(hall.book)[-1].seq + 1
    forged = Called(hall.new_act(), hall.now, ONE, ticket_id(2))
    with pytest.raises(LogError):
        replayed(hall.book).apply(JournalEntry(seq, MONDAY, hall.now, forged))


def test_what_is_about_another_day_moves_nobody(hall: Hall):
    tomorrow = MONDAY + DAY
    opened = day_of({}, on=tomorrow)
    hall.book.open_day(opened)
    assert set(hall.book.calling.days) == {MONDAY, tomorrow}
    hall.come(1)
    assert not hall.book.calling.on(tomorrow).turns.tickets
    hall.book.begin(tomorrow, at("04:00") + DAY)
    assert set(hall.book.calling.days) == {tomorrow}
    late = CounterOpened(hall.new_act(), hall.now, ONE, INSURANCE_ID)
    hall.book.calling.apply(MONDAY, late)
    assert not hall.book.counters.counters


def test_every_process_comes_to_the_same(hall: Hall):
    hall.come(1, 2, 3)
    hall.next()
    hall.act(Started, 1)
    hall.act(Transferred, 1, ONE, ESTATE_ID)
    hall.next(TWO)
    hall.act(Missed, 2, TWO)
    assert written(replayed(hall.book)) == written(hall.book)


def test_the_mean_is_learnt_of_one_item_also_where_it_was_sent_on(hall: Hall):
    hall.come(1, items=2)
    hall.come(2, items=4)
    pool = hall.book.counters.turns.pool(INSURANCE_ID)
    hall.next()
    hall.act(Started, 1)
    hall.pass_time(minutes=40)
    hall.act(Finished, 1)
    assert pool.mean_minutes == pytest.approx(10.3)
    hall.next()
    hall.act(Started, 2)
    hall.act(Transferred, 2, ONE, ESTATE_ID)
    assert hall.book.counters.turns.ticket(ticket_id(2)).turn.items == 4
