"""The rules of holdings: which number is whose, from when to when."""

from collections.abc import Mapping
from typing import Any

from rise_tui.relay.automatic.asking_whose import ask_no_more, ask_whose
from rise_tui.relay.store.consents import open_holders
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.facts import holding_facts
from rise_tui.relay.wishes import claims
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

    The number brings nothing of whoever had it before, and no consent. What was said with it while it was nobody's is
    the client's once it is confirmed that it is theirs, unless somebody else has it, too.
    """
    must_see(tx, wish, wish.ids["client_id"])
    sent = columns_of(HOLDING, wish)
    e164 = wish.ids["e164"]
    row = standing(tx, wish, HOLDING)
    starts, ends = (sent.get(name, None if row is None else row[name]) for name in ("from_at", "until_at"))
    if ends is not None and ends < (wish.at if starts is None else starts):
        raise invalid("/until_at", "It ends before it begins.")
    if row is not None:
        accepted = edit(tx, wish, HOLDING, e164, row, sent)
        _bring_past(tx, wish)
        return accepted
    ours = tx.one(
        "SELECT 1 FROM number WHERE office_id = :office_id AND e164 = :e164", office_id=wish.office_id, e164=e164
    )
    if ours is not None:
        raise invalid("/e164", "That is a number of the office itself.")
    fresh = {"from_at": wish.at, "until_at": None, "is_confirmed": 1, "confirmed_how": None}
    accepted = create(tx, wish, HOLDING, e164, {**fresh, **sent})
    _bring_past(tx, wish)
    if not sent.get("is_confirmed", 1) and ends is None:
        ask_whose(tx, wish.office_id, wish.ids["client_id"], e164, wish.at)
    return accepted


def _bring_past(tx: Tx, wish: Wished) -> None:
    """What follows once it is confirmed whose the number is: its past is theirs, and nobody needs to be asked."""
    row = standing(tx, wish, HOLDING)
    if row is None or not row["is_confirmed"]:
        return
    client_id, e164 = wish.ids["client_id"], wish.ids["e164"]
    ask_no_more(tx, wish.office_id, client_id, e164, wish.at)
    if open_holders(tx, wish.office_id, e164, wish.at) == [client_id]:
        claims.take_past(tx, wish, client_id, e164)
