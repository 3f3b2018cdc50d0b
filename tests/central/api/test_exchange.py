# SPDX-License-Identifier: Apache-2.0
"""What a kiosk says and hears over HTTP, and who may look after the kiosks."""

import asyncio
import json
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from central.api import exchange
from central.crypto import Token
from central.services.access import Caller
from central.services.enrolment import make_token, revoke
from central.services.entrance import KNOWN_SECONDS
from central.services.notes import NewsEnd
from central.services.roles import Role
from central.services.sites import import_site
from central.store.errors import StoreError
from central.store.records import Account
from hall.exchange import LogPart
from hall.ids import KioskId
from hall.log import HelpCalled, append
from hall.wire.codec import from_bytes, pack, to_bytes
from hall.wire.translate import answer_from_wire, exchange_to_wire
from hall.wire.v1 import AnswerV1
from hall.wire.values import Answer, Exchange, Health
from tests.central.api.centre import HttpCentre, public_key
from tests.central.services.hall import HALL, site_file
from tests.hall.wire.samples import EXCHANGE_ID

K1 = KioskId("k1")


@dataclass
class Enrolled:
    """One kiosk of one centre."""

    centre: HttpCentre
    credential: str

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.credential}"}

    @asynccontextmanager
    async def client(self) -> AsyncIterator[httpx.AsyncClient]:
        transport = httpx.ASGITransport(self.centre.app, raise_app_exceptions=False)
        async with (
            self.centre.parts.writers,
            httpx.AsyncClient(
                transport=transport, base_url="http://centre.test", headers=self.headers
            ) as client,
        ):
            yield client


@pytest.fixture
def kiosk() -> Enrolled:
    centre = HttpCentre()
    units, clock = centre.fake.unit_of_work, centre.clock
    asyncio.run(import_site(units, site_file(), clock.now()))
    token = asyncio.run(make_token(units, clock, HALL, K1)).reveal()
    return Enrolled(centre, centre.enrol(token, public_key()).json()["credential"])


def said(centre: HttpCentre, entries: int, after: int = 0) -> Exchange:
    log = []
    for _ in range(entries):
        log.append(
            append(
                log[-1] if log else None,
                centre.clock.now(),
                HelpCalled("welcome", was_delivered=True),
            )
        )
    part = LogPart(K1, 1, after, tuple(log[after:]), entries)
    return Exchange(part, 0, health=Health("1.0", 0))


async def send(client: httpx.AsyncClient, exchange: Exchange) -> httpx.Response:
    body = pack(to_bytes(exchange_to_wire(exchange, EXCHANGE_ID)))
    return await client.post("/v1/exchange", content=body, headers={"content-encoding": "gzip"})


def answer_of(response: httpx.Response) -> Answer:
    assert response.status_code == 200, response.text
    return answer_from_wire(from_bytes(AnswerV1, response.content))


async def test_a_log_comes_packed_and_is_acknowledged(kiosk: Enrolled) -> None:
    async with kiosk.client() as client:
        answer = answer_of(await send(client, said(kiosk.centre, 3)))
    assert (answer.acknowledged, answer.epoch) == (3, 1)
    assert answer.now == kiosk.centre.clock.now()
    assert answer.told


async def test_an_answer_and_a_refusal_say_which_exchange_they_are_to(kiosk: Enrolled) -> None:
    async with kiosk.client() as client:
        good = await send(client, said(kiosk.centre, 3))
        gap = await send(client, said(kiosk.centre, 9, after=5))
    assert (good.status_code, gap.status_code) == (200, 409)
    for response in (good, gap):
        assert response.json()["exchange_id"] == str(EXCHANGE_ID)


async def test_a_gap_is_a_problem_that_says_from_where_to_send(kiosk: Enrolled) -> None:
    async with kiosk.client() as client:
        await send(client, said(kiosk.centre, 3))
        response = await send(client, said(kiosk.centre, 9, after=5))
    assert response.status_code == 409
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert (problem["key"], problem["acknowledged"], problem["epoch"]) == ("error.hall.log", 3, 1)
    assert problem["title"]


async def test_what_is_no_exchange_is_refused_without_an_echo(kiosk: Enrolled) -> None:
    wire = json.loads(to_bytes(exchange_to_wire(said(kiosk.centre, 1), EXCHANGE_ID)))
    wire["entries"][0]["owner"] = {"digest": "11010519491231002X"}
    async with kiosk.client() as client:
        response = await client.post("/v1/exchange", json=wire)
    assert response.status_code == 422
    assert "110105" not in response.text


async def test_a_log_belongs_to_whose_credential_it_is(kiosk: Enrolled) -> None:
    """The kiosk's id is nowhere in the body: none can be forged."""
    async with kiosk.client() as client:
        response = await client.post("/v1/exchange", json={"kiosk_id": "k2"})
        assert response.status_code == 422
        nobody = await client.post("/v1/exchange", json={}, headers={"authorization": "Bearer x"})
    assert nobody.status_code == 401


async def add_auditor(centre: HttpCentre) -> dict[str, str]:
    async with centre.fake.unit_of_work() as unit:
        made_at = centre.clock.now()
        account = Account(HALL, "li", Role.AUDITOR, Token("t").hash(), made_at)
        await unit.accounts.add(account)
        await unit.commit()
    return {"authorization": "Bearer t"}


async def test_an_auditor_sees_how_the_kiosks_are_and_cannot_be_one(kiosk: Enrolled) -> None:
    headers = await add_auditor(kiosk.centre)
    async with kiosk.client() as client:
        await send(client, replace(said(kiosk.centre, 2)))
        response = await client.get("/v1/kiosks", headers=headers)
        refused = await client.post("/v1/exchange", json={}, headers=headers)
        own = await client.get("/v1/kiosks")
    (found,) = response.json()["kiosks"]
    assert found["kiosk_id"] == K1
    assert found["health"] == {"version": "1.0", "clock_seconds": 0}
    assert not found["is_silent"]
    assert (refused.status_code, own.status_code) == (403, 403)


class Stream:
    """One request whose answer comes in pieces, until it is left."""

    def __init__(self, kiosk: Enrolled, path: str) -> None:
        self._app = kiosk.centre.app
        self._left = asyncio.Event()
        self._pieces: asyncio.Queue[MutableMapping[str, Any]] = asyncio.Queue()
        name, value = next(iter(kiosk.headers.items()))
        self._scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(name.encode(), value.encode()), (b"accept-encoding", b"gzip")],
            "server": ("centre.test", 80),
            "client": ("127.0.0.1", 1),
        }
        self._is_sent = False
        self._task = asyncio.create_task(self._run())

    async def _run(self) -> None:
        await self._app(self._scope, self._receive, self._pieces.put)

    async def _receive(self) -> MutableMapping[str, Any]:
        if not self._is_sent:
            self._is_sent = True
            return {"type": "http.request", "body": b"", "more_body": False}
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def next(self) -> MutableMapping[str, Any]:
        return await asyncio.wait_for(self._pieces.get(), 20)

    async def leave(self) -> None:
        self._left.set()
        await asyncio.wait_for(self._task, 20)


async def test_the_wake_stream_says_pull_when_there_is_news(
    kiosk: Enrolled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "REST_SECONDS", 0)
    async with kiosk.centre.parts.writers:
        await hear_pull(kiosk)


async def hear_pull(kiosk: Enrolled) -> None:
    stream = Stream(kiosk, "/v1/wake")
    start = await stream.next()
    assert start["status"] == 200
    assert (b"content-type", b"text/event-stream; charset=utf-8") in start["headers"]
    assert not [value for name, value in start["headers"] if name == b"content-encoding"]
    assert (await stream.next())["body"] == b": here\n\n"
    kiosk.centre.parts.bells.ring(HALL, NewsEnd(5))
    assert (await stream.next())["body"] == b"data: pull\n\n"
    await stream.leave()


async def test_the_wake_stream_says_that_it_still_is_there(
    kiosk: Enrolled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "SILENT_SECONDS", 0)
    async with kiosk.centre.parts.writers:
        await hear_that_it_is_there(kiosk)


async def hear_that_it_is_there(kiosk: Enrolled) -> None:
    stream = Stream(kiosk, "/v1/wake")
    await stream.next()
    assert [(await stream.next())["body"] for _ in range(3)] == [
        b": here\n\n",
        b": still here\n\n",
        b": still here\n\n",
    ]
    kiosk.centre.parts.bells.close()
    while (await stream.next())["more_body"]:
        pass


async def test_the_wake_stream_of_a_kiosk_that_was_revoked_ends(
    kiosk: Enrolled, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre = kiosk.centre
    monkeypatch.setattr(exchange, "REST_SECONDS", 0)
    async with centre.parts.writers:
        stream = Stream(kiosk, "/v1/wake")
        assert (await stream.next())["status"] == 200
        assert (await stream.next())["body"] == b": here\n\n"
        await revoke(centre.fake.unit_of_work, centre.clock, HALL, K1)
        centre.clock.pass_time(timedelta(seconds=KNOWN_SECONDS))
        centre.parts.bells.ring(HALL, NewsEnd(5))
        end = await stream.next()
        assert (end["body"], end["more_body"]) == (b"", False)


async def test_the_wake_stream_of_a_kiosk_that_was_given_up_ends_and_does_not_begin_again(
    kiosk: Enrolled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "SILENT_SECONDS", 0.01)
    centre = kiosk.centre
    manager = Caller(HALL, "li", Role.MANAGER)
    async with kiosk.client() as client:
        answer_of(await send(client, said(centre, 1)))
        heard_at = centre.clock.now()
        stream = Stream(kiosk, "/v1/wake")
        assert (await stream.next())["status"] == 200
        assert (await stream.next())["body"] == b": here\n\n"
        centre.clock.pass_time(timedelta(minutes=1))
        await centre.parts.hall_desk.give_up(manager, K1, heard_at, "fire")
        end = await stream.next()
        while end["body"]:  # what was said before
            end = await stream.next()
        assert not end["more_body"]
        again = await client.get("/v1/wake")
        assert (again.status_code, again.json()["key"]) == (404, "error.hall.unknown_kiosk")


async def test_the_wake_stream_goes_on_while_the_database_cannot_be_asked(
    kiosk: Enrolled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "REST_SECONDS", 0)
    centre = kiosk.centre

    async def away(_: object) -> Caller:
        raise StoreError(database="?", problem="away")

    async with centre.parts.writers:
        stream = Stream(kiosk, "/v1/wake")
        assert [await stream.next() for _ in range(2)]
        monkeypatch.setattr(centre.parts.entrance, "find", away)
        centre.parts.bells.ring(HALL, NewsEnd(5))
        assert (await stream.next())["body"] == b"data: pull\n\n"
        await stream.leave()
