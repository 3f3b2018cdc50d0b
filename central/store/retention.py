# SPDX-License-Identifier: Apache-2.0
"""Forgets old rows, the oldest days first, so many at a time."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, Table, bindparam, delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from central.store import tables
from central.store.abstract import Kept, Retention
from hall.ids import SiteId

_TABLES: Mapping[Kept, Table] = {
    Kept.JOURNAL: tables.journal,
    Kept.TICKET: tables.ticket,
    Kept.BOOKING: tables.booking,
    Kept.IDEMPOTENCY: tables.idempotency,
    Kept.AUDIT: tables.audit,
    Kept.HELP_CALL: tables.help_call,
}
_IDENTITY = ((tables.ticket, "digest"), (tables.ticket, "proxy"), (tables.booking, "digest"))
"""What is wiped; each has an index of those that are still known."""

_SITE = tables.site.c
_COUNT = (
    update(tables.site)
    .where(_SITE.site_id == bindparam("of_site"))
    .values(forgotten=_SITE.forgotten + bindparam("more"))
)
"""Of rows that are missing for another reason `central check-audit` tells."""

_TOKEN = tables.enrolment_token.c
# One for each kiosk at most. What was used is needed as long as its answer may be asked for again.
_FORGET_TOKENS = delete(tables.enrolment_token).where(
    _TOKEN.site_id == bindparam("of_site"),
    _TOKEN.expires_at <= bindparam("now", type_=_TOKEN.expires_at.type),
)


class SqlRetention(Retention):
    """Reads keys along the primary key, which begins with site and day, so it never searches."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @override
    async def wipe(self, site_id: SiteId, before: date, most: int) -> int:
        wiped = 0
        wanted = {"of_site": site_id, "before": before, "most": most}
        for table, name in _IDENTITY:
            known = _old(table).where(table.c[name].is_not(None)).limit(bindparam("most"))
            statement = update(table).where(tuple_(*table.primary_key).in_(known))
            nothing = statement.values({name: None})
            wiped += (await self._connection.execute(nothing, wanted)).rowcount
        return wiped

    @override
    async def delete(self, kept: Kept, site_id: SiteId, before: date, most: int) -> int:
        table = _TABLES[kept]
        old = _old(table).order_by(*table.primary_key).limit(bindparam("most"))
        wanted = {"of_site": site_id, "before": before, "most": most}
        done = await self._connection.execute(
            delete(table).where(tuple_(*table.primary_key).in_(old)), wanted
        )
        if kept is Kept.JOURNAL and done.rowcount:
            await self._connection.execute(_COUNT, {"of_site": site_id, "more": done.rowcount})
        return done.rowcount

    @override
    async def forget_tokens(self, site_id: SiteId, now: datetime) -> int:
        wanted = {"of_site": site_id, "now": now}
        return (await self._connection.execute(_FORGET_TOKENS, wanted)).rowcount


def _old(table: Table) -> Select[Any]:
    return select(*table.primary_key).where(
        table.c.site_id == bindparam("of_site"), table.c.business_date < bindparam("before")
    )
