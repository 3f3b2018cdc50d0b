# SPDX-License-Identifier: Apache-2.0
"""How a slot's places are laid over the kiosks: all of them held there, none at the centre.

By rules.md 3 a place at the centre is lost in a cut. A forecast is how many visitors of a service
each kiosk is expected to have; kiosks that are known to be dead are left out of it.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from fractions import Fraction

from hall.checks import at_least
from hall.errors import BadValueError
from hall.ids import KioskId, ServiceId
from hall.place import Lane, Place, PlaceRun
from hall.quota import LaneQuota, apportion

LEAST_PER_KIOSK = 2
"""A service with fewer walk-in places per kiosk and slot has one home kiosk."""

Forecast = Mapping[KioskId, float]


def allot(count: int, forecast: Forecast) -> dict[KioskId, int]:
    """`count` places over the kiosks in the ratio of the forecast, by largest remainder.

    A forecast of 0 for all counts as equal. Raises BadValueError without a kiosk or for a negative
    number.
    """
    _check(forecast)
    return dict(zip(forecast, apportion(count, tuple(forecast.values())), strict=True))


def needs_home(quotas: Iterable[LaneQuota], kiosks: int) -> bool:
    """Whether a service has fewer than 2 walk-in places per kiosk and slot that has any places."""
    at_least("kiosks", kiosks, 1)
    walk_in = [quota.walk_in for quota in quotas if quota.total]
    return sum(walk_in) < LEAST_PER_KIOSK * kiosks * len(walk_in)


def home_kiosk(forecast: Forecast) -> KioskId:
    """The kiosk with the most visitors of the service, of equal ones the first."""
    _check(forecast)
    return max(forecast, key=lambda kiosk_id: forecast[kiosk_id])


def allot_day(
    service_id: ServiceId,
    quotas: Mapping[datetime, LaneQuota],
    forecast: Forecast,
    *,
    hop: int = 0,
) -> dict[KioskId, tuple[PlaceRun, ...]]:
    """The walk-in and green places of a service's day for each kiosk, `quotas` by slot start.

    Booked places stay at the centre for the online sale. A service with few places has them all at
    its home kiosk. No place goes to two kiosks.
    """
    _check(forecast)
    if needs_home(quotas.values(), len(forecast)):
        home = home_kiosk(forecast)
        forecast = {kiosk_id: float(kiosk_id == home) for kiosk_id in forecast}
    runs: dict[KioskId, list[PlaceRun]] = {kiosk_id: [] for kiosk_id in forecast}
    for slot_start, quota in quotas.items():
        for lane in (Lane.WALK_IN, Lane.GREEN):
            first = 0
            for kiosk_id, count in allot(quota.of(lane), forecast).items():
                if count:
                    run = PlaceRun(service_id, slot_start, lane, first, count, hop)
                    runs[kiosk_id].append(run)
                first += count
    return {kiosk_id: tuple(own) for kiosk_id, own in runs.items()}


def fullest(held: Mapping[KioskId, int], forecast: Forecast) -> KioskId | None:
    """Who is asked for places: the kiosk with the most of them per visitor it still expects.

    None when no kiosk holds any. A kiosk the forecast leaves out expects nobody.
    """
    holding = [kiosk_id for kiosk_id, count in held.items() if count]
    return max(
        holding, key=lambda each: _abundance(held[each], forecast.get(each, 0)), default=None
    )


def can_spare(held: int, expected: float, lacking: int, expected_there: float) -> bool:
    """Whether a kiosk is asked for half of its `held` places of a slot by one that has `lacking`.

    Only if the two are more even then, or what moves comes to whom more visitors are expected:
    kiosks that all run low would else send the last places round and round.
    """
    at_least("held", held)
    at_least("lacking", lacking)
    rest = held - half(held)
    return rest > lacking or (held > 0 and rest == lacking and expected_there > expected)


def half(held: int) -> int:
    """How many places of a slot a kiosk gives or returns when asked: half, the last one too."""
    at_least("held", held)
    return max(1, held // 2) if held else 0


def half_of(free: Iterable[Place]) -> tuple[Place, ...]:
    """Which of a kiosk's unsold places of one slot and lane it gives: the highest indexes."""
    rising = sorted(free)
    return tuple(rising[len(rising) - half(len(rising)) :])


def _abundance(held: int, expected: float) -> tuple[bool, Fraction]:
    at_least("forecast", expected)
    # Who expects nobody can spare more than anybody who does.
    return (False, held / Fraction(expected)) if expected else (True, Fraction(held))


def _check(forecast: Forecast) -> None:
    if not forecast:
        raise BadValueError(name="kiosks", value=0, allowed="from 1")
    for visitors in forecast.values():
        at_least("forecast", visitors)
