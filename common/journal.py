# SPDX-License-Identifier: Apache-2.0
"""The log to systemd's journal, each value of a line as a field (systemd.io/JOURNAL_NATIVE_PROTOCOL)."""

import logging
import os
import re
import socket
import struct
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TextIO

from typing_extensions import override

SOCKET = Path("/run/systemd/journal/socket")
PREFIX = "YOUHAO_"
KINDS = uuid.UUID("7a0c6e55-4b0e-5d4f-9f3c-0f3b8f6f5d11")
"""Of which the MESSAGE_ID of each kind of line is made; changing it makes all of them strangers."""

MOST_BYTES = 32_768
"""Of one value, far below what one datagram holds; a longer one (a trace) is cut."""

_PRIORITIES = {
    logging.CRITICAL: 2,
    logging.ERROR: 3,
    logging.WARNING: 4,
    logging.INFO: 6,
    logging.DEBUG: 7,
}
_NAMED = re.compile(r"(\w+)=%[sdr]|%(?:[-+0-9.]*)[a-zA-Z]")


def is_read_by_journal(environment: Mapping[str, str], out: TextIO) -> bool:
    """Whether what is written to `out` ends in the journal (JOURNAL_STREAM, systemd.exec(5))."""
    device, _, inode = environment.get("JOURNAL_STREAM", "").partition(":")
    if not (device.isdigit() and inode.isdigit()):
        return False
    found = os.fstat(out.fileno())
    return (found.st_dev, found.st_ino) == (int(device), int(inode))


class JournalHandler(logging.Handler):
    """Each line as one entry: `number=%s` becomes the field YOUHAO_NUMBER.

    The words of a line without its values give its MESSAGE_ID, so `journalctl MESSAGE_ID=` finds all
    lines of a kind. Concurrency: any thread.
    """

    def __init__(self, path: Path = SOCKET) -> None:
        super().__init__()
        self._path = path
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)

    @override
    def emit(self, record: logging.LogRecord) -> None:
        try:
            text = self.format(record)
            entry = b"".join(_field(name, value) for name, value in fields_of(record, text))
            self._line.sendto(entry, str(self._path))
        except OSError:
            self.handleError(record)

    @override
    def close(self) -> None:
        self._line.close()
        super().close()


def fields_of(record: logging.LogRecord, text: str) -> Iterator[tuple[str, str]]:
    """Names and values of an entry; `text` is the line as people read it."""
    yield "MESSAGE", text
    yield "PRIORITY", str(_PRIORITIES.get(record.levelno, 5))
    yield "SYSLOG_IDENTIFIER", "youhao"
    yield "MESSAGE_ID", uuid.uuid5(KINDS, f"{record.name} {record.msg}").hex
    yield f"{PREFIX}LOGGER", record.name
    yield "CODE_FUNC", record.funcName or ""
    yield from _values_of(record)


def _values_of(record: logging.LogRecord) -> Iterator[tuple[str, str]]:
    values = record.args if isinstance(record.args, tuple) else ()
    for match, value in zip(_NAMED.finditer(str(record.msg)), values, strict=False):
        if match[1]:
            yield f"{PREFIX}{match[1].upper()}", str(value)


def _field(name: str, value: str) -> bytes:
    data = value.encode(errors="replace")[:MOST_BYTES]
    return name.encode() + b"\n" + struct.pack("<Q", len(data)) + data + b"\n"
