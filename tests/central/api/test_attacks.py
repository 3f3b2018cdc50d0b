# SPDX-License-Identifier: Apache-2.0
"""Ids of others and requests sent once more: refused, nothing changed, no secret in log or figures."""

import json
from pathlib import Path
from uuid import UUID

import httpx
import pytest

from central.crypto import TimedCode, secret_of
from central.services import day_round
from central.services.accounts import add_account
from central.services.enrolment import make_token
from central.services.roles import Role
from hall.canonical import instant_text
from hall.exchange import LogPart
from hall.ids import KioskId
from hall.log import Actor, Body, Cancelled, Entry, HelpCalled, append
from hall.wire.codec import pack, to_bytes
from hall.wire.translate import exchange_to_wire
from hall.wire.values import Exchange
from tests.central.api.booking import ALICE, OTHER_HALL, BookingCentre, Visitor
from tests.central.api.centre import public_key
from tests.central.api.everybody import KIOSK, credential_of, everybody, kiosk_credential
from tests.central.api.witness import ACT, Witness, attacked, send
from tests.central.services.clerks import issued, ticket
from tests.central.services.hall import HALL
from tests.hall.wire.samples import EXCHANGE_ID


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BookingCentre:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return attacked(tmp_path)


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
        raised_at = instant_text(centre.http.clock.now())
        call = json.dumps({"call_id": ACT, "raised_at": raised_at})
        assert (await send(ours[Role.KIOSK], "/v1/help-calls", call)).status_code == 200
        witness = Witness(centre, witness.broken)
        for act in ("answer", "end"):
            path = f"/v1/help-calls/{ACT}/{act}"
            witness.see(await clerk.post(path), {404}, path)
        assert (await clerk.get("/v1/help-calls")).json() == {"calls": []}
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
