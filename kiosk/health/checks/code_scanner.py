# SPDX-License-Identifier: Apache-2.0
"""Is the code scanner there, and does it answer where its make can."""

from typing_extensions import override

from drivers.code_scanner.abstract import CodeScanner
from drivers.code_scanner.errors import CodeScannerError
from kiosk.health.check import FOUND, Check
from kiosk.health.finding import Finding, Said, Where


class CodeScannerCheck(Check):
    """Opens the line and asks; waits for no code."""

    error = CodeScannerError

    def __init__(self, where: Where, scanner: CodeScanner) -> None:
        super().__init__(where)
        self._scanner = scanner

    @override
    def examine(self) -> Finding:
        self._scanner.open()
        self._scanner.check()
        if self._scanner.can_tell_silence:
            return self.good()
        return self.good(Said(f"{FOUND}cannot_tell"), suggestion=self.to_do("scan_one"))

    @override
    def close(self) -> None:
        self._scanner.close()
