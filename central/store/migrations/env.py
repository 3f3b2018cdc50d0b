# SPDX-License-Identifier: Apache-2.0
"""Runs migrations on the connection that `central.store.migrate` hands over."""

from alembic import context

from central.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
