# SPDX-License-Identifier: Apache-2.0
import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from hall.booking import HoldAction
from hall.calls import (
    Called,
    CallUndone,
    CounterClosed,
    CounterOpened,
    Finished,
    Missed,
    Parked,
    PutBack,
    Recalled,
    Resumed,
    Started,
    Transferred,
)
from hall.canonical import to_text
from hall.errors import LogError
from hall.feed import BookingClosed, BookingMade, CloseReason, Reduced, ReturnAsked, Stopped
from hall.identity import IdentityDigest
from hall.ids import ActId, BookingId, CounterId, HoldId
from hall.journal import (
    KINDS,
    CentreRestored,
    DayOpened,
    ExtrasAdded,
    GrantMade,
    HoldEnded,
    HoldMade,
    JournalBody,
    KioskAdded,
    KioskGivenUp,
    KioskLogged,
    KioskRecovered,
    PlacesReleased,
    SaleEnded,
    ServiceOfDay,
    SiteDescribed,
    SlotOfDay,
    body_from_json,
    body_from_text,
    body_to_json,
    body_to_text,
    feed_body,
)
from hall.log import append
from hall.place import Lane
from hall.quota import LaneQuota, LaneRatio
from hall.span import Span
from hall.stopping import Standing, Stop
from tests.hall.leases import K1, lease, walk_ins
from tests.hall.samples import BODIES, ESTATE_ID, INSURANCE_ID, MONDAY, at, booking, log, ticket_id

HOLD = HoldId(ticket_id(7))
SLOT = Span(at("09:00"), at("09:30"))
BOOKED = replace(booking("09:00"), digest=None)
STOPPED = Stopped(Stop(ESTATE_ID, at("14:00"), Standing.SUSPENDED))
ASKED = ReturnAsked(K1, ESTATE_ID, at("09:00"), Lane.GREEN, 2)
CLOSED = BookingClosed(BOOKED.booking_id, CloseReason.NO_SHOW)
REDUCED = Reduced(ESTATE_ID, at("09:00"), Lane.WALK_IN, 2, (walk_ins(2, 2),))
DAY = DayOpened(
    MONDAY,
    Span(at("04:00"), at("04:00") + timedelta(days=1)),
    (
        ServiceOfDay(ESTATE_ID, "A", (SlotOfDay(SLOT, LaneQuota(2, 4, 1)),), extras=2),
        ServiceOfDay(INSURANCE_ID, "C", ratio=LaneRatio.percent(0, 90, 10), mean_seconds=90),
    ),
)
ACT = ActId(UUID(int=50))
AT_COUNTER = (ACT, at("09:40"), CounterId("3"))
OF_TICKET = (*AT_COUNTER, ticket_id(23))

SAMPLES: tuple[JournalBody, ...] = (
    DAY,
    KioskAdded(K1),
    KioskGivenUp(K1, at("12:00")),
    GrantMade(K1, lease("1-1", walk_ins(), numbers=(1, 10), request_no=3)),
    HoldMade(HOLD, BOOKED.place, at("08:10"), "platform_1"),
    HoldEnded(HOLD, HoldAction.EXPIRE, at("08:10")),
    BookingMade(BOOKED, HOLD),
    BookingMade(replace(BOOKED, late_after=at("10:00"))),
    CLOSED,
    SaleEnded(ESTATE_ID, at("09:00")),
    PlacesReleased((BOOKED.booking_id, BookingId(ticket_id(8)))),
    REDUCED,
    ASKED,
    STOPPED,
    ExtrasAdded(ACT, ESTATE_ID, 3),
    CounterOpened(*AT_COUNTER, ESTATE_ID),
    CounterClosed(*AT_COUNTER, is_pause=True),
    *(
        act(*OF_TICKET)
        for act in (
            Called,
            Recalled,
            CallUndone,
            Started,
            Finished,
            Missed,
            PutBack,
            Parked,
            Resumed,
        )
    ),
    Transferred(*OF_TICKET, INSURANCE_ID),
    *(KioskLogged(K1, entry) for entry in log(*BODIES)),
    KioskRecovered(K1),
    CentreRestored(2, MONDAY),
    SiteDescribed(3),
)


def test_there_is_a_sample_of_every_kind():
    assert {body.kind for body in SAMPLES} == KINDS.keys()


@pytest.mark.parametrize("body", SAMPLES)
def test_what_is_written_is_read_again(body: JournalBody):
    text = body_to_text(body)
    assert text == to_text(body_to_json(body))
    again = body_from_json(body.kind, json.loads(text))
    assert again == body
    assert body_to_text(again) == text


def test_an_entry_of_a_log_that_is_read_again_has_its_hash():
    for entry in log(*BODIES):
        logged = KioskLogged(K1, entry)
        again = body_from_json(logged.kind, body_to_json(logged))
        assert isinstance(again, KioskLogged)
        assert again.entry.hash == entry.hash


def test_no_digest_stands_in_the_journal():
    made = BookingMade(booking("09:00"), HOLD)
    assert made.booking.digest == IdentityDigest("h1:b00c12")
    assert "digest" not in body_to_text(made)
    assert "h1" not in body_to_text(made)
    assert body_from_json(made.kind, body_to_json(made)) == replace(made, booking=BOOKED)


BOOKING = body_to_json(BookingMade(BOOKED, HOLD))
LOGGED = body_to_json(KioskLogged(K1, log(*BODIES)[0]))


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("nothing", {}),
        ("kiosk_added", {}),
        ("kiosk_added", {"kiosk_id": 5}),
        ("centre_restored", {"epoch": True}),
        ("booking_made", {**BOOKING, "booking": {**BOOKING["booking"], "digest": "h1:00"}}),
        ("booking_made", {**BOOKING, "booking": 5}),
        ("booking_made", {**BOOKING, "name": "x"}),
        ("booking_made", {"hold_id": None}),
        ("kiosk_logged", {}),
        ("kiosk_logged", {**LOGGED, "body": None}),
        ("kiosk_logged", {**LOGGED, "at": "2026-03-02T01:00:00Z"}),
        ("kiosk_logged", {**LOGGED, "at": "2026-03-02T01:00:00.000000"}),
        ("kiosk_logged", {**LOGGED, "at": "20260302T010000.000000Z"}),
        ("kiosk_logged", {**LOGGED, "kind": "nothing"}),
        ("kiosk_logged", {**LOGGED, "kind": "issued"}),
        ("kiosk_logged", {**LOGGED, "previous_hash": "no hash"}),
        ("kiosk_logged", {**LOGGED, "previous_hash": None}),
    ],
)
def test_what_nobody_wrote_is_refused(kind: str, values):
    with pytest.raises(LogError):
        body_from_json(kind, values)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "3", "[" * 100_000], ids=lambda text: text[:4] or "nothing"
)
def test_a_text_that_is_no_object_is_refused(text: str):
    with pytest.raises(LogError):
        body_from_text("kiosk_added", text)


def test_what_is_written_as_text_is_read_again():
    body = KioskAdded(K1)
    assert body_from_text(body.kind, body_to_text(body)) == body


def test_the_kiosks_hear_of_bookings_closes_reductions_wishes_and_stops():
    told = [feed_body(body) for body in SAMPLES]
    assert [body for body in told if body is not None] == [
        BookingMade(BOOKED),
        BookingMade(replace(BOOKED, late_after=at("10:00"))),
        CLOSED,
        replace(REDUCED, withdrawn=()),
        ASKED,
        STOPPED,
    ]


def test_a_reduction_that_the_centre_carried_out_itself_is_not_told():
    assert feed_body(replace(REDUCED, count=0)) is None


def test_the_order_of_two_entries_shows_in_their_hashes():
    first = append(None, at("09:00"), BODIES[0])
    assert append(first, at("09:00"), BODIES[1]).previous_hash == first.hash
