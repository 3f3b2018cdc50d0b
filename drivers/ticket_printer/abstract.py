# SPDX-License-Identifier: Apache-2.0
"""What every ticket printer can do, and the values that pass between it and its caller.

Knows lines, pictures, feeds and cuts. Not responsible for what a ticket says, nor for deciding
whether a ticket may be printed again.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from drivers.ticket_printer.errors import TicketPrinterReason


class Align(StrEnum):
    """Where a line or picture stands between the edges of the paper."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True)
class Text:
    """One line of printer-font text; `width` and `height` enlarge it 1 to 8 times.

    A half-width character is 12 x 24 dots, a full-width one 24 x 24. The words stay out of the
    repr: a ticket names a visitor.
    """

    text: str = field(repr=False)
    width: int = 1
    height: int = 1
    bold: bool = False
    align: Align = Align.LEFT


@dataclass(frozen=True)
class Raster:
    """A black-and-white picture.

    `rows` holds one bit per dot, most significant bit leftmost, 1 = black; every row begins on a
    new byte, so a row is `(width_dots + 7) // 8` bytes.
    """

    width_dots: int
    rows: bytes = field(repr=False)
    align: Align = Align.LEFT

    @property
    def row_bytes(self) -> int:
        """Bytes of one row."""
        return (self.width_dots + 7) // 8

    @property
    def height_dots(self) -> int:
        """Number of whole rows."""
        return len(self.rows) // self.row_bytes if self.row_bytes else 0


@dataclass(frozen=True)
class QrCode:
    """A QR code drawn by the printer itself, error correction M; `module_dots` is 1 to 16."""

    data: str = field(repr=False)
    module_dots: int = 6
    align: Align = Align.CENTER


@dataclass(frozen=True)
class Feed:
    """Blank paper, in dots (8 dots are 1 mm)."""

    dots: int


@dataclass(frozen=True)
class Cut:
    """The end of a ticket; a partial cut leaves it hanging by a corner until it is taken."""

    partial: bool = True


PrintItem = Text | Raster | QrCode | Feed | Cut


@dataclass(frozen=True)
class PrintJob:
    """One ticket, from its first line to its cut."""

    items: tuple[PrintItem, ...]


class Proof(StrEnum):
    """What is known about the paper after a job (devices.md 2.3)."""

    CONFIRMED = "confirmed"
    """The printer said that this very job has been printed (`GS ( H`)."""

    PROCESSED = "processed"
    """The printer has worked through the data (`GS r`); weaker, paper may still be missing."""

    NOT_PRINTED = "not_printed"
    """No whole ticket has come out, nor will: nothing was sent, or the printer has stopped and dropped it."""

    UNKNOWN = "unknown"
    """Bytes were sent and nothing proves or excludes a ticket. Staff decide, nobody reprints."""


@dataclass(frozen=True)
class PrintOutcome:
    """What became of a job; `reason` is None exactly when a proof was given."""

    proof: Proof
    reason: TicketPrinterReason | None = None


class Readiness(StrEnum):
    """Whether a ticket may be started; unknown counts as no."""

    READY = "ready"
    NOT_READY = "not_ready"
    UNKNOWN = "unknown"


class PaperLevel(StrEnum):
    """What the paper sensors say."""

    ENOUGH = "enough"
    LOW = "low"
    OUT = "out"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class PrinterStatus:
    """One look at the printer; `reason` is None exactly when it is ready."""

    readiness: Readiness
    reason: TicketPrinterReason | None = None
    paper: PaperLevel = PaperLevel.UNKNOWN

    @property
    def is_ready(self) -> bool:
        """True only if the printer said so itself."""
        return self.readiness is Readiness.READY


class TextEncoding(StrEnum):
    """Code page in the printer's ROM; the values are Python's codec names."""

    GB18030 = "gb18030"
    GBK = "gbk"
    BIG5 = "big5"
    UTF_8 = "utf-8"


STATUS_QUESTIONS = (1, 2, 3, 4)
"""DLE EOT: printer, why it is offline, errors, paper sensors (devices.md 2.2)."""


class ProofMethod(StrEnum):
    """How this model tells that a ticket was printed (devices.md 2.3)."""

    GS_H = "gs_h"
    GS_R = "gs_r"
    NONE = "none"


@dataclass(frozen=True)
class PaperProfile:
    """Paper and abilities of one printer model: 576 dots and 48 columns (80 mm), or 384 and 32."""

    dots: int = 576
    columns: int = 48
    encoding: TextEncoding = TextEncoding.GB18030
    has_cutter: bool = True
    proof: ProofMethod = ProofMethod.GS_H
    status_questions: tuple[int, ...] = STATUS_QUESTIONS
    """Those of DLE EOT 1 to 4 that it answers."""
    senses_low_paper: bool = True
    """Has a sensor for the end of the roll coming near, besides the one for the end itself."""

    @property
    def can_say_ready(self) -> bool:
        """Whether its answers tell that it is online and that there is paper: 2 tells both."""
        return 2 in self.status_questions or {1, 4} <= set(self.status_questions)  # noqa: PLR2004 - numbers of DLE EOT


class TicketPrinter(ABC):
    """One printer.

    Lifetime: made once, opened and closed any number of times; a lost line is opened again by the
    next call on its own.
    Concurrency: one worker thread owns it and makes every call.
    """

    @abstractmethod
    def open(self) -> None:
        """Try to reach the printer. Failing is no error here: `status` says so."""

    @abstractmethod
    def status(self) -> PrinterStatus:
        """Ask the printer, in at most 3 seconds: 0.5 for each of four answers, and to clear it.

        One that stops answering is known after the first 0.5. kiosk.toml may allow more or less.
        Never raises for a device. Sends nothing of any job.
        """

    @abstractmethod
    def print(
        self, job: PrintJob, *, on_first_byte: Callable[[], None] | None = None
    ) -> PrintOutcome:
        """Print one ticket and wait for the proof, at most the time on the wire plus 5 seconds.

        Never raises for a device. Call it once `print_started` is on disk: the first byte of the
        job leaves inside this call, just after `on_first_byte`.
        """

    @abstractmethod
    def close(self) -> None:
        """Let go of the line; what has not been sent is dropped."""
