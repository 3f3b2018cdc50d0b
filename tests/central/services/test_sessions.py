# SPDX-License-Identifier: Apache-2.0
import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from central.crypto import SessionKey, TimedCode, Token, secret_of
from central.services.access import Caller, find_caller
from central.services.accounts import NewAccount, add_account, disable_account
from central.services.errors import (
    AccountIdTakenError,
    NoCredentialError,
    TooManyError,
    UnknownAccountError,
    UnknownSiteError,
    WrongCodeError,
)
from central.services.roles import Role
from central.services.sessions import FORGIVEN_AFTER, MOST_WRONG, SESSION_LASTS, Session, Sessions
from central.store.records import Account
from hall.ids import SiteId
from tests.central.services.enrolling import SITE, Centre

CODES = TimedCode()
STEP = timedelta(seconds=TimedCode.SECONDS)


@dataclass
class Hall:
    """A centre whose staff enter and leave."""

    centre: Centre = field(default_factory=Centre)

    def __post_init__(self) -> None:
        self.units, self.clock = self.centre.fake.unit_of_work, self.centre.clock
        self.sessions = self.process()

    def process(self) -> Sessions:
        """One of the centre's, which all know the same accounts alone."""
        return Sessions(self.units, self.clock, SessionKey(bytes(32)))

    def add(self, role: Role = Role.MANAGER, name: str = "li", site: SiteId = SITE) -> NewAccount:
        return asyncio.run(add_account(self.units, self.clock.now(), site, name, role))

    def disable(self, name: str = "li") -> None:
        asyncio.run(disable_account(self.units, self.clock.now(), SITE, name))

    def code(self, account: NewAccount, at: datetime | None = None) -> str:
        assert account.second_factor
        step = int((at or self.clock.now()).timestamp()) // TimedCode.SECONDS
        return CODES.code(secret_of(account.second_factor), step)

    def begin(self, account: NewAccount, code: str) -> Session:
        return asyncio.run(self.sessions.begin(account.credential, code))

    def caller(self, token: Token) -> Caller:
        return asyncio.run(self.sessions.caller(token))


@pytest.fixture
def hall() -> Hall:
    return Hall()


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TECHNICIAN])
def test_credential_and_code_open_a_session(role: Role, hall: Hall) -> None:
    account = hall.add(role)
    session = hall.begin(account, hall.code(account))
    assert hall.caller(session.token) == Caller(SITE, "li", role)
    assert session.expires_at == hall.clock.now() + SESSION_LASTS


@pytest.mark.parametrize("role", [Role.PLATFORM, Role.CLERK, Role.AUDITOR, Role.SECURITY_ADMIN])
def test_who_needs_no_second_factor_enters_by_his_credential_alone(role: Role, hall: Hall) -> None:
    account = hall.add(role)
    assert account.second_factor is None
    assert asyncio.run(find_caller(hall.units, account.credential)) == Caller(SITE, "li", role)
    with pytest.raises(NoCredentialError):
        hall.begin(account, "000000")


def test_the_credential_alone_opens_nothing_and_is_no_session(hall: Hall) -> None:
    account = hall.add()
    with pytest.raises(NoCredentialError):
        asyncio.run(find_caller(hall.units, account.credential))
    with pytest.raises(NoCredentialError):
        hall.caller(account.credential)


def test_a_code_is_good_a_step_before_and_after_its_time(hall: Hall) -> None:
    for number, off in enumerate((-1, 0, 1)):
        account = hall.add(name=f"li{number}")
        hall.begin(account, hall.code(account, hall.clock.now() + off * STEP))
    for number, off in enumerate((-2, 2)):
        account = hall.add(name=f"wang{number}")
        with pytest.raises(WrongCodeError):
            hall.begin(account, hall.code(account, hall.clock.now() + off * STEP))


def test_a_code_is_taken_once_and_none_before_it(hall: Hall) -> None:
    account = hall.add()
    before = hall.code(account)
    hall.clock.pass_time(STEP)
    code = hall.code(account)
    hall.begin(account, code)
    for used in (code, before):
        with pytest.raises(WrongCodeError):
            hall.begin(account, used)
    hall.clock.pass_time(STEP)
    hall.begin(account, hall.code(account))


def test_after_five_wrong_codes_even_the_right_one_waits(hall: Hall) -> None:
    account, other = hall.add(), hall.add(name="wang")
    right = hall.code(account)
    wrong = "000000" if right != "000000" else "000001"
    for _ in range(MOST_WRONG):
        with pytest.raises(WrongCodeError):
            hall.begin(account, wrong)
    with pytest.raises(TooManyError) as caught:
        hall.begin(account, right)
    assert caught.value.fields == {"seconds": FORGIVEN_AFTER.total_seconds() + 1}
    hall.begin(other, hall.code(other))
    hall.clock.pass_time(FORGIVEN_AFTER)
    hall.begin(account, hall.code(account))


def test_codes_count_for_all_processes_together(hall: Hall) -> None:
    used, tried = hall.add(), hall.add(name="wang")
    hall.begin(used, hall.code(used))
    hall.sessions = hall.process()
    with pytest.raises(WrongCodeError):
        hall.begin(used, hall.code(used))
    right = hall.code(tried)
    for _ in range(MOST_WRONG):
        hall.sessions = hall.process()
        with pytest.raises(WrongCodeError):
            hall.begin(tried, "000000" if right != "000000" else "000001")
    hall.sessions = hall.process()
    with pytest.raises(TooManyError):
        hall.begin(tried, right)


def test_a_right_code_takes_the_wrong_ones_before_it_off(hall: Hall) -> None:
    account = hall.add()
    for _ in range(2):
        for _ in range(MOST_WRONG - 1):
            with pytest.raises(WrongCodeError):
                hall.begin(account, "x")
        hall.begin(account, hall.code(account))
        hall.clock.pass_time(STEP)


def test_who_is_disabled_while_he_enters_does_not(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = hall.add()
    found = hall.sessions._account

    async def then_disabled(hashes: Sequence[str]) -> Account:
        known = await found(hashes)
        await disable_account(hall.units, hall.clock.now(), SITE, "li")
        return known

    monkeypatch.setattr(hall.sessions, "_account", then_disabled)
    with pytest.raises(NoCredentialError):
        hall.begin(account, hall.code(account))


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "abcdef", "１２３４５６", "\ud800", "x" * 9999]
)
def test_what_is_no_code_is_a_wrong_one(code: str, hall: Hall) -> None:
    with pytest.raises(WrongCodeError):
        hall.begin(hall.add(), code)


def test_a_session_ends_by_itself(hall: Hall) -> None:
    account = hall.add()
    session = hall.begin(account, hall.code(account))
    hall.clock.pass_time(SESSION_LASTS - timedelta(seconds=1))
    hall.caller(session.token)
    hall.clock.pass_time(timedelta(seconds=1))
    with pytest.raises(NoCredentialError):
        hall.caller(session.token)


def test_a_disabled_account_s_sessions_end_with_it(hall: Hall) -> None:
    account = hall.add()
    session = hall.begin(account, hall.code(account))
    hall.disable()
    with pytest.raises(NoCredentialError):
        hall.caller(session.token)
    with pytest.raises(UnknownAccountError):
        hall.disable()
    with pytest.raises(AccountIdTakenError):
        hall.add()


def test_a_session_that_was_changed_or_made_elsewhere_is_none(hall: Hall) -> None:
    account = hall.add()
    text = hall.begin(account, hall.code(account)).token.reveal()
    for at in range(len(text)):
        changed = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
        with pytest.raises(NoCredentialError):
            hall.caller(Token(changed))
    hall.sessions.key = SessionKey(b"\1" * 32)
    with pytest.raises(NoCredentialError):
        hall.caller(Token(text))


@pytest.mark.parametrize(
    "text", ["", ".", "..", "YHS1..", "YHS1.AAAA", "YHS1.AAAA.AAAA", "王.小.明"]
)
def test_what_is_no_session_is_refused(text: str, hall: Hall) -> None:
    with pytest.raises(NoCredentialError):
        hall.caller(Token(text))


def test_an_account_needs_a_site_and_a_kiosk_none(hall: Hall) -> None:
    with pytest.raises(UnknownSiteError):
        hall.add(site=SiteId("hall_9"))
    with pytest.raises(ValueError, match="kiosks enrol"):
        hall.add(Role.KIOSK)


def test_the_codes_are_those_of_authenticator_apps() -> None:
    """The test values of RFC 6238 (SHA-1), their last six digits."""
    secret = b"12345678901234567890"
    expected = {59: "287082", 1111111109: "081804", 1234567890: "005924", 20000000000: "353130"}
    assert {at: CODES.code(secret, at // 30) for at in expected} == expected


def test_nothing_secret_shows_itself(hall: Hall) -> None:
    account = hall.add()
    session = hall.begin(account, hall.code(account))
    shown = f"{account!r} {session!r} {hall.sessions.key!r}"
    assert account.credential.reveal() not in shown
    assert str(account.second_factor) not in shown
    assert session.token.reveal() not in shown
