# SPDX-License-Identifier: Apache-2.0
"""Requests that mean harm: each is refused by name, changes nothing, and leaves no secret in the log."""

import gzip
import json
from collections.abc import AsyncIterator, Iterable, Mapping, MutableMapping
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from central.crypto import TimedCode, secret_of
from central.services import day_round
from central.services.accounts import add_account
from central.services.enrolment import make_token
from central.services.entrance import limits
from central.services.roles import Role
from hall.exchange import LogPart
from hall.ids import KioskId
from hall.log import Actor, Body, Cancelled, Entry, HelpCalled, append
from hall.wire.codec import MOST_REQUEST_BYTES, from_bytes, pack, to_bytes
from hall.wire.translate import exchange_to_wire
from hall.wire.v1 import ProblemV1
from hall.wire.values import Exchange
from tests.central.api.booking import ALICE, OTHER_HALL, BookingCentre, Visitor, booking_centre
from tests.central.api.centre import public_key
from tests.central.api.everybody import KIOSK, credential_of, everybody, kiosk_credential
from tests.central.services.clerks import issued, ticket
from tests.central.services.hall import HALL
from tests.hall.wire.samples import EXCHANGE_ID

NOTHING = "00000000-0000-4000-8000-000000000000"
ACT = "00000000-0000-4000-8000-0000000000a1"
DEEP = b'{"act_id":' + b"[" * 10_000 + b"]" * 10_000 + b"}"

BODIES: Mapping[Role, Mapping[str, dict[str, object]]] = {
    Role.KIOSK: {
        "/v1/exchange": {
            "exchange_id": NOTHING,
            "epoch": 1,
            "after": 0,
            "after_hash": None,
            "entries": [],
            "end": 0,
            "cursor": 0,
        }
    },
    Role.PLATFORM: {
        "/v1/holds": {"service_id": "estate", "slot_start": "2026-03-02T09:00:00Z"},
        "/v1/bookings": {"hold_id": NOTHING, "identity_number": ALICE},
    },
    Role.CLERK: {
        "/v1/counters/1/open": {"act_id": ACT, "service_id": "estate"},
        "/v1/counters/1/next": {"act_id": ACT},
        "/v1/counters/1/start": {"act_id": ACT, "ticket_id": NOTHING},
        "/v1/counters/1/transfer": {"act_id": ACT, "ticket_id": NOTHING, "service_id": "estate"},
    },
    Role.MANAGER: {
        "/v1/services/estate/standing": {"standing": "stopped", "reason": "r"},
        "/v1/services/estate/extras": {"act_id": ACT, "count": 1, "reason": "r"},
        "/v1/kiosks/k1/give-up": {"off_since": "2026-03-01T00:00:00Z", "reason": "r"},
    },
}
"""A good body of every route that reads one, and who may send it; `/v1/enrol` takes a token."""

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
    made = booking_centre(tmp_path)
    made.http.parts.entrance.limits = limits(10_000, 10_000) | {
        role: limits(10_000, 1)[Role.PLATFORM] for role in (Role.CLERK, Role.MANAGER)
    }
    return made


class Witness:
    """Looks at every answer: as documented, a problem, and nothing behind it has changed."""

    def __init__(self, centre: BookingCentre) -> None:
        self._centre = centre
        self._paths = centre.http.app.openapi()["paths"]
        self.before = self.kept()
        self.broken: list[str] = []

    def kept(self) -> str:
        return repr(self._centre.http.fake.rows)

    def see(self, answer: httpx.Response, allowed: Iterable[int], what: object) -> None:
        try:
            assert answer.status_code in allowed
            assert str(answer.status_code) in self._documented(answer.request)
            assert answer.headers["content-type"] == "application/problem+json"
            assert from_bytes(ProblemV1, answer.content).status == answer.status_code
            assert ALICE[:-1] not in answer.text
            assert self.kept() == self.before
        except AssertionError as error:
            said = f"{answer.status_code} {answer.text[:200]}"
            self.broken.append(f"{answer.request.url.path} {str(what)[:80]}: {said} {error}")

    def _documented(self, request: httpx.Request) -> MutableMapping[str, Any]:
        steps = request.url.path.split("/")
        for path, each in self._paths.items():
            wanted = path.split("/")
            is_same = all(a == b or a.startswith("{") for a, b in zip(wanted, steps, strict=False))
            if len(wanted) == len(steps) and is_same:
                found: MutableMapping[str, Any] = each[request.method.lower()]["responses"]
                return found
        raise AssertionError(request.url.path)


def routes() -> list[tuple[Role, str, dict[str, object]]]:
    return [(role, path, body) for role, each in BODIES.items() for path, body in each.items()]


def with_value(body: Mapping[str, object], name: str, value: bytes) -> bytes:
    """The body as JSON, with that text in place of one value."""
    text = json.dumps({**body, name: "HERE"}).encode()
    return text.replace(b'"HERE"', value)


async def send(visitor: Visitor, path: str, content: bytes | str, **headers: str) -> httpx.Response:
    return await visitor.post(path, content=content, headers={"idempotency-key": "k", **headers})


# --- what the body is -------------------------------------------------------------------------


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


# --- how it is sent ---------------------------------------------------------------------------


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


# --- ids of others ----------------------------------------------------------------------------


async def test_no_id_of_another_site_leads_to_anything(centre: BookingCentre) -> None:
    async with everybody(centre) as ours:
        await exchange(ours[Role.KIOSK], log_of(centre, issued(1)))
        await send(
            ours[Role.CLERK],
            "/v1/counters/7/open",
            json.dumps({"act_id": str(UUID(int=1)), "service_id": "social"}),
        )
        held = (await ours[Role.PLATFORM].hold("h1")).json()["hold_id"]
        booked = (await ours[Role.PLATFORM].book()).json()["booking_id"]
        theirs = await of_other_site(centre)
        witness = Witness(centre)
        one = str(ticket(1))
        platform, clerk = theirs[Role.PLATFORM], theirs[Role.CLERK]
        for method, path in (
            ("GET", f"/v1/bookings/{booked}"),
            ("DELETE", f"/v1/bookings/{booked}"),
            ("DELETE", f"/v1/holds/{held}"),
        ):
            for visitor in (platform, clerk):
                witness.see(await visitor.request(method, path), {404}, path)
        wish = json.dumps({"hold_id": held, "identity_number": ALICE})
        witness.see(await send(platform, "/v1/bookings", wish), {404}, "hold")
        for act in ("recall", "undo", "start", "finish", "miss", "put-back", "park", "resume"):
            body = json.dumps({"act_id": ACT, "ticket_id": one})
            witness.see(await send(clerk, f"/v1/counters/7/{act}", body), {404}, act)
        gone = json.dumps({"off_since": "2026-03-01T00:00:00Z", "reason": "r"})
        path = f"/v1/kiosks/{KIOSK}/give-up"
        witness.see(await send(theirs[Role.MANAGER], path, gone), {404}, path)
        assert (await theirs[Role.AUDITOR].get("/v1/kiosks")).json()["kiosks"] == []
    assert witness.broken == []


async def of_other_site(centre: BookingCentre) -> dict[Role, Visitor]:
    """Its people; it has no kiosk."""
    wanted = (Role.PLATFORM, Role.CLERK, Role.MANAGER, Role.AUDITOR)
    credentials = {role: await credential_of(centre, role, OTHER_HALL) for role in wanted}
    return {role: Visitor(centre.http, text) for role, text in credentials.items()}


# --- once more --------------------------------------------------------------------------------


def log_of(centre: BookingCentre, *bodies: Body) -> list[Entry]:
    log: list[Entry] = []
    for body in bodies:
        log.append(append(log[-1] if log else None, centre.http.clock.now(), body))
    return log


async def exchange(kiosk: Visitor, log: list[Entry], after: int = 0) -> httpx.Response:
    part = LogPart(KIOSK, 1, after, tuple(log[after:]), len(log))
    body = pack(to_bytes(exchange_to_wire(Exchange(part, 0), EXCHANGE_ID)))
    return await send(kiosk, "/v1/exchange", body, **{"content-encoding": "gzip"})


async def test_a_part_of_a_log_that_is_played_again_counts_once(centre: BookingCentre) -> None:
    async with everybody(centre) as visitors:
        kiosk = visitors[Role.KIOSK]
        log = log_of(centre, issued(1), issued(2), Cancelled(ticket(1), Actor.VISITOR, ""))
        assert (await exchange(kiosk, log)).json()["acknowledged"] == 3
        rows = centre.http.fake.rows
        before = repr((rows.journal, rows.tickets))
        for sent, after in ((log, 0), (log[:2], 0), (log, 1)):
            assert (await exchange(kiosk, sent, after)).json()["acknowledged"] == 3
        assert repr((rows.journal, rows.tickets)) == before


async def test_a_log_of_other_entries_than_were_taken_is_refused(centre: BookingCentre) -> None:
    async with everybody(centre) as visitors:
        kiosk = visitors[Role.KIOSK]
        await exchange(kiosk, log_of(centre, issued(1), issued(2)))
        witness = Witness(centre)
        called = HelpCalled("welcome", was_delivered=True)
        for log, after in (
            (log_of(centre, issued(1), issued(3), called), 0),
            (log_of(centre, called, called, called), 2),
            (log_of(centre, issued(1), called, called, called), 3),
        ):
            witness.see(await exchange(kiosk, log, after), {409}, after)
    assert witness.broken == []


async def test_another_kiosks_log_brings_no_ticket_twice(centre: BookingCentre) -> None:
    async with everybody(centre) as visitors:
        log = log_of(centre, issued(1), issued(2))
        await exchange(visitors[Role.KIOSK], log)
        second = Visitor(centre.http, await kiosk_credential(centre, HALL, KioskId("k2")))
        await exchange(second, log)
        rows = centre.http.fake.rows.tickets.values()
        assert sorted(str(row.number) for row in rows) == ["C001", "C002"]
        assert {row.kiosk_id for row in rows} == {KIOSK}


async def test_a_token_enrols_once(centre: BookingCentre) -> None:
    parts = centre.http.parts
    async with everybody(centre) as visitors:
        token = (await make_token(parts.units, parts.clock, HALL, KioskId("k9"))).reveal()
        kiosk, thief = (
            json.dumps({"token": token, "algorithm": "YH1", "public_key": public_key()})
            for _ in range(2)
        )
        assert (await send(visitors[Role.CLERK], "/v1/enrol", kiosk)).status_code == 200
        witness = Witness(centre)
        witness.see(await send(visitors[Role.CLERK], "/v1/enrol", thief), {403}, "thief")
    assert witness.broken == []


async def test_a_code_of_a_second_factor_is_good_once(centre: BookingCentre) -> None:
    parts = centre.http.parts
    async with centre.visitors() as []:
        made = await add_account(parts.units, parts.clock.now(), HALL, "wang", Role.MANAGER)
        assert made.second_factor
        step = int(parts.clock.now().timestamp()) // TimedCode.SECONDS
        good = TimedCode().code(secret_of(made.second_factor), step)
        manager = Visitor(centre.http, made.credential.reveal())
        code = json.dumps({"code": good})
        answers = [await send(manager, "/v1/sessions", code) for _ in range(2)]
        assert [each.status_code for each in answers] == [201, 403]
        assert answers[1].json()["key"] == "error.central.wrong_code"
        guesses = [await send(manager, "/v1/sessions", '{"code": "000000"}') for _ in range(5)]
        assert [each.status_code for each in guesses] == [403] * 4 + [429]
        late = TimedCode().code(secret_of(made.second_factor), step + 1)
        assert (await send(manager, "/v1/sessions", json.dumps({"code": late}))).status_code == 429


# --- what is left of it -----------------------------------------------------------------------


async def test_no_secret_and_no_persons_id_is_in_log_or_figures(
    centre: BookingCentre, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    caplog.set_level("WARNING", "httpx")  # the test's own
    async with everybody(centre) as visitors:
        booked = (await visitors[Role.PLATFORM].book()).json()
        await exchange(visitors[Role.KIOSK], log_of(centre, issued(1)))
        for visitor in visitors.values():
            await visitor.get(f"/v1/bookings/{booked['booking_id']}")
            await visitor.get(f"/{ALICE}?token={visitor.headers['authorization'][7:]}")
        figures = (await visitors[Role.CLERK].get("/metrics")).text
    secrets = [visitor.headers["authorization"][7:] for visitor in visitors.values()]
    ids = [booked["booking_id"], str(ticket(1)), booked["number"], *map("the_{}".format, Role)]
    digest = next(iter(centre.http.fake.rows.bookings.values())).digest
    assert digest
    for secret in (*secrets, ALICE[:-1], digest, booked["code"]):
        assert secret not in caplog.text
        assert secret not in figures
    assert [each for each in ids if each in figures] == []
