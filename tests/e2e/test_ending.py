# SPDX-License-Identifier: Apache-2.0
"""SIGTERM, as systemd sends it: the kiosk ends by itself, soon, and says with 0 that all is well."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.harness import Hall
from tests.e2e.persons import person

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

IDLE_SECONDS = 5.0
"""Well above the second it takes, for machines that have much to do."""
PRINTING_SECONDS = 15.0
"""A print waits 5 seconds for its proof."""


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with Hall(tmp_path, is_forked=True) as hall:
        yield hall


def test_an_idle_kiosk_ends_at_once(hall: Hall) -> None:
    kiosk = hall.start()
    kiosk.ask_to_end()
    assert kiosk.ends(IDLE_SECONDS) == 0


def test_a_kiosk_that_has_hardly_begun_ends_too(hall: Hall) -> None:
    kiosk = hall.launch()
    kiosk.wait_for("first frame")
    kiosk.ask_to_end()
    assert kiosk.ends(IDLE_SECONDS) == 0


def test_a_kiosk_whose_devices_are_silent_ends_too(hall: Hall) -> None:
    hall.printer.manner.is_silent = True
    hall.reader.unplug()
    kiosk = hall.launch()
    kiosk.wait_for("printer error.ticket_printer.silent")
    kiosk.ask_to_end()
    assert kiosk.ends(IDLE_SECONDS) == 0


def test_a_print_under_way_is_ended_and_recorded_first(hall: Hall) -> None:
    kiosk = hall.start()
    hall.printer.gives_proof = False
    hall.visit(person(1))
    assert hall.printer.waits_until(lambda: hall.printer.proofs_asked == 2)  # one at the start
    kiosk.ask_to_end()
    assert kiosk.ends(PRINTING_SECONDS) == 0
    records = hall.records()
    assert set(records.ends) == set(records.starts) == set(records.issued)
    assert not hall.broken()
