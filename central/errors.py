# SPDX-License-Identifier: Apache-2.0
"""The root of the centre's own errors: a key into the texts and the fields to fill in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar


class CentralError(Exception):
    """Something the centre cannot do; answers, log and command line render it from key and fields.

    Fields never hold anything of a person, and no secret.
    """

    key: ClassVar[str] = "error.central.failed"

    def __init__(self, **fields: object) -> None:
        super().__init__(self.key)
        self.fields: Mapping[str, object] = MappingProxyType(fields)

    def __str__(self) -> str:
        return " ".join([self.key, *(f"{name}={value}" for name, value in self.fields.items())])


class CommandLineError(CentralError):
    """What was typed can never be done. Fields: `problem`."""

    key: ClassVar[str] = "error.central.command_line"
