# SPDX-License-Identifier: Apache-2.0
"""Who asks, by the credential he sent, and whether he may."""

from collections.abc import Callable
from dataclasses import dataclass

from central.crypto import Token
from central.services.errors import NoCredentialError, NotAllowedToError
from central.services.roles import MAY, NEEDS_SECOND_FACTOR, Act, Role
from central.store.abstract import Units
from central.store.records import Account
from hall.ids import KioskId, SiteId


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody whose credential is good; `name` is his account, or the kiosk's id."""

    site_id: SiteId
    name: str
    role: Role

    def check_may(self, *acts: Act) -> None:
        """One of them, or NotAllowedToError names the first."""
        if MAY[self.role].isdisjoint(acts):
            raise NotAllowedToError(role=self.role.value, act=acts[0].value)

    @property
    def kiosk_id(self) -> KioskId:
        """The kiosk that asks; only a kiosk may exchange."""
        return KioskId(self.name)


Seen = Callable[[Caller], None]
"""Who is told whom a request comes from, also when it is refused after that."""


def unseen(caller: Caller) -> None:
    """Nobody wants to know."""


async def find_caller(units: Units, token: Token) -> Caller:
    """Whose credential that is; one look at the database.

    Raises:
        NoCredentialError: nobody's, or it was revoked.
        StoreError: the database cannot say.
    """
    async with units(is_read_only=True) as unit:
        for credential_hash in token.hashes():
            if kiosk := await unit.kiosks.by_credential(credential_hash):
                return Caller(kiosk.site_id, kiosk.kiosk_id, Role.KIOSK)
            if account := await unit.accounts.by_credential(credential_hash):
                return _of_account(account)
    raise NoCredentialError


def _of_account(account: Account) -> Caller:
    role = Role(account.role)
    if role in NEEDS_SECOND_FACTOR:
        # A credential alone is one factor; they enter by a way that asks for the second too.
        raise NoCredentialError
    return Caller(account.site_id, account.account_id, role)
