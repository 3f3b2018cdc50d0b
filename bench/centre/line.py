# SPDX-License-Identifier: Apache-2.0
"""One kept connection to a server on this machine; as little of HTTP as it takes."""

import asyncio
import json
import zlib
from dataclasses import dataclass
from typing import Any


class RefusedError(Exception):
    """The answer was another one than was wanted."""


@dataclass(frozen=True)
class Heard:
    """What came of a round: how long it was, and the seconds of each request."""

    seconds: float
    each: list[float]


class Line:
    """Lifetime: `open` to `close`. Concurrency: one request at a time."""

    def __init__(self, port: int, credential: str) -> None:
        self._port = port
        self._credential = credential

    async def open(self) -> None:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)

    def close(self) -> None:
        self._writer.close()

    async def post(self, path: str, body: bytes, *headers: str) -> dict[str, Any]:
        """What is answered with 200 or 201; raises RefusedError."""
        lines = (
            f"POST {path} HTTP/1.1",
            "Host: 127.0.0.1",
            f"Authorization: Bearer {self._credential}",
            "Content-Type: application/json",
            "Accept: application/json, application/problem+json",
            "Accept-Encoding: gzip",
            f"Content-Length: {len(body)}",
            *headers,
        )
        self._writer.write("\r\n".join((*lines, "", "")).encode() + body)
        return await self._answer()

    async def _answer(self) -> dict[str, Any]:
        head = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        size = int(head.partition(b"content-length:")[2].split(b"\r", 1)[0])
        body = await self._reader.readexactly(size)
        if b"content-encoding: gzip" in head:
            body = zlib.decompress(body, 16 + zlib.MAX_WBITS)
        if head.split(b" ", 2)[1] not in (b"200", b"201"):
            raise RefusedError(body.decode())
        answer: dict[str, Any] = json.loads(body)
        return answer
