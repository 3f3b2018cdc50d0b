# SPDX-License-Identifier: Apache-2.0
"""The production reader behind a real pcscd that is killed, frozen and restarted, and cards that err."""

import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from drivers.card_reader.abstract import CardData, CardKind
from drivers.card_reader.errors import CardReaderReason
from drivers.card_reader.pcsc import PcscDeadlines, PcscReader
from drivers.card_reader.pcsc_link import HelperProcess
from tests.emulators.pcsc_card import (
    ATR_T0,
    ChipCard,
    VirtualCard,
    social_security_card,
    taiwan_health_card,
)
from tests.emulators.pcsc_reader import PcscDevice
from tests.emulators.pcscd import OTHER_READER, READER, Pcscd
from tests.reasons import reason_within

NUMBER = "11010519491231002X"
HOLDER = CardData(CardKind.SOCIAL_SECURITY, NUMBER, "张三", "", date(1949, 12, 31))
SHORT = PcscDeadlines(open_seconds=0.5, find_seconds=0.3, read_seconds=0.5)
"""For calls that fail by waiting."""
PATIENT = PcscDeadlines(20.0, 20.0, 20.0)
"""For calls that succeed, so that a busy machine does not fail them."""
END_SECONDS = 20.0
SHARING_VIOLATION = 0x8010000B


def card() -> ChipCard:
    return social_security_card(NUMBER, "张三")


@pytest.fixture
def device(pcscd: Pcscd) -> Iterator[PcscDevice]:
    with PcscDevice(pcscd) as device:
        yield device


Readers = Callable[[PcscDeadlines], PcscReader]


@pytest.fixture
def opened(device: PcscDevice) -> Iterator[Readers]:
    readers: list[PcscReader] = []

    def open_reader(deadlines: PcscDeadlines) -> PcscReader:
        reader = PcscReader(READER, deadlines)
        readers.append(reader)
        reader.open()
        return reader

    yield open_reader
    for reader in readers:
        reader.close()


def wait_for_end(pid: int) -> None:
    """Until this process, which need not be a child, is gone."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ended, _, _ = select.select([process], [], [], END_SECONDS)
    os.close(process)
    assert ended, f"process {pid} goes on"


def test_pcscd_dies_and_returns_and_cards_are_read_as_before(
    device: PcscDevice, opened: Readers, pcscd: Pcscd
) -> None:
    reader = opened(PATIENT)
    device.lay(card())
    for _ in range(3):
        assert reader.find()
        assert reader.read() == HOLDER

        pcscd.kill()
        assert reason_within(0, reader.find) is CardReaderReason.SERVICE_MISSING
        reader.close()
        assert reason_within(0, reader.open) is CardReaderReason.SERVICE_MISSING

        device.restart_service()
        reader.open()


def test_a_pcscd_that_returned_between_two_looks_is_not_noticed(
    device: PcscDevice, opened: Readers
) -> None:
    reader = opened(PATIENT)
    device.lay(card())
    assert reader.find()

    device.restart_service()

    assert reader.find()
    assert reader.read() == HOLDER


def test_a_pcscd_that_dies_while_a_card_is_read_is_missing_and_the_card_is_read_later(
    device: PcscDevice, opened: Readers, pcscd: Pcscd
) -> None:
    reader = opened(PATIENT)

    def kill_at_the_name(_card: VirtualCard, command: bytes) -> None:
        if command[:3] == bytes.fromhex("00B209"):
            pcscd.kill()

    device.lay(card(), kill_at_the_name)
    assert reader.find()
    assert reason_within(0, reader.read) is CardReaderReason.SERVICE_MISSING

    device.restart_service()
    reader.close()
    reader.open()
    assert reader.find()
    assert reader.read() == HOLDER


@pytest.mark.parametrize("place", [0, 2, 3])
def test_a_card_that_is_pulled_out_while_it_is_read_must_be_laid_again(
    device: PcscDevice, opened: Readers, place: int
) -> None:
    reader = opened(PATIENT)
    chip = card()

    def pull_out(lying: VirtualCard, _command: bytes) -> None:
        if len(chip.asked) == place:
            lying.pull_out()

    device.lay(chip, pull_out)
    assert reader.find()
    assert reason_within(0, reader.read) is CardReaderReason.CARD_UNREADABLE

    device.wait_until_out()
    assert not reader.find()
    device.lay(card())
    assert reader.find()
    assert reader.read() == HOLDER


def test_a_card_that_never_answers_is_given_up_in_time_and_the_next_one_is_read(
    device: PcscDevice, opened: Readers
) -> None:
    released = threading.Event()
    device.lay(card(), lambda _card, _command: released.wait(END_SECONDS) and None)
    reader = opened(replace(PATIENT, read_seconds=SHORT.read_seconds))
    assert reader.find()
    assert reason_within(SHORT.read_seconds, reader.read) is CardReaderReason.SILENT
    assert reason_within(0, reader.find) is CardReaderReason.UNPLUGGED

    released.set()
    device.take_away()
    device.lay(card())
    reader = opened(PATIENT)
    assert reader.find()
    assert reader.read() == HOLDER


def test_a_slow_card_is_read(device: PcscDevice, opened: Readers) -> None:
    pause = threading.Event()
    device.lay(card(), lambda _card, _command: pause.wait(0.05) and None)
    reader = opened(PATIENT)

    assert reader.find()
    assert reader.read() == HOLDER


def test_a_frozen_pcscd_is_silent_and_is_used_again_when_it_goes_on(
    device: PcscDevice, opened: Readers, pcscd: Pcscd
) -> None:
    reader = opened(replace(PATIENT, find_seconds=SHORT.find_seconds))
    pcscd.freeze()
    try:
        assert reason_within(SHORT.find_seconds, reader.find) is CardReaderReason.SILENT
        reason = reason_within(SHORT.open_seconds, lambda: opened(SHORT))
        assert reason is CardReaderReason.SILENT
    finally:
        pcscd.thaw()

    assert not opened(PATIENT).find()


def test_a_helper_that_is_killed_costs_one_reading(device: PcscDevice) -> None:
    links: list[HelperProcess] = []

    def new_link() -> HelperProcess:
        links.append(HelperProcess())
        return links[-1]

    reader = PcscReader(READER, PATIENT, new_link)
    reader.open()
    device.lay(card())
    os.kill(links[0].pid, signal.SIGKILL)
    assert reason_within(0, reader.find) is CardReaderReason.SERVICE_MISSING

    reader.open()
    assert reader.find()
    assert reader.read() == HOLDER
    reader.close()
    for link in links:
        wait_for_end(link.pid)


def test_a_card_that_another_program_holds_is_refused(device: PcscDevice, opened: Readers) -> None:
    from smartcard import scard  # noqa: PLC0415 - after the socket has its name

    device.lay(card())
    reader = opened(PATIENT)
    _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
    code, held, _ = scard.SCardConnect(
        context, READER, scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_T1
    )
    assert code == scard.SCARD_S_SUCCESS
    assert reader.find()
    assert reason_within(0, reader.read) is CardReaderReason.PORT_REFUSED

    scard.SCardDisconnect(held, scard.SCARD_UNPOWER_CARD)
    scard.SCardReleaseContext(context)
    reader.open()
    assert reader.find()
    assert reader.read() == HOLDER


def test_no_other_program_talks_to_a_card_that_is_read(device: PcscDevice, opened: Readers) -> None:
    from smartcard import scard  # noqa: PLC0415 - after the socket has its name

    codes: list[int] = []

    def try_to_connect(_card: VirtualCard, _command: bytes) -> None:
        _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        code, _, _ = scard.SCardConnect(
            context, READER, scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_T1
        )
        codes.append(code & 0xFFFF_FFFF)
        scard.SCardReleaseContext(context)

    device.lay(card(), try_to_connect)
    reader = opened(PATIENT)
    assert reader.find()
    assert reader.read() == HOLDER
    assert set(codes) == {SHARING_VIOLATION}


def test_a_stopped_helper_is_silent_and_can_be_ended(device: PcscDevice) -> None:
    link = HelperProcess()
    link.call("look", "", PATIENT.find_seconds)
    os.kill(link.pid, signal.SIGSTOP)

    reason = reason_within(SHORT.find_seconds, lambda: link.call("look", "", SHORT.find_seconds))
    link.close()
    link.close()

    assert reason is CardReaderReason.SILENT
    wait_for_end(link.pid)


def test_a_helper_that_has_ended_takes_no_question(device: PcscDevice) -> None:
    link = HelperProcess()
    link.call("look", "", PATIENT.find_seconds)
    os.kill(link.pid, signal.SIGKILL)
    os.waitid(os.P_PID, link.pid, os.WEXITED | os.WNOWAIT)

    reason = reason_within(0, lambda: link.call("look", "", PATIENT.find_seconds))
    link.close()

    assert reason is CardReaderReason.SERVICE_MISSING


@pytest.mark.parametrize(
    ("chip", "number"),
    [
        (replace(card(), atr=ATR_T0, keeps_back=True), NUMBER),
        (
            replace(
                taiwan_health_card("A123456789", "陳小明", "0600101"),
                atr=ATR_T0,
                keeps_back=True,
                part_size=16,
            ),
            "A123456789",
        ),
    ],
    ids=["social_security", "taiwan_health"],
)
def test_cards_of_the_older_protocol_are_read(
    device: PcscDevice, opened: Readers, chip: ChipCard, number: str
) -> None:
    device.lay(chip)
    reader = opened(PATIENT)

    assert reader.find()
    assert reader.read().number == number


def test_a_card_whose_first_words_make_no_sense_must_be_laid_again(
    device: PcscDevice, opened: Readers
) -> None:
    device.lay(replace(card(), atr=b"\0"))
    reader = opened(PATIENT)
    assert reader.find()
    assert reason_within(0, reader.read) is CardReaderReason.CARD_UNREADABLE

    device.lay(card())
    assert reader.find()
    assert reader.read() == HOLDER


def test_the_reader_with_the_name_is_taken(device: PcscDevice, pcscd: Pcscd) -> None:
    reader, other = PcscReader(READER, PATIENT), PcscReader(OTHER_READER.lower(), PATIENT)
    with VirtualCard(pcscd.port + 1, card()):
        pcscd.wait_for_card(is_there=True, reader=OTHER_READER)
        reader.open()
        other.open()
        assert not reader.find()
        assert other.find()
        assert other.read() == HOLDER
        reader.close()
        other.close()
    pcscd.wait_for_card(is_there=False, reader=OTHER_READER)


HOLDING = """
import sys
from drivers.card_reader.pcsc_link import HelperProcess
link = HelperProcess()
link.call("look", "", 20.0)
print(link.pid, flush=True)
sys.stdin.readline()
link.call("look", "", 20.0)
"""


@pytest.mark.parametrize("is_in_a_call", [False, True])
def test_the_helper_ends_with_a_killed_kiosk(
    device: PcscDevice, pcscd: Pcscd, *, is_in_a_call: bool
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    ) as kiosk:
        assert kiosk.stdin is not None
        assert kiosk.stdout is not None
        helper = int(kiosk.stdout.readline())
        if is_in_a_call:
            pcscd.freeze()
            kiosk.stdin.write(b"\n")
            kiosk.stdin.flush()
        try:
            kiosk.kill()
            wait_for_end(helper)
        finally:
            pcscd.thaw()
