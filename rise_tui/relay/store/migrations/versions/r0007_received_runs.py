"""A text that comes costs no page of an index by conversation: see store/conversation_texts."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

A_RUN = 96
"""Characters of numbers in a conversation's row above which they become a run (conversation_texts.A_RUN)."""


def upgrade() -> None:
    """The index by conversation keeps what was sent; the numbers of what came stand in runs, a dozen at a time."""
    op.create_table(
        "received_run",
        sa.Column("office_id", sa.String(36), primary_key=True),
        sa.Column("conversation_id", sa.String(), primary_key=True),
        sa.Column("last_seq", sa.BigInteger(), primary_key=True),
        sa.Column("seqs", sa.String(), nullable=False),
        sqlite_with_rowid=False,
    )
    op.add_column("conversation", sa.Column("recent", sa.String(), nullable=False, server_default=""))
    op.execute(
        "INSERT INTO received_run (office_id, conversation_id, last_seq, seqs)"
        " SELECT office_id, conversation_id, max(seq), group_concat(seq, ',') FROM ("
        "  SELECT office_id, conversation_id, seq,"
        "   (row_number() OVER (PARTITION BY office_id, conversation_id ORDER BY seq) - 1) / 12 AS run"
        "  FROM message WHERE direction = 'inbound' ORDER BY office_id, conversation_id, seq)"
        " GROUP BY office_id, conversation_id, run"
    )
    op.execute(
        "CREATE TRIGGER received_run_full AFTER UPDATE OF recent ON conversation"
        f" WHEN length(new.recent) > {A_RUN} BEGIN"
        " INSERT INTO received_run (office_id, conversation_id, last_seq, seqs)"
        " VALUES (new.office_id, new.id, new.last_inbound_seq, new.recent);"
        " UPDATE conversation SET recent = '' WHERE rowid = new.rowid; END"
    )
    op.drop_index("message_conversation", "message")
    op.create_index(
        "message_conversation",
        "message",
        ["conversation_id", "office_id", "seq"],
        sqlite_where=sa.text("direction = 'outbound'"),
    )
    op.create_index("message_seq", "message", ["seq", "office_id"])
