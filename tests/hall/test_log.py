# SPDX-License-Identifier: Apache-2.0
import hashlib
import json
from dataclasses import fields, replace
from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.canonical import Json
from hall.errors import BadValueError, LogError
from hall.log import (
    GENESIS,
    KINDS,
    Body,
    FeedApplied,
    HelpCalled,
    PrintEnded,
    PrintProof,
    PrintStarted,
    Reprinted,
    append,
    body_from_json,
    body_to_json,
    body_to_text,
    chain_hash,
    entry_from_json,
    verify_chain,
)
from tests.hall.samples import BODIES, at, issued, log, place, ticket_id

# protocol.md 2, word for word.
PROTOCOL_KINDS = (
    "granted, issued, checked_in, print_started, print_ended, reprinted, cancelled, requeued, "
    "returned, given, received, feed_applied, staff_acted, help_called, help_answered, "
    "linked"
)

ENTRIES = log(*BODIES)


def test_the_kinds_are_those_of_the_protocol():
    assert ", ".join(KINDS) == PROTOCOL_KINDS
    assert {body.kind for body in BODIES} == set(KINDS)


def test_the_proofs_are_those_of_the_rules():
    assert list(PrintProof) == ["confirmed", "processed", "not_printed", "unknown"]


@pytest.mark.parametrize("body", BODIES)
def test_a_body_survives_its_json_text(body: Body):
    values = json.loads(body_to_text(body))
    assert body_from_json(body.kind, values) == body
    assert values == body_to_json(body)


@pytest.mark.parametrize("body", BODIES)
def test_an_entry_that_is_read_has_the_text_and_the_hash_it_was_written_with(body: Body):
    written = append(None, at("09:00"), body)
    read = entry_from_json(1, written.at, body.kind, body_to_json(body), GENESIS)
    assert read == written
    assert (read.text, read.hash) == (body_to_text(body), written.hash)


def test_an_issued_entry_reads_like_this():
    assert body_to_text(issued(23, place("09:30", index=2))) == (
        '{"business_date":"2026-03-02","chosen_slot":null,"hop":0,"is_standby":false,'
        '"lane":"walk_in","number":"A023",'
        '"place":{"index":2,"lane":"walk_in","service_id":"estate",'
        '"slot_start":"2026-03-02T01:30:00.000000Z"},'
        '"service_id":"estate","ticket_id":"00000000-0000-0000-0000-000000000017"}'
    )


def test_the_wish_to_be_called_in_person_is_written_only_where_there_is_one():
    wished = body_to_json(replace(issued(4), is_in_person=True))
    assert wished == {**body_to_json(issued(4)), "is_in_person": True}
    assert body_from_json("issued", wished) == replace(issued(4), is_in_person=True)


def test_for_how_many_items_is_written_only_where_there_are_several():
    several = body_to_json(replace(issued(4), items=3))
    assert several == {**body_to_json(issued(4)), "items": 3}
    assert body_from_json("issued", several) == replace(issued(4), items=3)


@pytest.mark.parametrize("items", [0, -1, 10])
def test_a_number_stands_for_one_to_nine_items(items: int):
    with pytest.raises(BadValueError, match="items"):
        replace(issued(4), items=items)


@pytest.mark.parametrize(
    ("body", "known"),
    [
        (
            issued(23, place("09:30", index=2)),
            "9a11a6bcf7f3fe048ab1fb832899f133d5050a1942c79ad12118a5fd4681c96c",
        ),
        (BODIES[3], "48b4ea5e4eed9960fe40921b3c2b59545069cfcaf32ca37b4de5ea424210c560"),
    ],
    ids=["issued", "checked_in"],
)
def test_an_entry_without_the_wish_has_the_hash_it_had_before_there_was_one(body: Body, known: str):
    assert append(None, at("09:00"), body).hash.hex() == known


def test_no_kind_has_a_field_of_a_person():
    names = {field.name for body in KINDS.values() for field in fields(body)}
    assert not {name for name in names if "digest" in name or "name" in name or "birth" in name}


def changed(**values: Json) -> dict[str, Json]:
    return {**body_to_json(issued(1, place("09:00"))), **values}


@pytest.mark.parametrize(
    "values",
    [
        {},
        changed(more=1),
        changed(is_in_person=False),
        changed(is_in_person=1),
        changed(is_in_person=None),
        changed(items=1),
        changed(items=0),
        changed(items=10),
        changed(items=True),
        changed(items="3"),
        changed(number="A1"),
        changed(number=1),
        changed(lane="window"),
        changed(hop="1"),
        changed(hop=True),
        changed(hop=None),
        changed(is_standby=1),
        changed(ticket_id="x"),
        changed(ticket_id="0192ABCD-0000-7000-8000-00000000000A"),
        changed(ticket_id="{0192abcd-0000-7000-8000-00000000000a}"),
        changed(ticket_id="0192abcd00007000800000000000000a"),
        changed(number={"letter": "A", "number": 1, "is_booked": False}),
        changed(business_date="yesterday"),
        changed(business_date="20260302"),
        changed(business_date=20260302),
        changed(chosen_slot="2026-03-02"),
        changed(place="A"),
        changed(place={}),
        changed(place=[1]),
    ],
)
def test_a_body_with_other_fields_or_values_is_refused(values: dict[str, Json]):
    with pytest.raises(LogError):
        body_from_json("issued", values)


@pytest.mark.parametrize("places", ["x", None, {}, [1], ["x"]])
def test_places_are_a_list_of_runs(places: Json):
    with pytest.raises(LogError):
        body_from_json("returned", {"places": places, "asked_at": None})


def test_an_unknown_kind_is_refused():
    with pytest.raises(LogError) as refused:
        body_from_json("sold", {})
    assert refused.value.fields["problem"] == "unknown kind sold"


def test_a_chain_begins_at_one_and_each_entry_carries_the_hash_before_it():
    assert (ENTRIES[0].position, ENTRIES[0].previous_hash) == (1, GENESIS)
    for before, entry in pairwise(ENTRIES):
        assert entry.position == before.position + 1
        assert entry.previous_hash == before.hash


def test_the_hash_is_sha256_over_five_lines():
    first = append(None, at("09:00"), FeedApplied(4))
    lines = f'{"00" * 32}\n1\n2026-03-02T01:00:00.000000Z\nfeed_applied\n{{"cursor":4}}'
    assert first.hash == hashlib.sha256(lines.encode()).digest()


def test_a_whole_chain_holds():
    assert verify_chain(ENTRIES) == ENTRIES[-1]
    assert verify_chain(ENTRIES[5:], after=ENTRIES[4]) == ENTRIES[-1]
    assert verify_chain([]) is None
    assert verify_chain([], after=ENTRIES[2]) == ENTRIES[2]


@given(st.integers(0, len(ENTRIES) - 2))
def test_a_gap_is_found_where_it_is(missing: int):
    with pytest.raises(LogError) as refused:
        verify_chain(ENTRIES[:missing] + ENTRIES[missing + 1 :])
    assert refused.value.fields["position"] == missing + 2


@given(st.integers(0, len(ENTRIES) - 2), st.data())
def test_a_changed_entry_is_found_at_the_next_one(where: int, data: st.DataObject):
    entry = ENTRIES[where]
    change = data.draw(
        st.sampled_from(
            [
                {"at": at("08:00")},
                {"body": FeedApplied(999)},
                {"body": HelpCalled("welcome", was_delivered=False)},
            ]
        )
    )
    forged = [*ENTRIES[:where], replace(entry, **change), *ENTRIES[where + 1 :]]
    with pytest.raises(LogError) as refused:
        verify_chain(forged)
    assert refused.value.fields["position"] == where + 2


def test_a_wrong_position_is_found_though_the_hash_is_right():
    with pytest.raises(LogError) as refused:
        verify_chain([*ENTRIES[:-1], replace(ENTRIES[-1], position=99)])
    assert refused.value.fields == {"position": 99, "problem": f"expected {len(ENTRIES)}"}


def test_a_repeated_entry_is_refused():
    with pytest.raises(LogError):
        verify_chain([ENTRIES[0], ENTRIES[0]])


def test_a_log_that_does_not_begin_at_its_beginning_is_refused():
    with pytest.raises(LogError):
        verify_chain(ENTRIES[1:])
    with pytest.raises(LogError):
        verify_chain([replace(ENTRIES[0], previous_hash=b"\x01" * 32)])


def test_the_kind_is_part_of_the_hash():
    one = chain_hash(GENESIS, 1, at("09:00"), "print_started", "{}")
    assert one != chain_hash(GENESIS, 1, at("09:00"), "requeued", "{}")


def test_an_entry_without_a_time_zone_is_refused():
    with pytest.raises(BadValueError):
        append(None, datetime(2026, 3, 2), FeedApplied(1))  # noqa: DTZ001


def test_a_print_counts_its_copies_from_the_first_slip():
    assert PrintStarted(ticket_id(1)).copy == 0
    assert PrintEnded(ticket_id(1), PrintProof.UNKNOWN).copy == 0
    assert Reprinted(ticket_id(1), copy=1).copy == 1
