"""The clock went back: what was put in line after the present moment waits its hold from now on."""

from rise_tui.relay.store.engine import Tx

LONGEST_HOLD_MS = 61_000
"""A text that may be taken back is kept so long at most; one that is due later waits for an hour of its own."""

_FROM_FUTURE = (
    "state = 'queued' AND accepted_at > :now AND due_at > :now AND due_at - accepted_at BETWEEN 0 AND :longest"
)


def is_from_future(tx: Tx, now: int) -> bool:
    """Does a text wait that was accepted after `now` (milliseconds)? The clock must have gone back since."""
    return tx.one(f"SELECT 1 FROM queue WHERE {_FROM_FUTURE}", now=now, longest=LONGEST_HOLD_MS) is not None


def forget_future(tx: Tx, now: int) -> None:
    """The clock went back (`now`, milliseconds): what was accepted after now waits its hold from now on.

    What waits for an hour that somebody or a rule has named goes on waiting.
    """
    rows = tx.all(
        "UPDATE queue SET due_at = :now + due_at - accepted_at, accepted_at = :now"
        f" WHERE {_FROM_FUTURE} RETURNING office_id",
        now=now,
        longest=LONGEST_HOLD_MS,
    )
    tx.lines.update(row["office_id"] for row in rows)
