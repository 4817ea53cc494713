"""What the office sends by itself: how such a text is kept and put in line, in the transaction that asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rise_tui.domain.automatic import Automatic
from rise_tui.domain.ids import new_id
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.domain.policy import Kind, NowBecause
from rise_tui.domain.segments import weigh
from rise_tui.relay.store import event_log, queue
from rise_tui.relay.store.access import TEL
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.rules import rules_of

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS


@dataclass(frozen=True, slots=True)
class Said:
    """One automatic text: to which number from which of ours, in whose conversation, and by which rules it leaves.

    Times are milliseconds; it may leave until `not_sent_by_at`.
    """

    automatic: Automatic
    conversation_id: str
    e164: str = field(repr=False)
    sender: str
    body: str = field(repr=False)
    kind: Kind
    due_at: int
    expires_at: int
    not_sent_by_at: int
    status: str = "queued"
    is_paused: bool = False
    now_because: NowBecause | None = None
    message_id: str = field(default_factory=new_id)

    @property
    def client_id(self) -> str | None:
        """Whose conversation it is; None for an unknown number."""
        return None if self.conversation_id.startswith(TEL) else self.conversation_id

    def waiting(self, at: int) -> queue.Waiting:
        """Its place in line: what is answered to somebody goes before broadcasts."""
        return queue.Waiting(
            message_id=self.message_id,
            sender=self.sender,
            e164=self.e164,
            conversation_id=self.conversation_id,
            broadcast_id=None,
            priority=queue.BULK if self.kind in ("broadcast", "automatic") else queue.ONE_TO_ONE,
            segments=max(1, weigh(self.body).segments),
            due_at=self.due_at,
            accepted_at=at,
            not_sent_by_at=self.not_sent_by_at,
            is_paused=self.is_paused,
            may_have_gone=self.automatic is Automatic.INFORMATION,
        )


@dataclass(frozen=True, slots=True)
class OfficeVoice:
    """What the words of an office's automatic texts are made from."""

    name: str
    zone: str
    rules: OfficeRules


@dataclass(frozen=True, slots=True)
class Listener:
    """What must be known of a client to word a text to them; of an unknown number nothing is."""

    first_name: str = ""
    language: str = "en"
    is_discreet: bool = False
    caseworker_id: str | None = None


def voice_of(tx: Tx, office_id: str) -> OfficeVoice:
    """The office's. Raises LookupError for an office that is not there."""
    row = tx.one("SELECT name, zone, rules FROM office WHERE office_id = :office_id", office_id=office_id)
    if row is None:
        raise LookupError("a text of an office that is not there")
    return OfficeVoice(row["name"], row["zone"], rules_of(row["rules"]))


def listener_of(tx: Tx, office_id: str, client_id: str | None) -> Listener:
    """Whom it is for."""
    if client_id is None:
        return Listener()
    row = tx.one(
        "SELECT first_name, language, is_discreet, caseworker_id FROM client"
        " WHERE office_id = :office_id AND id = :client_id",
        office_id=office_id,
        client_id=client_id,
    )
    if row is None:
        return Listener()
    return Listener(row["first_name"], row["language"], bool(row["is_discreet"]), row["caseworker_id"])


def store(tx: Tx, office_id: str, texts: Sequence[Said], at: int) -> None:
    """Keep automatic texts and tell the log; they are not in line yet. None of them changes whose turn it is."""
    first = event_log.append_all(
        tx,
        office_id,
        "MessageAccepted",
        [(text.conversation_id, text.message_id) for text in texts],
        actor=queue.RELAY,
        at=at,
    )
    weights = [weigh(text.body) for text in texts]
    tx.insert_many(
        "message",
        [
            {
                "office_id": office_id,
                "id": text.message_id,
                "conversation_id": text.conversation_id,
                "client_id": text.client_id,
                "direction": "outbound",
                "e164": text.e164,
                "sender": text.sender,
                "body": text.body,
                "media": [],
                "kind": text.kind,
                "automatic": str(text.automatic),
                "status": text.status,
                "encoding": weight.alphabet,
                "segments": max(1, weight.segments),
                "seen_through": 0,
                "expires_at": text.expires_at,
                "now_because": None if text.now_because is None else str(text.now_because),
                "marks": [],
                "at": at,
                "seq": seq,
                "status_seq": seq,
            }
            for seq, (text, weight) in enumerate(zip(texts, weights, strict=True), first)
        ],
    )


def say_now(tx: Tx, office_id: str, text: Said, at: int) -> None:
    """Keep one and put it in line."""
    store(tx, office_id, [text], at)
    queue.enqueue(tx, office_id, [text.waiting(at)])


_COUNTED = "automatic = :automatic AND at > :since AND status NOT IN ('failed', 'undelivered', 'cancelled', 'expired')"
"""Of that sort, since then, and it was got or may still be."""


def said_since(tx: Tx, office_id: str, e164: str, automatic: Automatic, since: int) -> int:
    """How many texts of that sort this number got, or may still get, since then (milliseconds)."""
    row = tx.one(
        "SELECT count(*) AS n FROM message WHERE office_id = :office_id AND e164 = :e164 AND direction = 'outbound'"
        f" AND {_COUNTED}",
        office_id=office_id,
        e164=e164,
        automatic=str(automatic),
        since=since,
    )
    return 0 if row is None else int(row["n"])


def was_told_since(tx: Tx, office_id: str, conversation_id: str, automatic: Automatic, since: int) -> bool:
    """Was that said to this client since then (milliseconds), on any number of theirs?"""
    row = tx.one(
        "SELECT 1 FROM message WHERE office_id = :office_id AND conversation_id = :conversation_id"
        f" AND direction = 'outbound' AND {_COUNTED}",
        office_id=office_id,
        conversation_id=conversation_id,
        automatic=str(automatic),
        since=since,
    )
    return row is not None
