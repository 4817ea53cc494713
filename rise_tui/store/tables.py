"""The tables of the app's local store; the last ones are local only, the others a replica of the relay's facts.

`*_at` is INTEGER milliseconds, `seq` the number of the event that made the row: an older fact never overwrites it.
`client_id` of a conversation or a message is a client's id, or `tel:+1…` while nobody holds the number.
"""

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, UniqueConstraint, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


def _ms(default: int | None = None, *, is_nullable: bool = False) -> Any:
    return Field(default, sa_type=BigInteger, nullable=is_nullable)


def _ms_key() -> Any:
    return Field(sa_type=BigInteger, primary_key=True)


def _json(default: type[list[Any]] | type[dict[str, Any]]) -> Any:
    return Field(default_factory=default, sa_column=Column(JSON, nullable=False))


class StoreTable(SQLModel, registry=registry()):
    """A table of the app's store, in a registry of its own: the relay has tables of the same names.

    Tables validate nothing, so their validators are never built: that would be a part of every start.
    """

    model_config = {"defer_build": True}


class ClientRow(StoreTable, table=True):
    """`name_folded`: lower case, accents removed, for finding."""

    __tablename__ = "client"
    client_id: str = Field(primary_key=True)
    first_name: str = ""
    last_name: str = ""
    name_folded: str = Field("", index=True)
    language: str = "en"
    zone: str | None = None
    external_id: str | None = Field(None, index=True)
    caseworker_id: str | None = None
    status: str = "open"
    status_reason: str | None = None
    status_until_at: int | None = _ms(is_nullable=True)
    is_discreet: bool = False
    safe_from: int | None = None
    safe_to: int | None = None
    is_deleted: bool = False
    is_mine: bool = True
    """false: released; only own drafts are left of it"""
    seq: int = _ms(0)


class LegalHoldRow(StoreTable, table=True):
    """That nothing of a client may be purged, and why."""

    __tablename__ = "legal_hold"
    client_id: str = Field(primary_key=True)
    is_held: bool = False
    reason: str = ""
    held_at: int | None = _ms(is_nullable=True)
    seq: int = _ms(0)


class AwayRow(StoreTable, table=True):
    """From when until when a colleague is away; `until_at` null: they are back."""

    __tablename__ = "away"
    caseworker_id: str = Field(primary_key=True)
    from_at: int = _ms(0)
    until_at: int | None = _ms(is_nullable=True)
    bodies: dict[str, Any] = _json(dict)
    seq: int = _ms(0)


class AlertsRow(StoreTable, table=True):
    """How one is told while no app of one's own listens; `at_times`, quiet hours: minutes of the office's day."""

    __tablename__ = "alerts"
    caseworker_id: str = Field(primary_key=True)
    email: str | None = None
    webhook: str | None = None
    at_times: list[int] = _json(list)
    quiet_from: int | None = None
    quiet_to: int | None = None
    least_minutes: int = 60
    seq: int = _ms(0)


class NumberRow(StoreTable, table=True):
    """A number as such; `is_blocked`: the carrier refuses it until START."""

    __tablename__ = "number"
    e164: str = Field(primary_key=True)
    is_landline: bool = False
    is_blocked: bool = False
    seq: int = _ms(0)


class HoldingRow(StoreTable, table=True):
    __tablename__ = "holding"
    __table_args__ = (Index("holding_e164", "e164"),)
    client_id: str = Field(primary_key=True)
    e164: str = Field(primary_key=True)
    from_at: int = _ms(0)
    until_at: int | None = _ms(is_nullable=True)
    is_confirmed: bool = True
    confirmed_how: str | None = None
    seq: int = _ms(0)


class ConversationRow(StoreTable, table=True):
    """All that a line of the inbox shows, kept true in the transaction that changes it.

    `name` and `snippet` are made safe for a terminal; `snippet` is one line of at most 160 cells.
    `consent`: unknown, opted_in, opted_out for the number that a text would go to. `is_listed`: needs a reply, or a
    text to them failed; then `needs_reply_since_at` is set. The indices are those of `lines`, a tab each.
    """

    __tablename__ = "conversation"
    __table_args__ = (
        Index(
            "conversation_needs_reply",
            text("is_urgent DESC"),
            "needs_reply_since_at",
            "client_id",
            "snoozed_until_at",
            sqlite_where=text("is_listed"),
        ),
        Index(
            "conversation_waiting",
            "last_at",
            "client_id",
            "snoozed_until_at",
            "is_listed",
            sqlite_where=text("state = 'waiting'"),
        ),
        Index(
            "conversation_snoozed",
            "snoozed_until_at",
            "client_id",
            sqlite_where=text("snoozed_until_at IS NOT NULL"),
        ),
        Index("conversation_last", text("last_at DESC"), "client_id"),
    )
    client_id: str = Field(primary_key=True)
    name: str = ""
    phone_end: str = ""
    state: str = "done"
    is_listed: bool = False
    is_flagged: bool = False
    is_urgent: bool = False
    needs_reply_since_at: int | None = _ms(is_nullable=True)
    last_at: int = _ms(0)
    last_seq: int = _ms(0)
    last_direction: str = ""
    snippet: str = ""
    mark: str = ""
    unread_count: int = 0
    has_photo: bool = False
    has_failed: bool = False
    has_draft: bool = False
    snoozed_until_at: int | None = _ms(is_nullable=True)
    consent: str = "unknown"
    last_inbound_seq: int = _ms(0)
    seen_through: int = _ms(0)
    read_through: int = _ms(0)
    seq: int = _ms(0)


class MessageRow(StoreTable, table=True):
    """A text. `position` orders a conversation: the seq, or above AFTER_ALL while the relay has not numbered it.

    `row` goes up with `at`, so that the search finds the newest first, in whatever order texts were stored.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("message_thread", "client_id", "position"),
        Index("message_turn", "client_id", "direction", "position"),
        Index("message_broadcast", "broadcast_id", sqlite_where=text("broadcast_id IS NOT NULL")),
        Index(
            "message_waiting",
            "client_id",
            sqlite_where=text("status IN ('held', 'queued') AND direction = 'outbound'"),
        ),
    )
    row: int | None = Field(None, primary_key=True)
    message_id: str = Field(unique=True)
    client_id: str
    position: int = _ms(0)
    seq: int = _ms(0)
    at: int = _ms(0)
    direction: str
    body: str
    e164: str | None = None
    to_e164: str | None = None
    caseworker_id: str | None = None
    broadcast_id: str | None = None
    status: str
    reason: str | None = None
    error_code: int | None = None
    carrier_status: str | None = None
    status_seq: int = _ms(0)
    segments: int = 1
    encoding: str = "GSM-7"
    price_micros: int | None = _ms(is_nullable=True)
    not_before_at: int | None = _ms(is_nullable=True)
    expires_at: int | None = _ms(is_nullable=True)
    held_until_at: int | None = _ms(is_nullable=True)
    """by this machine's clock, only to show the seconds that are left"""
    held_why: str | None = None
    """why the relay keeps it back (domain/policy), while its status is held"""
    kept_until_at: int | None = _ms(is_nullable=True)
    """until when the relay keeps it back; null: until somebody has decided"""
    automatic: str | None = None
    """what the office itself sent it for: domain/automatic"""
    now_because: str | None = None
    """why a person let it go whatever the hour (domain/policy); null: nobody did"""
    marks: list[str] = _json(list)
    opt_word: str | None = None
    media: list[str] = _json(list)
    """outbound: the SHA-256 of each"""


class MediumRow(StoreTable, table=True):
    """A photo or file of an inbound text. `state`: wanted, stored, failed; the bytes stand in photos.sqlite."""

    __tablename__ = "medium"
    __table_args__ = (
        Index("medium_sha256", "sha256"),
        Index("medium_client", "client_id"),
        Index("medium_missing", "seq", sqlite_where=text("state = 'stored' AND NOT is_here")),
    )
    message_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    client_id: str
    declared_type: str = ""
    state: str = "wanted"
    reason: str | None = None
    sha256: str | None = None
    type: str | None = None
    bytes: int | None = _ms(is_nullable=True)
    width: int | None = None
    height: int | None = None
    name: str | None = None
    is_here: bool = False
    """are its bytes in photos.sqlite?"""
    seq: int = _ms(0)


class DocumentRow(StoreTable, table=True):
    __tablename__ = "document"
    __table_args__ = (Index("document_client", "client_id"), Index("document_sha256", "sha256"))
    document_id: str = Field(primary_key=True)
    client_id: str
    message_id: str | None = None
    sha256: str
    kind: str = "other"
    period: str | None = None
    note: str | None = None
    verified_at: int | None = _ms(is_nullable=True)
    verified_by: str | None = None
    is_dismissed: bool = False
    is_deleted: bool = False
    at: int = _ms(0)
    seq: int = _ms(0)


class NoteRow(StoreTable, table=True):
    __tablename__ = "note"
    __table_args__ = (Index("note_client", "client_id"),)
    note_id: str = Field(primary_key=True)
    client_id: str
    caseworker_id: str | None = None
    body: str
    kind: str = "note"
    is_deleted: bool = False
    at: int = _ms(0)
    seq: int = _ms(0)


class MessageStatusRow(StoreTable, table=True):
    """A step that a text has taken, as of an event; it goes with its text."""

    __tablename__ = "message_status"
    message_id: str = Field(primary_key=True)
    seq: int = _ms_key()
    at: int = _ms(0)
    status: str
    reason: str | None = None
    error_code: int | None = None
    carrier_status: str | None = None


class HappeningRow(StoreTable, table=True):
    """What happened with a client beside the texts, as of an event: see `happenings` for the kinds."""

    __tablename__ = "happening"
    __table_args__ = (Index("happening_moves", "at", sqlite_where=text("kind = 'assigned'")),)
    client_id: str = Field(primary_key=True)
    seq: int = _ms_key()
    at: int = _ms(0)
    kind: str
    actor: str = ""
    words: dict[str, Any] = _json(dict)


class GroupRow(StoreTable, table=True):
    __tablename__ = "client_group"
    group_id: str = Field(primary_key=True)
    name: str = ""
    kind: str = "group"
    is_deleted: bool = False
    seq: int = _ms(0)


class GroupMemberRow(StoreTable, table=True):
    __tablename__ = "group_member"
    __table_args__ = (Index("group_member_client", "client_id"),)
    group_id: str = Field(primary_key=True)
    client_id: str = Field(primary_key=True)
    is_member: bool = True
    seq: int = _ms(0)


class TemplateRow(StoreTable, table=True):
    __tablename__ = "template"
    template_id: str = Field(primary_key=True)
    name: str = ""
    key: str | None = None
    bodies: dict[str, str] = _json(dict)
    is_deleted: bool = False
    seq: int = _ms(0)


class BroadcastRow(StoreTable, table=True):
    """`state`: here (on this machine only), accepted, cancelled, refused."""

    __tablename__ = "broadcast"
    broadcast_id: str = Field(primary_key=True)
    caseworker_id: str | None = None
    name: str
    body: str
    left_out: list[Any] = _json(list)
    not_before_at: int | None = _ms(is_nullable=True)
    expires_at: int | None = _ms(is_nullable=True)
    is_paused: bool = False
    state: str = "here"
    cancelled: int = 0
    too_late: int = 0
    at: int = _ms(0)
    seq: int = _ms(0)


class RecipientRow(StoreTable, table=True):
    """Somebody who gets a broadcast; how it went stands in the message of `message_id`."""

    __tablename__ = "recipient"
    __table_args__ = (Index("recipient_message", "message_id"),)
    broadcast_id: str = Field(primary_key=True)
    client_id: str = Field(primary_key=True)
    message_id: str
    status: str = "here"
    reason: str | None = None
    status_seq: int = _ms(0)


class RecipientCountRow(StoreTable, table=True):
    """How many recipients of a broadcast stand at a status for a reason (`` for none); kept by triggers."""

    __tablename__ = "recipient_count"
    broadcast_id: str = Field(primary_key=True)
    status: str = Field(primary_key=True)
    reason: str = Field("", primary_key=True)
    count: int = 0


class ConsentRow(StoreTable, table=True):
    """The newest of each (number, person, purpose); `client_id` is `` for the number itself."""

    __tablename__ = "consent"
    __table_args__ = (Index("consent_client", "client_id"),)
    e164: str = Field(primary_key=True)
    client_id: str = Field("", primary_key=True)
    purpose: str = Field("all", primary_key=True)
    state: str
    how: str = ""
    wording: str = ""
    message_id: str | None = None
    at: int = _ms(0)
    seq: int = _ms(0)


class AppointmentRow(StoreTable, table=True):
    __tablename__ = "appointment"
    __table_args__ = (Index("appointment_client", "client_id", "starts_at"),)
    appointment_id: str = Field(primary_key=True)
    client_id: str | None = None
    group_id: str | None = None
    kind: str = ""
    starts_at: int = _ms(0)
    place: str | None = None
    bring: str | None = None
    answer: str | None = None
    attended: bool | None = None
    is_deleted: bool = False
    seq: int = _ms(0)


class CaseworkerRow(StoreTable, table=True):
    __tablename__ = "caseworker"
    caseworker_id: str = Field(primary_key=True)
    name: str
    role: str = "caseworker"
    is_active: bool = True
    seq: int = _ms(0)


class CoverRow(StoreTable, table=True):
    """Who sees to whose clients, from when until when. `open`, `received`, `written`: what was told at its end.

    `is_read`: whoever was covered has seen that, on this machine.
    """

    __tablename__ = "cover"
    cover_id: str = Field(primary_key=True)
    of_caseworker_id: str = ""
    by_caseworker_id: str = ""
    group_id: str | None = None
    from_at: int = _ms(0)
    until_at: int = _ms(0)
    note: str = ""
    has_begun: bool = False
    is_ended: bool = False
    ended_at: int | None = _ms(is_nullable=True)
    open: list[str] = _json(list)
    received: int = 0
    written: int = 0
    is_read: bool = False
    seq: int = _ms(0)


class DeviceRow(StoreTable, table=True):
    """A machine that somebody has signed in on. `state`: active, revoked, wiped."""

    __tablename__ = "device"
    device_id: str = Field(primary_key=True)
    caseworker_id: str = ""
    name: str = ""
    state: str = "active"
    created_at: int = _ms(0)
    seen_at: int | None = _ms(is_nullable=True)
    expires_at: int | None = _ms(is_nullable=True)
    wiped_at: int | None = _ms(is_nullable=True)
    seq: int = _ms(0)


class OfficeRow(StoreTable, table=True):
    __tablename__ = "office"
    office_id: str = Field(primary_key=True)
    name: str
    zone: str
    numbers: list[str] = _json(list)
    quiet_from: int | None = None
    quiet_to: int | None = None
    segments_per_second: float = 1.0
    price_micros: int = 0
    rules: dict[str, Any] = _json(dict)
    """domain/office_rules.OfficeRules as the relay sent it"""
    seq: int = _ms(0)


class DraftRow(StoreTable, table=True):
    """What is half written. `key` is a client_id, or `broadcast:` and an id; `message_id` will be the text's.

    `owner`: the window (process and start) that is writing in it; another one shows it read-only.
    `problem`: why a text that could not leave came back here.
    """

    __tablename__ = "draft"
    key: str = Field(primary_key=True)
    message_id: str
    body: str = ""
    cursor: int = 0
    anchor: int = 0
    media: list[str] = _json(list)
    template_id: str | None = None
    owner: str | None = None
    problem: str | None = None
    at: int = _ms(0)


class CompositionRow(StoreTable, table=True):
    """A broadcast that is being written: who it is for and when it is to leave; its words are drafts.

    `plan` also has the words once it was confirmed, so that a refused one can be written on.
    """

    __tablename__ = "composition"
    broadcast_id: str = Field(primary_key=True)
    plan: dict[str, Any] = _json(dict)
    is_confirmed: bool = False
    at: int = _ms(0)


class ReplySortRow(StoreTable, table=True):
    """As what somebody sorted a reply to a broadcast by hand, having seen texts up to the position `through`."""

    __tablename__ = "reply_sort"
    broadcast_id: str = Field(primary_key=True)
    client_id: str = Field(primary_key=True)
    sort: str
    through: int = _ms(0)
    at: int = _ms(0)


class OutboxRow(StoreTable, table=True):
    """A wish on its way. Lanes go in order; `state`: waiting, offered (the relay may have it), parked (refused).

    `ids` fill the resource's path, `names` are the ids that must be accepted first, `makes` the one that it creates.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("outbox_lane", "lane", "position"),
        Index("outbox_makes", "makes"),
        Index("outbox_resource", "kind", "ids"),
    )
    position: int | None = Field(None, primary_key=True)
    write_id: str = Field(unique=True)
    lane: str
    kind: str
    ids: dict[str, str] = _json(dict)
    body: dict[str, Any] = _json(dict)
    if_match: int | None = _ms(is_nullable=True)
    names: list[str] = _json(list)
    makes: str | None = None
    state: str = "waiting"
    attempts: int = 0
    next_try_at: int = _ms(0)
    problem: dict[str, Any] | None = Field(None, sa_column=Column(JSON, nullable=True))
    at: int = _ms(0)


class PendingRow(StoreTable, table=True):
    """The last fact of a row that a pending wish has changed: events update the fact, not the row."""

    __tablename__ = "pending"
    __table_args__ = (Index("pending_write", "write_id"),)
    table_name: str = Field(primary_key=True)
    row_key: str = Field(primary_key=True)
    write_id: str = Field(primary_key=True)
    fact: dict[str, Any] | None = Field(None, sa_column=Column(JSON, nullable=True))
    """null: there was no such row"""
    changed: dict[str, Any] | None = Field(None, sa_column=Column(JSON, nullable=True))
    """what the wish changes, where it is known: shown again over a new fact while other wishes are settled"""


class OwnAnswerRow(StoreTable, table=True):
    """The answer to one's own edit of a column; `fact`: as of which seq all of the row is known to be a fact."""

    __tablename__ = "own_answer"
    __table_args__ = (UniqueConstraint("table_name", "row_key", "field"),)
    id: int | None = Field(None, primary_key=True)
    table_name: str
    row_key: str
    field: str
    seq: int = _ms(0)
    fact: int = _ms(0)


class UndoRow(StoreTable, table=True):
    """What would take an act back, newest last. `label` says it in words; `inverse` names an act and its arguments."""

    __tablename__ = "undo"
    id: int | None = Field(None, primary_key=True)
    label: str
    client_id: str | None = None
    kind: str = ""
    parts: int = 1
    at: int = _ms(0)
    inverse: dict[str, Any] = _json(dict)


class PlaceRow(StoreTable, table=True):
    """Where the caseworker stood: one row."""

    __tablename__ = "place"
    id: int = Field(1, primary_key=True)
    screen: str = "inbox"
    filter: str = "needs_reply"
    client_id: str | None = None
    focus: str = "list"
    at: int = _ms(0)


class CursorRow(StoreTable, table=True):
    """How far the log has been applied, and how the line is, in one row.

    `line`: up_to_date, catching_up, offline, signed_out.
    """

    __tablename__ = "cursor"
    id: int = Field(1, primary_key=True)
    epoch: str = ""
    seq: int = _ms(0)
    snapshot_page: str | None = None
    snapshot_seq: int | None = _ms(is_nullable=True)
    line: str = "offline"
    line_since_at: int = _ms(0)
    synced_at: int | None = _ms(is_nullable=True)
    problem: str | None = None


class NoticeRow(StoreTable, table=True):
    """The newest word on a matter of the line or the replica itself; see `notices`."""

    __tablename__ = "notice"
    name: str = Field(primary_key=True)
    words: dict[str, Any] = _json(dict)
    seq: int = _ms(0)
    at: int = _ms(0)


class ChangeRow(StoreTable, table=True):
    """The bell: what changed, written in the transaction that changed it; old rows are swept."""

    __tablename__ = "changes"
    id: int | None = Field(None, primary_key=True)
    topic: str
    key: str = ""
