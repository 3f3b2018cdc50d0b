# SPDX-License-Identifier: Apache-2.0
"""Until when visitors who missed their call may put themselves back."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.column_types import UtcInstant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The feed tells it with the next ticket that is missed."""
    op.create_table(
        "absence",
        sa.Column("ticket_id", sa.Uuid, primary_key=True),
        sa.Column("business_date", sa.Date, nullable=False),
        sa.Column("back_until", UtcInstant, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_absence_business_date", "absence", ["business_date"])
