# SPDX-License-Identifier: Apache-2.0
"""Why a ticket printer cannot print; the words are in the language files."""

from enum import StrEnum


class TicketPrinterReason(StrEnum):
    """Reason of a refusal or of a missing proof; text key `error.ticket_printer.<value>`."""

    UNPLUGGED = "unplugged"
    """No line to the printer: port missing, connection refused, or broken in the middle."""

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
    """This model cannot tell whether it printed."""

    UNFIT = "unfit"
    """The job cannot be put on this paper: too wide, or a value out of range."""
