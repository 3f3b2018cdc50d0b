# SPDX-License-Identifier: Apache-2.0
"""No name beside a ticket: nothing prints one."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No centre ever told one."""
    op.drop_column("site_ticket", "masked_name")
    op.execute("DELETE FROM document WHERE kind = 'configuration'")
