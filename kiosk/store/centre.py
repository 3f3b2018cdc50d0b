# SPDX-License-Identifier: Apache-2.0
"""How far this kiosk is with its centre, and what that said of the site, on SQLite."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.dialects.sqlite import insert
from typing_extensions import override

from hall.ids import KioskId, ServiceId
from hall.news import KioskKeyTold
from hall.stopping import Stop
from kiosk.store import tables
from kiosk.store.abstract_centre import Centre, CentreState

_ONLY = 1
_STATE = select(tables.centre).where(tables.centre.c.only == _ONLY)
_DOCUMENT = select(tables.document.c.text).where(tables.document.c.kind == bindparam("of_kind"))
_STOPS = (
    select(tables.stop)
    .where(tables.stop.c.at >= bindparam("since"), tables.stop.c.at < bindparam("until"))
    .order_by(tables.stop.c.cursor)
)
_KEYS = select(tables.kiosk_key).order_by(tables.kiosk_key.c.kiosk_id)
_KEY = select(tables.kiosk_key).where(tables.kiosk_key.c.kiosk_id == bindparam("of_kiosk"))


class SqlCentre(Centre):
    """State, documents, stops and the keys of the other kiosks."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @override
    def state(self) -> CentreState:
        row = self._connection.execute(_STATE).one_or_none()
        if row is None:
            return CentreState()
        return CentreState(
            row.epoch,
            row.cursor,
            row.last_request,
            row.heard_at,
            row.disowned_at,
            row.is_given_up,
        )

    @override
    def put_state(self, state: CentreState) -> None:
        values = {
            "epoch": state.epoch,
            "cursor": state.cursor,
            "last_request": state.last_request,
            "heard_at": state.heard_at,
            "disowned_at": state.disowned_at,
            "is_given_up": state.is_given_up,
        }
        put = insert(tables.centre).values(only=_ONLY, **values)
        self._connection.execute(put.on_conflict_do_update(set_=values))

    @override
    def document(self, kind: str) -> str | None:
        return self._connection.execute(_DOCUMENT, {"of_kind": kind}).scalar_one_or_none()

    @override
    def put_document(self, kind: str, text: str) -> None:
        put = insert(tables.document).values(kind=kind, text=text)
        self._connection.execute(put.on_conflict_do_update(set_={"text": text}))

    @override
    def add_stop(self, cursor: int, stop: Stop) -> None:
        add = insert(tables.stop).values(
            cursor=cursor, service_id=stop.service_id, at=stop.at, standing=stop.standing
        )
        self._connection.execute(add.on_conflict_do_nothing())

    @override
    def stops(self, since: datetime, until: datetime) -> tuple[Stop, ...]:
        rows = self._connection.execute(_STOPS, {"since": since, "until": until})
        return tuple(Stop(ServiceId(row.service_id), row.at, row.standing) for row in rows)

    @override
    def put_kiosk_key(self, key: KioskKeyTold) -> None:
        values = {"algorithm": key.algorithm, "public_key": key.public_key}
        put = insert(tables.kiosk_key).values(kiosk_id=key.kiosk_id, **values)
        self._connection.execute(put.on_conflict_do_update(set_=values))

    @override
    def kiosk_key(self, kiosk_id: KioskId) -> KioskKeyTold | None:
        row = self._connection.execute(_KEY, {"of_kiosk": kiosk_id}).one_or_none()
        return KioskKeyTold(kiosk_id, row.algorithm, row.public_key) if row else None

    @override
    def kiosk_keys(self) -> tuple[KioskKeyTold, ...]:
        return tuple(KioskKeyTold(*row) for row in self._connection.execute(_KEYS))
