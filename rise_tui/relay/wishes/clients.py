"""The rules of clients: made with somebody who sees them, edited field by field, handed from one to another."""

from collections.abc import Mapping
from typing import Any

from rise_tui.domain.clients import Role
from rise_tui.domain.clock import zone
from rise_tui.domain.errors import BadTime
from rise_tui.relay.store import queue
from rise_tui.relay.store.access import grant, has_access, revoke
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.facts import client_facts
from rise_tui.relay.wishes.editing import Edited, columns_of, create, edit, standing
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
    group texts that wait are dropped.
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
            grant(tx, wish.office_id, owner, client_id, "own", wish.at)
        accepted = create(tx, wish, CLIENT, client_id, {**_FRESH, **sent})
        if owner is not None:
            _assign(tx, wish, None, owner)
        return accepted
    if not row["is_deleted"]:
        must_see(tx, wish, client_id)
    accepted = edit(tx, wish, CLIENT, client_id, row, sent)
    if sent.get("is_discreet") and not row["is_discreet"]:  # what waits was worded for a phone that nobody else reads
        queue.drop_group_texts(tx, wish.office_id, client_id, wish.at)
    if "caseworker_id" in sent and sent["caseworker_id"] != row["caseworker_id"] and accepted.seq != row["seq"]:
        hand_over(tx, wish, row["caseworker_id"], sent["caseworker_id"])
    return accepted


def hand_over(tx: Tx, wish: Wished, old: str | None, new: str | None) -> None:
    """Move the access from one caseworker to another, and tell both.

    Who still sees the client for another reason (cover, or being a supervisor) is not told to forget.
    """
    client_id = wish.ids["client_id"]
    if old is not None:
        revoke(tx, wish.office_id, old, client_id, "own", wish.at)
        if not has_access(tx, wish.office_id, old, client_id) and _role(tx, wish.office_id, old) is not Role.SUPERVISOR:
            wish.tell(
                tx,
                "ClientReleased",
                client_id=client_id,
                audience=old,
                from_caseworker_id=old,
                to_caseworker_id=new,
                why="own",
                note="",
            )
    if new is not None:
        grant(tx, wish.office_id, new, client_id, "own", wish.at)
        _assign(tx, wish, old, new)


def _assign(tx: Tx, wish: Wished, old: str | None, new: str) -> None:
    wish.tell(
        tx,
        "ClientAssigned",
        client_id=wish.ids["client_id"],
        audience=new,
        from_caseworker_id=old,
        to_caseworker_id=new,
        why="own",
        note="",
    )


def _check(tx: Tx, wish: Wished, sent: dict[str, Any]) -> None:
    if sent.get("zone") is not None:
        try:
            zone(sent["zone"])
        except BadTime as error:
            raise invalid("/zone", f"{error.title}.", next_step=error.next_step) from error
    owner = sent.get("caseworker_id")
    if owner is not None and _role(tx, wish.office_id, owner) in (None, Role.ADMINISTRATOR):
        raise invalid("/caseworker_id", "No caseworker of this office has that id.")


def _role(tx: Tx, office_id: str, caseworker_id: str) -> Role | None:
    row = tx.one(
        "SELECT role FROM caseworker WHERE office_id = :office_id AND id = :id AND is_active = 1",
        office_id=office_id,
        id=caseworker_id,
    )
    return None if row is None else Role(row["role"])
