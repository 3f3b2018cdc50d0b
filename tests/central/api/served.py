# SPDX-License-Identifier: Apache-2.0
"""An application on loopback, on a thread of its own: its writers live in the loop that serves it."""

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI

Life = Callable[[], AbstractAsyncContextManager[None]]
"""What is there while it is served."""


class _Serving(uvicorn.Server):
    def __init__(self, app: FastAPI, life: Life) -> None:
        super().__init__(
            uvicorn.Config(app, port=0, log_config=None, access_log=False, lifespan="off")
        )
        self._life = life
        self.is_decided = threading.Event()
        """It listens, or never will."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}"

    async def startup(self, *arguments: Any, **named: Any) -> None:
        await super().startup(*arguments, **named)
        self.is_decided.set()

    async def serve(self, *arguments: Any, **named: Any) -> None:
        try:
            async with self._life():
                await super().serve(*arguments, **named)
        finally:
            self.is_decided.set()


@contextmanager
def served(app: FastAPI, life: Life) -> Iterator[str]:
    """Its address."""
    server = _Serving(app, life)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert server.is_decided.wait(60)
        assert server.started
        yield server.url
    finally:
        server.should_exit = True
        thread.join()
