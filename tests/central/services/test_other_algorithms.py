# SPDX-License-Identifier: Apache-2.0
"""A second set of algorithms, as SM2 and SM3 would be one, from a kiosk's key to its credential."""

from datetime import timedelta
from uuid import UUID

import pytest

import central.crypto
from central.crypto import BadPublicKeyError, Token
from central.services.access import Caller
from central.services.errors import KeyUsedError
from central.services.roles import Role
from common.signatures import PublicKey
from hall.ids import TicketId
from kiosk.crypto import SigningKey, WrongSignatureError, read_ticket_code
from tests.central.services.desk import WEB, held
from tests.central.services.enrolling import K1, K2, SITE, Centre, new_key
from tests.central.services.hall import ESTATE, NOON, Hall
from tests.fakes.algorithms import StandIn, sha384, use_second_set

TICKET = TicketId(UUID("0195570b-3a8e-7c21-9d5f-6b1e2f3a4c5d"))


@pytest.fixture
def centre(monkeypatch: pytest.MonkeyPatch) -> Centre:
    """It knows the second set, and makes everything new by it."""
    use_second_set(monkeypatch.setattr)
    return Centre()


def test_a_kiosk_with_a_key_of_the_second_set_enrols_and_its_codes_are_good(
    centre: Centre,
) -> None:
    signing = SigningKey(StandIn().new_key(), "YH2")
    done = centre.enrol(centre.token(), signing.public_key)
    (kept,) = centre.kiosks()
    assert kept.credential_hash == f"x384:{sha384(done.credential.encode()).hex()}"
    assert centre.caller(done.credential) == Caller(SITE, K1, Role.KIOSK)
    known = PublicKey(kept.algorithm, kept.public_key)
    assert read_ticket_code(signing.sign(TICKET), known) == TICKET
    with pytest.raises(WrongSignatureError):
        read_ticket_code(SigningKey(b"t" * 20, "YH2").sign(TICKET), known)


def test_kiosks_of_both_sets_stand_side_by_side(centre: Centre) -> None:
    second = SigningKey(StandIn().new_key(), "YH2").public_key
    credentials = [
        centre.enrol(centre.token(K1), new_key()).credential,
        centre.enrol(centre.token(K2), second).credential,
    ]
    assert [centre.caller(each).kiosk_id for each in credentials] == [K1, K2]
    assert [kiosk.algorithm for kiosk in centre.kiosks()] == ["YH1", "YH2"]


def test_bytes_that_are_no_key_of_the_second_set_are_refused(centre: Centre) -> None:
    with pytest.raises(BadPublicKeyError):
        centre.enrol(centre.token(), PublicKey("YH2", bytes(32)))


def test_a_credential_that_is_kept_by_the_first_set_stays_good(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(central.crypto, "FIRST_CHOICE", "s256")
        done = centre.enrol(centre.token(), new_key())
    (kept,) = centre.kiosks()
    assert kept.credential_hash == Token(done.credential).hash("s256")
    assert centre.caller(done.credential).kiosk_id == K1


async def test_a_request_that_was_answered_before_the_second_set_came_has_the_same_answer_after(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with hall.writers:
        before = await held(hall, "before")
        use_second_set(monkeypatch.setattr)
        assert await held(hall, "before") == before
        with pytest.raises(KeyUsedError):
            await hall.desk.hold(WEB, "before", ESTATE, NOON + timedelta(minutes=30))
        after = await held(hall, "after")
        assert await held(hall, "after") == after
    kept = [answered.request_hash for answered in hall.fake.rows.answered.values()]
    assert [each.partition(b":")[0] for each in kept] == [b"s256", b"x384"]
