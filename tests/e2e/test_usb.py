# SPDX-License-Identifier: Apache-2.0
"""A whole kiosk whose card reader is on USB."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typing_extensions import override

from tests.e2e.harness import Hall
from tests.e2e.persons import person
from tests.e2e.process import Program, StartedProgram

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


class UsbHall(Hall):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        text = self.config.read_text()
        assert 'kind = "serial_sam"' in text
        self.config.write_text(text.replace('kind = "serial_sam"', 'kind = "usb_sam"'))

    @override
    def launch(self) -> Program:
        words = ["run", "--config", self.config]
        self._kiosk = StartedProgram(words, self.folder, module="tests.e2e.usb_kiosk")
        return self._kiosk


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with UsbHall(tmp_path) as hall:
        yield hall


def test_visitors_are_served_and_a_reader_that_was_pulled_out_is_found_again(hall: Hall) -> None:
    kiosk = hall.start()
    hall.confirmed_visit(person(1))

    hall.reader.unplug()
    kiosk.wait_for("card reader error.card_reader.unplugged")
    hall.reader.plug_in()
    kiosk.wait_for("card reader ok")

    hall.confirmed_visit(person(2))
    assert kiosk.end() == 0
    assert not hall.broken()
