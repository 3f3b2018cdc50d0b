# SPDX-License-Identifier: Apache-2.0
"""What staff do for the kiosk and the hall: an effect in, an event out, on the store's thread."""

from collections.abc import Callable

from hall.log import StaffActed
from kiosk.clock import Clock
from kiosk.errors import KioskError
from kiosk.flow.staff_effects import CareEffect, HoldKiosk
from kiosk.flow.staff_events import ActEnded, CareAnswer, HeldTold
from kiosk.flow.staff_values import Remark, StaffAct
from kiosk.services.holding import hold
from kiosk.store.abstract import UnitOfWork


class CareCases:
    """Lifetime: one per process. Concurrency: on the one thread that writes the store."""

    def __init__(self, *, new_unit: Callable[[], UnitOfWork], clock: Clock) -> None:
        self._new_unit = new_unit
        self._clock = clock

    def answer(self, effect: CareEffect) -> CareAnswer:
        """What came of it, and why where nothing did."""
        try:
            return self._hold(effect)
        except KioskError as error:
            return ActEnded(Remark(error.key))

    def _hold(self, wanted: HoldKiosk) -> CareAnswer:
        held = wanted.reason is not None
        what = StaffAct.HELD if held else StaffAct.RELEASED
        act = StaffActed(what.value, wanted.staff_id, reason=wanted.reason)
        hold(self._new_unit(), self._clock.now(), act, held=held)
        return HeldTold(held)
