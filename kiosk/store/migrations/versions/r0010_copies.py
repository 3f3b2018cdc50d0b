# SPDX-License-Identifier: Apache-2.0
"""How many copies of another kiosk's ticket were printed here."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of those there are, none could be printed here."""
    op.add_column(
        "site_ticket",
        sa.Column("copies", sa.Integer, nullable=False, server_default=sa.text("0")),
    )
