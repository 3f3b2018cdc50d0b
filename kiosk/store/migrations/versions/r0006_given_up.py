# SPDX-License-Identifier: Apache-2.0
"""Whether the centre gave this kiosk up, for ever."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Why a kiosk was disowned was not kept; it may have been given up."""
    column = sa.Column("is_given_up", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("centre", column)
    op.execute(sa.text("UPDATE centre SET is_given_up = disowned_at IS NOT NULL"))
