"""What may be PUT: one model a resource. The id stands in the path, the write id in `Idempotency-Key`."""

from typing import Annotated, Literal

from pydantic import Field

from rise_tui.domain.ids import broadcast_message_id
from rise_tui.domain.office_rules import MOST_URGENT_MINUTES
from rise_tui.wire.shapes import E164, ConversationKey, Sha256, Uuid, WireTime, Wish

Language = Literal["en", "es"]
NowBecause = Literal["asked_for_it", "urgent", "appointment_today", "agreed_by_phone", "other"]
"""The words of domain/policy."""
LARGEST = 2**63 - 1
"""The largest number that a database keeps whole."""


class PutClient(Wish):
    """A person, or the fields of one that changed (then with `If-Match`)."""

    first_name: str | None = Field(None, max_length=200)
    last_name: str | None = Field(None, max_length=200)
    language: Language | None = None
    zone: str | None = Field(None, max_length=64)
    external_id: str | None = Field(None, max_length=100)
    caseworker_id: Uuid | None = None
    status: Literal["open", "paused", "closed"] | None = None
    status_reason: str | None = Field(None, max_length=200)
    status_until: WireTime | None = None
    is_discreet: bool | None = None
    safe_from: int | None = Field(None, ge=0, lt=1440, description="minute of their day from which texts are safe")
    safe_to: int | None = Field(None, ge=0, lt=1440)
    deleted: bool | None = None


class PutHolding(Wish):
    """That a client has, or had, a number; the number stands in the path."""

    from_at: WireTime | None = None
    until_at: WireTime | None = None
    is_confirmed: bool | None = None
    confirmed_how: str | None = Field(None, max_length=200)


class PutMessage(Wish):
    """A text to one client."""

    client_id: ConversationKey
    body: str = Field(max_length=1600)
    media: list[Sha256] = Field(default_factory=list, max_length=10)
    seen_through: int = Field(0, ge=0, le=LARGEST, description="seq of the newest inbound text on the writer's screen")
    hold_s: float = Field(0, ge=0, le=60, description="seconds the relay keeps it back, by its own clock")
    not_before: WireTime | None = None
    expires_at: WireTime
    template_id: Uuid | None = None
    broadcast_id: Uuid | None = None
    now_because: NowBecause | None = Field(None, description="it leaves whatever the hour, one to one only, because")


class PutResolution(Wish):
    """What a person decides about a text of which nobody can tell whether it left."""

    as_: Literal["send_again", "mark_sent"] = Field(alias="as")


class PutRelease(Wish):
    """Let a held text go now: one to one, or kept because its client was paused."""

    because: NowBecause = "other"


class PutCancellation(Wish):
    """Take a text or a broadcast back; it may come before what it names."""


class PutPause(Wish):
    """Stop a broadcast for a while, or let it go on."""

    is_paused: bool = True


class Recipient(Wish):
    """One person of a broadcast, with the text as it will leave; `is_neutral`: others may read it on their phone."""

    client_id: Uuid
    message_id: Uuid
    body: str = Field(max_length=1600)
    is_neutral: bool = False


class LeftOut(Wish):
    """Somebody of the chosen people who gets nothing, and why."""

    client_id: Uuid
    reason: str = Field(max_length=40)


class PutBroadcast(Wish):
    """One text to a frozen list of people."""

    name: str = Field(max_length=200)
    body: str = Field(max_length=1600)
    recipients: list[Recipient] = Field(max_length=20_000)
    left_out: list[LeftOut] = Field(default_factory=list, max_length=20_000)
    not_before: WireTime | None = None
    expires_at: WireTime

    def strangers(self, broadcast_id: str) -> list[str]:
        """The message ids that are not the UUIDv5 of this broadcast and their client; a well-formed one has none."""
        return [
            r.message_id for r in self.recipients if r.message_id != broadcast_message_id(broadcast_id, r.client_id)
        ]


class PutConversation(Wish):
    """How things stand with somebody, as judged by a person who had seen texts up to `seen_through`."""

    state: Literal["needs_reply", "waiting", "done"] | None = None
    snoozed_until: WireTime | None = None
    is_flagged: bool | None = None
    read_through: int | None = Field(None, ge=0, le=LARGEST)
    seen_through: int = Field(0, ge=0, le=LARGEST)


class PutGroup(Wish):
    """A named set of clients."""

    name: str | None = Field(None, max_length=200)
    kind: str | None = Field(None, max_length=40)
    deleted: bool | None = None


class PutMember(Wish):
    """That a client is, or is no longer, in a group."""

    is_member: bool


class PutTemplate(Wish):
    """A reusable text."""

    name: str | None = Field(None, max_length=200)
    key: str | None = Field(None, max_length=1)
    bodies: dict[Language, str] | None = None
    deleted: bool | None = None


class PutNote(Wish):
    """What a caseworker writes down; the client does not see it. Written once, and taken back by its author."""

    client_id: Uuid
    body: str = Field("", max_length=20_000)
    kind: Literal["note", "call", "visit"] = "note"
    deleted: bool | None = None


class PutDocument(Wish):
    """A photo or file of a message, filed for a client."""

    client_id: Uuid | None = None
    message_id: Uuid | None = None
    sha256: Sha256 | None = None
    kind: Literal["paystub", "id", "lease", "certificate", "letter", "other"] | None = None
    period: str | None = Field(None, max_length=100)
    note: str | None = Field(None, max_length=2000)
    verified_at: WireTime | None = None
    verified_by: Uuid | None = None
    is_dismissed: bool | None = None
    deleted: bool | None = None


class PutClaim(Wish):
    """That an unknown number is this client's; the first claim wins. One that is not confirmed gets no texts yet."""

    e164: E164
    client_id: Uuid
    is_confirmed: bool = True
    confirmed_how: str | None = Field(None, max_length=200)


class PutTransfer(Wish):
    """That a client goes from one caseworker to another, with a note for them and, if wanted, a text to the client."""

    client_id: Uuid
    to_caseworker_id: Uuid
    note: str = Field("", max_length=2000)
    text: str = Field("", max_length=1600, description="words to the client; empty: none")
    text_from: Literal["old", "new"] = Field("new", description="in whose name: who had the client, or who gets them")
    message_id: Uuid | None = Field(None, description="the id of that text")
    hold_s: float = Field(0, ge=0, le=60)
    expires_at: WireTime | None = None
    undoes: Uuid | None = Field(None, description="the transfer that this one takes back")


class PutCover(Wish):
    """That one caseworker sees to the clients of another, all or a group's, from when until when."""

    of_caseworker_id: Uuid | None = None
    by_caseworker_id: Uuid | None = None
    group_id: Uuid | None = None
    from_at: WireTime | None = None
    until_at: WireTime | None = None
    note: str | None = Field(None, max_length=2000)
    is_ended: bool | None = None


class PutDevice(Wish):
    """What a signed-in machine is called; or that its sign-in is taken back, or all of it is to be deleted there."""

    name: str | None = Field(None, max_length=100)
    state: Literal["revoked", "wiped"] | None = None


class PutWiped(Wish):
    """A wiped machine says that nothing of the office is on it any more: the one thing that its token still may do."""


class PutLook(Wish):
    """That somebody opened a client's file."""

    client_id: ConversationKey
    from_at: WireTime
    to_at: WireTime


class PutConsent(Wish):
    """What a person said about being texted, and how we know."""

    e164: E164
    client_id: Uuid | None = None
    purpose: Literal["all", "conversation", "reminders", "group_news"] = "all"
    state: Literal["unknown", "opted_in", "opted_out"]
    how: Literal["word", "carrier", "caseworker", "import", "taken_back"] = Field(
        "caseworker", description="taken_back: that `message_id` counts as a STOP, by mistake; it is undecided again"
    )
    wording: str = Field("", max_length=2000)
    message_id: Uuid | None = None


class PutAppointment(Wish):
    """A class, a court date, a check-in."""

    client_id: Uuid | None = None
    group_id: Uuid | None = None
    kind: str | None = Field(None, max_length=40)
    starts_at: WireTime | None = None
    place: str | None = Field(None, max_length=200)
    bring: str | None = Field(None, max_length=500)
    answer: Literal["yes", "no"] | None = None
    attended: bool | None = None
    deleted: bool | None = None


class PutLegalHold(Wish):
    """That what is kept of a client must not be purged, and why; or that it may be again."""

    is_held: bool
    reason: str = Field("", max_length=500)


class PutExport(Wish):
    """That somebody takes a client's file, one paper of theirs, or what became of a broadcast out of the program.

    It is said before anything is written (`begun`), and again when all is (`done`, with how much) or it broke off.
    """

    client_id: ConversationKey | None = None
    document_id: Uuid | None = None
    broadcast_id: Uuid | None = None
    state: Literal["begun", "done", "failed"] = "done"
    from_at: WireTime | None = None
    to_at: WireTime | None = None
    texts: int = Field(0, ge=0, le=LARGEST)
    notes: int = Field(0, ge=0, le=LARGEST)
    files: int = Field(0, ge=0, le=LARGEST)
    people: int = Field(0, ge=0, le=LARGEST)


class PutPurgeDone(Wish):
    """That this device has purged it too."""


class PutWrongPerson(Wish):
    """That somebody else answers on a client's number, as that text says: nothing more goes there for the client."""

    e164: E164
    client_id: Uuid
    message_id: Uuid


class PutAlerts(Wish):
    """How one wants to be told while no app of one's own listens: where to, when, and how often at most."""

    email: str | None = Field(None, max_length=254)
    webhook: str | None = Field(None, max_length=500)
    at: list[Annotated[str, Field(max_length=5)]] = Field(
        default_factory=list, max_length=8, description="times of the office's day, `08:30`; none: as clients wait"
    )
    quiet_from: int | None = Field(None, ge=0, lt=1440, description="minute of the office's day")
    quiet_to: int | None = Field(None, ge=0, lt=1440)
    least_minutes: int = Field(60, ge=5, le=1440, description="between two alerts about who waits")


class PutOnCall(Wish):
    """Who is told of what is urgent while nobody listens who sees the client, from when until when; null: nobody."""

    caseworker_id: Uuid | None = None
    from_at: WireTime | None = Field(None, description="null: from now on")
    until_at: WireTime | None = Field(None, description="null: until told otherwise")
    urgent_minutes: int | None = Field(
        None,
        ge=1,
        le=MOST_URGENT_MINUTES,
        description="unanswered for so long it is told to the supervisors; null: as it is",
    )


class PutAway(Wish):
    """From when until when a caseworker is away, and what whoever writes to them is told; `until_at` null: back."""

    from_at: WireTime
    until_at: WireTime | None = None
    bodies: dict[Language, Annotated[str, Field(max_length=600)]] = Field(default_factory=dict)
