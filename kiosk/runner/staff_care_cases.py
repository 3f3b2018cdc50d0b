# SPDX-License-Identifier: Apache-2.0
"""What staff do for the kiosk and the hall: an effect in, an event out, on the store's thread."""

from collections.abc import Callable
from typing import assert_never

from hall.errors import HallError
from hall.log import StaffActed
from hall.stopping import Standing
from kiosk.clock import Clock
from kiosk.errors import KioskError
from kiosk.flow.staff_effects import (
    CareEffect,
    HoldKiosk,
    LoadDevices,
    LoadStops,
    StopService,
)
from kiosk.flow.staff_events import (
    ActEnded,
    CareAnswer,
    DevicesLoaded,
    HeldTold,
    StopsLoaded,
)
from kiosk.flow.staff_values import CheckSeen, Remark, StaffAct
from kiosk.services.errors import NotReadyError
from kiosk.services.holding import hold
from kiosk.services.rules import Rules
from kiosk.services.stop_service import StopWish, services_standing, stop_service, stop_times
from kiosk.store.abstract import UnitOfWork


class CareCases:
    """Lifetime: one per process. Concurrency: on the one thread that writes the store."""

    def __init__(
        self,
        *,
        new_unit: Callable[[], UnitOfWork],
        rules: Callable[[], Rules | None],
        clock: Clock,
        devices: Callable[[], tuple[CheckSeen, ...]],
    ) -> None:
        self._new_unit = new_unit
        self._known_rules = rules
        self._clock = clock
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
            case LoadDevices():
                return DevicesLoaded(self._devices())
            case _:
                assert_never(wanted)

    def _stop(self, wanted: StopService) -> ActEnded:
        standing = Standing.STOPPED if wanted.reason else Standing.OPEN
        wish = StopWish(
            wanted.service_id, standing, wanted.staff_id, wanted.at, wanted.reason or None
        )
        stop_service(self._new_unit(), self._rules(), wish, self._clock.now())
        return ActEnded(Remark(f"screen.staff_stop.done_{standing}", is_good=True))

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
