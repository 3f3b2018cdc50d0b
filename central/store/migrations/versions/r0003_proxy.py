# SPDX-License-Identifier: Apache-2.0
"""Who took a ticket for somebody else."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

HAS_PROXY = sa.text("proxy IS NOT NULL")


def upgrade() -> None:
    """Of the tickets there are, nobody was told to have."""
    op.add_column("ticket", sa.Column("proxy", sa.String(80)))
    op.create_index(
        "ix_ticket_proxy",
        "ticket",
        ["site_id", "business_date", "proxy"],
        postgresql_where=HAS_PROXY,
        sqlite_where=HAS_PROXY,
    )


def downgrade() -> None:
    """It is forgotten."""
    op.drop_index("ix_ticket_proxy", "ticket")
    op.drop_column("ticket", "proxy")
