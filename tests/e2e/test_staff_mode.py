# SPDX-License-Identifier: Apache-2.0
"""Staff at a whole kiosk: in by PIN, a ticket printed again, wrong PINs, and a kill in between."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from hall.log import Actor, Issued, Reprinted, StaffActed
from tests.e2e.harness import Hall
from tests.e2e.persons import person
from tests.e2e.records import is_copy
from tests.e2e.staff_hand import NAME, NUMBER, PIN, WAY_IN, at_the_door, at_work, let_in, sign_in
from tests.e2e.test_privacy import ENCODINGS, HASHES, left_behind
from tests.e2e.touched_kiosk import MODULE, Finger

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

WRONG_PIN, LOCKED = "918273", "密码输错太多次"
VISITOR, STAFF_CARD = person(1), person(9)


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with Hall(tmp_path, module=MODULE) as hall:
        let_in(hall)
        yield hall


def find_last(finger: Finger, hall: Hall) -> str:
    """To the page of the ticket that was given last; its number."""
    (issued,) = (line for line in hall.kiosk.output.splitlines() if "issued number=" in line)
    number = issued.split("issued number=")[1].split()[0]
    finger.touch("staff.find", f"found.{number}")
    return number


def acts(hall: Hall) -> list[StaffActed]:
    """Of a kiosk that is dead."""
    bodies = (entry.body for entry in hall.records().entries)
    return [body for body in bodies if isinstance(body, StaffActed)]


def test_five_copies_of_the_last_ticket_are_marked_and_counted_and_leave_five_entries(
    hall: Hall,
) -> None:
    hall.start()
    hall.confirmed_visit(VISITOR)
    with at_work(hall) as finger:
        number = find_last(finger, hall)
        for copy in range(1, 6):
            finger.touch("staff_reprint")
            hall.kiosk.wait_for("proof=confirmed", times=1 + copy)
    hall.kiosk.kill()
    papers = hall.printer.tickets
    assert [is_copy(paper) for paper in papers] == [False] + [True] * 5
    shown = [[line.strip() for line in paper.lines] for paper in papers]
    assert all(lines.count(number) == 1 for lines in shown)
    for copy, lines in enumerate(shown[1:], start=1):
        assert any(f"补打 第 {copy} 次" in line for line in lines), lines
    assert not hall.broken()
    records = hall.records()
    (ticket_id,) = records.issued
    bodies = [entry.body for entry in records.entries]
    assert sum(isinstance(body, Issued) for body in bodies) == 1
    assert [body for body in bodies if isinstance(body, Reprinted)] == [
        Reprinted(ticket_id, copy, Actor.STAFF) for copy in range(1, 6)
    ]
    assert acts(hall) == [
        StaffActed("entered_by_pin", NUMBER),
        *[StaffActed("reprinted", NUMBER, ticket_id)] * 5,
    ]
    tell_nobody_the_pin(hall)


def test_five_wrong_pins_lock_the_way_in_also_after_a_kill_and_a_card_opens_it(hall: Hall) -> None:
    hall.start()
    with at_work(hall) as finger:
        finger.touch("staff.card")
        hall.lay(STAFF_CARD)
        hall.kiosk.wait_for("shows 工卡已登记。")
        hall.lay_nothing()
        finger.touch("staff_leave", *WAY_IN)
        for wrong in range(1, 6):
            sign_in(finger, WRONG_PIN)
            if wrong < 5:
                hall.kiosk.wait_for("staff not let in", times=wrong)
        hall.kiosk.wait_for("staff locked out wrong=5")
        hall.kiosk.wait_for(LOCKED)
    hall.kiosk.kill()
    hall.start()
    with at_the_door(hall) as finger:
        sign_in(finger)
        hall.kiosk.wait_for(LOCKED)
        assert not hall.kiosk.count(f"shows {NAME}")
        hall.lay(STAFF_CARD)
        hall.kiosk.wait_for(f"shows {NAME}")
    hall.kiosk.kill()
    assert acts(hall) == [
        StaffActed("entered_by_pin", NUMBER),
        StaffActed("card_kept", NUMBER),
        StaffActed("locked_out", "unknown", reason="5"),
        StaffActed("entered_by_card", NUMBER),
    ]
    tell_nobody_the_pin(hall)


def tell_nobody_the_pin(hall: Hall) -> None:
    """Neither a PIN, right or wrong, nor the card's number is in a file, a log or a ticket."""
    texts = [PIN, WRONG_PIN, STAFF_CARD.number, STAFF_CARD.number[:17], STAFF_CARD.name]
    for where, data in left_behind(hall).items():
        for text in texts:
            assert not any(text.encode(code) in data for code in ENCODINGS), where
            assert not any(trace in data for trace in hashes_of(text)), where


def hashes_of(text: str) -> Iterator[bytes]:
    for name in HASHES:
        found = hashlib.new(name, text.encode(), usedforsecurity=False)
        yield found.digest()
        yield found.hexdigest().encode()


def test_the_search_finds_a_pin_that_is_written_down(hall: Hall) -> None:
    hall.start()
    hall.kiosk.kill()
    (hall.state / "note").write_text(json.dumps({"pin": PIN}), encoding="utf-8")
    with pytest.raises(AssertionError):
        tell_nobody_the_pin(hall)
