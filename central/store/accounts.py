# SPDX-License-Identifier: Apache-2.0
"""Platforms and staff."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from central.store import tables
from central.store.abstract import Accounts
from central.store.records import Account
from central.store.upsert import or_nothing
from hall.ids import SiteId

_ACCOUNT = tables.account.c
_ADD = or_nothing(tables.account)
_COLUMNS = select(
    _ACCOUNT.site_id,
    _ACCOUNT.account_id,
    _ACCOUNT.role,
    _ACCOUNT.credential_hash,
    _ACCOUNT.made_at,
    _ACCOUNT.second_factor,
    _ACCOUNT.disabled_at,
    _ACCOUNT.used_step,
    _ACCOUNT.wrong_codes,
    _ACCOUNT.wrong_at,
)
_OF_SITE = _COLUMNS.where(_ACCOUNT.site_id == bindparam("of_site")).order_by(_ACCOUNT.account_id)
_BY_CREDENTIAL = _COLUMNS.where(
    _ACCOUNT.credential_hash == bindparam("of_credential"), _ACCOUNT.disabled_at.is_(None)
)
_GOOD = (
    _ACCOUNT.site_id == bindparam("of_site"),
    _ACCOUNT.account_id == bindparam("of_account"),
    _ACCOUNT.disabled_at.is_(None),
)
# On SQLite whoever writes is alone.
_LOCK = _COLUMNS.where(*_GOOD).with_for_update()
_CHANGE = update(tables.account).where(*_GOOD)


class SqlAccounts(Accounts):
    """Platforms and staff."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @override
    async def add(self, account: Account) -> bool:
        values = {
            "site_id": account.site_id,
            "account_id": account.account_id,
            "role": account.role,
            "credential_hash": account.credential_hash,
            "second_factor": account.second_factor,
            "made_at": account.made_at,
            "disabled_at": account.disabled_at,
            **_codes(account),
        }
        insert = _ADD.for_dialect(self._connection.dialect.name)
        return (await self._connection.execute(insert, values)).rowcount > 0

    @override
    async def by_credential(self, credential_hash: str) -> Account | None:
        wanted = {"of_credential": credential_hash}
        row = (await self._connection.execute(_BY_CREDENTIAL, wanted)).one_or_none()
        return _account(row) if row else None

    @override
    async def of_site(self, site_id: SiteId) -> Sequence[Account]:
        rows = await self._connection.execute(_OF_SITE, {"of_site": site_id})
        return [_account(row) for row in rows]

    @override
    async def lock(self, site_id: SiteId, account_id: str) -> Account | None:
        wanted = {"of_site": site_id, "of_account": account_id}
        row = (await self._connection.execute(_LOCK, wanted)).one_or_none()
        return _account(row) if row else None

    @override
    async def note_codes(self, account: Account) -> None:
        wanted = {"of_site": account.site_id, "of_account": account.account_id}
        await self._connection.execute(_CHANGE.values(_codes(account)), wanted)

    @override
    async def disable(self, site_id: SiteId, account_id: str, now: datetime) -> bool:
        wanted = {"of_site": site_id, "of_account": account_id}
        done = await self._connection.execute(_CHANGE.values(disabled_at=now), wanted)
        return done.rowcount > 0


def _account(row: Row[*tuple[Any, ...]]) -> Account:
    return Account(**row._asdict())


def _codes(account: Account) -> dict[str, object]:
    names = ("used_step", "wrong_codes", "wrong_at")
    return {name: getattr(account, name) for name in names}
