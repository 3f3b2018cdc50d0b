# SPDX-License-Identifier: Apache-2.0
"""Who has the same name elsewhere, or is something else, shares nothing with him."""

import asyncio
from pathlib import Path

import pytest

from central.crypto import SessionKey, Token
from central.services import day_round
from central.services.access import Caller
from central.services.accounts import add_account
from central.services.entrance import Entrance
from central.services.errors import TooManyError
from central.services.figures import Figures
from central.services.rates import Rate, Rates
from central.services.roles import Role
from central.services.sessions import Sessions
from central.services.sites import import_site
from central.store.records import SiteRecord
from hall.ids import SiteId
from tests.central.services.clerks import Clerk, issued
from tests.central.services.enrolling import K1, SITE, Centre, new_key
from tests.central.services.hall import ESTATE, HALL, NOON, new_hall, site_file
from tests.central.small_site import SMALL_SITE

OTHER = SiteId("other")


@pytest.fixture
def centre() -> Centre:
    return Centre()


def entrance_of(centre: Centre) -> Entrance:
    """Each may come once."""
    units, clock = centre.fake.unit_of_work, centre.clock
    once = dict.fromkeys(Role, Rate(at_once=1, per_second=1))
    return Entrance(units, clock, Sessions(units, clock, SessionKey(bytes(32))), Rates(clock), once)


def account(centre: Centre, site_id: SiteId, name: str, role: Role) -> Token:
    made = add_account(centre.fake.unit_of_work, centre.clock.now(), site_id, name, role)
    return asyncio.run(made).credential


def all_come_once(centre: Centre, *tokens: Token) -> None:
    entrance = entrance_of(centre)
    for token in tokens:
        asyncio.run(entrance.enter(token))
    with pytest.raises(TooManyError):
        asyncio.run(entrance.enter(tokens[0]))


def test_an_account_of_another_site_has_a_rate_of_its_own(centre: Centre) -> None:
    other = site_file(SMALL_SITE.replace('"hall"', f'"{OTHER}"'))
    asyncio.run(import_site(centre.fake.unit_of_work, other, centre.clock.now()))
    all_come_once(centre, *(account(centre, each, "web", Role.PLATFORM) for each in (SITE, OTHER)))


def test_an_account_that_is_called_like_a_kiosk_has_a_rate_of_its_own(centre: Centre) -> None:
    kiosk = Token(centre.enrol(centre.token(K1), new_key()).credential)
    all_come_once(centre, kiosk, account(centre, SITE, K1, Role.PLATFORM))


async def test_the_same_key_at_two_sites_makes_two_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    hall = await asyncio.to_thread(new_hall, tmp_path)
    other = site_file(SMALL_SITE.replace('"hall"', f'"{OTHER}"'))
    await import_site(hall.units, other, hall.clock.now())
    async with hall.writers:
        await hall.round.go()
        held = [
            await hall.desk.hold(Caller(each, "web", Role.PLATFORM), "key", ESTATE, NOON)
            for each in (HALL, OTHER)
        ]
    assert held[0].hold_id != held[1].hold_id


async def test_figures_of_two_sites_whose_services_are_called_alike_are_kept_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    hall = await asyncio.to_thread(new_hall, tmp_path)
    text = SMALL_SITE.replace('"hall"', f'"{OTHER}"')
    hall.files.of(SiteRecord(OTHER, "Other", "UTC", text), hall.clock.now())
    figures, ahead = Figures(hall.files), list[int]()
    async with hall.writers:
        (kiosk,) = await hall.settled("k1")
        await Clerk(hall).open()
        for number, site_id in ((1, HALL), (2, OTHER)):
            kiosk.say(issued(number))
            await kiosk.exchange()
            (found,) = figures.of(site_id, await hall.book(), hall.clock.now())
            ahead.append(found.ahead)
    assert ahead == [1, 2]
