# SPDX-License-Identifier: Apache-2.0
"""Which code of a second factor was used last, and how many were wrong, is known to all processes."""

import sqlalchemy as sa
from alembic import op

from central.store.column_types import UtcInstant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has used a code yet."""
    op.add_column("account", sa.Column("used_step", sa.BigInteger))
    op.add_column(
        "account", sa.Column("wrong_codes", sa.Integer, nullable=False, server_default=sa.text("0"))
    )
    op.add_column("account", sa.Column("wrong_at", UtcInstant))


def downgrade() -> None:
    """It is forgotten."""
    for name in ("wrong_at", "wrong_codes", "used_step"):
        op.drop_column("account", name)
