"""Rows that a wish has changed before the relay agreed: the last fact of each is kept until the wish is settled.

A fact is what the relay says a row is, as of a seq. While a wish is pending, facts go here and the row stays as the
caseworker made it. Acceptance drops the entry, a refusal puts the fact back.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rise_tui.domain.clients import fold, full_name
from rise_tui.store import columns, own_answers
from rise_tui.store.engine import Session, sql
from rise_tui.store.rows import cells, insert_row, updates

Key = str | tuple[str, ...]
"""The primary key of a row: one id, or several in the order of the table's columns."""

_CONVERSATION = ("state", "is_flagged", "snoozed_until_at", "seen_through", "read_through")
_TABLES = (
    "client",
    "holding",
    "conversation",
    "document",
    "note",
    "client_group",
    "group_member",
    "template",
    "broadcast",
    "consent",
    "appointment",
    "legal_hold",
    "cover",
    "device",
    "away",
    "alerts",
    "office",
)


@dataclass(frozen=True)
class Kept:
    """A table whose rows are facts: its key, and the columns that the relay decides."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def where(self) -> str:
        """`WHERE` for one row, with a named place for each part of its key."""
        return "WHERE " + " AND ".join(f"{part} = :{part}" for part in self.key)

    def named(self, key: Key) -> dict[str, str]:
        """The key's parts by column."""
        parts = (key,) if isinstance(key, str) else key
        if len(parts) != len(self.key):
            raise ValueError(f"{self.name} has the key {self.key}")
        return dict(zip(self.key, parts, strict=True))


def _kept(name: str) -> Kept:
    table = columns.TABLES[name]
    key = table.key
    every = tuple(column for column in table.every if column not in (*key, "seq"))
    return Kept(name, key, _CONVERSATION if name == "conversation" else every)


TABLES = {name: _kept(name) for name in _TABLES}


class Pending:
    """The last facts of rows that wishes have changed."""

    def shelve(
        self, session: Session, table: str, key: Key, write_id: str, changed: Mapping[str, Any] | None = None
    ) -> None:
        """Keep the row's fact before a wish changes the row, and make the change where `changed` (columns) says it.

        A row that is already pending has its fact kept under each of its wishes.
        """
        kept = TABLES[table]
        entries = _entries(session, table, key)
        fact = entries[0].fact if entries else _fact(session, kept, key)
        sql(session).execute(
            "INSERT INTO pending(table_name, row_key, write_id, fact, changed) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET changed = excluded.changed",
            (table, _row_key(key), write_id, _json(fact), None if changed is None else _json(cells(changed))),
        )
        if changed:
            write(session, table, key, changed)

    def fact_arrived(self, session: Session, table: str, key: Key, columns: Mapping[str, Any], seq: int) -> bool:
        """The relay says what these columns of a row are, as of `seq`. True if the row changed.

        An older fact changes nothing. While a wish is pending only the kept fact changes.
        """
        entries = _entries(session, table, key)
        if not entries:
            has_settled = _settle(session, TABLES[table], key, cells(columns), seq)
            if has_settled:
                own_answers.arrived(session, table, _row_key(key), seq)
            return has_settled
        for entry in entries:
            before = entry.fact or {"seq": 0}
            if before["seq"] <= seq:
                _keep(session, entry, {**before, **cells(columns), "seq": seq})
        return False

    def accept(self, session: Session, write_id: str, seq: int, *, is_told: bool = True) -> list[tuple[str, Key]]:
        """The relay took the wish; `seq` is the event that it made. The rows that it had changed.

        A row with no other wish on it becomes its fact if that is as new as the answer; else it stays as it is until
        the event comes, and no older fact touches it meanwhile. `is_told` False: that event may be of another row, and
        none may come of this one; then a fact that has come since the wish stands, and whatever is told next.
        """
        settled = []
        for entry in _of_write(session, write_id):
            _drop(session, entry)
            kept = TABLES[entry.table]
            before = self.row(session, entry.table, entry.key).get("seq", 0)
            own_answers.answered(session, entry.table, _row_key(entry.key), entry.changed or (), seq, before)
            others = _entries(session, entry.table, entry.key)
            as_of = seq if is_told else before
            is_old = entry.fact is None or entry.fact["seq"] < (seq if is_told else before + 1)
            if others and is_old and entry.changed is not None:
                fact = {**(entry.fact or _fact(session, kept, entry.key) or {}), **entry.changed, "seq": as_of}
                for other in others:
                    _keep(session, other, fact)
            elif not others and is_old:
                sql(session).execute(
                    f"UPDATE {kept.name} SET seq = max(seq, :seq) {kept.where}", {**kept.named(entry.key), "seq": as_of}
                )
            elif not others and entry.fact is not None:
                _put_back(session, kept, entry.key, entry.fact)
            settled.append((entry.table, entry.key))
        return settled

    def refuse(self, session: Session, write_id: str) -> list[tuple[str, Key]]:
        """The relay said no, or the wish was taken back before it left: the facts return. The rows that changed.

        What other pending wishes changed in the same row is shown again over the fact; of a row that they have made,
        only what this one changed is as they had it.
        """
        changed = []
        for entry in _of_write(session, write_id):
            is_first = _entries(session, entry.table, entry.key)[0].write_id == write_id
            _drop(session, entry)
            others = _entries(session, entry.table, entry.key)
            if any(other.changed is None for other in others) or (others and entry.fact is None and is_first):
                continue  # what the others made of the row is not known apart: it stays until they are settled
            if others and entry.fact is None:
                _take_off(session, TABLES[entry.table], entry, others)
            else:
                _put_back(session, TABLES[entry.table], entry.key, entry.fact)
                for other in others:
                    write(session, entry.table, entry.key, other.changed or {})
            if entry.table == "client":
                _name_follows(session, entry.key)
            changed.append((entry.table, entry.key))
        return changed

    def row(self, session: Session, table: str, key: Key) -> dict[str, Any]:
        """The row as it stands here now, with its seq; empty where there is none."""
        return _fact(session, TABLES[table], key) or {}

    def seen(self, session: Session, table: str, key: Key) -> int:
        """As of which seq all of the row is a fact: what somebody who looks at it sees. 0: not known to the relay."""
        return own_answers.facts(session, table, _row_key(key), int(self.row(session, table, key).get("seq", 0)))

    def sights(
        self, session: Session, table: str, key: Key, fields: Iterable[str], seen: int | None
    ) -> Mapping[str, int]:
        """On what sight each of these columns is edited now: as of `seen` (None: what stands), or of one's own answer.

        An answer to one's own edit of that very column is no change by somebody else, whenever it came.
        """
        known = self.seen(session, table, key) if seen is None else seen
        return own_answers.sights(session, table, _row_key(key), fields, known)

    def has(self, session: Session, table: str, key: Key) -> bool:
        """Does any wish wait for the relay on this row?"""
        return bool(_entries(session, table, key))


def write(session: Session, table: str, key: Key, columns: Mapping[str, Any], seq: int | None = None) -> bool:
    """Put columns into a row, made if need be: a fact as of `seq`, or without one a change of ours. True if it changed.

    Raises KeyError for a column that the table does not have.
    """
    kept = TABLES[table]
    for name in columns:
        if name not in kept.columns:
            raise KeyError(f"{table} has no column {name}")
    if seq is not None:
        return Pending().fact_arrived(session, table, key, columns, seq)
    return _upsert(session, kept, key, cells(columns))


@dataclass(frozen=True)
class _Entry:
    table: str
    key: Key
    write_id: str
    fact: dict[str, Any] | None
    changed: dict[str, Any] | None


_ENTRY = "SELECT table_name, row_key, write_id, fact, changed FROM pending"


def _entries(session: Session, table: str, key: Key) -> list[_Entry]:
    found = sql(session).execute(
        f"{_ENTRY} WHERE table_name = ? AND row_key = ? ORDER BY rowid", (table, _row_key(key))
    )
    return [_entry(row) for row in found.fetchall()]


def _of_write(session: Session, write_id: str) -> list[_Entry]:
    found = sql(session).execute(f"{_ENTRY} WHERE write_id = ? ORDER BY rowid", (write_id,))
    return [_entry(row) for row in found.fetchall()]


def _entry(row: tuple[Any, ...]) -> _Entry:
    table, row_key, write_id, fact, changed = row
    parts = tuple(json.loads(row_key))
    key: Key = parts[0] if len(parts) == 1 else parts
    return _Entry(table, key, write_id, json.loads(fact or "null"), json.loads(changed or "null"))


def _row_key(key: Key) -> str:
    return json.dumps([key] if isinstance(key, str) else list(key), separators=(",", ":"))


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, separators=(",", ":"))


def _keep(session: Session, entry: _Entry, fact: dict[str, Any]) -> None:
    sql(session).execute(
        "UPDATE pending SET fact = ? WHERE table_name = ? AND row_key = ? AND write_id = ?",
        (_json(fact), entry.table, _row_key(entry.key), entry.write_id),
    )


def _drop(session: Session, entry: _Entry) -> None:
    sql(session).execute(
        "DELETE FROM pending WHERE table_name = ? AND row_key = ? AND write_id = ?",
        (entry.table, _row_key(entry.key), entry.write_id),
    )


def _fact(session: Session, kept: Kept, key: Key) -> dict[str, Any] | None:
    names = (*kept.columns, "seq")
    found = sql(session).execute(f"SELECT {', '.join(names)} FROM {kept.name} {kept.where}", kept.named(key)).fetchone()
    return None if found is None else dict(zip(names, found, strict=True))


def _settle(session: Session, kept: Kept, key: Key, columns: dict[str, Any], seq: int) -> bool:
    found = sql(session).execute(f"SELECT seq FROM {kept.name} {kept.where}", kept.named(key)).fetchone()
    if found is not None and found[0] > seq:
        return False
    return _upsert(session, kept, key, {**columns, "seq": seq})


def _upsert(session: Session, kept: Kept, key: Key, columns: dict[str, Any]) -> bool:
    named = kept.named(key)
    if columns:
        changed = sql(session).execute(f"UPDATE {kept.name} SET {updates(columns)} {kept.where}", {**columns, **named})
        if changed.rowcount:
            return True
    return bool(insert_row(session, kept.name, {**columns, **named}, "ON CONFLICT DO NOTHING"))


def _put_back(session: Session, kept: Kept, key: Key, fact: dict[str, Any] | None) -> None:
    if fact is None:
        sql(session).execute(f"DELETE FROM {kept.name} {kept.where}", kept.named(key))
    else:
        _upsert(session, kept, key, fact)


def _take_off(session: Session, kept: Kept, entry: _Entry, others: Sequence[_Entry]) -> None:
    """What a wish changed in a row that others have made here is as they had it; a row that is forgotten stays so."""
    if entry.changed is None or _fact(session, kept, entry.key) is None:
        return
    usual = columns.TABLES[kept.name].new
    before = {name: usual[name] for name in entry.changed if name in usual}
    for other in others:
        before |= {name: value for name, value in (other.changed or {}).items() if name in entry.changed}
    write(session, kept.name, entry.key, before)


def _name_follows(session: Session, key: Key) -> None:
    """The name by which a client is found, of the name that stands there now."""
    found = sql(session).execute("SELECT first_name, last_name FROM client WHERE client_id = ?", (key,)).fetchone()
    if found is not None:
        sql(session).execute("UPDATE client SET name_folded = ? WHERE client_id = ?", (fold(full_name(*found)), key))
