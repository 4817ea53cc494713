"""The rules of appointments: a client's or a group's, edited field by field."""

from collections.abc import Mapping
from typing import Any

from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.facts import appointment_facts
from rise_tui.relay.wishes.editing import Edited, columns_of, create, edit, standing
from rise_tui.relay.wishes.groups import GROUP
from rise_tui.relay.wishes.wished import Accepted, Wished, invalid, must_see, not_found


def _tell(tx: Tx, wish: Wished, row: Mapping[str, Any]) -> int:
    return wish.tell(tx, "AppointmentChanged", client_id=row["client_id"], ref_id=wish.ids["appointment_id"])


_PLAIN = ("client_id", "group_id", "kind", "starts_at", "place", "bring", "answer", "attended")

APPOINTMENT = Edited(
    noun="appointment",
    table="appointment",
    columns={**{name: name for name in _PLAIN}, "deleted": "is_deleted"},
    facts=appointment_facts,
    tell=_tell,
    clearable=frozenset({"client_id", "group_id", "place", "bring", "answer", "attended"}),
    fixed=frozenset({"client_id", "group_id"}),
)


def apply(tx: Tx, wish: Wished) -> Accepted:
    """Make an appointment of one client or of one group, or change what was sent of one."""
    sent = columns_of(APPOINTMENT, wish)
    row = standing(tx, wish, APPOINTMENT)
    appointment_id = wish.ids["appointment_id"]
    if row is not None:
        if row["client_id"] is not None:
            must_see(tx, wish, row["client_id"])
        return edit(tx, wish, APPOINTMENT, appointment_id, row, sent)
    if sent.get("is_deleted"):
        raise not_found("appointment")
    client_id, group_id = sent.get("client_id"), sent.get("group_id")
    if (client_id is None) == (group_id is None):
        raise invalid("/client_id", "An appointment is one client's or one group's.")
    if sent.get("starts_at") is None:
        raise invalid("/starts_at", "An appointment has a time.")
    if client_id is not None:
        must_see(tx, wish, client_id)
    else:
        _must_stand(tx, wish, str(group_id))
    fresh: dict[str, Any] = {**dict.fromkeys(_PLAIN), "kind": "", "is_deleted": 0}
    return create(tx, wish, APPOINTMENT, appointment_id, {**fresh, **sent})


def _must_stand(tx: Tx, wish: Wished, group_id: str) -> None:
    row = tx.one(
        f"SELECT is_deleted FROM {GROUP.table} WHERE office_id = :office_id AND id = :id",
        office_id=wish.office_id,
        id=group_id,
    )
    if row is None or row["is_deleted"]:
        raise not_found("group")
