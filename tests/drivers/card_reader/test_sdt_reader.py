# SPDX-License-Identifier: Apache-2.0
"""The talk with a reader over a port whose answers are written down, against a clock moved by waiting."""

import itertools
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence

import pytest

from drivers.card_reader.abstract import CardKind
from drivers.card_reader.codec import (
    MODULE_NUMBER,
    PREAMBLE,
    Command,
    Status,
    build_text_block,
    encode_answer,
    encode_command,
    read_body,
)
from drivers.card_reader.documents import check_digit
from drivers.card_reader.errors import CardReaderError, CardReaderReason
from drivers.card_reader.sdt_reader import SdtReader
from drivers.transport.abstract import Port, PortError, PortProblem
from tests.drivers.card_reader.fakes import FakeClock, Script, ScriptedPort, in_turn

NUMBER = "99999919560101000" + check_digit("99999919560101000")
BLOCK = build_text_block(CardKind.CITIZEN, {"name": "李秀兰", "number": NUMBER})
DONE = [encode_answer(Status.DONE)]
FOUND = [encode_answer(Status.CARD_FOUND, bytes(4))]
NO_CARD = [encode_answer(Status.NO_CARD)]
CARD = [encode_answer(Status.DONE, read_body(BLOCK))]
NOTHING: list[bytes] = []
NOISE = [b"\x00\xff\x55"]
OPEN_SECONDS, FIND_SECONDS, READ_SECONDS = 2.0, 1.0, 4.0
SLACK = 0.1  # the steps of the scripted port

Answers = Mapping[Command, Sequence[Iterable[bytes]]]
GOOD: Answers = {
    Command.STATUS: [DONE],
    Command.RESET: [DONE],
    Command.FIND: [FOUND],
    Command.SELECT: [DONE],
    Command.READ: [CARD],
}


def spoilt(frame: list[bytes]) -> list[bytes]:
    return [frame[0][:-1] + bytes([frame[0][-1] ^ 1])]


class Talk:
    """A reader, the port it opens, and the clock both go by."""

    def __init__(self, script: Script) -> None:
        self.clock = FakeClock()
        self.port = ScriptedPort(script, self.clock)
        self.reader = SdtReader(lambda: self.port, clock=self.clock)

    def opened(self) -> "Talk":
        self.reader.open()
        self.port.commands.clear()
        return self

    def reason(self, call: Callable[[], object], within_seconds: float) -> CardReaderReason:
        """Why a call fails, having taken no longer than it may."""
        start = self.clock()
        with pytest.raises(CardReaderError) as caught:
            call()
        assert self.clock() - start <= within_seconds + SLACK
        return caught.value.reason


def talk(answers: Answers | None = None) -> Talk:
    """Good answers, but for those that are given: one after the other, the last one for ever."""
    return Talk(in_turn({**GOOD, **(answers or {})}))


def test_a_card_is_found_selected_and_read() -> None:
    visit = talk().opened()

    assert visit.reader.find()
    assert visit.reader.read().number == NUMBER
    assert visit.port.commands == [Command.FIND, Command.SELECT, Command.READ]


def test_no_card_is_no_error() -> None:
    visit = talk({Command.FIND: [NO_CARD]}).opened()

    assert not visit.reader.find()
    assert visit.port.commands == [Command.FIND]


@pytest.mark.parametrize("status", [Status.SELECT_FAILED, Status.NO_CARD])
def test_a_card_lifted_before_it_was_selected_is_polled_for_again(status: Status) -> None:
    visit = talk({Command.SELECT: [[encode_answer(status)]]}).opened()

    assert not visit.reader.find()


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (0x31, CardReaderReason.CARD_UNREADABLE),
        (0x32, CardReaderReason.CARD_UNREADABLE),
        (0x33, CardReaderReason.CARD_UNREADABLE),
        (0x40, CardReaderReason.CARD_UNREADABLE),
        (0x41, CardReaderReason.CARD_UNREADABLE),
        (0x47, CardReaderReason.CARD_UNREADABLE),
        (0x80, CardReaderReason.CARD_UNREADABLE),
        (0x81, CardReaderReason.CARD_UNREADABLE),
        (0x91, CardReaderReason.CARD_UNREADABLE),
        (0x10, CardReaderReason.COMMAND_REFUSED),
        (0x11, CardReaderReason.COMMAND_REFUSED),
        (0x21, CardReaderReason.COMMAND_REFUSED),
        (0x24, CardReaderReason.COMMAND_REFUSED),
        (0xE7, CardReaderReason.COMMAND_REFUSED),
        (0x9F, CardReaderReason.GARBLED),
        (0x60, CardReaderReason.SELF_TEST_FAILED),
        (0x66, CardReaderReason.NOT_AUTHORISED),
    ],
)
def test_each_status_of_a_read_has_its_reason(status: int, reason: CardReaderReason) -> None:
    visit = talk({Command.READ: [[encode_answer(status)]]}).opened()
    visit.reader.find()

    assert visit.reason(visit.reader.read, READ_SECONDS) is reason


def test_the_first_two_status_bytes_do_not_change_the_meaning() -> None:
    failed = encode_answer(Status.READ_FAILED)
    detailed = PREAMBLE + bytes.fromhex("00 04 12 34") + failed[9:10]
    checksum = 0x04 ^ 0x12 ^ 0x34 ^ Status.READ_FAILED
    visit = talk({Command.READ: [[detailed + bytes([checksum])]]}).opened()

    assert visit.reason(visit.reader.read, READ_SECONDS) is CardReaderReason.CARD_UNREADABLE


@pytest.mark.parametrize("status", [0x31, 0x41, 0x47])
def test_a_failed_read_is_tried_once_more_from_find(status: int) -> None:
    visit = talk({Command.READ: [[encode_answer(status)], CARD]}).opened()
    visit.reader.find()
    visit.port.commands.clear()

    assert visit.reader.read().number == NUMBER
    assert visit.port.commands == [Command.READ, Command.FIND, Command.SELECT, Command.READ]


def test_a_card_lifted_while_it_was_read_must_be_laid_again() -> None:
    visit = talk(
        {Command.FIND: [FOUND, NO_CARD], Command.READ: [[encode_answer(Status.READ_FAILED)]]}
    ).opened()
    visit.reader.find()

    assert visit.reason(visit.reader.read, READ_SECONDS) is CardReaderReason.CARD_UNREADABLE


@pytest.mark.parametrize("status", [0x10, 0x11, 0x21, 0x24])
def test_after_a_refused_command_the_reader_is_reset_once(status: int) -> None:
    visit = talk({Command.FIND: [[encode_answer(status)], FOUND]}).opened()

    assert visit.reader.find()
    assert visit.port.commands == [Command.FIND, Command.RESET, Command.FIND, Command.SELECT]


@pytest.mark.parametrize("status", [0x60, 0x66])
def test_a_broken_reader_is_not_asked_twice(status: int) -> None:
    visit = talk({Command.STATUS: [[encode_answer(status)]]})

    visit.reason(visit.reader.open, OPEN_SECONDS)

    assert visit.port.commands == [Command.STATUS]
    assert visit.port.is_closed


@pytest.mark.parametrize(
    "answer",
    [
        NOISE + FOUND,
        [PREAMBLE + b"\xff\xff", *FOUND],
        spoilt(FOUND) + FOUND,
        [FOUND[0][:3], FOUND[0][3:9], FOUND[0][9:]],
        [bytes([byte]) for byte in FOUND[0]],
        [encode_command(Command.FIND), *FOUND],
    ],
    ids=["noise", "bad length", "bad checksum", "pieces", "single bytes", "echo"],
)
def test_an_answer_is_found_on_a_bad_line(answer: list[bytes]) -> None:
    visit = talk({Command.FIND: [answer]}).opened()

    assert visit.reader.find()
    assert visit.port.commands == [Command.FIND, Command.SELECT]


@pytest.mark.parametrize("bad", [NOTHING, NOISE, spoilt(FOUND), [FOUND[0][:9]], DONE])
def test_one_bad_answer_is_asked_for_again(bad: list[bytes]) -> None:
    visit = talk({Command.FIND: [bad, FOUND]}).opened()

    assert visit.reader.find()
    assert visit.port.commands == [Command.FIND, Command.FIND, Command.SELECT]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (NOTHING, CardReaderReason.SILENT),
        (NOISE, CardReaderReason.GARBLED),
        (spoilt(CARD), CardReaderReason.GARBLED),
        ([CARD[0][:700]], CardReaderReason.GARBLED),
    ],
    ids=["silence", "noise", "bad checksum", "half"],
)
@pytest.mark.parametrize(
    ("command", "seconds"),
    [(Command.STATUS, OPEN_SECONDS), (Command.FIND, FIND_SECONDS), (Command.READ, READ_SECONDS)],
)
def test_answers_that_stay_bad_have_a_reason_within_the_deadline(
    command: Command, seconds: float, bad: list[bytes], reason: CardReaderReason
) -> None:
    visit = talk({command: [bad]})
    calls = {
        Command.STATUS: visit.reader.open,
        Command.FIND: visit.reader.find,
        Command.READ: visit.reader.read,
    }
    if command is not Command.STATUS:
        visit.opened()

    assert visit.reason(calls[command], seconds) is reason


def test_a_lost_answer_to_a_read_is_asked_for_after_a_reset() -> None:
    visit = talk({Command.READ: [spoilt(CARD), CARD]}).opened()
    visit.reader.find()
    visit.port.commands.clear()

    assert visit.reader.read().number == NUMBER
    retry = [Command.RESET, Command.FIND, Command.SELECT, Command.READ]
    assert visit.port.commands == [Command.READ, *retry]


def test_an_answer_that_trickles_past_the_deadline_is_garbled() -> None:
    visit = talk({Command.FIND: [[bytes([byte]) for byte in FOUND[0]]]}).opened()
    visit.port.seconds_per_piece = 0.06

    assert visit.reason(visit.reader.find, FIND_SECONDS) is CardReaderReason.GARBLED


@pytest.mark.parametrize(
    ("command", "earlier"),
    [
        (Command.STATUS, FOUND),
        (Command.STATUS, NO_CARD),
        (Command.FIND, DONE),
        (Command.SELECT, FOUND),
        (Command.READ, FOUND),
        (Command.READ, DONE),
    ],
)
def test_an_answer_to_an_earlier_question_is_not_taken_for_this_one(
    command: Command, earlier: list[bytes]
) -> None:
    visit = talk({command: [earlier]})

    def whole_visit() -> None:
        visit.reader.open()
        visit.reader.find()
        visit.reader.read()

    assert visit.reason(whole_visit, READ_SECONDS) is CardReaderReason.GARBLED


@pytest.mark.parametrize("noise", [b"\x00\xff\x55" * 20, PREAMBLE, PREAMBLE + b"\x09\x00"])
def test_endless_noise_ends_with_the_deadline(noise: bytes) -> None:
    def script(command: Command) -> Iterable[bytes]:
        return DONE if command is Command.STATUS else itertools.repeat(noise)

    visit = Talk(script).opened()

    assert visit.reason(visit.reader.find, FIND_SECONDS) is CardReaderReason.GARBLED
    assert visit.reason(visit.reader.read, READ_SECONDS) is CardReaderReason.GARBLED


def test_after_a_damaged_frame_the_rest_of_the_deadline_is_not_waited_for() -> None:
    visit = talk({Command.READ: [spoilt(CARD), CARD]}).opened()
    visit.reader.find()
    start = visit.clock()

    visit.reader.read()

    assert visit.clock() - start < 0.5


def test_a_number_that_makes_no_sense_is_a_card_that_is_not_supported() -> None:
    block = build_text_block(CardKind.CITIZEN, {"number": "1"})
    visit = talk({Command.READ: [[encode_answer(Status.DONE, read_body(block))]]}).opened()

    assert visit.reason(visit.reader.read, READ_SECONDS) is CardReaderReason.CARD_NOT_SUPPORTED


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (PortProblem.MISSING, CardReaderReason.UNPLUGGED),
        (PortProblem.GONE, CardReaderReason.UNPLUGGED),
        (PortProblem.REFUSED, CardReaderReason.PORT_REFUSED),
        (PortProblem.STUCK, CardReaderReason.SILENT),
    ],
)
def test_each_problem_of_the_port_has_its_reason(
    problem: PortProblem, reason: CardReaderReason
) -> None:
    def refuse() -> Port:
        raise PortError(problem, "/dev/ttyUSB0")

    visit = talk().opened()
    visit.port.fails_with = PortError(problem, "/dev/ttyUSB0")

    assert visit.reason(visit.reader.find, FIND_SECONDS) is reason
    assert visit.reason(SdtReader(refuse).open, OPEN_SECONDS) is reason


def test_opening_twice_and_closing_twice_is_the_same_as_once() -> None:
    visit = talk()
    visit.reader.close()
    visit.reader.open()
    visit.reader.open()
    assert visit.port.commands == [Command.STATUS]

    visit.reader.close()
    visit.reader.close()
    assert visit.port.is_closed


def test_a_closed_reader_is_as_good_as_unplugged() -> None:
    visit = talk()

    assert visit.reason(visit.reader.find, FIND_SECONDS) is CardReaderReason.UNPLUGGED
    assert visit.reason(visit.reader.read, READ_SECONDS) is CardReaderReason.UNPLUGGED


def test_the_number_of_the_security_module_is_asked_for() -> None:
    body = MODULE_NUMBER.pack(5, 1, 20200101, 77, 8)
    visit = talk({Command.SAM_NUMBER: [NOTHING, [encode_answer(Status.DONE, body)]]}).opened()

    assert visit.reader.module_number() == "05.01-20200101-0000000077-0000000008"


def test_a_module_number_that_makes_no_sense_is_garbled_in_time() -> None:
    visit = talk({Command.SAM_NUMBER: [DONE]}).opened()

    assert visit.reason(visit.reader.module_number, FIND_SECONDS) is CardReaderReason.GARBLED


def test_frames_are_shown_to_technicians_who_ask_without_their_data(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    visit = talk().opened()
    visit.reader.find()
    visit.reader.read()

    assert [record.message for record in caplog.records] == [
        "to card reader: 11 FF",
        "from card reader: 00 00 90",
        "to card reader: 20 01",
        "from card reader: 00 00 9F + 4 bytes",
        "to card reader: 20 02",
        "from card reader: 00 00 90",
        "to card reader: 30 01",
        "from card reader: 00 00 90 + 1284 bytes",
    ]


def test_nothing_of_a_card_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    visit = talk(
        {
            Command.FIND: [spoilt(FOUND), FOUND],
            Command.READ: [spoilt(CARD), CARD, [encode_answer(0x21, read_body(BLOCK))]],
        }
    ).opened()
    visit.reader.find()
    visit.reader.read()
    visit.reason(visit.reader.read, READ_SECONDS)

    assert "from card reader: 00 00 90 + 1284 bytes" in caplog.text
    for secret in (NUMBER, NUMBER[:6], "李秀兰", BLOCK.hex()[:40], repr(BLOCK[:10])[2:-1]):
        assert secret not in caplog.text
