# SPDX-License-Identifier: Apache-2.0
"""What is wrong with an emulated printer, and how its model or its line behaves."""

from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Condition:
    """What is wrong with the printer."""

    has_paper: bool = True
    is_low: bool = False
    is_cover_open: bool = False
    is_jammed: bool = False
    is_hot: bool = False
    is_broken: bool = False
    is_feeding: bool = False

    @property
    def is_online(self) -> bool:
        return self == replace(Condition(), is_low=self.is_low)

    def answer(self, number: int) -> int:
        """DLE EOT, devices.md 2.2."""
        match number:
            case 1:
                bits = 0x08 * (not self.is_online)
            case 2:
                error = self.is_jammed or self.is_hot or self.is_broken
                bits = 0x04 * self.is_cover_open | 0x08 * self.is_feeding | 0x40 * error
                bits |= 0x20 * (not self.has_paper)
            case 3:
                bits = 0x08 * self.is_jammed | 0x20 * self.is_broken | 0x40 * self.is_hot
            case _:
                bits = 0x0C * (self.is_low or not self.has_paper) | 0x60 * (not self.has_paper)
        return 0x12 | bits


@dataclass
class Manner:
    """How this model or this line behaves; set the fields at any time."""

    knows_job_numbers: bool = True
    knows_processed: bool = True
    knows_clear: bool = True
    is_silent: bool = False
    """Takes everything, answers nothing."""
    is_stuck: bool = False
    """Does not even take bytes."""
    is_stuck_until_reconnected: bool = False
    """TCP: this connection is no longer read, the next one is."""
    is_mute_to_looks: bool = False
    """Answers no real-time question, as some do while they print."""
    answered_looks: tuple[int, ...] = (1, 2, 3, 4)
    """The real-time questions that this model knows."""
    identity: dict[int, bytes] = field(default_factory=dict)
    """Answers to GS I; a model that does not know the command takes its number for a character."""
    noise: bytes = b""
    """Answer to everything, instead of an answer."""
    answer_seconds: float = 0.0
    """Every answer comes so much later."""
    automatic_status: bytes = b""
    """Sent unasked before every answer."""
    resets_after: int | None = None
    """The line breaks when so many more bytes have come."""
    paper_ends_with_proof: bool = False
    """The roll ends just after the next job has been reported as printed."""
    paper_ends_after: int | None = None
    """The paper ends when so many more commands that leave a mark have been printed."""
