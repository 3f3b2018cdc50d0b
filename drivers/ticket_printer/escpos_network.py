# SPDX-License-Identifier: Apache-2.0
"""An ESC/POS printer on the network, raw TCP, mostly port 9100."""

from dataclasses import dataclass

from drivers.ticket_printer.abstract import PaperProfile
from drivers.ticket_printer.engine import EscPosPrinter, Patience
from drivers.transport.socket_port import SocketPort

BYTES_PER_SECOND = 1_000_000
"""A slow network; a ticket takes 30 ms of it."""


@dataclass(frozen=True)
class NetworkSettings:
    """Where the printer listens: an address or a host name."""

    host: str
    port: int = 9100


class NetworkTicketPrinter(EscPosPrinter):
    """The engine on a TCP connection, kept open between tickets."""

    def __init__(
        self,
        settings: NetworkSettings,
        profile: PaperProfile,
        *,
        patience: Patience | None = None,
        job_number: int | None = None,
    ) -> None:
        super().__init__(
            lambda seconds: SocketPort(settings.host, settings.port, seconds),
            profile,
            bytes_per_second=BYTES_PER_SECOND,
            patience=patience,
            job_number=job_number,
        )
