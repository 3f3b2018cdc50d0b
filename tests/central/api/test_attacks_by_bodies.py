# SPDX-License-Identifier: Apache-2.0
"""Bodies that mean harm: each is refused by name, changes nothing and is never repeated."""

import gzip
import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest

from central.services import day_round
from central.services.roles import Role
from hall.wire.codec import MOST_REQUEST_BYTES
from tests.central.api.booking import ALICE, BookingCentre
from tests.central.api.everybody import everybody
from tests.central.api.witness import BODIES, Witness, attacked, send

DEEP = b'{"act_id":' + b"[" * 10_000 + b"]" * 10_000 + b"}"
NO_JSON = (
    b"",
    b"null",
    b"[]",
    b'"x"',
    b"1",
    b"{",
    b"{} {}",
    b"\xef\xbb\xbf{}",
    b"\xff\xfe{\x00}\x00",
    b'{"\xff": 1}',
    b"{'act_id': 1}",
    b"<html>",
    DEEP,
    b"[" * 100_000,
)
ODD_VALUES = (
    b"NaN",
    b"Infinity",
    b"-Infinity",
    b"1e999",
    b"1" + b"0" * 400,
    b"-1" + b"0" * 5000,
    b"9007199254740993",
    b'"\\ud800"',
    b'"\\ud83d\\ud83d"',
    b'"a\\u0000b"',
    b'"\\u0007"',
    b'"' + b"x" * 100_000 + b'"',
    b"{}",
    b"[[[[[[[[[[]]]]]]]]]]",
    b"true",
)


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BookingCentre:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return attacked(tmp_path)


def routes() -> list[tuple[Role, str, dict[str, object]]]:
    return [(role, path, body) for role, each in BODIES.items() for path, body in each.items()]


def with_value(body: Mapping[str, object], name: str, value: bytes) -> bytes:
    """The body as JSON, with that text in place of one value."""
    text = json.dumps({**body, name: "HERE"}).encode()
    return text.replace(b'"HERE"', value)


async def test_what_is_no_json_is_refused_by_every_route(
    centre: BookingCentre, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "central")
    async with everybody(centre) as visitors:
        witness = Witness(centre)
        for role, path, _ in routes():
            for body in NO_JSON:
                witness.see(await send(visitors[role], path, body), {422}, body)
        for body in NO_JSON:
            witness.see(await send(visitors[Role.CLERK], "/v1/enrol", body), {422}, body)
    assert witness.broken == []


async def test_odd_values_in_every_field_are_refused_and_never_repeated(
    centre: BookingCentre, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "central")
    async with everybody(centre) as visitors:
        witness = Witness(centre)
        for role, path, good in routes():
            for name in good:
                for value in ODD_VALUES:
                    content = with_value(good, name, value)
                    answer = await send(visitors[role], path, content)
                    witness.see(answer, {404, 409, 422}, f"{name}={value[:20]!r}")
    assert witness.broken == []


async def test_fields_that_are_too_many_or_named_oddly_are_refused(centre: BookingCentre) -> None:
    async with everybody(centre) as visitors:
        witness = Witness(centre)
        for role, path, good in routes():
            for name in ("__proto__", "site_id", "kiosk_id", "role", "a\u0000b", "\ud800", ALICE):
                answer = await send(visitors[role], path, json.dumps({**good, name: "x"}))
                witness.see(answer, {422}, ascii(name))
    assert witness.broken == []


async def test_a_field_that_comes_twice_counts_as_the_last_and_is_checked_so(
    centre: BookingCentre,
) -> None:
    """One reader reads it once: nobody checks the first and does the last."""
    wanted = '{"service_id":"estate","slot_start":"2026-03-02T09:00:00Z","service_id":"none"}'
    async with everybody(centre) as visitors:
        witness = Witness(centre)
        answer = await send(visitors[Role.PLATFORM], "/v1/holds", wanted)
        witness.see(answer, {404}, "twice")
    assert witness.broken == []
    assert answer.json()["fields"] == {"service_id": "none"}


async def endless(size: int) -> AsyncIterator[bytes]:
    """Without a length said before."""
    for _ in range(size // 2**16 + 1):
        yield bytes(2**16)


async def test_bodies_that_are_too_large_are_refused_however_they_come(
    centre: BookingCentre,
) -> None:
    bomb = gzip.compress(bytes(MOST_REQUEST_BYTES + 1))
    cases: list[tuple[Any, Mapping[str, str], int]] = [
        (b"{}", {"content-length": str(MOST_REQUEST_BYTES + 1)}, 413),
        (endless(MOST_REQUEST_BYTES), {}, 413),
        (bomb, {"content-encoding": "gzip"}, 413),
        (gzip.compress(bomb), {"content-encoding": "gzip, gzip"}, 415),
        (b"{}", {"content-encoding": "gzip"}, 415),
        (b"{}", {"content-encoding": "br"}, 415),
    ]
    async with everybody(centre) as visitors:
        witness = Witness(centre)
        for content, headers, status in cases:
            answer = await visitors[Role.PLATFORM].post(
                "/v1/holds", content=content, headers={"idempotency-key": "k", **headers}
            )
            witness.see(answer, {status}, headers)
    assert witness.broken == []


@pytest.mark.parametrize(
    "name", ["authorization", "content-encoding", "content-length", "idempotency-key"]
)
async def test_a_header_that_comes_twice_is_refused(centre: BookingCentre, name: str) -> None:
    """What stands before the centre may go by the one and the centre by the other."""
    async with everybody(centre) as visitors:
        witness = Witness(centre)
        clerk, web = visitors[Role.CLERK], visitors[Role.PLATFORM]
        good = BODIES[Role.PLATFORM]["/v1/holds"]
        pairs = {
            "authorization": (web.headers["authorization"], clerk.headers["authorization"]),
            "content-encoding": ("identity", "gzip"),
            "content-length": ("2", "3"),
            "idempotency-key": ("a", "b"),
        }
        headers = httpx.Headers([("idempotency-key", "k"), *((name, one) for one in pairs[name])])
        request = httpx.Request(
            "POST", "http://centre.test/v1/holds", content=json.dumps(good), headers=headers
        )
        if name != "authorization":
            request.headers["authorization"] = web.headers["authorization"]
        answer = await web.send(request)
        witness.see(answer, {400}, name)
    assert witness.broken == []


async def test_what_the_content_is_called_does_not_matter(centre: BookingCentre) -> None:
    """The body is read as JSON in any case: `curl -d` calls it a form."""
    kinds = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "\x80")
    async with everybody(centre) as visitors:
        for number, kind in enumerate(kinds):
            answer = await visitors[Role.PLATFORM].post(
                "/v1/holds",
                content=json.dumps(BODIES[Role.PLATFORM]["/v1/holds"]),
                headers={"idempotency-key": f"k{number}", "content-type": kind.encode("latin-1")},
            )
            assert answer.status_code == 201
