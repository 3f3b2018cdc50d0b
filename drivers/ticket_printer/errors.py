# SPDX-License-Identifier: Apache-2.0
"""Why a ticket printer cannot print; the words are in the language files."""

from enum import StrEnum
from typing import ClassVar

from drivers.errors import DeviceError


class TicketPrinterReason(StrEnum):
    """Reason of a refusal or of a missing proof; text key `error.ticket_printer.<value>`."""

    UNPLUGGED = "unplugged"
    """No line to the printer: port missing, nobody listens, or broken in the middle."""

    PORT_REFUSED = "port_refused"
    """The port is there, but another program holds it."""

    PORT_FORBIDDEN = "port_forbidden"
    """The port is there, but this program has no right to open it."""

    PORT_UNFIT = "port_unfit"
    """What is configured is no port of this kind."""

    NO_LIBRARY = "no_library"
    """The system's library for USB is not installed."""

    OFFLINE = "offline"
    """The printer says that it is offline and nothing more exact."""

    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"

    RECOVERABLE = "recoverable"
    """An error that passes by itself, mostly a hot print head."""

    UNRECOVERABLE = "unrecoverable"

    SILENT = "silent"
    """Takes bytes and does not answer."""

    STUCK = "stuck"
    """Stopped taking bytes."""

    GARBLED = "garbled"
    """Answers, but not like a printer: wrong port or wrong speed."""

    UNPROVEN = "unproven"
    """In order as far as it says, but it did not or cannot tell whether it printed."""

    UNFIT = "unfit"
    """The job cannot be put on this paper: too wide, or a value out of range."""


class TicketPrinterError(DeviceError):
    """A job or a configuration that no ticket printer can carry out."""

    family: ClassVar[str] = "ticket_printer"
    reasons: ClassVar[type[StrEnum]] = TicketPrinterReason
    reason: TicketPrinterReason

    def __init__(self, reason: TicketPrinterReason, **fields: object) -> None:
        super().__init__(reason, **fields)
