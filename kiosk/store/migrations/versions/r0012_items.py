# SPDX-License-Identifier: Apache-2.0
"""For how many items a number stands, of own tickets and of the other kiosks'."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Those there are stand for one, as far as anybody knows."""
    for table in ("ticket", "site_ticket"):
        op.add_column(
            table, sa.Column("items", sa.Integer, nullable=False, server_default=sa.text("1"))
        )
