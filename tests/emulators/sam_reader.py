# SPDX-License-Identifier: Apache-2.0
"""A police reader on a pty: speaks the protocol to the unchanged driver and errs as it is told.

Needs no test framework, so that any process can hold one.
"""

import threading
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from drivers.card_reader.codec import Command, FrameParser, encode_answer
from drivers.card_reader.samples import SampleCard
from drivers.card_reader.simulated_sam import SimulatedCard, SimulatedSam
from tests.emulators.pty_line import STOP_SECONDS, PtyLine

NOISE = bytes.fromhex("00 FF AA AA 96 69 AA AA AA 55 13 37")
"""Bytes of a bad line, among them beginnings of a frame."""


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


class SamReaderEmulator(PtyLine):
    """A reader plugged in at `path`, empty at first.

    Attributes:
        commands: what the driver has asked, in order.
    """

    def __init__(self, path: Path) -> None:
        self.commands: list[Command] = []
        self._sam = SimulatedSam()
        self._parser = FrameParser()
        self._trouble = Trouble()
        self._times_left: int | None = None
        self._asked = threading.Condition()
        super().__init__(path, self._answer_to)

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

    def wait_for(self, command: Command) -> None:
        """Until the driver has asked this at least once."""
        with self._asked:
            if not self._asked.wait_for(lambda: command in self.commands, STOP_SECONDS):
                raise TimeoutError(f"nobody asked {command.name}")

    def _answer_to(self, data: bytes) -> bytes:
        for payload in self._parser.feed(data):
            command = Command((payload[0], payload[1]))
            with self._asked:
                self.commands.append(command)
                self._asked.notify_all()
            self._err_or_answer(self._trouble_with(command), payload)
        return b""

    def _err_or_answer(self, trouble: Trouble, payload: bytes) -> None:
        self._babble(trouble.endless_noise)
        if trouble.is_silent or trouble.endless_noise:
            return
        if trouble.status is None:
            frame = self._sam.answer(payload)
        else:
            frame = encode_answer(trouble.status)
        if trouble.spoils_checksum:
            frame = frame[:-1] + bytes([frame[-1] ^ 0x5A])
        self._say(
            trouble.noise_before + frame[: trouble.cuts_to],
            piece_size=trouble.piece_size,
            gap_seconds=trouble.gap_seconds,
        )

    def _trouble_with(self, command: Command) -> Trouble:
        if self._trouble.on and command not in self._trouble.on:
            return Trouble()
        if self._times_left == 0:
            return Trouble()
        if self._times_left is not None:
            self._times_left -= 1
        return self._trouble

    def _set_trouble(self, trouble: Trouble) -> None:
        self._trouble = trouble
        self._times_left = trouble.times
        self._babble(b"")

    @override
    def _connect(self) -> None:
        if self._ends is None:
            self._sam.restart()
            self._parser = FrameParser()
        super()._connect()
