"""The office's information message: before the first text to anyone on a number, once, and with the fate of that text.

Who is introduced to: a client (or an unknown number) on one number. They know us on it if any text of ours has left
for them there, or any of theirs has come from it; nobody else does. The introduction is accepted in the transaction of
the text that it precedes, stands before it in the thread, and leaves before it. It leaves by the rules of that text; if
it is held, refused or cancelled, so is what follows; if nothing follows it any more it never leaves. A later text that
is sooner brings the same introduction forward, so that however many texts wait, there is one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rise_tui.domain.automatic import Automatic, information
from rise_tui.domain.policy import Kind, NowBecause
from rise_tui.relay.automatic.texts import Listener, OfficeVoice, Said, store, voice_of
from rise_tui.relay.store import queue
from rise_tui.relay.store.conversation_texts import received_in
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.wire.codec import to_json


@dataclass(frozen=True, slots=True)
class First:
    """A text that may be the first to somebody on a number, with what its introduction shares with it."""

    message_id: str
    conversation_id: str
    e164: str = field(repr=False)
    sender: str
    kind: Kind
    due_at: int
    expires_at: int
    not_sent_by_at: int
    status: str
    is_paused: bool = False
    now_because: NowBecause | None = None


@dataclass(frozen=True, slots=True)
class Introductions:
    """What goes before some texts: by the text's id its introduction's; and those to be put in line before it."""

    after: Mapping[str, str]
    before: Mapping[str, queue.Waiting]


NONE = Introductions({}, {})

_PAIRS = f"""
SELECT v.key AS n, c.language, c.is_discreet,
       (SELECT q.message_id FROM queue q JOIN message m ON m.office_id = q.office_id AND m.id = q.message_id
         WHERE q.office_id = :office_id AND q.conversation_id = json_extract(v.value, '$[0]')
           AND q.e164 = json_extract(v.value, '$[1]') AND m.automatic = 'information' LIMIT 1) AS introduction_id
  FROM json_each(:pairs) v
  LEFT JOIN client c ON c.office_id = :office_id AND c.id = json_extract(v.value, '$[0]')
 WHERE NOT EXISTS (
       SELECT 1 FROM message m WHERE m.office_id = :office_id AND m.conversation_id = json_extract(v.value, '$[0]')
          AND m.direction = 'outbound' AND m.e164 = json_extract(v.value, '$[1]')
          AND m.status IN ('sent', 'delivered', 'read'))
   AND NOT EXISTS (
       SELECT 1 FROM message m INDEXED BY message_seq WHERE m.office_id = :office_id
          AND m.seq IN {received_in("json_extract(v.value, '$[0]')")} AND m.e164 = json_extract(v.value, '$[1]'))
"""
"""Those of these (conversation, number) who do not know us yet. What failed has told them nothing."""


def introduce(tx: Tx, office_id: str, texts: Sequence[First], at: int) -> Introductions:
    """Accept an introduction for each of these texts whose reader does not know us on that number.

    Called right before the texts themselves are accepted. Nothing is introduced where the office does not want it.
    """
    voice = voice_of(tx, office_id)
    if not voice.rules.introduces:
        return NONE
    pairs = [(text.conversation_id, text.e164) for text in texts]
    rows = tx.all(_PAIRS, office_id=office_id, pairs=to_json(pairs))
    after: dict[str, str] = {}
    before: dict[str, Said] = {}
    made: dict[tuple[str, str], str] = {}
    for row in rows:
        text, pair = texts[row["n"]], pairs[row["n"]]
        standing = made.get(pair) or row["introduction_id"]
        if standing is None:
            introduction = _said(voice, row, text)
            before[text.message_id] = introduction
            standing = made[pair] = introduction.message_id
        elif pair not in made:
            _bring_forward(tx, office_id, standing, text)
        after[text.message_id] = standing
    if before:
        store(tx, office_id, list(before.values()), at)
    return Introductions(after, {message_id: said.waiting(at) for message_id, said in before.items()})


def reword(tx: Tx, office_id: str, client_id: str) -> None:
    """The client's phone is read by others now, or no longer: an introduction that waits is worded for that."""
    rows = tx.all(
        "SELECT m.id, c.language, c.is_discreet FROM queue q"
        " JOIN message m ON m.office_id = q.office_id AND m.id = q.message_id"
        " JOIN client c ON c.office_id = q.office_id AND c.id = q.conversation_id"
        " WHERE q.office_id = :office_id AND q.conversation_id = :client_id AND q.state = 'queued'"
        " AND m.automatic = 'information'",
        office_id=office_id,
        client_id=client_id,
    )
    for row in rows:
        tx.update("message", {"office_id": office_id, "id": row["id"]}, body=_words(voice_of(tx, office_id), row))


def let_go_before(tx: Tx, office_id: str, message_id: str, because: str | None, at: int) -> None:
    """A text was let go by hand: what introduces it goes too, for the same reason."""
    row = tx.one(
        "UPDATE queue SET kept_why = NULL, due_at = min(due_at, :at) WHERE office_id = :office_id AND state = 'queued'"
        " AND message_id = (SELECT after_id FROM queue WHERE office_id = :office_id AND message_id = :message_id)"
        " RETURNING message_id",
        office_id=office_id,
        message_id=message_id,
        at=at,
    )
    if row is not None and because is not None:
        tx.update("message", {"office_id": office_id, "id": row["message_id"]}, kind="one_to_one", now_because=because)


def _said(voice: OfficeVoice, row: Row, text: First) -> Said:
    return Said(
        automatic=Automatic.INFORMATION,
        conversation_id=text.conversation_id,
        e164=text.e164,
        sender=text.sender,
        body=_words(voice, row),
        kind=text.kind,
        due_at=text.due_at,
        expires_at=text.expires_at,
        not_sent_by_at=text.not_sent_by_at,
        status=text.status,
        is_paused=text.is_paused,
        now_because=text.now_because,
    )


def _words(voice: OfficeVoice, row: Row) -> str:
    listener = Listener(language=row["language"] or "en", is_discreet=bool(row["is_discreet"]))
    return information(voice.rules, voice.name, listener.language, is_discreet=listener.is_discreet)


def _bring_forward(tx: Tx, office_id: str, introduction_id: str, text: First) -> None:
    """The introduction that waits already goes before this text too: as soon, and by the milder rules of the two.

    What kept it until now says nothing about when it leaves.
    """
    is_ones_own = text.kind == "one_to_one"
    tx.run(
        "UPDATE queue SET due_at = CASE WHEN :is_ones_own AND kept_why IS NOT NULL OR is_paused > :is_paused"
        "  THEN :due_at ELSE min(due_at, :due_at) END, not_sent_by_at = max(not_sent_by_at, :not_sent_by_at),"
        " is_paused = min(is_paused, :is_paused), priority = min(priority, :priority),"
        " kept_why = CASE WHEN :is_ones_own THEN NULL ELSE kept_why END"
        " WHERE office_id = :office_id AND message_id = :introduction_id AND state = 'queued'",
        due_at=text.due_at,
        not_sent_by_at=text.not_sent_by_at,
        is_paused=int(text.is_paused),
        priority=queue.ONE_TO_ONE if is_ones_own else queue.BULK,
        is_ones_own=is_ones_own,
        office_id=office_id,
        introduction_id=introduction_id,
    )
    tx.run(
        "UPDATE message SET expires_at = max(expires_at, :expires_at),"
        " kind = CASE WHEN :is_ones_own THEN 'one_to_one' ELSE kind END,"
        " now_because = COALESCE(:now_because, now_because)"
        " WHERE office_id = :office_id AND id = :introduction_id",
        expires_at=text.expires_at,
        is_ones_own=is_ones_own,
        now_because=None if text.now_because is None else str(text.now_because),
        office_id=office_id,
        introduction_id=introduction_id,
    )
