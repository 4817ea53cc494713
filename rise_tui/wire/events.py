"""What happened: the office's log, an event at a time; `FACTS` names the shape of each type's data."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from rise_tui.wire.shapes import Fact, WireTime


class Event(BaseModel):
    """An entry of the office's log. `seq` counts in commit order."""

    seq: int
    at: WireTime
    type: str
    actor: str
    client_id: str | None = None
    write_id: str | None = None
    data: dict[str, Any]


class OfficeChanged(Fact):
    office_id: str
    name: str
    zone: str
    numbers: list[str]
    quiet_from: int | None = None
    """Minutes of the day; None: no quiet hours."""
    quiet_to: int | None = None
    segments_per_second: float
    price_micros: int
    rules: dict[str, Any] = Field(default_factory=dict)
    """What the office decides: domain/office_rules."""


class CaseworkerChanged(Fact):
    caseworker_id: str
    name: str
    role: Literal["caseworker", "supervisor", "administrator"]
    is_active: bool


class ClientChanged(Fact):
    client_id: str
    first_name: str
    last_name: str = ""
    language: str = "en"
    zone: str | None = None
    external_id: str | None = None
    caseworker_id: str | None = None
    status: str = "open"
    status_reason: str | None = None
    status_until: WireTime | None = None
    is_discreet: bool = False
    safe_from: int | None = None
    safe_to: int | None = None
    deleted: bool = False


class NumberChanged(Fact):
    """A holding: who has the number, from when to when."""

    client_id: str
    e164: str
    from_at: WireTime
    until_at: WireTime | None = None
    is_confirmed: bool = True
    confirmed_how: str | None = None


class GroupChanged(Fact):
    group_id: str
    name: str
    kind: str = "group"
    deleted: bool = False


class GroupMembershipChanged(Fact):
    group_id: str
    client_id: str
    is_member: bool


class TemplateChanged(Fact):
    template_id: str
    name: str
    key: str | None = None
    bodies: dict[str, str]
    deleted: bool = False


class NoteChanged(Fact):
    note_id: str
    client_id: str
    body: str
    kind: str = "note"
    caseworker_id: str | None = None
    deleted: bool = False


class DocumentChanged(Fact):
    document_id: str
    client_id: str
    message_id: str | None = None
    sha256: str
    kind: str
    period: str | None = None
    note: str | None = None
    verified_at: WireTime | None = None
    verified_by: str | None = None
    is_dismissed: bool = False
    deleted: bool = False


class AppointmentChanged(Fact):
    appointment_id: str
    client_id: str | None = None
    group_id: str | None = None
    kind: str
    starts_at: WireTime
    place: str | None = None
    bring: str | None = None
    answer: str | None = None
    attended: bool | None = None
    deleted: bool = False


class ClientAssigned(Fact):
    """From now on this caseworker sees the client; the client's past is at `clients/{id}/events`."""

    client_id: str
    from_caseworker_id: str | None = None
    to_caseworker_id: str | None = None
    why: str = "own"
    note: str = ""
    transfer_id: str | None = None
    """The transfer that it comes of: its marker stands in the conversation as ClientTransferred."""


class ClientReleased(ClientAssigned):
    """From now on this caseworker no longer sees the client; the replica forgets."""


class ClientTransferred(Fact):
    """A client went from one caseworker to another: the marker in the conversation, for whoever sees the client."""

    transfer_id: str
    client_id: str
    from_caseworker_id: str | None = None
    to_caseworker_id: str | None = None
    note: str = ""
    message_id: str | None = None
    """The text that the client got about it."""
    text_left_out: str | None = None
    """Why they got none although there was one: opted_out, no_number, expired."""
    undoes: str | None = None
    """The transfer that it takes back."""


class CoverChanged(Fact):
    """Who sees to whose clients, from when until when; the note only for the two and for supervisors."""

    cover_id: str
    of_caseworker_id: str
    by_caseworker_id: str
    group_id: str | None = None
    from_at: WireTime
    until_at: WireTime
    note: str = ""
    has_begun: bool = False
    is_ended: bool = False


class CoverEnded(Fact):
    """What was done while somebody was covered, and who waits for them now; for them alone."""

    cover_id: str
    open: list[str] = Field(default_factory=list)
    """Clients of theirs who need a reply."""
    received: int = 0
    """Texts that came from the covered clients."""
    written: int = 0
    """Texts that the colleague wrote to them."""


class DeviceChanged(Fact):
    """A machine that somebody has signed in on; for themself, supervisors and administrators."""

    device_id: str
    caseworker_id: str
    name: str = ""
    state: str = "active"
    created_at: WireTime
    seen_at: WireTime | None = None
    """When it last spoke with the office, to a day."""
    expires_at: WireTime | None = None
    wiped_at: WireTime | None = None
    """When it said that nothing is on it any more."""


class ConsentChanged(Fact):
    client_id: str | None = None
    e164: str
    purpose: str = "all"
    state: Literal["unknown", "opted_in", "opted_out"]
    how: str
    message_id: str | None = None
    wording: str = ""


class MediaItem(Fact):
    index: int
    declared_type: str = ""


class MessageReceived(Fact):
    message_id: str
    client_id: str | None = None
    e164: str
    to_e164: str
    body: str
    media: list[MediaItem] = Field(default_factory=list)
    marks: list[str] = Field(default_factory=list)
    opt_word: str | None = None


class MediaStored(Fact):
    message_id: str
    index: int
    sha256: str
    type: str
    bytes: int
    width: int | None = None
    height: int | None = None
    name: str | None = None


class MediaFailed(Fact):
    message_id: str
    index: int
    reason: Literal["incomplete", "too_large", "refused"]


class CarrierAnswered(Fact):
    """The phone company itself has answered a text of a client's: with its own words, which nobody here sees."""

    message_id: str
    word: str
    """What it took the text for: help, stop or start."""


class MessageAccepted(Fact):
    message_id: str
    client_id: str
    caseworker_id: str | None = None
    body: str
    media: list[str] = Field(default_factory=list)
    broadcast_id: str | None = None
    not_before: WireTime | None = None
    expires_at: WireTime | None = None
    encoding: str = "GSM-7"
    segments: int = 1
    e164: str | None = None
    """the number that it goes to"""
    automatic: str | None = None
    """What the office itself sent it for: the words of domain/automatic."""
    now_because: str | None = None
    """Why a person let it go whatever the hour: the words of domain/policy."""


class MessageStatusChanged(Fact):
    message_id: str
    status: str
    carrier_status: str | None = None
    error_code: int | None = None
    reason: str | None = None
    price_micros: int | None = None
    held_why: str | None = None
    """Why a held text waits: the words of domain/policy."""
    held_until: WireTime | None = None
    now_because: str | None = None
    """Why a person let a held text go whatever the hour: the words of domain/policy."""
    left_because: str | None = None
    """Why it leaves at an hour that would have kept it, where nobody let it go by hand: the words of domain/policy."""


class ConversationChanged(Fact):
    """`client_id` is a client's id or `tel:+1…`; `read_through` is the reader's own."""

    client_id: str
    state: str
    snoozed_until: WireTime | None = None
    is_flagged: bool = False
    read_through: int = 0
    seen_through: int = 0


class WrongPerson(Fact):
    """Somebody else answers on a client's number: it ended for them, and nothing more goes there."""

    wrong_person_id: str
    client_id: str
    e164: str
    message_id: str
    sent: list[str] = Field(default_factory=list)
    """The texts that the stranger was sent since the client last surely wrote from it, the oldest first."""
    cancelled: int = 0


class AlertsChanged(Fact):
    """How one is told while no app of one's own listens; told to oneself alone. `at`: minutes of the office's day."""

    caseworker_id: str
    email: str | None = None
    webhook: str | None = None
    at: list[int] = Field(default_factory=list)
    quiet_from: int | None = None
    quiet_to: int | None = None
    least_minutes: int = 60


class AwayChanged(Fact):
    """A caseworker is away, or is not any more (`until_at` None)."""

    caseworker_id: str
    from_at: WireTime
    until_at: WireTime | None = None
    bodies: dict[str, str] = Field(default_factory=dict)


class BroadcastRecipient(Fact):
    client_id: str
    message_id: str


class BroadcastLeftOut(Fact):
    client_id: str
    reason: str


class BroadcastAccepted(Fact):
    broadcast_id: str
    name: str
    body: str
    recipients: list[BroadcastRecipient] = Field(default_factory=list)
    left_out: list[BroadcastLeftOut] = Field(default_factory=list)
    not_before: WireTime | None = None
    expires_at: WireTime | None = None
    caseworker_id: str | None = None


class BroadcastCancelled(Fact):
    broadcast_id: str
    cancelled: int
    too_late: int


class BroadcastPaused(Fact):
    broadcast_id: str
    is_paused: bool
    why: str = ""


class Purged(Fact):
    """What must be gone from every device. `part_of`: a purge of which more follows; `purge_id`: with this event one is
    whole, and to be reported done. `before_at`: what colleagues told each other until then goes as well."""

    kind: str
    ids: list[str]
    part_of: str | None = None
    before_at: WireTime | None = None
    purge_id: str | None = None


class LegalHoldChanged(Fact):
    """That nothing of a client may be purged, or that it may be again."""

    client_id: str
    is_held: bool
    reason: str = ""
    held_at: WireTime | None = None


class CarrierAlert(Fact):
    code: str
    title: str
    detail: str = ""
    is_stopped: bool = False


class AuditHead(Fact):
    """The newest entry of the audit log, once a day. Every app keeps it: nobody can make the log anew unseen."""

    n: int
    hash: str
    newest_at: WireTime


FACTS: dict[str, type[Fact]] = {
    shape.__name__: shape
    for shape in (
        OfficeChanged,
        CaseworkerChanged,
        ClientChanged,
        NumberChanged,
        GroupChanged,
        GroupMembershipChanged,
        TemplateChanged,
        NoteChanged,
        DocumentChanged,
        AppointmentChanged,
        ClientAssigned,
        ClientReleased,
        ClientTransferred,
        CoverChanged,
        CoverEnded,
        DeviceChanged,
        ConsentChanged,
        MessageReceived,
        MediaStored,
        MediaFailed,
        CarrierAnswered,
        MessageAccepted,
        MessageStatusChanged,
        ConversationChanged,
        WrongPerson,
        AlertsChanged,
        AwayChanged,
        BroadcastAccepted,
        BroadcastCancelled,
        BroadcastPaused,
        Purged,
        LegalHoldChanged,
        CarrierAlert,
        AuditHead,
    )
}
"""The shape of each event type's data; a type that is not here is stepped over."""


class Page(BaseModel):
    """A stretch of the log. `next` is the last number looked at, also where everything was filtered out."""

    epoch: str
    events: list[Event]
    next: int


class Snapshot(BaseModel):
    """What one may see as of `seq`, as facts in the shapes of events; without `page` this was the last."""

    epoch: str
    seq: int
    events: list[Event]
    page: str | None = None


class Cursor(BaseModel):
    """Sent on a stream at its start and every 15 s."""

    epoch: str
    next: int


class Answer(BaseModel):
    """What a wish got: `seq` is the event that it made."""

    id: str
    seq: int
    at: WireTime
    outcome: Literal["cancelled", "too_late"] | None = None
    cancelled: int | None = None
    too_late: int | None = None
    sent: list[str] | None = None
    """With a wrong person: the texts that the stranger was sent."""


class Me(BaseModel):
    """Who the token belongs to, and which relay this is."""

    office_id: str
    office: str
    caseworker_id: str
    name: str
    role: str
    zone: str
    instance_id: str
    epoch: str
    version: str = ""
    """The relay's own version; empty from one that does not tell it."""
    device_id: str = ""
    """This sign-in among the caseworker's devices; empty from a relay that does not tell it."""
    token_expires_at: WireTime | None = None
    """Until when the token is good; None if it has no end, or the relay does not tell."""
