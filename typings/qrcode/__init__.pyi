# SPDX-License-Identifier: Apache-2.0
# Only the calls of qrcode 8.2 that give a matrix of modules.
class QRCode:
    def __init__(
        self,
        version: int | None = None,
        error_correction: int = 0,
        box_size: int = 10,
        border: int = 4,
        *,
        mask_pattern: int | None = None,
    ) -> None: ...
    def add_data(self, data: str | bytes, optimize: int = 20) -> None: ...
    def make(self, fit: bool = True) -> None: ...
    def get_matrix(self) -> list[list[bool]]: ...
