# SPDX-License-Identifier: Apache-2.0
# Only the calls of pyttsx3 2.99 that the drivers use.
from collections.abc import Callable
from typing import Literal

class Voice:
    id: str

class Engine:
    def getProperty(self, name: Literal["voices"]) -> list[Voice]: ...  # noqa: N802
    def setProperty(self, name: str, value: str | int) -> None: ...  # noqa: N802
    def connect(self, topic: str, cb: Callable[..., None]) -> dict[str, object]: ...
    def save_to_file(self, text: str, filename: str, name: str | None = None) -> None: ...
    def runAndWait(self) -> None: ...  # noqa: N802

def init(driverName: str | None = None, debug: bool = False) -> Engine: ...
