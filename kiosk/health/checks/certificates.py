# SPDX-License-Identifier: Apache-2.0
"""How long are the certificates good by which the kiosk knows its centre.

The kiosk's own credential has no end: whether it still counts is said by the centre (centre.py).
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from kiosk.clock import Clock
from kiosk.errors import KioskError
from kiosk.health.finding import Finding, Line, Where
from kiosk.health.notes import Note, failed, fault, finding, told
from kiosk.sync.certificates import Certificate
from kiosk.sync.errors import NoAnswerError

FAMILY = "certificates"
SOON = timedelta(days=30)
"""Time enough to have another made and brought to all kiosks."""


class CertificatesCheck:
    """Lifetime: `look` as often as wanted; nothing is open between two looks.

    Args:
        pinned: the authorities that this kiosk trusts; raises BadAddressError.
        shown: what the centre shows, whether trusted or not; raises SyncError.
    """

    def __init__(
        self,
        url: str,
        clock: Clock,
        pinned: Callable[[], tuple[Certificate, ...]],
        shown: Callable[[], Certificate],
    ) -> None:
        self._where = Where("centre", "", Line.NETWORK, url)
        self._clock = clock
        self._pinned = pinned
        self._shown = shown

    def look(self) -> Finding:
        """Takes as long as the deadline of a connection at most."""
        return finding(FAMILY, self._where, self._notes())

    def _notes(self) -> Iterator[Note]:
        now = self._clock.now()
        try:
            for authority in self._pinned():
                yield _lasts(authority, now, "renew_authority")
        except KioskError as error:
            yield failed(error, "trust_centre", place=self._where.place, table="centre")
        try:
            yield _lasts(self._shown(), now, "renew_certificate")
        except NoAnswerError:
            yield told("not_shown")  # that the centre is away is said by its own check
        except KioskError as error:
            yield failed(error, "trust_centre", place=self._where.place, table="centre")


def _lasts(certificate: Certificate, now: datetime, to_do: str) -> Note:
    days = (certificate.ends_at - now) // timedelta(days=1)
    fields = {"name": certificate.name, "on": f"{certificate.ends_at:%Y-%m-%d}", "days": days}
    if now < certificate.begins_at:
        begins = f"{certificate.begins_at:%Y-%m-%d %H:%M}"
        return fault("not_yet_valid", "set_clock", name=certificate.name, at=begins)
    if now >= certificate.ends_at:
        return fault("expired", to_do, **fields)
    if now + SOON > certificate.ends_at:
        return fault("expires_soon", to_do, **fields)
    return told("expires", **fields)
