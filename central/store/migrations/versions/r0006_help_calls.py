# SPDX-License-Identifier: Apache-2.0
"""Calls for help: which kiosk, when, and in which role somebody answered."""

import sqlalchemy as sa
from alembic import op

from central.store.column_types import UtcInstant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.String(64)
IS_OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Nobody has called."""
    op.create_table(
        "help_call",
        sa.Column("site_id", ID, primary_key=True),
        sa.Column("business_date", sa.Date, primary_key=True),
        sa.Column("call_id", sa.Uuid, primary_key=True),
        sa.Column("kiosk_id", ID, nullable=False),
        sa.Column("raised_at", UtcInstant, nullable=False),
        sa.Column("heard_at", UtcInstant, nullable=False),
        sa.Column("told_at", UtcInstant),
        sa.Column("answered_at", UtcInstant),
        sa.Column("answered_by", sa.String(32)),
        sa.Column("ended_at", UtcInstant),
        sa.UniqueConstraint("site_id", "call_id"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_help_call_open",
        "help_call",
        ["site_id", "heard_at"],
        postgresql_where=IS_OPEN,
        sqlite_where=IS_OPEN,
    )


def downgrade() -> None:
    """They are forgotten."""
    op.drop_table("help_call")
