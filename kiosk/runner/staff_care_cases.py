# SPDX-License-Identifier: Apache-2.0
"""What staff do for the kiosk and the hall: an effect in, an event out, on the store's thread."""

from collections.abc import Callable
from datetime import datetime
from typing import assert_never

from hall.errors import HallError
from hall.log import StaffActed
from hall.stopping import Standing
from kiosk.clock import Clock
from kiosk.errors import KioskError
from kiosk.flow.day_figures import DayFigures
from kiosk.flow.staff_effects import (
    CareEffect,
    HoldKiosk,
    LoadDevices,
    LoadStops,
    LoadToday,
    SetVolume,
    StopService,
)
from kiosk.flow.staff_events import (
    ActEnded,
    CareAnswer,
    DevicesLoaded,
    HeldTold,
    StopsLoaded,
    TodayLoaded,
    VolumeTold,
)
from kiosk.flow.staff_values import CheckSeen, Remark, StaffAct
from kiosk.flow.values import Volume
from kiosk.services.day_figures import day_figures
from kiosk.services.errors import NotReadyError
from kiosk.services.holding import hold
from kiosk.services.list_services import NO_WAITS
from kiosk.services.rules import Rules
from kiosk.services.stop_service import StopWish, services_standing, stop_service, stop_times
from kiosk.services.volume import set_volume, volume_now
from kiosk.services.waits import Waits
from kiosk.store.abstract import UnitOfWork


class CareCases:
    """Lifetime: one per process. Concurrency: on the one thread that writes the store.

    Args:
        waits: what the centre says of the queues.
        paper_left_mm: of the roll; None where no paper is counted.
        volume: that of kiosk.toml.
        devices: how the devices and the machine are.
    """

    def __init__(
        self,
        *,
        new_unit: Callable[[], UnitOfWork],
        rules: Callable[[], Rules | None],
        clock: Clock,
        waits: Waits = NO_WAITS,
        paper_left_mm: Callable[[], int | None] = lambda: None,
        volume: Callable[[], Volume] = lambda: Volume.MEDIUM,
        devices: Callable[[], tuple[CheckSeen, ...]] = lambda: (),
    ) -> None:
        self._new_unit = new_unit
        self._known_rules = rules
        self._clock = clock
        self._waits = waits
        self._paper_left_mm = paper_left_mm
        self._volume = volume
        self._devices = devices

    def answer(self, effect: CareEffect) -> CareAnswer:
        """What came of it, and why where nothing did."""
        try:
            return self._carry_out(effect)
        except (KioskError, HallError) as error:
            return ActEnded(Remark(error.key))

    def _carry_out(self, wanted: CareEffect) -> CareAnswer:
        match wanted:
            case HoldKiosk():
                return self._hold(wanted)
            case LoadStops():
                now, rules = self._clock.now(), self._rules()
                services = tuple(services_standing(self._new_unit(), rules, now))
                return StopsLoaded(services, stop_times(rules, now))
            case StopService():
                return self._stop(wanted)
            case LoadToday():
                return TodayLoaded(self._today())
            case LoadDevices():
                return DevicesLoaded(self._devices())
            case SetVolume():
                return self._set_volume(wanted)
            case _:
                assert_never(wanted)

    def _stop(self, wanted: StopService) -> ActEnded:
        standing = Standing.STOPPED if wanted.reason else Standing.OPEN
        wish = StopWish(
            wanted.service_id, standing, wanted.staff_id, wanted.at, wanted.reason or None
        )
        stop_service(self._new_unit(), self._rules(), wish, self._clock.now())
        return ActEnded(Remark(f"screen.staff_stop.done_{standing}", is_good=True))

    def _today(self) -> DayFigures:
        return day_figures(
            self._new_unit(),
            self._rules(),
            self._waits,
            self._clock.now(),
            paper_left_mm=self._paper_left_mm(),
        )

    def _set_volume(self, wanted: SetVolume) -> VolumeTold:
        rules, now = self._rules(), self._clock.now()
        lasting = "for_good" if wanted.is_for_good else "today"
        reason = f"{wanted.volume.value} {lasting}"
        set_volume(
            self._new_unit(),
            rules.calendar.business_day(now),
            now,
            wanted.volume,
            StaffActed(StaffAct.VOLUME_SET.value, wanted.staff_id, reason=reason),
            is_for_good=wanted.is_for_good,
        )
        return volume_told(self._new_unit(), rules, now, self._volume())

    def _rules(self) -> Rules:
        rules = self._known_rules()
        if rules is None:
            raise NotReadyError
        return rules

    def _hold(self, wanted: HoldKiosk) -> CareAnswer:
        held = wanted.reason is not None
        what = StaffAct.HELD if held else StaffAct.RELEASED
        act = StaffActed(what.value, wanted.staff_id, reason=wanted.reason)
        hold(self._new_unit(), self._clock.now(), act, held=held)
        return HeldTold(held)


def volume_told(unit: UnitOfWork, rules: Rules, now: datetime, set_up: Volume) -> VolumeTold:
    """How loud staff want the kiosk now; `set_up` is that of kiosk.toml. Raises StoreError."""
    found = volume_now(unit, rules.calendar.business_day(now), set_up)
    return VolumeTold(found.volume, found.usual)
