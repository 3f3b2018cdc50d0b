# SPDX-License-Identifier: Apache-2.0
"""Waits under the hall's calling order and under others, beside the model's published figures.

Days are drawn with the published generators, so the tickets are the same. The value of a wait is its
95th percentile, its mean stands in the note, of what is about a day the most. `floor` beside it is
the same with the quota as the product rounds it (rules.md 1); the model rounds to the nearest, and
the goals are for that. In the model the early join with the next call, here at S-10, so figures of turn
by share differ in their last digit (docs/adr/0016).

What product days add to the model leaves the bound as it is, but for those who missed their call and
are put back: each that is called during a wait may make it one call longer.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from math import isnan

from bench.figure import Figure
from bench.plan import Plan
from hall.quota import LaneRatio
from tests.simulation.fairness.many_days import (
    REPLICATIONS,
    Outcome,
    compare,
    drawn,
    turn_by_share,
)
from tests.simulation.fairness.measures import Figures, mean
from tests.simulation.fairness.orders import Alternating, BookedFirst, FirstCome, Order
from tests.simulation.fairness.published import FIGURES, GIVEN, VARIED
from tests.simulation.fairness.scenarios import SCENARIOS, to_floor
from tests.simulation.fairness.worlds import MODEL, PRODUCT, World

OTHER_ORDERS: dict[str, Callable[[], Order]] = {
    "first_come": FirstCome,
    "booked_first": BookedFirst,
    "alternating": Alternating,
}

WAITS = {
    "walk-in": ("walk_in_mean", "walk_in_p95"),
    "walk-in past slot": ("past_slot_mean", "past_slot_p95"),
    "green": ("green_mean", "green_p95"),
    "booked past S": ("booked_mean", "booked_p95"),
}

VARIED_WORLDS: Mapping[str, tuple[int, World]] = {
    "slots of 15": (200, World(slot_minutes=15)),
    "no-show 30 %": (100, World(no_show=0.3)),
    "70/20/10": (100, World(ratio=LaneRatio.percent(70, 20, 10))),
    "30/60/10": (100, World(ratio=LaneRatio.percent(30, 60, 10))),
}

_AS_MODEL = replace(PRODUCT, rounding=MODEL.rounding)
PRODUCT_STEPS: Mapping[str, tuple[World, bool]] = {
    "late stay booked": (World(late_after=PRODUCT.late_after), False),
    "with R2 and extras too": (replace(_AS_MODEL, standby_per_slot=0), False),
    "with standby too": (_AS_MODEL, False),
    "with missed calls too": (_AS_MODEL, True),
    "product day": (PRODUCT, True),
}
"""Each adds to the one before what the model leaves out, the last one the product's rounding; the
flag says whether visitors miss calls, are put back or leave."""


def measure(plan: Plan) -> Iterator[Figure]:
    """Orders and scenarios, then product days; a long run adds other assumptions."""
    for scenario in SCENARIOS:
        yield from _scenario(scenario)
    yield from _bare_ratio()
    for scenario in SCENARIOS:
        yield from _product_days(scenario, is_long=plan.is_long)
    if plan.is_long:
        for what, (replications, world) in VARIED_WORLDS.items():
            yield from _varied(what, replications, world)


def _scenario(scenario: str) -> Iterator[Figure]:
    days = list(drawn(SCENARIOS[scenario], REPLICATIONS))
    outcome = turn_by_share(days)
    floor_days = drawn(SCENARIOS[scenario], REPLICATIONS, replace(MODEL, rounding=to_floor))
    by_floor = turn_by_share(floor_days)
    yield _given(scenario, outcome, by_floor, REPLICATIONS)
    own = outcome.measures.figures()
    published = FIGURES[scenario, "turn_by_share"]
    floor = by_floor.measures.figures()
    yield from _rows(scenario, "turn by share", own, published, floor=floor, goals=GOALS)
    yield from _bound_rows(f"{scenario}, turn by share", outcome)
    for order, make in OTHER_ORDERS.items():
        others = compare(days, make).figures()
        yield from _rows(scenario, order.replace("_", " "), others, FIGURES[scenario, order])
        if (scenario, order) == ("lunch3of15", "booked_first"):
            yield from _against_booked_first(own, others, floor)


GOALS: Mapping[tuple[str, str], float] = {
    ("normal34", "walk-in"): 20,
    ("normal34", "green"): 5,
    ("normal34", "later"): 1.5,
    ("lunch3of15", "green"): 22,
    ("lunch3of15", "later"): 32,
    ("lunch3of15-replanned", "later"): 4,
}
"""rules.md 4; of the booked who checked in by S, `later` is what is left to those within 10 min."""


def _rows(
    scenario: str,
    order: str,
    found: Figures,
    published: Figures,
    *,
    floor: Figures | None = None,
    goals: Mapping[tuple[str, str], float] | None = None,
) -> Iterator[Figure]:
    """Every published figure of one line of the table, the found one beside it."""
    title = f"{scenario}, {order}"

    def row(name: str, unit: str, key: str, of: Callable[[Figures], tuple[float, ...]]) -> Figure:
        value, *rest = of(found)
        note = _note(rest, of(published), of(floor) if floor else ())
        return Figure(f"{title}: {name}", value, unit, (goals or {}).get((scenario, key)), note)

    for wait, (average, p95) in WAITS.items():
        yield row(f"{wait} p95", "min", wait, _of(p95, average))
    yield row("booked later than 10 min", "%", "later", lambda one: (100 - one.within_10,))
    yield row("booked later than slot end", "%", "end", lambda one: (100 - one.by_slot_end,))
    yield row("a day's worst walk-in", "min", "worst", _of("worst_mean", "worst_most"))
    overtaken = _of("overtaken_p95", "overtaken_mean", "overtaken_most")
    yield row("walk-in overtaken by, p95", "visitors", "overtaken", overtaken)


def _of(*names: str) -> Callable[[Figures], tuple[float, ...]]:
    return lambda figures: tuple(getattr(figures, name) for name in names)


def _note(rest: list[float], published: tuple[float, ...], floor: tuple[float, ...]) -> str:
    """What stands behind the value: its companions, then the same of the model and of floor."""
    parts = [" / ".join(f"{one:.1f}" for one in rest)] if rest else []
    parts.append("model " + _numbers(published))
    if floor:
        parts.append("floor " + _numbers(floor))
    return "; ".join(parts)


def _numbers(values: tuple[float, ...]) -> str:
    return " / ".join("-" if isnan(one) else f"{one:.1f}" for one in values)


def _given(scenario: str, outcome: Outcome, by_floor: Outcome, days: int) -> Figure:
    tickets, *refused = GIVEN[scenario]
    note = f"refused {_refused(outcome, days)}; model {tickets}, refused {_numbers(tuple(refused))}"
    note += f"; floor {by_floor.tickets / days:.0f}, refused {_refused(by_floor, days)}"
    return Figure(f"{scenario}: tickets a day", outcome.tickets / days, "", note=note)


def _refused(outcome: Outcome, days: int) -> str:
    return " / ".join(f"{count / days:.1f}" for count in outcome.refused.values())


def _against_booked_first(own: Figures, others: Figures, floor: Figures) -> Iterator[Figure]:
    title = "lunch3of15, turn by share : booked first"
    for name, key, goal in (
        ("walk-in p95", "walk_in_p95", 0.9),
        ("walk-in overtaken by, p95", "overtaken_p95", 0.65),
    ):
        ours, theirs, by_floor = (getattr(one, key) for one in (own, others, floor))
        model = (FIGURES["lunch3of15", order] for order in ("turn_by_share", "booked_first"))
        above, below = (getattr(one, key) for one in model)
        note = f"model {above / below:.2f}; floor {by_floor / theirs:.2f}"
        yield Figure(f"{title}: {name}", ours / theirs, "", goal, note)


def _bare_ratio() -> Iterator[Figure]:
    """Its tags tie often; weights scaled to 1 round them otherwise than the model's 5:4:4.5."""
    outcome = turn_by_share(drawn(SCENARIOS["lunch3of15"], REPLICATIONS), is_capped=False)
    found, published = outcome.measures.figures(), FIGURES["lunch3of15", "bare_ratio"]
    yield from _rows("lunch3of15", "turn by share, bare quota ratio", found, published)


def _bound_rows(title: str, outcome: Outcome) -> Iterator[Figure]:
    found = outcome.findings
    note = f"{found.tickets} tickets, the bound used to {found.tightest:.2f}"
    yield Figure(f"{title}: bounds broken", found.violations, "tickets", 0, note)
    note = "booked and due, by one who became due later"
    yield Figure(f"{title}: passed in their own line", outcome.passed_in_line, "tickets", 0, note)


def _product_days(scenario: str, *, is_long: bool) -> Iterator[Figure]:
    """All that the model leaves out, and the bound with it; in a long run one after the other."""
    for step, (world, has_absences) in PRODUCT_STEPS.items():
        if is_long or world is PRODUCT:
            days = drawn(SCENARIOS[scenario], REPLICATIONS, world)
            outcome = turn_by_share(days, has_absences=has_absences)
            yield from _product_rows(f"{scenario}, {step}", outcome, REPLICATIONS)


def _product_rows(title: str, outcome: Outcome, days: int) -> Iterator[Figure]:
    found, figures = outcome.findings, outcome.measures.figures()
    note = ", ".join(f"{count / days:.1f} {kind}" for kind, count in sorted(outcome.kinds.items()))
    note = f"{outcome.tickets / days:.0f} tickets a day, {note}; refused {_refused(outcome, days)}"
    yield Figure(f"{title}: walk-in p95", figures.walk_in_p95, "min", note=note)
    yield Figure(f"{title}: green p95", figures.green_p95, "min")
    later = 100 - figures.within_10
    yield Figure(f"{title}: booked later than 10 min", later, "%")
    if outcome.measures.standby:
        yield Figure(f"{title}: standby, mean", mean(outcome.measures.standby), "min")
    note = f"{found.tickets} tickets, {found.put_backs} put back, used to {found.tightest:.2f}"
    yield Figure(f"{title}: bounds broken", found.violations, "tickets", 0, note)
    if found.put_backs:
        note = f"{len(found.over_bare)} tickets, by at most {found.most_over_bare} calls"
        over = 100 * len(found.over_bare) / found.tickets
        note += f", at most {found.most_put_backs} put back during one wait"
        yield Figure(f"{title}: over the bound without put back", over, "%", note=note)


def _varied(what: str, replications: int, world: World) -> Iterator[Figure]:
    for (assumption, scenario), published in VARIED.items():
        if assumption == what:
            outcome = turn_by_share(drawn(SCENARIOS[scenario], replications, world))
            yield from _rows(scenario, what, outcome.measures.figures(), published)
            yield from _bound_rows(f"{scenario}, {what}", outcome)
