# SPDX-License-Identifier: Apache-2.0
"""No name beside a ticket: nothing prints one."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No kiosk ever sent one."""
    op.drop_column("ticket", "masked_name")


def downgrade() -> None:
    """There is room for names again, and no name."""
    op.add_column("ticket", sa.Column("masked_name", sa.String(80)))
