# SPDX-License-Identifier: Apache-2.0
"""What the simulator can do beyond every reader, and the simulated device behind it."""

import threading
from datetime import date

import pytest
from typing_extensions import override

from drivers.card_reader.codec import Command, Status, encode_answer, encode_command
from drivers.card_reader.errors import CardReaderError, CardReaderReason
from drivers.card_reader.registry import (
    CardReaderConfig,
    CardReaderKind,
    SimulatedCardReader,
    open_card_reader,
)
from drivers.card_reader.samples import sample_cards
from drivers.card_reader.sdt_reader import SdtDeadlines
from drivers.card_reader.serial_sam import SerialSamReader
from drivers.card_reader.simulated_sam import SimulatedCard, SimulatedSam

OLDER = sample_cards(date(2026, 3, 2))[0]
SHORT = SdtDeadlines(*(0.2,) * 6)
LONG = SdtDeadlines(*(20.0,) * 6)


class AttentiveSimulator(SimulatedCardReader):
    """Tells when it has been asked something."""

    def __init__(self) -> None:
        super().__init__(LONG)
        self.was_asked = threading.Event()

    @override
    def _reply(self, data: bytes) -> bytes:
        self.was_asked.set()
        return super()._reply(data)


def test_a_silent_simulator_is_silent_and_speaks_again() -> None:
    reader = SimulatedCardReader(SHORT)
    reader.open()
    reader.fall_silent()
    with pytest.raises(CardReaderError) as caught:
        reader.find()
    assert caught.value.reason is CardReaderReason.SILENT

    reader.speak_again()

    assert not reader.find()


def test_unplugging_wakes_a_worker_that_waits_for_an_answer() -> None:
    reader = AttentiveSimulator()
    reader.open()
    reader.fall_silent()
    reader.was_asked.clear()

    def pull_the_cable() -> None:
        reader.was_asked.wait(5)
        reader.unplug()

    hand = threading.Thread(target=pull_the_cable)
    hand.start()
    with pytest.raises(CardReaderError) as caught:
        reader.find()
    hand.join()

    assert caught.value.reason is CardReaderReason.UNPLUGGED


def test_unplugging_before_the_first_open_harms_nothing() -> None:
    reader = SimulatedCardReader()
    reader.unplug()
    reader.plug_in()
    reader.open()

    assert not reader.find()


def test_a_card_on_the_reader_is_seen_anew_when_power_returns() -> None:
    reader = SimulatedCardReader()
    reader.open()
    reader.lay(OLDER)
    reader.find()
    reader.read()
    reader.unplug()
    reader.close()
    reader.plug_in()
    reader.open()

    assert reader.find()


@pytest.mark.parametrize("size", range(1, 10))
def test_half_a_command_on_an_old_line_does_not_spoil_the_first_on_a_new_one(size: int) -> None:
    reader = SimulatedCardReader()
    reader.connect().write(encode_command(Command.FIND)[:size], 1.0)
    port = reader.connect()
    port.write(encode_command(Command.STATUS), 1.0)

    assert port.read(0) == encode_answer(Status.DONE)


SAMPLE_MODULE = bytes.fromhex("0500 0300 CE253501 00000000 00000000")


@pytest.mark.parametrize(
    ("payload", "answer"),
    [
        (bytes(Command.STATUS.value), encode_answer(Status.DONE)),
        (bytes(Command.RESET.value), encode_answer(Status.DONE)),
        (bytes(Command.SAM_NUMBER.value), encode_answer(Status.DONE, SAMPLE_MODULE)),
        (bytes(Command.FIND.value), encode_answer(Status.NO_CARD)),
        (bytes(Command.SELECT.value), encode_answer(Status.SELECT_FAILED)),
        (bytes(Command.READ.value), encode_answer(Status.READ_FAILED)),
        (b"\x60\x00", encode_answer(Status.COMMAND_WRONG)),
        (b"", encode_answer(Status.COMMAND_WRONG)),
    ],
)
def test_an_empty_device_answers_every_command(payload: bytes, answer: bytes) -> None:
    assert SimulatedSam().answer(payload) == answer


@pytest.mark.parametrize("command", [Command.SELECT, Command.READ])
def test_no_step_can_be_left_out(command: Command) -> None:
    sam = SimulatedSam()
    sam.lay(SimulatedCard(OLDER.text_block))

    assert sam.answer(bytes(command.value))[9] in {Status.SELECT_FAILED, Status.READ_FAILED}


def test_a_configuration_names_its_reader() -> None:
    serial = open_card_reader(CardReaderConfig(CardReaderKind.SERIAL_SAM, "/dev/ttyUSB0", 9600))
    simulator = open_card_reader(CardReaderConfig(CardReaderKind.SIMULATOR))

    assert isinstance(serial, SerialSamReader)
    assert isinstance(simulator, SimulatedCardReader)
