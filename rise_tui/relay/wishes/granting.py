"""Makes a wish true once: a repeated one gets the answer of the first, a refused one its refusal."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.wishes.recording import record_refusal, record_wish
from rise_tui.relay.wishes.wished import Accepted, Refusal, Wished, id_taken
from rise_tui.wire.codec import from_json, to_json

LONGEST = 300
"""Characters of a path that are kept beside a wish."""


@dataclass(frozen=True, slots=True)
class Granted:
    """The answer to a PUT: its status and its JSON."""

    status: int
    answer: dict[str, Any]

    @property
    def is_problem(self) -> bool:
        """Was it refused?"""
        return self.status >= 400


def grant_once(tx: Tx, wish: Wished, path: str, make: Callable[[Tx, Wished], Accepted], kind: str) -> Granted:
    """Make a wish true and keep the answer under its id, in one transaction; a repeated id gets that answer.

    What came true goes into the audit log as what `kind` (of wire/routes, or media) is called there.

    Refusals that rest on what stands now are kept as well: a wish is decided once. What was wrong with the request
    itself never comes this far. Raises Refusal 409 when the id was used for another wish.
    """
    digest = _digest(wish, path)
    known = tx.one(
        'SELECT caseworker_id, digest, status, answer FROM "write" WHERE office_id = :office_id AND id = :id',
        office_id=wish.office_id,
        id=wish.write_id,
    )
    if known is not None:
        return _repeated(known, wish, digest)
    try:
        with tx.savepoint():
            accepted = make(tx, wish)
    except Refusal as refusal:
        granted = Granted(refusal.status, refusal.answer())
        record_refusal(tx, wish, kind, refusal)
    else:
        granted = Granted(accepted.status, accepted.answer(wish.at))
        record_wish(tx, wish, kind, accepted)
    tx.insert(
        "write",
        office_id=wish.office_id,
        id=wish.write_id,
        caseworker_id=wish.by.caseworker_id,
        path=path[:LONGEST],
        digest=digest,
        status=granted.status,
        answer=granted.answer,
        at=wish.at,
    )
    return granted


def _repeated(known: Row, wish: Wished, digest: str) -> Granted:
    is_purged = known["digest"] == ""
    if known["caseworker_id"] != wish.by.caseworker_id or not (is_purged or known["digest"] == digest):
        raise id_taken("wish", "Its id was used for another wish before.")
    return Granted(known["status"], from_json(known["answer"]))


def _digest(wish: Wished, path: str) -> str:
    """SHA-256 of path and body. `If-Match` is left out: the app may have raised it before it asks again."""
    return hashlib.sha256(f"{path}\n{to_json(wish.body.fields())}".encode()).hexdigest()
