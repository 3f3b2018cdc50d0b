# SPDX-License-Identifier: Apache-2.0
"""What no program of this protocol sends is refused with a key, and never shown or kept."""

import json
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import BadValueError, HallError
from hall.news import DayKeyTold, QueueFigures
from hall.wire import v1
from hall.wire.codec import (
    MOST_REQUEST_BYTES,
    NoGzipError,
    TooLargeError,
    from_bytes,
    pack,
    to_bytes,
    unpack,
)
from hall.wire.mistakes import FieldExtraError, FieldLongError
from hall.wire.translate import (
    answer_from_wire,
    answer_to_wire,
    exchange_from_wire,
    exchange_to_wire,
)
from tests.hall.samples import ESTATE_ID, MONDAY, at
from tests.hall.wire.samples import ANSWER, EXCHANGE, EXCHANGE_ID, KIOSK

Json = dict[str, Any]
SECRET = "999999199003077775"


DECIDING = (
    "",
    *(f"feed.{number}." for number in range(9)),
    "feed.2.booking.",
    "feed.4.tickets.0.",
    "grants.0.",
    "grants.0.places.0.",
    "grants.0.numbers.0.",
)
"""What an answer has where a field that is not understood could change what somebody owns or may do."""


def exchange() -> Json:
    found: Json = json.loads(to_bytes(exchange_to_wire(EXCHANGE, EXCHANGE_ID)))
    return found


def answer() -> Json:
    found: Json = json.loads(to_bytes(answer_to_wire(ANSWER, EXCHANGE_ID)))
    return found


def take_exchange(wire: Json) -> None:
    exchange_from_wire(from_bytes(v1.ExchangeV1, json.dumps(wire).encode()), KIOSK)


def take_answer(wire: Json) -> None:
    answer_from_wire(from_bytes(v1.AnswerV1, json.dumps(wire).encode()))


def put(wire: Json, path: str, value: object) -> Json:
    """The message with another value at a place such as entries.0.at."""
    *steps, last = (int(step) if step.isdigit() else step for step in path.split("."))
    target: Any = wire
    for step in steps:
        target = target[step]
    target[last] = value
    return wire


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("epoch", 0),
        ("epoch", True),
        ("epoch", "1"),
        ("epoch", 2**53),
        ("after", -1),
        ("after", 1.5),
        ("after_hash", "00"),
        ("after_hash", "G" * 64),
        ("unknown", 1),
        ("entries", {}),
        ("entries.0.at", "yesterday"),
        ("entries.0.at", "2026-03-02T01:00:00"),
        ("entries.0.at", 1772413200),
        ("entries.0.at", "9999-12-31T23:59:59Z"),
        ("entries.0.kind", "invented"),
        ("entries.0.kind", ""),
        ("entries.0.body", None),
        ("entries.0.body.lease_id", 7),
        ("entries.0.body.lease_id", "x" * 501),
        ("entries.0.body.lease_id", "a\x00b"),
        ("entries.0.body.places.0.count", 2**53),
        ("entries.0.body.places.0.count", 1.0),
        ("entries.0.body.places.0.count", -1),
        ("entries.0.body.places.0.lane", "fast"),
        ("entries.0.body.more", 1),
        ("entries.1.owner.digest", SECRET),
        ("entries.1.owner.masked_name", "王*"),
        ("entries.1.owner.digest", None),
        ("entries.1.owner.proxy", SECRET),
        ("entries.2.owner.proxy", ""),
        ("entries.3.owner", {}),
        ("entries.3.owner.present", "h1:" + "0" * 32),
        ("requests.0.lane", "booked"),
        ("requests.0.lane", "fast"),
        ("requests.0.places", 10**7),
        ("requests.0.service_id", "x" * 65),
        ("health.clock_seconds", 2**60),
        ("health.findings.0.is_good", "yes"),
    ],
)
def test_an_exchange_that_no_kiosk_sends_is_refused(path: str, value: object) -> None:
    with pytest.raises(HallError) as refused:
        take_exchange(put(exchange(), path, value))
    assert SECRET not in str(refused.value)
    assert refused.value.__cause__ is None or SECRET not in str(refused.value.__cause__)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("feed.0.key", "AAEC"),
        ("feed.0.key", "no base64!"),
        ("feed.0.key", "QUJD="),
        ("feed.0.kind", "invented"),
        ("feed.0.cursor", 0),
        ("feed.0.business_date", "1926-03-02"),
        ("feed.2.booking.number", "A012"),
        ("feed.2.booking.number", "Y012"),
        ("feed.2.booking.slot_end", "2026-03-02T01:00:00.000000Z"),
        ("feed.2.booking.booking_id", "12"),
        ("feed.4.tickets.0.status", "asleep"),
        ("feed.8.public_key", "====="),
        ("feed.8.public_key", "A"),
        ("grants.0.places.0.hop", 2**31),
        ("grants.0.numbers.0.last", 3),
        ("grants.0.numbers.0.letter", "AB"),
        ("figures.0.wait_high", None),
        ("figures.0.wait_high", 3),
        ("now", None),
        *((f"{place}more", 1) for place in DECIDING),
    ],
)
def test_an_answer_that_no_centre_sends_is_refused(path: str, value: object) -> None:
    with pytest.raises(HallError):
        take_answer(put(answer(), path, value))


def test_what_only_tells_may_tell_more_than_is_understood() -> None:
    """A newer centre's figures reach a kiosk that has not been upgraded, and a newer kiosk's health the centre."""
    answered, heard = answer(), exchange()
    put(answered, "figures.0.mood", {"is": "good"})
    put(heard, "health.paper", 3)
    put(heard, "health.findings.0.since", "ten")
    wire = from_bytes(v1.AnswerV1, json.dumps(answered).encode())
    assert answer_from_wire(wire) == ANSWER
    assert (
        exchange_from_wire(from_bytes(v1.ExchangeV1, json.dumps(heard).encode()), KIOSK) == EXCHANGE
    )


@pytest.mark.parametrize(
    ("model", "wire"),
    [
        (v1.HelpProgressV1, {"call_id": "0198b5a0-0000-7000-8000-000000000001"}),
        (v1.ProblemV1, {"title": "No", "status": 409, "key": "error.hall.no"}),
    ],
)
def test_so_may_the_answer_to_a_call_for_help_and_a_refusal(
    model: type[v1.WireModel], wire: Json
) -> None:
    known = from_bytes(model, json.dumps(wire).encode())
    assert from_bytes(model, json.dumps(wire | {"more": [1]}).encode()) == known


def test_more_than_was_agreed_is_refused() -> None:
    many = exchange()
    many["entries"] = many["entries"][:1] * 201
    with pytest.raises(FieldLongError) as refused:
        take_exchange(many)
    assert refused.value.fields == {"name": "entries", "allowed": "200"}


def test_a_field_nobody_knows_is_not_named() -> None:
    with pytest.raises(FieldExtraError) as refused:
        take_exchange(put(exchange(), SECRET, 1))
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    "data", [b"", b"null", b"[]", b"{", b"\xff\xfe", b'{"epoch": 1}', b"[" * 100_000, b"NaN"]
)
def test_bytes_that_are_no_message_are_refused(data: bytes) -> None:
    with pytest.raises(BadValueError):
        from_bytes(v1.ExchangeV1, data)


@given(st.binary(max_size=2000))
def test_any_bytes_are_a_message_or_refused(data: bytes) -> None:
    for read in (lambda: from_bytes(v1.AnswerV1, data), lambda: unpack(data, 1000)):
        try:
            read()
        except BadValueError:
            continue


@pytest.mark.parametrize("take", [take_exchange, take_answer])
@given(data=st.data())
def test_one_value_that_is_changed_makes_a_message_or_a_refusal(
    take: Callable[[Json], None], data: st.DataObject
) -> None:
    """Never another error: the centre would answer 500, the kiosk would end on a bug."""
    wire = exchange() if take is take_exchange else answer()
    holder: Any = wire
    key: Any = data.draw(st.sampled_from(sorted(wire)))
    while isinstance(holder[key], list | dict) and holder[key] and data.draw(st.booleans()):
        holder = holder[key]
        names = range(len(holder)) if isinstance(holder, list) else sorted(holder)
        key = data.draw(st.sampled_from(names))
    holder[key] = data.draw(
        st.none()
        | st.booleans()
        | st.integers()
        | st.text(max_size=30)
        | st.sampled_from(
            ["2026-03-02T01:00:00.000000Z", "2026-03-02", "YA012", "A", "booked", "waiting"]
        )
    )
    with suppress(HallError):
        take(wire)


# --- gzip ----------------------------------------------------------------------------------


@given(st.binary(max_size=5000))
def test_what_is_packed_comes_out_again(data: bytes) -> None:
    assert unpack(pack(data), len(data)) == data
    assert pack(data) == pack(data)


@pytest.mark.parametrize(
    "packed",
    [
        b"",
        b"plain",
        zlib.compress(b"another frame"),
        pack(b"cut off")[:-3],
        pack(b"one") + pack(b"two"),
        pack(bytes(2**20))[:-8] + bytes(8),
    ],
)
def test_what_is_not_one_whole_gzip_is_refused(packed: bytes) -> None:
    with pytest.raises(NoGzipError):
        unpack(packed, 2**21)


def test_a_bomb_is_put_out_before_it_goes_off() -> None:
    bomb = pack(bytes(64 * 2**20))
    assert len(bomb) < 2**20
    with pytest.raises(TooLargeError) as refused:
        unpack(bomb, MOST_REQUEST_BYTES)
    assert refused.value.fields["allowed"] == f"at most {MOST_REQUEST_BYTES} bytes"


# --- news ----------------------------------------------------------------------------------


def test_a_day_key_has_its_length() -> None:
    with pytest.raises(BadValueError) as refused:
        DayKeyTold(MONDAY, "k", b"short")
    assert "short" not in str(refused.value)


@pytest.mark.parametrize(
    ("ahead", "low", "high"), [(-1, 1, 2), (0, -1, 2), (0, 3, 2), (0, None, 2), (0, 3, None)]
)
def test_figures_are_a_range_or_none(ahead: int, low: int | None, high: int | None) -> None:
    with pytest.raises(BadValueError):
        QueueFigures(ESTATE_ID, ahead, low, high, at("09:00"))


@pytest.mark.parametrize(
    ("booked", "green"), [(1, None), (None, 1), (-1, 0), (0, -1), (4, 3), (7, 0)]
)
def test_those_ahead_are_told_apart_whole_or_not_at_all(
    booked: int | None, green: int | None
) -> None:
    with pytest.raises(BadValueError):
        QueueFigures(ESTATE_ID, 6, None, None, at("09:00"), booked, green)
    whole = QueueFigures(ESTATE_ID, 6, None, None, at("09:00"), 4, 2)
    assert (whole.booked, whole.green) == (4, 2)
