# SPDX-License-Identifier: Apache-2.0
import asyncio
import gzip
import zlib
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from central.api.limits import Limits

MOST = 1000


class Echo:
    """Answers with the body it got, and keeps it."""

    def __init__(self) -> None:
        self.got: list[bytes] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.got.append(await request.body())
        assert "content-encoding" not in request.headers
        await Response(self.got[-1])(scope, receive, send)


def ask(
    parts: Iterable[bytes],
    headers: Iterable[tuple[str, str]] = (),
    *,
    ends: str = "whole",
    most_seconds: float = 5,
) -> tuple[Echo, int | None, bytes]:
    """One request whose body comes in parts; it then goes on, is cut, or comes no further."""
    echo = Echo()
    given_parts = list(parts)
    sent: list[Message] = []

    async def receive() -> Message:
        if given_parts:
            part = given_parts.pop(0)
            more = bool(given_parts) or ends != "whole"
            return {"type": "http.request", "body": part, "more_body": more}
        if ends == "hangs":
            await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http",
        "method": "POST",
        "path": "/",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }
    asyncio.run(Limits(echo, MOST, most_seconds)(scope, receive, send))
    status = sent[0]["status"] if sent else None
    return echo, status, b"".join(message.get("body", b"") for message in sent)


@given(parts=st.lists(st.binary(max_size=90), min_size=1, max_size=10))
def test_a_body_within_the_limit_comes_through_as_it_is(parts: list[bytes]) -> None:
    assert ask(parts)[1:] == (200, b"".join(parts))


@given(parts=st.lists(st.binary(max_size=90), min_size=1, max_size=10))
def test_a_packed_body_comes_through_unpacked(parts: list[bytes]) -> None:
    packed = gzip.compress(b"".join(parts))
    cut = [packed[:7], packed[7:]]
    assert ask(cut, [("content-encoding", "gzip")])[1:] == (200, b"".join(parts))


def test_a_body_of_exactly_the_limit_is_taken_and_one_byte_more_is_not() -> None:
    assert ask([bytes(MOST)])[1] == 200
    echo, status, body = ask([bytes(MOST), b"x"])
    assert (echo.got, status) == ([], 413)
    assert b"error.central.too_large" in body


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_read() -> None:
    echo, status, _ = ask([b""], [("content-length", str(MOST + 1))], ends="hangs")
    assert (echo.got, status) == ([], 413)


def test_a_small_packed_body_that_is_large_unpacked_is_refused() -> None:
    packed = gzip.compress(bytes(10**7))
    assert len(packed) > MOST  # so pack twice as well: what is read is small
    bomb = gzip.compress(bytes(MOST + 1))
    echo, status, _ = ask([bomb], [("content-encoding", "gzip")])
    assert (echo.got, status) == ([], 413)


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"not gzip", "gzip"),
        (gzip.compress(b"half of it")[:-4], "gzip"),
        (gzip.compress(b"a") + b"more", "gzip"),
        (zlib.compress(b"a"), "deflate"),
        (b"a", "br"),
        (gzip.compress(gzip.compress(b"a")), "gzip, gzip"),
        (b"", "gzip"),
    ],
    ids=["not packed", "half", "more behind it", "zlib", "brotli", "twice", "nothing"],
)
def test_what_cannot_be_unpacked_is_refused(body: bytes, encoding: str) -> None:
    echo, status, _ = ask([body], [("content-encoding", encoding)])
    assert (echo.got, status) == ([], 415)


def test_a_body_that_stops_coming_is_cut_off() -> None:
    echo, status, body = ask([b"a"], ends="hangs", most_seconds=0.01)
    assert (echo.got, status) == ([], 408)
    assert b"error.central.too_slow" in body


def test_who_goes_before_his_body_is_whole_asked_nothing() -> None:
    echo, status, _ = ask([b"a"], ends="cut")
    assert (echo.got, status) == ([], None)
