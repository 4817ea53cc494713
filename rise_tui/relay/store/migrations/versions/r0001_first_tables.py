"""The relay's first tables: exactly those of store/tables.py, which a test compares."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _column(name: str, kind: Any, is_nullable: bool) -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=is_nullable)


def _office() -> "sa.Column[Any]":
    return _column("office_id", sa.String(36), False)


def _text(name: str, is_nullable: bool = False) -> "sa.Column[Any]":
    return _column(name, sa.String(), is_nullable)


def _big(name: str, is_nullable: bool = False) -> "sa.Column[Any]":
    return _column(name, sa.BigInteger(), is_nullable)


def _whole(name: str, is_nullable: bool = False) -> "sa.Column[Any]":
    return _column(name, sa.Integer(), is_nullable)


def _real(name: str, is_nullable: bool = False) -> "sa.Column[Any]":
    return _column(name, sa.Float(), is_nullable)


def _json(name: str, is_nullable: bool = False) -> "sa.Column[Any]":
    return _column(name, sa.JSON(), is_nullable)


def _blob(name: str, is_nullable: bool = False) -> "sa.Column[Any]":
    return _column(name, sa.LargeBinary(), is_nullable)


def upgrade() -> None:
    """Make all tables and their indexes."""
    op.create_table(
        "access",
        _office(),
        _text("id"),
        _text("caseworker_id"),
        _text("client_id"),
        _text("why"),
        _big("from_at"),
        _big("until_at", is_nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_index("access_client", "access", ["office_id", "client_id"])
    op.create_index("access_open", "access", ["office_id", "caseworker_id", "client_id"])
    op.create_table(
        "appointment",
        _office(),
        _text("id"),
        _text("client_id", is_nullable=True),
        _text("group_id", is_nullable=True),
        _text("kind"),
        _big("starts_at"),
        _text("place", is_nullable=True),
        _text("bring", is_nullable=True),
        _text("answer", is_nullable=True),
        _whole("attended", is_nullable=True),
        _whole("is_deleted"),
        _big("seq"),
        _json("field_seqs"),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_table(
        "broadcast",
        _office(),
        _text("id"),
        _text("caseworker_id"),
        _text("name"),
        _text("body"),
        _json("left_out"),
        _big("not_before_at", is_nullable=True),
        _big("expires_at"),
        _whole("is_paused"),
        _whole("is_cancelled"),
        _big("at"),
        _big("seq"),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_table(
        "caseworker",
        _office(),
        _text("id"),
        _text("name"),
        _text("role"),
        _whole("is_active"),
        _big("seq"),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_table(
        "client",
        _office(),
        _text("id"),
        _text("first_name"),
        _text("last_name"),
        _text("language"),
        _text("zone", is_nullable=True),
        _text("external_id", is_nullable=True),
        _text("caseworker_id", is_nullable=True),
        _text("status"),
        _text("status_reason", is_nullable=True),
        _big("status_until_at", is_nullable=True),
        _whole("is_discreet"),
        _whole("is_deleted"),
        _big("seq"),
        _json("field_seqs"),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_index("client_external", "client", ["office_id", "external_id"])
    op.create_table(
        "client_group",
        _office(),
        _text("id"),
        _text("name"),
        _text("kind"),
        _whole("is_deleted"),
        _big("seq"),
        _json("field_seqs"),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_table(
        "consent",
        _office(),
        _text("id"),
        _text("e164"),
        _text("client_id", is_nullable=True),
        _text("purpose"),
        _text("state"),
        _text("how"),
        _text("wording"),
        _text("message_id", is_nullable=True),
        _text("actor"),
        _whole("is_current"),
        _big("at"),
        _big("seq"),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_index(
        "consent_current", "consent", ["office_id", "e164", "purpose"], sqlite_where=sa.text("is_current = 1")
    )
    op.create_index("consent_message", "consent", ["office_id", "message_id"])
    op.create_table(
        "conversation",
        _office(),
        _text("id"),
        _text("state"),
        _big("snoozed_until_at", is_nullable=True),
        _whole("is_flagged"),
        _big("seen_through"),
        _big("last_inbound_seq"),
        _big("last_at"),
        _text("last_e164", is_nullable=True),
        _text("last_sender", is_nullable=True),
        _text("hold_message_id", is_nullable=True),
        _big("seq"),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_table(
        "document",
        _office(),
        _text("id"),
        _text("client_id"),
        _text("message_id", is_nullable=True),
        _text("sha256"),
        _text("kind"),
        _text("period", is_nullable=True),
        _text("note", is_nullable=True),
        _big("verified_at", is_nullable=True),
        _text("verified_by", is_nullable=True),
        _whole("is_dismissed"),
        _whole("is_deleted"),
        _big("seq"),
        _json("field_seqs"),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_index("ix_document_client_id", "document", ["client_id"])
    op.create_table(
        "event",
        _office(),
        _big("seq"),
        _big("at"),
        _text("type"),
        _text("actor"),
        _text("client_id", is_nullable=True),
        _text("audience", is_nullable=True),
        _text("ref_id", is_nullable=True),
        _text("write_id", is_nullable=True),
        _json("data"),
        sa.PrimaryKeyConstraint("office_id", "seq"),
    )
    op.create_index("event_client", "event", ["office_id", "client_id", "seq"])
    op.create_table(
        "group_member",
        _office(),
        _text("group_id"),
        _text("client_id"),
        _whole("is_member"),
        _big("seq"),
        sa.PrimaryKeyConstraint("office_id", "group_id", "client_id"),
    )
    op.create_table(
        "holding",
        _office(),
        _text("client_id"),
        _text("e164"),
        _big("from_at"),
        _big("until_at", is_nullable=True),
        _whole("is_confirmed"),
        _text("confirmed_how", is_nullable=True),
        _big("seq"),
        _json("field_seqs"),
        sa.PrimaryKeyConstraint("office_id", "client_id", "e164"),
    )
    op.create_index("holding_e164", "holding", ["office_id", "e164"])
    op.create_table(
        "instance",
        _text("instance_id"),
        _text("epoch"),
        _text("media_secret"),
        sa.PrimaryKeyConstraint("instance_id"),
    )
    op.create_table(
        "look",
        _office(),
        _text("id"),
        _text("caseworker_id"),
        _text("client_id"),
        _big("from_at"),
        _big("to_at"),
        _big("seq"),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_table(
        "medium",
        _office(),
        _text("message_id"),
        _whole("position"),
        _text("url"),
        _text("declared_type"),
        _text("state"),
        _text("reason", is_nullable=True),
        _text("sha256", is_nullable=True),
        _text("type", is_nullable=True),
        _big("bytes", is_nullable=True),
        _whole("width", is_nullable=True),
        _whole("height", is_nullable=True),
        _text("name", is_nullable=True),
        _whole("attempts"),
        _big("next_try_at"),
        sa.PrimaryKeyConstraint("office_id", "message_id", "position"),
    )
    op.create_index("medium_sha256", "medium", ["office_id", "sha256"])
    op.create_index("medium_wanted", "medium", ["state", "next_try_at"])
    op.create_table(
        "message",
        _office(),
        _text("id"),
        _text("conversation_id"),
        _text("client_id", is_nullable=True),
        _text("direction"),
        _text("e164"),
        _text("sender"),
        _text("body"),
        _blob("raw", is_nullable=True),
        _json("media"),
        _text("carrier", is_nullable=True),
        _text("carrier_id", is_nullable=True),
        _text("caseworker_id", is_nullable=True),
        _text("broadcast_id", is_nullable=True),
        _text("template_id", is_nullable=True),
        _text("kind"),
        _text("status"),
        _text("reason", is_nullable=True),
        _whole("error_code", is_nullable=True),
        _text("carrier_status", is_nullable=True),
        _big("price_micros", is_nullable=True),
        _text("encoding"),
        _whole("segments"),
        _big("seen_through"),
        _big("not_before_at", is_nullable=True),
        _big("expires_at", is_nullable=True),
        _json("marks"),
        _text("opt_word", is_nullable=True),
        _big("at"),
        _big("seq"),
        _big("status_seq"),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_index("message_broadcast", "message", ["office_id", "broadcast_id"])
    op.create_index("message_carrier", "message", ["office_id", "carrier", "carrier_id"], unique=True)
    op.create_index("message_conversation", "message", ["office_id", "conversation_id", "seq"])
    op.create_index("message_e164", "message", ["office_id", "e164", "seq"])
    op.create_table(
        "message_status",
        _office(),
        _text("id"),
        _text("message_id"),
        _text("carrier_id", is_nullable=True),
        _text("carrier_status"),
        _whole("error_code", is_nullable=True),
        _big("at"),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_index("ix_message_status_message_id", "message_status", ["message_id"])
    op.create_table(
        "note",
        _office(),
        _text("id"),
        _text("client_id"),
        _text("caseworker_id"),
        _text("body"),
        _text("kind"),
        _big("at"),
        _big("seq"),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_index("ix_note_client_id", "note", ["client_id"])
    op.create_table(
        "number",
        _office(),
        _text("e164"),
        _whole("is_active"),
        _big("slot_at"),
        sa.PrimaryKeyConstraint("office_id", "e164"),
    )
    op.create_index("number_e164", "number", ["e164"], unique=True)
    op.create_table(
        "office",
        _office(),
        _text("name"),
        _text("zone"),
        _whole("quiet_from", is_nullable=True),
        _whole("quiet_to", is_nullable=True),
        _real("segments_per_second"),
        _whole("price_micros"),
        _big("last_seq"),
        _big("seq"),
        sa.PrimaryKeyConstraint("office_id"),
    )
    op.create_table(
        "queue",
        _office(),
        _text("message_id"),
        _text("state"),
        _text("sender"),
        _text("e164"),
        _text("conversation_id"),
        _text("broadcast_id", is_nullable=True),
        _whole("priority"),
        _whole("segments"),
        _big("due_at"),
        _big("accepted_at"),
        _big("not_sent_by_at"),
        _big("event_at", is_nullable=True),
        _whole("is_paused"),
        _text("claimed_by", is_nullable=True),
        _big("claimed_at", is_nullable=True),
        _big("lease_until_at", is_nullable=True),
        _whole("attempts"),
        _big("reconcile_at", is_nullable=True),
        sa.PrimaryKeyConstraint("office_id", "message_id"),
    )
    op.create_index("queue_broadcast", "queue", ["office_id", "broadcast_id"])
    op.create_index("queue_conversation", "queue", ["office_id", "conversation_id"])
    op.create_index("queue_due", "queue", ["state", "sender", "priority", "due_at"])
    op.create_index("queue_number", "queue", ["office_id", "e164"])
    op.create_table(
        "reading",
        _office(),
        _text("caseworker_id"),
        _text("client_id"),
        _big("read_through"),
        _big("seq"),
        sa.PrimaryKeyConstraint("office_id", "caseworker_id", "client_id"),
    )
    op.create_table(
        "recipient",
        _office(),
        _text("broadcast_id"),
        _text("client_id"),
        _text("message_id"),
        _text("e164", is_nullable=True),
        _text("left_out", is_nullable=True),
        sa.PrimaryKeyConstraint("office_id", "broadcast_id", "client_id"),
    )
    op.create_index("recipient_e164", "recipient", ["office_id", "broadcast_id", "e164"], unique=True)
    op.create_table(
        "template",
        _office(),
        _text("id"),
        _text("name"),
        _text("key", is_nullable=True),
        _json("bodies"),
        _whole("is_deleted"),
        _big("seq"),
        _json("field_seqs"),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_table(
        "token",
        _office(),
        _text("id"),
        _text("sha256"),
        _text("caseworker_id"),
        _text("device"),
        _text("state"),
        _big("created_at"),
        _big("expires_at", is_nullable=True),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
    op.create_index("token_sha256", "token", ["sha256"], unique=True)
    op.create_table(
        "tombstone",
        _office(),
        _text("kind"),
        _text("id"),
        _text("caseworker_id"),
        _big("at"),
        _json("answer"),
        sa.PrimaryKeyConstraint("office_id", "kind", "id"),
    )
    op.create_table(
        "upload",
        _office(),
        _text("sha256"),
        _text("caseworker_id"),
        _text("type"),
        _big("bytes"),
        _big("at"),
        sa.PrimaryKeyConstraint("office_id", "sha256"),
    )
    op.create_table(
        "write",
        _office(),
        _text("id"),
        _text("caseworker_id"),
        _text("path"),
        _text("digest"),
        _whole("status"),
        _json("answer"),
        _big("at"),
        sa.PrimaryKeyConstraint("office_id", "id"),
    )
