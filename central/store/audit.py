# SPDX-License-Identifier: Apache-2.0
"""What staff did, chained; nothing here changes or removes an entry."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import bindparam, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from central.store import tables
from central.store.abstract import Audit, Sites
from central.store.errors import undamaged
from central.store.records import AuditEntry
from hall.canonical import Json, to_text
from hall.ids import SiteId
from hall.log import FIRST_POSITION, GENESIS, chain_hash

_ENTRY = tables.audit.c
_INSERT = insert(tables.audit)
_OF_SITE = select(
    _ENTRY.business_date,
    _ENTRY.position,
    _ENTRY.at,
    _ENTRY.act,
    _ENTRY.body,
    _ENTRY.previous_hash,
    _ENTRY.hash,
).where(_ENTRY.site_id == bindparam("of_site"))
_AFTER = (
    _OF_SITE.where(_ENTRY.position > bindparam("after"))
    .order_by(_ENTRY.position)
    .limit(bindparam("most"))
)
_LAST = _OF_SITE.order_by(_ENTRY.position.desc()).limit(1)


class SqlAudit(Audit):
    """The chain of each site."""

    def __init__(self, connection: AsyncConnection, sites: Sites) -> None:
        self._connection = connection
        self._sites = sites

    @override
    async def append(
        self, site_id: SiteId, business_date: date, at: datetime, act: str, body: dict[str, Json]
    ) -> AuditEntry:
        await self._sites.lock(site_id)
        row = (await self._connection.execute(_LAST, {"of_site": site_id})).one_or_none()
        entry = next_entry(AuditEntry(*row) if row else None, business_date, at, act, to_text(body))
        values = {
            "site_id": site_id,
            "business_date": entry.business_date,
            "position": entry.position,
            "at": entry.at,
            "act": entry.act,
            "body": entry.body,
            "previous_hash": entry.previous_hash,
            "hash": entry.hash,
        }
        await self._connection.execute(_INSERT, values)
        return entry

    @override
    async def entries(self, site_id: SiteId, after: int, most: int) -> Sequence[AuditEntry]:
        wanted = {"of_site": site_id, "after": after, "most": most}
        with undamaged("audit", site_id):
            return [AuditEntry(*row) for row in await self._connection.execute(_AFTER, wanted)]


def next_entry(
    last: AuditEntry | None, business_date: date, at: datetime, act: str, body: str
) -> AuditEntry:
    """The entry that follows `last`; None begins a chain."""
    position, previous = (last.position + 1, last.hash) if last else (FIRST_POSITION, GENESIS)
    digest = chain_hash(previous, position, at, act, body)
    return AuditEntry(business_date, position, at, act, body, previous, digest)
