# SPDX-License-Identifier: Apache-2.0
"""The composition root: the only module that names concrete classes, and what each command does."""

import asyncio
import json
import logging
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from types import FrameType
from typing import ClassVar, TextIO

import uvicorn

from central.api.application import application
from central.api.metrics import Metrics
from central.api.parts import Parts
from central.crypto import DayKeys
from central.errors import CentralError
from central.services.enrolment import TOKEN_LASTS, make_token
from central.services.forgetting import Forgetting
from central.services.sites import import_site
from central.settings.load import load_site_file
from central.settings.model import ListenSettings, Settings
from central.store.abstract import UnitOfWork
from central.store.database import Database
from central.texts import Texts
from common.clock import SystemClock
from hall.ids import KioskId, SiteId

logger = logging.getLogger(__name__)

FORGETS_EVERY = timedelta(minutes=15)
"""A day's key and digests are gone so soon after the day."""

BACKLOG = 1024
"""Connections that may wait for their first answer."""

DEMO_KIOSKS = ("kiosk_1", "kiosk_2")


class AddressError(CentralError):
    """Nobody can listen there. Fields: `host`, `port`, `problem`."""

    key: ClassVar[str] = "error.central.address"


async def serve(settings: Settings) -> int:
    """Answer requests until the process is told to end.

    Raises:
        AddressError: it cannot listen there.
        StoreError: the database cannot be used.
    """
    with _listen(settings.listen) as listening:
        database = await Database.open(
            settings.database.url, connections=settings.database.connections
        )
        try:
            await _answer(settings, database, listening)
        finally:
            await database.close()
    return 0


async def _answer(settings: Settings, database: Database, listening: socket.socket) -> None:
    clock = SystemClock()
    kept = timedelta(days=settings.kept.operation_days)
    keys = DayKeys(settings.state_dir)
    parts = Parts(database.unit_of_work, clock, Metrics())
    server = uvicorn.Server(_served(settings, parts))
    for number in (signal.SIGINT, signal.SIGTERM):
        # uvicorn raises again what ended it; by then it was obeyed, and the database waits to be closed.
        signal.signal(number, _obeyed)
    async with _running(Forgetting(database.unit_of_work, keys, clock, kept)):
        await server.serve(sockets=[listening])


def _listen(listen: ListenSettings) -> socket.socket:
    family = socket.AF_INET6 if ":" in listen.host else socket.AF_INET
    try:
        return socket.create_server((listen.host, listen.port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise AddressError(
            host=listen.host, port=listen.port, problem=error.strerror or "?"
        ) from error


def _obeyed(number: int, frame: FrameType | None) -> None:
    logger.info("ended signal=%s", number)


def _served(settings: Settings, parts: Parts) -> uvicorn.Config:
    listen = settings.listen
    return uvicorn.Config(
        application(parts),
        ssl_certfile=listen.tls.certificate if listen.tls else None,
        ssl_keyfile=listen.tls.private_key if listen.tls else None,
        proxy_headers=listen.trusts_proxy,
        access_log=False,  # it would hold paths, which are the callers' own words
        server_header=False,
        log_config=None,
        lifespan="off",
        timeout_graceful_shutdown=10,
    )


@asynccontextmanager
async def _running(forgetting: Forgetting) -> AsyncIterator[None]:
    task = asyncio.create_task(_keep_forgetting(forgetting))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _keep_forgetting(forgetting: Forgetting) -> None:
    while True:
        try:
            await forgetting.forget()
        except CentralError as error:
            logger.warning("forgetting failed: %s", error)
        await asyncio.sleep(FORGETS_EVERY.total_seconds())


async def migrate(settings: Settings, texts: Texts, out: TextIO) -> int:
    """Bring the tables up to date."""
    before = await Database.migrate(settings.database.url)
    out.write(texts("command.migrated", before=before or "-") + "\n")
    return 0


async def import_file(settings: Settings, path: Path, texts: Texts, out: TextIO) -> int:
    """Keep a site as its file describes it."""
    site = load_site_file(path, SystemClock().now().year)
    async with _database(settings) as database:
        is_new = await import_site(database.unit_of_work, site)
    key = "command.site_added" if is_new else "command.site_changed"
    out.write(texts(key, site_id=site.site.site_id, count=len(site.catalogue.services)) + "\n")
    return 0


async def enrol_kiosk(
    settings: Settings, site_id: SiteId, kiosk_id: KioskId, texts: Texts, out: TextIO
) -> int:
    """Print a token that lets one kiosk enrol."""
    async with _database(settings) as database:
        token = await make_token(database.unit_of_work, SystemClock(), site_id, kiosk_id)
    minutes = TOKEN_LASTS // timedelta(minutes=1)
    out.write(texts("command.token", token=token.reveal(), minutes=minutes) + "\n")
    return 0


async def demo_data(settings: Settings, path: Path, texts: Texts, out: TextIO) -> int:
    """Tables, a sample site, and a token for each of its kiosks."""
    await migrate(settings, texts, out)
    await import_file(settings, path, texts, out)
    site = load_site_file(path, SystemClock().now().year).site.site_id
    for kiosk in DEMO_KIOSKS:
        out.write(f"{kiosk}: ")
        await enrol_kiosk(settings, site, KioskId(kiosk), texts, out)
    return 0


def openapi(out: TextIO) -> int:
    """Print the OpenAPI document."""
    parts = Parts(_no_units, SystemClock(), Metrics())
    json.dump(application(parts).openapi(), out, ensure_ascii=False, indent=2, sort_keys=True)
    out.write("\n")
    return 0


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[Database]:
    database = await Database.open(settings.database.url, connections=1)
    try:
        yield database
    finally:
        await database.close()


def _no_units(*, is_read_only: bool = False) -> UnitOfWork:
    raise RuntimeError("nothing is asked while the document is written")
