"""The rules of being on call: decided by a supervisor or an administrator, known to everybody; the last word counts."""

from dataclasses import replace

from rise_tui.domain.clients import Role
from rise_tui.domain.clock import to_wire
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.rules import put_rules, read_rules
from rise_tui.relay.wishes.wished import Accepted, Wished, invalid, not_found, not_yours
from rise_tui.wire.resources import PutOnCall


def apply(tx: Tx, wish: Wished) -> Accepted:
    """Who is on call, from when until when, and after how many minutes the supervisors are told of what nobody
    answered. Whom it names works here and reads texts."""
    body = wish.as_a(PutOnCall)
    if wish.by.role is Role.CASEWORKER:
        raise not_yours()
    if body.caseworker_id is not None:
        _must_read_texts(tx, wish.office_id, body.caseworker_id)
    if body.until_at is not None and body.until_at <= max(wish.at, body.from_at or 0):
        raise invalid("/until_at", "It ends before it begins, or has passed.")
    rules = read_rules(tx, wish.office_id)
    new = replace(
        rules,
        on_call=body.caseworker_id or "",
        on_call_from="" if body.from_at is None else to_wire(body.from_at),
        on_call_until="" if body.until_at is None else to_wire(body.until_at),
        urgent_minutes=rules.urgent_minutes if body.urgent_minutes is None else body.urgent_minutes,
    )
    seq = wish.tell(tx, "OfficeChanged", ref_id=wish.office_id)
    put_rules(tx, wish.office_id, new, seq)
    return Accepted(wish.office_id, seq)


def _must_read_texts(tx: Tx, office_id: str, caseworker_id: str) -> None:
    """Raises Refusal unless they work here and see clients."""
    person = tx.one(
        "SELECT role FROM caseworker WHERE office_id = :office_id AND id = :id AND is_active = 1",
        office_id=office_id,
        id=caseworker_id,
    )
    if person is None:
        raise not_found("caseworker")
    if person["role"] == Role.ADMINISTRATOR:
        raise invalid("/caseworker_id", "An administrator reads no texts.")
