# SPDX-License-Identifier: Apache-2.0
class SerialException(OSError): ...  # noqa: N818 - pyserial's name
class SerialTimeoutException(SerialException): ...  # noqa: N818 - pyserial's name

class Serial:
    write_timeout: float | None
    in_waiting: int
    def __init__(
        self,
        port: str,
        baudrate: int,
        *,
        timeout: float | None,
        exclusive: bool,
        rtscts: bool,
        xonxoff: bool,
    ) -> None: ...
    def fileno(self) -> int: ...
    def read(self, size: int) -> bytes: ...
    def write(self, data: bytes) -> int: ...
    def reset_input_buffer(self) -> None: ...
    def close(self) -> None: ...
