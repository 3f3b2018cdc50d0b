# SPDX-License-Identifier: Apache-2.0
"""How many rows of its journal a site has deleted with their days, so that others are missed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LEFT_OUT_BY_A_RESTORE = 999_999
_ROWS = "SELECT count(*) FROM journal WHERE journal.site_id = site.site_id"
_MISSING = (
    f"seq - ({_ROWS}) - {LEFT_OUT_BY_A_RESTORE} * ({_ROWS} AND journal.kind = 'centre_restored')"
)


def upgrade() -> None:
    """What is missing by now counts as deleted with its day: nobody noted how much was."""
    zero = sa.text("0")
    op.add_column(
        "site", sa.Column("forgotten", sa.BigInteger, nullable=False, server_default=zero)
    )
    op.execute(f"UPDATE site SET forgotten = {_MISSING} WHERE {_MISSING} > 0")  # noqa: S608 - all of it stands here


def downgrade() -> None:
    """It is forgotten."""
    op.drop_column("site", "forgotten")
