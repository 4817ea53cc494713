"""The one question that goes to a number which came by text: whether it is theirs. Nothing else goes there before."""

from rise_tui.domain.automatic import Automatic, question
from rise_tui.relay.automatic.texts import DAY_MS, Said, listener_of, say_now
from rise_tui.relay.store import queue
from rise_tui.relay.store.consents import is_out
from rise_tui.relay.store.engine import Tx


def ask_whose(tx: Tx, office_id: str, client_id: str, e164: str, at: int) -> None:
    """Ask a number that was added and not confirmed, in the transaction that adds it; once for a client and number.

    It names the client by first name, or not at all where others read their phone. A number that said STOP is not
    asked, nor the new one of somebody who said it from another. The question leaves in the hours in which automatic
    texts may.
    """
    asked = tx.one(
        "SELECT 1 FROM message WHERE office_id = :office_id AND conversation_id = :client_id AND e164 = :e164"
        " AND direction = 'outbound' AND automatic = 'question' AND status NOT IN ('cancelled', 'failed', 'expired')",
        office_id=office_id,
        client_id=client_id,
        e164=e164,
    )
    sender = _sender(tx, office_id, client_id, e164)
    if asked is not None or sender is None:
        return
    if is_out(tx, office_id, e164, client_id) or _said_stop(tx, office_id, client_id):
        return
    listener = listener_of(tx, office_id, client_id)
    said = Said(
        automatic=Automatic.QUESTION,
        conversation_id=client_id,
        e164=e164,
        sender=sender,
        body=question("" if listener.is_discreet else listener.first_name, listener.language),
        kind="automatic",
        due_at=at,
        expires_at=at + DAY_MS,
        not_sent_by_at=at + 2 * DAY_MS,
    )
    say_now(tx, office_id, said, at)


def ask_no_more(tx: Tx, office_id: str, client_id: str, e164: str, at: int) -> None:
    """Take a question back that still waits for its hour, once it is known in another way whose the number is."""
    waiting = tx.all(
        "SELECT q.message_id FROM queue q JOIN message m ON m.office_id = q.office_id AND m.id = q.message_id"
        " WHERE q.office_id = :office_id AND q.e164 = :e164 AND q.conversation_id = :client_id"
        " AND q.state = 'queued' AND m.automatic = 'question'",
        office_id=office_id,
        client_id=client_id,
        e164=e164,
    )
    for row in waiting:
        queue.cancel(tx, office_id, row["message_id"], at)


def was_asked(tx: Tx, office_id: str, client_id: str, e164: str, at: int) -> bool:
    """Had that number got the question by then (milliseconds), or may it have? Before, its yes is about something else.

    A claimed question that was given back has not left.
    """
    row = tx.one(
        "SELECT 1 FROM message WHERE office_id = :office_id AND conversation_id = :client_id AND e164 = :e164"
        " AND direction = 'outbound' AND automatic = 'question' AND left_at <= :at"
        " AND status NOT IN ('cancelled', 'failed', 'expired')",
        office_id=office_id,
        client_id=client_id,
        e164=e164,
        at=at,
    )
    return row is not None


def _said_stop(tx: Tx, office_id: str, client_id: str) -> bool:
    """Is the client closed on a number that is theirs now, by a word of their own or one that counts as such?"""
    row = tx.one(
        "SELECT 1 FROM holding h CROSS JOIN consent k ON k.office_id = h.office_id AND k.e164 = h.e164"
        " AND k.client_id = h.client_id"
        " WHERE h.office_id = :office_id AND h.client_id = :client_id AND h.until_at IS NULL"
        " AND k.is_current = 1 AND k.state = 'opted_out' AND k.purpose IN ('all', 'conversation')",
        office_id=office_id,
        client_id=client_id,
    )
    return row is not None


def _sender(tx: Tx, office_id: str, client_id: str, e164: str) -> str | None:
    """From the number of ours that was last used with that one, else with them, else the office's first."""
    row = tx.one(
        "SELECT COALESCE("
        " (SELECT m.sender FROM message m JOIN number n ON n.office_id = m.office_id AND n.e164 = m.sender"
        "  AND n.is_active = 1 WHERE m.office_id = :office_id AND m.e164 = :e164 AND m.direction = 'outbound'"
        "  ORDER BY m.seq DESC LIMIT 1),"
        " (SELECT c.last_sender FROM conversation c JOIN number n ON n.office_id = c.office_id"
        "  AND n.e164 = c.last_sender AND n.is_active = 1 WHERE c.office_id = :office_id AND c.id = :client_id),"
        " (SELECT n.e164 FROM number n WHERE n.office_id = :office_id AND n.is_active = 1 ORDER BY n.rowid LIMIT 1)"
        ") AS sender",
        office_id=office_id,
        client_id=client_id,
        e164=e164,
    )
    return None if row is None else row["sender"]
