"""The ledger check: what the carrier accepted, what the relay knows and what the app knows, compared text by text."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

from rise_tui.domain.delivery import Status, advance, from_carrier, rank

Witness = Mapping[str, Sequence[Mapping[str, Any]]]
"""What the carrier accepted, by our message id: the simulator's `/_/accepted`."""
LEFT = frozenset({Status.SENT, Status.DELIVERED, Status.UNDELIVERED, Status.READ})
"""Statuses that a text only has when the carrier accepted it."""
STAYED = frozenset({Status.HELD, Status.QUEUED, Status.CANCELLED, Status.EXPIRED})
"""Statuses that a text cannot have when the carrier accepted it."""


class LedgerBroken(AssertionError):
    """The books disagree; the text lists every entry."""


@dataclass(frozen=True)
class Expected:
    """What the test did: every one of these must be in the books exactly once."""

    texts: frozenset[str] = frozenset()
    """Our message ids that the carrier must have accepted."""
    received: frozenset[str] = frozenset()
    """The carrier's ids of phones' texts that the relay must have."""


@dataclass
class Ledger:
    """What is wrong, in words; all empty when the books agree."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    backwards: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)
    """Said to be still here, taken back or expired, and yet accepted by the carrier; or accepted and unknown to us."""

    @property
    def is_good(self) -> bool:
        """Do all books agree?"""
        return not (self.lost or self.doubled or self.backwards or self.untrue)

    def raise_if_bad(self) -> None:
        """Raise LedgerBroken with every entry unless the books agree."""
        if not self.is_good:
            kinds = ("lost", "doubled", "backwards", "untrue")
            raise LedgerBroken("\n".join(f"{kind}: {entry}" for kind in kinds for entry in getattr(self, kind)))


def check(witness: Witness, relay_db: Path, app_db: Path | None = None, expected: Expected | None = None) -> Ledger:
    """Compare the books by message id: nothing lost, nothing doubled, no status gone backwards.

    Reads both databases as they stand, also while they are written. What is under way (`sending`, `unknown`) may or
    may not be in the witness; a text of which the app alone knows must wait in its outbox. Take the witness's list
    first: what is accepted after it only makes the relay know more.
    """
    expected = expected or Expected()
    ledger = Ledger()
    ledger.doubled += [f"{id_}: accepted {len(texts)} times" for id_, texts in witness.items() if len(texts) > 1]
    relay = _Relay.read(relay_db)
    _check_relay(ledger, witness, relay, expected)
    if app_db is not None:
        _check_app(ledger, relay, app_db)
    return ledger


@dataclass
class _Relay:
    """The relay's book."""

    outbound: dict[str, Status]
    inbound: dict[str, str]
    """carrier's id: message id"""
    words: dict[str, list[str]]
    """the carrier's words about each text"""
    told: list[tuple[str, str, str]]
    """the log: (type, message id, status)"""

    @classmethod
    def read(cls, path: Path) -> "_Relay":
        with _reading(path) as db:
            db.execute("BEGIN")  # one unchanging view: reports may come in while this reads
            texts = list(db.execute("SELECT id, direction, status, carrier_id FROM message"))
            words: dict[str, list[str]] = {}
            for message_id, word in db.execute("SELECT message_id, carrier_status FROM message_status ORDER BY id"):
                words.setdefault(message_id, []).append(word)
            told = [
                (type_, ref_id or "", str(json.loads(data).get("status", "")))
                for type_, ref_id, data in db.execute(
                    "SELECT type, ref_id, data FROM event WHERE type IN"
                    " ('MessageAccepted', 'MessageReceived', 'MessageStatusChanged') ORDER BY office_id, seq"
                )
            ]
        return cls(
            {id_: Status(status) for id_, direction, status, _ in texts if direction == "outbound"},
            {carrier_id: id_ for id_, direction, _, carrier_id in texts if direction == "inbound"},
            words,
            told,
        )


def _check_relay(ledger: Ledger, witness: Witness, relay: _Relay, expected: Expected) -> None:
    for message_id in sorted(expected.texts):
        if message_id not in witness:
            ledger.lost.append(f"{message_id}: never accepted; the relay says {relay.outbound.get(message_id)}")
        elif message_id not in relay.outbound:
            ledger.lost.append(f"{message_id}: unknown to the relay")
    ledger.lost += [
        f"{sid}: a phone's text that the relay lacks" for sid in sorted(expected.received - set(relay.inbound))
    ]
    for message_id, status in relay.outbound.items():
        if status in LEFT and message_id not in witness:
            ledger.lost.append(f"{message_id}: {status} at the relay, never accepted")
        if status in STAYED and message_id in witness:
            ledger.untrue.append(f"{message_id}: {status} at the relay, yet accepted")
        best = _best(relay.words.get(message_id, ()))
        if best is not None and rank(status) < rank(best):
            ledger.backwards.append(f"{message_id}: {status} at the relay although the carrier had said {best}")
    ledger.untrue += [f"{id_}: accepted, unknown to the relay" for id_ in witness if id_ not in relay.outbound]
    _check_log(ledger, relay)


def _check_log(ledger: Ledger, relay: _Relay) -> None:
    """The log tells of each text once, and then only of climbing."""
    begun = Counter(id_ for type_, id_, _ in relay.told if type_ != "MessageStatusChanged")
    ledger.doubled += [f"{id_}: told {count} times by the log" for id_, count in begun.items() if count > 1]
    texts = [*relay.outbound, *relay.inbound.values()]
    ledger.lost += [f"{id_}: at the relay, never told by the log" for id_ in texts if not begun[id_]]
    now: dict[str, Status] = {}
    for type_, message_id, word in relay.told:
        if type_ != "MessageStatusChanged":
            continue
        before, after = now.get(message_id, Status.HELD), Status(word)
        if after != before and advance(before, after) != after:
            ledger.backwards.append(f"{message_id}: the log goes from {before} to {after}")
        now[message_id] = after
    for message_id, status in now.items():
        stands = relay.outbound.get(message_id, status)
        if stands != status:
            ledger.backwards.append(f"{message_id}: the log ends with {status}, the relay says {stands}")


def _check_app(ledger: Ledger, relay: _Relay, path: Path) -> None:
    """The app knows nothing that the relay has not or is not yet to get, each once, and is never ahead of it."""
    with _reading(path) as db:
        db.execute("BEGIN")
        texts = list(db.execute("SELECT message_id, direction, status FROM message"))
        waiting = {makes for (makes,) in db.execute("SELECT makes FROM outbox WHERE makes IS NOT NULL")}
        recipients = db.execute(
            "SELECT message_id FROM recipient r JOIN outbox o ON o.makes = r.broadcast_id"
        ).fetchall()
        (tail,) = db.execute("SELECT coalesce(max(seq), 0) FROM cursor").fetchone()
    waiting |= {message_id for (message_id,) in recipients}
    counted = Counter(message_id for message_id, _, _ in texts)
    ledger.doubled += [f"{id_}: {count} rows in the app" for id_, count in counted.items() if count > 1]
    received = set(relay.inbound.values())
    for message_id, direction, word in texts:
        status = Status(word)
        if direction == "inbound":
            if message_id not in received:
                ledger.untrue.append(f"{message_id}: received in the app, not at the relay")
        elif message_id in relay.outbound:
            if rank(status) > rank(relay.outbound[message_id]):
                ledger.backwards.append(f"{message_id}: {status} in the app, {relay.outbound[message_id]} at the relay")
        elif message_id not in waiting and status not in (Status.CANCELLED, Status.FAILED, Status.EXPIRED):
            ledger.lost.append(
                f"{message_id}: {status} in the app, neither at the relay nor in the outbox (seq {tail})"
            )


def _best(words: Iterable[str]) -> Status | None:
    """The highest status that the carrier's words prove."""
    statuses = [status for word in words if (status := from_carrier(word)) is not None]
    return max(statuses, key=rank, default=None)


def _reading(path: Path) -> "closing[sqlite3.Connection]":
    """A connection that only reads; sees what is committed, also what a killed process left in the WAL."""
    return closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=10))


def rows(path: Path, question: str, **values: Any) -> Iterator[sqlite3.Row]:
    """The rows of one question to a database that others may be writing; for what a test asks besides."""
    with _reading(path) as db:
        db.row_factory = sqlite3.Row
        yield from db.execute(question, values).fetchall()
