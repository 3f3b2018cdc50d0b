# SPDX-License-Identifier: Apache-2.0
"""The kiosks, and the tokens that let one enrol."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from central.store import tables
from central.store.abstract import Enrolments, Kiosks
from central.store.records import EnrolmentToken, KioskProgress, KioskRecord
from central.store.upsert import Insert, Upsert, or_nothing
from hall.ids import KioskId, SiteId

_KIOSK = tables.kiosk.c
_TOKEN = tables.enrolment_token.c
_ADD = or_nothing(tables.kiosk)
_OF_SITE = (
    select(tables.kiosk).where(_KIOSK.site_id == bindparam("of_site")).order_by(_KIOSK.kiosk_id)
)
_FIND = _OF_SITE.where(_KIOSK.kiosk_id == bindparam("of_kiosk"))
_BY_CREDENTIAL = select(tables.kiosk).where(
    _KIOSK.credential_hash == bindparam("of_credential"), _KIOSK.revoked_at.is_(None)
)
_CHANGE = update(tables.kiosk).where(
    _KIOSK.site_id == bindparam("of_site"),
    _KIOSK.kiosk_id == bindparam("of_kiosk"),
    _KIOSK.revoked_at.is_(None),
)


class SqlKiosks(Kiosks):
    """The enrolled kiosks."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @override
    async def add(self, kiosk: KioskRecord) -> bool:
        progress = kiosk.progress
        values = {
            "site_id": kiosk.site_id,
            "kiosk_id": kiosk.kiosk_id,
            "public_key": kiosk.public_key,
            "algorithm": kiosk.algorithm,
            "credential_hash": kiosk.credential_hash,
            "enrolled_at": kiosk.enrolled_at,
            "revoked_at": kiosk.revoked_at,
            "applied": progress.applied,
            "log_end": progress.log_end,
            "last_hash": progress.last_hash,
            "feed_cursor": progress.feed_cursor,
            "heard_at": progress.heard_at,
            "health": progress.health,
        }
        insert = _ADD.for_dialect(self._connection.dialect.name)
        return (await self._connection.execute(insert, values)).rowcount > 0

    @override
    async def find(self, site_id: SiteId, kiosk_id: KioskId) -> KioskRecord | None:
        wanted = {"of_site": site_id, "of_kiosk": kiosk_id}
        row = (await self._connection.execute(_FIND, wanted)).one_or_none()
        return _kiosk(row) if row else None

    @override
    async def by_credential(self, credential_hash: str) -> KioskRecord | None:
        wanted = {"of_credential": credential_hash}
        row = (await self._connection.execute(_BY_CREDENTIAL, wanted)).one_or_none()
        return _kiosk(row) if row else None

    @override
    async def of_site(self, site_id: SiteId) -> Sequence[KioskRecord]:
        rows = await self._connection.execute(_OF_SITE, {"of_site": site_id})
        return [_kiosk(row) for row in rows]

    @override
    async def renew(self, site_id: SiteId, kiosk_id: KioskId, credential_hash: str) -> None:
        change = _CHANGE.values(credential_hash=credential_hash)
        await self._connection.execute(change, {"of_site": site_id, "of_kiosk": kiosk_id})

    @override
    async def revoke(self, site_id: SiteId, kiosk_id: KioskId, now: datetime) -> bool:
        wanted = {"of_site": site_id, "of_kiosk": kiosk_id}
        done = await self._connection.execute(_CHANGE.values(revoked_at=now), wanted)
        return done.rowcount > 0


def _kiosk(row: Row[*tuple[Any, ...]]) -> KioskRecord:
    return KioskRecord(
        site_id=row.site_id,
        progress=KioskProgress(
            kiosk_id=row.kiosk_id,
            applied=row.applied,
            log_end=row.log_end,
            last_hash=row.last_hash,
            feed_cursor=row.feed_cursor,
            heard_at=row.heard_at,
            health=row.health,
        ),
        public_key=row.public_key,
        algorithm=row.algorithm,
        credential_hash=row.credential_hash,
        enrolled_at=row.enrolled_at,
        revoked_at=row.revoked_at,
    )


def _replace_token(insert: Insert) -> Insert:
    names = ("token_hash", "made_at", "expires_at", "used_at")
    return insert.on_conflict_do_update(
        index_elements=[_TOKEN.site_id, _TOKEN.kiosk_id],
        set_={name: insert.excluded[name] for name in names},
    )


_PUT_TOKEN = Upsert(tables.enrolment_token, _replace_token)
_FIND_TOKEN = select(tables.enrolment_token).where(_TOKEN.token_hash == bindparam("of_token"))
_USE_TOKEN = (
    update(tables.enrolment_token)
    .where(
        _TOKEN.token_hash == bindparam("of_token"),
        _TOKEN.used_at.is_(None),
        _TOKEN.expires_at > bindparam("now", type_=_TOKEN.expires_at.type),
    )
    .values(used_at=bindparam("now", type_=_TOKEN.expires_at.type))
    .returning(*tables.enrolment_token.c)
)
_FIND_TOKEN = select(tables.enrolment_token).where(_TOKEN.token_hash == bindparam("of_token"))


class SqlEnrolments(Enrolments):
    """The tokens that let kiosks enrol."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    @override
    async def put(self, token: EnrolmentToken) -> None:
        values = {
            "site_id": token.site_id,
            "kiosk_id": token.kiosk_id,
            "token_hash": token.token_hash,
            "made_at": token.made_at,
            "expires_at": token.expires_at,
            "used_at": token.used_at,
        }
        insert = _PUT_TOKEN.for_dialect(self._connection.dialect.name)
        await self._connection.execute(insert, values)

    @override
    async def use(self, token_hash: str, now: datetime) -> EnrolmentToken | None:
        # One statement: of two that use it at once, one waits and then finds it used.
        wanted = {"of_token": token_hash, "now": now}
        row = (await self._connection.execute(_USE_TOKEN, wanted)).one_or_none()
        return EnrolmentToken(*row) if row else None

    @override
    async def find(self, token_hash: str) -> EnrolmentToken | None:
        row = (await self._connection.execute(_FIND_TOKEN, {"of_token": token_hash})).one_or_none()
        return EnrolmentToken(*row) if row else None
