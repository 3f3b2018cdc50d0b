# SPDX-License-Identifier: Apache-2.0
"""Calls for help."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from central.store import tables
from central.store.abstract import HelpCalls
from central.store.records import HelpCall
from central.store.upsert import or_nothing
from hall.ids import HelpCallId, KioskId, SiteId

_CALL = tables.help_call.c
_ADD = or_nothing(tables.help_call)
_IS_IT = (_CALL.site_id == bindparam("of_site"), _CALL.call_id == bindparam("of_call"))
_FIND = select(tables.help_call).where(*_IS_IT)
_LOCK = _FIND.with_for_update()  # on SQLite whoever writes is alone
_KEEP = update(tables.help_call).where(*_IS_IT)
_IS_OPEN = (
    _CALL.site_id == bindparam("of_site"),
    _CALL.ended_at.is_(None),
    _CALL.heard_at > bindparam("since", type_=_CALL.heard_at.type),
)
_OPEN = select(tables.help_call).where(*_IS_OPEN).order_by(_CALL.raised_at, _CALL.call_id)
_TELL = update(tables.help_call).where(*_IS_OPEN, _CALL.told_at.is_(None))
_END = update(tables.help_call).where(
    _CALL.site_id == bindparam("of_site"),
    _CALL.kiosk_id == bindparam("of_kiosk"),
    _CALL.ended_at.is_(None),
)


class SqlHelpCalls(HelpCalls):
    """Calls for help."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @override
    async def add(self, call: HelpCall) -> bool:
        insert = _ADD.for_dialect(self._connection.dialect.name)
        return (await self._connection.execute(insert, asdict(call))).rowcount > 0

    @override
    async def find(self, site_id: SiteId, call_id: HelpCallId) -> HelpCall | None:
        wanted = {"of_site": site_id, "of_call": call_id}
        row = (await self._connection.execute(_FIND, wanted)).one_or_none()
        return _call(row) if row else None

    @override
    async def lock(self, site_id: SiteId, call_id: HelpCallId) -> HelpCall | None:
        wanted = {"of_site": site_id, "of_call": call_id}
        row = (await self._connection.execute(_LOCK, wanted)).one_or_none()
        return _call(row) if row else None

    @override
    async def keep(self, call: HelpCall) -> None:
        names = ("heard_at", "told_at", "answered_at", "answered_by", "ended_at")
        change = _KEEP.values({name: getattr(call, name) for name in names})
        wanted = {"of_site": call.site_id, "of_call": call.call_id}
        await self._connection.execute(change, wanted)

    @override
    async def open(self, site_id: SiteId, since: datetime) -> Sequence[HelpCall]:
        wanted = {"of_site": site_id, "since": since}
        return [_call(row) for row in await self._connection.execute(_OPEN, wanted)]

    @override
    async def tell(self, site_id: SiteId, since: datetime, now: datetime) -> None:
        wanted = {"of_site": site_id, "since": since}
        await self._connection.execute(_TELL.values(told_at=now), wanted)

    @override
    async def end(
        self, site_id: SiteId, kiosk_id: KioskId, now: datetime, raised_by: datetime | None = None
    ) -> None:
        wanted = {"of_site": site_id, "of_kiosk": kiosk_id}
        those = _END if raised_by is None else _END.where(_CALL.raised_at <= raised_by)
        await self._connection.execute(those.values(ended_at=now), wanted)


def _call(row: Row[*tuple[Any, ...]]) -> HelpCall:
    return HelpCall(**row._asdict())
