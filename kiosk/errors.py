# SPDX-License-Identifier: Apache-2.0
"""The root of the kiosk's own errors: a key into the texts and the fields to fill in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar


class KioskError(Exception):
    """Something the kiosk cannot do; screen, log and command line render it from key and fields.

    Fields never hold anything of a person.
    """

    key: ClassVar[str] = "error.kiosk"

    def __init__(self, **fields: object) -> None:
        super().__init__(self.key)
        self.fields: Mapping[str, object] = MappingProxyType(fields)

    def __str__(self) -> str:
        return " ".join([self.key, *(f"{name}={value}" for name, value in self.fields.items())])
