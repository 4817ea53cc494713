"""What is wished about groups: that one is so called or gone, and that somebody is in it; each shown here at once."""

from collections.abc import Mapping
from typing import Any

from rise_tui.casework.desk import Desk
from rise_tui.casework.wishing import put_shared, wish
from rise_tui.store.changes import Change
from rise_tui.store.engine import Session
from rise_tui.store.groups import Group


def put(
    desk: Desk,
    session: Session,
    group_id: str,
    fields: Mapping[str, Any],
    *,
    is_new: bool = False,
    if_match: int | None = None,
) -> str:
    """Change the group's row, and wish the same of the relay; the wish's id."""
    return put_shared(desk, session, "group", group_id, fields, table="client_group", is_new=is_new, if_match=if_match)


def delete(desk: Desk, session: Session, group: Group) -> str:
    """Wish a group gone; the wish's id."""
    return put(desk, session, group.group_id, {"deleted": True}, if_match=group.seq)


def put_member(desk: Desk, session: Session, group_id: str, client_id: str, *, is_member: bool) -> tuple[str, str]:
    """Change one membership, and wish the same; the client and the wish's id.

    In the group's lane, so that what one says last about it stands, and nobody's texts wait for it.
    """
    write_id = wish(
        desk,
        session,
        "member",
        lane=f"group:{group_id}",
        ids={"group_id": group_id, "client_id": client_id},
        body={"is_member": is_member},
        names=(client_id, group_id),
        shows=("group_member", (group_id, client_id), {"is_member": is_member}),
    )
    return client_id, write_id


def ring(desk: Desk, session: Session, group_id: str) -> None:
    """Say that this group changes."""
    desk.store.ring(session, Change("groups", group_id), Change("outbox"))
