# SPDX-License-Identifier: Apache-2.0
"""Column types that keep wrong values out by themselves."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Dialect, Enum, String
from sqlalchemy.types import TypeDecorator

from hall.canonical import instant_text


class UtcInstant(TypeDecorator[datetime]):
    """An instant as UTC text to the microsecond, so it sorts; refuses a naive datetime."""

    impl = String(27)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Raises BadValueError for a datetime without a time zone."""
        return None if value is None else instant_text(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """An aware datetime in UTC."""
        return None if value is None else datetime.fromisoformat(value)


def text_enum(members: type[StrEnum], name: str) -> Enum:
    """An enum as its text with a CHECK."""
    return Enum(
        members,
        native_enum=False,
        create_constraint=True,
        validate_strings=True,
        length=16,
        name=name,
        values_callable=lambda kind: [member.value for member in kind],
    )
