"""Turns rows of the log into events: names, words and numbers are joined from the resources, a few queries a page."""

from collections.abc import Iterable

from rise_tui.domain.clock import to_wire
from rise_tui.relay.store.access import Reader
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.event_shapes import SHAPES
from rise_tui.relay.store.facts import Shape
from rise_tui.relay.store.joined import Joined
from rise_tui.wire.codec import from_json

_BY_CLIENT = frozenset({"reading", "holding"})
"""Tables that are asked by the event's client; all others by what it is about."""


def events_of(tx: Tx, reader: Reader, rows: list[Row]) -> list[Shape]:
    """The events of these rows in their shapes, ready to be written as JSON; what was purged is left out."""
    joined = Joined(tx, reader, _wanted(rows))
    events = []
    for row in rows:
        event = event_of(row, joined)
        if event is not None:
            events.append(event)
    return events


def event_of(row: Row, joined: Joined) -> Shape | None:
    """One event; None when what it tells of was purged. A type without a shape carries its small facts alone."""
    small: Shape = from_json(row["data"])
    shape = SHAPES.get(row["type"])
    facts = small if shape is None else shape[1](row, small, joined)
    if facts is None:
        return None
    event: Shape = {"seq": row["seq"], "at": to_wire(row["at"]), "type": row["type"], "actor": row["actor"]}
    if row["client_id"] is not None:
        event["client_id"] = row["client_id"]
    if row["write_id"] is not None:
        event["write_id"] = row["write_id"]
    event["data"] = {name: value for name, value in facts.items() if value is not None}
    return event


def _wanted(rows: Iterable[Row]) -> dict[str, set[str]]:
    """By table, the ids that these rows are about."""
    wanted: dict[str, set[str]] = {}
    for row in rows:
        if row["type"] in SHAPES and (row["ref_id"] or row["client_id"]):
            for table in SHAPES[row["type"]][0]:
                key = row["client_id"] if table in _BY_CLIENT else row["ref_id"]
                if key is not None:
                    wanted.setdefault(table, set()).add(key)
    return wanted
