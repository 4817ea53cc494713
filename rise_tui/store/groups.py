"""Groups of clients and who is in them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rise_tui.domain.clients import Client
from rise_tui.store.engine import Session, sql
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
_HERE = "NOT is_deleted AND is_mine"
_MEMBERS = (
    f"WHERE client_id IN (SELECT client_id FROM group_member WHERE group_id = :group_id AND is_member) AND {_HERE}"
)
_COMPUTED = {
    "computed:out_of_touch": f"WHERE {_HERE} AND status <> 'closed' AND coalesce((SELECT m.at FROM message"
    " AS m WHERE m.client_id = client.client_id AND m.direction = 'inbound' ORDER BY m.position DESC LIMIT 1), 0)"
    " <= :since",
    "computed:spanish": f"WHERE {_HERE} AND status <> 'closed' AND language = 'es'",
}
"""How the groups that compute themselves find their members; `since`: milliseconds, the last moment out of touch."""
_BY_NAME = "ORDER BY name_folded, client_id"


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
        """Who is in a group, by name as one says it: in the order of the list of clients."""
        return self.page(session, group_id, since=0, limit=-1)

    def page(self, session: Session, group_id: str, *, since: int, limit: int, offset: int = 0) -> Sequence[Client]:
        """A stretch of a group's members, by name; also of one that computes itself.

        `since` (milliseconds): who has not written after it counts as out of touch. A `limit` below 0: all of them.
        """
        where = _COMPUTED.get(group_id, _MEMBERS)
        rows = sql(session).execute(
            f"SELECT {_CLIENT.columns} FROM client {where} {_BY_NAME} LIMIT :limit OFFSET :offset",
            _named(group_id, since, limit=limit, offset=offset),
        )
        return [_CLIENT.of(row) for row in rows]

    def clients(self, session: Session, client_ids: Sequence[str]) -> Sequence[Client]:
        """These clients, in that order; who is not here any more is left out."""
        rows = sql(session).execute(
            f"SELECT {_CLIENT.columns} FROM client WHERE client_id IN (SELECT value FROM json_each(?)) AND {_HERE}",
            (json.dumps(list(client_ids)),),
        )
        found = {str(client.client_id): client for client in (_CLIENT.of(row) for row in rows)}
        return [found[client_id] for client_id in client_ids if client_id in found]

    def member_ids(self, session: Session, group_id: str, *, since: int) -> Sequence[str]:
        """Who is in a group, by name, as ids; also of one that computes itself."""
        where = _COMPUTED.get(group_id, _MEMBERS)
        rows = sql(session).execute(f"SELECT client_id FROM client {where} {_BY_NAME}", _named(group_id, since))
        return [client_id for (client_id,) in rows]

    def count(self, session: Session, group_id: str, *, since: int) -> int:
        """How many are in a group; also of one that computes itself."""
        where = _COMPUTED.get(group_id, _MEMBERS)
        return int(sql(session).execute(f"SELECT count(*) FROM client {where}", _named(group_id, since)).fetchone()[0])

    def counts(self, session: Session) -> dict[str, int]:
        """How many are in each group that somebody made, in one statement; a group without members is not named."""
        found = sql(session).execute(
            "SELECT group_id, count(*) FROM group_member AS m JOIN client AS c ON c.client_id = m.client_id"
            " WHERE m.is_member AND NOT c.is_deleted AND c.is_mine GROUP BY group_id"
        )
        return dict(found.fetchall())

    def of_client(self, session: Session, client_id: str) -> Sequence[Group]:
        """The groups that a client is in, by name."""
        return _SHAPE.many(
            session,
            "WHERE group_id IN (SELECT group_id FROM group_member WHERE client_id = ? AND is_member)"
            " AND NOT is_deleted ORDER BY name COLLATE NOCASE, group_id",
            client_id,
        )


def _named(group_id: str, since: int, **more: int) -> dict[str, Any]:
    return {"group_id": group_id, "since": since, **more}
