# SPDX-License-Identifier: Apache-2.0
"""A centre as one would write it first: FastAPI, SQLAlchemy Core, one transaction for each request.

`python -m bench.skeleton URL PORT`. It takes the same requests as `POST /v1/exchange` of the centre
and keeps the same rows as safely with the same driver, gives them the same order, and tells a kiosk of
the others' tickets. It checks the position and nothing else: not the hashes, not the places, not what
an entry says; it grants, books and wakes nobody. It is what the centre is measured against.
"""

import hashlib
import json
import sys
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Annotated, Any
from uuid import UUID

import uvicorn
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel
from sqlalchemy import MetaData, insert, make_url, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

CONNECTIONS = 10
MOST_TOLD = 200


class Owner(BaseModel):
    digest: str


class Entry(BaseModel):
    position: int
    at: datetime
    kind: str
    body: dict[str, Any]
    owner: Owner | None = None


class Exchange(BaseModel):
    exchange_id: str
    epoch: int
    after: int
    after_hash: str | None
    entries: list[Entry]
    end: int
    cursor: int
    health: dict[str, Any] | None = None


def application(url: str) -> FastAPI:
    engine = create_async_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        pool_size=CONNECTIONS,
        max_overflow=0,
    )
    tables = MetaData()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with engine.connect() as connection:
            await connection.run_sync(tables.reflect)
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)
    app.add_middleware(GZipMiddleware, compresslevel=1)
    bearer = Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]

    @app.get("/readyz")
    async def ready() -> None:
        pass

    @app.post("/v1/exchange")
    async def exchange(request: Request, credential: bearer) -> dict[str, Any]:
        said = Exchange.model_validate_json(zlib.decompress(await request.body(), 31))
        async with engine.begin() as connection:
            return await Exchanging(connection, tables).exchange(said, credential.credentials)

    return app


class Exchanging:
    def __init__(self, connection: AsyncConnection, tables: MetaData) -> None:
        self.connection = connection
        self.site, self.kiosk = tables.tables["site"], tables.tables["kiosk"]
        self.journal, self.ticket = tables.tables["journal"], tables.tables["ticket"]

    async def exchange(self, said: Exchange, credential: str) -> dict[str, Any]:
        kiosk = await self._kiosk(credential)
        if said.after > kiosk.applied:
            raise HTTPException(409, {"acknowledged": kiosk.applied})
        entries = said.entries[kiosk.applied - said.after :]
        if entries:
            await self._take(kiosk, said, entries)
        acknowledged = max(kiosk.applied, said.after + len(said.entries))
        told = await self._told(kiosk, said.cursor)
        return {
            "exchange_id": said.exchange_id,
            "epoch": said.epoch,
            "acknowledged": acknowledged,
            "feed": [{"cursor": row.seq, "kind": "ticket", **json.loads(row.body)} for row in told],
            "cursor": told[-1].seq if told else said.cursor,
            "has_more": len(told) == MOST_TOLD,
            "now": datetime.now(tz=UTC),  # noqa: TID251  # it has no other clock
        }

    async def _kiosk(self, credential: str) -> Any:
        columns = self.kiosk.c
        found = await self.connection.execute(
            select(columns.site_id, columns.kiosk_id, columns.applied, columns.last_hash)
            .where(columns.credential_hash == _hashed(credential), columns.revoked_at.is_(None))
            .with_for_update()
        )
        kiosk = found.one_or_none()
        if kiosk is None:
            raise HTTPException(401)
        return kiosk

    async def _take(self, kiosk: Any, said: Exchange, entries: list[Entry]) -> None:
        now = datetime.now(tz=UTC)  # noqa: TID251  # it has no other clock
        site, of_kiosk = self.site, self.kiosk
        advanced = await self.connection.execute(
            update(site)
            .where(site.c.site_id == kiosk.site_id)
            .values(seq=site.c.seq + len(entries))
            .returning(site.c.seq)
        )
        seq = advanced.scalar_one() - len(entries)
        rows, last_hash = _journal_rows(kiosk, entries, seq, now)
        await self.connection.execute(insert(self.journal), rows)
        if tickets := _ticket_rows(kiosk, entries):
            await self.connection.execute(insert(self.ticket), tickets)
        await self.connection.execute(
            update(of_kiosk)
            .where(of_kiosk.c.site_id == kiosk.site_id, of_kiosk.c.kiosk_id == kiosk.kiosk_id)
            .values(
                applied=entries[-1].position,
                log_end=said.end,
                last_hash=last_hash,
                feed_cursor=said.cursor,
                heard_at=now,
                health=json.dumps(said.health),
            )
        )

    async def _told(self, kiosk: Any, cursor: int) -> Any:
        """The tickets of the other kiosks, as their logs have them."""
        row = self.journal.c
        found = await self.connection.execute(
            select(row.seq, row.body)
            .where(row.site_id == kiosk.site_id, row.seq > cursor, row.kiosk_id != kiosk.kiosk_id)
            .where(row.kind == "issued")
            .order_by(row.seq)
            .limit(MOST_TOLD)
        )
        return found.all()


def _journal_rows(
    kiosk: Any, entries: list[Entry], seq: int, now: datetime
) -> tuple[list[dict[str, Any]], bytes]:
    rows, last_hash = [], kiosk.last_hash
    for number, entry in enumerate(entries, start=1):
        body = json.dumps(entry.body, ensure_ascii=False, sort_keys=True)
        line = f"{last_hash.hex()}\n{entry.position}\n{entry.at.isoformat()}\n{entry.kind}\n{body}"
        last_hash = hashlib.sha256(line.encode()).digest()
        rows.append(
            {
                "site_id": kiosk.site_id,
                "business_date": _today(now),
                "seq": seq + number,
                "at": now,
                "kind": entry.kind,
                "body": body,
                "kiosk_id": kiosk.kiosk_id,
                "position": entry.position,
                "hash": last_hash,
            }
        )
    return rows, last_hash


def _ticket_rows(kiosk: Any, entries: list[Entry]) -> list[dict[str, Any]]:
    return [
        {
            "site_id": kiosk.site_id,
            "business_date": date.fromisoformat(entry.body["business_date"]),
            "ticket_id": UUID(entry.body["ticket_id"]),
            "kiosk_id": kiosk.kiosk_id,
            "number": entry.body["number"],
            "service_id": entry.body["service_id"],
            "lane": entry.body["lane"],
            "status": "waiting",
            "issued_at": entry.at,
            "digest": entry.owner.digest if entry.owner else None,
        }
        for entry in entries
        if entry.kind == "issued"
    ]


def _hashed(credential: str) -> str:
    return f"s256:{hashlib.sha256(credential.encode()).hexdigest()}"


def _today(now: datetime) -> date:
    return now.date()


if __name__ == "__main__":
    uvicorn.run(
        application(sys.argv[1]), port=int(sys.argv[2]), access_log=False, log_level="warning"
    )
