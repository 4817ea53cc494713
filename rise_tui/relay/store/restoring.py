"""What a database that comes from a backup must know before it may serve: much may have happened since."""

from dataclasses import dataclass

from rise_tui.domain.delivery import Status
from rise_tui.domain.ids import new_id
from rise_tui.relay.store import event_log, queue
from rise_tui.relay.store.audit import record
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.messages import advance_message

RELAY = "relay"
WHY = "restored"


@dataclass(frozen=True, slots=True)
class Anew:
    """What a restored office begins with: texts that the phone company is asked about, group texts that wait."""

    asked: int
    paused: int


def begin_anew(tx: Tx, at: int, again_at: int) -> Anew:
    """Make a restored database safe to serve. Times are milliseconds.

    - The log gets a new epoch, so that every app reads the office anew and keeps what is half written.
    - Whatever stood in the line may have left since: the phone company is asked about each text, and only one that it
      does not have, and not before `again_at`, goes. What was to leave later still leaves at its own time.
    - Group texts that were not through wait until a person lets them go on, and so does what introduces them alone.
    """
    tx.run("UPDATE instance SET epoch = :epoch, restored_at = :at", epoch=new_id(), at=at)
    for row in tx.all("SELECT office_id FROM office"):
        record(tx, row["office_id"], RELAY, "restored", at=at)
    under_way = tx.all("SELECT office_id, message_id FROM queue WHERE state = 'sending'")
    asked = tx.run(
        "UPDATE queue SET state = 'unknown', claimed_by = NULL, claimed_at = accepted_at, lease_until_at = NULL,"
        " reconcile_at = :again_at",
        again_at=again_at,
    )
    for row in under_way:
        advance_message(tx, row["office_id"], row["message_id"], Status.UNKNOWN, at=at, actor=RELAY)
    return Anew(asked, _pause_broadcasts(tx, at))


def _pause_broadcasts(tx: Tx, at: int) -> int:
    paused = tx.all(
        "UPDATE broadcast SET is_paused = 1 WHERE EXISTS (SELECT 1 FROM queue q"
        " WHERE q.office_id = broadcast.office_id AND q.broadcast_id = broadcast.id)"
        " RETURNING office_id, id, caseworker_id"
    )
    for row in paused:
        queue.pause_broadcast(tx, row["office_id"], row["id"], is_paused=True)
        event_log.append(
            tx,
            row["office_id"],
            "BroadcastPaused",
            actor=RELAY,
            at=at,
            audience=row["caseworker_id"],
            ref_id=row["id"],
            is_paused=True,
            why=WHY,
        )
    return len(paused)
