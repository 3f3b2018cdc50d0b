# SPDX-License-Identifier: Apache-2.0
import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from central.crypto import SessionKey, TimedCode, secret_of
from central.errors import CentralError
from central.services import auditing_check
from central.services.accounts import add_account, disable_account
from central.services.auditing import Noted, note
from central.services.auditing_check import Checked, check_audit
from central.services.auditing_findings import Finding, Wrong
from central.services.errors import NotEnrolledError, UnknownSiteError
from central.services.roles import Role
from central.services.sessions import Sessions
from central.store.abstract import Kept
from central.store.records import AuditEntry
from hall.ids import SiteId
from hall.log import chain_hash
from tests.central.services.enrolling import K1, K2, SITE, Centre, new_key


@pytest.fixture
def centre() -> Centre:
    return Centre()


def add(centre: Centre, count: int) -> None:
    async def write() -> None:
        for number in range(count):
            async with centre.fake.unit_of_work() as unit:
                now = centre.clock.now() + timedelta(days=number)
                await note(unit, SITE, now, Noted.KIOSK_INVITED, "li", number=number)
                await unit.commit()

    asyncio.run(write())


def check(centre: Centre) -> Checked:
    return asyncio.run(check_audit(centre.fake.unit_of_work, SITE))


def whole(centre: Centre) -> tuple[int, int]:
    """How many acts, and the last one, of a site of which nothing is wrong."""
    checked = check(centre)
    assert (checked.wrong, checked.findings) == (0, ())
    return checked.acts, checked.last_act


def entries(centre: Centre) -> list[AuditEntry]:
    async def read() -> list[AuditEntry]:
        async with centre.fake.unit_of_work(is_read_only=True) as unit:
            return list(await unit.audit.entries(SITE, 0, 1000))

    return asyncio.run(read())


def test_every_act_of_security_leaves_one_entry_with_who_and_to_what(centre: Centre) -> None:
    units, clock = centre.fake.unit_of_work, centre.clock
    centre.enrol(centre.token(), new_key())
    centre.revoke(K1)
    account = asyncio.run(add_account(units, clock.now(), SITE, "li", Role.MANAGER, by="wang"))
    assert account.second_factor
    code = TimedCode().code(
        secret_of(account.second_factor), int(clock.now().timestamp()) // TimedCode.SECONDS
    )
    asyncio.run(Sessions(units, clock, SessionKey(bytes(32))).begin(account.credential, code))
    asyncio.run(disable_account(units, clock.now(), SITE, "li", by="wang"))
    assert [(each.act, json.loads(each.body)) for each in entries(centre)] == [
        (Noted.KIOSK_INVITED, {"by": "command line", "kiosk_id": "k1"}),
        (Noted.KIOSK_ENROLLED, {"by": "k1"}),
        (Noted.KIOSK_REVOKED, {"by": "command line", "kiosk_id": "k1"}),
        (Noted.ACCOUNT_ADDED, {"by": "wang", "account_id": "li", "role": "manager"}),
        (Noted.SESSION_BEGUN, {"by": "li"}),
        (Noted.ACCOUNT_DISABLED, {"by": "wang", "account_id": "li"}),
    ]
    assert whole(centre) == (6, 6)


def test_what_was_refused_leaves_no_entry_of_an_act(centre: Centre) -> None:
    refusals: list[Callable[[], object]] = [
        lambda: centre.revoke(K2),
        lambda: centre.enrol(centre.token(K1), replace(new_key(), data=b"none")),
    ]
    for refused in refusals:
        with pytest.raises(CentralError):
            refused()
    with pytest.raises(NotEnrolledError):
        centre.revoke(K1)
    assert [each.act for each in entries(centre)] == [Noted.KIOSK_INVITED]


@pytest.mark.parametrize("at_once", [1, 2, 5, 1000])
def test_a_chain_is_followed_to_its_end_however_it_is_read(
    at_once: int, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing_check, "AT_ONCE", at_once)
    assert whole(centre) == (0, 0)
    add(centre, 5)
    assert whole(centre) == (5, 5)


@pytest.mark.parametrize("position", [1, 3, 5])
@pytest.mark.parametrize(
    "change",
    [
        {"act": "kiosk_revoked"},
        {"body": '{"by":"wang","number":2}'},
        {"hash": bytes(32)},
        {"previous_hash": b"\1" * 32},
    ],
)
def test_an_entry_that_was_changed_is_found(
    position: int, change: dict[str, Any], centre: Centre
) -> None:
    add(centre, 5)
    rows = centre.fake.rows.audit
    rows[SITE, position] = replace(rows[SITE, position], **change)
    (found,) = check(centre).findings
    on = centre.clock.now().date() + timedelta(days=position - 1)
    assert found == Finding(Wrong.ACT_CHANGED, {"position": position, "on": on})


@pytest.mark.parametrize("position", [2, 3, 4])
def test_an_entry_that_is_missing_within_is_found(position: int, centre: Centre) -> None:
    add(centre, 5)
    del centre.fake.rows.audit[SITE, position]
    (found,) = check(centre).findings
    assert found == Finding(Wrong.ACTS_MISSING, {"first": position, "last": position})


def test_an_entry_that_was_forged_with_its_hash_does_not_fit_the_next_one(centre: Centre) -> None:
    add(centre, 5)
    rows = centre.fake.rows.audit
    entry = replace(rows[SITE, 2], act="kiosk_revoked")
    digest = chain_hash(entry.previous_hash, 2, entry.at, entry.act, entry.body)
    rows[SITE, 2] = replace(entry, hash=digest)
    (found,) = check(centre).findings
    assert (found.what, found.fields["position"]) == (Wrong.ACT_CHANGED, 3)


def test_a_chain_that_was_made_anew_has_another_mark(centre: Centre) -> None:
    add(centre, 5)
    before = check(centre)
    rows = centre.fake.rows.audit
    previous = rows[SITE, 1].hash
    for position in range(2, 6):
        entry = replace(rows[SITE, position], act="kiosk_revoked", previous_hash=previous)
        previous = chain_hash(previous, position, entry.at, entry.act, entry.body)
        rows[SITE, position] = replace(entry, hash=previous)
    after = check(centre)
    assert after.wrong == 0
    assert (after.last_act, after.mark) != (before.last_act, before.mark)


def test_what_is_gone_from_the_beginning_breaks_nothing(centre: Centre) -> None:
    add(centre, 5)

    async def forget() -> None:
        async with centre.fake.unit_of_work() as unit:
            before = (centre.clock.now() + timedelta(days=2)).date()
            await unit.retention.delete(Kept.AUDIT, SITE, before, 1000)
            await unit.commit()

    asyncio.run(forget())
    assert whole(centre) == (3, 5)


def test_an_end_that_is_cut_off_shows_in_the_last_position_alone(centre: Centre) -> None:
    add(centre, 5)
    del centre.fake.rows.audit[SITE, 5]
    assert whole(centre) == (4, 4)


def test_a_site_that_is_not_there_has_no_whole_audit(centre: Centre) -> None:
    with pytest.raises(UnknownSiteError):
        asyncio.run(check_audit(centre.fake.unit_of_work, SiteId("nowhere")))
