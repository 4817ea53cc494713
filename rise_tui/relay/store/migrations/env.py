"""Alembic's way in: runs the revisions on the connection that migrate() hands over."""

from alembic import context

from rise_tui.relay.store.tables import RelayModel

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=RelayModel.metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
