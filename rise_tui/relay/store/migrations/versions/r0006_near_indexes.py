"""Each question about one conversation, number or file is led there, and a text keeps why it left at its hour."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What every question names comes first, and nothing stands before it that one question leaves out.

    Some of these questions went through all that an office has. Why a text left in quiet hours was kept nowhere.
    """
    op.drop_index("message_conversation", "message")
    op.create_index("message_conversation", "message", ["conversation_id", "office_id", "seq"])
    op.create_index("message_media", "message", ["office_id", "conversation_id"], sqlite_where=sa.text("media <> '[]'"))
    op.drop_index("consent_message", "consent")
    named = sa.text("message_id IS NOT NULL")
    op.create_index("consent_message", "consent", ["message_id", "office_id"], sqlite_where=named)
    op.create_index("consent_number", "consent", ["office_id", "e164", "seq"])
    op.create_index("document_sha256", "document", ["office_id", "sha256"])
    op.add_column("message", sa.Column("left_because", sa.String(), nullable=True))
