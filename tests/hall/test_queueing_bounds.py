# SPDX-License-Identifier: Apache-2.0
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from hall.bound import calls_until_called, calls_until_put_back, overtaken_by
from hall.ids import TicketId, VisitId
from hall.place import Lane
from hall.queueing import PoolQueue, Turn
from hall.shares import Shares
from tests.hall.samples import at, ticket_id
from tests.hall.turns import (
    EVEN,
    HIGHEST,
    LANES,
    LOWEST,
    NOW,
    QUOTA,
    B,
    G,
    W,
    all_called,
    called,
    joined,
    lanes,
    queue,
    some_shares,
    turn,
)

# The guarantees


def test_the_bound_is_reached():
    pool = joined(turn(0, W), shares=EVEN)
    assert called(pool) == [0]
    for number, lane in enumerate((B, B, G, G, W), start=1):
        pool.check_in(turn(number, lane), NOW)
    order = all_called(pool)
    assert order.index(5) + 1 == calls_until_called(1, W, EVEN) == 5
    assert overtaken_by(1, W, B, EVEN) == 2


@given(st.lists(st.tuples(lanes, st.integers(0, 12)), max_size=40), st.integers(10, 60))
def test_no_line_can_take_the_share_of_another(rushes: Sequence[tuple[Lane, int]], calls: int):
    pool, numbers = queue(), count()
    rush = iter(rushes)
    for _ in range(calls + 1):
        pool.check_in(turn(next(numbers), W), NOW)
    walk_ins = 0
    for _ in range(calls):
        lane, many = next(rush, (B, 3))
        for _ in range(many if lane is not W else 0):
            pool.check_in(turn(next(numbers), lane), NOW)
        found = pool.call_next(NOW)
        assert found
        walk_ins += found.lane is W
    assert walk_ins >= int((calls - 2) * 0.4 / 1.35)


class Case:
    """One ticket as the machine follows it."""

    def __init__(self, turn: Turn, order: int) -> None:
        self.turn = turn
        self.order = order
        self.k = 0
        """Place in its line when it joined; 0 while no guarantee runs."""
        self.calls = 0
        self.returned = 0
        self.overtaken = dict.fromkeys(LANES, 0)
        self.ahead: set[TicketId] = set()
        self.is_out_of_turn = False
        self.put_back_at: int | None = None
        self.put_back_bound = 0


class Calling(RuleBasedStateMachine):
    """People come, are called and leave; every guarantee is checked at every call."""

    def __init__(self) -> None:
        super().__init__()
        self.now = at("09:00")
        self.shares = QUOTA
        self.numbers = count()
        self.pool = PoolQueue(lambda _: self.shares)
        self.lines: dict[Lane, list[Case]] = {lane: [] for lane in LANES}
        self.early: list[Case] = []
        self.standby: list[Case] = []
        self.put_back: list[Case] = []
        self.out: dict[TicketId, Case] = {}
        self.parked: set[TicketId] = set()
        self.visits: set[VisitId] = set()

    def present(self) -> list[Case]:
        in_line = [case for line in self.lines.values() for case in line]
        return [*in_line, *self.early, *self.standby, *self.put_back]

    def is_held(self, case: Case) -> bool:
        return case.turn.ticket_id in self.parked or case.turn.visit_id in self.visits

    def new(
        self, lane: Lane, *, slot: datetime | None = None, visit: int | None = None, standby=False
    ) -> Case:
        number = next(self.numbers)
        visit_id = None if visit is None else VisitId(ticket_id(10_000 + visit))
        return Case(Turn(ticket_id(number), lane, slot, visit_id, is_standby=standby), number)

    def begin(self, case: Case) -> None:
        """It joins its line now, behind the early ones whose time has come."""
        self.begin_due()
        self.follow(case)

    def begin_due(self) -> None:
        due = [case for case in self.early if self.joins_at(case) <= self.now]
        for case in sorted(due, key=lambda case: (self.joins_at(case), case.order)):
            self.early.remove(case)
            self.follow(case)

    def follow(self, case: Case) -> None:
        line = self.lines[case.turn.lane]
        case.order = next(self.numbers)
        case.ahead = {other.turn.ticket_id for other in line}
        line.append(case)
        case.k = len(line)
        case.calls = case.returned = 0
        case.overtaken = dict.fromkeys(LANES, 0)

    @rule(lane=lanes, many=st.integers(1, 9))
    def come(self, lane: Lane, many: int) -> None:
        for _ in range(many):
            case = self.new(lane)
            self.pool.check_in(case.turn, self.now)
            self.begin(case)

    @rule(lane=lanes, minutes=st.integers(11, 40))
    def come_early(self, lane: Lane, minutes: int) -> None:
        case = self.new(lane, slot=self.now + timedelta(minutes=minutes))
        self.pool.check_in(case.turn, self.now)
        self.early.append(case)

    @rule(lane=lanes)
    def come_without_a_place(self, lane: Lane) -> None:
        case = self.new(lane, standby=True)
        self.pool.check_in(case.turn, self.now)
        self.standby.append(case)

    @rule(minutes=st.integers(1, 15))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(shares=some_shares)
    def the_slot_changes(self, shares: Shares) -> None:
        self.shares = shares

    @precondition(lambda self: self.present())
    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        case = data.draw(st.sampled_from(self.present()))
        self.pool.leave(case.turn.ticket_id)
        self.parked.discard(case.turn.ticket_id)
        self.forget(case)

    @rule(lane=lanes)
    def a_line_leaves_and_one_comes(self, lane: Lane) -> None:
        for case in list(self.lines[lane]):
            self.pool.leave(case.turn.ticket_id)
            self.parked.discard(case.turn.ticket_id)
            self.forget(case)
        self.come(lane, 1)

    def forget(self, case: Case) -> None:
        for place in (*self.lines.values(), self.early, self.standby, self.put_back):
            if case in place:
                place.remove(case)

    @rule(times=st.integers(1, 5))
    def call(self, times: int) -> None:
        for _ in range(times):
            self.call_one()

    def call_one(self) -> None:
        self.begin_due()
        found = self.pool.call_next(self.now)
        if found is None:
            assert all(self.is_held(case) for case in self.present())
            return
        case = next(case for case in self.present() if case.turn == found)
        assert not self.is_held(case)
        self.check_precedence(case)
        self.check_guarantees(case)
        self.forget(case)
        self.out[found.ticket_id] = case
        if found.visit_id:
            self.visits.add(found.visit_id)

    def joins_at(self, case: Case) -> datetime:
        assert case.turn.joins_at
        return case.turn.joins_at

    def check_precedence(self, called: Case) -> None:
        """Early only when nobody waits, standby only when nobody else does; no line is passed in."""
        in_line = [case for line in self.lines.values() for case in line]
        waiting = [case for case in (*in_line, *self.put_back) if not self.is_held(case)]
        if called in self.early:
            assert not waiting
        elif called in self.standby:
            assert not waiting
            assert all(self.is_held(case) for case in self.early)
            is_green = called.turn.lane is G
            others = [case for case in self.standby if not self.is_held(case)]
            assert is_green or all(case.turn.lane is not G for case in others)
        elif called not in self.put_back and not called.is_out_of_turn:
            line = self.lines[called.turn.lane]
            ahead = line[: line.index(called)]
            assert all(self.is_held(case) for case in ahead)

    def check_guarantees(self, called: Case) -> None:
        is_out_of_turn = called in self.put_back or called.is_out_of_turn
        for case in (case for line in self.lines.values() for case in line):
            case.calls += 1
            if case is called:
                continue
            if is_out_of_turn:
                case.returned += called.turn.ticket_id not in case.ahead
            elif called.order > case.order and not case.is_out_of_turn:
                lane = called.turn.lane
                case.overtaken[lane] += 1
                most = overtaken_by(case.k, case.turn.lane, lane, LOWEST, HIGHEST)
                assert case.overtaken[lane] <= most
        for case in self.put_back:
            case.calls += 1
        if called in self.put_back:
            assert called.calls <= called.put_back_bound
        elif called in self.lines[called.turn.lane] and not called.is_out_of_turn:
            assert called.calls <= calls_until_called(
                called.k, called.turn.lane, LOWEST, HIGHEST, returned=called.returned
            )

    @invariant()
    def all_are_counted(self) -> None:
        present = self.present()
        assert len(self.pool) == len(present) - len(self.parked)
        assert all(case.turn.ticket_id in self.pool for case in present)

    def teardown(self) -> None:
        """At the end of the day everybody who can be called is."""
        for each in list(self.parked):
            self.pool.resume(each)
        self.parked.clear()
        for visit_id in list(self.visits):
            self.pool.free(visit_id)
        self.visits.clear()
        while len(self.pool):
            self.call_one()
            for visit_id in list(self.visits):
                self.pool.free(visit_id)
            self.visits.clear()
        assert not self.present()


class CallingWithReturns(Calling):
    """The same with linked tickets, parking, undo, put back and transfer."""

    @initialize()
    def some_wait(self) -> None:
        for lane in LANES:
            self.come(lane, 2)

    @rule(lane=lanes, visit=st.integers(0, 3), minutes=st.sampled_from([0, 15]))
    def come_together(self, lane: Lane, visit: int, minutes: int) -> None:
        for _ in range(2):
            slot = self.now + timedelta(minutes=minutes) if minutes else None
            case = self.new(lane, slot=slot, visit=visit)
            # Its visit may be at a counter when its turn comes.
            case.is_out_of_turn = True
            self.pool.check_in(case.turn, self.now)
            if slot:
                self.early.append(case)
            else:
                self.begin(case)

    @precondition(lambda self: self.present())
    @rule(data=st.data())
    def park(self, data: st.DataObject) -> None:
        case = data.draw(st.sampled_from(self.present()))
        if case.turn.ticket_id in self.parked or case in self.put_back:
            return
        self.pool.park(case.turn.ticket_id)
        case.is_out_of_turn = True
        self.parked.add(case.turn.ticket_id)

    @precondition(lambda self: self.parked)
    @rule(data=st.data())
    def resume(self, data: st.DataObject) -> None:
        chosen = data.draw(st.sampled_from(sorted(self.parked)))
        self.pool.resume(chosen)
        self.parked.remove(chosen)

    @precondition(lambda self: self.out)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        case = self.take_out(data)
        if case.put_back_at is not None or case.turn.is_standby or self.was_early(case):
            self.pool.finish(case.turn.ticket_id)
        else:
            self.pool.undo(case.turn.ticket_id)
            case.is_out_of_turn = True
            self.lines[case.turn.lane].insert(0, case)

    @precondition(lambda self: self.out)
    @rule(data=st.data())
    def put_somebody_back(self, data: st.DataObject) -> None:
        case = self.take_out(data)
        if case.turn.visit_id or case.turn.is_standby:
            self.pool.finish(case.turn.ticket_id)
            return
        self.pool.put_back(case.turn, self.now)
        case.put_back_at, case.calls = case.order, 0
        case.put_back_bound = calls_until_put_back(len(self.put_back))
        self.put_back.append(case)

    @precondition(lambda self: self.out)
    @rule(data=st.data())
    def transfer(self, data: st.DataObject) -> None:
        case = self.take_out(data)
        self.pool.finish(case.turn.ticket_id)
        again = self.new(case.turn.lane, slot=case.turn.slot_start)
        self.pool.join(again.turn, self.now)
        self.begin(again)

    def was_early(self, case: Case) -> bool:
        return not case.k

    def take_out(self, data: st.DataObject) -> Case:
        case = self.out.pop(data.draw(st.sampled_from(sorted(self.out))))
        if case.turn.visit_id:
            self.visits.discard(case.turn.visit_id)
        return case


TestCalling = Calling.TestCase
TestCalling.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestCallingWithReturns = CallingWithReturns.TestCase
TestCallingWithReturns.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
