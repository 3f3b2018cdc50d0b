# SPDX-License-Identifier: Apache-2.0
"""The door of the centre: by credential or session, known for a moment, and not too often."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from central.crypto import SessionKey, Token, TokenHash
from central.services.access import Caller, find_caller
from central.services.rates import Rate, Rates
from central.services.roles import Role
from central.services.sessions import Sessions
from central.store.abstract import Units
from common.clock import Clock

KNOWN_SECONDS = 2.0
"""A credential that is revoked is good for so long at most; the database is asked once in between."""

STAFF = Rate(at_once=60, per_second=10)
RATES: Mapping[Role, Rate] = MappingProxyType(
    {
        Role.PLATFORM: Rate(at_once=400, per_second=200),
        Role.KIOSK: Rate(at_once=100, per_second=20),
        Role.CLERK: STAFF,
        Role.MANAGER: STAFF,
        Role.TECHNICIAN: STAFF,
        Role.AUDITOR: STAFF,
        Role.SECURITY_ADMIN: STAFF,
    }
)
"""Of one account or kiosk, at one process."""


@dataclass
class Entrance:
    """Lifetime: that of the process. Concurrency: one event loop."""

    units: Units
    clock: Clock
    sessions: Sessions
    rates: Rates
    _known: dict[TokenHash, tuple[Caller, float]] = field(default_factory=dict, repr=False)

    async def enter(self, token: Token) -> Caller:
        """Who that is.

        Raises:
            NoCredentialError: nobody's token, or it was revoked or is over.
            TooManyError: he asks too often.
            StoreError: the database cannot say who it is.
        """
        caller = await self._caller(token)
        self.rates.take((caller.site_id, caller.role, caller.name), RATES[caller.role])
        return caller

    async def _caller(self, token: Token) -> Caller:
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
