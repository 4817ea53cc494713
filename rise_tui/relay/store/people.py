"""Who has whom: access moved from one caseworker to another and by covers, and the events that tell each of them."""

from dataclasses import dataclass
from typing import Any

from rise_tui.domain.clients import Role
from rise_tui.relay.store import event_log
from rise_tui.relay.store.access import grant, has_access, revoke
from rise_tui.relay.store.engine import Row, Tx

OWN, COVER = "own", "cover"


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody does, or the relay by itself: in which office, who, when (milliseconds), by which wish."""

    office_id: str
    actor: str
    at: int
    write_id: str | None = None

    def tell(self, tx: Tx, type: str, *, client_id: str | None = None, ref_id: str | None = None, **data: Any) -> int:
        """Put an event of it into the log; returns its number. `audience` may be given among the rest."""
        return event_log.append(
            tx,
            self.office_id,
            type,
            actor=self.actor,
            at=self.at,
            client_id=client_id,
            ref_id=ref_id,
            write_id=self.write_id,
            **data,
        )


def caseworker_of(tx: Tx, office_id: str, caseworker_id: str) -> Row | None:
    """Somebody who works here now: `id name role`; None for anybody else."""
    return tx.one(
        "SELECT id, name, role FROM caseworker WHERE office_id = :office_id AND id = :id AND is_active = 1",
        office_id=office_id,
        id=caseworker_id,
    )


def role_of(tx: Tx, office_id: str, caseworker_id: str) -> Role | None:
    """What somebody is who works here now; None for anybody else."""
    row = caseworker_of(tx, office_id, caseworker_id)
    return None if row is None else Role(row["role"])


def hand_over(
    tx: Tx, deed: Deed, client_id: str, old: str | None, new: str | None, transfer_id: str | None = None
) -> None:
    """Move the access to a client from one caseworker to another, tell both, and let covers follow.

    Who still sees the client for another reason (cover, or being a supervisor) is not told to forget. The client's own
    row is the caller's.
    """
    if old is not None:
        revoke(tx, deed.office_id, old, client_id, OWN, deed.at)
        _released(tx, deed, old, client_id, new, OWN, transfer_id)
    if new is not None:
        grant(tx, deed.office_id, new, client_id, OWN, deed.at)
        assigned(tx, deed, client_id, old, new, OWN, transfer_id)
    for one in {old, new} - {None}:
        cover_follows(tx, deed, str(one))


def assigned(
    tx: Tx, deed: Deed, client_id: str, old: str | None, new: str, why: str, transfer_id: str | None = None
) -> None:
    """Tell somebody that they see a client from now on, also where they saw them before for another reason.

    What was read by whoever has, or had, the client is nothing unread to them.
    """
    deed.tell(
        tx,
        "ClientAssigned",
        client_id=client_id,
        audience=new,
        ref_id=transfer_id,
        from_caseworker_id=old,
        to_caseworker_id=new,
        why=why,
    )
    if old is not None:
        _has_read_as(tx, deed, client_id, old, new)


def _has_read_as(tx: Tx, deed: Deed, client_id: str, old: str, new: str) -> None:
    """Move the reading of one forward to where another's is, and tell them."""
    values = {"office_id": deed.office_id, "client_id": client_id, "new": new}
    moved = tx.run(
        "INSERT INTO reading (office_id, caseworker_id, client_id, read_through, seq)"
        " SELECT office_id, :new, client_id, read_through, 0 FROM reading WHERE office_id = :office_id"
        " AND caseworker_id = :old AND client_id = :client_id"
        " ON CONFLICT (office_id, caseworker_id, client_id) DO UPDATE SET read_through = excluded.read_through"
        " WHERE excluded.read_through > read_through",
        old=old,
        **values,
    )
    stands = tx.one(
        "SELECT state, snoozed_until_at, is_flagged, seen_through FROM conversation"
        " WHERE office_id = :office_id AND id = :client_id",
        office_id=deed.office_id,
        client_id=client_id,
    )
    if not moved or stands is None:
        return
    seq = deed.tell(
        tx,
        "ConversationChanged",
        client_id=client_id,
        ref_id=client_id,
        audience=new,
        state=stands["state"],
        snoozed_until_at=stands["snoozed_until_at"],
        is_flagged=bool(stands["is_flagged"]),
        seen_through=stands["seen_through"],
    )
    tx.run(
        "UPDATE reading SET seq = :seq"
        " WHERE office_id = :office_id AND caseworker_id = :new AND client_id = :client_id",
        seq=seq,
        **values,
    )


def _released(
    tx: Tx, deed: Deed, who: str, client_id: str, new: str | None, why: str, transfer_id: str | None = None
) -> None:
    """Tell somebody that they see a client no longer, if that is so."""
    if has_access(tx, deed.office_id, who, client_id) or role_of(tx, deed.office_id, who) is Role.SUPERVISOR:
        return
    deed.tell(
        tx,
        "ClientReleased",
        client_id=client_id,
        audience=who,
        ref_id=transfer_id,
        from_caseworker_id=who,
        to_caseworker_id=new,
        why=why,
    )


def cover_follows(tx: Tx, deed: Deed, of_caseworker_id: str) -> None:
    """The clients of somebody are others than before: whoever covers for them now sees these, and no others."""
    rows = tx.all(
        "SELECT DISTINCT by_caseworker_id AS who FROM cover WHERE office_id = :office_id AND ended_at IS NULL"
        " AND began_at IS NOT NULL AND of_caseworker_id = :of",
        office_id=deed.office_id,
        of=of_caseworker_id,
    )
    for row in rows:
        settle_cover(tx, deed, row["who"])


def settle_cover(tx: Tx, deed: Deed, by_caseworker_id: str) -> None:
    """Make true what somebody sees by covering: the clients of all whom they cover for now, and nobody else's.

    Told apart by no cover: two that overlap are one access, which ends with the second.
    """
    values = {"office_id": deed.office_id, "me": by_caseworker_id}
    wanted = {row["client_id"]: row["whose"] for row in tx.all(_COVERED, **values)}
    present = {
        row["client_id"]
        for row in tx.all(
            "SELECT client_id FROM access WHERE office_id = :office_id AND caseworker_id = :me AND why = 'cover'"
            " AND until_at IS NULL",
            **values,
        )
    }
    for client_id in sorted(present - wanted.keys()):
        revoke(tx, deed.office_id, by_caseworker_id, client_id, COVER, deed.at)
        _released(tx, deed, by_caseworker_id, client_id, _owner(tx, deed, client_id), COVER)
    for client_id, whose in wanted.items():
        if client_id not in present:
            grant(tx, deed.office_id, by_caseworker_id, client_id, COVER, deed.at)
            assigned(tx, deed, client_id, whose, by_caseworker_id, COVER)


_COVERED = (
    "SELECT c.id AS client_id, c.caseworker_id AS whose FROM client c WHERE c.office_id = :office_id"
    " AND c.is_deleted = 0 AND EXISTS (SELECT 1 FROM cover v WHERE v.office_id = c.office_id"
    " AND v.by_caseworker_id = :me AND v.of_caseworker_id = c.caseworker_id"
    " AND v.began_at IS NOT NULL AND v.ended_at IS NULL"
    " AND (v.group_id IS NULL OR EXISTS (SELECT 1 FROM group_member g WHERE g.office_id = c.office_id"
    " AND g.group_id = v.group_id AND g.client_id = c.id AND g.is_member = 1))) ORDER BY c.seq, c.id"
)
"""Whom somebody covers for now: clients of those whose cover has begun and not ended."""


def _owner(tx: Tx, deed: Deed, client_id: str) -> str | None:
    row = tx.one(
        "SELECT caseworker_id FROM client WHERE office_id = :office_id AND id = :id",
        office_id=deed.office_id,
        id=client_id,
    )
    return None if row is None else row["caseworker_id"]
