# SPDX-License-Identifier: Apache-2.0
# Only the calls of python-escpos 3.1 that build bytes; the devices are opened by our own drivers.
from PIL.Image import Image

class Dummy:
    def __init__(self, profile: str | None = None, magic_encode_args: None = None) -> None: ...
    @property
    def output(self) -> bytes: ...
    def clear(self) -> None: ...
    def close(self) -> None: ...
    def qr(
        self,
        content: str | bytes,
        ec: int = 0,
        size: int = 3,
        model: int = 2,
        native: bool = False,
        center: bool = False,
        impl: str | None = None,
        image_arguments: dict[str, object] | None = None,
    ) -> None: ...
    def image(
        self,
        img_source: str | Image,
        high_density_vertical: bool = True,
        high_density_horizontal: bool = True,
        impl: str = "bitImageRaster",
        fragment_height: int = 960,
        center: bool = False,
    ) -> None: ...
    def cut(self, mode: str = "FULL", feed: bool = True) -> None: ...
    def _raw(self, msg: bytes) -> None: ...
