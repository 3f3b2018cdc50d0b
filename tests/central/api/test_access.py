# SPDX-License-Identifier: Apache-2.0
"""A route that asks who is there; the test's own, since which there are is the routers' matter."""

import asyncio
from typing import Annotated

import pytest
from fastapi import Depends

from central.api.parts import may
from central.crypto import Token
from central.services.access import Caller
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
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Basic a2lvc2s6eA==",
        "Bearer " + "x" * 5000,
        "bearer \x7f",
        "' OR 1=1 --",
    ],
)
def test_whoever_shows_nothing_good_is_asked_for_a_credential(
    header: str, guarded: HttpCentre
) -> None:
    answer = guarded.ask("GET", "/exchange", headers={"authorization": header})
    assert (answer.status_code, answer.json()["key"]) == (401, "error.central.no_credential")
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
    assert guarded.ask("GET", "/audit", headers=headers).status_code == 401
