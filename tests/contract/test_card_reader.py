# SPDX-License-Identifier: Apache-2.0
"""What every card reader does: the simulator, and the production reader on an emulated device."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import Protocol

import pytest

from drivers.card_reader.abstract import CardData, CardReader
from drivers.card_reader.errors import CardReaderReason
from drivers.card_reader.pcsc import PcscReader
from drivers.card_reader.samples import SampleCard, SampleName, sample_cards
from drivers.card_reader.sdt_reader import SdtReader
from drivers.card_reader.serial_sam import SerialSamReader
from drivers.card_reader.simulator import SimulatedCardReader
from drivers.card_reader.usb_sam import UsbSamReader
from drivers.transport.serial_port import SerialSettings
from drivers.transport.usb_port import UsbSettings
from tests.emulators.pcsc_reader import PcscDevice, as_chip_card
from tests.emulators.pcscd import Pcscd
from tests.emulators.published_sam import PublishedSam
from tests.emulators.sam_reader import SamReaderEmulator
from tests.emulators.usb_backend import FakeUsbBackend, FakeUsbDevice
from tests.open_files import count_open_files
from tests.reasons import reason_of

CARDS = {card.name: card for card in sample_cards(date(2026, 3, 2))}
READABLE = [card for card in CARDS.values() if not card.is_damaged]
OLDER = CARDS[SampleName.OLDER]
DAMAGED = CARDS[SampleName.DAMAGED]


class Device(Protocol):
    """What a hand can do to a reader."""

    def lay(self, card: bytes | SampleCard) -> None: ...
    def take_away(self) -> None: ...
    def unplug(self) -> None: ...
    def plug_in(self) -> None: ...


@dataclass
class Bench:
    """A reader and its device; what it gives of a card; how often a long test repeats itself."""

    reader: CardReader
    device: Device
    gives: Callable[[SampleCard], CardData] = attrgetter("data")
    rounds: int = 40


def simulated(request: pytest.FixtureRequest) -> Iterator[Bench]:
    reader = SimulatedCardReader()
    yield Bench(reader, reader)


def emulated(request: pytest.FixtureRequest) -> Iterator[Bench]:
    path: Path = request.getfixturevalue("tmp_path")
    with SamReaderEmulator(path / "ttyReader") as emulator:
        yield Bench(SerialSamReader(SerialSettings(str(emulator.path))), emulator)


def on_usb(request: pytest.FixtureRequest) -> Iterator[Bench]:
    path: Path = request.getfixturevalue("tmp_path")
    with SamReaderEmulator(path / "usbReader") as emulator, FakeUsbBackend() as bus:
        bus.attach(FakeUsbDevice(emulator.path))
        yield Bench(UsbSamReader(UsbSettings.of("0400:C35A")), emulator)


def of_published_frames(request: pytest.FixtureRequest) -> Iterator[Bench]:
    device = PublishedSam()
    yield Bench(SdtReader(device.connect), device)


def behind_pcscd(request: pytest.FixtureRequest) -> Iterator[Bench]:
    service: Pcscd = request.getfixturevalue("pcscd")
    with PcscDevice(service) as device:  # a real pcscd takes its time over each card
        yield Bench(PcscReader(), device, as_chip_card, rounds=1)


BACKENDS = {
    "simulator": simulated,
    "serial_sam": emulated,
    "usb_sam": on_usb,
    "published frames": of_published_frames,
    "pcsc": behind_pcscd,
}


@pytest.fixture(params=BACKENDS)
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    for bench in BACKENDS[request.param](request):
        yield bench
        bench.reader.close()


def test_an_empty_reader_finds_nothing(bench: Bench) -> None:
    bench.reader.open()

    assert not bench.reader.find()
    assert not bench.reader.find()


@pytest.mark.parametrize("card", READABLE, ids=lambda card: card.name)
def test_a_card_that_was_laid_is_found_and_read(bench: Bench, card: SampleCard) -> None:
    bench.reader.open()
    bench.device.lay(card)

    assert bench.reader.find()
    assert bench.reader.read() == bench.gives(card)


def test_an_open_reader_tells_the_number_of_its_security_module_if_it_has_one(
    bench: Bench,
) -> None:
    bench.reader.open()

    assert bench.reader.module_number() in {"05.03-20260302-0000000000-0000000000", ""}


def test_a_bare_text_block_can_be_laid_too(bench: Bench) -> None:
    bench.reader.open()
    bench.device.lay(OLDER.text_block)
    bench.reader.find()

    assert bench.reader.read().number == OLDER.data.number


def test_a_card_can_be_found_again_and_again_before_it_is_read(bench: Bench) -> None:
    bench.reader.open()
    bench.device.lay(OLDER)

    assert bench.reader.find()
    assert bench.reader.find()
    assert bench.reader.read() == bench.gives(OLDER)


def test_a_card_that_was_read_must_be_lifted_before_it_is_seen_again(bench: Bench) -> None:
    bench.reader.open()
    bench.device.lay(OLDER)
    bench.reader.find()
    bench.reader.read()
    assert bench.reader.find() == bench.reader.can_tell_removal

    bench.device.take_away()
    assert not bench.reader.find()
    bench.device.lay(OLDER)

    assert bench.reader.find()


def test_a_damaged_card_must_be_laid_again_and_the_next_card_is_read(bench: Bench) -> None:
    bench.reader.open()
    bench.device.lay(DAMAGED)
    assert bench.reader.find()
    assert reason_of(bench.reader.read) is CardReaderReason.CARD_UNREADABLE

    bench.device.take_away()
    bench.device.lay(OLDER)

    assert bench.reader.find()
    assert bench.reader.read() == bench.gives(OLDER)


def test_a_card_that_was_lifted_after_find_must_be_laid_again(bench: Bench) -> None:
    bench.reader.open()
    bench.device.lay(OLDER)
    bench.reader.find()
    bench.device.take_away()

    assert reason_of(bench.reader.read) is CardReaderReason.CARD_UNREADABLE
    assert not bench.reader.find()


def test_reading_what_was_never_found_must_be_laid_again(bench: Bench) -> None:
    bench.reader.open()

    assert reason_of(bench.reader.read) is CardReaderReason.CARD_UNREADABLE


def test_a_block_that_is_no_card_is_not_supported(bench: Bench) -> None:
    bench.reader.open()
    bench.device.lay(bytes(256))
    bench.reader.find()

    assert reason_of(bench.reader.read) is CardReaderReason.CARD_NOT_SUPPORTED


def test_a_missing_reader_is_unplugged_and_opens_when_it_is_there(bench: Bench) -> None:
    bench.device.unplug()
    assert reason_of(bench.reader.open) is CardReaderReason.UNPLUGGED

    bench.device.plug_in()
    bench.reader.open()

    assert not bench.reader.find()


def test_an_open_reader_that_is_unplugged_says_so_until_it_is_opened_anew(bench: Bench) -> None:
    bench.reader.open()
    bench.device.lay(OLDER)
    bench.device.unplug()
    assert reason_of(bench.reader.find) is CardReaderReason.UNPLUGGED
    bench.device.plug_in()
    assert reason_of(bench.reader.find) is CardReaderReason.UNPLUGGED

    bench.reader.close()
    bench.reader.open()

    assert bench.reader.find()
    assert bench.reader.read() == bench.gives(OLDER)


def test_a_reader_opens_after_each_close(bench: Bench) -> None:
    for _ in range(5):
        bench.reader.open()
        bench.reader.open()
        assert not bench.reader.find()
        bench.reader.close()
        bench.reader.close()


def test_a_closed_reader_is_as_good_as_unplugged(bench: Bench) -> None:
    assert reason_of(bench.reader.find) is CardReaderReason.UNPLUGGED


def test_hundreds_of_visits_leave_nothing_open(bench: Bench) -> None:
    bench.reader.open()
    before = count_open_files()
    for card in READABLE * bench.rounds:
        bench.device.lay(card)
        assert bench.reader.find()
        assert bench.reader.read() == bench.gives(card)
        bench.device.take_away()
    for _ in range(bench.rounds // 2 + 1):
        bench.device.unplug()
        bench.reader.close()
        bench.device.plug_in()
        bench.reader.open()

    assert count_open_files() <= before
