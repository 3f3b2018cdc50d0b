# SPDX-License-Identifier: Apache-2.0
"""How somebody with a second factor enters: credential and code, for a session of some hours."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from central.crypto import SessionKey, Token, step_of
from central.services.access import Caller, Seen, unseen
from central.services.auditing import Noted, note
from central.services.errors import NoCredentialError, TooManyError, WrongCodeError
from central.services.roles import Role
from central.store.abstract import Units
from central.store.records import Account
from common.clock import Clock

SESSION_LASTS = timedelta(hours=10)
"""A working day; who stays longer enters again."""

MOST_WRONG = 5
"""Codes of one account without a rest of `FORGIVEN_AFTER`; a million of them cannot be tried."""

FORGIVEN_AFTER = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Session:
    """`token` takes the credential's place until `expires_at`."""

    token: Token
    expires_at: datetime


@dataclass
class Sessions:
    """Sessions are kept nowhere: each carries its proof. Used and wrong codes stand with the account.

    Concurrency: one event loop.
    """

    units: Units
    clock: Clock
    key: SessionKey

    async def begin(self, credential: Token, code: str, seen: Seen = unseen) -> Session:
        """A session of an account that has a second factor; `seen` hears who tries.

        Raises:
            NoCredentialError: nobody's credential, or of somebody without a second factor.
            WrongCodeError: the code is not good now, or was used.
            TooManyError: too many codes were wrong.
            StoreError: the database cannot say who it is.
        """
        account, now = await self._account(credential.hashes()), self.clock.now()
        seen(Caller(account.site_id, account.account_id, Role(account.role)))
        if account.second_factor is None:
            raise NoCredentialError
        async with self.units() as unit:
            locked = await unit.accounts.lock(account.site_id, account.account_id)
            if locked is None:
                raise NoCredentialError
            tried = _tried(locked, step_of(account.second_factor, code, now), now)
            await unit.accounts.note_codes(tried)
            if is_good := not tried.wrong_codes:
                await note(unit, account.site_id, now, Noted.SESSION_BEGUN, account.account_id)
            await unit.commit()
        if not is_good:
            raise WrongCodeError
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


def _tried(account: Account, step: int | None, now: datetime) -> Account:
    """The account after a code of that step, None for one that is not good now; TooManyError."""
    rests_until = account.wrong_at + FORGIVEN_AFTER if account.wrong_at else now
    wrong = account.wrong_codes if now < rests_until else 0
    if wrong >= MOST_WRONG:
        raise TooManyError(seconds=int((rests_until - now).total_seconds()) + 1)
    if step is None or (account.used_step is not None and step <= account.used_step):
        return replace(account, wrong_codes=wrong + 1, wrong_at=now)
    return replace(account, used_step=step, wrong_codes=0, wrong_at=None)
