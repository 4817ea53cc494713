"""What is wished about groups: that one is so called or gone, and that somebody is in it; each shown here at once."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from rise_tui.casework.desk import Desk
from rise_tui.casework.wishing import wish
from rise_tui.domain.ids import new_id
from rise_tui.store.changes import Change
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
    write_id = new_id()
    columns = {("is_deleted" if name == "deleted" else name): value for name, value in fields.items()}
    desk.store.pending.shelve(session, "client_group", group_id, write_id, columns)
    return wish(
        desk,
        session,
        "group",
        lane=f"group:{group_id}",
        ids={"group_id": group_id},
        body=fields,
        if_match=if_match,
        makes=group_id if is_new else None,
        names=() if is_new else (group_id,),
        write_id=write_id,
    )


def delete(desk: Desk, session: Session, group: Group) -> str:
    """Wish a group gone; the wish's id."""
    return put(desk, session, group.group_id, {"deleted": True}, if_match=group.seq)


def put_member(desk: Desk, session: Session, group_id: str, client_id: str, *, is_member: bool) -> tuple[str, str]:
    """Change one membership, and wish the same; the client and the wish's id.

    In the group's lane, so that what one says last about it stands, and nobody's texts wait for it.
    """
    write_id = new_id()
    desk.store.pending.shelve(session, "group_member", (group_id, client_id), write_id, {"is_member": is_member})
    wish(
        desk,
        session,
        "member",
        lane=f"group:{group_id}",
        ids={"group_id": group_id, "client_id": client_id},
        body={"is_member": is_member},
        names=(client_id, group_id),
        write_id=write_id,
    )
    return client_id, write_id


def withdraw(desk: Desk, session: Session, write_id: str) -> bool:
    """Take a wish back that never left. False when the relay may have it.

    The caller writes the row as it was: over one that never left either, an earlier fact says nothing.
    """
    if not desk.store.outbox.withdraw(session, write_id):
        return False
    desk.store.pending.refuse(session, write_id)
    return True


def ring(desk: Desk, session: Session, group_id: str) -> None:
    """Say that this group changes."""
    desk.store.ring(session, Change("groups", group_id), Change("outbox"))
