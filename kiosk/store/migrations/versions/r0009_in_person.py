# SPDX-License-Identifier: Apache-2.0
"""Whose visitor wishes to be called in person."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of the tickets there are, nobody could wish it."""
    op.add_column(
        "ticket",
        sa.Column("is_in_person", sa.Boolean, nullable=False, server_default=sa.text("0")),
    )
