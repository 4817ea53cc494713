"""What the database that a backup takes the place of knows better, where it can still be read: it is carried over.

A no is never forgotten by putting back a backup: who said since that they want no texts, who was paused or closed or
became discreet, which texts were taken back, which machines were locked, whose records are held, that the office has
stopped all texts. What had been purged comes back with the backup, and is named.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from rise_tui.domain.consent import ConsentState, Purpose
from rise_tui.domain.delivery import Reason, Status
from rise_tui.relay.store import devices, outcomes, wal
from rise_tui.relay.store.consents import Wording, record_consent
from rise_tui.relay.store.engine import Row, Tx, connect
from rise_tui.relay.store.legal_holds import hold_by_command, is_held
from rise_tui.relay.store.messages import advance_message
from rise_tui.relay.store.office import RELAY
from rise_tui.relay.store.people import Deed
from rise_tui.relay.store.rules import read_rules, rules_of, set_rules
from rise_tui.wire.codec import from_json, to_json


class Purged(NamedTuple):
    """A purge by hand: of what was older than `before_at` (milliseconds), or of one client."""

    office_id: str
    before_at: int | None
    client_id: str | None


class CarriedOver(NamedTuple):
    """How many numbers are closed again, machines locked, texts taken back, clients (paused, closed, discreet) and
    records kept as they were, offices stopped; and which purges the backup undoes."""

    closed: int = 0
    locked: int = 0
    taken_back: int = 0
    clients: int = 0
    records: int = 0
    offices: int = 0
    purged: tuple[Purged, ...] = ()
    is_known: bool = True
    """whether the old database could be read whole; else nobody can tell what else it said no to"""


_ASKED: Mapping[str, str] = {
    "consent": "SELECT office_id, e164, client_id, purpose, how, wording, message_id, actor, at FROM consent"
    " WHERE is_current = 1 AND state = 'opted_out' ORDER BY seq",
    "token": "SELECT office_id, id, state, wiped_at FROM token WHERE state <> 'active'",
    "message": "SELECT office_id, id, reason FROM message WHERE office_id IN (SELECT office_id FROM office)"
    " AND id IN (SELECT value FROM json_each(:in_line)) AND status = 'cancelled'",
    "client": "SELECT office_id, id, status, status_reason, status_until_at, is_discreet FROM client"
    " WHERE status <> 'open' OR is_discreet = 1",
    "legal_hold": "SELECT office_id, client_id, reason, by FROM legal_hold WHERE is_held = 1",
    "office": "SELECT office_id, rules FROM office",
    "purge": "SELECT office_id, id, before_at, client_id FROM purge WHERE by <> :relay ORDER BY at",
}
"""What is read of the old one. Of what is older than an office's period the relay takes care by itself."""


def carry_over(old: Path, new: Tx, at: int) -> CarriedOver:
    """Let in the new database stand what the old one says no to; `at` is milliseconds. Nothing that it says yes to.

    Nobody may have the old one open: of a torn log SQLite reads what stands before the tear, and drops the rest.
    """
    if not old.exists():
        return CarriedOver(is_known=False)
    is_whole = not wal.is_damaged(old)
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
        sum(_keep_from(new, row, at) for row in found["client"]),
        sum(_hold_records(new, row, at) for row in found["legal_hold"]),
        sum(_stop(new, row, at) for row in found["office"]),
        tuple(
            Purged(row["office_id"], row["before_at"], row["client_id"])
            for row in found["purge"]
            if (row["office_id"], row["id"]) not in known
        ),
        is_whole,
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


def _keep_from(new: Tx, row: Row, at: int) -> bool:
    """Somebody was paused or closed since, or others read their phone: what depends on it is decided as it was."""
    there = new.one(
        "SELECT status, is_discreet, field_seqs FROM client WHERE office_id = :office_id AND id = :id",
        office_id=row["office_id"],
        id=row["id"],
    )
    if there is None:
        return False
    changed: dict[str, object] = {}
    if _REACH.get(row["status"], 0) > _REACH.get(there["status"], 0):
        changed = {name: row[name] for name in ("status", "status_reason", "status_until_at")}
    if row["is_discreet"] and not there["is_discreet"]:
        changed["is_discreet"] = 1
    if changed:
        deed = Deed(row["office_id"], RELAY, at)
        seq = deed.tell(new, "ClientChanged", client_id=row["id"], ref_id=row["id"])
        seqs = {**from_json(there["field_seqs"]), **dict.fromkeys(changed, seq)}
        key = {"office_id": row["office_id"], "id": row["id"]}
        new.update("client", key, **changed, seq=seq, field_seqs=seqs)
    return bool(changed)


_REACH: Mapping[str, int] = {"open": 0, "paused": 1, "closed": 2}
"""The more, the less goes to them."""


def _hold_records(new: Tx, row: Row, at: int) -> bool:
    """A legal hold was put on somebody since: else the office's period would purge what must stay."""
    office_id, client_id = row["office_id"], row["client_id"]
    is_there = new.one(
        "SELECT 1 FROM client WHERE office_id = :office_id AND id = :id", office_id=office_id, id=client_id
    )
    if is_there is None or is_held(new, office_id, client_id):
        return False
    hold_by_command(new, office_id, client_id, is_held=True, reason=row["reason"], by=row["by"], at=at)
    return True


def _stop(new: Tx, row: Row, at: int) -> bool:
    """The office has stopped all texts since; whoever did lets them go."""
    old = rules_of(row["rules"])
    is_there = new.one("SELECT 1 FROM office WHERE office_id = :office_id", office_id=row["office_id"])
    if is_there is None or not old.is_held:
        return False
    rules = read_rules(new, row["office_id"])
    stopped = replace(rules, is_held=True, held_because=old.held_because)
    return not rules.is_held and set_rules(new, row["office_id"], stopped, at=at)
