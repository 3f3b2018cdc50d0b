# SPDX-License-Identifier: Apache-2.0
"""A police reader on a serial line."""

from drivers.card_reader.sdt_reader import DEFAULT_DEADLINES, SdtDeadlines, SdtReader
from drivers.transport.serial_port import SerialPort, SerialSettings


class SerialSamReader(SdtReader):
    """The production reader: no other program can use its line while it is open."""

    def __init__(self, line: SerialSettings, deadlines: SdtDeadlines = DEFAULT_DEADLINES) -> None:
        super().__init__(lambda: SerialPort(line), deadlines)
