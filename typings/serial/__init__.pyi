# SPDX-License-Identifier: Apache-2.0
# Only the calls of pyserial 3.5 that the drivers use.
from types import TracebackType
from typing import Final, Self

FIVEBITS: Final = 5
SIXBITS: Final = 6
SEVENBITS: Final = 7
EIGHTBITS: Final = 8
PARITY_NONE: Final = "N"
PARITY_EVEN: Final = "E"
PARITY_ODD: Final = "O"
STOPBITS_ONE: Final = 1
STOPBITS_TWO: Final = 2

class SerialException(OSError): ...
class SerialTimeoutException(SerialException): ...
class PortNotOpenError(SerialException): ...

class Serial:
    port: str | None
    baudrate: int
    bytesize: int
    parity: str
    stopbits: float
    timeout: float | None
    write_timeout: float | None
    xonxoff: bool
    rtscts: bool
    dsrdtr: bool
    exclusive: bool | None
    is_open: bool
    def __init__(
        self,
        port: str | None = None,
        baudrate: int = 9600,
        bytesize: int = 8,
        parity: str = "N",
        stopbits: float = 1,
        timeout: float | None = None,
        xonxoff: bool = False,
        rtscts: bool = False,
        write_timeout: float | None = None,
        dsrdtr: bool = False,
        inter_byte_timeout: float | None = None,
        exclusive: bool | None = None,
    ) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None: ...
    @property
    def in_waiting(self) -> int: ...
    @property
    def out_waiting(self) -> int: ...
    def open(self) -> None: ...
    def close(self) -> None: ...
    def fileno(self) -> int: ...
    def read(self, size: int = 1) -> bytes: ...
    def write(self, data: bytes | bytearray | memoryview, /) -> int | None: ...
    def flush(self) -> None: ...
    def cancel_read(self) -> None: ...
    def cancel_write(self) -> None: ...
    def reset_input_buffer(self) -> None: ...
    def reset_output_buffer(self) -> None: ...
