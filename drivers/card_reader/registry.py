# SPDX-License-Identifier: Apache-2.0
"""Which card readers there are; the only module that names them, also for the demo."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from drivers.card_reader.abstract import CardReader
from drivers.card_reader.samples import SampleCard, SampleName, sample_cards
from drivers.card_reader.serial_sam import SerialSamReader
from drivers.card_reader.simulator import SimulatedCardReader
from drivers.transport.serial_port import SerialSettings

__all__ = [
    "CardReaderConfig",
    "CardReaderKind",
    "SampleCard",
    "SampleName",
    "SimulatedCardReader",
    "open_card_reader",
    "sample_cards",
]


class CardReaderKind(StrEnum):
    """The readers that kiosk.toml can name."""

    SERIAL_SAM = "serial_sam"
    USB_SAM = "usb_sam"
    PCSC = "pcsc"
    SIMULATOR = "simulator"


@dataclass(frozen=True)
class CardReaderConfig:
    """Which reader, and where it is.

    Attributes:
        kind: which backend.
        device: path of the serial line; only SERIAL_SAM needs it.
        baud: speed of that line; readers leave the factory with 115200.
        usb_id: vendor and product of USB_SAM.
        usb_serial: tells two such readers apart; None takes the first.
        name: a part of the name of a PCSC reader; None takes whichever has a card.
    """

    kind: CardReaderKind
    device: str = ""
    baud: int = 115_200
    usb_id: str = "0400:C35A"
    usb_serial: str | None = None
    name: str | None = None


def open_card_reader(config: CardReaderConfig) -> CardReader:
    """The reader of this configuration; no port is touched before its worker calls `open`."""
    match config.kind:
        case CardReaderKind.SERIAL_SAM:
            return SerialSamReader(SerialSettings(config.device, config.baud))
        case CardReaderKind.USB_SAM:
            from drivers.card_reader.usb_sam import UsbSamReader
            from drivers.transport.usb_port import UsbSettings

            return UsbSamReader(UsbSettings.of(config.usb_id, config.usb_serial))
        case CardReaderKind.PCSC:
            from drivers.card_reader.pcsc import PcscReader

            return PcscReader(config.name or "")
        case CardReaderKind.SIMULATOR:
            return SimulatedCardReader()
        case _:
            assert_never(config.kind)
