# SPDX-License-Identifier: Apache-2.0
"""Looks whether the centre is there and knows this kiosk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from hall.news import SiteEdition
from kiosk.errors import KioskError
from kiosk.health.finding import Finding, Line, Said, Where
from kiosk.sync.enrolment import Enrolled
from kiosk.sync.errors import (
    DisownedError,
    NoAnswerError,
    NotKnownError,
    NotTrustedError,
    RefusedError,
)

FAMILY = "centre"
FOUND = "health.found."
SUGGESTION = "health.suggestion."

_TO_DO: dict[type[KioskError], str] = {
    NoAnswerError: "reach_centre",
    NotTrustedError: "trust_centre",
    NotKnownError: "enrol_anew",
}
"""Errors derived from one have its advice."""


@dataclass(frozen=True)
class CentreData:
    """What this kiosk has of its centre.

    Attributes:
        enrolled: what it is there; None as long as it is not enrolled.
        heard_at: when the feed last brought something, local to this machine.
        has_catalogue: whether the centre has told what the site is.
        is_disowned: whether it said last that this kiosk is none of its own.
        edition: which description of the site it has, and since when; None where nobody said.
    """

    enrolled: Enrolled | None
    heard_at: datetime | None
    has_catalogue: bool
    is_disowned: bool = False
    edition: SiteEdition | None = None


class CentreCheck:
    """Lifetime: `look` as often as wanted; nothing is open between two looks.

    Args:
        greet: raises the SyncError that keeps this machine from its centre.
    """

    def __init__(self, url: str, data: CentreData, greet: Callable[[], None]) -> None:
        self.where = Where("centre", "", Line.NETWORK, url)
        self._data = data
        self._greet = greet

    def look(self) -> Finding:
        """Takes as long as the deadlines of the line at most."""
        try:
            self._greet()
        except RefusedError as error:
            return self._trouble(DisownedError() if self._data.is_disowned else error)
        except KioskError as error:
            return self._trouble(error)
        if self._data.enrolled is None:
            return self._finding("enrol", self._said("reached"))
        if self._data.is_disowned:
            return self._trouble(DisownedError())
        if not self._data.has_catalogue:
            return self._finding("run_kiosk", self._said("no_catalogue"))
        return self._finding("", self._said("good"))

    def _trouble(self, error: KioskError) -> Finding:
        """A stranger is to enrol all the same, once the centre can be reached."""
        advised = (_TO_DO[kind] for kind in type(error).mro() if kind in _TO_DO)
        to_do = next(advised, "ask_centre")
        return self._finding(to_do, Said(error.key, dict(error.fields)))

    def _finding(self, to_do: str, found: Said) -> Finding:
        suggestion = Said(f"{SUGGESTION}{to_do}", {"place": self.where.place, "table": FAMILY})
        return Finding(
            FAMILY,
            self.where,
            is_good=not to_do,
            found=(*self._who(), found, *self._age(), *self._edition()),
            suggestion=suggestion if to_do else None,
        )

    def _who(self) -> tuple[Said, ...]:
        enrolled = self._data.enrolled
        if enrolled is None:
            return (self._said("not_enrolled"),)
        fields = {"site_id": enrolled.site_id, "kiosk_id": enrolled.kiosk_id}
        return (Said(f"{FOUND}kiosk_of", fields),)

    def _age(self) -> tuple[Said, ...]:
        heard_at = self._data.heard_at
        return (Said(f"{FOUND}heard_at", {"at": f"{heard_at:%Y-%m-%d %H:%M}"}),) if heard_at else ()

    def _edition(self) -> tuple[Said, ...]:
        edition = self._data.edition
        if edition is None:
            return ()
        at = f"{edition.deployed_at.astimezone():%Y-%m-%d %H:%M}"
        return (Said(f"{FOUND}site_edition", {"number": edition.number, "at": at}),)

    def _said(self, name: str) -> Said:
        return Said(f"{FOUND}{name}")
