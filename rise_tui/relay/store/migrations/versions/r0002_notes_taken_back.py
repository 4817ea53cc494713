"""A note can be taken back by who wrote it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Every note that was there stands."""
    op.add_column("note", sa.Column("is_deleted", sa.Integer(), nullable=False, server_default="0"))
