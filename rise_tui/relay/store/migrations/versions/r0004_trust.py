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
    op.add_column("instance", sa.Column("restored_at", sa.BigInteger(), nullable=True))
    _policy()
    _alerts()
    _carrier()
    _people()
    _automatic()
    _records()
    _indexes()


def _indexes() -> None:
    """What only concerns texts of ours costs a text that comes in nothing; where one came in, `message` knows."""
    op.drop_index("message_e164", "message")
    op.drop_index("message_broadcast", "message")
    op.drop_index("event_client", "event")
    op.create_index(
        "event_client", "event", ["office_id", "client_id", "seq"], sqlite_where=sa.text("type <> 'MessageReceived'")
    )
    op.create_index(
        "message_e164", "message", ["office_id", "e164", "seq"], sqlite_where=sa.text("direction = 'outbound'")
    )
    op.create_index(
        "message_broadcast", "message", ["office_id", "broadcast_id"], sqlite_where=sa.text("broadcast_id IS NOT NULL")
    )


def _policy() -> None:
    """Why a text left whatever the hour, when it left, what keeps it until somebody lets it go; the day's count."""
    op.add_column("message", sa.Column("now_because", sa.String(), nullable=True))
    op.add_column("message", sa.Column("is_to_urgent", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("message", sa.Column("left_at", sa.BigInteger(), nullable=True))
    op.create_index(
        "message_left",
        "message",
        ["office_id", "conversation_id", "left_at"],
        sqlite_where=sa.text("left_at IS NOT NULL AND kind <> 'one_to_one'"),
    )
    op.create_index(
        "conversation_held", "conversation", ["office_id", "id"], sqlite_where=sa.text("hold_message_id IS NOT NULL")
    )
    op.add_column("queue", sa.Column("kept_why", sa.String(), nullable=True))
    op.drop_index("queue_due", "queue")
    op.create_index(
        "queue_due",
        "queue",
        ["sender", "priority", "due_at"],
        sqlite_where=sa.text("state = 'queued' AND is_paused = 0 AND kept_why IS NULL"),
    )
    op.create_index("queue_open", "queue", ["claimed_at"], sqlite_where=sa.text("state IN ('sending', 'unknown')"))
    op.add_column("number", sa.Column("counted_day", sa.String(), nullable=True))
    op.add_column("number", sa.Column("day_segments", sa.BigInteger(), nullable=False, server_default="0"))


def _people() -> None:
    """Devices that are seen and wiped, clients who go from one to another, and who sees to whose."""
    for name in ("seen_at", "wiped_at"):
        op.add_column("token", sa.Column(name, sa.BigInteger(), nullable=True))
    op.create_table(
        "transfer",
        sa.Column("office_id", sa.String(length=36), primary_key=True),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("from_caseworker_id", sa.String(), nullable=True),
        sa.Column("to_caseworker_id", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=True),
        sa.Column("text_left_out", sa.String(), nullable=True),
        sa.Column("undoes", sa.String(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
    )
    op.create_index("transfer_client", "transfer", ["office_id", "client_id"])
    op.create_table(
        "cover",
        sa.Column("office_id", sa.String(length=36), primary_key=True),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("of_caseworker_id", sa.String(), nullable=False),
        sa.Column("by_caseworker_id", sa.String(), nullable=False),
        sa.Column("group_id", sa.String(), nullable=True),
        sa.Column("from_at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("is_ended", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("field_seqs", sa.JSON(), nullable=False),
    )
    op.create_index("cover_open", "cover", ["office_id", "by_caseworker_id"], sqlite_where=sa.text("ended_at IS NULL"))


def _records() -> None:
    """What is kept, until when, and who did what."""
    op.create_table(
        "legal_hold",
        _office(),
        sa.Column("client_id", sa.String(), primary_key=True),
        sa.Column("is_held", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "purge",
        _office(),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("before_at", sa.BigInteger(), nullable=True),
        sa.Column("client_id", sa.String(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
    )
    op.create_table(
        "purge_report",
        _office(),
        sa.Column("purge_id", sa.String(), primary_key=True),
        sa.Column("token_id", sa.String(), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "purged_text",
        _office(),
        sa.Column("carrier", sa.String(), primary_key=True),
        sa.Column("carrier_id", sa.String(), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "doomed_file",
        _office(),
        sa.Column("sha256", sa.String(), primary_key=True),
        sa.Column("type", sa.String(), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "audit",
        _office(),
        sa.Column("n", sa.BigInteger(), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("client_id", sa.String(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
    )
    op.create_index("audit_client", "audit", ["office_id", "client_id", "n"])
    op.create_table(
        "audit_head",
        _office(),
        sa.Column("n", sa.BigInteger(), primary_key=True),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
    )


def _carrier() -> None:
    """How far the carrier's list was read, and when it is asked about a text whose end nobody told.

    Texts that are `sent` already are asked about at the first start.
    """
    op.add_column("instance", sa.Column("carrier_trouble", sa.String(), nullable=True))
    op.add_column("instance", sa.Column("carrier_code", sa.Integer(), nullable=True))
    op.add_column("number", sa.Column("heard_until_at", sa.BigInteger(), nullable=True))
    op.add_column("message", sa.Column("sent_at", sa.BigInteger(), nullable=True))
    op.add_column("message", sa.Column("ask_at", sa.BigInteger(), nullable=True))
    op.execute(
        "UPDATE message SET sent_at = at, ask_at = at"
        " WHERE direction = 'outbound' AND status = 'sent' AND carrier_id IS NOT NULL"
    )
    op.create_index("message_ask", "message", ["ask_at"], sqlite_where=sa.text("ask_at IS NOT NULL"))


def _office() -> "sa.Column[str]":
    return sa.Column("office_id", sa.String(length=36), primary_key=True)


def _automatic() -> None:
    """What the office sends by itself, who is away, and whose number somebody else has."""
    op.add_column("message", sa.Column("automatic", sa.String(), nullable=True))
    op.add_column("queue", sa.Column("after_id", sa.String(), nullable=True))
    op.create_index("queue_after", "queue", ["after_id"], sqlite_where=sa.text("after_id IS NOT NULL"))
    op.create_table(
        "away",
        _office(),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("from_at", sa.BigInteger(), nullable=False),
        sa.Column("until_at", sa.BigInteger(), nullable=True),
        sa.Column("bodies", sa.JSON(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "wrong_person",
        _office(),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("client_id", sa.String(), nullable=False),
        sa.Column("e164", sa.String(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("caseworker_id", sa.String(), nullable=False),
        sa.Column("sent", sa.JSON(), nullable=False),
        sa.Column("cancelled", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
    )


def _alerts() -> None:
    """Who is told when no app listens, how, and what they were told."""
    op.create_table(
        "alert_setting",
        _office(),
        sa.Column("caseworker_id", sa.String(), primary_key=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("webhook", sa.String(), nullable=True),
        sa.Column("at_times", sa.JSON(), nullable=False),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_to", sa.Integer(), nullable=True),
        sa.Column("least_minutes", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
    )
    op.create_table(
        "alert",
        _office(),
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("caseworker_id", sa.String(), nullable=False),
        sa.Column("way", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("next_try_at", sa.BigInteger(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
    )
    op.create_index("alert_about", "alert", ["office_id", "caseworker_id", "way", "kind", "about"], unique=True)
    op.create_index("alert_due", "alert", ["state", "next_try_at"])
