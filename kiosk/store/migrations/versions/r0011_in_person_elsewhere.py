# SPDX-License-Identifier: Apache-2.0
"""Whose visitor wishes to be called in person, of the other kiosks' tickets."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of those there are, it was not told."""
    op.add_column(
        "site_ticket",
        sa.Column("is_in_person", sa.Boolean, nullable=False, server_default=sa.text("0")),
    )
