# SPDX-License-Identifier: Apache-2.0
"""Who may ask for what: each of the seven roles at each route (protocol.md 5)."""

import json
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from central.api.accounts import accounts_router
from central.api.audit import audit_router
from central.api.booking import booking_router
from central.api.booking_offers import offers_router
from central.api.calling import calling_router
from central.api.exchange import exchange_router
from central.api.hall_desk import hall_desk_router
from central.api.help_calls import help_calls_router
from central.api.kiosks import kiosks_router
from central.api.parts import Gate
from central.api.site import site_router
from central.services import day_round, roles
from central.services.entrance import KNOWN_SECONDS
from central.services.roles import NEEDS_SECOND_FACTOR, Act, Role
from central.services.sessions import SESSION_LASTS
from tests.central.api.booking import BookingCentre, Visitor, booking_centre
from tests.central.api.everybody import everybody

NOTHING = "00000000-0000-4000-8000-000000000000"
GUARDED = (
    accounts_router,
    audit_router,
    booking_router,
    calling_router,
    exchange_router,
    hall_desk_router,
    help_calls_router,
    kiosks_router,
    offers_router,
    site_router,
)
TO_ALL = {
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
    ("POST", "/v1/enrol"),
    ("POST", "/v1/sessions"),
}
"""They ask for nothing, for a token of their own, or for credential and code."""

_BOOKERS = {Role.PLATFORM, Role.CLERK, Role.MANAGER}
_COUNTERS = {Role.CLERK, Role.MANAGER}
_HELPERS = {Role.CLERK, Role.MANAGER, Role.TECHNICIAN}
_ACTS = (
    *("open", "close", "next", "transfer", "recall", "undo"),
    *("start", "finish", "miss", "put-back", "park", "resume"),
)
MAY: dict[tuple[str, str], set[Role]] = {
    ("POST", "/v1/exchange"): {Role.KIOSK},
    ("GET", "/v1/wake"): {Role.KIOSK},
    ("POST", "/v1/help-calls"): {Role.KIOSK},
    ("GET", "/v1/help-calls"): _HELPERS,
    ("POST", "/v1/help-calls/{call_id}/answer"): _HELPERS,
    ("POST", "/v1/help-calls/{call_id}/end"): _HELPERS,
    ("GET", "/v1/kiosks"): {Role.MANAGER, Role.TECHNICIAN, Role.AUDITOR},
    ("GET", "/v1/services"): _BOOKERS,
    ("GET", "/v1/services/{service_id}/slots"): _BOOKERS,
    ("POST", "/v1/holds"): _BOOKERS,
    ("DELETE", "/v1/holds/{hold_id}"): _BOOKERS,
    ("POST", "/v1/bookings"): _BOOKERS,
    ("GET", "/v1/bookings/{booking_id}"): _BOOKERS,
    ("DELETE", "/v1/bookings/{booking_id}"): _BOOKERS,
    ("GET", "/v1/counters"): _COUNTERS,
    **{("POST", f"/v1/counters/{{counter_id}}/{act}"): _COUNTERS for act in _ACTS},
    ("POST", "/v1/services/{service_id}/standing"): {Role.MANAGER},
    ("POST", "/v1/services/{service_id}/extras"): {Role.MANAGER},
    ("POST", "/v1/kiosks/{kiosk_id}/give-up"): {Role.MANAGER},
    ("POST", "/v1/kiosks/{kiosk_id}/token"): {Role.TECHNICIAN},
    ("POST", "/v1/kiosks/{kiosk_id}/revoke"): {Role.TECHNICIAN},
    ("PUT", "/v1/site"): {Role.TECHNICIAN},
    ("GET", "/v1/audit"): {Role.AUDITOR},
    ("GET", "/v1/accounts"): {Role.SECURITY_ADMIN},
    ("POST", "/v1/accounts"): {Role.SECURITY_ADMIN},
    ("DELETE", "/v1/accounts/{account_id}"): {Role.SECURITY_ADMIN},
}
NAMES = {
    "{service_id}": "estate",
    "{hold_id}": NOTHING,
    "{call_id}": NOTHING,
    "{booking_id}": NOTHING,
    "{counter_id}": "1",
    "{kiosk_id}": "k1",
    "{account_id}": "nobody",
}


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BookingCentre:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return booking_centre(tmp_path)


async def ask(visitor: Visitor, method: str, route: str) -> int:
    """The status of a request that nothing is done for: it names nothing, or has no body."""
    path = route
    for name, value in NAMES.items():
        path = path.replace(name, value)
    content = json.dumps({}) if method == "POST" else None
    headers = {"idempotency-key": "k"}
    return (await visitor.request(method, path, content=content, headers=headers)).status_code


def test_the_table_names_every_route(centre: BookingCentre) -> None:
    paths = centre.http.app.openapi()["paths"]
    routes = {(method.upper(), path) for path, each in paths.items() for method in each}
    assert routes == MAY.keys() | TO_ALL


def gates(centre: BookingCentre) -> dict[tuple[str, str], tuple[Act, ...]]:
    """What each route lets in for, as the routes themselves say."""
    parts = centre.http.parts
    routers = (make(parts) for make in GUARDED)
    return {
        (method, route.path): gate.call.acts
        for router in routers
        for route in router.routes
        if isinstance(route, APIRoute)
        for gate in route.dependant.dependencies
        if isinstance(gate.call, Gate)
        for method in route.methods
    }


def test_each_act_is_asked_by_a_route_and_each_route_asks_for_an_act(
    centre: BookingCentre,
) -> None:
    found = gates(centre)
    assert found.keys() == MAY.keys()
    assert {act for acts in found.values() for act in acts} == set(Act)


def test_the_routes_let_in_whom_the_roles_allow(centre: BookingCentre) -> None:
    allowed = {
        route: {role for role in Role if not roles.MAY[role].isdisjoint(acts)}
        for route, acts in gates(centre).items()
    }
    assert allowed == MAY


async def test_each_role_may_do_what_the_table_says_and_nothing_else(
    centre: BookingCentre, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    wrong = []
    async with everybody(centre) as visitors:
        rows = centre.http.fake.rows
        before = repr((rows.journal, rows.bookings, rows.audit))
        for ((method, path), allowed), role in product(MAY.items(), Role):
            status = await ask(visitors[role], method, path)
            is_as_said = status not in (401, 403, 500) if role in allowed else status == 403
            if not is_as_said:
                wrong.append(f"{role} {method} {path}: {status}")
        assert repr((rows.journal, rows.bookings, rows.audit)) == before
        secrets = [each.headers["authorization"].split()[1] for each in visitors.values()]
    assert wrong == []
    assert not [each for each in secrets if each in caplog.text]


async def test_without_a_credential_nobody_may_do_anything(centre: BookingCentre) -> None:
    async with centre.visitors() as []:
        for credential in ("x", "YHS1.", "YHS1.x|y|1.z"):
            nobody = Visitor(centre.http, credential)
            assert {await ask(nobody, *route) for route in MAY} == {401}


async def test_a_session_that_is_over_is_nobodys(centre: BookingCentre) -> None:
    async with everybody(centre) as visitors:
        centre.http.clock.pass_time(SESSION_LASTS - timedelta(seconds=2 * KNOWN_SECONDS))
        route = ("GET", "/v1/kiosks")
        for role in NEEDS_SECOND_FACTOR:
            assert await ask(visitors[role], *route) == 200
        centre.http.clock.pass_time(timedelta(seconds=2 * KNOWN_SECONDS))
        for role in NEEDS_SECOND_FACTOR:
            assert {await ask(visitors[role], *each) for each in MAY} == {401}
