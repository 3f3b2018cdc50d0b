# SPDX-License-Identifier: Apache-2.0
"""How somebody with a second factor enters: credential and code, for a session of some hours."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from central.crypto import SessionKey, Token, step_of
from central.services.access import Caller
from central.services.auditing import Noted, note
from central.services.errors import NoCredentialError, TooManyError, WrongCodeError
from central.services.roles import Role
from central.store.abstract import Units
from central.store.records import Account
from common.clock import Clock
from hall.ids import SiteId

SESSION_LASTS = timedelta(hours=10)
"""A working day; who stays longer enters again."""

MOST_WRONG = 5
"""Codes of one account within `FORGIVEN_AFTER`; a million of them cannot be tried."""

FORGIVEN_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Session:
    """`token` takes the credential's place until `expires_at`."""

    token: Token
    expires_at: datetime


@dataclass
class Sessions:
    """Sessions are kept nowhere: each carries its proof. What is remembered is wrong and used codes.

    Lifetime: that of the process; each process counts for itself. Concurrency: one event loop.
    """

    units: Units
    clock: Clock
    key: SessionKey
    _used: dict[tuple[SiteId, str], int] = field(default_factory=dict, repr=False)
    _wrong: dict[tuple[SiteId, str], list[datetime]] = field(default_factory=dict, repr=False)

    async def begin(self, credential: Token, code: str) -> Session:
        """A session of an account that has a second factor.

        Raises:
            NoCredentialError: nobody's credential, or of somebody without a second factor.
            WrongCodeError: the code is not good now, or was used.
            TooManyError: too many codes were wrong.
            StoreError: the database cannot say who it is.
        """
        account, now = await self._account(credential.hashes()), self.clock.now()
        if account.second_factor is None:
            raise NoCredentialError
        self._check_code(account, account.second_factor, code, now)
        async with self.units() as unit:
            await note(unit, account.site_id, now, Noted.SESSION_BEGUN, account.account_id)
            await unit.commit()
        ends = now + SESSION_LASTS
        words = f"{account.credential_hash}|{int(ends.timestamp())}"
        return Session(Token(self.key.vouch(words)), ends)

    async def caller(self, token: Token) -> Caller:
        """Whose session that is.

        Raises:
            NoCredentialError: nobody's, or it is over, or the account was disabled.
            StoreError: the database cannot say.
        """
        words = self.key.words_of(token.reveal())
        if words is None:
            raise NoCredentialError
        credential_hash, _, ends = words.rpartition("|")
        if self.clock.now() >= datetime.fromtimestamp(int(ends), UTC):
            raise NoCredentialError
        account = await self._account([credential_hash])
        return Caller(account.site_id, account.account_id, Role(account.role))

    async def _account(self, hashes: Sequence[str]) -> Account:
        async with self.units(is_read_only=True) as unit:
            for credential_hash in hashes:
                if account := await unit.accounts.by_credential(credential_hash):
                    return account
        raise NoCredentialError

    def _check_code(self, account: Account, factor: str, code: str, now: datetime) -> None:
        who = account.site_id, account.account_id
        wrong = [at for at in self._wrong.get(who, ()) if now - at < FORGIVEN_AFTER]
        if len(wrong) >= MOST_WRONG:
            raise TooManyError(seconds=int((wrong[0] + FORGIVEN_AFTER - now).total_seconds()) + 1)
        step = step_of(factor, code, now)
        if step is None or step <= self._used.get(who, -1):
            self._wrong[who] = [*wrong, now]
            raise WrongCodeError
        self._used[who] = step
        self._wrong.pop(who, None)
