"""The office's audit log: one entry for what a person did, written in the transaction in which it was done."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from rise_tui.domain.audit_chain import BEGINNING, Entry, Head, hash_of
from rise_tui.relay.store.access import TEL
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.wire.codec import from_json

FOR_EVER = 2**62
"""Milliseconds after everything."""
PAGE = 1000
"""Entries read at once when the chain is gone through."""
COMMAND = "command:"
"""Before the name of whoever ran an administrator's command."""


_COPY_WITH_THEM = (
    "act = 'took_copy' AND EXISTS (SELECT 1 FROM access a WHERE a.office_id = audit.office_id"
    " AND a.caseworker_id = audit.who AND a.client_id = :client_id AND a.from_at <= audit.at"
    " AND (a.until_at IS NULL OR a.until_at >= audit.at))"
)


def record(tx: Tx, office_id: str, who: str, act: str, *, at: int, client_id: str | None = None, **facts: Any) -> int:
    """Put an entry at the end of the office's chain; returns its number. `at`: milliseconds.

    `facts` are ids, counts and names of fields; an unknown number is left out, as no words or numbers stand here. What
    is None is left out too.
    """
    last = tx.one("SELECT n, hash FROM audit WHERE office_id = :office_id ORDER BY n DESC LIMIT 1", office_id=office_id)
    n, previous = (1, BEGINNING) if last is None else (int(last["n"]) + 1, str(last["hash"]))
    about = None if client_id is None or client_id.startswith(TEL) else client_id
    small = {name: value for name, value in facts.items() if value is not None}
    tx.insert(
        "audit",
        office_id=office_id,
        n=n,
        at=at,
        who=who,
        act=act,
        client_id=about,
        facts=small,
        previous_hash=previous,
        hash=hash_of(office_id, previous, n, at, who, act, about, small),
    )
    return n


def head_of(tx: Tx, office_id: str) -> Head | None:
    """The newest entry's number and hash; None while there is none."""
    row = tx.one("SELECT n, hash FROM audit WHERE office_id = :office_id ORDER BY n DESC LIMIT 1", office_id=office_id)
    return None if row is None else Head(row["n"], row["hash"])


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: all, or those about a client, by somebody, from a moment on and before another (milliseconds).

    About a client is also a whole copy that somebody took while the access table let them see that client; of
    supervisors, who see everybody, it says nothing.
    """

    client_id: str | None = None
    who: str | None = None
    since: int = 0
    until: int = FOR_EVER


def entries_of(tx: Tx, office_id: str, wanted: Wanted = Wanted(), after: int = 0) -> Iterator[Entry]:
    """The entries in the order of their numbers, a page at a time."""
    about = "" if wanted.client_id is None else f" AND (client_id = :client_id OR {_COPY_WITH_THEM})"
    by = "" if wanted.who is None else " AND who = :who"
    while True:
        rows = tx.all(
            "SELECT n, at, who, act, client_id, facts, previous_hash, hash FROM audit WHERE office_id = :office_id"
            f" AND n > :after AND at >= :since AND at < :until{about}{by} ORDER BY n LIMIT :page",
            office_id=office_id,
            after=after,
            page=PAGE,
            **{name: value for name, value in asdict(wanted).items() if value is not None},
        )
        yield from map(_entry, rows)
        if len(rows) < PAGE:
            return
        after = rows[-1]["n"]


def has_done(tx: Tx, office_id: str, who: str) -> bool:
    """Is there any entry of theirs?"""
    return (
        tx.one("SELECT 1 FROM audit WHERE office_id = :office_id AND who = :who LIMIT 1", office_id=office_id, who=who)
        is not None
    )


def kept_heads(tx: Tx, office_id: str) -> list[Head]:
    """The heads that this database remembers to have given out, oldest first."""
    rows = tx.all("SELECT n, hash FROM audit_head WHERE office_id = :office_id ORDER BY n", office_id=office_id)
    return [Head(row["n"], row["hash"]) for row in rows]


def _entry(row: Row) -> Entry:
    return Entry(
        row["n"],
        row["at"],
        row["who"],
        row["act"],
        row["client_id"],
        from_json(row["facts"]),
        row["previous_hash"],
        row["hash"],
    )
