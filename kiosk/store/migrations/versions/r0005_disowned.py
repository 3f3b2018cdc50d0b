# SPDX-License-Identifier: Apache-2.0
"""When the centre said that this kiosk is none of its own."""

import sqlalchemy as sa
from alembic import op

from kiosk.store.column_types import UtcInstant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """It never said so of the kiosks there are."""
    op.add_column("centre", sa.Column("disowned_at", UtcInstant))
