"""What waits behind an introduction of which nobody can tell whether it left: people see what it waits for."""

from collections.abc import Collection

from rise_tui.domain.delivery import Status
from rise_tui.domain.waiting_hours import WhyHeld
from rise_tui.relay.store.engine import Tx
from rise_tui.relay.store.messages import Held, advance_message
from rise_tui.wire.codec import to_json

_BEHIND = """
SELECT q.message_id FROM queue q
  JOIN queue i ON i.office_id = q.office_id AND i.message_id = q.after_id
  JOIN message m ON m.office_id = q.office_id AND m.id = q.message_id
 WHERE q.office_id = :office_id AND q.state = 'queued' AND i.state = 'unknown' AND m.held_why IS NULL
   AND q.after_id IN (SELECT value FROM json_each(:introductions))
 ORDER BY q.rowid
"""
_FREED = """
SELECT q.message_id FROM queue q JOIN message m ON m.office_id = q.office_id AND m.id = q.message_id
 WHERE q.office_id = :office_id AND q.after_id = :introduction AND q.state = 'queued' AND m.held_why = :why
 ORDER BY q.rowid
"""


def tell_behind(tx: Tx, office_id: str, introductions: Collection[str], at: int) -> None:
    """Those of these introductions that are unknown keep back what follows them: say so (`at`, milliseconds).

    What is held for another reason says that one.
    """
    for row in tx.all(_BEHIND, office_id=office_id, introductions=to_json(sorted(introductions))):
        held = Held(WhyHeld.INTRODUCTION)
        advance_message(tx, office_id, row["message_id"], Status.HELD, at=at, actor="relay", held=held)


def free_behind(tx: Tx, office_id: str, introduction: str, at: int) -> None:
    """It is known, or decided, what became of that introduction: what follows it leaves in its turn."""
    for row in tx.all(_FREED, office_id=office_id, introduction=introduction, why=str(WhyHeld.INTRODUCTION)):
        advance_message(tx, office_id, row["message_id"], Status.QUEUED, at=at, actor="relay")
