# SPDX-License-Identifier: Apache-2.0
"""A slot's places from the pool's counters to the kiosks and back, whatever happens in between."""

from collections import defaultdict

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from hall.allotment import allot_day, fullest, half_of
from hall.ids import KioskId
from hall.place import Lane, Place
from hall.pool import Pool, day_quotas
from hall.quota import LaneQuota, LaneRatio
from hall.release import WALKING_IN, places_to_return, reduced_by_kiosk, revision
from hall.roster import planned_all_day
from tests.hall.samples import ESTATE, ESTATE_ID, PLAN, at

KIOSKS = tuple(KioskId(name) for name in ("k1", "k2", "k3"))
SLOT = PLAN.slots[4]
KEY = (ESTATE_ID, SLOT.start)
LANES = (Lane.WALK_IN, Lane.GREEN)


class Day(RuleBasedStateMachine):
    """One slot: kiosks sell, give halves to each other, and counters close again and again."""

    @initialize(
        counters=st.integers(1, 30),
        green=st.integers(0, 100),
        forecast=st.tuples(*(st.integers(0, 50),) * 3),
    )
    def begins(self, counters: int, green: int, forecast: tuple[int, int, int]) -> None:
        self.pool = Pool((ESTATE,))
        self.counters = counters
        ratio = LaneRatio.percent(0, 100 - green, green)
        plans, roster = {ESTATE_ID: PLAN}, planned_all_day(PLAN, counters)
        self.granted = day_quotas(self.pool, roster, plans, ratio)[KEY]
        self.forecast = dict(zip(KIOSKS, forecast, strict=True))
        runs = allot_day(ESTATE_ID, {SLOT.start: self.granted}, self.forecast)
        self.held = {each: {p for run in runs[each] for p in run.places()} for each in KIOSKS}
        self.sold: set[Place] = set()
        self.back: set[Place] = set()
        self.reduced = LaneQuota(0, 0, 0)

    @rule(kiosk=st.sampled_from(KIOSKS), lane=st.sampled_from(LANES))
    def sells(self, kiosk: KioskId, lane: Lane) -> None:
        free = [place for place in self.held[kiosk] if place.lane is lane]
        if free:
            place = min(free)
            self.held[kiosk].discard(place)
            self.sold.add(place)

    @rule(to=st.sampled_from(KIOSKS), lane=st.sampled_from(LANES))
    def is_given_half(self, to: KioskId, lane: Lane) -> None:
        by_kiosk = {each: self._free(each, lane) for each in KIOSKS if each != to}
        giver = fullest({each: len(free) for each, free in by_kiosk.items()}, self.forecast)
        if giver is not None:
            given = half_of(by_kiosk[giver])
            assert given
            self.held[giver] -= set(given)
            self.held[to] |= set(given)

    @precondition(lambda self: self.counters > 0)
    @rule(closed=st.integers(1, 30))
    def counters_close(self, closed: int) -> None:
        self.counters = max(0, self.counters - closed)
        roster = planned_all_day(PLAN, self.counters)
        left = {KEY: self.granted.less(self.reduced)}
        lost = revision(self.pool, roster, {ESTATE_ID: PLAN}, left, at("09:00")).get(KEY)
        if lost is None:
            return
        self.reduced = self.granted.less(left[KEY].less(lost))
        for lane in LANES:
            held = {each: len(self._free(each, lane)) for each in KIOSKS}
            for kiosk, count in reduced_by_kiosk(lost.of(lane), held).items():
                answer = places_to_return(self.held[kiosk], lane, count)
                assert len(answer) == count
                self.held[kiosk] -= set(answer)
                self.back |= set(answer)

    def _free(self, kiosk: KioskId, lane: Lane) -> set[Place]:
        return {place for place in self.held[kiosk] if place.lane is lane}

    @invariant()
    def every_place_has_one_owner(self) -> None:
        owners = [*self.held.values(), self.sold, self.back]
        everything = set().union(*owners)
        assert sum(map(len, owners)) == len(everything) == self.granted.total
        assert {place.lane for place in everything} <= WALKING_IN

    @invariant()
    def no_lane_gives_back_more_than_was_reduced(self) -> None:
        back: defaultdict[Lane, int] = defaultdict(int)
        for place in self.back:
            back[place.lane] += 1
        for lane in LANES:
            assert back[lane] <= self.reduced.of(lane) <= self.granted.of(lane)

    @invariant()
    def what_is_not_sold_fits_the_counters_that_are_left(self) -> None:
        left = self.granted.less(self.reduced)
        assert left.total <= self.pool.capacity(planned_all_day(PLAN, self.counters), SLOT)
        for lane in LANES:
            rights = sum(len(self._free(each, lane)) for each in KIOSKS)
            sold = sum(place.lane is lane for place in self.sold)
            assert rights + sold <= max(left.of(lane), sold)

    @invariant()
    def green_has_a_place_while_there_is_any(self) -> None:
        left = self.granted.less(self.reduced)
        assert (left.green >= 1) is (self.granted.green >= 1 and left.total >= 1)


Day.TestCase.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
TestDay = Day.TestCase
