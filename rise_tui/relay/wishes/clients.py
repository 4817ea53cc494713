"""The rules of clients: made with somebody who sees them, edited field by field, handed from one to another."""

from collections.abc import Mapping
from typing import Any

from rise_tui.domain.clients import ClientStatus, Role, status_at
from rise_tui.domain.clock import from_ms, zone
from rise_tui.domain.errors import BadTime
from rise_tui.domain.ids import new_id
from rise_tui.relay.automatic.introducing import reword
from rise_tui.relay.store import queue
from rise_tui.relay.store.access import grant
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.facts import client_facts
from rise_tui.relay.store.people import OWN, assigned, cover_follows, hand_over, role_of
from rise_tui.relay.store.rules import ask_again_of
from rise_tui.relay.store.transfers import Transfer, mark
from rise_tui.relay.wishes.editing import Edited, columns_of, create, edit, standing
from rise_tui.relay.wishes.pausing import keep_back
from rise_tui.relay.wishes.wished import Accepted, Wished, invalid, must_see, not_found, not_yours


def _tell(tx: Tx, wish: Wished, row: Mapping[str, Any]) -> int:
    client_id = wish.ids["client_id"]
    return wish.tell(tx, "ClientChanged", client_id=client_id, ref_id=client_id)


CLIENT = Edited(
    noun="client",
    table="client",
    columns={
        "first_name": "first_name",
        "last_name": "last_name",
        "language": "language",
        "zone": "zone",
        "external_id": "external_id",
        "caseworker_id": "caseworker_id",
        "status": "status",
        "status_reason": "status_reason",
        "status_until": "status_until_at",
        "is_discreet": "is_discreet",
        "safe_from": "safe_from",
        "safe_to": "safe_to",
        "deleted": "is_deleted",
    },
    facts=client_facts,
    tell=_tell,
    clearable=frozenset(
        {"zone", "external_id", "caseworker_id", "status_reason", "status_until", "safe_from", "safe_to"}
    ),
)
_FRESH: dict[str, Any] = {
    "first_name": "",
    "last_name": "",
    "language": "en",
    "zone": None,
    "external_id": None,
    "status": "open",
    "status_reason": None,
    "status_until_at": None,
    "is_discreet": 0,
    "safe_from": None,
    "safe_to": None,
    "is_deleted": 0,
}


def apply(tx: Tx, wish: Wished) -> Accepted:
    """Make a client, or change what was sent of one.

    Who makes a client has them, unless another caseworker is named. With `caseworker_id` the client changes hands: the
    one who had them is told with ClientReleased, the one who gets them with ClientAssigned. Of who becomes discreet the
    group texts that wait are dropped; of who is paused or closed see wishes/pausing.
    """
    client_id = wish.ids["client_id"]
    sent = columns_of(CLIENT, wish)
    row = standing(tx, wish, CLIENT)
    if not wish.by.reads_texts:
        raise not_yours()
    _check(tx, wish, sent)
    if row is None:
        if sent.get("is_deleted"):
            raise not_found("client")
        owner = sent.setdefault("caseworker_id", wish.by.caseworker_id)
        if owner is not None:
            grant(tx, wish.office_id, owner, client_id, OWN, wish.at)
        accepted = create(tx, wish, CLIENT, client_id, {**_FRESH, **sent})
        if owner is not None:
            assigned(tx, wish.deed, client_id, None, owner, OWN)
            cover_follows(tx, wish.deed, owner)
        return accepted
    if not row["is_deleted"]:
        must_see(tx, wish, client_id)
    is_moved = "caseworker_id" in sent and sent["caseworker_id"] != row["caseworker_id"]
    if is_moved and row["caseworker_id"] not in (None, wish.by.caseworker_id) and not wish.by.sees_all:
        raise not_yours()
    accepted = edit(tx, wish, CLIENT, client_id, row, sent)
    if accepted.seq != row["seq"] and sent.keys() & {"status", "status_until_at", "is_deleted"}:
        keep_back(tx, wish.office_id, client_id, _status({**dict(row), **sent}, wish.at), wish.at)
    if accepted.seq != row["seq"] and sent.keys() & {"zone", "safe_from", "safe_to"}:
        ask_again_of(tx, wish.office_id, client_id, wish.at)
    if sent.get("is_discreet") and not row["is_discreet"]:  # what waits was worded for a phone that nobody else reads
        queue.drop_group_texts(tx, wish.office_id, client_id, wish.at)
        reword(tx, wish.office_id, client_id)
    if is_moved and accepted.seq != row["seq"]:
        old, new = row["caseworker_id"], sent["caseworker_id"]
        transfer = Transfer(new_id(), client_id, old, new)
        mark(tx, wish.deed, transfer)
        hand_over(tx, wish.deed, client_id, old, new, transfer.id)
    return accepted


def _status(client: Mapping[str, Any], at: int) -> ClientStatus:
    if client["is_deleted"]:
        return ClientStatus.CLOSED
    until_at = client["status_until_at"]
    return status_at(ClientStatus(client["status"]), None if until_at is None else from_ms(until_at), from_ms(at))


def _check(tx: Tx, wish: Wished, sent: dict[str, Any]) -> None:
    if sent.get("zone") is not None:
        try:
            zone(sent["zone"])
        except BadTime as error:
            raise invalid("/zone", f"{error.title}.", next_step=error.next_step) from error
    owner = sent.get("caseworker_id")
    if owner is not None and role_of(tx, wish.office_id, owner) in (None, Role.ADMINISTRATOR):
        raise invalid("/caseworker_id", "No caseworker of this office has that id.")
