# SPDX-License-Identifier: Apache-2.0
"""The door of the centre: by credential or session, known for a moment, and not too often."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from central.crypto import SessionKey, Token, TokenHash
from central.services.access import Caller, Seen, find_caller, unseen
from central.services.rates import Rate, Rates
from central.services.roles import Role
from central.services.sessions import Sessions
from central.store.abstract import Units
from common.clock import Clock

KNOWN_SECONDS = 2.0
"""A credential that is revoked is good for so long at most; the database is asked once in between."""

AT_ONCE_SECONDS = 4
"""What may come at once, as seconds of the rate."""

STAFF_PER_SECOND = 15
"""More than hands can do."""


def limits(platform_per_second: int, kiosk_per_second: int) -> Mapping[Role, Rate]:
    """The rate of each role: of one account or kiosk, at one process."""
    own = {Role.PLATFORM: platform_per_second, Role.KIOSK: kiosk_per_second}
    speeds = {role: own.get(role, STAFF_PER_SECOND) for role in Role}
    return {role: Rate(AT_ONCE_SECONDS * speed, speed) for role, speed in speeds.items()}


@dataclass
class Entrance:
    """Lifetime: that of the process. Concurrency: one event loop."""

    units: Units
    clock: Clock
    sessions: Sessions
    rates: Rates
    limits: Mapping[Role, Rate]
    _known: dict[TokenHash, tuple[Caller, float]] = field(default_factory=dict, repr=False)

    async def enter(self, token: Token, seen: Seen = unseen) -> Caller:
        """Who that is; `seen` hears it also of somebody who asks too often.

        Raises:
            NoCredentialError: nobody's token, or it was revoked or is over.
            TooManyError: he asks too often.
            StoreError: the database cannot say who it is.
        """
        caller = await self.find(token)
        seen(caller)
        self.rates.take((caller.site_id, caller.role, caller.name), self.limits[caller.role])
        return caller

    async def find(self, token: Token) -> Caller:
        """Who that is, who came in before and asks nothing. Raises NoCredentialError and StoreError."""
        name, now = token.hash(), self.clock.monotonic()
        caller, until = self._known.get(name, (None, 0.0))
        if caller is not None and now < until:
            return caller
        self._known.pop(name, None)
        is_session = token.reveal().startswith(f"{SessionKey.MARK}.")
        found = await (
            self.sessions.caller(token) if is_session else find_caller(self.units, token)
        )
        self._known = {name: known for name, known in self._known.items() if now < known[1]}
        self._known[name] = found, now + KNOWN_SECONDS
        return found
