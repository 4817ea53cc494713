"""Who is paused or closed gets nothing automatic: what waits for them is kept or dropped with the change itself."""

from rise_tui.domain.clients import ClientStatus
from rise_tui.domain.delivery import Reason, Status
from rise_tui.domain.policy import WhyHeld
from rise_tui.relay.store import queue
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.messages import Held


def keep_back(tx: Tx, office_id: str, client_id: str, status: ClientStatus, at: int) -> None:
    """Of who is paused, keep group texts, reminders and automatic texts until a person lets each go.

    Of who is closed they are dropped; of who is open nothing changes: what was kept stays so. `at` is milliseconds.
    """
    if status is ClientStatus.OPEN:
        return
    waiting = tx.all(
        "SELECT q.message_id FROM queue q JOIN message m ON m.office_id = q.office_id AND m.id = q.message_id"
        " WHERE q.office_id = :office_id AND q.conversation_id = :client_id AND q.state = 'queued'"
        " AND m.kind <> 'one_to_one' ORDER BY q.due_at, q.rowid",
        office_id=office_id,
        client_id=client_id,
    )
    for row in waiting:
        if status is ClientStatus.CLOSED:
            queue.drop(tx, office_id, row["message_id"], Status.CANCELLED, Reason.CLOSED, at)
        else:
            queue.hold(tx, office_id, row["message_id"], Held(WhyHeld.PAUSED), at)
