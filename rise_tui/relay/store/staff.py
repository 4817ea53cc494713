"""Who works at an office: found, renamed, given another role, let go with everything handed over, taken back."""

from dataclasses import dataclass, replace
from typing import Any

from rise_tui.domain.clients import Role
from rise_tui.domain.errors import BadInput, Conflict, NotFound
from rise_tui.domain.ids import new_id
from rise_tui.relay.store import audit, covers, devices, event_log, queue, transfers
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.people import Deed
from rise_tui.relay.store.rules import read_rules, set_rules


@dataclass(frozen=True, slots=True)
class Left:
    """What became of the work of somebody who has left: clients handed over, texts and broadcasts dropped or kept."""

    clients: int
    kept: int
    dropped: int
    covers: int
    devices: int
    was_on_call: bool
    """then the other one is on call now"""


def everybody(tx: Tx, office_id: str) -> list[Row]:
    """Everybody who works or worked here, by name: `id name role is_active clients devices` (devices that open)."""
    return tx.all(
        "SELECT w.id, w.name, w.role, w.is_active, (SELECT count(*) FROM client c WHERE c.office_id = w.office_id"
        " AND c.caseworker_id = w.id AND c.is_deleted = 0) AS clients, (SELECT count(*) FROM token t"
        " WHERE t.office_id = w.office_id AND t.caseworker_id = w.id AND t.state = 'active') AS devices"
        " FROM caseworker w WHERE w.office_id = :office_id ORDER BY w.is_active DESC, w.name COLLATE NOCASE, w.id",
        office_id=office_id,
    )


def find(tx: Tx, office_id: str, name: str, *, is_active: bool = True) -> Row:
    """The one person of that name (case aside) or id, who works here or has left. Raises NotFound, who there is."""
    people = [row for row in everybody(tx, office_id) if bool(row["is_active"]) is is_active]
    wanted = " ".join(name.split()).casefold()
    fitting = [row for row in people if wanted in (row["name"].casefold(), row["id"])]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        ids = ", ".join(row["id"] for row in fitting)
        raise NotFound(f"There are {len(fitting)} people of that name", f"Their ids: {ids}.", "Give the id.")
    names = ", ".join(row["name"] for row in people)
    where = "Nobody here is called that" if is_active else "Nobody of that name has left"
    there = f"There are: {names}." if names else "Nobody has left yet."
    raise NotFound(where, there, "See all with: rise relay caseworker list")


def must_be_new(tx: Tx, office_id: str, name: str) -> None:
    """Colleagues and commands tell people apart by their names. Raises Conflict where somebody here has this one."""
    wanted = " ".join(name.split()).casefold()
    if any(row["is_active"] and " ".join(row["name"].split()).casefold() == wanted for row in everybody(tx, office_id)):
        raise Conflict(
            "Somebody here is called that already",
            "Colleagues choose each other by the name.",
            "Give a name that tells them apart, such as 'Luis Ortega, North'.",
        )


def rename(tx: Tx, deed: Deed, person: Row, name: str) -> None:
    """They are called otherwise. Raises BadInput for an empty name, Conflict for a colleague's."""
    if not name.strip():
        raise BadInput("A caseworker needs a name", "", "Give it as people say it.")
    if name.strip().casefold() != person["name"].casefold():
        must_be_new(tx, deed.office_id, name)
    _change(tx, deed, person["id"], name=name.strip())
    _record(tx, deed, "caseworker_renamed", person)


def set_role(tx: Tx, deed: Deed, person: Row, role: Role) -> None:
    """They may see and do other things from now on; their apps begin anew. Raises Conflict for who still has clients.

    An administrator reads no texts, so nobody with clients becomes one; covers that they have part in end.
    """
    if person["role"] == role:
        return
    if role is Role.ADMINISTRATOR:
        if person["clients"]:
            raise Conflict(
                f"{person['name']} still has clients",
                f"They have {person['clients']}, and an administrator reads no texts.",
                "Transfer them first: rise transfer CLIENT --to NAME",
            )
        covers.end_all_of(tx, deed, person["id"])
    _change(tx, deed, person["id"], role=str(role))
    _record(tx, deed, "caseworker_role", person, role=str(role))


def leave(tx: Tx, deed: Deed, person: Row, to: Row, *, drops_scheduled: bool = False, is_wiped: bool = False) -> Left:
    """They work here no longer: clients go to the other one, covers end, and no machine of theirs opens anything.

    Texts of theirs that still wait stay in line, under the clients' new caseworker, or are dropped. `is_wiped`: their
    machines also delete everything. Raises Conflict for a successor who cannot have clients.
    """
    if to["id"] == person["id"] or to["role"] == Role.ADMINISTRATOR:
        raise Conflict(
            f"{to['name']} cannot have clients",
            "It must be another caseworker or a supervisor.",
            "Name one with --to.",
        )
    ended = covers.end_all_of(tx, deed, person["id"])
    dropped = _drop_scheduled(tx, deed, person["id"]) if drops_scheduled else 0
    kept = _waiting(tx, deed, person["id"])
    _hand_over_broadcasts(tx, deed, person["id"], to["id"])
    clients = tx.all(
        "SELECT id FROM client WHERE office_id = :office_id AND caseworker_id = :who AND is_deleted = 0 ORDER BY seq",
        office_id=deed.office_id,
        who=person["id"],
    )
    for client in clients:
        transfers.make(tx, deed, transfers.Transfer(new_id(), client["id"], person["id"], to["id"]))
    tx.run(
        "UPDATE access SET until_at = :at WHERE office_id = :office_id AND caseworker_id = :who AND until_at IS NULL",
        at=deed.at,
        office_id=deed.office_id,
        who=person["id"],
    )
    state = devices.WIPED if is_wiped else devices.REVOKED
    taken = devices.take_all_back(tx, deed, person["id"], state)
    was_on_call = _hand_over_calls(tx, deed, person["id"], to["id"])
    _change(tx, deed, person["id"], is_active=0)
    _record(tx, deed, "caseworker_left", person, to_caseworker_id=to["id"], clients=len(clients), dropped=dropped)
    return Left(len(clients), kept, dropped, ended, taken, was_on_call)


def _hand_over_calls(tx: Tx, deed: Deed, who: str, to: str) -> bool:
    """What is urgent reaches somebody: who was on call is followed by who gets the clients. Were they?"""
    office = read_rules(tx, deed.office_id)
    if office.on_call != who:
        return False
    return set_rules(tx, deed.office_id, replace(office, on_call=to), at=deed.at)


def reactivate(tx: Tx, deed: Deed, person: Row) -> None:
    """They work here again, without clients: those stay with whoever has them. Raises Conflict for a name that is
    somebody else's by now."""
    must_be_new(tx, deed.office_id, person["name"])
    _change(tx, deed, person["id"], is_active=1)
    _record(tx, deed, "caseworker_back", person)


def _record(tx: Tx, deed: Deed, act: str, person: Row, **facts: Any) -> None:
    """Put into the audit log to whom it was done; who ran the command stands beside it."""
    audit.record(tx, deed.office_id, deed.actor, act, at=deed.at, caseworker_id=person["id"], **facts)


def _change(tx: Tx, deed: Deed, caseworker_id: str, **columns: str | int) -> None:
    seq = deed.tell(tx, "CaseworkerChanged", ref_id=caseworker_id)
    tx.update("caseworker", {"office_id": deed.office_id, "id": caseworker_id}, **columns, seq=seq)


_OF_THEIRS = (
    "SELECT m.id FROM queue q JOIN message m ON m.office_id = q.office_id AND m.id = q.message_id"
    " WHERE q.office_id = :office_id AND q.state = 'queued' AND m.caseworker_id = :who"
)


def _waiting(tx: Tx, deed: Deed, who: str) -> int:
    return len(tx.all(_OF_THEIRS, office_id=deed.office_id, who=who))


def _drop_scheduled(tx: Tx, deed: Deed, who: str) -> int:
    """Take every text of theirs back that has not left, group texts as a whole; how many texts."""
    count = 0
    for row in _broadcasts(tx, deed, who):
        dropped, too_late = queue.cancel_broadcast(tx, deed.office_id, row["id"], deed.at)
        tx.update("broadcast", {"office_id": deed.office_id, "id": row["id"]}, is_cancelled=1)
        deed.tell(tx, "BroadcastCancelled", audience=who, ref_id=row["id"], cancelled=dropped, too_late=too_late)
        count += dropped
    for row in tx.all(_OF_THEIRS, office_id=deed.office_id, who=who):
        count += queue.cancel(tx, deed.office_id, row["id"], deed.at)
    return count


def _broadcasts(tx: Tx, deed: Deed, who: str) -> list[Row]:
    """Their group texts of which something waits."""
    return tx.all(
        "SELECT b.id FROM broadcast b WHERE b.office_id = :office_id AND b.caseworker_id = :who AND b.is_cancelled = 0"
        " AND EXISTS (SELECT 1 FROM queue q WHERE q.office_id = b.office_id AND q.broadcast_id = b.id)",
        office_id=deed.office_id,
        who=who,
    )


def _hand_over_broadcasts(tx: Tx, deed: Deed, who: str, to: str) -> None:
    """Who gets the clients sees to what still waits of group texts; the log shows them these as their own."""
    for row in _broadcasts(tx, deed, who):
        tx.update("broadcast", {"office_id": deed.office_id, "id": row["id"]}, caseworker_id=to)
        event_log.append(
            tx, deed.office_id, "BroadcastAccepted", actor=deed.actor, at=deed.at, audience=to, ref_id=row["id"]
        )
