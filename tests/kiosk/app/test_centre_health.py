# SPDX-License-Identifier: Apache-2.0
"""What the centre is told of a kiosk's devices."""

from hall.wire.values import Finding
from kiosk.app.centre import findings_of
from kiosk.flow.values import Devices
from kiosk.texts import load_texts


def test_devices_that_are_well_are_not_spoken_of() -> None:
    assert findings_of(Devices()) == []


def test_paper_that_runs_low_is_told_before_it_is_out() -> None:
    (low,) = findings_of(Devices(is_paper_low=True))
    assert (low.check, low.is_good) == ("paper", False)
    assert load_texts("en")(low.key) == "paper running low"


def test_what_ails_a_device_is_told_by_its_key() -> None:
    out = "error.ticket_printer.paper_out"
    assert findings_of(Devices(printer_problem=out)) == [
        Finding("ticket_printer", is_good=False, key=out)
    ]
