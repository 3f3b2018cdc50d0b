# SPDX-License-Identifier: Apache-2.0
"""The talk with a police reader over any port: find, select, read, and asking again."""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from typing_extensions import override

from drivers.card_reader.abstract import CardData, CardReader
from drivers.card_reader.codec import (
    Answer,
    Command,
    FrameParser,
    Status,
    encode_command,
    masked,
    module_number_of,
    parse_answer,
    parse_text_block,
    text_block_of,
)
from drivers.card_reader.errors import CARD_FAULTS, CardReaderError, CardReaderReason
from drivers.transport.abstract import Port
from drivers.transport.deadline import Clock, Deadline
from drivers.transport.port_errors import port_errors_as

logger = logging.getLogger(__name__)

Result = TypeVar("Result")


@dataclass(frozen=True)
class SdtDeadlines:
    """Seconds for calls, for the steps inside them, and for the silence after a damaged frame."""

    open_seconds: float = 2.0
    find_seconds: float = 1.0
    read_seconds: float = 4.0
    step_seconds: float = 0.5
    read_step_seconds: float = 3.0
    quiet_seconds: float = 0.1


DEFAULT_DEADLINES = SdtDeadlines()

STATUS_REASONS: Mapping[int, CardReaderReason] = {
    Status.CARD_NOT_AUTHENTIC: CardReaderReason.CARD_UNREADABLE,
    Status.READER_NOT_AUTHENTIC: CardReaderReason.CARD_UNREADABLE,
    Status.VERIFICATION_FAILED: CardReaderReason.CARD_UNREADABLE,
    Status.WRONG_CARD: CardReaderReason.CARD_UNREADABLE,
    Status.READ_FAILED: CardReaderReason.CARD_UNREADABLE,
    Status.RANDOM_FAILED: CardReaderReason.CARD_UNREADABLE,
    Status.NO_CARD: CardReaderReason.CARD_UNREADABLE,
    Status.SELECT_FAILED: CardReaderReason.CARD_UNREADABLE,
    Status.NOTHING_THERE: CardReaderReason.CARD_UNREADABLE,
    Status.SELF_TEST_FAILED: CardReaderReason.SELF_TEST_FAILED,
    Status.NOT_AUTHORISED: CardReaderReason.NOT_AUTHORISED,
    # a good answer, but to an earlier question that came too late
    Status.DONE: CardReaderReason.GARBLED,
    Status.CARD_FOUND: CardReaderReason.GARBLED,
}
"""What a status means where it is not expected (devices.md 1a); any other: COMMAND_REFUSED."""

REFUSED = frozenset({CardReaderReason.COMMAND_REFUSED})
LOST = frozenset({CardReaderReason.SILENT, CardReaderReason.GARBLED})
ASKED_AGAIN = REFUSED | LOST | {CardReaderReason.CARD_UNREADABLE}


class SdtReader(CardReader):
    """A police reader behind a port.

    After a good read most readers say that no card is there until the card is lifted (devices.md 1a).

    Args:
        open_port: opens the port; raises PortError.
    """

    can_tell_removal = False

    def __init__(
        self,
        open_port: Callable[[], Port],
        deadlines: SdtDeadlines = DEFAULT_DEADLINES,
        clock: Clock = time.monotonic,
    ) -> None:
        self._open_port = open_port
        self._deadlines = deadlines
        self._clock = clock
        self._port: Port | None = None

    @override
    def open(self) -> None:
        if self._port is not None:
            return
        with port_errors_as(CardReaderError):
            self._port = self._open_port()
        try:
            self._ask_twice(self._check, self._check, self._deadlines.open_seconds, REFUSED)
        except CardReaderError:
            self.close()
            raise

    @override
    def find(self) -> bool:
        return self._ask_twice(self._find, self._find, self._deadlines.find_seconds, REFUSED)

    @override
    def read(self) -> CardData:
        # a card whose answer was lost counts as read, and is found again only after a reset
        seconds = self._deadlines.read_seconds
        return self._ask_twice(self._read, self._find_and_read, seconds, REFUSED | LOST)

    @override
    def module_number(self) -> str:
        ask = self._module_number
        return self._ask_twice(ask, ask, self._deadlines.find_seconds, REFUSED)

    @override
    def close(self) -> None:
        if self._port is not None:
            self._port.close()
        self._port = None

    def _ask_twice(
        self,
        ask: Callable[[Deadline], Result],
        ask_again: Callable[[Deadline], Result],
        seconds: float,
        resets_after: frozenset[CardReaderReason],
    ) -> Result:
        """Ask, and once more where that can help and time is left."""
        deadline = Deadline(seconds, self._clock)
        try:
            return ask(deadline)
        except CardReaderError as error:
            if error.reason not in ASKED_AGAIN or deadline.is_over:
                raise
            logger.info("card reader is asked again after: %s", error)
            if error.reason in resets_after:
                self._exchange(Command.RESET, deadline.within(self._deadlines.step_seconds))
        return ask_again(deadline)

    def _check(self, deadline: Deadline) -> None:
        self._ask(Command.STATUS, deadline, {Status.DONE})

    def _module_number(self, deadline: Deadline) -> str:
        return module_number_of(self._ask(Command.SAM_NUMBER, deadline, {Status.DONE}).body)

    def _find(self, deadline: Deadline) -> bool:
        found = self._ask(Command.FIND, deadline, {Status.CARD_FOUND, Status.NO_CARD})
        if found.status == Status.NO_CARD:
            return False
        wanted = {Status.DONE, Status.SELECT_FAILED, Status.NO_CARD}
        return self._ask(Command.SELECT, deadline, wanted).status == Status.DONE

    def _read(self, deadline: Deadline) -> CardData:
        answer = self._ask(Command.READ, deadline, {Status.DONE})
        return parse_text_block(text_block_of(answer.body))

    def _find_and_read(self, deadline: Deadline) -> CardData:
        if not self._find(deadline):
            raise CardReaderError(CardReaderReason.CARD_UNREADABLE, status="card lifted")
        return self._read(deadline)

    def _ask(self, command: Command, deadline: Deadline, wanted: set[Status]) -> Answer:
        is_read = command is Command.READ
        seconds = self._deadlines.read_step_seconds if is_read else self._deadlines.step_seconds
        answer = self._exchange(command, deadline.within(seconds))
        if answer.status not in wanted:
            raise _unwanted(command, answer.status)
        return answer

    def _exchange(self, command: Command, deadline: Deadline) -> Answer:
        if self._port is None:
            raise CardReaderError(CardReaderReason.UNPLUGGED, command=command.name)
        parser = FrameParser()
        logger.debug("to card reader: %s", bytes(command.value).hex(" ").upper())
        with port_errors_as(CardReaderError):
            self._port.flush_input()
            self._port.write(encode_command(command), deadline.remaining_seconds)
            answer = self._wait_for_answer(self._port, parser, deadline)
        if answer is None:
            is_garbled = parser.has_seen_bytes
            reason = CardReaderReason.GARBLED if is_garbled else CardReaderReason.SILENT
            raise CardReaderError(reason, command=command.name)
        return answer

    def _wait_for_answer(
        self, port: Port, parser: FrameParser, deadline: Deadline
    ) -> Answer | None:
        while not deadline.is_over:
            seconds = deadline.remaining_seconds
            if parser.has_seen_damage:
                # that was the answer, unless noise only looked like a frame and it still comes
                seconds = min(seconds, self._deadlines.quiet_seconds)
            data = port.read(seconds)
            for payload in parser.feed(data):
                logger.debug("from card reader: %s", masked(payload))
                if (answer := parse_answer(payload)) is not None:
                    return answer
            if parser.has_seen_damage and not data:
                return None
        return None


def _unwanted(command: Command, status: int) -> CardReaderError:
    reason = STATUS_REASONS.get(status, CardReaderReason.COMMAND_REFUSED)
    if command is Command.STATUS and reason in CARD_FAULTS:
        reason = CardReaderReason.GARBLED  # no card was asked for
    return CardReaderError(reason, command=command.name, status=f"{status:02X}")
