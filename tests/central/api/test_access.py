# SPDX-License-Identifier: Apache-2.0
"""A route that asks who is there; the test's own, since which there are is the routers' matter."""

import asyncio
from datetime import timedelta
from typing import Annotated

import pytest
from fastapi import Depends

from central.api.parts import may
from central.crypto import TimedCode, Token, secret_of
from central.services.access import Caller
from central.services.accounts import add_account
from central.services.entrance import KNOWN_SECONDS
from central.services.roles import Act, Role
from central.store.records import Account
from tests.central.api.centre import SITE, HttpCentre, public_key


@pytest.fixture
def guarded(centre: HttpCentre) -> HttpCentre:
    """Who may exchange is told his name; who may read the audit, too."""
    parts = centre.parts

    @centre.app.get("/exchange")
    async def exchange(caller: Annotated[Caller, Depends(may(parts, Act.EXCHANGE))]) -> str:
        return f"{caller.site_id} {caller.kiosk_id}"

    @centre.app.get("/audit")
    async def audit(caller: Annotated[Caller, Depends(may(parts, Act.READ_AUDIT))]) -> str:
        return caller.name

    return centre


def credential(centre: HttpCentre) -> str:
    text: str = centre.enrol(centre.token(), public_key()).json()["credential"]
    return text


def test_a_kiosk_is_known_by_its_credential(guarded: HttpCentre) -> None:
    answer = guarded.ask(
        "GET", "/exchange", headers={"authorization": f"Bearer {credential(guarded)}"}
    )
    assert (answer.status_code, answer.json()) == (200, "hall_1 k1")


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("", "nothing_shown"),
        ("Bearer", "nothing_shown"),
        ("Bearer ", "nothing_shown"),
        ("Basic a2lvc2s6eA==", "nothing_shown"),
        ("' OR 1=1 --", "nothing_shown"),
        ("Bearer wrong", "no_credential"),
        ("Bearer " + "x" * 5000, "no_credential"),
        ("bearer \x7f", "no_credential"),
    ],
)
def test_whoever_shows_nothing_good_is_asked_for_a_credential(
    header: str, key: str, guarded: HttpCentre
) -> None:
    answer = guarded.ask("GET", "/exchange", headers={"authorization": header})
    assert (answer.status_code, answer.json()["key"]) == (401, f"error.central.{key}")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_credential_does_not_count_in_the_address(guarded: HttpCentre) -> None:
    answer = guarded.ask("GET", f"/exchange?access_token={credential(guarded)}")
    assert answer.status_code == 401


def test_who_may_do_one_thing_may_not_do_another(guarded: HttpCentre) -> None:
    headers = {"authorization": f"Bearer {credential(guarded)}"}
    answer = guarded.ask("GET", "/audit", headers=headers)
    assert answer.status_code == 403
    assert answer.json()["fields"] == {"role": "kiosk", "act": "read_audit"}


def test_an_account_is_known_until_it_is_disabled(guarded: HttpCentre) -> None:
    async def add() -> None:
        async with guarded.fake.unit_of_work() as unit:
            made_at = guarded.clock.now()
            account = Account(SITE, "li", Role.AUDITOR, Token("t").hash(), made_at)
            await unit.accounts.add(account)
            await unit.commit()

    async def disable() -> None:
        async with guarded.fake.unit_of_work() as unit:
            await unit.accounts.disable(SITE, "li", guarded.clock.now())
            await unit.commit()

    headers = {"authorization": "Bearer t"}
    asyncio.run(add())
    assert guarded.ask("GET", "/audit", headers=headers).json() == "li"
    asyncio.run(disable())
    guarded.clock.pass_time(timedelta(seconds=KNOWN_SECONDS))
    assert guarded.ask("GET", "/audit", headers=headers).status_code == 401


def test_who_asks_too_often_is_told_when_to_come_again(guarded: HttpCentre) -> None:
    headers = {"authorization": f"Bearer {credential(guarded)}"}
    answers = [guarded.ask("GET", "/exchange", headers=headers) for _ in range(201)]
    assert [answer.status_code for answer in answers] == [200] * 200 + [429]
    assert answers[-1].headers["retry-after"] == "1"
    assert answers[-1].json()["key"] == "error.central.too_many"


def test_a_manager_enters_with_credential_and_code(guarded: HttpCentre) -> None:
    clock = guarded.clock
    made = asyncio.run(
        add_account(guarded.fake.unit_of_work, clock.now(), SITE, "li", Role.MANAGER)
    )
    assert made.second_factor
    step = int(clock.now().timestamp()) // TimedCode.SECONDS
    code = TimedCode().code(secret_of(made.second_factor), step)
    bearer = f"Bearer {made.credential.reveal()}"
    wrong = guarded.post("/v1/sessions", {"code": "000000"}, authorization=bearer)
    assert (wrong.status_code, wrong.json()["key"]) == (403, "error.central.wrong_code")
    assert guarded.post("/v1/sessions", {"code": code}).status_code == 401
    assert guarded.post("/v1/sessions", {"code": "x"}, authorization=bearer).status_code == 422
    begun = guarded.post("/v1/sessions", {"code": code}, authorization=bearer)
    assert begun.status_code == 201
    headers = {"authorization": f"Bearer {begun.json()['token']}"}
    refused = guarded.ask("GET", "/exchange", headers=headers)
    assert refused.json()["fields"] == {"role": "manager", "act": "exchange"}
