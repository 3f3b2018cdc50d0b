# SPDX-License-Identifier: Apache-2.0
import asyncio
from datetime import timedelta
from itertools import pairwise

import pytest

from central.crypto import BadPublicKeyError, Token, UnknownAlgorithmError
from central.errors import CentralError
from central.services.access import Caller
from central.services.enrolment import TOKEN_LASTS
from central.services.errors import (
    BadIdError,
    KioskIdTakenError,
    NoCredentialError,
    NotEnrolledError,
    TokenError,
    UnknownSiteError,
)
from central.services.roles import Role
from central.store.records import Account, KioskRecord
from common.signatures import PublicKey
from hall.booking_code import CENTRE_KEY
from hall.ids import KioskId, SiteId
from hall.journal import EVERY_DAY, KioskAdded, body_from_json
from tests.central.services.enrolling import K1, K2, SITE, Centre, new_key


@pytest.fixture
def centre() -> Centre:
    return Centre()


def test_a_token_and_a_public_key_make_a_kiosk_with_a_credential_of_its_own(centre: Centre) -> None:
    key = new_key()
    done = centre.enrol(centre.token(), key)
    assert (done.site_id, done.kiosk_id) == (SITE, K1)
    assert centre.caller(done.credential) == Caller(SITE, K1, Role.KIOSK)
    (kiosk,) = centre.kiosks()
    assert (kiosk.algorithm, kiosk.public_key) == (key.algorithm, key.data)
    assert done.credential not in repr(kiosk)


def test_the_journal_tells_of_every_new_kiosk_once_and_without_gaps(centre: Centre) -> None:
    for kiosk_id in (K1, K2):
        key, token = new_key(), centre.token(kiosk_id)
        centre.enrol(token, key)
        centre.enrol(token, key)
    rows = centre.journal()
    bodies = [
        body_from_json(row.kind, {"kiosk_id": kiosk})
        for row, kiosk in zip(rows, (K1, K2), strict=True)
    ]
    assert bodies == [KioskAdded(K1), KioskAdded(K2)]
    assert [row.seq for row in rows] == [1, 2]
    assert {row.business_date for row in rows} == {EVERY_DAY}


def test_the_answer_lost_on_its_way_is_made_good_by_the_same_request(centre: Centre) -> None:
    token, key = centre.token(), new_key()
    lost = centre.enrol(token, key)
    done = centre.enrol(token, key)
    assert centre.caller(done.credential).kiosk_id == K1
    with pytest.raises(NoCredentialError):
        centre.caller(lost.credential)
    assert len(centre.kiosks()) == 1


def test_a_token_is_good_for_one_key_only(centre: Centre) -> None:
    token = centre.token()
    first = centre.enrol(token, new_key())
    with pytest.raises(TokenError):
        centre.enrol(token, new_key())
    assert centre.caller(first.credential).kiosk_id == K1


def test_a_token_is_good_until_it_is_half_an_hour_old(centre: Centre) -> None:
    token, key = centre.token(), new_key()
    centre.clock.pass_time(TOKEN_LASTS - timedelta(seconds=1))
    centre.enrol(token, key)
    centre.clock.pass_time(timedelta(seconds=1))
    with pytest.raises(TokenError):
        centre.enrol(token, key)
    late = centre.token(K2)
    centre.clock.pass_time(TOKEN_LASTS)
    with pytest.raises(TokenError):
        centre.enrol(late, new_key())
    assert [kiosk.kiosk_id for kiosk in centre.kiosks()] == [K1]


def test_a_second_token_for_the_same_kiosk_puts_the_first_out_of_use(centre: Centre) -> None:
    first, second = centre.token(), centre.token()
    with pytest.raises(TokenError):
        centre.enrol(first, new_key())
    assert centre.enrol(second, new_key()).kiosk_id == K1


def test_a_kiosk_id_is_never_used_again(centre: Centre) -> None:
    centre.enrol(centre.token(), new_key())
    with pytest.raises(KioskIdTakenError):
        centre.token()
    centre.revoke(K1)
    with pytest.raises(KioskIdTakenError):
        centre.token()


def test_a_token_for_no_site_is_refused(centre: Centre) -> None:
    with pytest.raises(UnknownSiteError):
        centre.token(site_id=SiteId("hall_9"))


@pytest.mark.parametrize(
    ("key", "error"),
    [
        (PublicKey("YH1", b"short"), BadPublicKeyError),
        (PublicKey("YH7", bytes(32)), UnknownAlgorithmError),
    ],
)
def test_a_bad_key_leaves_the_token_as_good_as_it_was(
    key: PublicKey, error: type[CentralError], centre: Centre
) -> None:
    token = centre.token()
    with pytest.raises(error):
        centre.enrol(token, key)
    assert centre.enrol(token, new_key()).kiosk_id == K1


def test_no_kiosk_has_the_name_of_the_centres_own_key(centre: Centre) -> None:
    with pytest.raises(BadIdError):
        centre.token(CENTRE_KEY)


def test_of_two_tokens_for_one_id_that_cross_only_one_is_good(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = centre.token()

    async def was_faster(_: object, kiosk: KioskRecord) -> bool:
        return False

    with monkeypatch.context() as patched:
        patched.setattr("tests.fakes.central_repositories.FakeKiosks.add", was_faster)
        with pytest.raises(KioskIdTakenError):
            centre.enrol(token, new_key())
    assert centre.kiosks() == []
    assert centre.journal() == []
    assert centre.enrol(token, new_key()).kiosk_id == K1


def test_a_revoked_kiosk_is_nobody_and_its_token_does_not_bring_it_back(centre: Centre) -> None:
    token, key = centre.token(), new_key()
    done = centre.enrol(token, key)
    centre.revoke(K1)
    with pytest.raises(NoCredentialError):
        centre.caller(done.credential)
    with pytest.raises(TokenError):
        centre.enrol(token, key)
    with pytest.raises(NotEnrolledError):
        centre.revoke(K1)


def test_a_token_is_no_credential_and_a_credential_no_token(centre: Centre) -> None:
    token, key = centre.token(), new_key()
    done = centre.enrol(token, key)
    with pytest.raises(NoCredentialError):
        centre.caller(token.reveal())
    with pytest.raises(TokenError):
        centre.enrol(Token(done.credential), key)


def test_credentials_differ_from_each_other(centre: Centre) -> None:
    given = [centre.enrol(centre.token(KioskId(f"k{n}")), new_key()) for n in range(5)]
    assert all(one.credential != other.credential for one, other in pairwise(given))


@pytest.mark.parametrize("role", Role)
def test_accounts_enter_by_their_credential_unless_a_second_factor_is_due(
    role: Role, centre: Centre
) -> None:
    async def add() -> None:
        async with centre.fake.unit_of_work() as unit:
            await unit.accounts.add(
                Account(SITE, "somebody", role, Token("t").hash(), centre.clock.now())
            )
            await unit.commit()

    asyncio.run(add())
    if role in {Role.MANAGER, Role.TECHNICIAN}:
        with pytest.raises(NoCredentialError):
            centre.caller("t")
    else:
        assert centre.caller("t") == Caller(SITE, "somebody", role)
