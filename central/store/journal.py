# SPDX-License-Identifier: Apache-2.0
"""The journals: appending and reading; nothing here changes or removes a row."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from sqlalchemy import Select, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from central.store import tables
from central.store.abstract import Journal
from central.store.errors import undamaged
from central.store.many import Written, insertion, write, write_and_select
from central.store.projections import set_statuses, writes_of
from central.store.records import Changes, JournalRow
from hall.ids import KioskId, SiteId
from hall.journal import KioskLogged

_ROW = tables.journal.c
_SITE = tables.site.c
_OF_SITE = select(
    _ROW.seq,
    _ROW.business_date,
    _ROW.at,
    _ROW.kind,
    _ROW.body,
    _ROW.kiosk_id,
    _ROW.position,
    _ROW.hash,
).where(_ROW.site_id == bindparam("of_site"))
_AFTER = _OF_SITE.where(_ROW.seq > bindparam("after")).order_by(_ROW.seq)
_SOME_AFTER = _AFTER.limit(bindparam("most"))
_FIRST_DAY = select(func.min(_ROW.business_date)).where(_ROW.site_id == bindparam("of_site"))
_SINCE = _OF_SITE.where(_ROW.business_date >= bindparam("since")).order_by(_ROW.seq)
_OF_KIOSK = _SINCE.where(_ROW.kiosk_id == bindparam("of_kiosk"))
_ADVANCE = (
    update(tables.site)
    .where(_SITE.site_id == bindparam("of_site"), _SITE.seq < bindparam("first"))
    .values(seq=bindparam("new_end"))
)

CHANNEL = "youhao_journal"
"""Where PostgreSQL says at which site something was written; the payload is the site's id."""
_ADVANCED = _ADVANCE.returning(_SITE.seq).cte("advanced")
_INSERT = insertion(tables.journal, only_if=select(_ADVANCED).exists())
_COUNT = select(func.count()).select_from(_ADVANCED)
_COUNT_AND_NOTIFY = _COUNT.add_columns(func.pg_notify(CHANNEL, bindparam("of_site")))


class SqlJournal(Journal):
    """The journal of each site."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @override
    async def append(
        self, site_id: SiteId, rows: Sequence[JournalRow], changes: Changes | None = None
    ) -> None:
        if any(later.seq <= row.seq for row, later in pairwise(rows)):
            raise RuntimeError("rows do not rise")
        changes = changes or Changes()
        written = [*writes_of(site_id, changes), (_INSERT, [_values(site_id, row) for row in rows])]
        if not rows:
            await write(self._connection, written)
        elif not await self._advance(site_id, rows, written):
            raise RuntimeError(f"{site_id} does not end before {rows[0].seq}")
        await set_statuses(self._connection, site_id, changes)

    async def _advance(self, site_id: SiteId, rows: Sequence[JournalRow], written: Written) -> bool:
        """False if the site did not end before the rows; then there are no more of them."""
        ends = {"of_site": site_id, "first": rows[0].seq, "new_end": rows[-1].seq}
        if self._connection.dialect.name == "postgresql":
            # Other processes hear of it when it is committed. Not of each ticket: that would put
            # the commits of all sites in a row.
            is_news = any(row.kind != KioskLogged.kind for row in rows)
            chosen = _COUNT_AND_NOTIFY if is_news else _COUNT
            found = await write_and_select(self._connection, written, chosen, ends)
            return bool(found.one()[0])
        is_end = (await self._connection.execute(_ADVANCE, ends)).rowcount == 1
        if is_end:
            await write(self._connection, written)
        return is_end

    @override
    async def after(
        self, site_id: SiteId, seq: int, most: int | None = None
    ) -> Sequence[JournalRow]:
        wanted: dict[str, object] = {"of_site": site_id, "after": seq}
        if most is None:
            return await self._read(_AFTER, wanted)
        return await self._read(_SOME_AFTER, {**wanted, "most": most})

    @override
    async def first_day(self, site_id: SiteId) -> date | None:
        found: date | None = await self._connection.scalar(_FIRST_DAY, {"of_site": site_id})
        return found

    @override
    async def since(self, site_id: SiteId, business_date: date) -> Sequence[JournalRow]:
        return await self._read(_SINCE, {"of_site": site_id, "since": business_date})

    @override
    async def of_kiosk(
        self, site_id: SiteId, kiosk_id: KioskId, since: date
    ) -> Sequence[JournalRow]:
        wanted = {"of_site": site_id, "of_kiosk": kiosk_id, "since": since}
        return await self._read(_OF_KIOSK, wanted)

    async def _read(
        self, statement: Select[Any], wanted: dict[str, object]
    ) -> Sequence[JournalRow]:
        with undamaged("journal", wanted["of_site"]):
            return [JournalRow(*row) for row in await self._connection.execute(statement, wanted)]


def _values(site_id: SiteId, row: JournalRow) -> dict[str, object]:
    return {
        "site_id": site_id,
        "seq": row.seq,
        "business_date": row.business_date,
        "at": row.at,
        "kind": row.kind,
        "body": row.body,
        "kiosk_id": row.kiosk_id,
        "position": row.position,
        "hash": row.hash,
    }
