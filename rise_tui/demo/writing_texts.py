"""Writes what was said: texts out and in, texts to many, and what a caseworker decided about a conversation."""

import hashlib
from functools import lru_cache
from typing import Any

from rise_tui.demo import acts
from rise_tui.demo.book import Book, File, Talk
from rise_tui.demo.people import SENDER
from rise_tui.demo.writing_people import agree
from rise_tui.domain.consent import OptWord, opt_word
from rise_tui.domain.delivery import Reason, Status, reason_of
from rise_tui.domain.ids import broadcast_message_id, conversation_key
from rise_tui.domain.marks import Mark, marks_of
from rise_tui.domain.segments import weigh

CARRIER = "twilio"
TO_ONE_MS, TO_MANY_MS = 7_200_000, 1_800_000
"""Within which a text must have reached the relay."""
RECEIPT_MS, EACH_MS = 4_000, 300
"""How long after it was written a text is on the phone; of a text to many each one is later than the one before."""
PHOTO_MS = 3_000


def says(book: Book, act: acts.Says) -> None:
    """A text to one person: the conversation waits for them now, as of what its writer had read."""
    file, by = book.files[act.client], book.staff[act.by]
    message_id, talk = book.ids.at(act.at), book.talk(file.id)
    seen = talk.last_inbound_seq
    seq = book.tell("MessageAccepted", act.at, by, file.id, message_id)
    talk.state, talk.seen_through = "waiting", max(talk.seen_through, seen)
    _settle(book, act.at, by, talk, _has_read(book, by, talk))
    talk.last_at, talk.last_sender = max(talk.last_at, act.at), SENDER
    became = _became(book, act.at + RECEIPT_MS, file, message_id, act.error)
    kind = {"kind": "one_to_one", "broadcast_id": None, "seen_through": seen, "expires_at": act.at + TO_ONE_MS}
    _keep(book, file, id=message_id, body=act.text, caseworker_id=by, at=act.at, seq=seq, **kind, **became)


def reminds(book: Book, act: acts.Reminds) -> None:
    """A text to many: everybody on the list gets their own words once."""
    broadcast_id, by = book.ids.at(act.at), book.staff[act.by]
    book.add(
        "broadcast",
        id=broadcast_id,
        caseworker_id=by,
        name=act.name,
        body=act.body,
        left_out=[{"client_id": book.files[client].id, "reason": reason} for client, reason in act.left_out],
        not_before_at=None,
        expires_at=act.at + TO_MANY_MS,
        is_paused=0,
        is_cancelled=0,
        at=act.at,
        seq=book.tell("BroadcastAccepted", act.at, by, ref_id=broadcast_id, audience=by),
    )
    accepted = []
    for client, text in act.people:
        file = book.files[client]
        message_id = broadcast_message_id(broadcast_id, file.id)
        whom = {"broadcast_id": broadcast_id, "client_id": file.id, "message_id": message_id, "e164": file.number}
        book.add("recipient", **whom, left_out=None)
        accepted.append((client, text, message_id, book.tell("MessageAccepted", act.at, by, file.id, message_id)))
    kind = {"kind": "broadcast", "broadcast_id": broadcast_id, "seen_through": 0, "expires_at": act.at + TO_MANY_MS}
    lost = dict(act.lost)
    for place, (client, text, message_id, seq) in enumerate(accepted):
        file = book.files[client]
        became = _became(book, act.at + RECEIPT_MS + EACH_MS * place, file, message_id, lost.get(client))
        _keep(book, file, id=message_id, body=text, caseworker_id=by, at=act.at, seq=seq, **kind, **became)


def _became(book: Book, at: int, file: File, message_id: str, error: int | None) -> dict[str, Any]:
    """What the phone company said of a text in the end: the columns that hold it."""
    status = Status.DELIVERED if error is None else Status.UNDELIVERED
    reason = None if error is None else str(reason_of(error) or Reason.OTHER)
    facts = {"status": str(status), "carrier_status": str(status), "error_code": error, "reason": reason}
    told: dict[str, Any] = {name: value for name, value in facts.items() if value is not None}
    seq = book.tell("MessageStatusChanged", at, "carrier", file.id, message_id, **told)
    return {**facts, "carrier": CARRIER, "carrier_id": carrier_id("SM", message_id), "status_seq": seq}


def carrier_id(kind: str, ours: str) -> str:
    """What the phone company calls a text that we call so."""
    return kind + hashlib.md5(ours.encode(), usedforsecurity=False).hexdigest()


def _keep(book: Book, file: File, *, body: str, **columns: Any) -> None:
    weight = weigh(body)
    book.add(
        "message",
        conversation_id=file.id,
        client_id=file.id,
        direction="outbound",
        e164=file.number,
        sender=SENDER,
        body=body,
        media=[],
        encoding=weight.alphabet,
        segments=max(1, weight.segments),
        marks=[],
        **columns,
    )


def hears(book: Book, act: acts.Hears) -> None:
    """A text comes in: it needs a reply, whatever stood before; a word to stop counts at once."""
    file = None if act.client is None else book.files[act.client]
    talk = book.talk(conversation_key(None if file is None else file.id, act.number))
    message_id = book.ids.at(act.at)
    seq = book.tell("MessageReceived", act.at, "client", talk.id, message_id)
    word = opt_word(act.text)
    marks = _marks(act.text, act.paper is not None, "en" if file is None else file.row["language"])
    book.add(
        "message",
        id=message_id,
        conversation_id=talk.id,
        client_id=None if file is None else file.id,
        direction="inbound",
        e164=act.number,
        sender=SENDER,
        body=act.text,
        media=[],
        carrier=CARRIER,
        carrier_id=carrier_id("SM", message_id),
        kind="received",
        status="received",
        encoding="GSM-7",
        segments=1,
        seen_through=0,
        marks=list(map(str, marks)),
        opt_word=None if word is None else str(word),
        at=act.at,
        seq=seq,
        status_seq=seq,
    )
    book.came(talk, seq)
    talk.state, talk.snoozed_until_at = "needs_reply", None
    talk.last_at, talk.last_e164, talk.last_sender = act.at, act.number, SENDER
    if word is OptWord.STOP:
        _close(book, act, file, message_id)
    elif Mark.STOP_LIKE in marks:
        talk.hold_message_id = message_id
    if act.paper is not None:
        _bring(book, act.at + PHOTO_MS, talk, file, message_id, act.paper)


@lru_cache(maxsize=8192)
def _marks(text: str, has_photo: bool, language: str) -> tuple[Mark, ...]:
    return marks_of(text, has_photo, language)


def _close(book: Book, act: acts.Hears, file: File | None, message_id: str) -> None:
    """The number itself and who has it are closed."""
    how = {"state": "opted_out", "how": "word", "wording": act.text.strip()[:200], "message_id": message_id}
    told = None if file is None else file.id
    agree(book, act.at, "client", act.number, None, told=told, **how)
    if file is not None:
        agree(book, act.at, "client", act.number, file.id, **how)


def _bring(book: Book, at: int, talk: Talk, file: File | None, message_id: str, paper: acts.Paper) -> None:
    """The photo of a text is here."""
    drawn = book.papers[paper]
    book.add(
        "medium",
        message_id=message_id,
        position=0,
        url=f"demo:{paper.kind}",
        declared_type="image/jpeg",
        state="stored",
        sha256=drawn.sha256,
        type="image/jpeg",
        bytes=drawn.bytes,
        width=drawn.width,
        height=drawn.height,
        attempts=1,
        next_try_at=at - PHOTO_MS,
    )
    book.tell("MediaStored", at, "carrier", talk.id, message_id, index=0)
    if file is not None:
        file.photo = message_id, drawn.sha256


def judges(book: Book, act: acts.Judges) -> None:
    """A conversation is read and decided upon."""
    by, talk = book.staff[act.by], book.talk(book.files[act.client].id)
    if act.state is not None:
        talk.state, talk.seen_through = act.state, max(talk.seen_through, talk.last_inbound_seq)
    if act.snoozed_until is not None:
        talk.snoozed_until_at = act.snoozed_until
    if act.is_flagged is not None:
        talk.is_flagged = int(act.is_flagged)
    _settle(book, act.at, by, talk, _has_read(book, by, talk))


def _has_read(book: Book, by: str, talk: Talk) -> bool:
    """Has this caseworker read further than before, now that they have seen all that came?"""
    before = book.readings.get((by, talk.id))
    return talk.last_inbound_seq > (0 if before is None else before["read_through"])


def _settle(book: Book, at: int, by: str, talk: Talk, has_read: bool) -> None:
    talk.seq = book.tell(
        "ConversationChanged",
        at,
        by,
        talk.id,
        talk.id,
        state=talk.state,
        snoozed_until_at=talk.snoozed_until_at,
        is_flagged=bool(talk.is_flagged),
        seen_through=talk.seen_through,
    )
    if has_read:
        whose = {"office_id": book.office_id, "caseworker_id": by, "client_id": talk.id}
        book.readings[by, talk.id] = {**whose, "read_through": talk.last_inbound_seq, "seq": talk.seq}
