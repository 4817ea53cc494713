"""A client may have hours of their own in which texts are safe."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody has any yet."""
    op.add_column("client", sa.Column("safe_from", sa.Integer(), nullable=True))
    op.add_column("client", sa.Column("safe_to", sa.Integer(), nullable=True))
