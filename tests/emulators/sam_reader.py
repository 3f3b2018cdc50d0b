# SPDX-License-Identifier: Apache-2.0
"""A police reader on a pty: speaks the protocol to the unchanged driver and errs as it is told.

Needs no test framework, so that any process can hold one.
"""

import os
import select
import threading
import tty
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from drivers.card_reader.codec import Command, FrameParser, encode_answer
from drivers.card_reader.samples import SampleCard
from drivers.card_reader.simulated_sam import SimulatedCard, SimulatedSam

NOISE = bytes.fromhex("00 FF AA AA 96 69 AA AA AA 55 13 37")
"""Bytes of a bad line, among them beginnings of a frame."""

STOP_SECONDS = 5.0


@dataclass(frozen=True)
class Trouble:
    """How answers go wrong; several members may be set at once.

    Attributes:
        on: the commands it happens to; empty means all.
        times: how often; None means until `behave`.
        status: this status instead of the answer.
        is_silent: no answer.
        noise_before: bytes before the answer.
        spoils_checksum: the last byte of the answer is wrong.
        cuts_to: only so many bytes of the answer.
        piece_size: the answer in pieces of so many bytes, with `gap_seconds` between them.
        endless_noise: this, again and again, instead of an answer, until `behave`.
    """

    on: frozenset[Command] = frozenset()
    times: int | None = None
    status: int | None = None
    is_silent: bool = False
    noise_before: bytes = b""
    spoils_checksum: bool = False
    cuts_to: int | None = None
    piece_size: int | None = None
    gap_seconds: float = 0.0
    endless_noise: bytes = b""


@dataclass
class _Line:
    """One plugged-in pty; its far end is held open, so that it outlives each of its users."""

    near: int
    far: int
    pieces: deque[bytes] = field(default_factory=deque)
    gap_seconds: float = 0.0
    endless_noise: bytes = b""
    parser: FrameParser = field(default_factory=FrameParser)


class SamReaderEmulator:
    """A reader plugged in at `path`, which stays the same when it is unplugged and plugged in again.

    Lifetime: runs from its creation to `stop` (or the end of `with`), on a thread of its own.
    Concurrency: all methods may be called from any thread; each returns when it has taken effect.

    Attributes:
        path: what the driver opens, a link to the pty.
        commands: what the driver has asked, in order.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.commands: list[Command] = []
        self._sam = SimulatedSam()
        self._trouble = Trouble()
        self._times_left: int | None = None
        self._line: _Line | None = None
        self._orders: deque[tuple[Callable[[], None], threading.Event]] = deque()
        self._asked = threading.Condition()
        self._bell_out, self._bell_in = os.pipe()
        self._is_stopping = False
        self._thread = threading.Thread(target=self._run, name="sam-reader-emulator")
        self._thread.start()
        self.plug_in()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def lay(self, card: bytes | SampleCard) -> None:
        """Put a card, or a text block as one, on the reader."""
        on_reader = card.on_reader if isinstance(card, SampleCard) else SimulatedCard(card)
        self._order(lambda: self._sam.lay(on_reader))

    def take_away(self) -> None:
        """Lift the card."""
        self._order(self._sam.take_away)

    def misbehave(self, trouble: Trouble) -> None:
        """Err in this way from the next command on."""
        self._order(lambda: self._set_trouble(trouble))

    def behave(self) -> None:
        """Answer properly again."""
        self._order(lambda: self._set_trouble(Trouble()))

    def unplug(self) -> None:
        """The line hangs up and the path is gone; nothing happens when it is unplugged."""
        self._order(self._disconnect)

    def plug_in(self) -> None:
        """The path is there again; nothing happens when it is plugged in."""
        self._order(self._connect)

    def wait_for(self, command: Command) -> None:
        """Until the driver has asked this at least once."""
        with self._asked:
            if not self._asked.wait_for(lambda: command in self.commands, STOP_SECONDS):
                raise TimeoutError(f"nobody asked {command.name}")

    def stop(self) -> None:
        """Unplug and end the thread; may be called twice."""
        if self._is_stopping:
            return
        self.unplug()
        self._is_stopping = True
        os.write(self._bell_in, b"!")
        self._thread.join(STOP_SECONDS)
        os.close(self._bell_in)
        os.close(self._bell_out)

    def _order(self, call: Callable[[], None]) -> None:
        """Have the emulator's thread do this, and wait until it has."""
        done = threading.Event()
        self._orders.append((call, done))
        os.write(self._bell_in, b"!")
        if not done.wait(STOP_SECONDS):
            raise TimeoutError("the emulator's thread has ended")

    def _run(self) -> None:
        while not self._is_stopping:
            self._wait()
            while self._orders:
                call, done = self._orders.popleft()
                call()
                done.set()

    def _wait(self) -> None:
        """Until there is an order, a command, or room and time for the next piece."""
        line = self._line
        wanted = [self._bell_out] if line is None else [self._bell_out, line.near]
        is_sending = line is not None and bool(line.pieces or line.endless_noise)
        is_pausing = is_sending and line is not None and line.gap_seconds > 0
        writable = [line.near] if line is not None and is_sending and not is_pausing else []
        timeout = line.gap_seconds if line is not None and is_pausing else None
        ready, free, _ = select.select(wanted, writable, [], timeout)
        if self._bell_out in ready:
            os.read(self._bell_out, 4096)
        if line is None:
            return
        if line.near in ready:
            self._hear(line)
        if free or (is_pausing and not ready):
            self._send_piece(line)

    def _hear(self, line: _Line) -> None:
        for payload in line.parser.feed(os.read(line.near, 4096)):
            command = Command((payload[0], payload[1]))
            with self._asked:
                self.commands.append(command)
                self._asked.notify_all()
            self._answer(line, self._trouble_with(command), payload)

    def _answer(self, line: _Line, trouble: Trouble, payload: bytes) -> None:
        line.endless_noise = trouble.endless_noise
        if trouble.is_silent or trouble.endless_noise:
            return
        if trouble.status is None:
            frame = self._sam.answer(payload)
        else:
            frame = encode_answer(trouble.status)
        if trouble.spoils_checksum:
            frame = frame[:-1] + bytes([frame[-1] ^ 0x5A])
        line.gap_seconds = trouble.gap_seconds
        line.pieces.extend(_pieces(trouble.noise_before + frame[: trouble.cuts_to], trouble))

    def _trouble_with(self, command: Command) -> Trouble:
        if self._trouble.on and command not in self._trouble.on:
            return Trouble()
        if self._times_left == 0:
            return Trouble()
        if self._times_left is not None:
            self._times_left -= 1
        return self._trouble

    def _send_piece(self, line: _Line) -> None:
        if not line.pieces:
            line.pieces.append(line.endless_noise)
        piece = line.pieces.popleft()
        rest = piece[os.write(line.near, piece) :]
        if rest:
            line.pieces.appendleft(rest)

    def _set_trouble(self, trouble: Trouble) -> None:
        self._trouble = trouble
        self._times_left = trouble.times
        if self._line is not None:
            self._line.endless_noise = b""

    def _connect(self) -> None:
        if self._line is not None:
            return
        near, far = os.openpty()
        tty.setraw(far)
        os.set_blocking(near, False)
        self._line = _Line(near, far)
        self._sam.restart()
        self.path.symlink_to(os.ttyname(far))

    def _disconnect(self) -> None:
        if self._line is None:
            return
        self.path.unlink()
        os.close(self._line.far)
        os.close(self._line.near)
        self._line = None


def _pieces(data: bytes, trouble: Trouble) -> Iterator[bytes]:
    size = trouble.piece_size or max(1, len(data))
    return (data[start : start + size] for start in range(0, len(data), size))
