# SPDX-License-Identifier: Apache-2.0
"""Booking over HTTP: what a platform reads and gets, and what is refused without an echo."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from central.services import day_round
from central.services.entrance import limits
from common.booking_codes import is_booking_code
from hall.booking_code import are_digits
from tests.central.api.booking import ALICE, BookingCentre, booking_centre
from tests.central.services.hall import HALL

NOTHING = "00000000-0000-4000-8000-000000000000"
NASTY = ["'; DROP TABLE booking; --", "<script>alert(1)</script>", "\u202e", "😀" * 16, "A" * 64]


@pytest.fixture
def centre(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BookingCentre:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 0)
    return booking_centre(tmp_path)


def kept(centre: BookingCentre) -> str:
    """All that the store holds."""
    return repr(centre.http.fake.rows)


async def test_services_come_with_what_to_bring(centre: BookingCentre) -> None:
    async with centre.visitors("web") as [web]:
        answer = await web.get("/v1/services")
    found = answer.json()
    assert (answer.status_code, found["site_id"], found["timezone"]) == (200, HALL, "UTC")
    assert [(each["service_id"], each["is_bookable"]) for each in found["services"]] == [
        ("estate", True),
        ("social", False),
    ]
    assert found["services"][0]["materials"] == []
    assert [each["direct"] for each in found["services"]] == [{}, {}]


@pytest.mark.parametrize(
    ("on", "key"),
    [
        ("0", "field_form"),
        ("1772409600", "field_form"),
        ("2026-3-2", "field_form"),
        ("20260302", "field_form"),
        ("2026-02-30", "field_form"),
        ("2026-03-02T00:00:00", "field_form"),
        ("today", "field_form"),
        ("", "field_form"),
        ("1970-01-01", "field_age"),
    ],
)
async def test_what_is_not_written_as_a_day_is_none(
    centre: BookingCentre, on: str, key: str
) -> None:
    async with centre.visitors("web") as [web]:
        answer = await web.get(f"/v1/services/estate/slots?on={on}")
        assert (answer.status_code, answer.json()["key"]) == (422, f"error.hall.{key}")
        assert answer.json()["fields"]["name"] == "query.on"
        (day,) = (await web.get("/v1/services/estate/slots?on=2026-03-02")).json()["days"]
        assert day["business_date"] == "2026-03-02"


async def test_a_booking_from_the_first_look_to_the_cancel(centre: BookingCentre) -> None:
    async with centre.visitors("web") as [web]:
        held = await web.hold()
        assert held.status_code == 201
        assert held.json()["expires_at"] == "2026-03-02T02:05:00.000000Z"
        wish = {"hold_id": held.json()["hold_id"], "identity_number": ALICE}
        booked = await web.send_json("/v1/bookings", wish)
        again = await web.send_json("/v1/bookings", wish)
        assert (booked.status_code, again.status_code) == (201, 201)
        assert booked.json() == again.json()
        found = booked.json()
        assert found["number"] == "YA001"
        assert found["late_from"] == found["slot_end"]
        assert are_digits(found["digits"])
        assert is_booking_code(found["code"])
        path = f"/v1/bookings/{found['booking_id']}"
        assert (await web.get(path)).json() == found
        cancelled = await web.delete(path)
        assert (cancelled.status_code, cancelled.json()["status"]) == (200, "cancelled")
        assert "code" not in cancelled.json()


async def test_a_hold_is_given_back(centre: BookingCentre) -> None:
    async with centre.visitors("web") as [web]:
        hold_id = (await web.hold()).json()["hold_id"]
        assert (await web.delete(f"/v1/holds/{hold_id}")).status_code == 204
        assert (await web.delete(f"/v1/holds/{NOTHING}")).status_code == 404


async def test_staff_book_by_the_same_calls(centre: BookingCentre) -> None:
    async with centre.visitors("clerk") as [clerk]:
        booked = await clerk.book(channel="phone")
        assert (booked.status_code, booked.json()["channel"]) == (201, "phone")


@pytest.mark.parametrize("path", ["/v1/holds", "/v1/bookings"])
async def test_without_a_key_nothing_is_done(centre: BookingCentre, path: str) -> None:
    async with centre.visitors("web") as [web]:
        for key in (None, "a b", "x" * 101):
            answer = await web.send_json(path, {}, key)
            assert answer.status_code == 422
            wrong = "error.hall.field_missing" if key is None else "error.hall.field_pattern"
            assert answer.json()["key"] == wrong


async def test_who_may_not_book_is_refused(centre: BookingCentre) -> None:
    async with centre.visitors("auditor", "web") as [auditor, web]:
        refused = await auditor.send_json("/v1/holds", {})
        assert (refused.status_code, refused.json()["fields"]["act"]) == (403, "book")
        assert (await auditor.get("/v1/services")).status_code == 403
        web.headers["authorization"] = "Bearer nobody"
        assert (await web.get("/v1/services")).status_code == 401


async def test_what_another_site_or_platform_has_is_out_of_reach(centre: BookingCentre) -> None:
    async with centre.visitors("web", "elsewhere", "app") as [web, elsewhere, app]:
        held = (await web.hold("mine")).json()["hold_id"]
        booking_id = (await web.book()).json()["booking_id"]
        for other, status in ((elsewhere, 404), (app, 403)):
            assert (await other.get(f"/v1/bookings/{booking_id}")).status_code == status
            assert (await other.delete(f"/v1/bookings/{booking_id}")).status_code == status
            assert (await other.delete(f"/v1/holds/{held}")).status_code == status
            wish = {"hold_id": held, "identity_number": ALICE}
            assert (await other.send_json("/v1/bookings", wish)).status_code == status
        assert (await web.get(f"/v1/bookings/{booking_id}")).json()["status"] == "booked"


CANNOT_BE_HELD: list[tuple[dict[str, str], int, str]] = [
    ({"service_id": "nothing"}, 404, "error.hall.unknown_service"),
    ({"slot_start": "2026-03-02T09:01:00Z"}, 404, "error.hall.unknown_slot"),
    ({"slot_start": "2026-04-02T09:00:00Z"}, 404, "error.hall.no_open_day"),
    ({"slot_start": "2026-03-01T09:00:00Z"}, 404, "error.hall.no_open_day"),
    ({"slot_start": "2026-03-02T01:00:00Z"}, 409, "error.central.sale_over"),
    ({"slot_start": "2026-03-02T09:00:00"}, 422, "error.hall.field_zone"),
    ({"slot_start": "0001-01-01T00:00:00Z"}, 422, "error.hall.field_age"),
    ({"identity_number": ALICE}, 422, "error.hall.field_extra"),
]


async def test_what_cannot_be_held_says_why_and_changes_nothing(centre: BookingCentre) -> None:
    async with centre.visitors("web") as [web]:
        before = kept(centre)
        for change, status, key in CANNOT_BE_HELD:
            wanted = {"service_id": "estate", "slot_start": "2026-03-02T09:00:00Z", **change}
            answer = await web.send_json("/v1/holds", wanted)
            assert (answer.status_code, answer.json()["key"]) == (status, key)
            assert ALICE not in answer.text
        assert kept(centre) == before


async def test_nasty_names_are_refused_and_do_nothing(centre: BookingCentre) -> None:
    async with centre.visitors("web") as [web]:
        before = kept(centre)
        for name in NASTY:
            wanted = {"service_id": name, "slot_start": "2026-03-02T09:00:00Z"}
            for answer in (
                await web.send_json("/v1/holds", wanted),
                await web.get("/v1/services/{}/slots".format(name.replace("/", "%2F"))),
                await web.get(f"/v1/bookings/{name}"),
            ):
                assert answer.status_code in (404, 422)
                assert answer.headers["content-type"] == "application/problem+json"
        assert kept(centre) == before


async def test_a_full_slot_and_an_expired_hold_say_so(centre: BookingCentre) -> None:
    async with centre.visitors("web") as [web]:
        holds = [await web.hold(f"h{number}") for number in range(17)]
        assert [each.status_code for each in holds] == [201] * 16 + [409]
        assert holds[-1].json()["key"] == "error.hall.sold_out"
        centre.http.clock.pass_time(timedelta(minutes=5))
        wish = {"hold_id": holds[0].json()["hold_id"], "identity_number": ALICE}
        late = await web.send_json("/v1/bookings", wish)
        assert (late.status_code, late.json()["key"]) == (409, "error.central.hold_expired")


async def test_a_platform_that_holds_too_much_keeps_nobody_else_from_booking(
    centre: BookingCentre,
) -> None:
    most = 3
    desk = replace(centre.http.parts.desk, platform_holds=most)
    centre.http.use(replace(centre.http.parts, desk=desk))
    async with centre.visitors("web", "app", "clerk") as [web, app, clerk]:
        assert [(await web.hold(f"h{each}")).status_code for each in range(most)] == [201] * most
        centre.http.clock.pass_time(timedelta(seconds=40, milliseconds=1))
        refused = await web.hold("more")
        assert (refused.status_code, refused.headers["retry-after"]) == (409, "260")
        assert refused.json()["key"] == "error.central.too_many_holds"
        assert refused.json()["fields"] == {"most": most, "seconds": 260}
        assert (await app.book()).status_code == 201
        assert (await clerk.book(channel="phone", identity_number=None)).status_code == 201
        centre.http.clock.pass_time(timedelta(seconds=260))
        await centre.go_round()
        assert (await web.hold("more")).status_code == 201


async def test_places_of_holds_that_expired_are_free_without_anybody_asking(
    centre: BookingCentre,
) -> None:
    async with centre.visitors("web", "app") as [web, app]:
        holds = [(await web.hold(f"h{each}")).status_code for each in range(16)]
        assert holds == [201] * 16
        assert (await app.hold()).json()["key"] == "error.hall.sold_out"
        centre.http.clock.pass_time(timedelta(minutes=5))
        await centre.go_round()
        assert (await app.book()).status_code == 201


async def test_a_key_used_for_another_request_says_so(centre: BookingCentre) -> None:
    async with centre.visitors("web") as [web]:
        await web.hold("k")
        other = await web.hold("k", slot=1)
        assert (other.status_code, other.json()["key"]) == (422, "error.central.key_used")


async def test_a_second_booking_of_a_person_says_so(centre: BookingCentre) -> None:
    async with centre.visitors("web", "app") as [web, app]:
        await web.book()
        other = await app.book()
        assert (other.status_code, other.json()["key"]) == (409, "error.central.already_booked")
        assert ALICE not in other.text


NOT_BOOKED: list[object] = [
    {"hold_id": NOTHING, "identity_number": ALICE},
    {"hold_id": NOTHING, "identity_number": ALICE[:-1] + "1"},
    {"hold_id": ALICE, "identity_number": "1"},
    {"hold_id": NOTHING, "identity_number": [ALICE]},
    {"hold_id": NOTHING, "identity_number": int(ALICE[:-1])},
    {"hold_id": NOTHING, ALICE: "1"},
    {"hold_id": NOTHING, "identity_number": ALICE * 4},
    {"hold_id": NOTHING, "channel": ALICE},
    [ALICE],
    ALICE,
]


async def test_a_refused_number_is_never_shown_or_kept(
    centre: BookingCentre, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    async with centre.visitors("web") as [web]:
        answers = [await web.send_json("/v1/bookings", body) for body in NOT_BOOKED]
    assert {answer.status_code for answer in answers} == {404, 422}
    said = [text for each in answers for text in (each.text, str(each.headers))]
    for text in (*said, kept(centre), caplog.text):
        assert ALICE[:-1] not in text


async def test_a_number_is_not_kept_where_it_was_taken(
    centre: BookingCentre, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    async with centre.visitors("web") as [web]:
        answers = [await web.book(), await web.book()]
        answers += [await web.delete(f"/v1/bookings/{answers[0].json()['booking_id']}")]
    assert {each.status_code for each in answers} == {200, 201}
    for text in (*(each.text for each in answers), kept(centre), caplog.text):
        assert ALICE[:-1] not in text


async def test_answers_that_are_kept_hold_nothing_of_a_person(centre: BookingCentre) -> None:
    async with centre.visitors("web") as [web]:
        booked = (await web.book()).json()
    (record,) = [
        each for each in centre.http.fake.rows.answered.values() if each.key.startswith("book:")
    ]
    (row,) = centre.http.fake.rows.bookings.values()
    assert row.digest
    assert row.digest not in record.answer
    assert row.digest.partition(":")[2] not in record.answer
    assert booked["code"] not in record.answer
    journal = json.dumps([each.body for each in centre.http.fake.rows.journal.values()])
    assert row.digest not in journal


async def test_a_body_that_is_too_large_is_refused(centre: BookingCentre) -> None:
    async with centre.visitors("web") as [web]:
        answer = await web.send_json("/v1/bookings", {"hold_id": "x" * 5_000_000})
        assert answer.status_code == 413


async def test_who_asks_too_often_waits(centre: BookingCentre) -> None:
    async with centre.visitors("web", "app") as [web, app]:
        centre.http.parts.entrance.limits = limits(2, 2)
        answers = [await web.get("/v1/services") for _ in range(9)]
        assert [each.status_code for each in answers] == [200] * 8 + [429]
        assert answers[8].headers["retry-after"] == "1"
        assert (await app.get("/v1/services")).status_code == 200


async def test_an_address_names_all_that_it_does(centre: BookingCentre) -> None:
    async with centre.visitors("web") as [web]:
        answer = await web.put(f"/v1/bookings/{NOTHING}")
        assert (answer.status_code, answer.headers["allow"]) == (405, "DELETE, GET")
        assert (await web.put("/openapi.json")).headers["allow"] == "GET"
