# SPDX-License-Identifier: Apache-2.0
"""Booking codes: who has the centre's public key can check a booking in that he never heard of."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import booking_codes
from common.booking_codes import (
    CodeProblem,
    is_booking_code,
    read_booking_code,
    sign_booking,
)
from common.signatures import Ed25519, PublicKey, SignatureAlgorithm, to_text
from hall.booking_code import SiteBooking
from hall.identity import IdentityDigest
from hall.ids import SiteId
from tests.hall.samples import booking

KEY = Ed25519().new_key()
PUBLIC = PublicKey("YH1", Ed25519().public_key(KEY))
SAMPLE = SiteBooking(
    SiteId("hall"), replace(booking("09:30"), digest=IdentityDigest("h1:" + "0f" * 16))
)
CODE = sign_booking(SAMPLE, "YH1", KEY)


class StandIn(Ed25519):
    """Another algorithm, as far as anybody can see."""


def test_a_code_brings_the_booking() -> None:
    assert CODE.startswith("YHB1.")
    assert is_booking_code(CODE)
    assert read_booking_code(f" {CODE}\r\n", PUBLIC) == SAMPLE


def test_a_code_fits_a_small_qr_code() -> None:
    """Version 10 with a quarter of it lost holds 311 characters; a telephone's screen is small."""
    assert len(CODE) <= 213


@given(st.integers(0, len(CODE) - 1), st.sampled_from("AQgw_-09."))
def test_a_changed_code_is_none(where: int, sign: str) -> None:
    changed = CODE[:where] + sign + CODE[where + 1 :]
    assert changed == CODE or isinstance(read_booking_code(changed, PUBLIC), CodeProblem)


@pytest.mark.parametrize(
    "text", ["", "YHB1", "YHB1.", "YHB1.AAAA", "YHB1..AAAA", "YH1.AAAA.AAAA", "号", "YHB1.号.号"]
)
def test_something_else_is_no_code(text: str) -> None:
    assert read_booking_code(text, PUBLIC) is CodeProblem.NO_CODE


def test_words_that_are_no_base64url_are_no_code() -> None:
    assert read_booking_code("YHB1.AAA.AAAA", PUBLIC) is not CodeProblem.UNKNOWN_ALGORITHM
    assert read_booking_code("YHB1.A.AAAA", PUBLIC) is CodeProblem.NO_CODE


def test_a_later_algorithm_is_unknown() -> None:
    assert (
        read_booking_code("YHB7." + CODE.partition(".")[2], PUBLIC) is CodeProblem.UNKNOWN_ALGORITHM
    )


def test_another_centres_code_is_wrong() -> None:
    other = PublicKey("YH1", Ed25519().public_key(Ed25519().new_key()))
    assert read_booking_code(CODE, other) is CodeProblem.WRONG_SIGNATURE


def test_a_tickets_signature_is_none_of_a_booking() -> None:
    words = CODE.split(".")[1]
    signed = to_text(Ed25519().sign(KEY, f"YH1.{words}".encode()))
    assert read_booking_code(f"YHB1.{words}.{signed}", PUBLIC) is CodeProblem.WRONG_SIGNATURE


def test_signed_words_that_are_no_record_are_no_code() -> None:
    signed = to_text(Ed25519().sign(KEY, b"YHB1.AAAA"))
    assert read_booking_code(f"YHB1.AAAA.{signed}", PUBLIC) is CodeProblem.NO_CODE


def test_codes_can_be_of_another_algorithm(monkeypatch: pytest.MonkeyPatch) -> None:
    second: SignatureAlgorithm = StandIn()
    monkeypatch.setattr(booking_codes, "SIGNATURES", {**booking_codes.SIGNATURES, "YH2": second})
    code = sign_booking(SAMPLE, "YH2", KEY)
    assert code.startswith("YHB2.")
    assert read_booking_code(code, PublicKey("YH2", PUBLIC.data)) == SAMPLE
    assert read_booking_code(code, PUBLIC) is CodeProblem.WRONG_SIGNATURE
