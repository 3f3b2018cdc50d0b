# SPDX-License-Identifier: Apache-2.0
from datetime import UTC, datetime, timedelta

import pytest

from hall.errors import BadValueError
from hall.span import Span, utc
from tests.hall.samples import SHANGHAI, at


def test_a_span_holds_its_start_and_not_its_end():
    span = Span(at("09:00"), at("09:30"))
    assert span.start in span
    assert span.end not in span
    assert span.end - timedelta(microseconds=1) in span
    assert span.length == timedelta(minutes=30)
    assert span.middle == at("09:15")


def test_a_span_is_kept_in_utc():
    local = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
    assert Span(local, local + timedelta(hours=1)).start.tzinfo is UTC


def test_an_empty_span_is_refused():
    with pytest.raises(BadValueError):
        Span(at("09:00"), at("09:00"))


def test_an_instant_without_a_time_zone_is_refused():
    with pytest.raises(BadValueError) as refused:
        utc("now", datetime(2026, 3, 2))  # noqa: DTZ001
    assert refused.value.fields["name"] == "now"
