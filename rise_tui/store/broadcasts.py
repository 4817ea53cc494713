"""Broadcasts and their recipients; how each text fares stands in the recipient's row and in the text itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from rise_tui.store.engine import Session, sql
from rise_tui.store.pending import write
from rise_tui.store.rows import Shape, updates


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One text to many. `state`: here (on this machine only), accepted, cancelled, refused. Times in milliseconds."""

    broadcast_id: str
    name: str
    body: str
    caseworker_id: str | None = None
    left_out: tuple[dict[str, str], ...] = ()
    not_before_at: int | None = None
    expires_at: int | None = None
    is_paused: bool = False
    state: str = "here"
    cancelled: int = 0
    too_late: int = 0
    at: int = 0
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who gets it. `status` as of `status_seq`; here: on this machine only."""

    broadcast_id: str
    client_id: str
    message_id: str
    status: str = "here"
    reason: str | None = None
    status_seq: int = 0


_SHAPE = Shape("broadcast", Broadcast)
_RECIPIENT = Shape("recipient", Recipient)


class Broadcasts:
    """Broadcasts, newest first, and who gets them."""

    def put(self, session: Session, broadcast_id: str, *, seq: int | None = None, **columns: Any) -> bool:
        """Columns of `broadcast`: with `seq` a fact, without one a change of ours. True if the row changed."""
        return write(session, "broadcast", broadcast_id, columns, seq)

    def get(self, session: Session, broadcast_id: str) -> Broadcast | None:
        """The broadcast of that id."""
        return _SHAPE.one(session, "WHERE broadcast_id = ?", broadcast_id)

    def list(self, session: Session, limit: int = 100) -> Sequence[Broadcast]:
        """The last broadcasts, newest first."""
        return _SHAPE.many(session, "ORDER BY at DESC, broadcast_id DESC LIMIT ?", limit)

    def set_recipients(
        self, session: Session, broadcast_id: str, people: Iterable[tuple[str, str]], status: str = "here"
    ) -> None:
        """Exactly these get it, as (client_id, message_id); who stood here already keeps the status."""
        connection = sql(session)
        wanted = dict(people)
        rows = connection.execute("SELECT client_id FROM recipient WHERE broadcast_id = ?", (broadcast_id,))
        known = {client_id for (client_id,) in rows}
        connection.executemany(
            "INSERT INTO recipient(broadcast_id, client_id, message_id, status, status_seq) VALUES (?, ?, ?, ?, 0)",
            [(broadcast_id, client, message, status) for client, message in wanted.items() if client not in known],
        )
        connection.executemany(
            "DELETE FROM recipient WHERE broadcast_id = ? AND client_id = ?",
            [(broadcast_id, client_id) for client_id in known - wanted.keys()],
        )

    def add_recipients(self, session: Session, broadcast_id: str, people: Iterable[tuple[str, str]]) -> None:
        """These get it, as (client_id, message_id), on this machine only so far; thousands in one statement."""
        sql(session).executemany(
            "INSERT INTO recipient(broadcast_id, client_id, message_id, status, status_seq) VALUES (?, ?, ?, 'here', 0)"
            " ON CONFLICT DO NOTHING",
            [(broadcast_id, client_id, message_id) for client_id, message_id in people],
        )

    def recipients(self, session: Session, broadcast_id: str) -> Sequence[Recipient]:
        """Everybody who gets it, in the order of their ids."""
        return _RECIPIENT.many(session, "WHERE broadcast_id = ? ORDER BY client_id", broadcast_id)

    def recipient(self, session: Session, message_id: str) -> Recipient | None:
        """Whose text that is."""
        return _RECIPIENT.one(session, "WHERE message_id = ?", message_id)

    def set_status(
        self,
        session: Session,
        broadcast_id: str,
        client_id: str,
        status: str,
        reason: str | None = None,
        *,
        seq: int = 0,
        message_id: str | None = None,
    ) -> bool:
        """How one person's text fares, as of an event; an older one changes nothing. True if it changed.

        `message_id`: which text of theirs that is about; it changes nothing if they were sent another one since.
        """
        values = {"status": status, **({"reason": reason} if reason else {})}
        changed = sql(session).execute(
            f"UPDATE recipient SET {updates(values)}, status_seq = max(status_seq, :seq) WHERE"
            " broadcast_id = :broadcast_id AND client_id = :client_id AND (:seq = 0 OR status_seq <= :seq)"
            " AND (:message_id IS NULL OR message_id = :message_id)",
            {
                **values,
                "broadcast_id": broadcast_id,
                "client_id": client_id,
                "seq": seq,
                "message_id": message_id,
            },
        )
        return changed.rowcount > 0

    def take_statuses(self, session: Session, broadcast_id: str) -> None:
        """Texts of it that are here already say how they fare: a snapshot may bring them before the broadcast."""
        sql(session).execute(
            "UPDATE recipient SET message_id = m.message_id, status = m.status, reason = m.reason, status_seq = m.said"
            " FROM (SELECT client_id, message_id, status, reason, max(status_seq, seq) AS said, max(position)"
            " FROM message WHERE broadcast_id = ?1 AND seq > 0 GROUP BY client_id) AS m"
            " WHERE recipient.broadcast_id = ?1 AND recipient.client_id = m.client_id AND status_seq <= m.said",
            (broadcast_id,),
        )

    def try_again(
        self, session: Session, broadcast_id: str, client_id: str, message_id: str, status: str, *, seq: int = 0
    ) -> bool:
        """Another text is to reach this person: it is theirs from now on, and what became of the last one is past.

        One that is theirs already, and an older event, change nothing. True if it changed.
        """
        changed = sql(session).execute(
            "UPDATE recipient SET message_id = :message_id, status = :status, reason = NULL,"
            " status_seq = max(status_seq, :seq) WHERE broadcast_id = :broadcast_id AND client_id = :client_id"
            " AND message_id <> :message_id AND (:seq = 0 OR status_seq <= :seq)",
            {
                "broadcast_id": broadcast_id,
                "client_id": client_id,
                "message_id": message_id,
                "status": status,
                "seq": seq,
            },
        )
        return changed.rowcount > 0

    def put_back(self, session: Session, broadcast_id: str, person: Recipient) -> None:
        """This person stands as they did: another text to them was taken back before it left."""
        sql(session).execute(
            "UPDATE recipient SET message_id = ?, status = ?, reason = ?, status_seq = ?"
            " WHERE broadcast_id = ? AND client_id = ?",
            (person.message_id, person.status, person.reason, person.status_seq, broadcast_id, person.client_id),
        )

    def fall_back(self, session: Session, broadcast_id: str, client_id: str) -> None:
        """This person stands as the newest of their texts does that the relay has: another one never came there."""
        sql(session).execute(
            "UPDATE recipient SET message_id = m.message_id, status = m.status, reason = m.reason"
            " FROM (SELECT message_id, status, reason FROM message WHERE broadcast_id = ?1 AND client_id = ?2"
            " AND seq > 0 ORDER BY position DESC LIMIT 1) AS m WHERE broadcast_id = ?1 AND client_id = ?2",
            (broadcast_id, client_id),
        )

    def drop_all(self, session: Session, broadcast_id: str, status: str) -> int:
        """Everybody's text stands at that status now. How many there are."""
        return (
            sql(session)
            .execute("UPDATE recipient SET status = ? WHERE broadcast_id = ?", (status, broadcast_id))
            .rowcount
        )

    def tally(self, session: Session, broadcast_id: str) -> dict[str, int]:
        """How many texts stand at each status."""
        found = sql(session).execute(
            "SELECT status, count(*) FROM recipient WHERE broadcast_id = ? GROUP BY status", (broadcast_id,)
        )
        return dict(found.fetchall())

    def replies(self, session: Session, broadcast_id: str) -> Sequence[tuple[str, str]]:
        """The first text that each recipient wrote after theirs had left, as (client_id, message_id), in order."""
        found = sql(session).execute(
            "SELECT r.client_id, (SELECT message_id FROM message AS i WHERE i.client_id = r.client_id"
            " AND i.direction = 'inbound' AND i.position > o.position ORDER BY i.position LIMIT 1) AS reply"
            " FROM recipient AS r JOIN message AS o ON o.message_id = r.message_id"
            " WHERE r.broadcast_id = ? AND o.seq > 0 AND reply IS NOT NULL ORDER BY r.client_id",
            (broadcast_id,),
        )
        return found.fetchall()
