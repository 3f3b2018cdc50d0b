# SPDX-License-Identifier: Apache-2.0
"""The common root of the errors of all device families; the words are in the text files."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar


class DeviceError(Exception):
    """A device could not do what was asked, for a reason that has a text.

    Each family derives one class, names its `family` and gives its `reasons`.

    Attributes:
        reason: what went wrong, a member of the family's enum.
        key: the text key, `error.<family>.<reason>`.
        fields: values for the text and the log; never anything read from a card.
    """

    family: ClassVar[str]
    reasons: ClassVar[type[StrEnum]]

    def __init__(self, reason: StrEnum, **fields: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fields: Mapping[str, object] = MappingProxyType(fields)

    @property
    def key(self) -> str:
        """Names the text of this error in every language."""
        return self.key_of(self.reason)

    @classmethod
    def key_of(cls, reason: StrEnum) -> str:
        """The text key of one reason of this family."""
        return f"error.{cls.family}.{reason}"

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """Every text key this family can show, for the test that looks for missing texts."""
        return tuple(cls.key_of(reason) for reason in cls.reasons)

    def __str__(self) -> str:
        return " ".join([self.key, *(f"{name}={value}" for name, value in self.fields.items())])
