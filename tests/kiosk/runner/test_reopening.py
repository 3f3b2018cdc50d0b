# SPDX-License-Identifier: Apache-2.0
from drivers.card_reader.pcsc import PcscDeadlines
from drivers.card_reader.sdt_reader import SdtDeadlines
from drivers.ticket_printer.engine import Patience
from kiosk.runner import light_worker, printer_worker, reader_worker, scanner_worker, speech_worker
from kiosk.runner.reopening import REOPEN_PAUSES, reopen_pause

NOTICED_SECONDS = 1.0
USABLE_SECONDS = 5.0
"""What a hall may expect of any device (docs/devices.md)."""


def test_pauses_grow_and_the_last_one_repeats() -> None:
    pauses = [reopen_pause(failures) for failures in range(1, 10)]
    assert pauses == sorted(pauses)
    assert pauses[: len(REOPEN_PAUSES)] == list(REOPEN_PAUSES)
    assert set(pauses[len(REOPEN_PAUSES) :]) == {REOPEN_PAUSES[-1]}


def test_a_device_that_is_back_is_usable_within_five_seconds() -> None:
    slowest = max(SdtDeadlines().open_seconds, PcscDeadlines().open_seconds)
    assert REOPEN_PAUSES[-1] + slowest <= USABLE_SECONDS
    printer_pause = printer_worker.LONGEST_PAUSE_SECONDS
    assert printer_pause + Patience().status_seconds <= USABLE_SECONDS


def test_a_device_is_looked_at_often_enough_to_notice_within_a_second_that_it_is_gone() -> None:
    intervals = (
        reader_worker.POLL_SECONDS,
        printer_worker.POLL_SECONDS,
        scanner_worker.WAIT_SECONDS,
        light_worker.REPEAT_SECONDS,
        speech_worker.QUIET_SECONDS,
    )
    assert max(intervals) < NOTICED_SECONDS


def test_a_printer_whose_network_cable_is_pulled_is_noticed_within_a_second() -> None:
    assert printer_worker.POLL_SECONDS + Patience().answer_seconds < NOTICED_SECONDS
