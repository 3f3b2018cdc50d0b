# SPDX-License-Identifier: Apache-2.0
"""What a kiosk with a centre cannot do without, and what the screens say while it is missing."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Protocol

from typing_extensions import override

from hall.ids import SiteId
from kiosk.errors import KioskError
from kiosk.runner.use_cases import CentreView
from kiosk.services.rules import Rules
from kiosk.store.abstract import UnitOfWork
from kiosk.sync.errors import NoAnswerError, NotKnownError, NotTrustedError
from kiosk.sync.worker import Link

ROOT = "screen.missing."
CUT_AFTER = timedelta(seconds=30)
"""A centre that was not heard for so long is cut off; it calls this kiosk silent then, too."""

_WHY: dict[type[KioskError], str] = {
    NoAnswerError: "no_network",
    NotTrustedError: "not_trusted",
    NotKnownError: "not_known",
}


class Line(Protocol):
    """The line to the centre, as far as the screens need it."""

    @property
    def is_enrolled(self) -> bool:
        """Whether this machine is a kiosk of the centre."""

    @property
    def site_id(self) -> SiteId | None:
        """What the centre calls this site; None as long as it is not enrolled."""

    @property
    def link(self) -> Link:
        """How kiosk and centre are together now."""


class WithCentre(CentreView):
    """Concurrency: on the thread that writes the store.

    Args:
        rules: those of now; None as long as the site is not known.
        has_key: whether the key of that business day is here.
    """

    def __init__(
        self,
        line: Line,
        rules: Callable[[], Rules | None],
        has_key: Callable[[date], bool],
    ) -> None:
        self._line = line
        self._rules = rules
        self._has_key = has_key
        self.is_catalogue_unreadable = False

    @property
    @override
    def site_id(self) -> SiteId | None:
        return self._line.site_id

    @property
    @override
    def acknowledged(self) -> int | None:
        return self._line.link.acknowledged

    @override
    def missing(self, unit: UnitOfWork, now: datetime) -> tuple[str, ...]:
        with unit:
            if unit.centre.state().disowned_at is not None:
                return (f"{ROOT}disowned",)
        what = self._what_is_missing(unit, now)
        if what is None:
            return ()
        error = self._line.link.error
        why = (_WHY.get(type(error), "trouble"),) if error else ()
        return tuple(f"{ROOT}{name}" for name in (what, *why))

    @override
    def cut_since(self, unit: UnitOfWork, now: datetime) -> datetime | None:
        link = self._line.link
        if link.error is None:
            return None
        heard_at = link.heard_at
        if heard_at is None:
            with unit:
                heard_at = unit.centre.state().heard_at
        return heard_at if heard_at is None or now - heard_at >= CUT_AFTER else None

    def _what_is_missing(self, unit: UnitOfWork, now: datetime) -> str | None:
        if not self._line.is_enrolled:
            return "not_enrolled"
        rules = self._rules()
        if rules is None:
            return "unreadable_catalogue" if self.is_catalogue_unreadable else "no_catalogue"
        on = rules.calendar.business_day(now)
        if not _gives_numbers(rules, on):
            return None
        with unit:
            if not unit.leases.count(on):
                return "no_places"
        return None if self._has_key(on) else "no_day_key"


def _gives_numbers(rules: Rules, on: date) -> bool:
    services = rules.catalogue.services
    return any(rules.day(service.service_id, on).plan.issuing for service in services)
