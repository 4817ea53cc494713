"""The rules of groups: everybody's, edited field by field; a member is a resource of its own, last writer wins."""

from collections.abc import Mapping
from typing import Any

from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.facts import group_facts
from rise_tui.relay.store.people import cover_follows
from rise_tui.relay.wishes.editing import Edited, columns_of, create, edit, standing
from rise_tui.relay.wishes.wished import Accepted, Wished, invalid, must_see, not_found
from rise_tui.wire.resources import PutMember


def _tell(tx: Tx, wish: Wished, row: Mapping[str, Any]) -> int:
    return wish.tell(tx, "GroupChanged", ref_id=wish.ids["group_id"])


GROUP = Edited(
    noun="group",
    table="client_group",
    columns={"name": "name", "kind": "kind", "deleted": "is_deleted"},
    facts=group_facts,
    tell=_tell,
)


def apply(tx: Tx, wish: Wished) -> Accepted:
    """Make a group, or change what was sent of one."""
    sent = columns_of(GROUP, wish)
    row = standing(tx, wish, GROUP)
    group_id = wish.ids["group_id"]
    if row is not None:
        return edit(tx, wish, GROUP, group_id, row, sent)
    if sent.get("is_deleted"):
        raise not_found("group")
    if not sent.get("name"):
        raise invalid("/name", "A group has a name.")
    return create(tx, wish, GROUP, group_id, {"kind": "list", "is_deleted": 0, **sent})


def apply_member(tx: Tx, wish: Wished) -> Accepted:
    """Put a client in a group, or take them out."""
    group_id, client_id = wish.ids["group_id"], wish.ids["client_id"]
    client = must_see(tx, wish, client_id)
    group = standing(tx, wish, GROUP)
    if group is None or group["is_deleted"]:
        raise not_found("group")
    is_member = int(wish.as_a(PutMember).is_member)
    key = {"office_id": wish.office_id, "group_id": group_id, "client_id": client_id}
    row = tx.one(
        "SELECT is_member, seq FROM group_member WHERE office_id = :office_id AND group_id = :group_id"
        " AND client_id = :client_id",
        **key,
    )
    if row is not None and row["is_member"] == is_member:
        return Accepted(client_id, row["seq"])
    seq = wish.tell(tx, "GroupMembershipChanged", client_id=client_id, ref_id=group_id, is_member=bool(is_member))
    if row is None:
        tx.insert_many("group_member", [{**key, "is_member": is_member, "seq": seq}])
    else:
        tx.update("group_member", key, is_member=is_member, seq=seq)
    owner = None if client is None else client["caseworker_id"]
    if owner is not None:  # who covers for a group of theirs
        cover_follows(tx, wish.deed, owner)
    return Accepted(client_id, seq, is_new=row is None)
