"""The rules of holdings: which number is whose, from when to when."""

from collections.abc import Mapping
from typing import Any

from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.facts import holding_facts
from rise_tui.relay.wishes.editing import Edited, columns_of, create, edit, standing
from rise_tui.relay.wishes.wished import Accepted, Wished, invalid, must_see


def _tell(tx: Tx, wish: Wished, row: Mapping[str, Any]) -> int:
    client_id = wish.ids["client_id"]
    return wish.tell(tx, "NumberChanged", client_id=client_id, ref_id=client_id, e164=wish.ids["e164"])


HOLDING = Edited(
    noun="number",
    table="holding",
    columns={name: name for name in ("from_at", "until_at", "is_confirmed", "confirmed_how")},
    facts=holding_facts,
    tell=_tell,
    clearable=frozenset({"until_at", "confirmed_how"}),
)


def apply(tx: Tx, wish: Wished) -> Accepted:
    """Give a client a number, or change what was sent of that.

    The number brings no history and starts with no consent: both belong to whoever had it before.
    """
    must_see(tx, wish, wish.ids["client_id"])
    sent = columns_of(HOLDING, wish)
    e164 = wish.ids["e164"]
    row = standing(tx, wish, HOLDING)
    starts, ends = (sent.get(name, None if row is None else row[name]) for name in ("from_at", "until_at"))
    if ends is not None and ends < (wish.at if starts is None else starts):
        raise invalid("/until_at", "It ends before it begins.")
    if row is not None:
        return edit(tx, wish, HOLDING, e164, row, sent)
    ours = tx.one(
        "SELECT 1 FROM number WHERE office_id = :office_id AND e164 = :e164", office_id=wish.office_id, e164=e164
    )
    if ours is not None:
        raise invalid("/e164", "That is a number of the office itself.")
    fresh = {"from_at": wish.at, "until_at": None, "is_confirmed": 1, "confirmed_how": None}
    return create(tx, wish, HOLDING, e164, {**fresh, **sent})
