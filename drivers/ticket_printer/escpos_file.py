# SPDX-License-Identifier: Apache-2.0
"""An ESC/POS printer behind a device file of the system, mostly /dev/usb/lp0."""

from drivers.ticket_printer.abstract import PaperProfile
from drivers.ticket_printer.engine import EscPosPrinter, Patience
from drivers.transport.device_file import DeviceFile

BYTES_PER_SECOND = 500_000
"""As on USB, where these files lead."""


class FileTicketPrinter(EscPosPrinter):
    """The engine on a character device.

    A device that cannot be read never says that it is ready, so nothing is printed on it.
    """

    def __init__(
        self,
        path: str,
        profile: PaperProfile,
        *,
        patience: Patience | None = None,
        job_number: int | None = None,
    ) -> None:
        super().__init__(
            lambda _seconds: DeviceFile(path),
            profile,
            bytes_per_second=BYTES_PER_SECOND,
            patience=patience,
            job_number=job_number,
        )
