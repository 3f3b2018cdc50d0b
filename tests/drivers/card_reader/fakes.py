# SPDX-License-Identifier: Apache-2.0
"""A clock that moves only when it is told, and a port whose answers are written down."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from typing_extensions import override

from drivers.card_reader.codec import Command, FrameParser, encode_command
from drivers.transport.abstract import Port, PortError

COMMANDS = {encode_command(command): command for command in Command}


class FakeClock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


Script = Callable[[Command], Iterable[bytes]]
"""The pieces in which a command is answered."""


class ScriptedPort(Port):
    """Each read takes so long for the next piece, or all the time it is given when none comes in it.

    Attributes:
        seconds_per_piece: how long the next piece takes.
        commands: what was written, in order.
        fails_with: what the next call raises.
    """

    def __init__(self, script: Script, clock: FakeClock) -> None:
        self._script = script
        self._clock = clock
        self._pieces: Iterator[bytes] = iter(())
        self.commands: list[Command] = []
        self.fails_with: PortError | None = None
        self.is_closed = False
        self.seconds_per_piece = 0.001

    @override
    def write(self, data: bytes, seconds: float) -> None:
        self._fail()
        self.commands.append(COMMANDS[data])
        self._pieces = iter(self._script(self.commands[-1]))

    @override
    def read(self, seconds: float) -> bytes:
        self._fail()
        if seconds < self.seconds_per_piece:
            self._clock.seconds += seconds
            return b""
        piece = next(self._pieces, b"")
        self._clock.seconds += self.seconds_per_piece if piece else seconds
        return piece

    @override
    def flush_input(self) -> None:
        self._fail()
        self._pieces = iter(())

    @override
    def close(self) -> None:
        self.is_closed = True

    def _fail(self) -> None:
        if self.fails_with is not None:
            raise self.fails_with


def in_turn(answers: Mapping[Command, Sequence[Iterable[bytes]]]) -> Script:
    """Answers of each command one after the other; the last one repeats."""
    waiting = {command: list(turns) for command, turns in answers.items()}

    def script(command: Command) -> Iterable[bytes]:
        turns = waiting[command]
        return turns.pop(0) if len(turns) > 1 else turns[0]

    return script


def payloads_of(*pieces: bytes) -> list[bytes]:
    """All payloads that a fresh parser finds in these pieces."""
    parser = FrameParser()
    return [payload for piece in pieces for payload in parser.feed(piece)]
