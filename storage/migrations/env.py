"""Alembic's entry: it runs on the connection that `storage.migrate` gives it."""

from alembic import context

from storage import installs, local, posted, tables

local.messages, posted.posted, installs.bots  # noqa: B018  # they belong to the same schema: importing them adds them to it
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
