# SPDX-License-Identifier: Apache-2.0
"""What every card reader does: the simulator, and the production reader on an emulated device."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Protocol

import pytest

from drivers.card_reader.abstract import CardKind, CardReader
from drivers.card_reader.errors import CardReaderError, CardReaderReason
from drivers.card_reader.samples import SampleCard, SampleName, sample_cards
from drivers.card_reader.serial_sam import SerialSamReader
from drivers.card_reader.simulator import SimulatedCardReader
from drivers.card_reader.usb_sam import UsbSamReader
from drivers.transport.serial_port import SerialSettings
from drivers.transport.usb_port import UsbSettings
from tests.emulators.sam_reader import SamReaderEmulator
from tests.emulators.usb_backend import FakeUsbBackend, FakeUsbDevice

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


class Bench:
    def __init__(self, reader: CardReader, device: Device) -> None:
        self.reader = reader
        self.device = device


def simulated(path: Path) -> Iterator[Bench]:
    reader = SimulatedCardReader()
    yield Bench(reader, reader)


def emulated(path: Path) -> Iterator[Bench]:
    with SamReaderEmulator(path / "ttyReader") as emulator:
        yield Bench(SerialSamReader(SerialSettings(str(emulator.path))), emulator)


def on_usb(path: Path) -> Iterator[Bench]:
    with SamReaderEmulator(path / "usbReader") as emulator, FakeUsbBackend() as bus:
        bus.attach(FakeUsbDevice(emulator.path))
        yield Bench(UsbSamReader(UsbSettings.of("0400:C35A")), emulator)


@pytest.fixture(params=[simulated, emulated, on_usb], ids=["simulator", "serial_sam", "usb_sam"])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    for bench in request.param(tmp_path):
        yield bench
        bench.reader.close()


def reason_of(call: Callable[[], object]) -> CardReaderReason:
    with pytest.raises(CardReaderError) as caught:
        call()
    return caught.value.reason


def test_an_empty_reader_finds_nothing(bench: Bench) -> None:
    bench.reader.open()

    assert not bench.reader.find()
    assert not bench.reader.find()


@pytest.mark.parametrize("card", READABLE, ids=lambda card: card.name)
def test_a_card_that_was_laid_is_found_and_read(bench: Bench, card: SampleCard) -> None:
    bench.reader.open()
    bench.device.lay(card)

    assert bench.reader.find()
    assert bench.reader.read() == card.data


def test_an_open_reader_tells_the_number_of_its_security_module_if_it_has_one(
    bench: Bench,
) -> None:
    bench.reader.open()

    assert bench.reader.module_number() in {"05.03-20260302-0000000000-0000000000", ""}


def test_a_bare_text_block_can_be_laid_too(bench: Bench) -> None:
    bench.reader.open()
    bench.device.lay(OLDER.text_block)
    bench.reader.find()

    assert bench.reader.read().kind is CardKind.CITIZEN


def test_a_card_can_be_found_again_and_again_before_it_is_read(bench: Bench) -> None:
    bench.reader.open()
    bench.device.lay(OLDER)

    assert bench.reader.find()
    assert bench.reader.find()
    assert bench.reader.read() == OLDER.data


def test_a_card_that_was_read_must_be_lifted_before_it_is_seen_again(bench: Bench) -> None:
    bench.reader.open()
    bench.device.lay(OLDER)
    bench.reader.find()
    bench.reader.read()
    assert not bench.reader.can_tell_removal
    assert not bench.reader.find()

    bench.device.take_away()
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
    assert bench.reader.read() == OLDER.data


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
    assert bench.reader.read() == OLDER.data


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
    before = len(list(Path("/proc/self/fd").iterdir()))
    for card in READABLE * 40:
        bench.device.lay(card)
        assert bench.reader.find()
        assert bench.reader.read() == card.data
        bench.device.take_away()
    for _ in range(20):
        bench.device.unplug()
        bench.reader.close()
        bench.device.plug_in()
        bench.reader.open()

    assert len(list(Path("/proc/self/fd").iterdir())) == before
