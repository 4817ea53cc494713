"""How edits meet: different fields merge, the same field changed meanwhile shows both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.wishes.wished import Accepted, Refusal, Wished, id_taken, invalid, not_found
from rise_tui.wire.codec import from_json
from rise_tui.wire.shapes import FieldError

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Meeting:
    """What comes of an edit: the columns that change, or those that somebody else has changed meanwhile."""

    changes: Values
    conflicts: tuple[str, ...]


def meet(present: Mapping[str, Any], field_seqs: Mapping[str, int], sent: Values, if_match: int) -> Meeting:
    """Let an edit made on the sight of `if_match` meet what stands now.

    A field that already has the wished value changes nothing, whoever set it. A field changed after `if_match` to
    something else is a conflict; the others are free. With any conflict nothing changes: the screen shows both.
    """
    changes = {name: value for name, value in sent.items() if present[name] != value}
    conflicts = tuple(name for name in changes if field_seqs.get(name, 0) > if_match)
    return Meeting({} if conflicts else changes, conflicts)


@dataclass(frozen=True, slots=True)
class Edited:
    """A kind of resource that is edited: its table, its columns by the names of the wire, its facts, its event.

    `tell` puts the event into the log, given the row as it will be, and returns the event's number.
    """

    noun: str
    table: str
    columns: Mapping[str, str]
    facts: Callable[[Mapping[str, Any]], Values]
    tell: Callable[[Tx, Wished, Mapping[str, Any]], int]
    clearable: frozenset[str] = frozenset()
    """names of the wire that may be null"""
    fixed: frozenset[str] = frozenset()
    """columns that never change once they are set"""


def columns_of(kind: Edited, wish: Wished) -> Values:
    """What was sent, by column: booleans as 0 and 1, times as milliseconds. Raises Refusal for a null too many."""
    sent = wish.body.model_dump(exclude_unset=True)
    for name, value in sent.items():
        if value is None and name not in kind.clearable:
            raise invalid(f"/{name}", "It cannot be empty.")
    return {kind.columns[name]: int(value) if isinstance(value, bool) else value for name, value in sent.items()}


def create(tx: Tx, wish: Wished, kind: Edited, id: str, row: Values) -> Accepted:
    """Put a new resource beside its event; `row` has every column that its facts need but the key's."""
    whole = {**row, **_key(kind, wish)}
    seq = kind.tell(tx, wish, whole)
    names = columns_of(kind, wish)
    tx.insert(kind.table, **{**whole, "seq": seq, "field_seqs": dict.fromkeys(names, seq)})
    return Accepted(id, seq, is_new=True)


def edit(tx: Tx, wish: Wished, kind: Edited, id: str, row: Row, sent: Values) -> Accepted:
    """Change what stands, by the rules of `meet`. Raises Refusal: gone, no `If-Match`, or changed meanwhile.

    Nothing to change is an answer too: the number of the resource's last event. Without `If-Match` nobody has seen
    what stands: other content is then a taken id.
    """
    present = {**_plain(row), **_json(row)}
    if present.get("is_deleted"):
        if sent.get("is_deleted"):
            return Accepted(id, row["seq"])
        raise not_found(kind.noun)
    if wish.if_match is None:
        if any(present[name] != value for name, value in sent.items()):
            raise id_taken(kind.noun, "An edit must say what it was made on the sight of (If-Match).")
        return Accepted(id, row["seq"])
    if moved := [name for name in kind.fixed if name in sent and present[name] != sent[name]]:
        raise id_taken(kind.noun, f"Its {_wire_name(kind, moved[0])} never changes.")
    meeting = meet(present, from_json(row["field_seqs"]), sent, wish.if_match)
    if meeting.conflicts:
        raise _changed_meanwhile(kind, row, meeting.conflicts)
    if not meeting.changes:
        return Accepted(id, row["seq"])
    seq = kind.tell(tx, wish, {**present, **meeting.changes})
    seqs = {**from_json(row["field_seqs"]), **dict.fromkeys(meeting.changes, seq)}
    tx.update(kind.table, _key(kind, wish), **meeting.changes, seq=seq, field_seqs=seqs)
    return Accepted(id, seq)


def standing(tx: Tx, wish: Wished, kind: Edited) -> Row | None:
    """The row of the resource that the path names."""
    key = _key(kind, wish)
    where = " AND ".join(f'"{name}" = :{name}' for name in key)
    return tx.one(f'SELECT * FROM "{kind.table}" WHERE {where}', **key)


def _key(kind: Edited, wish: Wished) -> Values:
    if kind.table == "holding":
        return {"office_id": wish.office_id, "client_id": wish.ids["client_id"], "e164": wish.ids["e164"]}
    return {"office_id": wish.office_id, "id": next(iter(wish.ids.values()))}


def _plain(row: Row) -> Values:
    return dict(zip(row.keys(), row, strict=True))


def _json(row: Row) -> Values:
    return {"bodies": from_json(row["bodies"])} if "bodies" in row.keys() else {}  # noqa: SIM118 - a Row is no mapping


def _wire_name(kind: Edited, column: str) -> str:
    return next((name for name, its in kind.columns.items() if its == column), column)


def _changed_meanwhile(kind: Edited, row: Row, conflicts: tuple[str, ...]) -> Refusal:
    names = [_wire_name(kind, column) for column in conflicts]
    return Refusal(
        412,
        "changed-meanwhile",
        f"A colleague changed this {kind.noun} meanwhile",
        f"Both changed {', '.join(names)}.",
        "Look at both and choose.",
        errors=[FieldError(pointer=f"/{name}", detail="Changed by somebody else since you saw it.") for name in names],
        present={"seq": row["seq"], **kind.facts(_plain(row))},
    )
