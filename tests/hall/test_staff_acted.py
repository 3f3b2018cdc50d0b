# SPDX-License-Identifier: Apache-2.0
"""What staff did, as the log has it: with a service that stops, and without."""

from datetime import UTC, datetime

from hall.ids import ServiceId
from hall.log import StaffActed, body_from_json, body_to_json, body_to_text
from hall.stopping import Standing, Stop

AT = datetime(2026, 3, 2, 3, 0, 0, 1, tzinfo=UTC)
STOPPED = StaffActed(
    "service_stopped",
    "7",
    service_id=ServiceId("estate"),
    stands=Standing.STOPPED,
    stands_from=AT,
)


def test_a_stop_comes_back_to_the_microsecond() -> None:
    assert body_from_json("staff_acted", body_to_json(STOPPED)) == STOPPED
    assert STOPPED.stop == Stop(ServiceId("estate"), AT)


def test_an_act_that_stops_nothing_is_written_as_ever() -> None:
    act = StaffActed("paper_changed", "7")
    expected = '{"act":"paper_changed","reason":null,"staff_id":"7","ticket_id":null}'
    assert (body_to_text(act), act.stop) == (expected, None)
