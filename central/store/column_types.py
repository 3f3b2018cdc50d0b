# SPDX-License-Identifier: Apache-2.0
"""Column types that keep wrong values out by themselves, on both databases."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, String
from sqlalchemy.types import TypeDecorator, TypeEngine
from typing_extensions import override

from hall.canonical import instant_text
from hall.span import utc


class UtcInstant(TypeDecorator[datetime]):
    """An instant to the microsecond; refuses a naive datetime.

    SQLite has no instants: there it is UTC text of one length, so it sorts.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String(27) if _is_sqlite(dialect) else self.impl_instance)

    @override
    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Raises BadValueError for a datetime without a time zone."""
        if value is None:
            return None
        return instant_text(value) if _is_sqlite(dialect) else utc("at", value)

    @override
    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """An aware datetime in UTC."""
        if value is None:
            return None
        at: datetime = datetime.fromisoformat(value) if isinstance(value, str) else value
        return at.astimezone(UTC)


def _is_sqlite(dialect: Dialect) -> bool:
    return dialect.name == "sqlite"


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
