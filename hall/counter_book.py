# SPDX-License-Identifier: Apache-2.0
"""The centre's book of one site with its counters: their acts are checked, written and applied."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from typing_extensions import override

from hall.allotment import Forecast
from hall.calls import Call, Called
from hall.counters import Counters
from hall.errors import RecoveringError
from hall.ids import ActId, CounterId, KioskId, ServiceId
from hall.journal import ExtrasAdded
from hall.ledger import Ledger
from hall.site_book import SiteBook
from hall.stopping import Stop


class CounterBook(SiteBook):
    """As its base: a HallError has changed nothing and written nothing; ids make acts count once."""

    @property
    def counters(self) -> Counters:
        """Those of the day that goes on; raises UnknownDayError when it is not open."""
        return self.calling.on(self.days.today)

    def extras_of(self, on: date, service_id: ServiceId) -> int:
        """How many extra places a service has on an open day, given or not."""
        ledger = self.days.on(on)
        return ledger.extras.get(service_id, 0) if ledger else 0

    def call_next(self, act_id: ActId, counter_id: CounterId, now: datetime) -> Called | None:
        """The ticket whose turn it is; None when nobody can be called.

        Raises as `Counters.next_call`, UnknownDayError, ActTakenError.
        """
        counters = self.counters
        if known := counters.called_by(act_id, counter_id):
            return known
        called = counters.next_call(act_id, counter_id, now)
        if called:
            self._write(self.days.today, called)
        return called

    def act(self, act: Call) -> bool:
        """What a counter did; whether it is new. Raises as `Counters.check`, and as `call_next`."""
        counters = self.counters
        if counters.is_done(act):
            return False
        counters.check(act)
        self._write(self.days.today, act)
        return True

    def add_extras(self, act_id: ActId, on: date, service_id: ServiceId, count: int) -> bool:
        """So many more extra places for a day; whether they are new.

        The kiosks have them with the day's grant, or at once where it was made. Raises
        RecoveringError (nobody can have them yet), UnknownDayError, UnknownServiceError,
        BadValueError, ActTakenError.
        """
        ledger = self.days.opened(on)
        added = ledger.add_extras(ExtrasAdded(act_id, service_id, count))
        if added is None:
            return False
        kiosks = [one for one in self.kiosks if self.may_be_granted(one, ledger)]
        if self.kiosks and not kiosks:
            raise RecoveringError(missing=len(self._missing))
        self._write(on, added)
        self._lay_out(ledger, kiosks)
        return True

    @override
    def allot(self, business_date: date, expected: Mapping[ServiceId, Forecast]) -> None:
        """As its base, and the extra places that the centre has go to these kiosks alike."""
        super().allot(business_date, expected)
        kiosks = {kiosk_id for forecast in expected.values() for kiosk_id in forecast}
        self.lay_out(business_date, sorted(kiosks))

    def lay_out(self, business_date: date, kiosks: Collection[KioskId]) -> None:
        """Extra places that the centre still has of a granted day, to these kiosks alike.

        Raises UnknownDayError.
        """
        self._lay_out(self.days.opened(business_date), kiosks)

    def _lay_out(self, ledger: Ledger, kiosks: Collection[KioskId]) -> None:
        """Of a day that was granted, so that they have them cut off too."""
        services = ledger.extras if ledger.is_allotted else ()
        for service_id in services:
            for made in ledger.lay_out_extras(service_id, kiosks, self.epoch):
                self._write(ledger.business_date, made)

    def stop_once(self, stop: Stop) -> bool:
        """As `stop`, but what was said last of the service is not said again; whether it is new."""
        said = self.calling.on(self.days.at(stop.at).business_date).last_stop(stop.service_id)
        if said == stop:
            return False
        self.stop(stop)
        return True
