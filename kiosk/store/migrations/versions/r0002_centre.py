# SPDX-License-Identifier: Apache-2.0
"""What a kiosk knows of its centre: state, documents, stops, keys, bookings and others' tickets."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.column_types import UtcInstant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

LANES = ("booked", "walk_in", "green", "extra")
STATUSES = (
    "early",
    "waiting",
    "called",
    "serving",
    "missed",
    "parked",
    "finished",
    "cancelled",
    "expired",
)


def upgrade() -> None:
    """Make all tables."""
    _centre()
    _site()
    _booking()
    _site_ticket()


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=16)


def _centre() -> None:
    op.create_table(
        "centre",
        sa.Column("only", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("cursor", sa.Integer, nullable=False),
        sa.Column("last_request", sa.Integer, nullable=False),
        sa.Column("heard_at", UtcInstant),
        sa.CheckConstraint("only = 1", name="only"),
    )


def _site() -> None:
    op.create_table(
        "document",
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("text", sa.String, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "stop",
        sa.Column("cursor", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("service_id", sa.String, nullable=False),
        sa.Column("at", UtcInstant, nullable=False),
        sa.Column("standing", _enum("standing", "open", "stopped", "suspended"), nullable=False),
    )
    op.create_index("ix_stop_at", "stop", ["at"])
    op.create_table(
        "kiosk_key",
        sa.Column("kiosk_id", sa.String, primary_key=True),
        sa.Column("algorithm", sa.String, nullable=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )


def _booking() -> None:
    op.create_table(
        "booking",
        sa.Column("booking_id", sa.Uuid, primary_key=True),
        sa.Column("business_date", sa.Date, nullable=False),
        sa.Column("service_id", sa.String, nullable=False),
        sa.Column("slot_start", UtcInstant, nullable=False),
        sa.Column("slot_end", UtcInstant, nullable=False),
        sa.Column("number", sa.String(6), nullable=False),
        sa.Column("place_index", sa.Integer, nullable=False),
        sa.Column("late_after", UtcInstant),
        sa.Column("digest", sa.String),
        sa.Column("closed", _enum("closed", "cancelled", "no_show")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_booking_business_date", "booking", ["business_date"])
    op.create_index("ix_booking_service_id_slot_start", "booking", ["service_id", "slot_start"])
    op.create_index(
        "ix_booking_digest", "booking", ["digest"], sqlite_where=sa.text("digest IS NOT NULL")
    )


def _site_ticket() -> None:
    op.create_table(
        "site_ticket",
        sa.Column("ticket_id", sa.Uuid, primary_key=True),
        sa.Column("kiosk_id", sa.String, nullable=False),
        sa.Column("business_date", sa.Date, nullable=False),
        sa.Column("service_id", sa.String, nullable=False),
        sa.Column("number", sa.String(6), nullable=False),
        sa.Column("lane", _enum("lane", *LANES), nullable=False),
        sa.Column("status", _enum("status", *STATUSES), nullable=False),
        sa.Column("issued_at", UtcInstant, nullable=False),
        sa.Column("digest", sa.String),
        sa.Column("masked_name", sa.String, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_site_ticket_business_date", "site_ticket", ["business_date"])
    op.create_index(
        "ix_site_ticket_digest",
        "site_ticket",
        ["digest"],
        sqlite_where=sa.text("digest IS NOT NULL"),
    )
