"""A text comes in: one transaction stores the message, what it is about, whose it is, and the event that tells it."""

import logging
from dataclasses import dataclass

from rise_tui.domain.consent import OptWord, opt_word
from rise_tui.domain.ids import ClientId, conversation_key, new_id
from rise_tui.domain.marks import Mark, marks_of, places_of
from rise_tui.domain.office_words import NONE, OfficeWords
from rise_tui.domain.triage import ConversationState
from rise_tui.relay.carriers.base import Inbound
from rise_tui.relay.opting import apply_opt_word
from rise_tui.relay.store import event_log
from rise_tui.relay.store.consents import Wording, open_holders
from rise_tui.relay.store.engine import Tx

log = logging.getLogger(__name__)

_LEFT = "('sending', 'unknown', 'sent', 'delivered', 'undelivered', 'read')"
"""The statuses of a text that was sent, or may have been."""


class NoOffice(LookupError):
    """This relay has no office at all; a text cannot be kept anywhere."""


@dataclass(frozen=True)
class Accepted:
    """Where a text stands now. `is_new` is False for a repetition, which changed nothing."""

    office_id: str
    message_id: str
    is_new: bool
    has_media: bool


def accept_inbound(tx: Tx, inbound: Inbound, *, carrier: str, at: int, urgent: OfficeWords = NONE) -> Accepted:
    """Store a text that somebody sent us, once however often it comes; `at` is milliseconds.

    `urgent`: the office's own words for what somebody should look at now.

    Nothing is ever turned away: a number nobody knows gets a conversation of its own, and a text to a number that no
    office has goes to the oldest office, which is told. Raises NoOffice.
    """
    office_id, is_ours = _office_of(tx, inbound.to_e164)
    known = _repeated(tx, office_id, inbound, carrier)
    if known is not None:
        return known
    holder = _holder(tx, office_id, inbound, at)
    conversation_id = conversation_key(holder, inbound.e164)
    if not is_ours and _is_first_astray(tx, office_id, inbound):
        _tell_astray(tx, office_id, inbound, at)
    message_id = new_id()
    seq = event_log.append(
        tx, office_id, "MessageReceived", actor="client", at=at, client_id=conversation_id, ref_id=message_id
    )
    word = opt_word(inbound.body, inbound.opt_out_type)
    marks = marks_of(inbound.body, bool(inbound.media), _language(tx, office_id, holder), urgent)
    tx.insert(
        "message",
        office_id=office_id,
        id=message_id,
        conversation_id=conversation_id,
        client_id=holder,
        direction="inbound",
        e164=inbound.e164,
        sender=inbound.to_e164,
        body=inbound.body,
        raw=inbound.raw,
        media=[],
        carrier=carrier,
        carrier_id=inbound.carrier_id,
        kind="received",
        status="received",
        encoding="GSM-7",
        segments=1,
        seen_through=0,
        marks=[*map(str, marks), *places_of(inbound.body, urgent)],
        opt_word=None if word is None else str(word),
        at=at,
        seq=seq,
        status_seq=seq,
    )
    _want_media(tx, office_id, message_id, inbound, at)
    is_hold = word is not OptWord.STOP and Mark.STOP_LIKE in marks
    _move_conversation(tx, office_id, conversation_id, inbound, seq, at, message_id if is_hold else None)
    wording = Wording("word", "client", at, message_id, inbound.body.strip()[:200])
    apply_opt_word(tx, office_id, inbound.e164, word, wording)
    return Accepted(office_id, message_id, is_new=True, has_media=bool(inbound.media))


def _office_of(tx: Tx, to_e164: str) -> tuple[str, bool]:
    """The office that has the number, else the oldest one; and whether it has it."""
    row = tx.one("SELECT office_id FROM number WHERE e164 = :e164", e164=to_e164)
    if row is not None:
        return row["office_id"], True
    row = tx.one("SELECT office_id FROM office ORDER BY rowid LIMIT 1")
    if row is None:
        raise NoOffice
    return row["office_id"], False


def _repeated(tx: Tx, office_id: str, inbound: Inbound, carrier: str) -> Accepted | None:
    """The same text as it was stored before; another body under its id is told to the log, and the first stays."""
    row = tx.one(
        "SELECT id, body, raw, e164 FROM message"
        " WHERE office_id = :office_id AND carrier = :carrier AND carrier_id = :carrier_id",
        office_id=office_id,
        carrier=carrier,
        carrier_id=inbound.carrier_id,
    )
    if row is None:
        return None
    if (row["body"], row["raw"], row["e164"]) != (inbound.body, inbound.raw, inbound.e164):
        log.warning("text %s came again with other content; the first one stays", row["id"])
    return Accepted(office_id, row["id"], is_new=False, has_media=False)


def _holder(tx: Tx, office_id: str, inbound: Inbound, at: int) -> str | None:
    """Whose text it is: the holder at the time; of two, the one last texted from that number of ours; else nobody's."""
    holders = open_holders(tx, office_id, inbound.e164, at)
    if len(holders) < 2:
        return holders[0] if holders else None
    row = tx.one(
        "SELECT client_id FROM message WHERE office_id = :office_id AND e164 = :e164 AND direction = 'outbound'"
        f" AND sender = :sender AND status IN {_LEFT}"
        " AND client_id IN (SELECT value FROM json_each(:holders)) ORDER BY seq DESC LIMIT 1",
        office_id=office_id,
        e164=inbound.e164,
        sender=inbound.to_e164,
        holders=_json_list(holders),
    )
    return None if row is None else row["client_id"]


def _json_list(ids: list[str]) -> str:
    return "[" + ",".join(f'"{each}"' for each in ids) + "]"


def _language(tx: Tx, office_id: str, client_id: str | None) -> str:
    if client_id is None:
        return "en"
    row = tx.one(
        "SELECT language FROM client WHERE office_id = :office_id AND id = :id", office_id=office_id, id=client_id
    )
    return "en" if row is None else row["language"]


def _want_media(tx: Tx, office_id: str, message_id: str, inbound: Inbound, at: int) -> None:
    tx.insert_many(
        "medium",
        [
            {
                "office_id": office_id,
                "message_id": message_id,
                "position": position,
                "url": media.url,
                "declared_type": media.declared_type,
                "state": "wanted",
                "attempts": 0,
                "next_try_at": at,
            }
            for position, media in enumerate(inbound.media)
        ],
    )


def _move_conversation(
    tx: Tx, office_id: str, conversation_id: ClientId, inbound: Inbound, seq: int, at: int, hold: str | None
) -> None:
    """Their word is last now: a reply is needed, also where the conversation was put off until later."""
    tx.run(
        "INSERT INTO conversation (office_id, id, state, is_flagged, seen_through, last_inbound_seq, last_at,"
        " last_e164, last_sender, hold_message_id, seq)"
        " VALUES (:office_id, :id, :state, 0, 0, :seq, :at, :e164, :sender, :hold, :seq)"
        " ON CONFLICT (office_id, id) DO UPDATE SET state = excluded.state, snoozed_until_at = NULL,"
        " last_inbound_seq = excluded.last_inbound_seq, last_at = excluded.last_at, last_e164 = excluded.last_e164,"
        " last_sender = excluded.last_sender, seq = excluded.seq,"
        " hold_message_id = COALESCE(excluded.hold_message_id, hold_message_id)",
        office_id=office_id,
        id=conversation_id,
        state=str(ConversationState.NEEDS_REPLY),
        seq=seq,
        at=at,
        e164=inbound.e164,
        sender=inbound.to_e164,
        hold=hold,
    )


def _is_first_astray(tx: Tx, office_id: str, inbound: Inbound) -> bool:
    row = tx.one(
        "SELECT 1 FROM message WHERE office_id = :office_id AND e164 = :e164 AND sender = :sender",
        office_id=office_id,
        e164=inbound.e164,
        sender=inbound.to_e164,
    )
    return row is None


def _tell_astray(tx: Tx, office_id: str, inbound: Inbound, at: int) -> None:
    event_log.append(
        tx,
        office_id,
        "CarrierAlert",
        actor="relay",
        at=at,
        code="unknown-number",
        title="A text came to a number that no office has",
        detail=f"It was sent to {inbound.to_e164} and is kept here. Add the number with: rise relay number add",
        is_stopped=False,
    )
