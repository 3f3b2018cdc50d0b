# SPDX-License-Identifier: Apache-2.0
"""The reader's side of the talk: answers commands as a police reader does; knows no line."""

from dataclasses import dataclass, field
from enum import Enum, auto

from drivers.card_reader.codec import MODULE_NUMBER, Command, Status, encode_answer, read_body

_COMMANDS = {bytes(command.value): command for command in Command}


@dataclass(frozen=True)
class SimulatedCard:
    """What lies on the reader.

    Attributes:
        text_block: what a good read answers.
        read_status: what READ answers; a damaged card says READ_FAILED every time.
    """

    text_block: bytes = field(repr=False)
    read_status: Status = Status.DONE


class _Progress(Enum):
    """How far the host has come with the card that lies there."""

    LAID = auto()
    FOUND = auto()
    SELECTED = auto()
    READ = auto()


class SimulatedSam:
    """Keeps the order find, select, read; a card that was read is not seen again until it is lifted.

    Concurrency: has no lock; whoever owns it takes care.
    """

    def __init__(self) -> None:
        self._card: SimulatedCard | None = None
        self._progress = _Progress.LAID

    def lay(self, card: SimulatedCard) -> None:
        """Put a card on the reader; one that lies there is replaced."""
        self._card = card
        self._progress = _Progress.LAID

    def take_away(self) -> None:
        """Nothing happens when no card lies there."""
        self._card = None

    def restart(self) -> None:
        """Forget how far the host had come, as after power returns."""
        self._progress = _Progress.LAID

    def answer(self, payload: bytes) -> bytes:
        """The frame that answers a command; one that no reader knows is called wrong."""
        match _COMMANDS.get(payload):
            case None:
                return encode_answer(Status.COMMAND_WRONG)
            case Command.FIND:
                return self._find()
            case Command.SELECT:
                return self._select()
            case Command.READ:
                return self._read()
            case Command.SAM_NUMBER:
                return encode_answer(Status.DONE, MODULE_NUMBER.pack(5, 3, 20260302, 0, 0))
            case Command.RESET:
                self.restart()
            case Command.STATUS:
                pass
        return encode_answer(Status.DONE)

    def _find(self) -> bytes:
        if self._card is None or self._progress is _Progress.READ:
            return encode_answer(Status.NO_CARD)
        self._progress = _Progress.FOUND
        return encode_answer(Status.CARD_FOUND, bytes(4))

    def _select(self) -> bytes:
        if self._card is None or self._progress is not _Progress.FOUND:
            return encode_answer(Status.SELECT_FAILED)
        self._progress = _Progress.SELECTED
        return encode_answer(Status.DONE, bytes(8))

    def _read(self) -> bytes:
        if self._card is None or self._progress is not _Progress.SELECTED:
            return encode_answer(Status.READ_FAILED)
        if self._card.read_status != Status.DONE:
            self._progress = _Progress.LAID
            return encode_answer(self._card.read_status)
        self._progress = _Progress.READ
        return encode_answer(Status.DONE, read_body(self._card.text_block))
