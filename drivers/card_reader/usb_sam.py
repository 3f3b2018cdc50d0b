# SPDX-License-Identifier: Apache-2.0
"""A police reader on USB: the same frames as on a serial line, on two bulk endpoints."""

from drivers.card_reader.sdt_reader import DEFAULT_DEADLINES, SdtDeadlines, SdtReader
from drivers.transport.usb_port import UsbPort, UsbSettings


class UsbSamReader(SdtReader):
    """The production reader of most embedded modules; no tty appears for them."""

    def __init__(self, device: UsbSettings, deadlines: SdtDeadlines = DEFAULT_DEADLINES) -> None:
        super().__init__(lambda: UsbPort(device), deadlines)
