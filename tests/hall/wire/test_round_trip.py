# SPDX-License-Identifier: Apache-2.0
"""What is said arrives as it was said."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import BadValueError
from hall.ids import HelpCallId
from hall.wire import v1
from hall.wire.codec import from_bytes, pack, to_bytes, unpack
from hall.wire.fields import WireModel
from hall.wire.translate import (
    answer_from_wire,
    answer_to_wire,
    enrolment_from_wire,
    enrolment_to_wire,
    exchange_from_wire,
    exchange_to_wire,
    help_progress_from_wire,
    help_progress_to_wire,
    help_wish_from_wire,
    help_wish_to_wire,
    refusal_from_wire,
    refusal_to_wire,
)
from hall.wire.values import Answer, Exchange, HelpProgress, HelpWish, Refusal
from tests.hall.wire.samples import (
    ANSWER,
    ENROLMENT,
    EXCHANGE,
    EXCHANGE_ID,
    KIOSK,
    REFUSAL,
    answers,
    exchanges,
    instants,
    refusals,
)

GOLDEN = Path(__file__).parent / "golden"


def sent(exchange: Exchange) -> Exchange:
    data = pack(to_bytes(exchange_to_wire(exchange, EXCHANGE_ID)))
    return exchange_from_wire(from_bytes(v1.ExchangeV1, unpack(data, 10**7)), KIOSK)


def answered(answer: Answer) -> Answer:
    return answer_from_wire(from_bytes(v1.AnswerV1, to_bytes(answer_to_wire(answer, EXCHANGE_ID))))


def refused(refusal: Refusal) -> Refusal:
    return refusal_from_wire(
        from_bytes(v1.ProblemV1, to_bytes(refusal_to_wire(refusal, "No", EXCHANGE_ID)))
    )


@given(exchanges())
def test_an_exchange_arrives_as_it_was_sent(exchange: Exchange) -> None:
    assert sent(exchange) == exchange


@given(answers)
def test_an_answer_arrives_as_it_was_sent(answer: Answer) -> None:
    assert answered(answer) == answer


@given(refusals)
def test_a_refusal_arrives_as_it_was_sent(refusal: Refusal) -> None:
    assert refused(refusal) == refusal


def test_an_enrolment_arrives_as_it_was_sent() -> None:
    wire = from_bytes(v1.EnrolmentV1, to_bytes(enrolment_to_wire(ENROLMENT)))
    assert enrolment_from_wire(wire) == ENROLMENT


@given(st.builds(HelpWish, st.uuids().map(HelpCallId), instants, st.booleans()))
def test_a_call_for_help_arrives_as_it_was_sent(wish: HelpWish) -> None:
    assert help_wish_from_wire(from_bytes(v1.CallHelpV1, to_bytes(help_wish_to_wire(wish)))) == wish


@given(st.builds(HelpProgress, st.uuids().map(HelpCallId), *[st.none() | instants] * 3))
def test_what_became_of_a_call_arrives_as_it_was_sent(progress: HelpProgress) -> None:
    wire = from_bytes(v1.HelpProgressV1, to_bytes(help_progress_to_wire(progress)))
    assert help_progress_from_wire(wire) == progress


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("exchange.json", exchange_to_wire(EXCHANGE, EXCHANGE_ID)),
        ("answer.json", answer_to_wire(ANSWER, EXCHANGE_ID)),
        ("problem.json", refusal_to_wire(REFUSAL, "The log has a gap", EXCHANGE_ID)),
    ],
)
def test_the_wire_is_what_programs_of_this_version_agreed_on(name: str, written: WireModel) -> None:
    agreed = from_bytes(type(written), (GOLDEN / name).read_bytes())
    assert agreed == written
    assert to_bytes(agreed) == to_bytes(written)


def test_the_agreed_exchange_reads_as_its_values() -> None:
    data = (GOLDEN / "exchange.json").read_bytes()
    assert exchange_from_wire(from_bytes(v1.ExchangeV1, data), KIOSK) == EXCHANGE
    answer = from_bytes(v1.AnswerV1, (GOLDEN / "answer.json").read_bytes())
    assert answer_from_wire(answer) == ANSWER


def test_nothing_of_a_person_or_a_key_is_in_a_repr() -> None:
    shown = f"{exchange_to_wire(EXCHANGE, EXCHANGE_ID)!r} {answer_to_wire(ANSWER, EXCHANGE_ID)!r} {EXCHANGE!r} {ANSWER!r}"
    shown += f"{enrolment_to_wire(ENROLMENT)!r} {ENROLMENT!r}"
    for secret in ("0123456789abcdef", "fedcba9876543210", "王", "李", "AAECAw", "not-a-real-one"):
        assert secret not in shown


@pytest.mark.parametrize("after", [0, 1])
def test_the_hash_before_stands_with_entries_and_only_with_them(after: int) -> None:
    wire = exchange_to_wire(EXCHANGE, EXCHANGE_ID)
    odd = wire.model_copy(update={"after_hash": None} if after else {"entries": ()})
    with pytest.raises(BadValueError):
        exchange_from_wire(odd, KIOSK)
