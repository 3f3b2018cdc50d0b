# SPDX-License-Identifier: Apache-2.0
"""Counters over HTTP: every key a clerk presses, what a manager does, and who may do neither."""

import json
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from central.crypto import TimedCode, Token, secret_of
from central.services import day_round
from central.services.accounts import add_account
from central.services.roles import Role
from hall.exchange import LogPart
from hall.feed import FIRST_EPOCH
from hall.ids import KioskId, SiteId
from hall.log import append
from hall.wire.values import Exchange
from tests.central.api.booking import BookingCentre, Visitor, booking_centre
from tests.central.services.clerks import issued, new_act, ticket
from tests.central.services.hall import HALL

NOBODY = "00000000-0000-4000-8000-000000000000"
NASTY = ["'; DROP TABLE ticket; --", "<script>", "窗口", "A" * 33, " "]


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BookingCentre:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return booking_centre(tmp_path)


async def press(
    visitor: Visitor, path: str, *, act_id: str | None = None, **more: object
) -> httpx.Response:
    body = {"act_id": act_id or str(new_act()), **more}
    return await visitor.post(path, content=json.dumps(body))


async def come(centre: BookingCentre, *numbers: int) -> None:
    """Visitors take those numbers at a kiosk."""
    parts = centre.http.parts
    await parts.writers.of(HALL).decide(lambda book, _: book.add_kiosk(KioskId("k1")))
    log = []
    for number in numbers:
        log.append(append(log[-1] if log else None, parts.clock.now(), issued(number)))
    part = LogPart(KioskId("k1"), FIRST_EPOCH, 0, tuple(log), len(log))
    await parts.exchanging.exchange(HALL, Exchange(part, 0))


async def manager(centre: BookingCentre) -> Visitor:
    """With a session of today."""
    parts = centre.http.parts
    made = await add_account(parts.units, parts.clock.now(), HALL, "wang", Role.MANAGER)
    assert made.second_factor
    step = int(parts.clock.now().timestamp()) // TimedCode.SECONDS
    code = TimedCode().code(secret_of(made.second_factor), step)
    session = await parts.entrance.sessions.begin(Token(made.credential.reveal()), code)
    return Visitor(centre.http, session.token.reveal())


async def goes(clerk: Visitor, ticket_id: str, **ways: str) -> None:
    """Act by act, each with how the ticket stands then."""
    for act, status in ways.items():
        path = f"/v1/counters/3/{act.replace('_', '-')}"
        answer = await press(clerk, path, ticket_id=ticket_id)
        assert (answer.status_code, answer.json()["status"]) == (200, status), act


async def test_a_clerk_calls_and_serves(centre: BookingCentre) -> None:
    async with centre.visitors("clerk") as [clerk]:
        await come(centre, 1, 2, 3)
        opened = await press(clerk, "/v1/counters/3/open", service_id="social")
        assert opened.json() == {
            "counter_id": "3",
            "service_id": "social",
            "is_open": True,
            "is_paused": False,
        }
        called = (await press(clerk, "/v1/counters/3/next")).json()["ticket"]
        assert (called["number"], called["status"], called["calls"]) == ("C001", "called", 1)
        one, two = str(ticket(1)), str(ticket(2))
        await goes(clerk, one, recall="called", undo="waiting", park="parked", resume="waiting")
        await press(clerk, "/v1/counters/3/next")
        await goes(clerk, one, start="serving", finish="finished")
        await press(clerk, "/v1/counters/3/next")
        await goes(clerk, two, miss="missed", put_back="waiting")
        third = (await press(clerk, "/v1/counters/3/next")).json()["ticket"]["ticket_id"]
        await press(clerk, "/v1/counters/3/start", ticket_id=third)
        sent = await press(clerk, "/v1/counters/3/transfer", ticket_id=third, service_id="estate")
        assert sent.json()["service_id"] == "estate"
        floor = (await clerk.get("/v1/counters")).json()
        assert [each["counter_id"] for each in floor["counters"]] == ["3"]
        assert {each["service_id"]: each["waiting"] for each in floor["queues"]} == {
            "estate": 1,
            "social": 1,
        }
        await press(clerk, "/v1/counters/3/close", is_pause=True)
        closed = await press(clerk, "/v1/counters/3/close")
        assert (closed.json()["is_open"], closed.json()["is_paused"]) == (False, False)


async def test_a_press_that_is_sent_again_gets_the_same_ticket(centre: BookingCentre) -> None:
    async with centre.visitors("clerk") as [clerk]:
        await come(centre, 1, 2)
        await press(clerk, "/v1/counters/1/open", service_id="social")
        act_id = str(new_act())
        first = await press(clerk, "/v1/counters/1/next", act_id=act_id)
        again = await press(clerk, "/v1/counters/1/next", act_id=act_id)
        assert first.json() == again.json()
        taken = await press(clerk, "/v1/counters/1/start", act_id=act_id, ticket_id=str(ticket(1)))
        assert (taken.status_code, taken.json()["key"]) == (422, "error.hall.act_taken")


async def test_refusals_are_typed(centre: BookingCentre) -> None:
    async with centre.visitors("clerk") as [clerk]:
        await come(centre, 1)
        for path, more, status, key in (
            ("/v1/counters/1/next", {}, 404, "error.hall.unknown_counter"),
            ("/v1/counters/1/open", {"service_id": "none"}, 404, "error.hall.unknown_service"),
        ):
            answer = await press(clerk, path, **more)
            assert (answer.status_code, answer.json()["key"]) == (status, key)
        for counter in ("1", "2"):
            await press(clerk, f"/v1/counters/{counter}/open", service_id="social")
        await press(clerk, "/v1/counters/1/next")
        for path, more, status, key in (
            ("/v1/counters/1/next", {}, 409, "error.hall.counter_busy"),
            ("/v1/counters/1/close", {}, 409, "error.hall.counter_busy"),
            (
                "/v1/counters/2/start",
                {"ticket_id": str(ticket(1))},
                409,
                "error.hall.other_counter",
            ),
            ("/v1/counters/1/finish", {"ticket_id": str(ticket(1))}, 409, "error.hall.status"),
            ("/v1/counters/1/start", {"ticket_id": NOBODY}, 404, "error.hall.unknown_ticket"),
            ("/v1/counters/1/start", {"ticket_id": "x"}, 422, "error.hall.field_form"),
        ):
            answer = await press(clerk, path, **more)
            assert (answer.status_code, answer.json()["key"]) == (status, key), path
        for name in NASTY:
            answer = await press(clerk, f"/v1/counters/{name}/open", service_id="social")
            assert answer.status_code in (404, 422)
            assert name not in answer.text or name == " "


async def test_a_manager_stops_a_service_adds_extra_places_and_gives_a_kiosk_up(
    centre: BookingCentre,
) -> None:
    async with centre.visitors() as []:
        await come(centre, 1)
        boss = await manager(centre)
        suspended = {"standing": "suspended", "reason": "no power"}
        stop = await boss.post("/v1/services/social/standing", content=json.dumps(suspended))
        assert (stop.status_code, stop.json()["standing"]) == (200, "suspended")
        await press(boss, "/v1/counters/1/open", service_id="social")
        refused = await press(boss, "/v1/counters/1/next")
        assert refused.json()["key"] == "error.hall.suspended"
        extras = await press(boss, "/v1/services/estate/extras", count=3, reason="burst pipe")
        assert (extras.status_code, extras.json()["extras"]) == (200, 3)
        none = await press(boss, "/v1/services/none/extras", count=3, reason="x")
        assert none.status_code == 404
        april = {"standing": "stopped", "reason": "x", "at": "2026-04-02T09:00:00+08:00"}
        late = await boss.post("/v1/services/social/standing", content=json.dumps(april))
        assert (late.status_code, late.json()["key"]) == (404, "error.hall.no_open_day")
        assert late.json()["fields"]["first_on"] == "2026-03-02"
        assert "not shown" not in late.text
        gone = {"off_since": "2026-03-01T00:00:00Z", "reason": "burnt"}
        unknown = await boss.post("/v1/kiosks/k1/give-up", content=json.dumps(gone))
        assert (unknown.status_code, unknown.json()["key"]) == (404, "error.central.not_enrolled")


@pytest.mark.parametrize("odd", ["%00", "k1%00", "k1%0a", "%E4%B8%80", "k 1", "k" * 33])
@pytest.mark.parametrize(
    "path", ["kiosks/{}/give-up", "services/{}/standing", "services/{}/extras"]
)
async def test_what_nobody_can_be_called_is_not_looked_for(
    centre: BookingCentre, path: str, odd: str
) -> None:
    async with centre.visitors() as []:
        boss = await manager(centre)
        answer = await boss.post(f"/v1/{path.format(odd)}", content="{}")
        name = "path.kiosk_id" if path.startswith("kiosks") else "path.service_id"
        assert (answer.status_code, answer.json()["fields"]["name"]) == (422, name)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("web", "/v1/counters/1/next"),
        ("auditor", "/v1/counters/1/next"),
        ("clerk", "/v1/services/estate/standing"),
        ("clerk", "/v1/services/estate/extras"),
        ("clerk", "/v1/kiosks/k1/give-up"),
    ],
)
async def test_who_may_not_is_refused(centre: BookingCentre, who: str, path: str) -> None:
    async with centre.visitors(who) as [visitor]:
        answer = await press(visitor, path)
        assert (answer.status_code, answer.json()["key"]) == (403, "error.central.not_allowed_to")
        assert (await visitor.get("/v1/counters")).status_code == (200 if who == "clerk" else 403)


async def test_a_clerk_of_another_site_sees_nothing_of_this_one(centre: BookingCentre) -> None:
    async with centre.visitors("clerk") as [clerk]:
        await come(centre, 1)
        await press(clerk, "/v1/counters/1/open", service_id="social")
        parts, elsewhere = centre.http.parts, SiteId("other_hall")
        made = await add_account(parts.units, parts.clock.now(), elsewhere, "zhao", Role.CLERK)
        other = Visitor(centre.http, made.credential.reveal())
        assert (await other.get("/v1/counters")).json()["counters"] == []
        await press(other, "/v1/counters/1/open", service_id="social")
        assert "ticket" not in (await press(other, "/v1/counters/1/next")).json()
        answer = await press(other, "/v1/counters/1/park", ticket_id=str(UUID(int=1)))
        assert answer.json()["key"] == "error.hall.unknown_ticket"
