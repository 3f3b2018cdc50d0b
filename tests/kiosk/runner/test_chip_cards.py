# SPDX-License-Identifier: Apache-2.0
"""Chip cards as the kiosk sees them: whose they are, and what a visitor is told when pcscd dies."""

from datetime import date

import pytest

from drivers.card_reader.abstract import CardData, CardKind
from drivers.card_reader.pcsc import PcscDeadlines, PcscReader
from hall.identity import Ages, Identity, Reached, Secret
from kiosk.flow.events import CardFailed, CardFound, CardRead, CardTaken, Event, ReaderChanged
from kiosk.runner.identifier import Identifier
from kiosk.runner.reader_worker import ReaderWorker
from tests.emulators.pcsc_card import (
    SELECT_HOLDER,
    ChipCard,
    mute_card,
    social_security_card,
    taiwan_health_card,
)
from tests.emulators.pcsc_reader import PcscDevice
from tests.emulators.pcscd import READER, Pcscd
from tests.fakes.clock import FakeClock
from tests.kiosk.services.samples import RULES

NUMBER = "11010519491231002X"
BORN_ON = date(1949, 12, 31)
HEALTH_NUMBER = "A123456789"
PATIENT = PcscDeadlines(20.0, 20.0, 20.0)


def identifier() -> Identifier:
    return Identifier(lambda: RULES.calendar, lambda _on: bytes(range(32)), Ages, FakeClock())


def who(kind: CardKind, number: str, name: str, born_on: date | None) -> Identity:
    return identifier().of_card(CardData(kind, number, name, "", born_on))


def test_the_id_card_the_social_security_card_and_the_typed_number_are_one_person() -> None:
    by_id_card = who(CardKind.CITIZEN, NUMBER, "张三", BORN_ON)
    by_chip_card = who(CardKind.SOCIAL_SECURITY, NUMBER, "张三", BORN_ON)

    assert by_chip_card == by_id_card
    assert identifier().of_number(Secret(NUMBER)).digest == by_id_card.digest


def test_a_resident_of_taiwan_has_a_digest_and_an_age_of_the_health_card() -> None:
    born_on = date(1949, 1, 1)
    visitor = who(CardKind.TAIWAN_HEALTH, HEALTH_NUMBER, "陳小明", born_on)

    assert visitor.masked_name == "陳*明"
    assert visitor.reached == frozenset(Reached)
    assert not visitor.speaks_english
    assert visitor.digest == who(CardKind.TAIWAN_HEALTH, "a123456789", "", None).digest
    assert visitor.digest != who(CardKind.TAIWAN_HEALTH, "A123456788", "", born_on).digest


class Watch:
    """The worker's steps, taken one by one."""

    def __init__(self, pcscd: Pcscd) -> None:
        self.pcscd = pcscd
        self.events: list[Event] = []
        self.reader = PcscReader(READER, PATIENT)
        self.worker = ReaderWorker(self.reader, identifier().of_card, self.events.append)

    def told(self, steps: int = 1) -> list[Event]:
        self.events.clear()
        for _ in range(steps):
            self.worker.step()
        return list(self.events)


def test_each_card_is_read_once_and_its_leaving_is_told(pcscd: Pcscd) -> None:
    watch = Watch(pcscd)
    with PcscDevice(pcscd) as device:
        assert watch.told() == []
        for chip, kind in [
            (social_security_card(NUMBER, "张三"), CardKind.SOCIAL_SECURITY),
            (taiwan_health_card(HEALTH_NUMBER, "張三", "0381231"), CardKind.TAIWAN_HEALTH),
        ]:
            number = NUMBER if kind is CardKind.SOCIAL_SECURITY else HEALTH_NUMBER
            name = "张三" if kind is CardKind.SOCIAL_SECURITY else "張三"
            device.lay(chip)
            assert watch.told(3) == [CardFound(), CardRead(who(kind, number, name, BORN_ON))]
            device.take_away()
            assert watch.told(2) == [CardTaken()]
        watch.worker.close()


@pytest.mark.parametrize(
    ("chip", "reason"),
    [
        (ChipCard(), "card_not_supported"),
        (
            ChipCard(
                {**social_security_card(NUMBER, "张三").selects},
                refusals={SELECT_HOLDER[:4]: bytes.fromhex("6982")},
            ),
            "card_closed",
        ),
    ],
)
def test_a_card_that_does_not_help_is_told_once(pcscd: Pcscd, chip: ChipCard, reason: str) -> None:
    watch = Watch(pcscd)
    with PcscDevice(pcscd) as device:
        device.lay(chip)
        assert watch.told(3) == [CardFound(), CardFailed(f"error.card_reader.{reason}")]
        asked = len(chip.asked)
        watch.told(3)
        assert len(chip.asked) == asked
        watch.worker.close()


def test_a_card_that_is_put_in_the_wrong_way_round_is_told_and_read_when_it_is_turned(
    pcscd: Pcscd,
) -> None:
    watch = Watch(pcscd)
    with PcscDevice(pcscd) as device:
        device.lay(mute_card())
        assert watch.told(3) == [CardFound(), CardFailed("error.card_reader.card_unreadable")]
        device.take_away()
        assert watch.told(2) == [CardTaken()]
        device.lay(social_security_card(NUMBER, "张三"))
        visitor = who(CardKind.SOCIAL_SECURITY, NUMBER, "张三", BORN_ON)
        assert watch.told(2) == [CardFound(), CardRead(visitor)]
        watch.worker.close()


def test_a_pcscd_that_dies_is_told_and_the_next_card_is_read_when_it_is_back(
    pcscd: Pcscd, caplog: pytest.LogCaptureFixture
) -> None:
    watch = Watch(pcscd)
    with PcscDevice(pcscd) as device:
        watch.told()
        pcscd.kill()
        assert watch.told(2) == [ReaderChanged("error.card_reader.service_missing")]
        assert watch.told(3) == []

        device.restart_service()
        assert watch.told() == [ReaderChanged(None)]
        device.lay(social_security_card(NUMBER, "张三"))
        visitor = who(CardKind.SOCIAL_SECURITY, NUMBER, "张三", BORN_ON)
        assert watch.told() == [CardFound(), CardRead(visitor)]
        watch.worker.close()
    assert NUMBER not in caplog.text
