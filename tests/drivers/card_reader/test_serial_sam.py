# SPDX-License-Identifier: Apache-2.0
"""The production readers, serial and USB, against an emulated device that errs as it is told."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from drivers.card_reader.codec import PREAMBLE, Command, Status
from drivers.card_reader.errors import CardReaderReason
from drivers.card_reader.samples import sample_cards
from drivers.card_reader.sdt_reader import SdtDeadlines, SdtReader
from drivers.card_reader.serial_sam import SerialSamReader
from drivers.card_reader.usb_sam import UsbSamReader
from drivers.transport.serial_port import SerialSettings
from drivers.transport.usb_port import UsbSettings
from tests.emulators.sam_reader import NOISE, SamReaderEmulator, Trouble
from tests.emulators.usb_backend import FakeUsbBackend, FakeUsbDevice
from tests.reasons import reason_within

OLDER = sample_cards(date(2026, 3, 2))[0]
READ = frozenset({Command.READ})
SHORT = SdtDeadlines(
    open_seconds=0.6,
    find_seconds=0.6,
    read_seconds=0.9,
    step_seconds=0.3,
    read_step_seconds=0.3,
    quiet_seconds=0.02,
)
"""For calls that fail by waiting."""
PATIENT = SdtDeadlines(*(20.0,) * 5, quiet_seconds=0.02)
"""For calls that succeed, so that a busy machine does not fail them."""


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[SamReaderEmulator]:
    with SamReaderEmulator(tmp_path / "ttyReader") as emulator:
        yield emulator


Readers = Callable[[SdtDeadlines], SdtReader]


@pytest.fixture(params=["serial", "usb"])
def closed(request: pytest.FixtureRequest, emulator: SamReaderEmulator) -> Iterator[Readers]:
    """Makes readers on the emulator."""
    with FakeUsbBackend() as bus:
        bus.attach(FakeUsbDevice(emulator.path))
        if request.param == "usb":
            yield lambda deadlines: UsbSamReader(UsbSettings.of("0400:C35A"), deadlines)
        else:
            line = SerialSettings(str(emulator.path))
            yield lambda deadlines: SerialSamReader(line, deadlines)
        assert bus.open_handles == 0


@pytest.fixture
def opened(closed: Readers) -> Iterator[Readers]:
    """Makes open readers on the emulator, one at a time, and closes them."""
    readers: list[SdtReader] = []

    def open_reader(deadlines: SdtDeadlines) -> SdtReader:
        reader = closed(deadlines)
        readers.append(reader)
        reader.open()
        return reader

    yield open_reader
    for reader in readers:
        reader.close()


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(),
        Trouble(noise_before=NOISE),
        Trouble(noise_before=PREAMBLE + b"\xff\xff"),
        Trouble(piece_size=1),
        Trouble(piece_size=len(PREAMBLE) + 2, gap_seconds=0.002),  # LEN and body come apart
        Trouble(piece_size=64),
        Trouble(piece_size=200, gap_seconds=0.005),
        Trouble(spoils_checksum=True, times=1),
        Trouble(spoils_checksum=True, times=1, on=READ),
        Trouble(status=Status.READ_FAILED, times=1, on=READ),
        Trouble(status=Status.COMMAND_WRONG, times=1, on=frozenset({Command.FIND})),
    ],
)
def test_a_card_is_read_through_passing_trouble(
    emulator: SamReaderEmulator, opened: Readers, trouble: Trouble
) -> None:
    reader = opened(PATIENT)
    emulator.lay(OLDER)
    emulator.misbehave(trouble)

    assert reader.find()
    assert reader.read() == OLDER.data


ENDING_AT_ONCE = [
    (Trouble(spoils_checksum=True), CardReaderReason.GARBLED),
    (Trouble(status=Status.COMMAND_WRONG), CardReaderReason.COMMAND_REFUSED),
    (Trouble(status=Status.SELF_TEST_FAILED), CardReaderReason.SELF_TEST_FAILED),
    (Trouble(status=Status.NOT_AUTHORISED), CardReaderReason.NOT_AUTHORISED),
]
ENDING_BY_DEADLINE = [
    (Trouble(is_silent=True), CardReaderReason.SILENT),
    (Trouble(cuts_to=9), CardReaderReason.GARBLED),
    (Trouble(endless_noise=NOISE), CardReaderReason.GARBLED),
    (Trouble(endless_noise=PREAMBLE + b"\x09\x00"), CardReaderReason.GARBLED),
]
LASTING = [
    *((PATIENT, trouble, reason) for trouble, reason in ENDING_AT_ONCE),
    *((SHORT, trouble, reason) for trouble, reason in ENDING_BY_DEADLINE),
]


@pytest.mark.parametrize(("deadlines", "trouble", "reason"), LASTING)
def test_a_reader_in_lasting_trouble_is_not_opened_and_says_why(
    emulator: SamReaderEmulator,
    opened: Readers,
    deadlines: SdtDeadlines,
    trouble: Trouble,
    reason: CardReaderReason,
) -> None:
    emulator.misbehave(trouble)

    assert reason_within(SHORT.open_seconds, lambda: opened(deadlines)) is reason


@pytest.mark.parametrize(("deadlines", "trouble", "reason"), LASTING)
def test_lasting_trouble_in_a_find_has_its_reason(
    emulator: SamReaderEmulator,
    opened: Readers,
    deadlines: SdtDeadlines,
    trouble: Trouble,
    reason: CardReaderReason,
) -> None:
    reader = opened(deadlines)
    emulator.lay(OLDER)
    emulator.misbehave(trouble)

    assert reason_within(SHORT.find_seconds, reader.find) is reason


@pytest.mark.parametrize(
    ("deadlines", "trouble", "reason"),
    [*LASTING, (PATIENT, Trouble(status=Status.READ_FAILED), CardReaderReason.CARD_UNREADABLE)],
)
def test_lasting_trouble_in_a_read_has_its_reason(
    emulator: SamReaderEmulator,
    opened: Readers,
    deadlines: SdtDeadlines,
    trouble: Trouble,
    reason: CardReaderReason,
) -> None:
    reader = opened(deadlines)
    emulator.lay(OLDER)
    reader.find()
    emulator.misbehave(replace(trouble, on=READ))

    assert reason_within(SHORT.read_seconds, reader.read) is reason


def test_a_card_lifted_while_it_was_read_must_be_laid_again(
    emulator: SamReaderEmulator, opened: Readers
) -> None:
    reader = opened(PATIENT)
    emulator.lay(OLDER)
    reader.find()
    emulator.take_away()

    assert reason_within(0, reader.read) is CardReaderReason.CARD_UNREADABLE
    assert not reader.find()


def test_a_reader_recovers_when_the_trouble_ends(
    emulator: SamReaderEmulator, opened: Readers
) -> None:
    emulator.misbehave(Trouble(endless_noise=NOISE))
    reason_within(SHORT.open_seconds, lambda: opened(SHORT))

    emulator.behave()
    emulator.lay(OLDER)
    reader = opened(PATIENT)

    assert reader.find()
    assert reader.read() == OLDER.data


def test_a_reader_that_is_unplugged_while_it_is_waited_for_fails_at_once(
    emulator: SamReaderEmulator, opened: Readers
) -> None:
    reader = opened(PATIENT)
    emulator.misbehave(Trouble(is_silent=True))

    def pull_the_cable() -> None:
        emulator.wait_for(Command.FIND)
        emulator.unplug()

    hand = threading.Thread(target=pull_the_cable)
    hand.start()
    reason = reason_within(0, reader.find)
    hand.join()

    assert reason is CardReaderReason.UNPLUGGED


def test_a_reader_that_comes_back_under_its_path_is_opened_again(
    emulator: SamReaderEmulator, opened: Readers
) -> None:
    reader = opened(PATIENT)
    emulator.lay(OLDER)
    for _ in range(3):
        emulator.unplug()
        assert reason_within(0, reader.find) is CardReaderReason.UNPLUGGED
        reader.close()
        assert reason_within(0, reader.open) is CardReaderReason.UNPLUGGED

        emulator.plug_in()
        reader.open()
        assert reader.find()
        assert reader.read() == OLDER.data


def test_no_second_program_gets_the_reader(emulator: SamReaderEmulator, opened: Readers) -> None:
    opened(PATIENT)

    assert reason_within(0, lambda: opened(SHORT)) is CardReaderReason.PORT_REFUSED


def test_an_emulator_leaves_nothing_behind(tmp_path: Path) -> None:
    emulator = SamReaderEmulator(tmp_path / "ttyReader")
    emulator.stop()
    emulator.stop()

    assert list(tmp_path.iterdir()) == []
    assert not any("emulator" in thread.name for thread in threading.enumerate())
