# SPDX-License-Identifier: Apache-2.0
from datetime import UTC, datetime, timedelta, timezone

import pytest

from hall.canonical import decode_fields, encode, encode_fields, instant_text, to_text
from hall.errors import BadValueError, LogError
from hall.identity import Secret
from hall.quota import LaneRatio
from tests.hall.samples import SHANGHAI


def test_an_instant_is_written_in_utc_and_always_as_long():
    local = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
    assert instant_text(local) == "2026-03-02T01:00:00.000000Z"
    assert len(instant_text(local + timedelta(microseconds=7))) == len(instant_text(local))


def test_one_instant_has_one_text_whatever_its_zone():
    instant = datetime(2026, 3, 2, 1, tzinfo=UTC)
    assert instant_text(instant) == instant_text(instant.astimezone(timezone(timedelta(hours=-9))))


def test_text_has_sorted_keys_no_blanks_and_readable_chinese():
    assert to_text({"b": [1, None], "a": "取号"}) == '{"a":"取号","b":[1,null]}'


@pytest.mark.parametrize("value", [Secret("9999"), 1.5, b"\x00", {"name": "x"}, ["x"], object()])
def test_what_has_no_place_in_a_log_is_refused_and_not_shown(value: object):
    with pytest.raises(BadValueError) as refused:
        encode(value)
    assert refused.value.fields["value"] == type(value).__name__


def test_a_fraction_has_one_text():
    ratio = LaneRatio.percent(50, 40, 10)
    values = encode_fields(ratio)
    assert values == {"booked": "1/2", "walk_in": "2/5", "green": "1/10"}
    assert decode_fields(LaneRatio, values) == ratio
    for text in ("5/10", "1/0", "half"):
        with pytest.raises(LogError):
            decode_fields(LaneRatio, values | {"booked": text})
