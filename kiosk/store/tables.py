# SPDX-License-Identifier: Apache-2.0
"""The tables. Log and feed are the truth; the others are what they come to, kept for speed.

All are written in the transaction that appends the entry. Identity class are the
digests of `ticket`, `booking` and `site_ticket`, those of proxies too.
"""

from enum import StrEnum

from sqlalchemy import (
    Boolean,
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
    UniqueConstraint,
    Uuid,
    false,
    text,
)

from hall.feed import CloseReason
from hall.log import PrintProof
from hall.place import Lane
from hall.stopping import Standing
from hall.ticket import TicketStatus
from kiosk.store.column_types import UtcInstant, text_enum

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Owner(StrEnum):
    """Who has a place (I4), as far as a kiosk can know."""

    KIOSK = "kiosk"
    TICKET = "ticket"
    ELSEWHERE = "elsewhere"  # returned to the centre or given to another kiosk


log_entry = Table(
    "log_entry",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcInstant, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("body", String, nullable=False),
    Column("previous_hash", LargeBinary(32), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    CheckConstraint("position > 0", name="position"),
)

log_start = Table(
    "log_start",
    metadata,
    Column("only", Integer, primary_key=True, autoincrement=False),
    Column("position", Integer, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    CheckConstraint("only = 1", name="only"),
)

lease = Table(
    "lease",
    metadata,
    Column("lease_id", String, primary_key=True),
    Column("business_date", Date, nullable=False, index=True),
    sqlite_with_rowid=False,
)

number_range = Table(
    "number_range",
    metadata,
    Column("business_date", Date, primary_key=True),
    Column("letter", String(1), primary_key=True),
    Column("is_booked", Boolean, primary_key=True),
    Column("first", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
    Column("next", Integer, nullable=False),
    CheckConstraint("first <= next AND next <= last + 1", name="next"),
    sqlite_with_rowid=False,
)

ticket = Table(
    "ticket",
    metadata,
    Column("ticket_id", Uuid, primary_key=True),
    Column("business_date", Date, nullable=False),
    Column("service_id", String, nullable=False),
    Column("number", String(6), nullable=False),
    Column("lane", text_enum(Lane, "lane"), nullable=False),
    Column("status", text_enum(TicketStatus, "status"), nullable=False),
    Column("issued_at", UtcInstant, nullable=False),
    Column("digest", String),
    Column("reprints", Integer, nullable=False),
    Column("is_standby", Boolean, nullable=False),
    Column("chosen_slot", UtcInstant),
    Column("proxy", String),
    Column("is_in_person", Boolean, nullable=False, server_default=text("0")),
    Column("items", Integer, nullable=False, server_default=text("1")),
    UniqueConstraint("business_date", "number"),
    Index(None, "status", "business_date"),
    Index("ix_ticket_proxy", "proxy", sqlite_where=text("proxy IS NOT NULL")),
    Index("ix_ticket_digest", "digest", sqlite_where=text("digest IS NOT NULL")),
    Index("ix_ticket_standby", "service_id", "issued_at", sqlite_where=text("is_standby")),
    sqlite_with_rowid=False,
)

place = Table(
    "place",
    metadata,
    Column("service_id", String, primary_key=True),
    Column("slot_start", UtcInstant, primary_key=True),
    Column("lane", text_enum(Lane, "lane"), primary_key=True),
    Column("place_index", Integer, primary_key=True),
    Column("hop", Integer, nullable=False),
    Column("owner", text_enum(Owner, "owner"), nullable=False),
    Column("ticket_id", Uuid, ForeignKey("ticket.ticket_id"), unique=True),
    CheckConstraint("(owner = 'ticket') = (ticket_id IS NOT NULL)", name="one_owner"),
    sqlite_with_rowid=False,
)

slip = Table(
    "slip",
    metadata,
    Column("ticket_id", Uuid, ForeignKey("ticket.ticket_id"), primary_key=True),
    Column("copy", Integer, primary_key=True),
    Column("started_at", UtcInstant),
    Column("ended_at", UtcInstant),
    Column("proof", text_enum(PrintProof, "proof")),
    Column("reason", String),
    sqlite_with_rowid=False,
)

# What the centre told

centre = Table(
    "centre",
    metadata,
    Column("only", Integer, primary_key=True, autoincrement=False),
    Column("epoch", Integer, nullable=False),
    Column("cursor", Integer, nullable=False),
    Column("last_request", Integer, nullable=False),
    Column("heard_at", UtcInstant),
    Column("disowned_at", UtcInstant),
    Column("is_given_up", Boolean, nullable=False, server_default=false()),
    CheckConstraint("only = 1", name="only"),
)

document = Table(
    "document",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("text", String, nullable=False),
    sqlite_with_rowid=False,
)

stop = Table(
    "stop",
    metadata,
    Column("cursor", Integer, primary_key=True, autoincrement=False),
    Column("service_id", String, nullable=False),
    Column("at", UtcInstant, nullable=False, index=True),
    Column("standing", text_enum(Standing, "standing"), nullable=False),
)

kiosk_key = Table(
    "kiosk_key",
    metadata,
    Column("kiosk_id", String, primary_key=True),
    Column("algorithm", String, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

booking = Table(
    "booking",
    metadata,
    Column("booking_id", Uuid, primary_key=True),
    Column("business_date", Date, nullable=False, index=True),
    Column("service_id", String, nullable=False),
    Column("slot_start", UtcInstant, nullable=False),
    Column("slot_end", UtcInstant, nullable=False),
    Column("number", String(6), nullable=False),
    Column("place_index", Integer, nullable=False),
    Column("late_after", UtcInstant),
    Column("digest", String),
    Column("closed", text_enum(CloseReason, "closed")),
    Index(None, "service_id", "slot_start"),
    Index("ix_booking_digest", "digest", sqlite_where=text("digest IS NOT NULL")),
    sqlite_with_rowid=False,
)

site_ticket = Table(
    "site_ticket",
    metadata,
    Column("ticket_id", Uuid, primary_key=True),
    Column("kiosk_id", String, nullable=False),
    Column("business_date", Date, nullable=False, index=True),
    Column("service_id", String, nullable=False),
    Column("number", String(6), nullable=False),
    Column("lane", text_enum(Lane, "lane"), nullable=False),
    Column("status", text_enum(TicketStatus, "status"), nullable=False),
    Column("issued_at", UtcInstant, nullable=False),
    Column("digest", String),
    Column("proxy", String),
    Column("copies", Integer, nullable=False, server_default=text("0")),  # printed here
    Column("is_in_person", Boolean, nullable=False, server_default=text("0")),
    Column("items", Integer, nullable=False, server_default=text("1")),
    Index("ix_site_ticket_digest", "digest", sqlite_where=text("digest IS NOT NULL")),
    Index("ix_site_ticket_proxy", "proxy", sqlite_where=text("proxy IS NOT NULL")),
    sqlite_with_rowid=False,
)

absence = Table(
    "absence",
    metadata,
    Column("ticket_id", Uuid, primary_key=True),
    Column("business_date", Date, nullable=False, index=True),
    Column("back_until", UtcInstant, nullable=False),
    sqlite_with_rowid=False,
)
