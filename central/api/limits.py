# SPDX-License-Identifier: Apache-2.0
"""What a request may be, before anything reads it: so large, so slow, plain or gzip."""

import asyncio

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from central.api.problems import BAD_REQUEST, TOO_LARGE, TOO_SLOW, UNKNOWN_ENCODING, problem
from hall.wire.codec import MOST_REQUEST_BYTES, NoGzipError, TooLargeError, unpack

MOST_SECONDS = 15
"""For a whole body to arrive; slower callers are cut off, so that they hold nobody up."""

_ONCE = (b"authorization", b"content-encoding", b"content-length", b"idempotency-key")
_SECURITY = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"no-store"),
)
"""Of every answer: there are no pages here, and nothing may be kept on the way."""


class LeftError(Exception):
    """The caller went before his body was whole."""


class RefusedBodyError(Exception):
    """The body is not taken; `status` and `key` say why."""

    def __init__(self, status: int, key: str) -> None:
        super().__init__(key)
        self.status = status
        self.key = key


class Limits:
    """ASGI middleware; hands on a request whose body is whole, plain and small enough."""

    def __init__(
        self, app: ASGIApp, most_bytes: int = MOST_REQUEST_BYTES, most_seconds: float = MOST_SECONDS
    ) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._most_seconds = most_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection's request; others than HTTP pass."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        sender = _secured(send)
        if name := _repeated(scope):
            fields = {"name": name, "problem": "repeated"}
            language = headers.get("accept-language", "")
            await problem(400, BAD_REQUEST, fields, language)(scope, receive, sender)
            return
        try:
            async with asyncio.timeout(self._most_seconds):
                body = self._plain(await self._read(headers, receive), headers)
        except TimeoutError:
            await problem(408, TOO_SLOW)(scope, receive, sender)
        except RefusedBodyError as error:
            await problem(
                error.status,
                error.key,
                {"most": self._most_bytes},
                headers.get("accept-language", ""),
            )(scope, receive, sender)
        except LeftError:
            return
        else:
            _forget_encoding(scope)
            await self._app(scope, _replay(body, receive), sender)

    async def _read(self, headers: Headers, receive: Receive) -> bytes:
        declared = headers.get("content-length", "")
        if declared.isdigit() and int(declared) > self._most_bytes:
            raise RefusedBodyError(413, TOO_LARGE)
        parts, size, more = list[bytes](), 0, True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise LeftError
            parts.append(message.get("body", b""))
            size += len(parts[-1])
            if size > self._most_bytes:
                raise RefusedBodyError(413, TOO_LARGE)
            more = message.get("more_body", False)
        return b"".join(parts)

    def _plain(self, body: bytes, headers: Headers) -> bytes:
        match headers.get("content-encoding", "identity").strip().casefold():
            case "identity":
                return body
            case "gzip":
                try:
                    return unpack(body, self._most_bytes)
                except TooLargeError as error:
                    raise RefusedBodyError(413, TOO_LARGE) from error
                except NoGzipError as error:
                    raise RefusedBodyError(415, UNKNOWN_ENCODING) from error
            case _:
                raise RefusedBodyError(415, UNKNOWN_ENCODING)


def _repeated(scope: Scope) -> str | None:
    """The first header that comes twice and may not; what stands before may go by the other one."""
    names = [name for name, _ in scope["headers"]]
    found = next((name for name in _ONCE if names.count(name) > 1), None)
    return found.decode() if found else None


def _forget_encoding(scope: Scope) -> None:
    """The body is plain from here on, and as long as it is.

    In place: who measures the request outside of here wants to see the route that is found inside.
    """
    gone = {b"content-encoding", b"content-length"}
    scope["headers"] = [(name, value) for name, value in scope["headers"] if name not in gone]


def _replay(body: bytes, receive: Receive) -> Receive:
    """The body once, then what the server says: that the caller went."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again


def _secured(send: Send) -> Send:
    async def secured(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *_SECURITY]
        await send(message)

    return secured
