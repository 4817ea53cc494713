"""That nobody reads it now: the caseworker is away, or the office is closed; once a day to each client and number."""

from datetime import datetime, timedelta

from rise_tui.domain.auto_replies import is_auto_reply
from rise_tui.domain.automatic import Automatic, away_answer, closed_answer
from rise_tui.domain.clock import from_ms, to_ms, zone
from rise_tui.domain.marks import Mark, language_of
from rise_tui.domain.office_rules import OfficeRules
from rise_tui.domain.telling import Unanswered, says_something
from rise_tui.relay.automatic.texts import (
    DAY_MS,
    Listener,
    OfficeVoice,
    Said,
    listener_of,
    said_since,
    say_now,
    voice_of,
    was_told_since,
)
from rise_tui.relay.store.arriving import Arrived
from rise_tui.relay.store.engine import Tx
from rise_tui.wire.codec import from_json

LATEST_MS = 30 * 60_000
"""Such an answer that could not leave for so long is not sent any more."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NOT_TO = frozenset({str(Mark.STOP_LIKE), str(Mark.WRONG_PERSON)})
"""Who seems to want no texts, or to be somebody else, hears nothing by itself."""


def is_on(tx: Tx, at: int) -> bool:
    """Is anybody away at that moment (milliseconds), or does an office answer after hours?"""
    row = tx.one(
        "SELECT 1 FROM away WHERE from_at <= :at AND until_at > :at"
        " UNION ALL SELECT 1 FROM office WHERE json_extract(rules, '$.answers_after_hours') = 1 LIMIT 1",
        at=at,
    )
    return row is not None


def answer(tx: Tx, text: Arrived, now: int) -> None:
    """Tell who has just written that nobody reads it now, if so. Whoever calls has seen that they may be texted.

    Not where the text asks nothing (thanks, *ok*, a reaction), not to a machine, by its words or by how soon it came,
    nor to whom it was said today already.
    """
    is_asking = says_something(Unanswered(0, text.inbound.body, tuple(text.marks)))
    if not is_asking or _NOT_TO & set(text.marks) or text.hold:
        return
    words = _words(tx, text, now)
    if words is None or not _may_be_told(tx, text, now):
        return
    said = Said(
        automatic=Automatic.AWAY,
        conversation_id=text.conversation_id,
        e164=text.inbound.e164,
        sender=text.inbound.to_e164,
        body=words,
        kind="answer",
        due_at=now,
        expires_at=now + LATEST_MS,
        not_sent_by_at=now + LATEST_MS,
    )
    say_now(tx, text.office_id, said, now)


def _words(tx: Tx, text: Arrived, now: int) -> str | None:
    """What they are told; None: somebody is there, or they are paused or closed."""
    voice = voice_of(tx, text.office_id)
    local = from_ms(now).astimezone(zone(voice.zone))
    listener = listener_of(tx, text.office_id, text.client_id)
    if text.client_id is None and language_of(text.inbound.body) == "es":
        listener = Listener(language="es")
    if text.client_id is not None and not _is_open(tx, text):
        return None
    own = _away(tx, text, listener, voice, now)
    if own is not None:
        return own
    if voice.rules.answers_after_hours and is_closed(voice.rules, local):
        return closed_answer(voice.rules, listener.language)
    return None


def is_closed(rules: OfficeRules, local: datetime) -> bool:
    """Is nobody at the office at that time of its own?"""
    if WEEKDAYS[local.weekday()] not in rules.working_days or local.date().isoformat() in rules.holidays:
        return True
    minute = local.hour * 60 + local.minute
    return not rules.open_from <= minute < rules.open_to


def _away(tx: Tx, text: Arrived, listener: Listener, voice: OfficeVoice, now: int) -> str | None:
    """In the words of their caseworker, if that one is away and nobody covers for them."""
    row = tx.one(
        "SELECT a.until_at, a.bodies FROM away a WHERE a.office_id = :office_id AND a.id = :caseworker_id"
        " AND a.from_at <= :now AND a.until_at > :now AND NOT EXISTS ("
        "  SELECT 1 FROM access x WHERE x.office_id = a.office_id AND x.client_id = :client_id AND x.why = 'cover'"
        "  AND x.until_at IS NULL)",
        office_id=text.office_id,
        caseworker_id=listener.caseworker_id,
        client_id=text.client_id,
        now=now,
    )
    if row is None:
        return None
    back_at = from_ms(row["until_at"]).astimezone(zone(voice.zone))
    bodies = from_json(row["bodies"])
    return away_answer(voice.rules, bodies.get(listener.language, ""), back_at, listener.language)


def _is_open(tx: Tx, text: Arrived) -> bool:
    row = tx.one(
        "SELECT 1 FROM client WHERE office_id = :office_id AND id = :client_id AND status = 'open'",
        office_id=text.office_id,
        client_id=text.client_id,
    )
    return row is not None


def _may_be_told(tx: Tx, text: Arrived, now: int) -> bool:
    """Did a person write it, and have they not been told within this day of the office and the last 24 hours?"""
    if is_auto_reply(text.inbound.body, since_ours_ms=_since_ours(tx, text)):
        return False
    voice = voice_of(tx, text.office_id)
    local = from_ms(now).astimezone(zone(voice.zone))
    midnight = to_ms(local.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(milliseconds=1))
    since = min(midnight, now - DAY_MS)
    if said_since(tx, text.office_id, text.inbound.e164, Automatic.AWAY, since):
        return False
    return not was_told_since(tx, text.office_id, text.conversation_id, Automatic.AWAY, since)


def _since_ours(tx: Tx, text: Arrived) -> int | None:
    """How long before it the last automatic text left for that number, in milliseconds; None: none ever did."""
    row = tx.one(
        "SELECT max(left_at) AS at FROM message WHERE office_id = :office_id AND e164 = :e164"
        " AND direction = 'outbound' AND automatic IS NOT NULL AND left_at <= :at",
        office_id=text.office_id,
        e164=text.inbound.e164,
        at=text.at,
    )
    return None if row is None or row["at"] is None else text.at - int(row["at"])
