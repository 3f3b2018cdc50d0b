# SPDX-License-Identifier: Apache-2.0
"""The composition root: the only module that names concrete classes, and what each command does."""

import asyncio
import json
import logging
import os
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, ClassVar, TextIO, TypeAlias

import uvicorn

from central.administration import name_database, opened
from central.api.application import application
from central.api.metrics import Metrics
from central.api.parts import Parts
from central.checking import warnings_of
from central.collecting import LOOKS_AT_ALL_EVERY, look_at_all, set_survivors_aside
from central.crypto import BookingKey, DayKeys, SessionKey
from central.errors import CentralError
from central.services.bells import Bells
from central.services.booking import PLATFORM_HOLDS, BookingDesk
from central.services.booking_offers import Offers
from central.services.calling import CallingDesk
from central.services.centre_book import CentreBook
from central.services.day_round import DayRound
from central.services.describing import describe
from central.services.ending import GRACE_SECONDS, finished, whole
from central.services.enrolment import TOKEN_LASTS, make_token
from central.services.entrance import Entrance, limits
from central.services.exchange import Exchanging
from central.services.figures import Figures
from central.services.forgetting import Forgetting
from central.services.hall_desk import HallDesk
from central.services.help_calls import HelpDesk
from central.services.listening import Listening
from central.services.rates import Rates
from central.services.sessions import Sessions
from central.services.site_writer import Rules
from central.services.site_writers import SiteWriters
from central.services.sites import SiteFiles
from central.services.telling import Telling
from central.services.watching import Watching
from central.settings.load import load_site_file
from central.settings.model import LimitSettings, ListenSettings, Settings
from central.settings.tls_rules import is_good_at, is_open
from central.store.abstract import UnitOfWork, Units
from central.store.database import Database, database_name, database_url
from central.texts import Texts
from common.clock import Clock, SystemClock
from common.service_manager import ServiceManager
from common.settings.site_file import SiteFile
from hall.ids import KioskId, SiteId

logger = logging.getLogger(__name__)

FORGETS_EVERY = timedelta(minutes=15)
"""A day's key and digests are gone so soon after the day."""

GOES_ROUND_EVERY = timedelta(seconds=2)
"""What is due by the clock is late by no more."""

WATCHES_EVERY = timedelta(seconds=5)
"""A kiosk that is silent is reported so soon after it is."""

LISTENS_AGAIN_AFTER = timedelta(seconds=1)
"""When the database has ended the connection."""

STARTED_WITHIN_SECONDS = 0.05
"""systemd is told of it."""

ENDS_WITHIN_SECONDS = 0.2
"""After the word to end."""

KEEPS_IDLE_SECONDS = 75
"""A connection: longer than nginx (60) and usual clients do, so that none is closed under a request."""

PROXIES = ["127.0.0.1", "::1"]
"""Whose word on where a request comes from is taken: a proxy's on this machine."""

BACKLOG = 1024
"""Connections that may wait for their first answer."""

_Endless: TypeAlias = Coroutine[Any, Any, None]

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
    manager = ServiceManager.of(os.environ)
    with _listen(settings.listen) as listening:
        database = await Database.open(
            settings.database.url, connections=settings.database.connections
        )
        try:
            say_where(settings.listen, database.name)
            await answer(settings, database, listening, SystemClock(), manager)
        finally:
            await database.close()
    return 0


async def answer(
    settings: Settings,
    database: Database,
    listening: socket.socket,
    clock: Clock,
    manager: ServiceManager,
) -> None:
    """Answer whoever comes there until the process is told to end."""
    keys = DayKeys(settings.state_dir)
    files = SiteFiles()
    entrance = entrance_of(
        database.unit_of_work, clock, SessionKey.load_or_make(settings.state_dir), settings.limits
    )
    own_key = BookingKey.load_or_make(settings.state_dir)
    parts = parts_of(
        database.unit_of_work,
        clock,
        keys,
        files,
        entrance,
        own_key=own_key,
        platform_holds=settings.limits.platform_holds,
    )
    server = uvicorn.Server(served(settings, parts))
    for number in (signal.SIGINT, signal.SIGTERM):
        # uvicorn raises again what ended it; by then it was obeyed, and the database waits to be closed.
        signal.signal(number, _obeyed)
    kept = settings.kept
    operation = timedelta(days=kept.operation_days)
    statistics = timedelta(days=kept.statistics_days)
    forgetting = Forgetting(database.unit_of_work, keys, clock, operation, statistics)
    day_round = DayRound(database.unit_of_work, parts.writers, files, clock)
    set_survivors_aside()
    async with (
        parts.writers,
        _running(
            *_chores(forgetting, day_round, parts),
            *_hearing(database, parts),
            _ending(server, parts.bells),
            _keep_alive(server, manager),
        ),
    ):
        await server.serve(sockets=[listening])
        manager.stopping()


def _chores(forgetting: Forgetting, day_round: DayRound, parts: Parts) -> Iterator[_Endless]:
    """What is done by the clock."""
    yield _again("forgetting", whole(forgetting.forget), FORGETS_EVERY)
    yield _again("day round", whole(day_round.go), GOES_ROUND_EVERY)
    yield _again("watching", whole(parts.watching.watch), WATCHES_EVERY)
    yield _again("collecting", look_at_all, LOOKS_AT_ALL_EVERY)


def _hearing(database: Database, parts: Parts) -> Iterator[_Endless]:
    """How what other processes wrote is noticed."""
    others = Listening(parts.writers, parts.bells)
    yield _again("looking", others.look)
    yield _again("listening", partial(database.listen, others.hint), LISTENS_AGAIN_AFTER)


def entrance_of(units: Units, clock: Clock, key: SessionKey, settings: LimitSettings) -> Entrance:
    """Who gets in, and how often."""
    rates = limits(settings.platform_per_second, settings.kiosk_per_second)
    return Entrance(units, clock, Sessions(units, clock, key), Rates(clock), rates)


def parts_of(
    units: Units,
    clock: Clock,
    keys: DayKeys,
    files: SiteFiles,
    entrance: Entrance,
    *,
    own_key: BookingKey,
    platform_holds: int = PLATFORM_HOLDS,
) -> Parts:
    """What the routers work with; `writers` are entered by the caller."""
    bells = Bells()

    def kept(site_id: SiteId, book: CentreBook) -> None:
        bells.ring(site_id, book.news_end)

    writers = SiteWriters(units, Rules(CentreBook, files.day_of, clock.now, kept))
    exchanging = Exchanging(
        writers, Telling(units, keys, own_key.public_key), clock, Figures(files)
    )
    metrics = Metrics()
    watching = Watching(units, writers, clock, metrics.kiosks, metrics.damage)
    desk = BookingDesk(units, writers, keys, own_key, files, platform_holds)
    offers = Offers(units, writers, files, clock)
    return Parts(
        units=units,
        clock=clock,
        metrics=metrics,
        writers=writers,
        exchanging=exchanging,
        bells=bells,
        entrance=entrance,
        watching=watching,
        desk=desk,
        offers=offers,
        calling=CallingDesk(writers, offers),
        hall_desk=HallDesk(units, writers),
        help_desk=HelpDesk(units, clock),
    )


def _listen(listen: ListenSettings) -> socket.socket:
    family = socket.AF_INET6 if ":" in listen.host else socket.AF_INET
    try:
        return socket.create_server((listen.host, listen.port), family=family, backlog=BACKLOG)
    except OSError as error:
        raise AddressError(
            host=listen.host, port=listen.port, problem=error.strerror or "?"
        ) from error


def say_where(listen: ListenSettings, database: str) -> None:
    """Where it listens, on which database, and whether its callers will trust it."""
    host = f"[{listen.host}]" if ":" in listen.host else listen.host
    scheme = "https" if listen.tls else "http"
    logger.info("listens at %s://%s:%s database=%s", scheme, host, listen.port, database)
    if listen.tls is None and is_open(listen.host):
        logger.warning("not encrypted: let nobody but the proxy reach this port")
    if listen.tls and not is_good_at(listen.tls.certificate, SystemClock().now()):
        path = listen.tls.certificate
        logger.warning("certificate=%s is too old, or not good yet: kiosks refuse it", path)


def _obeyed(number: int, frame: FrameType | None) -> None:
    logger.info("ended signal=%s", number)


def served(settings: Settings, parts: Parts) -> uvicorn.Config:
    """How uvicorn serves the application."""
    listen = settings.listen
    return uvicorn.Config(
        application(parts),
        ssl_certfile=listen.tls.certificate if listen.tls else None,
        ssl_keyfile=listen.tls.private_key if listen.tls else None,
        proxy_headers=listen.trusts_proxy,
        forwarded_allow_ips=PROXIES,
        access_log=False,  # it would hold paths, which are the callers' own words
        server_header=False,
        log_config=None,
        lifespan="off",
        timeout_keep_alive=KEEPS_IDLE_SECONDS,
        timeout_graceful_shutdown=round(GRACE_SECONDS),
    )


@asynccontextmanager
async def _running(*endless: _Endless) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(each) for each in endless]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await finished(tasks)


async def _again(
    name: str, what: Callable[[], Awaitable[None]], every: timedelta = timedelta(0)
) -> None:
    """Until the process ends; what fails is left for the next time, and said once."""
    is_failing = False
    while True:
        try:
            await what()
        except CentralError as error:
            if not is_failing:
                logger.warning("%s failed: %s", name, error)
            is_failing = True
        except Exception:
            logger.exception("%s failed", name)
        else:
            if is_failing:
                logger.info("%s works again", name)
            is_failing = False
        await asyncio.sleep(every.total_seconds())


async def _ending(server: uvicorn.Server, bells: Bells) -> None:
    """Streams that would never end are ended when the server is told to."""
    while not server.should_exit:  # noqa: ASYNC110  # uvicorn sets a flag, and nothing else
        await asyncio.sleep(ENDS_WITHIN_SECONDS)
    bells.close()


async def _keep_alive(server: uvicorn.Server, manager: ServiceManager) -> None:
    """A loop that hangs says nothing, and is started anew."""
    while not server.started:  # noqa: ASYNC110  # uvicorn sets a flag, and nothing else
        await asyncio.sleep(STARTED_WITHIN_SECONDS)
    manager.ready()
    while manager.beat_seconds is not None:
        manager.alive()
        await asyncio.sleep(manager.beat_seconds)


async def migrate(settings: Settings, texts: Texts, out: TextIO) -> int:
    """Bring the tables up to date."""
    before = await Database.migrate(settings.database.url)
    name_database(database_name(database_url(settings.database.url)), texts)
    out.write(texts("command.migrated", before=before or "-") + "\n")
    return 0


async def import_file(settings: Settings, path: Path, texts: Texts, out: TextIO) -> int:
    """Keep a site as its file describes it."""
    site = load_site_file(path, SystemClock().now().year)
    async with opened(settings, texts) as database:
        await _import(database, site, texts, out)
    return 0


async def _import(database: Database, site: SiteFile, texts: Texts, out: TextIO) -> None:
    out.writelines(warnings_of(site, texts))
    done = await describe(database.unit_of_work, site, SystemClock().now())
    key = "command.site_added" if done.is_new else "command.site_changed"
    fields = {"site_id": site.site.site_id, "edition": done.edition}
    out.write(texts(key, count=len(site.catalogue.services), **fields) + "\n")
    for kept in done.kept:
        services = " ".join(kept.services)
        said = texts("command.day_kept", business_date=kept.business_date, services=services)
        out.write(said + "\n")


async def enrol_kiosk(
    settings: Settings, site_id: SiteId, kiosk_id: KioskId, texts: Texts, out: TextIO
) -> int:
    """Print a token that lets one kiosk enrol."""
    async with opened(settings, texts) as database:
        out.write(await _token(database, site_id, kiosk_id, texts) + "\n")
    return 0


async def _token(database: Database, site_id: SiteId, kiosk_id: KioskId, texts: Texts) -> str:
    token = await make_token(database.unit_of_work, SystemClock(), site_id, kiosk_id)
    minutes = TOKEN_LASTS // timedelta(minutes=1)
    return texts("command.token", token=token.reveal(), minutes=minutes)


async def demo_data(settings: Settings, path: Path, texts: Texts, out: TextIO) -> int:
    """Tables, a sample site, and a token for each of its kiosks."""
    await migrate(settings, texts, out)
    site = load_site_file(path, SystemClock().now().year)
    async with opened(settings, texts) as database:
        await _import(database, site, texts, out)
        for kiosk in DEMO_KIOSKS:
            said = await _token(database, site.site.site_id, KioskId(kiosk), texts)
            out.write(f"{kiosk}: {said}\n")
    return 0


def openapi(out: TextIO) -> int:
    """Print the OpenAPI document."""
    clock = SystemClock()
    entrance = entrance_of(_no_units, clock, SessionKey(b""), LimitSettings(1, 1, 1))
    keys, own_key = DayKeys(Path()), BookingKey.new()
    parts = parts_of(_no_units, clock, keys, SiteFiles(), entrance, own_key=own_key)
    json.dump(application(parts).openapi(), out, ensure_ascii=False, indent=2, sort_keys=True)
    out.write("\n")
    return 0


def _no_units(*, is_read_only: bool = False) -> UnitOfWork:
    raise RuntimeError("nothing is asked while the document is written")
