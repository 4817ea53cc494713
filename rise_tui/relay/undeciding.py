"""A stop-like text counted as a STOP, and was none: what stood before stands again, undecided or by a late decision."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.relay.store.consents import Wording, record_consent
from rise_tui.relay.store.conversation_texts import received_in, texts_in
from rise_tui.relay.store.engine import Row, Tx

TAKEN_BACK = "taken_back"
"""How a consent is known that stands again; its `message_id` is the text about which nobody has decided any more."""

NOT_DECIDED = f"""
k.how = '{TAKEN_BACK}' OR EXISTS (
    SELECT 1 FROM consent b WHERE b.office_id = k.office_id AND b.message_id = k.message_id
       AND b.how = '{TAKEN_BACK}' AND b.seq > k.seq)
"""
"""Of a consent k that names a text: it decides nothing about it, or what it decided was taken back."""

IS_UNDECIDED = f"""
m.marks LIKE '%"stop_like"%' AND m.seq > COALESCE((
    SELECT max(d.seq) FROM message d INDEXED BY message_seq
     CROSS JOIN consent k ON k.office_id = d.office_id AND k.message_id = d.id
     WHERE d.office_id = v.office_id AND d.seq IN {texts_in("v.id", "v.office_id")} AND NOT ({NOT_DECIDED})), 0)
  AND NOT EXISTS (
    SELECT 1 FROM consent s WHERE s.office_id = v.office_id AND s.e164 = m.e164 AND s.purpose = 'all'
       AND s.is_current = 1 AND s.at > m.at AND (s.client_id IS NULL OR s.client_id = v.id)
       AND ((s.how = 'caseworker' AND s.message_id IS NULL) OR (s.how <> 'import' AND s.state = 'opted_out')))
"""
"""Of a message m in a conversation v: a stop-like text about which nobody has decided.

A decision about a text, or a word of theirs, decides what had come before it; so does what a colleague was told of all
texts since, and what closes them meanwhile. What came after a text that is no stop waits for a decision of its own.
"""

_HOLD = f"""
UPDATE conversation AS v SET hold_message_id = (
    SELECT m.id FROM message m INDEXED BY message_seq WHERE m.office_id = v.office_id
       AND m.seq IN {received_in("v.id", "v.office_id")} AND {IS_UNDECIDED} ORDER BY m.seq DESC LIMIT 1)
 WHERE v.office_id = :office_id AND v.id = :id
"""

_CLOSED = """
SELECT e164, client_id, purpose, seq FROM consent
 WHERE office_id = :office_id AND message_id = :message_id AND is_current = 1 AND state = 'opted_out'
   AND how = 'caseworker'
 ORDER BY client_id IS NOT NULL, seq
"""
"""What a person's decision about that text has closed and closes still; the number itself first."""

COUNTED = "undecided"
"""How a consent is known that closed because nobody decided in time; its `message_id` is that text."""

_COUNTED = f"""
SELECT e164, client_id, purpose, seq, is_current FROM consent
 WHERE office_id = :office_id AND message_id = :message_id AND how = '{COUNTED}'
 ORDER BY is_current DESC, client_id IS NOT NULL, seq
"""
"""What has been closed because nobody decided about that text in time."""

_BEFORE = f"""
SELECT state, how, wording, message_id, seq FROM consent b
 WHERE office_id = :office_id AND e164 = :e164 AND client_id IS :client_id AND purpose = :purpose AND seq < :seq
   AND message_id IS NOT :message_id
   AND NOT (state = 'unknown' AND message_id IS NOT NULL AND how IN ('caseworker', '{TAKEN_BACK}'))
   AND NOT (state = 'opted_out' AND EXISTS (
       SELECT 1 FROM consent o WHERE o.office_id = b.office_id AND o.message_id = b.message_id AND o.seq > b.seq
          AND o.state <> 'opted_out' AND o.how IN ('caseworker', '{TAKEN_BACK}')))
 ORDER BY seq DESC LIMIT 1
"""
"""What stands if that text closes nothing: neither what says only of a text that it is no stop, nor what another text
closed of which that has been said since."""


_OF_ONE_PURPOSE = """
SELECT e164, client_id, purpose, state, how, wording, message_id, actor FROM consent
 WHERE office_id = :office_id AND e164 = :e164 AND client_id IS :client_id AND purpose <> 'all' AND is_current = 1
   AND seq > :seq
 ORDER BY seq
"""
"""What was said of one purpose alone since what stands again was said: *no more reminders* holds on."""


def hold_undecided(tx: Tx, office_id: str, conversation_id: str) -> None:
    """Everything automatic is held there by the newest text about which nobody has decided, if there is one."""
    tx.run(_HOLD, office_id=office_id, id=conversation_id)


def undecide(tx: Tx, office_id: str, e164: str, message_id: str, conversation_id: str, known: Wording) -> int | None:
    """What was closed by deciding that this text is a STOP stands as it stood, and everything automatic is held again.

    The text counts from when it came: the working day in which somebody may decide runs on. What was taken out of the
    line by the decision stays out. Returns the first event's number; None where the number was closed or opened by
    something else since, which stands.
    """
    closed = tx.all(_CLOSED, office_id=office_id, message_id=message_id)
    if not any(row["e164"] == e164 and row["client_id"] is None for row in closed):
        return None
    seqs = [_restore(tx, office_id, row, message_id, known) for row in closed]
    hold_undecided(tx, office_id, conversation_id)
    return seqs[0]


def open_late(tx: Tx, office_id: str, message_id: str, known: Wording) -> list[int] | None:
    """Somebody says of a text that has counted as a STOP, because nobody decided in time, that it is none.

    What it closes still, the number itself and the person on each of theirs, stands as it stood before, for that
    reason. What was cancelled stays so. Returns the events' numbers, none where something else was said of all of them
    since, which stands; None: it has not counted.
    """
    counted = tx.all(_COUNTED, office_id=office_id, message_id=message_id)
    if not counted:
        return None
    return [_restore(tx, office_id, row, message_id, known) for row in counted if row["is_current"]]


def _restore(tx: Tx, office_id: str, closed: Row, message_id: str, known: Wording) -> int:
    """What stood of this number and person before. A STOP of their own, or what another text still closes, stands as it
    was said, after what is said of this text: else nobody would know later that this one closes nothing."""
    key = {name: closed[name] for name in ("e164", "client_id")}
    purpose = Purpose(closed["purpose"])
    before = tx.one(_BEFORE, office_id=office_id, message_id=message_id, seq=closed["seq"], purpose=purpose, **key)
    state, since, wording = ConsentState.UNKNOWN, 0, ""
    if before is not None:
        state, since, wording = ConsentState(before["state"]), before["seq"], before["wording"]
    of_one = tx.all(_OF_ONE_PURPOSE, office_id=office_id, seq=since, **key)
    is_out = state is ConsentState.OPTED_OUT
    said = replace(known, message_id=message_id, wording=known.wording or ("" if is_out else wording))
    opened = ConsentState.UNKNOWN if is_out else state
    seq = record_consent(tx, office_id, **key, state=opened, known=said, purpose=purpose)
    if before is not None and is_out:
        _say_again(tx, office_id, {**key, "purpose": purpose, "actor": known.actor, **dict(before)}, known)
    for row in of_one:
        _say_again(tx, office_id, dict(row), known)
    return seq


def _say_again(tx: Tx, office_id: str, said: Mapping[str, Any], known: Wording) -> None:
    """What was said stands as it was said then, from now on."""
    record_consent(
        tx,
        office_id,
        e164=said["e164"],
        client_id=said["client_id"],
        state=ConsentState(said["state"]),
        known=Wording(said["how"], said["actor"], known.at, said["message_id"], said["wording"], known.write_id),
        purpose=Purpose(said["purpose"]),
    )
