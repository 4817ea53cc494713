"""What is worth knowing about the line and the replica itself: the newest word on each matter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rise_tui.store.engine import Session, sql
from rise_tui.store.rows import Shape, insert_row

CARRIER = "carrier"
"""What the phone company last had to say: `code title detail is_stopped`."""
AUDIT_HEADS = "audit_heads"
"""The newest hashes of the office's audit log (`heads`, each `n hash at`), a day each, the newest last."""
TOLD_NO = "told_no"
"""Which wishes the office has refused were told already: their `write_ids`."""
READER = "reader"
"""As whom the log was read last: `caseworker_id`, which of their devices this is (`device_id`), and their `role`."""
STEPPED_OVER = "stepped_over"
"""Facts that this version could not read: how many (`count`), the last one's `type`, and the `version` that tried."""


@dataclass(frozen=True, slots=True)
class Notice:
    """The newest word on one matter, as of an event. `at`: ms."""

    name: str
    words: Mapping[str, Any] = field(default_factory=dict)
    seq: int = 0
    at: int = 0


_SHAPE = Shape("notice", Notice)


class Notices:
    """One notice a matter."""

    def put(self, session: Session, name: str, words: Mapping[str, Any], *, seq: int, at: int) -> bool:
        """This is the newest word now; an older event's changes nothing: False."""
        values = {"name": name, "words": dict(words), "seq": seq, "at": at}
        rest = (
            "ON CONFLICT(name) DO UPDATE SET words = excluded.words, seq = excluded.seq, at = excluded.at"
            " WHERE notice.seq <= excluded.seq"
        )
        return insert_row(session, "notice", values, rest) > 0

    def get(self, session: Session, name: str) -> Notice | None:
        """The newest word on that matter, None if there is none."""
        return _SHAPE.one(session, "WHERE name = ?", name)

    def remove(self, session: Session, name: str) -> None:
        """The matter is settled."""
        sql(session).execute("DELETE FROM notice WHERE name = ?", (name,))
