"""Groups of clients and who is in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from rise_tui.domain.clients import Client
from rise_tui.store.pending import write
from rise_tui.store.rows import Shape


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of clients; `kind`: class, workshop, list, or filter, as the relay says."""

    group_id: str
    name: str
    kind: str = "list"
    seq: int = 0


_SHAPE = Shape("client_group", Group)
_CLIENT = Shape("client", Client)


class Groups:
    """Groups and memberships."""

    def put(self, session: Session, group_id: str, *, seq: int | None = None, **columns: Any) -> bool:
        """Columns of `client_group`: with `seq` a fact, without one a change of ours. True if the row changed."""
        return write(session, "client_group", group_id, columns, seq)

    def put_member(
        self, session: Session, group_id: str, client_id: str, *, is_member: bool, seq: int | None = None
    ) -> bool:
        """That somebody is, or is no longer, in a group. True if the row changed."""
        return write(session, "group_member", (group_id, client_id), {"is_member": is_member}, seq)

    def get(self, session: Session, group_id: str) -> Group | None:
        """The group of that id, unless it was deleted."""
        return _SHAPE.one(session, "WHERE group_id = ? AND NOT is_deleted", group_id)

    def list(self, session: Session) -> Sequence[Group]:
        """All groups by name."""
        return _SHAPE.many(session, "WHERE NOT is_deleted ORDER BY name COLLATE NOCASE, group_id")

    def named(self, session: Session, name: str) -> Sequence[Group]:
        """The groups of that name, case aside."""
        return _SHAPE.many(session, "WHERE name = ? COLLATE NOCASE AND NOT is_deleted ORDER BY group_id", name.strip())

    def members(self, session: Session, group_id: str) -> Sequence[Client]:
        """Who is in a group, by last and first name."""
        return _CLIENT.many(
            session,
            "WHERE client_id IN (SELECT client_id FROM group_member WHERE group_id = ? AND is_member)"
            " AND NOT is_deleted AND is_mine ORDER BY last_name, first_name, client_id",
            group_id,
        )

    def of_client(self, session: Session, client_id: str) -> Sequence[Group]:
        """The groups that a client is in, by name."""
        return _SHAPE.many(
            session,
            "WHERE group_id IN (SELECT group_id FROM group_member WHERE client_id = ? AND is_member)"
            " AND NOT is_deleted ORDER BY name COLLATE NOCASE, group_id",
            client_id,
        )
