# SPDX-License-Identifier: Apache-2.0
"""Log, leases, number ranges, tickets, places and slips."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.column_types import UtcInstant

revision = "0001"
down_revision = None
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
OWNERS = ("kiosk", "ticket", "elsewhere")
PROOFS = ("confirmed", "processed", "not_printed", "unknown")


def upgrade() -> None:
    """Make all tables."""
    _log_and_leases()
    _ticket()
    _place()
    _slip()


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=16)


def _log_and_leases() -> None:
    op.create_table(
        "log_entry",
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", UtcInstant, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("body", sa.String, nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.CheckConstraint("position > 0", name="position"),
    )
    op.create_table(
        "lease",
        sa.Column("lease_id", sa.String, primary_key=True),
        sa.Column("business_date", sa.Date, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "number_range",
        sa.Column("business_date", sa.Date, primary_key=True),
        sa.Column("letter", sa.String(1), primary_key=True),
        sa.Column("is_booked", sa.Boolean, primary_key=True),
        sa.Column("first", sa.Integer, primary_key=True),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("next", sa.Integer, nullable=False),
        sa.CheckConstraint("first <= next AND next <= last + 1", name="next"),
        sqlite_with_rowid=False,
    )


def _ticket() -> None:
    op.create_table(
        "ticket",
        sa.Column("ticket_id", sa.Uuid, primary_key=True),
        sa.Column("business_date", sa.Date, nullable=False),
        sa.Column("service_id", sa.String, nullable=False),
        sa.Column("number", sa.String(6), nullable=False),
        sa.Column("lane", _enum("lane", *LANES), nullable=False),
        sa.Column("status", _enum("status", *STATUSES), nullable=False),
        sa.Column("issued_at", UtcInstant, nullable=False),
        sa.Column("digest", sa.String),
        sa.Column("reprints", sa.Integer, nullable=False),
        sa.Column("is_standby", sa.Boolean, nullable=False),
        sa.Column("chosen_slot", UtcInstant),
        sa.UniqueConstraint("business_date", "number"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_ticket_status_business_date", "ticket", ["status", "business_date"])
    op.create_index(
        "ix_ticket_digest", "ticket", ["digest"], sqlite_where=sa.text("digest IS NOT NULL")
    )
    op.create_index(
        "ix_ticket_standby",
        "ticket",
        ["service_id", "issued_at"],
        sqlite_where=sa.text("is_standby"),
    )


def _place() -> None:
    op.create_table(
        "place",
        sa.Column("service_id", sa.String, primary_key=True),
        sa.Column("slot_start", UtcInstant, primary_key=True),
        sa.Column("lane", _enum("lane", *LANES), primary_key=True),
        sa.Column("place_index", sa.Integer, primary_key=True),
        sa.Column("hop", sa.Integer, nullable=False),
        sa.Column("owner", _enum("owner", *OWNERS), nullable=False),
        sa.Column("ticket_id", sa.Uuid, sa.ForeignKey("ticket.ticket_id"), unique=True),
        sa.CheckConstraint("(owner = 'ticket') = (ticket_id IS NOT NULL)", name="one_owner"),
        sqlite_with_rowid=False,
    )


def _slip() -> None:
    op.create_table(
        "slip",
        sa.Column("ticket_id", sa.Uuid, sa.ForeignKey("ticket.ticket_id"), primary_key=True),
        sa.Column("copy", sa.Integer, primary_key=True),
        sa.Column("started_at", UtcInstant),
        sa.Column("ended_at", UtcInstant),
        sa.Column("proof", _enum("proof", *PROOFS)),
        sa.Column("reason", sa.String),
        sqlite_with_rowid=False,
    )
