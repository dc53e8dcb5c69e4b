"""Runs the revisions on the connection that the store hands over; never opens one itself."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    transactional_ddl=True,  # a revision stands as a whole or not at all
)
with context.begin_transaction():
    context.run_migrations()
