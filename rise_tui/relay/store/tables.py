"""The relay's tables. Every primary key begins with the office; `*_at` is INTEGER milliseconds, money is micro-dollars.

They are written with plain SQL (store/engine.Tx): an ORM session costs more than the disk here. SQLModel names the
columns, and Alembic's revisions make them.
"""

from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Index, LargeBinary, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


def _ms(default: int | None = None, *, is_nullable: bool = False) -> Any:
    return Field(default, sa_type=BigInteger, nullable=is_nullable)


class RelayModel(SQLModel, registry=registry()):
    """Tables of the relay alone: a registry of their own keeps the app's tables of the same names apart."""


class RelayTable(RelayModel):
    """A row that belongs to one office."""

    office_id: str = Field(primary_key=True, max_length=36)


class Instance(RelayModel, table=True):
    """The relay itself, one row: its secret, and the log's epoch."""

    __tablename__ = "instance"
    instance_id: str = Field(primary_key=True)
    epoch: str
    media_secret: str
    """Signs the addresses at which the carrier fetches what we send."""
    carrier_trouble: str | None = None
    """what the offices were told last of their phone company: stopped, shut_out or silent; null: all is well"""
    carrier_code: int | None = None
    restored_at: int | None = _ms(is_nullable=True)
    """when it was last put back from a backup: texts that were written before that are asked about first"""


class Office(RelayTable, table=True):
    """An agency; `last_seq` numbers its log in commit order."""

    __tablename__ = "office"
    name: str
    zone: str
    quiet_from: int | None = None
    quiet_to: int | None = None
    segments_per_second: float
    price_micros: int
    rules: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False, server_default="{}"))
    """domain/office_rules.OfficeRules; a rule that is not there is as it is in the beginning"""
    last_seq: int = _ms(0)
    seq: int = _ms(0)


class Number(RelayTable, table=True):
    """A number of the office that texts are sent from; `slot_at` is the pacer's next free moment.

    `heard_until_at`: up to then the carrier's list of what came has been gone through; null: never yet.
    """

    __tablename__ = "number"
    __table_args__ = (Index("number_e164", "e164", unique=True),)
    e164: str = Field(primary_key=True)
    is_active: int = 1
    slot_at: int = _ms(0)
    counted_day: str | None = None
    """the office's day that `day_segments` counts"""
    day_segments: int = Field(0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
    heard_until_at: int | None = _ms(is_nullable=True)


class Holding(RelayTable, table=True):
    """Which client has a number, from when to when. `field_seqs`: {field: seq of its last change}."""

    __tablename__ = "holding"
    __table_args__ = (Index("holding_e164", "office_id", "e164"),)
    client_id: str = Field(primary_key=True)
    e164: str = Field(primary_key=True)
    from_at: int = _ms()
    until_at: int | None = _ms(is_nullable=True)
    is_confirmed: int = 1
    confirmed_how: str | None = None
    seq: int = _ms(0)
    field_seqs: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Caseworker(RelayTable, table=True):
    __tablename__ = "caseworker"
    id: str = Field(primary_key=True)
    name: str
    role: str = "caseworker"
    is_active: int = 1
    seq: int = _ms(0)


class Token(RelayTable, table=True):
    """A device's token, as SHA-256. `state`: active, revoked, wiped."""

    __tablename__ = "token"
    __table_args__ = (Index("token_sha256", "sha256", unique=True),)
    id: str = Field(primary_key=True)
    sha256: str
    caseworker_id: str
    device: str = ""
    state: str = "active"
    created_at: int = _ms()
    expires_at: int | None = _ms(is_nullable=True)
    seen_at: int | None = _ms(is_nullable=True)
    """when it was last used, to a day"""
    wiped_at: int | None = _ms(is_nullable=True)
    """when the device said that nothing is on it any more"""


class Transfer(RelayTable, table=True):
    """A client went from one caseworker to another. `undoes`: the transfer that it took back."""

    __tablename__ = "transfer"
    __table_args__ = (Index("transfer_client", "office_id", "client_id"),)
    id: str = Field(primary_key=True)
    client_id: str
    from_caseworker_id: str | None = None
    to_caseworker_id: str | None = None
    note: str = ""
    message_id: str | None = None
    text_left_out: str | None = None
    undoes: str | None = None
    actor: str
    at: int = _ms()
    seq: int = _ms(0)


class Cover(RelayTable, table=True):
    """One caseworker sees to another's clients, all or a group's. `began_at`, `ended_at`: when that was done."""

    __tablename__ = "cover"
    __table_args__ = (Index("cover_open", "office_id", "by_caseworker_id", sqlite_where=text("ended_at IS NULL")),)
    id: str = Field(primary_key=True)
    of_caseworker_id: str
    by_caseworker_id: str
    group_id: str | None = None
    from_at: int = _ms()
    until_at: int = _ms()
    note: str = ""
    is_ended: int = 0
    """somebody has ended it, or it never shall begin"""
    began_at: int | None = _ms(is_nullable=True)
    ended_at: int | None = _ms(is_nullable=True)
    actor: str
    seq: int = _ms(0)
    field_seqs: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Access(RelayTable, table=True):
    """Who may see whom, why and since when; decided here whenever the log is read. Open while `until_at` is null."""

    __tablename__ = "access"
    __table_args__ = (
        Index("access_open", "office_id", "caseworker_id", "client_id"),
        Index("access_client", "office_id", "client_id"),
    )
    id: str = Field(primary_key=True)
    caseworker_id: str
    client_id: str
    why: str
    """own, cover, supervisor or claim"""
    from_at: int = _ms()
    until_at: int | None = _ms(is_nullable=True)


class Client(RelayTable, table=True):
    __tablename__ = "client"
    __table_args__ = (Index("client_external", "office_id", "external_id"),)
    id: str = Field(primary_key=True)
    first_name: str = ""
    last_name: str = ""
    language: str = "en"
    zone: str | None = None
    external_id: str | None = None
    caseworker_id: str | None = None
    status: str = "open"
    status_reason: str | None = None
    status_until_at: int | None = _ms(is_nullable=True)
    is_discreet: int = 0
    safe_from: int | None = None
    safe_to: int | None = None
    is_deleted: int = 0
    seq: int = _ms(0)
    field_seqs: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Consent(RelayTable, table=True):
    """What is known about being texted, a fact a row; `client_id` null is the number itself (the carrier's block).

    `is_current` marks the newest of its (e164, client, purpose); the claim looks at nothing else.
    """

    __tablename__ = "consent"
    __table_args__ = (
        Index("consent_current", "office_id", "e164", "purpose", sqlite_where=text("is_current = 1")),
        Index("consent_number", "office_id", "e164", "seq"),
        Index("consent_message", "message_id", "office_id", sqlite_where=text("message_id IS NOT NULL")),
    )
    id: str = Field(primary_key=True)
    e164: str
    client_id: str | None = None
    purpose: str = "all"
    state: str
    how: str
    wording: str = ""
    message_id: str | None = None
    actor: str = ""
    is_current: int = 1
    at: int = _ms()
    seq: int = _ms(0)


class Conversation(RelayTable, table=True):
    """How things stand with somebody. `id` is the client's id or `tel:+1…`.

    `hold_message_id`: a text that looks like an opt-out; while it stands everything automatic is held.
    """

    __tablename__ = "conversation"
    __table_args__ = (Index("conversation_held", "office_id", "id", sqlite_where=text("hold_message_id IS NOT NULL")),)
    id: str = Field(primary_key=True)
    state: str = "done"
    snoozed_until_at: int | None = _ms(is_nullable=True)
    is_flagged: int = 0
    seen_through: int = _ms(0)
    last_inbound_seq: int = _ms(0)
    last_at: int = _ms(0)
    last_e164: str | None = None
    """the number that the client last wrote from"""
    last_sender: str | None = None
    """our number that the conversation last used"""
    hold_message_id: str | None = None
    seq: int = _ms(0)
    recent: str = Field("", sa_column_kwargs={"server_default": ""})
    """the numbers of the last texts that came, between commas, until a run is full"""


class ReceivedRun(RelayTable, table=True):
    """Texts that came in one conversation: their numbers, between commas (store/conversation_texts)."""

    __tablename__ = "received_run"
    __table_args__ = ({"sqlite_with_rowid": False},)
    conversation_id: str = Field(primary_key=True)
    last_seq: int = Field(sa_column=Column(BigInteger, primary_key=True))
    seqs: str


class Reading(RelayTable, table=True):
    """How far a caseworker has read; only moves forward, told to nobody else."""

    __tablename__ = "reading"
    caseworker_id: str = Field(primary_key=True)
    client_id: str = Field(primary_key=True)
    read_through: int = _ms(0)
    seq: int = _ms(0)


class Message(RelayTable, table=True):
    """A text, in or out. `e164` is the client's number, `sender` ours; `raw` the bytes that were no UTF-8."""

    __tablename__ = "message"
    __table_args__ = (
        Index("message_carrier", "carrier_id", "carrier", "office_id", unique=True),
        Index(
            "message_conversation",
            "conversation_id",
            "office_id",
            "seq",
            sqlite_where=text("direction = 'outbound'"),
        ),
        Index("message_seq", "seq", "office_id"),
        Index("message_e164", "office_id", "e164", "seq", sqlite_where=text("direction = 'outbound'")),
        Index("message_broadcast", "office_id", "broadcast_id", sqlite_where=text("broadcast_id IS NOT NULL")),
        Index(
            "message_left",
            "office_id",
            "conversation_id",
            "left_at",
            sqlite_where=text("left_at IS NOT NULL AND kind <> 'one_to_one'"),
        ),
        Index("message_ask", "ask_at", sqlite_where=text("ask_at IS NOT NULL")),
        Index("message_media", "office_id", "conversation_id", sqlite_where=text("media <> '[]'")),
    )
    id: str = Field(primary_key=True)
    conversation_id: str
    client_id: str | None = None
    direction: str
    e164: str
    sender: str
    body: str
    raw: bytes | None = Field(None, sa_type=LargeBinary)
    media: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """outbound: the SHA-256 of each; inbound ones stand in `medium`"""
    carrier: str | None = None
    carrier_id: str | None = None
    caseworker_id: str | None = None
    broadcast_id: str | None = None
    template_id: str | None = None
    kind: str = "one_to_one"
    """one_to_one, broadcast, reminder, automatic or answer; inbound: received"""
    status: str
    reason: str | None = None
    error_code: int | None = None
    carrier_status: str | None = None
    price_micros: int | None = _ms(is_nullable=True)
    encoding: str = "GSM-7"
    segments: int = 1
    seen_through: int = _ms(0)
    not_before_at: int | None = _ms(is_nullable=True)
    expires_at: int | None = _ms(is_nullable=True)
    marks: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    opt_word: str | None = None
    at: int = _ms()
    seq: int = _ms(0)
    """the event that brought it"""
    status_seq: int = _ms(0)
    held_why: str | None = None
    """why it waits (domain/policy), while its status is held"""
    held_until_at: int | None = _ms(is_nullable=True)
    now_because: str | None = None
    """why a person let it go now, whatever the hour"""
    is_to_urgent: int = Field(0, sa_column_kwargs={"server_default": "0"})
    """when it came, nobody had acted on an urgent text of theirs"""
    left_at: int | None = _ms(is_nullable=True)
    """when it was last claimed to be posted"""
    left_because: str | None = None
    """why at that hour (domain/policy.WhyNow), where the hour would have kept it and nobody let it go by hand"""
    automatic: str | None = None
    """of an automatic text: what it is for (domain/automatic)"""
    sent_at: int | None = _ms(is_nullable=True)
    """when it became `sent`"""
    ask_at: int | None = _ms(is_nullable=True)
    """when the carrier is asked what became of it; null: its end is known, or nobody asks any more"""


class MessageStatus(RelayTable, table=True):
    """Every word the carrier ever said about a text, in the order it came."""

    __tablename__ = "message_status"
    id: str = Field(primary_key=True)
    message_id: str = Field(index=True)
    carrier_id: str | None = None
    carrier_status: str
    error_code: int | None = None
    at: int = _ms()


class Medium(RelayTable, table=True):
    """A photo or file of an inbound text. `state`: wanted, stored, failed."""

    __tablename__ = "medium"
    __table_args__ = (
        Index("medium_wanted", "state", "next_try_at"),
        Index("medium_sha256", "office_id", "sha256"),
    )
    message_id: str = Field(primary_key=True)
    position: int = Field(primary_key=True)
    url: str
    declared_type: str = ""
    state: str = "wanted"
    reason: str | None = None
    sha256: str | None = None
    type: str | None = None
    bytes: int | None = _ms(is_nullable=True)
    width: int | None = None
    height: int | None = None
    name: str | None = None
    attempts: int = 0
    next_try_at: int = _ms(0)


class Upload(RelayTable, table=True):
    """Bytes that a caseworker put, to be sent with a text."""

    __tablename__ = "upload"
    sha256: str = Field(primary_key=True)
    caseworker_id: str
    type: str
    bytes: int = _ms()
    at: int = _ms()


class Queue(RelayTable, table=True):
    """What is to leave. `state` is the queue's own: queued, sending, unknown; a finished text has no row.

    `due_at` is by the relay's clock; `lease_until_at` ends a claim; `not_sent_by_at`: drop it after that.
    """

    __tablename__ = "queue"
    __table_args__ = (
        Index(
            "queue_due",
            "sender",
            "priority",
            "due_at",
            sqlite_where=text("state = 'queued' AND is_paused = 0 AND kept_why IS NULL"),
        ),
        Index("queue_open", "claimed_at", sqlite_where=text("state IN ('sending', 'unknown')")),
        Index("queue_conversation", "office_id", "conversation_id"),
        Index("queue_broadcast", "office_id", "broadcast_id"),
        Index("queue_number", "office_id", "e164"),
        Index("queue_after", "after_id", sqlite_where=text("after_id IS NOT NULL")),
    )
    message_id: str = Field(primary_key=True)
    state: str = "queued"
    sender: str
    e164: str
    conversation_id: str
    broadcast_id: str | None = None
    priority: int = 0
    """0 one to one, 1 broadcast and automatic"""
    segments: int = 1
    due_at: int = _ms()
    accepted_at: int = _ms()
    not_sent_by_at: int = _ms()
    event_at: int | None = _ms(is_nullable=True)
    is_paused: int = 0
    kept_why: str | None = None
    """what keeps it until a person lets it go"""
    claimed_by: str | None = None
    claimed_at: int | None = _ms(is_nullable=True)
    lease_until_at: int | None = _ms(is_nullable=True)
    attempts: int = 0
    reconcile_at: int | None = _ms(is_nullable=True)
    after_id: str | None = None
    """the text that must have left before: it shares that one's fate"""


class Tombstone(RelayTable, table=True):
    """A cancellation that came before what it names, or that has been decided. `kind`: message or broadcast."""

    __tablename__ = "tombstone"
    kind: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    caseworker_id: str
    at: int = _ms()
    answer: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class EventRow(RelayTable, table=True):
    """An entry of the log: ids and small facts; names, words and numbers stand in the resource and are joined."""

    __tablename__ = "event"
    __table_args__ = (
        Index("event_client", "office_id", "client_id", "seq", sqlite_where=text("type <> 'MessageReceived'")),
    )
    seq: int = Field(primary_key=True, sa_type=BigInteger)
    at: int = _ms()
    type: str
    actor: str
    client_id: str | None = None
    """a client's id, or `tel:+1…`; null: for everybody, unless `audience` says otherwise"""
    audience: str | None = None
    """a caseworker's id if only they (and, for a broadcast, supervisors) may see it"""
    ref_id: str | None = None
    """the resource it tells of"""
    write_id: str | None = None
    data: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Write(RelayTable, table=True):
    """A wish that was answered, with its answer, for ever the same. `digest`: SHA-256 of path and body."""

    __tablename__ = "write"
    id: str = Field(primary_key=True)
    caseworker_id: str
    path: str
    digest: str
    status: int
    answer: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    at: int = _ms()


class Broadcast(RelayTable, table=True):
    __tablename__ = "broadcast"
    id: str = Field(primary_key=True)
    caseworker_id: str
    name: str
    body: str
    left_out: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    not_before_at: int | None = _ms(is_nullable=True)
    expires_at: int = _ms()
    is_paused: int = 0
    is_cancelled: int = 0
    at: int = _ms()
    seq: int = _ms(0)


class BroadcastRecipient(RelayTable, table=True):
    """Somebody who gets a broadcast; a person once, a number once."""

    __tablename__ = "recipient"
    __table_args__ = (Index("recipient_e164", "office_id", "broadcast_id", "e164", unique=True),)
    broadcast_id: str = Field(primary_key=True)
    client_id: str = Field(primary_key=True)
    message_id: str
    e164: str | None = None
    """null for somebody who was left out at the relay; `left_out` says why"""
    left_out: str | None = None


class ClientGroup(RelayTable, table=True):
    __tablename__ = "client_group"
    id: str = Field(primary_key=True)
    name: str = ""
    kind: str = "group"
    is_deleted: int = 0
    seq: int = _ms(0)
    field_seqs: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class GroupMember(RelayTable, table=True):
    __tablename__ = "group_member"
    group_id: str = Field(primary_key=True)
    client_id: str = Field(primary_key=True)
    is_member: int = 1
    seq: int = _ms(0)


class Template(RelayTable, table=True):
    __tablename__ = "template"
    id: str = Field(primary_key=True)
    name: str = ""
    key: str | None = None
    bodies: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    is_deleted: int = 0
    seq: int = _ms(0)
    field_seqs: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Note(RelayTable, table=True):
    __tablename__ = "note"
    id: str = Field(primary_key=True)
    client_id: str = Field(index=True)
    caseworker_id: str
    body: str
    kind: str = "note"
    is_deleted: int = 0
    at: int = _ms()
    seq: int = _ms(0)


class Document(RelayTable, table=True):
    __tablename__ = "document"
    __table_args__ = (Index("document_sha256", "office_id", "sha256"),)
    id: str = Field(primary_key=True)
    client_id: str = Field(index=True)
    message_id: str | None = None
    sha256: str
    kind: str = "other"
    period: str | None = None
    note: str | None = None
    verified_at: int | None = _ms(is_nullable=True)
    verified_by: str | None = None
    is_dismissed: int = 0
    is_deleted: int = 0
    seq: int = _ms(0)
    field_seqs: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Look(RelayTable, table=True):
    __tablename__ = "look"
    id: str = Field(primary_key=True)
    caseworker_id: str
    client_id: str
    from_at: int = _ms()
    to_at: int = _ms()
    seq: int = _ms(0)


class Appointment(RelayTable, table=True):
    __tablename__ = "appointment"
    id: str = Field(primary_key=True)
    client_id: str | None = None
    group_id: str | None = None
    kind: str = ""
    starts_at: int = _ms()
    place: str | None = None
    bring: str | None = None
    answer: str | None = None
    attended: int | None = None
    is_deleted: int = 0
    seq: int = _ms(0)
    field_seqs: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class LegalHold(RelayTable, table=True):
    """That what is kept of a client must not be purged, since when and why."""

    __tablename__ = "legal_hold"
    client_id: str = Field(primary_key=True)
    is_held: int = 1
    reason: str = ""
    by: str = ""
    at: int = _ms()
    seq: int = _ms(0)


class Purge(RelayTable, table=True):
    """What was decided to be purged, and when the relay had done it; `purge_report` says which devices have."""

    __tablename__ = "purge"
    id: str = Field(primary_key=True)
    by: str
    """relay, or who ran the command"""
    before_at: int | None = _ms(is_nullable=True)
    client_id: str | None = None
    counts: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    at: int = _ms()
    done_at: int | None = _ms(is_nullable=True)
    """when the last of it was gone here and told to the devices"""


class PurgeReport(RelayTable, table=True):
    """A device that has purged it too."""

    __tablename__ = "purge_report"
    purge_id: str = Field(primary_key=True)
    token_id: str = Field(primary_key=True)
    at: int = _ms()


class PurgedText(RelayTable, table=True):
    """The carrier's id of a text that was purged: whoever reads the carrier's list never takes it in again."""

    __tablename__ = "purged_text"
    carrier: str = Field(primary_key=True)
    carrier_id: str = Field(primary_key=True)
    at: int = _ms()


class DoomedFile(RelayTable, table=True):
    """A photo or file that nothing names any more, until it is gone from the folder."""

    __tablename__ = "doomed_file"
    sha256: str = Field(primary_key=True)
    type: str = Field(primary_key=True)
    at: int = _ms()


class Audit(RelayTable, table=True):
    """Who did what, without words and numbers; each entry carries the hash of the one before."""

    __tablename__ = "audit"
    __table_args__ = (Index("audit_client", "office_id", "client_id", "n"),)
    n: int = Field(primary_key=True, sa_type=BigInteger)
    at: int = _ms()
    who: str
    """a caseworker's id, relay, or command:NAME"""
    act: str
    client_id: str | None = None
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    previous_hash: str
    hash: str


class AuditHead(RelayTable, table=True):
    """The newest hash of a day, for outside the machine; `sent_at` null: it has not left yet."""

    __tablename__ = "audit_head"
    n: int = Field(primary_key=True, sa_type=BigInteger)
    hash: str
    at: int = _ms()
    sent_at: int | None = _ms(is_nullable=True)


class Away(RelayTable, table=True):
    """From when until when a caseworker (`id`) is away; `until_at` null: they are back."""

    __tablename__ = "away"
    id: str = Field(primary_key=True)
    from_at: int = _ms()
    until_at: int | None = _ms(is_nullable=True)
    bodies: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    seq: int = _ms(0)


class WrongPersonRow(RelayTable, table=True):
    """Somebody else answered on a client's number; `sent`: the texts that the stranger had."""

    __tablename__ = "wrong_person"
    id: str = Field(primary_key=True)
    client_id: str
    e164: str
    message_id: str
    caseworker_id: str
    sent: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    cancelled: int = 0
    at: int = _ms()
    seq: int = _ms(0)


class AlertSetting(RelayTable, table=True):
    """How a caseworker is told while no app of theirs listens. Quiet hours are minutes of the office's day."""

    __tablename__ = "alert_setting"
    caseworker_id: str = Field(primary_key=True)
    email: str | None = None
    webhook: str | None = None
    at_times: list[int] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    quiet_from: int | None = None
    quiet_to: int | None = None
    least_minutes: int = 60
    seq: int = _ms(0)


class Alert(RelayTable, table=True):
    """Something that somebody is told by e-mail or webhook. `state`: due, sent, dropped; `facts`: only numbers."""

    __tablename__ = "alert"
    __table_args__ = (
        Index("alert_about", "office_id", "caseworker_id", "way", "kind", "about", unique=True),
        Index("alert_due", "state", "next_try_at"),
    )
    id: str = Field(primary_key=True)
    caseworker_id: str
    way: str
    kind: str
    about: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    state: str = "due"
    attempts: int = 0
    trouble: str | None = None
    at: int = _ms()
    next_try_at: int = _ms(0)
    done_at: int | None = _ms(is_nullable=True)
