# SPDX-License-Identifier: Apache-2.0
"""The error of a kiosk.toml that cannot be used."""

from collections.abc import Sequence

from common.settings.problems import Problem
from kiosk.errors import KioskError


class SettingsError(KioskError):
    """The file cannot be used; `problems` are all that was found, in the file's order.

    Fields: `file`, `count`.
    """

    key = "error.settings.refused"

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        super().__init__(file=file, count=len(problems))
        self.problems = tuple(problems)
