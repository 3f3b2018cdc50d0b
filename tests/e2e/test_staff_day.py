# SPDX-License-Identifier: Apache-2.0
"""Staff at a whole kiosk: a number for several items, the day on paper, a page to try the printer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from hall.log import Issued, StaffActed
from tests.e2e.harness import Hall
from tests.e2e.staff_hand import NUMBER, at_work, let_in
from tests.e2e.touched_kiosk import MODULE

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with Hall(tmp_path, module=MODULE) as hall:
        let_in(hall)
        yield hall


def test_a_number_for_three_items_is_on_its_paper_and_in_the_figures_that_are_printed(
    hall: Hall,
) -> None:
    hall.start()
    with at_work(hall) as finger:
        finger.touch(
            "staff.give", "service.social_insurance", "items.more", "items.more", "give_number"
        )
        hall.kiosk.wait_for("print ended")
        finger.touch("bar.back", "staff.today", "print_report")
        hall.kiosk.wait_for("day report printed proof=confirmed")
        finger.touch("bar.back", "staff.try_printer", "try_printer")
        hall.kiosk.wait_for("test printed proof=confirmed")
    hall.kiosk.kill()
    ticket, report, _ = ([line.strip() for line in each.lines] for each in hall.printer.tickets)
    assert any("办理 3 件" in line for line in ticket)
    assert any(line.split() == ["共发号", "1"] for line in report), report
    bodies = [entry.body for entry in hall.records().entries]
    assert [body.items for body in bodies if isinstance(body, Issued)] == [3]
    acts = [body.act for body in bodies if isinstance(body, StaffActed)]
    assert acts == ["entered_by_pin", "gave", "report_printed", "printer_tried"]
    assert {body.staff_id for body in bodies if isinstance(body, StaffActed)} == {NUMBER}
