"""Indexes that begin with what tells texts apart: with the office first, each comparison went past it in vain."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The same columns, the office last: a text that comes in is put into both."""
    op.drop_index("message_carrier", "message")
    op.drop_index("message_conversation", "message")
    op.create_index("message_carrier", "message", ["carrier_id", "carrier", "office_id"], unique=True)
    op.create_index("message_conversation", "message", ["conversation_id", "seq", "office_id"])
