"""What the database that a backup takes the place of knows better, where it can still be read: it is carried over.

A no is never forgotten by putting back a backup: who said since that they want no texts, which machines were locked,
which texts were taken back. What had been purged comes back with the backup, and is named.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.delivery import Reason, Status
from rise_tui.relay.store import devices, outcomes
from rise_tui.relay.store.consents import Wording, record_consent
from rise_tui.relay.store.engine import Row, Tx, connect
from rise_tui.relay.store.messages import advance_message
from rise_tui.relay.store.office import RELAY
from rise_tui.relay.store.people import Deed
from rise_tui.wire.codec import to_json


class Purged(NamedTuple):
    """A purge by hand: of what was older than `before_at` (milliseconds), or of one client."""

    office_id: str
    before_at: int | None
    client_id: str | None


class CarriedOver(NamedTuple):
    """How many numbers are closed again, machines locked, texts taken back, and which purges the backup undoes."""

    closed: int = 0
    locked: int = 0
    taken_back: int = 0
    purged: tuple[Purged, ...] = ()
    is_known: bool = True
    """whether the old database could be read; else nobody can tell"""


_ASKED: Mapping[str, str] = {
    "consent": "SELECT office_id, e164, client_id, purpose, how, wording, message_id, actor, at FROM consent"
    " WHERE is_current = 1 AND state = 'opted_out' ORDER BY seq",
    "token": "SELECT office_id, id, state, wiped_at FROM token WHERE state <> 'active'",
    "message": "SELECT office_id, id, reason FROM message WHERE office_id IN (SELECT office_id FROM office)"
    " AND id IN (SELECT value FROM json_each(:in_line)) AND status = 'cancelled'",
    "purge": "SELECT office_id, id, before_at, client_id FROM purge WHERE by <> :relay ORDER BY at",
}
"""What is read of the old one. Of what is older than an office's period the relay takes care by itself."""


def carry_over(old: Path, new: Tx, at: int) -> CarriedOver:
    """Let in the new database stand what the old one says no to; `at` is milliseconds. Nothing that it says yes to."""
    if not old.exists():
        return CarriedOver(is_known=False)
    try:
        with closing(connect(old, is_read_only=True)) as connection:
            in_line = to_json([row["message_id"] for row in new.all("SELECT message_id FROM queue")])
            tx = Tx(connection)
            found = {table: tx.all(sql, relay=RELAY, in_line=in_line) for table, sql in _ASKED.items()}
    except sqlite3.Error:
        return CarriedOver(is_known=False)
    known = {(row["office_id"], row["id"]) for row in new.all("SELECT office_id, id FROM purge")}
    return CarriedOver(
        len({(row["office_id"], row["e164"]) for row in found["consent"] if _close(new, row)}),
        sum(_lock(new, row, at) for row in found["token"]),
        sum(_take_back(new, row, at) for row in found["message"]),
        tuple(
            Purged(row["office_id"], row["before_at"], row["client_id"])
            for row in found["purge"]
            if (row["office_id"], row["id"]) not in known
        ),
    )


_MAY_STAND = """
SELECT EXISTS (SELECT 1 FROM message WHERE office_id = :office_id AND id = :message_id) AS has_text FROM office o
 WHERE o.office_id = :office_id
   AND (:client_id IS NULL OR EXISTS (SELECT 1 FROM client WHERE office_id = :office_id AND id = :client_id))
   AND NOT EXISTS (SELECT 1 FROM consent k WHERE k.office_id = :office_id AND k.e164 = :e164 AND k.is_current = 1
      AND k.client_id IS :client_id AND k.purpose = :purpose AND k.state = 'opted_out')
"""


def _close(new: Tx, row: Row) -> bool:
    """Somebody has opted out since, in whatever way it became known."""
    key = {name: row[name] for name in ("office_id", "e164", "client_id", "purpose")}
    there = new.one(_MAY_STAND, **key, message_id=row["message_id"])
    if there is None:
        return False
    text = row["message_id"] if there["has_text"] else None
    record_consent(
        new,
        row["office_id"],
        e164=row["e164"],
        client_id=row["client_id"],
        state=ConsentState.OPTED_OUT,
        known=Wording(row["how"], row["actor"], row["at"], text, row["wording"]),
        purpose=Purpose(row["purpose"]),
    )
    return True


def _lock(new: Tx, row: Row, at: int) -> bool:
    """A sign-in was taken back since, or its machine wiped."""
    device = devices.find(new, row["office_id"], row["id"])
    deed = Deed(row["office_id"], RELAY, at)
    if device is None or devices.take_back(new, deed, device, row["state"]) is None:
        return False
    if row["wiped_at"] is not None:
        devices.is_wiped(new, Deed(row["office_id"], RELAY, row["wiped_at"]), device)
    return True


def _take_back(new: Tx, row: Row, at: int) -> bool:
    """A text was taken back since, or dropped by the rules: it never left, and does not now."""
    if outcomes.forget(new, row["office_id"], row["id"]) is None:
        return False
    reason = row["reason"] if row["reason"] in set(Reason) else None
    return advance_message(new, row["office_id"], row["id"], Status.CANCELLED, at=at, actor=RELAY, reason=reason)
