# SPDX-License-Identifier: Apache-2.0
"""A whole kiosk whose card reader is behind a real pcscd."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typing_extensions import override

from kiosk.texts import load_texts
from kiosk.ui.lines import plain
from tests.e2e.harness import Hall
from tests.e2e.persons import Person, person
from tests.e2e.process import Program, StartedProgram
from tests.emulators.pcsc_card import (
    SELECT_HOLDER,
    SELECT_SYSTEM,
    ChipCard,
    taiwan_health_card,
)
from tests.emulators.pcsc_reader import PcscDevice
from tests.emulators.pcscd import READER, Pcscd

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

EMPTY = f"{READER}: 0012"
"""In the log whenever the kiosk has looked and no card was there."""
SERVICE_MISSING = "error.card_reader.service_missing"
CARD_CLOSED = "error.card_reader.card_closed"
HEALTH_NUMBER, HEALTH_NAME = "A123456789", "陳小明"
HEALTH_CARD = taiwan_health_card(HEALTH_NUMBER, HEALTH_NAME, "0600101")
CLOSED_CARD = ChipCard({SELECT_SYSTEM: b""}, refusals={SELECT_HOLDER[:4]: bytes.fromhex("6982")})


class PcscHall(Hall):
    """Its visitors have social security cards; its kiosk also says what is on the screen."""

    def __init__(self, folder: Path, slot: PcscDevice) -> None:
        super().__init__(folder)
        text, kind = self.config.read_text(), 'kind = "serial_sam"'
        assert kind in text
        self.config.write_text(text.replace(kind, f'kind = "pcsc"\nname = "{READER}"'))
        self.slot = slot

    @override
    def launch(self) -> Program:
        words = ["run", "--frames", "--config", self.config]
        self._kiosk = StartedProgram(words, self.folder, module="tests.e2e.telling_kiosk")
        return self._kiosk

    @override
    def start(self) -> Program:
        kiosk = self.launch()
        kiosk.wait_for("ready screen=Welcome")
        kiosk.wait_for(EMPTY)
        return kiosk

    @override
    def lay(self, person: Person) -> None:
        self.lay_nothing()
        self.slot.lay(person.card)

    @override
    def lay_nothing(self) -> None:
        self.slot.take_away()
        self.kiosk.wait_for(EMPTY, times=self.kiosk.count(EMPTY) + 2)


@pytest.fixture
def hall(tmp_path: Path, pcscd: Pcscd) -> Iterator[PcscHall]:
    with PcscDevice(pcscd) as slot, PcscHall(tmp_path, slot) as hall:
        yield hall


def words(key: str) -> str:
    """As they are on the screen."""
    return plain(load_texts("zh_Hans")(key))


def test_chip_cards_get_tickets_and_a_pcscd_that_dies_is_named_and_found_again(
    hall: PcscHall, pcscd: Pcscd
) -> None:
    kiosk = hall.start()
    pcscd.kill()
    kiosk.wait_for(f"shows {words(SERVICE_MISSING)}")
    hall.slot.restart_service()
    kiosk.wait_for(f"hides {words(SERVICE_MISSING)}")
    visitor = person(1)
    hall.confirmed_visit(visitor)

    pcscd.kill()
    kiosk.wait_for(f"card reader {SERVICE_MISSING}", times=2)
    hall.slot.restart_service()
    kiosk.wait_for("card reader ok", times=2)
    hall.lay_nothing()
    hall.slot.lay(HEALTH_CARD)
    kiosk.wait_for("proof=confirmed", times=2)

    assert kiosk.end() == 0
    assert not hall.broken()
    assert len(hall.records().issued) == len(hall.printer.tickets) == 2
    said = kiosk.output
    for secret in (visitor.number, visitor.name, HEALTH_NUMBER, HEALTH_NAME):
        assert secret not in said
    for number in (visitor.number, HEALTH_NUMBER):
        assert number.encode().hex() not in said.lower()


def test_a_pcscd_that_comes_after_the_kiosk_is_found_and_a_closed_card_leads_to_the_id_card(
    hall: PcscHall, pcscd: Pcscd
) -> None:
    pcscd.kill()
    kiosk = hall.launch()
    kiosk.wait_for(f"shows {words(SERVICE_MISSING)}")
    hall.slot.plug_in()
    kiosk.wait_for("card reader ok")
    kiosk.wait_for(EMPTY)

    hall.slot.lay(CLOSED_CARD)
    kiosk.wait_for(f"shows {words(CARD_CLOSED)}")
    hall.confirmed_visit(person(2))

    assert kiosk.end() == 0
    assert not hall.broken()
