# SPDX-License-Identifier: Apache-2.0
"""The sites, and the lock that puts one site's writers in a row."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from central.store import tables
from central.store.abstract import Sites
from central.store.records import SiteHead, SiteRecord
from central.store.upsert import or_nothing
from hall.ids import SiteId

_SITE = tables.site.c
_ADD = or_nothing(tables.site)
_ALL = select(tables.site).order_by(_SITE.site_id)
_FIND = select(tables.site).where(_SITE.site_id == bindparam("of_site"))
_HEAD = select(_SITE.site_id, _SITE.seq, _SITE.epoch, _SITE.edition).where(
    _SITE.site_id == bindparam("of_site")
)
# NO KEY: a kiosk can be enrolled meanwhile. SQLite has the whole file locked since BEGIN.
_LOCK = _HEAD.with_for_update(key_share=True)
_CHANGE = update(tables.site).where(_SITE.site_id == bindparam("of_site"))


class SqlSites(Sites):
    """The sites."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @override
    async def add(self, site: SiteRecord) -> bool:
        values = {
            "site_id": site.site_id,
            "name": site.name,
            "timezone": site.timezone,
            "catalogue": site.catalogue,
            "seq": site.seq,
            "epoch": site.epoch,
            "edition": site.edition,
            "forgotten": site.forgotten,
        }
        insert = _ADD.for_dialect(self._connection.dialect.name)
        return (await self._connection.execute(insert, values)).rowcount > 0

    @override
    async def find(self, site_id: SiteId) -> SiteRecord | None:
        row = (await self._connection.execute(_FIND, {"of_site": site_id})).one_or_none()
        return SiteRecord(*row) if row else None

    @override
    async def all(self) -> Sequence[SiteRecord]:
        return [SiteRecord(*row) for row in await self._connection.execute(_ALL)]

    @override
    async def head(self, site_id: SiteId) -> SiteHead | None:
        row = (await self._connection.execute(_HEAD, {"of_site": site_id})).one_or_none()
        return SiteHead(*row) if row else None

    @override
    async def lock(self, site_id: SiteId) -> SiteHead | None:
        row = (await self._connection.execute(_LOCK, {"of_site": site_id})).one_or_none()
        return SiteHead(*row) if row else None

    @override
    async def describe(self, site_id: SiteId, name: str, timezone: str, catalogue: str) -> None:
        change = _CHANGE.values(
            name=name, timezone=timezone, catalogue=catalogue, edition=_SITE.edition + 1
        )
        await self._connection.execute(change, {"of_site": site_id})

    @override
    async def begin_epoch(self, site_id: SiteId, epoch: int) -> None:
        await self._connection.execute(_CHANGE.values(epoch=epoch), {"of_site": site_id})
