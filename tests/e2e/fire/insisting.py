# SPDX-License-Identifier: Apache-2.0
"""Somebody who calls the centre over a bad line, and asks the same again until he has an answer."""

import asyncio
import threading
from collections.abc import Coroutine, Mapping
from concurrent.futures import Future
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from hall.identity import Secret

AGAIN_SECONDS = 0.05
SECONDS = 60
REFUSED = {HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}
AGAIN = {HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}

_Result = TypeVar("_Result")


class Insisting:
    """Lifetime: a with block. Concurrency: one thread of callers; what they ask goes on by itself."""

    def __init__(self, name: str) -> None:
        self._url = ""
        self._url = ""
        self._asked: list[Future[None]] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name=name)

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._open()).result(SECONDS)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._do(self._close()).result(SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def wait(self) -> None:
        """Until all that was asked is answered; raises what went wrong."""
        asked, self._asked = self._asked, []
        for each in asked:
            each.result(SECONDS)

    def _ask(self, what: Coroutine[Any, Any, None]) -> None:
        self._asked.append(self._do(what))

    def _do(self, what: Coroutine[Any, Any, _Result]) -> Future[_Result]:
        return asyncio.run_coroutine_threadsafe(what, self._loop)

    # On its own thread

    async def _open(self) -> None:
        self._http = httpx.AsyncClient(timeout=SECONDS / 2, trust_env=False)

    async def _close(self) -> None:
        await self._http.aclose()

    async def _insist(
        self,
        credential: Secret,
        method: str,
        path: str,
        body: Mapping[str, object] | None = None,
        key: str = "",
    ) -> dict[str, Any] | None:
        """The same again until there is an answer; None for a refusal."""
        headers = {"Authorization": f"Bearer {credential.reveal()}"}
        if key:
            headers["Idempotency-Key"] = key
        while True:
            try:
                answer = await self._http.request(
                    method, f"{self._url}{path}", headers=headers, json=body
                )
                if answer.is_success:
                    found: dict[str, Any] = answer.json()
                    return found
                if answer.status_code in REFUSED:
                    return None
                assert answer.status_code in AGAIN, answer.text
            except (httpx.TransportError, ValueError):
                pass
            await asyncio.sleep(AGAIN_SECONDS)
