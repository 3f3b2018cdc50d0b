# SPDX-License-Identifier: Apache-2.0
"""Sites, kiosks, accounts, the journal and what it explains."""

import sqlalchemy as sa
from alembic import op

from central.store.column_types import UtcInstant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LANES = ("booked", "walk_in", "green", "extra")
TICKET_STATUSES = (
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
BOOKING_STATUSES = ("booked", "checked_in", "cancelled", "no_show", "late")
ID = sa.String(64)
HASH = sa.LargeBinary(32)
HAS_DIGEST = sa.text("digest IS NOT NULL")


def upgrade() -> None:
    """Make all tables."""
    _site_and_kiosk()
    _who_may_speak()
    _journal()
    _ticket_and_booking()
    _idempotency_and_audit()


def downgrade() -> None:
    """Drop all tables."""
    for name in (
        "audit",
        "idempotency",
        "booking",
        "ticket",
        "journal",
        "account",
        "enrolment_token",
        "kiosk",
        "site",
    ):
        op.drop_table(name)


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=16)


def _site_id(*, is_known: bool = False) -> "sa.Column[str]":
    """`is_known`: the database itself refuses rows of unknown sites."""
    references = [sa.ForeignKey("site.site_id")] if is_known else []
    return sa.Column("site_id", ID, *references, primary_key=True)


def _site_and_kiosk() -> None:
    op.create_table(
        "site",
        _site_id(),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("timezone", sa.String(64), nullable=False),
        sa.Column("catalogue", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.CheckConstraint("seq >= 0", name="seq"),
        sa.CheckConstraint("epoch > 0", name="epoch"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "kiosk",
        _site_id(is_known=True),
        sa.Column("kiosk_id", ID, primary_key=True),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("algorithm", sa.String(16), nullable=False),
        sa.Column("credential_hash", sa.String(160), nullable=False),
        sa.Column("enrolled_at", UtcInstant, nullable=False),
        sa.Column("revoked_at", UtcInstant),
        sa.Column("applied", sa.BigInteger, nullable=False),
        sa.Column("log_end", sa.BigInteger, nullable=False),
        sa.Column("last_hash", HASH, nullable=False),
        sa.Column("feed_cursor", sa.BigInteger, nullable=False),
        sa.Column("heard_at", UtcInstant),
        sa.Column("health", sa.Text),
        sa.UniqueConstraint("credential_hash"),
        sqlite_with_rowid=False,
    )


def _who_may_speak() -> None:
    op.create_table(
        "enrolment_token",
        _site_id(is_known=True),
        sa.Column("kiosk_id", ID, primary_key=True),
        sa.Column("token_hash", sa.String(160), nullable=False),
        sa.Column("made_at", UtcInstant, nullable=False),
        sa.Column("expires_at", UtcInstant, nullable=False),
        sa.Column("used_at", UtcInstant),
        sa.UniqueConstraint("token_hash"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "account",
        _site_id(is_known=True),
        sa.Column("account_id", ID, primary_key=True),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("credential_hash", sa.String(160), nullable=False),
        sa.Column("second_factor", sa.String(160)),
        sa.Column("made_at", UtcInstant, nullable=False),
        sa.Column("disabled_at", UtcInstant),
        sa.UniqueConstraint("credential_hash"),
        sqlite_with_rowid=False,
    )


def _journal() -> None:
    op.create_table(
        "journal",
        _site_id(),
        sa.Column("business_date", sa.Date, primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", UtcInstant, nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("kiosk_id", ID),
        sa.Column("position", sa.BigInteger),
        sa.Column("hash", HASH),
        sa.UniqueConstraint("site_id", "seq"),
        sa.CheckConstraint(
            "(kiosk_id IS NULL) = (position IS NULL) AND (position IS NULL) = (hash IS NULL)",
            name="of_kiosk",
        ),
        sqlite_with_rowid=False,
    )


def _ticket_and_booking() -> None:
    op.create_table(
        "ticket",
        _site_id(),
        sa.Column("business_date", sa.Date, primary_key=True),
        sa.Column("ticket_id", sa.Uuid, primary_key=True),
        sa.Column("kiosk_id", ID, nullable=False),
        sa.Column("number", sa.String(6), nullable=False),
        sa.Column("service_id", ID, nullable=False),
        sa.Column("lane", _enum("lane", *LANES), nullable=False),
        sa.Column("status", _enum("status", *TICKET_STATUSES), nullable=False),
        sa.Column("issued_at", UtcInstant, nullable=False),
        sa.Column("digest", sa.String(80)),
        sa.Column("masked_name", sa.String(80)),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "booking",
        _site_id(),
        sa.Column("business_date", sa.Date, primary_key=True),
        sa.Column("booking_id", sa.Uuid, primary_key=True),
        sa.Column("service_id", ID, nullable=False),
        sa.Column("slot_start", UtcInstant, nullable=False),
        sa.Column("number", sa.String(6), nullable=False),
        sa.Column("status", _enum("status", *BOOKING_STATUSES), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("platform_id", ID),
        sa.Column("digest", sa.String(80)),
        sqlite_with_rowid=False,
    )
    for name in ("ticket", "booking"):
        op.create_index(
            f"ix_{name}_digest",
            name,
            ["site_id", "business_date", "digest"],
            postgresql_where=HAS_DIGEST,
            sqlite_where=HAS_DIGEST,
        )


def _idempotency_and_audit() -> None:
    op.create_table(
        "idempotency",
        _site_id(),
        sa.Column("business_date", sa.Date, primary_key=True),
        sa.Column("account_id", ID, primary_key=True),
        sa.Column("idempotency_key", sa.String(128), primary_key=True),
        sa.Column("request_hash", HASH, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "audit",
        _site_id(),
        sa.Column("business_date", sa.Date, primary_key=True),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", UtcInstant, nullable=False),
        sa.Column("act", sa.String(64), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("previous_hash", HASH, nullable=False),
        sa.Column("hash", HASH, nullable=False),
        sa.UniqueConstraint("site_id", "position"),
        sa.CheckConstraint("position > 0", name="position"),
        sqlite_with_rowid=False,
    )
