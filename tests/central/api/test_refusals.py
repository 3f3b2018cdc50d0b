# SPDX-License-Identifier: Apache-2.0
"""Every refusal leaves one line that says who asked for what, from where; nothing of what he sent."""

import asyncio
import gzip
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from central.api.limits import Limits
from central.api.refusals import Refusals
from central.app import served
from central.crypto import Token
from central.services.accounts import NewAccount, add_account
from central.services.roles import Role
from central.services.sessions import MOST_WRONG
from central.settings.load import Overrides, load_settings
from hall.wire.codec import MOST_REQUEST_BYTES
from tests.central.api.centre import SITE, HttpCentre, public_key

ALICE = "11010519491231002X"
HERE = "127.0.0.1"


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    logged = [each for each in caplog.records if each.name == "central.api.refusals"]
    return [each.getMessage() for each in logged]


def line(asked: str, status: int, key: str, who: str = "- -") -> str:
    (method, route), (role, name) = asked.split(), who.split()
    site = SITE if name != "-" else "-"
    refused = f"refused method={method} route={route} status={status} key=error.{key}"
    return f"{refused} site={site} role={role} name={name} client={HERE}"


def account(centre: HttpCentre, name: str, role: Role) -> NewAccount:
    units, now = centre.fake.unit_of_work, centre.clock.now()
    return asyncio.run(add_account(units, now, SITE, name, role))


def bearer(token: Token | str) -> dict[str, str]:
    text = token if isinstance(token, str) else token.reveal()
    return {"authorization": f"Bearer {text}"}


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level("INFO", "central.api.refusals")
    return caplog


def test_who_may_not_is_named_with_his_role(
    centre: HttpCentre, log: pytest.LogCaptureFixture
) -> None:
    auditor = account(centre, "zhao", Role.AUDITOR)
    centre.ask("GET", f"/v1/services?{ALICE}", headers=bearer(auditor.credential))
    found = line("GET /v1/services", 403, "central.not_allowed_to", "auditor zhao")
    assert lines(log) == [found]


def test_who_is_nobody_and_what_is_nowhere_leave_a_line_too(
    centre: HttpCentre, log: pytest.LogCaptureFixture
) -> None:
    centre.ask("GET", "/v1/kiosks", headers=bearer(ALICE))
    centre.ask("GET", f"/v1/{ALICE}", headers=bearer(ALICE))
    centre.ask("BREW", "/v1/kiosks")
    assert lines(log) == [
        line("GET /v1/kiosks", 401, "central.no_credential"),
        line("- -", 404, "central.not_found"),
        line("BREW /v1/kiosks", 405, "central.method_not_allowed"),
    ]


def test_wrong_codes_are_attributed_also_when_there_were_too_many(
    centre: HttpCentre, log: pytest.LogCaptureFixture
) -> None:
    manager = account(centre, "li", Role.MANAGER)
    for _ in range(MOST_WRONG + 1):
        centre.post("/v1/sessions", {"code": "000000"}, **bearer(manager.credential))
    wrong = line("POST /v1/sessions", 403, "central.wrong_code", "manager li")
    many = line("POST /v1/sessions", 429, "central.too_many", "manager li")
    assert lines(log) == [wrong] * MOST_WRONG + [many]
    assert "000000" not in log.text


def test_whose_token_was_used_is_said(centre: HttpCentre, log: pytest.LogCaptureFixture) -> None:
    token = centre.token("k1")
    assert centre.enrol(token, public_key()).status_code == 200
    centre.enrol(token, public_key())
    centre.enrol("none", public_key())
    assert lines(log) == [
        line("POST /v1/enrol", 403, "central.token", "kiosk k1"),
        line("POST /v1/enrol", 403, "central.token"),
    ]
    assert token not in log.text


def test_who_asks_too_often_is_named(centre: HttpCentre, log: pytest.LogCaptureFixture) -> None:
    auditor = account(centre, "zhao", Role.AUDITOR)
    for _ in range(61):
        centre.ask("GET", "/v1/services", headers=bearer(auditor.credential))
    many = line("GET /v1/services", 429, "central.too_many", "auditor zhao")
    assert lines(log)[60:] == [many]


def test_what_is_not_even_read_leaves_a_line(
    centre: HttpCentre, log: pytest.LogCaptureFixture
) -> None:
    bomb = gzip.compress(bytes(MOST_REQUEST_BYTES + 1))
    centre.ask("POST", "/v1/enrol", bomb, {"content-encoding": "gzip"})
    centre.ask("POST", "/v1/enrol", ALICE, {"content-encoding": "br"})
    assert lines(log) == [
        line("- -", 413, "central.too_large"),
        line("- -", 415, "central.unknown_encoding"),
    ]
    assert ALICE not in log.text


async def test_a_body_that_never_comes_leaves_a_line(log: pytest.LogCaptureFixture) -> None:
    async def receive() -> dict[str, object]:
        await asyncio.Event().wait()
        return {}

    async def send(message: object) -> None: ...

    scope = {"type": "http", "method": "POST", "path": "/", "headers": [], "client": (HERE, 1)}
    await Refusals(Limits(HttpCentre().app, most_seconds=0.01))(scope, receive, send)
    assert lines(log) == [line("- -", 408, "central.too_slow")]


def test_a_field_that_is_wrong_is_not_repeated(
    centre: HttpCentre, log: pytest.LogCaptureFixture
) -> None:
    centre.post("/v1/enrol", {"token": ALICE, ALICE: ALICE})
    assert lines(log) == [line("POST /v1/enrol", 422, "hall.field_missing")]
    assert ALICE not in log.text


def test_a_mistake_of_our_own_leaves_the_line_of_an_error(
    centre: HttpCentre, log: pytest.LogCaptureFixture
) -> None:
    @centre.app.get("/raise")
    async def fail() -> None:
        raise ZeroDivisionError(ALICE)

    centre.ask("GET", "/raise")
    assert lines(log) == [line("GET /raise", 500, "central.failed")]
    assert [each.levelname for each in log.records] == ["ERROR"]


def test_what_is_answered_leaves_none(centre: HttpCentre, log: pytest.LogCaptureFixture) -> None:
    centre.ask("GET", "/healthz")
    assert lines(log) == []


async def client_in_log(
    folder: Path, behind_proxy: str, peer: str, headers: Mapping[str, str]
) -> None:
    file = folder / "central.toml"
    file.write_text(f"[listen]\nbehind_proxy = {behind_proxy}\n", encoding="utf-8")
    config = served(load_settings(file, Overrides()), HttpCentre().parts)
    config.load()
    transport = httpx.ASGITransport(config.loaded_app, client=(peer, 4242))  # type: ignore[arg-type]  # uvicorn's own type of an ASGI application
    async with httpx.AsyncClient(transport=transport, base_url="http://centre.test") as client:
        await client.get("/v1/kiosks", headers=headers)


@pytest.mark.parametrize(
    ("behind_proxy", "peer_said", "client"),
    [
        ("true", (HERE, "203.0.113.7"), "203.0.113.7"),
        ("true", ("::1", "2001:db8::7"), "2001:db8::7"),
        ("true", ("198.51.100.9", "203.0.113.7"), "198.51.100.9"),
        ("true", (HERE, ALICE), "-"),
        ("false", (HERE, "203.0.113.7"), HERE),
    ],
    ids=["the proxy's word", "by IPv6", "another machine's word", "no address", "no proxy"],
)
async def test_the_client_s_address_is_the_proxy_s_word_where_one_is_trusted(
    behind_proxy: str,
    peer_said: tuple[str, str],
    client: str,
    tmp_path: Path,
    log: pytest.LogCaptureFixture,
) -> None:
    peer, said = peer_said
    await client_in_log(tmp_path, behind_proxy, peer, {"x-forwarded-for": said})
    assert [each.rpartition(" ")[2] for each in lines(log)] == [f"client={client}"]
