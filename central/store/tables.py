# SPDX-License-Identifier: Apache-2.0
"""The tables. A site's journal is the truth; the others are what it comes to, and who may speak.

Identity class is `ticket.digest`, `ticket.proxy` and `booking.digest` alone.
Where a row is of a business day, its key begins with site and day: sites can be moved apart, days
can be deleted.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from central.store.column_types import UtcInstant, text_enum
from hall.booking import BookingStatus
from hall.place import Lane
from hall.ticket import TicketStatus

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ID = String(64)
"""Ids that people choose: sites, kiosks, services, accounts."""

site = Table(
    "site",
    metadata,
    Column("site_id", ID, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("catalogue", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("forgotten", BigInteger, nullable=False, server_default=text("0")),
    CheckConstraint("seq >= 0", name="seq"),
    CheckConstraint("epoch > 0", name="epoch"),
    sqlite_with_rowid=False,
)

kiosk = Table(
    "kiosk",
    metadata,
    Column("site_id", ID, ForeignKey("site.site_id"), primary_key=True),
    Column("kiosk_id", ID, primary_key=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("algorithm", String(16), nullable=False),
    Column("credential_hash", String(160), nullable=False),
    Column("enrolled_at", UtcInstant, nullable=False),
    Column("revoked_at", UtcInstant),
    Column("applied", BigInteger, nullable=False),
    Column("log_end", BigInteger, nullable=False),
    Column("last_hash", LargeBinary(32), nullable=False),
    Column("feed_cursor", BigInteger, nullable=False),
    Column("heard_at", UtcInstant),
    Column("health", Text),
    UniqueConstraint("credential_hash"),
    sqlite_with_rowid=False,
)

enrolment_token = Table(
    "enrolment_token",
    metadata,
    Column("site_id", ID, ForeignKey("site.site_id"), primary_key=True),
    Column("kiosk_id", ID, primary_key=True),
    Column("token_hash", String(160), nullable=False),
    Column("made_at", UtcInstant, nullable=False),
    Column("expires_at", UtcInstant, nullable=False),
    Column("used_at", UtcInstant),
    UniqueConstraint("token_hash"),
    sqlite_with_rowid=False,
)

account = Table(
    "account",
    metadata,
    Column("site_id", ID, ForeignKey("site.site_id"), primary_key=True),
    Column("account_id", ID, primary_key=True),
    Column("role", String(32), nullable=False),
    Column("credential_hash", String(160), nullable=False),
    Column("second_factor", String(160)),
    Column("made_at", UtcInstant, nullable=False),
    Column("disabled_at", UtcInstant),
    Column("used_step", BigInteger),
    Column("wrong_codes", Integer, nullable=False, server_default=text("0")),
    Column("wrong_at", UtcInstant),
    UniqueConstraint("credential_hash"),
    sqlite_with_rowid=False,
)

journal = Table(
    "journal",
    metadata,
    Column("site_id", ID, primary_key=True),
    Column("business_date", Date, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcInstant, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("body", Text, nullable=False),
    Column("kiosk_id", ID),
    Column("position", BigInteger),
    Column("hash", LargeBinary(32)),
    # The order of a site: what came since is read by it, and no position can be taken twice.
    UniqueConstraint("site_id", "seq"),
    CheckConstraint(
        "(kiosk_id IS NULL) = (position IS NULL) AND (position IS NULL) = (hash IS NULL)",
        name="of_kiosk",
    ),
    sqlite_with_rowid=False,
)

ticket = Table(
    "ticket",
    metadata,
    Column("site_id", ID, primary_key=True),
    Column("business_date", Date, primary_key=True),
    Column("ticket_id", Uuid, primary_key=True),
    Column("kiosk_id", ID, nullable=False),
    Column("number", String(6), nullable=False),
    Column("service_id", ID, nullable=False),
    Column("lane", text_enum(Lane, "lane"), nullable=False),
    Column("status", text_enum(TicketStatus, "status"), nullable=False),
    Column("issued_at", UtcInstant, nullable=False),
    Column("digest", String(80)),
    Column("proxy", String(80)),
    Index(
        "ix_ticket_digest",
        "site_id",
        "business_date",
        "digest",
        postgresql_where=text("digest IS NOT NULL"),
        sqlite_where=text("digest IS NOT NULL"),
    ),
    Index(
        "ix_ticket_proxy",
        "site_id",
        "business_date",
        "proxy",
        postgresql_where=text("proxy IS NOT NULL"),
        sqlite_where=text("proxy IS NOT NULL"),
    ),
    sqlite_with_rowid=False,
)

booking = Table(
    "booking",
    metadata,
    Column("site_id", ID, primary_key=True),
    Column("business_date", Date, primary_key=True),
    Column("booking_id", Uuid, primary_key=True),
    Column("service_id", ID, nullable=False),
    Column("slot_start", UtcInstant, nullable=False),
    Column("number", String(6), nullable=False),
    Column("status", text_enum(BookingStatus, "status"), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("platform_id", ID),
    Column("digest", String(80)),
    Index(
        "ix_booking_digest",
        "site_id",
        "business_date",
        "digest",
        postgresql_where=text("digest IS NOT NULL"),
        sqlite_where=text("digest IS NOT NULL"),
    ),
    sqlite_with_rowid=False,
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("site_id", ID, primary_key=True),
    Column("business_date", Date, primary_key=True),
    Column("account_id", ID, primary_key=True),
    Column("idempotency_key", String(128), primary_key=True),
    Column("request_hash", LargeBinary(80), nullable=False),
    Column("answer", Text, nullable=False),
    sqlite_with_rowid=False,
)

help_call = Table(
    "help_call",
    metadata,
    Column("site_id", ID, primary_key=True),
    Column("business_date", Date, primary_key=True),
    Column("call_id", Uuid, primary_key=True),
    Column("kiosk_id", ID, nullable=False),
    Column("raised_at", UtcInstant, nullable=False),
    Column("heard_at", UtcInstant, nullable=False),
    Column("told_at", UtcInstant),
    Column("answered_at", UtcInstant),
    Column("answered_by", String(32)),
    Column("ended_at", UtcInstant),
    UniqueConstraint("site_id", "call_id"),
    Index(
        "ix_help_call_open",
        "site_id",
        "heard_at",
        postgresql_where=text("ended_at IS NULL"),
        sqlite_where=text("ended_at IS NULL"),
    ),
    sqlite_with_rowid=False,
)

audit = Table(
    "audit",
    metadata,
    Column("site_id", ID, primary_key=True),
    Column("business_date", Date, primary_key=True),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcInstant, nullable=False),
    Column("act", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("previous_hash", LargeBinary(32), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    UniqueConstraint("site_id", "position"),
    CheckConstraint("position > 0", name="position"),
    sqlite_with_rowid=False,
)
