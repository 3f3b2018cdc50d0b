# SPDX-License-Identifier: Apache-2.0
import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from central.crypto import SessionKey, TimedCode, Token, secret_of
from central.services import rates as rates_module
from central.services.access import Caller
from central.services.accounts import add_account, disable_account
from central.services.entrance import KNOWN_SECONDS, Entrance, limits
from central.services.errors import NoCredentialError, TooManyError
from central.services.rates import Rate, Rates
from central.services.roles import Role
from central.services.sessions import Sessions
from central.store.abstract import UnitOfWork
from tests.central.services.enrolling import K1, K2, SITE, Centre, new_key
from tests.fakes.clock import FakeClock

SECOND = timedelta(seconds=1)
LIMITS = limits(platform_per_second=100, kiosk_per_second=50)


@dataclass
class Door:
    """A centre's entrance that counts how often the database is asked."""

    centre: Centre = field(default_factory=Centre)
    looks: int = 0

    def __post_init__(self) -> None:
        self.clock = self.centre.clock
        sessions = Sessions(self.units, self.clock, SessionKey(bytes(32)))
        self.entrance = Entrance(self.units, self.clock, sessions, Rates(self.clock), LIMITS)

    def units(self, *, is_read_only: bool = False) -> UnitOfWork:
        self.looks += 1
        return self.centre.fake.unit_of_work(is_read_only=is_read_only)

    def enter(self, token: Token) -> Caller:
        return asyncio.run(self.entrance.enter(token))


@pytest.fixture
def door() -> Door:
    return Door()


def kiosk_token(door: Door) -> Token:
    return Token(door.centre.enrol(door.centre.token(), new_key()).credential)


def test_the_database_is_asked_once_in_a_while_and_not_each_time(door: Door) -> None:
    token = kiosk_token(door)
    assert {door.enter(token) for _ in range(20)} == {Caller(SITE, K1, Role.KIOSK)}
    assert door.looks == 1
    door.clock.pass_time(timedelta(seconds=KNOWN_SECONDS))
    door.enter(token)
    assert door.looks == 2


def test_a_revoked_kiosk_is_out_after_two_seconds_at_most(door: Door) -> None:
    token = kiosk_token(door)
    door.enter(token)
    door.centre.revoke(K1)
    door.clock.pass_time(timedelta(seconds=KNOWN_SECONDS))
    with pytest.raises(NoCredentialError):
        door.enter(token)


def test_who_is_not_known_is_looked_for_each_time(door: Door) -> None:
    for _ in range(3):
        with pytest.raises(NoCredentialError):
            door.enter(Token("nobody"))
    assert door.looks == 3


def test_a_session_opens_the_door_until_its_account_is_disabled(door: Door) -> None:
    units, clock = door.centre.fake.unit_of_work, door.clock
    account = asyncio.run(add_account(units, clock.now(), SITE, "li", Role.MANAGER))
    assert account.second_factor
    step = int(clock.now().timestamp()) // TimedCode.SECONDS
    code = TimedCode().code(secret_of(account.second_factor), step)
    session = asyncio.run(door.entrance.sessions.begin(account.credential, code))
    assert door.enter(session.token) == Caller(SITE, "li", Role.MANAGER)
    asyncio.run(disable_account(units, clock.now(), SITE, "li"))
    clock.pass_time(timedelta(seconds=KNOWN_SECONDS))
    with pytest.raises(NoCredentialError):
        door.enter(session.token)


def test_who_asks_too_often_waits_and_the_others_do_not(door: Door) -> None:
    token, rate = kiosk_token(door), LIMITS[Role.KIOSK]
    other = Token(door.centre.enrol(door.centre.token(K2), new_key()).credential)
    for _ in range(rate.at_once):
        door.enter(token)
    with pytest.raises(TooManyError) as caught:
        door.enter(token)
    assert caught.value.fields == {"seconds": 1}
    door.enter(other)
    door.clock.pass_time(SECOND)
    for _ in range(int(rate.per_second)):
        door.enter(token)
    with pytest.raises(TooManyError):
        door.enter(token)


def test_every_role_has_a_rate() -> None:
    assert set(LIMITS) == set(Role)
    assert LIMITS[Role.PLATFORM] == Rate(at_once=400, per_second=100)
    assert LIMITS[Role.KIOSK] == Rate(at_once=200, per_second=50)


@given(pauses=st.lists(st.integers(0, 3000), max_size=60))
def test_nobody_gets_more_than_at_once_and_the_rate_allow(pauses: list[int]) -> None:
    clock, rate = FakeClock(), Rate(at_once=5, per_second=2)
    rates, passed, taken = Rates(clock), 0.0, 0
    for pause in pauses:
        clock.pass_time(timedelta(milliseconds=pause))
        passed += pause / 1000
        with suppress(TooManyError):
            rates.take("somebody", rate)
            taken += 1
        assert taken <= rate.at_once + passed * rate.per_second + 1e-6
    clock.pass_time(timedelta(seconds=1))
    rates.take("somebody", rate)  # who waited as long as he was told is answered


def test_those_who_rested_are_forgotten_when_there_are_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rates_module, "MOST_REMEMBERED", 3)
    clock, rate = FakeClock(), Rate(at_once=1, per_second=0.5)
    rates = Rates(clock)
    for name in ("a", "b", "c"):
        rates.take(name, rate)
        clock.pass_time(timedelta(milliseconds=100))
    rates.take("d", rate)  # nobody has rested: the first one is forgotten
    with pytest.raises(TooManyError):
        rates.take("b", rate)
    clock.pass_time(timedelta(seconds=3))
    rates.take("e", rate)
    rates.take("b", rate)
    assert len(rates._buckets) == 2
