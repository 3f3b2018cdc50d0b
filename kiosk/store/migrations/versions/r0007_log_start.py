# SPDX-License-Identifier: Apache-2.0
"""Up to where the log was forgotten, and by which days leases are."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of the logs there are, nothing was forgotten."""
    op.create_table(
        "log_start",
        sa.Column("only", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.CheckConstraint("only = 1", name="only"),
    )
    op.create_index("ix_lease_business_date", "lease", ["business_date"])
