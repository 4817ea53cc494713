"""What an office decides, and why a text waits."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Offices begin with the rules that everybody begins with."""
    op.add_column("office", sa.Column("rules", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("message", sa.Column("held_why", sa.String(), nullable=True))
    op.add_column("message", sa.Column("held_until_at", sa.BigInteger(), nullable=True))
