"""Letting a held text go: one to one whatever the hour, the rest once what kept it is over."""

from rise_tui.domain.clients import ClientStatus, status_at
from rise_tui.domain.clock import from_ms
from rise_tui.domain.delivery import Status
from rise_tui.domain.policy import WhyHeld
from rise_tui.relay.automatic.introducing import let_go_before
from rise_tui.relay.store.access import may_see
from rise_tui.relay.store.engine import Row, Tx
from rise_tui.relay.store.messages import advance_message
from rise_tui.relay.wishes.wished import Accepted, Refusal, Wished, invalid, not_found, not_yours
from rise_tui.wire.resources import PutRelease

_HELD = """
SELECT m.conversation_id, m.kind, m.status, m.status_seq, m.held_why, q.kept_why, q.state AS in_line,
       c.status AS client_status, c.status_until_at, c.is_deleted
  FROM message m
  LEFT JOIN queue q ON q.office_id = m.office_id AND q.message_id = m.id
  LEFT JOIN client c ON c.office_id = m.office_id AND c.id = m.client_id
 WHERE m.office_id = :office_id AND m.id = :message_id AND m.direction = 'outbound'
"""


def apply(tx: Tx, wish: Wished) -> Accepted:
    """Let a text go that waits; it is asked about anew, so that who said STOP meanwhile still gets nothing.

    One to one it leaves whatever the hour, with the reason kept beside it. A group text, reminder or automatic text can
    be let go only after its client was paused; it then waits for the right hour. Raises Refusal: 412 for what does not
    wait any more, 422 for what leaves by itself or must not leave yet, 403, 404.
    """
    message_id = wish.ids["message_id"]
    row = _held(tx, wish, message_id)
    is_ones_own = row["kind"] == "one_to_one"
    if row["held_why"] == WhyHeld.INTRODUCTION:
        raise invalid(
            "/because",
            "It is not known whether the text before it arrived.",
            "Decide about the text before it first",
            "Say whether it counts as sent, or goes again.",
        )
    if not is_ones_own:
        _must_be_over(row, wish)
    values = {"office_id": wish.office_id, "message_id": message_id}
    tx.run(
        "UPDATE queue SET kept_why = NULL, due_at = min(due_at, :at)"
        " WHERE office_id = :office_id AND message_id = :message_id AND state = 'queued'",
        at=wish.at,
        **values,
    )
    tx.lines.add(wish.office_id)
    because = wish.as_a(PutRelease).because if is_ones_own else None
    if because is not None:
        tx.run(
            "UPDATE message SET now_because = :because WHERE office_id = :office_id AND id = :message_id",
            because=because,
            **values,
        )
    let_go_before(tx, wish.office_id, message_id, because, wish.at)
    advance_message(
        tx,
        wish.office_id,
        message_id,
        Status.QUEUED,
        at=wish.at,
        actor=wish.by.caseworker_id,
        now_because=because,
    )
    now = tx.one("SELECT status_seq FROM message WHERE office_id = :office_id AND id = :message_id", **values)
    return Accepted(message_id, row["status_seq"] if now is None else now["status_seq"])


def _held(tx: Tx, wish: Wished, message_id: str) -> Row:
    """The text, if it waits and the caseworker sees whom it is for."""
    if not wish.by.reads_texts:
        raise not_yours()
    row = tx.one(_HELD, office_id=wish.office_id, message_id=message_id)
    if row is None:
        raise not_found("text of ours")
    if not may_see(tx, wish.by, row["conversation_id"]):
        raise not_yours()
    if row["in_line"] != "queued":
        raise Refusal(
            412,
            "changed-meanwhile",
            "This text does not wait any more",
            "Meanwhile it left, or it never will.",
            "Look at it again.",
            present={"message_id": message_id, "status": row["status"], "seq": row["status_seq"]},
        )
    return row


def _must_be_over(row: Row, wish: Wished) -> None:
    """Nothing but a pause that is over is ended by hand; the rest ends by itself, or with somebody's decision."""
    if row["kept_why"] == WhyHeld.STOP_LIKE:
        raise invalid(
            "/because", "Their text may mean stop.", "Decide about their text first", "Say whether it is an opt-out."
        )
    if row["kept_why"] != WhyHeld.PAUSED:
        raise invalid("/because", "It leaves by itself as soon as it may.", "This cannot be let go by hand", "Wait.")
    until_at = row["status_until_at"]
    status = status_at(
        ClientStatus(row["client_status"] or ClientStatus.OPEN),
        None if until_at is None else from_ms(until_at),
        from_ms(wish.at),
    )
    if status is ClientStatus.PAUSED and not row["is_deleted"]:
        raise invalid(
            "/because", "Nothing but your own texts goes to them now.", "They are paused", "Set them to open first."
        )
