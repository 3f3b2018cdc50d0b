# SPDX-License-Identifier: Apache-2.0
"""Who took a ticket for somebody else."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of the tickets there are, nobody was told to have."""
    for table in ("ticket", "site_ticket"):
        op.add_column(table, sa.Column("proxy", sa.String))
        op.create_index(
            f"ix_{table}_proxy", table, ["proxy"], sqlite_where=sa.text("proxy IS NOT NULL")
        )
