# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.ticket_printer.abstract import PaperLevel, PrinterStatus, Readiness
from drivers.ticket_printer.answers import (
    Answer,
    AnswerReader,
    Automatic,
    Cleared,
    Noise,
    Printed,
    Queued,
    RealTime,
    status_of,
)
from drivers.ticket_printer.errors import TicketPrinterReason

ANSWERS: list[tuple[bytes, Answer]] = [
    (b"\x12", RealTime(0x12)),
    (b"\x7e", RealTime(0x7E)),
    (b"\x00", Queued(0)),
    (b"\x0f", Queued(0x0F)),
    (b"\x10\x00\x00\x00", Automatic(b"\x10\x00\x00\x00")),
    (b"\x38\x00\x00\x0c", Automatic(b"\x38\x00\x00\x0c")),
    (b"\x37\x22\x30\x30\x34\x32\x00", Printed(42)),
    (b"\x37\x25\x00", Cleared()),
]
BYTES = [data for data, _ in ANSWERS]


@pytest.mark.parametrize(("data", "answer"), ANSWERS)
def test_each_answer_is_told_by_its_fixed_bits(data: bytes, answer: Answer) -> None:
    assert AnswerReader().feed(data) == [answer]


@pytest.mark.parametrize(
    "data",
    [
        b"\xff",
        b"\x92",
        b"\x37\x22\x31\x32\x33\x00",
        b"\x37\x22\x41\x42\x43\x44\x00",
        b"\x37\x5f\x00",
        b"\x37\x00",
    ],
)
def test_what_no_printer_would_say_to_us_is_noise(data: bytes) -> None:
    assert AnswerReader().feed(data) == [Noise(data)]


def test_flow_control_is_no_answer() -> None:
    assert AnswerReader().feed(b"\x13\x11\x12\x11") == [RealTime(0x12)]


def test_an_automatic_status_that_is_interrupted_is_noise_and_the_answer_counts() -> None:
    assert AnswerReader().feed(b"\x14\x00\x12") == [Noise(b"\x14"), Queued(0), RealTime(0x12)]


def test_a_block_without_end_is_given_up() -> None:
    answers = AnswerReader().feed(b"\x37" + b"\x55" * 79)
    assert answers[0] == Noise(b"\x37")


def test_a_half_answer_can_be_forgotten() -> None:
    reader = AnswerReader()
    assert reader.feed(b"\x37\x22\x30") == []
    reader.forget()
    assert reader.feed(b"\x12") == [RealTime(0x12)]


@given(st.lists(st.sampled_from(ANSWERS), max_size=12), st.data())
def test_answers_are_the_same_however_their_bytes_arrive(
    said: list[tuple[bytes, Answer]], data: st.DataObject
) -> None:
    stream = b"".join(part for part, _ in said)
    reader = AnswerReader()
    heard: list[Answer] = []
    while stream:
        size = data.draw(st.integers(1, len(stream)))
        heard += reader.feed(stream[:size])
        stream = stream[size:]
    assert heard == [answer for _, answer in said]


@given(st.binary(max_size=300))
def test_nonsense_never_breaks_the_reader_nor_makes_it_keep_everything(data: bytes) -> None:
    reader = AnswerReader()
    answers = reader.feed(data)
    assert sum(len(_bytes(answer)) for answer in answers) <= len(data)
    tail = reader.feed(b"\x00" * 100 + b"\x12")
    assert tail[-1] == RealTime(0x12)


@given(st.binary(max_size=300), st.integers(1, 9999))
def test_nonsense_confirms_a_job_only_by_its_whole_answer(data: bytes, number: int) -> None:
    wanted = b"\x37\x22%04d\x00" % number
    heard = Printed(number) in AnswerReader().feed(data)
    assert heard <= (wanted in data)


def _bytes(answer: Answer) -> bytes:
    match answer:
        case RealTime(value) | Queued(value):
            return bytes((value,))
        case Automatic(values):
            return values
        case Noise(data):
            return data
        case Printed(number):
            return b"\x37\x22%04d\x00" % number
        case Cleared():
            return b"\x37\x25\x00"


OK = 0x12
READY = PrinterStatus(Readiness.READY, None, PaperLevel.ENOUGH)


def not_ready(reason: TicketPrinterReason, paper: PaperLevel) -> PrinterStatus:
    return PrinterStatus(Readiness.NOT_READY, reason, paper)


ENOUGH, OUT = PaperLevel.ENOUGH, PaperLevel.OUT


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ((OK, OK, OK, OK), READY),
        ((OK, OK, OK, OK | 0x0C), PrinterStatus(Readiness.READY, None, PaperLevel.LOW)),
        ((OK | 0x04, OK, OK, OK), READY),
        ((OK | 0x08, OK, OK, OK), not_ready(TicketPrinterReason.OFFLINE, ENOUGH)),
        ((OK, OK | 0x08, OK, OK), not_ready(TicketPrinterReason.OFFLINE, ENOUGH)),
        ((OK, OK | 0x40, OK, OK), not_ready(TicketPrinterReason.OFFLINE, ENOUGH)),
        ((OK | 0x08, OK | 0x04, OK, OK), not_ready(TicketPrinterReason.COVER_OPEN, ENOUGH)),
        ((OK | 0x08, OK | 0x20, OK, OK), not_ready(TicketPrinterReason.PAPER_OUT, OUT)),
        ((OK | 0x08, OK, OK, OK | 0x60), not_ready(TicketPrinterReason.PAPER_OUT, OUT)),
        ((OK | 0x08, OK | 0x24, OK, OK | 0x6C), not_ready(TicketPrinterReason.COVER_OPEN, OUT)),
        ((OK, OK | 0x40, OK | 0x08, OK), not_ready(TicketPrinterReason.CUTTER, ENOUGH)),
        ((OK, OK | 0x40, OK | 0x20, OK), not_ready(TicketPrinterReason.UNRECOVERABLE, ENOUGH)),
        ((OK, OK | 0x40, OK | 0x40, OK), not_ready(TicketPrinterReason.RECOVERABLE, ENOUGH)),
    ],
)
def test_the_four_status_bytes_together_give_one_reason(
    answers: tuple[int, ...], status: PrinterStatus
) -> None:
    assert status_of(dict(enumerate(answers, 1))) == status


@given(st.lists(st.integers(0, 255).map(lambda value: value & 0x6C | OK), min_size=4, max_size=4))
def test_ready_means_online_with_paper_and_without_any_error(answers: list[int]) -> None:
    printer, offline, error, paper = answers
    faults = (printer & 0x08, offline & 0x6C, error & 0x68, paper & 0x60)
    status = status_of(dict(enumerate(answers, 1)))
    assert status.is_ready is not any(faults)
    assert (status.reason is None) is status.is_ready


def test_a_model_that_answers_less_is_believed_in_what_it_answers() -> None:
    unknown_paper = PrinterStatus(Readiness.READY, None, PaperLevel.UNKNOWN)
    assert status_of({1: OK, 2: OK}) == unknown_paper
    assert status_of({2: OK | 0x20}) == not_ready(TicketPrinterReason.PAPER_OUT, OUT)
    assert status_of({1: OK, 4: OK}) == READY
