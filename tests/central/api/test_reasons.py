# SPDX-License-Identifier: Apache-2.0
"""Why staff did something is one line of the audit that shows all that stands in it."""

import json

import pytest

from central.api.calling_models import StopV1
from hall.wire.codec import from_bytes
from hall.wire.mistakes import FieldSignsError


def said(reason: str) -> StopV1:
    return from_bytes(StopV1, json.dumps({"standing": "stopped", "reason": reason}).encode())


@pytest.mark.parametrize(
    "sign", ["\n", "\r", "\t", "\x00", "\x1b", "\x7f", "\x85", "\x9b", "\u2028", "\u202e", "\u200b"]
)
def test_a_reason_with_a_control_character_is_refused(sign: str) -> None:
    with pytest.raises(FieldSignsError) as caught:
        said(f"停{sign}电")
    assert caught.value.fields["name"] == "reason"


@pytest.mark.parametrize("reason", ["停电", "no power", "🔥　—“burst pipe” <b>';--", " x\n"])
def test_a_reason_in_plain_words_is_taken(reason: str) -> None:
    assert said(reason).reason == reason.strip()
